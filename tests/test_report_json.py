"""The JSON form: every key explained, the words of the text, equal bytes for equal input."""

from __future__ import annotations

import json
import re
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

import many
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from small import ROOT, checked, dossier, facts_text, library, render, rule_text

from engine.intake.gathering import fact_files, read_all
from engine.library import open_library
from engine.mistakes import Mistakes
from engine.outcome import Outcome
from engine.report import SHOWN


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    return many.outcome(tmp_path_factory.mktemp("rules"))


def paths(document: dict[str, Any]) -> set[str]:
    """Every key of a document under the name the README gives it: the list it stands in, and the key."""
    found = set(document)

    def walk(name: str, items: Any) -> None:
        for item in items if isinstance(items, list) else []:
            if isinstance(item, dict):
                found.update(f"{name}.{key}" for key in item)
                for key, value in item.items():
                    walk(f"{key}[]", value)

    walk("departments[]", document["departments"])
    return found


def documented() -> dict[str, str]:
    """The keys that the README explains, … standing for departments[]."""
    section = (ROOT / "README.md").read_text(encoding="utf-8").partition("\n## JSON\n")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| `([^`]+)` \| ([^|]*) \|", section, re.MULTILINE)
    return {key.replace("….", "departments[]."): about for key, about in rows}


@pytest.fixture(scope="module")
def real() -> dict[str, Any]:
    """The JSON of the departments of the repository."""
    found: dict[str, Any] = json.loads(as_json(ROOT / "rules", [ROOT / "facts"]))
    return found


def as_json(rules: Path, facts: list[Path]) -> str:
    """The JSON of some fact files, judged by the reference evaluator."""
    mistakes = Mistakes()
    books = open_library(rules)
    dossiers = read_all(fact_files(facts, mistakes), books.book, mistakes)
    mistakes.check()
    return render("json", [checked(books, given, shown=SHOWN["json"], near=Fraction(1, 10)) for given in dossiers])


def test_every_key_of_the_json_is_explained_in_the_readme_and_no_other(real: dict[str, Any]) -> None:
    assert paths(real) == set(documented())
    assert all(documented().values())


def test_the_json_has_the_form_that_was_agreed(real: dict[str, Any]) -> None:
    assert list(real)[:3] == ["format", "digest", "departments"]
    assert real["format"] == "jixiao/1"
    department = real["departments"][0]
    assert {"department", "year", "region", "verdicts", "findings"} <= department.keys()
    assert {v["verdict"] for d in real["departments"] for v in d["verdicts"]} == {
        "finding", "pass", "not_applicable", "unknown", "waived"
    }  # fmt: skip
    for verdict in (v for d in real["departments"] for v in d["verdicts"]):
        assert {"rule", "kind", "subject", "verdict", "severity", "missing", "evidence", "margin"} == verdict.keys()
        assert bool(verdict["missing"]) is (verdict["verdict"] == "unknown")
        assert bool(verdict["severity"]) is (verdict["verdict"] in ("finding", "waived"))
        assert not (verdict["evidence"] and verdict["verdict"] in ("unknown", "not_applicable"))


def test_what_there_is_not_is_null(outcome: Outcome) -> None:
    text = render("json", [outcome])
    (department,) = json.loads(text)["departments"]
    assert {(f["rule"], f["office"], f["due"]) for f in department["findings"]} == {
        ("BUD-002", "财务科", None), ("MON-001", None, None), ("BUD-011", None, None)
    }  # fmt: skip
    assert {v["margin"] for v in department["verdicts"] if v["rule"] == "MON-001"} == {None}
    assert '""' not in re.sub('"(number|clause|source)": ""', "", text)
    assert "没有编码" in text  # as it is, not as escapes


def test_findings_of_the_json_name_the_subjects_with_that_verdict(real: dict[str, Any]) -> None:
    for department in real["departments"]:
        found = {(f["rule"], subject) for f in department["findings"] for subject in f["subjects"]}
        assert found == {(v["rule"], v["subject"]) for v in department["verdicts"] if v["verdict"] == "finding"}


def test_the_json_holds_the_words_of_the_text(outcome: Outcome) -> None:
    (department,) = json.loads(render("json", [outcome]))["departments"]
    assert [(f["text"], f["measure"], f["basis"]) for f in department["findings"]] == [
        (
            f.text,
            f.measure,
            [{"document": "中华人民共和国预算法", "number": "", "clause": "第五十七条", "checked": True}],
        )
        for f in outcome.findings
    ]
    assert department["waivers"] == [
        {
            "rule": "BUD-002",
            "subject": "丙",
            "reason": "已批",
            "approver": "财政局",
            "until": "2023-12-31",
            "state": "used",
        },
        {
            "rule": "MON-001",
            "subject": "丙",
            "reason": "旧批",
            "approver": "财政局",
            "until": "2022-12-31",
            "state": "expired",
        },
    ]
    assert department["gaps"] == [{"missing": "自评的得分", "rules": ["CLO-005"]}]
    assert department["skipped"] == ["OLD-001"]


# Equal input, equal bytes


def shuffled(value: Any, random: Random) -> Any:
    """The same YAML with the entries of every mapping and the items of every list in another order."""
    if isinstance(value, dict):
        entries = list(value.items())
        random.shuffle(entries)
        return {key: shuffled(child, random) for key, child in entries}
    if isinstance(value, list):
        items = [shuffled(item, random) for item in value]
        random.shuffle(items)
        return items
    return value


def rewritten(folder: Path, seed: int) -> list[Path]:
    """The fact files of the repository with everything in another order and no comments, in another folder."""
    files = []
    for path in (ROOT / "facts").glob("*.yaml"):
        tree = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
        text = yaml.safe_dump(shuffled(tree, Random(seed)), allow_unicode=True, sort_keys=False, width=10**6)
        files.append(folder / path.name)
        files[-1].write_text(text, encoding="utf-8")
    return files


@pytest.mark.parametrize("seed", range(3))
def test_facts_in_any_order_give_equal_bytes(tmp_path: Path, seed: int) -> None:
    files = rewritten(tmp_path, seed)
    Random(seed).shuffle(files)
    assert as_json(ROOT / "rules", files) == as_json(ROOT / "rules", [ROOT / "facts"])


def test_a_rules_folder_copied_elsewhere_gives_equal_bytes(tmp_path: Path) -> None:
    for path in (ROOT / "rules").rglob("*.yaml"):
        copy = tmp_path / "别处" / path.relative_to(ROOT / "rules")
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(path.read_bytes())
    assert as_json(tmp_path / "别处", [ROOT / "facts"]) == as_json(ROOT / "rules", [ROOT / "facts"])


TWINS = (
    "{序号: 一, 摘要: 培训, 主题: [预算执行], 出处: 第1行}",
    "{序号: 一, 摘要: 培训, 主题: [预算执行], 出处: 第2行}",
    "{序号: 一, 摘要: 培训, 主题: [采购内控, 绩效监控], 出处: 第3行}",
    "{序号: 一, 摘要: 培训, 主题: [绩效监控, 采购内控], 责任科室: 无, 出处: 第4行}",
)


@pytest.mark.parametrize("seed", range(6))
def test_facts_that_share_a_key_keep_apart_whatever_their_order(tmp_path: Path, seed: int) -> None:
    books = library(tmp_path, rule_text("主题 包含 问题整改", kind="自述措施", problem="{摘要}。"))
    items = list(TWINS)
    Random(seed).shuffle(items)
    given = [dossier(facts_text("自述措施:\n- " + "\n- ".join(order) + "\n")) for order in (items, TWINS)]
    assert render("json", [checked(books, given[0])]) == render("json", [checked(books, given[1])])


@given(st.text(st.characters(codec="utf-8")))
def test_any_text_is_written_as_every_other_writer_of_json_would_write_it(words: str) -> None:
    one = Outcome(words, 2022, words, words, (), (), (), {}, {}, (words,), (), ())
    written = render("json", [one])
    assert written == json.dumps(json.loads(written), ensure_ascii=False, indent=2) + "\n"
    assert json.loads(written)["departments"][0]["department"] == words


def test_the_name_of_a_file_that_is_no_utf_8_is_written_as_it_is() -> None:
    plain, odd = (Outcome(words, 2022, "", "", (), (), (), {}, {}, (), (), ()) for words in ("甲乙", "甲\udcff"))
    assert render("json", [odd]) == render("json", [plain]).replace("甲乙", "甲\udcff")
