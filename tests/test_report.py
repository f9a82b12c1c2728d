"""The forms of an outcome: paste-ready text, tables and JSON, each with every finding and none with another's words."""

from __future__ import annotations

import json
import re
from pathlib import Path
from random import Random
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from engine.checking import fact_files, read_all
from engine.library import open_library
from engine.mistakes import Mistakes
from engine.outcome import Outcome
from engine.report import SHOWN, renderer
from engine.report.text import chinese
from small import ROOT, checked, dossier, facts_text, library, listed, rule_text



def render(form: str, outcomes: list[Outcome]) -> str:
    """The outcomes of a run in one form."""
    return renderer(form)(outcomes)


LOW = rule_text(
    "支出 ÷ 年度预算 不低于 90%", rule="BUD-002", problem="{明细|；}。", detail="{名称}执行率{支出 ÷ 年度预算}", more="责任: 财务科\n"
)
NONE = rule_text("编码 不为无", rule="MON-001", theme="绩效监控", severity="较大", problem="{名称}没有编码。")
HINT = rule_text("支出 ≥ 50元", rule="BUD-011", severity="提示", problem="{名称}支出少。")
CLOSING = rule_text("自评.得分 ≥ 60分", rule="CLO-005", theme="问题整改", kind="部门")
OLD = rule_text("支出 ≥ 1元", rule="OLD-001", more="适用年度: 2019\n")
FACTS = listed(
    "项目",
    "名称: 甲, 年度预算: 100元, 支出: 31元, 编码: 无",
    "名称: 乙, 年度预算: 100元, 支出: 95元, 编码: 无",
    "名称: 丙, 年度预算: 100元, 支出: 20元, 编码: C",
) + ("豁免:\n- {规则: BUD-002, 对象: 丙, 理由: 已批, 批准: 财政局, 到期: 2023-12-31}\n"
     "- {规则: MON-001, 对象: 丙, 理由: 旧批, 批准: 财政局, 到期: 2022-12-31}\n")  # fmt: skip


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    books = library(tmp_path_factory.mktemp("rules"), LOW, NONE, HINT, CLOSING, OLD)
    return replace(checked(books, FACTS), evaluators=("durable", "reference"))


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    return checked(library(tmp_path_factory.mktemp("rules"), LOW), "项目: 无\n")


# Text


def test_the_text_answers_every_problem_by_a_measure_of_the_same_number(outcome: Outcome) -> None:
    section, line, _ = render("text", [outcome]).partition("\n\n————")
    assert line
    assert section == "\n".join(
        [
            "三、存在的主要问题",
            "（一）预算执行方面",
            "1.BUD-002的名称。甲执行率31%（依据：《中华人民共和国预算法》第五十七条）。",
            "（二）绩效监控方面",
            "1.MON-001的名称。（1）乙没有编码。（2）甲没有编码（依据：《中华人民共和国预算法》第五十七条）。",
            "四、下一步改进措施",
            "（一）预算执行方面",
            "1.改正。（责任科室：财务科；完成时限：________）",
            "（二）绩效监控方面",
            "1.改正。（责任科室：________；完成时限：________）",
        ]
    )


@pytest.mark.parametrize(
    "line",
    [
        "检查对象：示例部门，2022年度，广东省广州市增城区",
        "【提示事项】请核实，不作为问题列入",
        "BUD-002 BUD-002的名称（一般）",
        "  项目“甲”（一般）：支出 ÷ 年度预算比90%低59个百分点",
        "    支出：31元  〔样例.yaml〕",
        "【资料缺口】共1项判定因资料不足无法作出，不代表没有问题",
        "  自评的得分 —— 等待它的规则：CLO-005",
        "  BUD-002 丙：已用于豁免。理由：已批；批准：财政局；到期：2023-12-31。",
        "  MON-001 丙：已到期，不再有效。理由：旧批；批准：财政局；到期：2022-12-31。",
        "  BUD-002 BUD-002的名称：发现问题1，未发现问题1，已豁免1",
        "  MON-001 MON-001的名称：发现问题2，未发现问题1",
        "  CLO-005 CLO-005的名称：无法判定1",
        "  不适用于2022年度的规则：OLD-001",
        "  求值：durable、reference结果一致",
    ],
)
def test_below_the_line_stands_what_is_kept_for_checking(outcome: Outcome, line: str) -> None:
    assert line in render("text", [outcome]).partition("————")[2].splitlines()


def test_the_digest_stands_in_every_form(outcome: Outcome) -> None:
    assert re.fullmatch("[0-9A-F]{16}", outcome.digest)
    assert all(outcome.digest in render(form, [outcome]) for form in SHOWN)


def test_one_evaluator_alone_is_not_said_to_agree(outcome: Outcome) -> None:
    alone = replace(outcome, evaluators=("reference",))
    assert "结果一致" not in render("text", [alone]) + render("table", [alone])


def test_a_department_without_findings_is_not_called_faultless(clean: Outcome) -> None:
    text = render("text", [clean])
    assert text.startswith("三、存在的主要问题\n本次没有能够作出判定的事项，不能说明没有问题。\n")
    assert "四、" not in text
    assert "  BUD-002 BUD-002的名称：没有适用的对象" in text.splitlines()


@pytest.mark.parametrize(
    ("number", "word"),
    [(1, "一"), (9, "九"), (10, "十"), (11, "十一"), (19, "十九"), (20, "二十"), (21, "二十一"), (90, "九十"), (99, "九十九")],
)
def test_headings_are_numbered_in_chinese(number: int, word: str) -> None:
    assert chinese(number) == word


def test_no_two_headings_have_the_same_number() -> None:
    assert len({chinese(number) for number in range(1, 100)}) == 99


# Table


def test_the_table_counts_every_state_and_names_findings_gaps_and_waivers(outcome: Outcome) -> None:
    text = render("table", [outcome])
    assert "判定：发现问题 5　未发现问题 3　不适用 0　无法判定 1　已豁免 1" in text.splitlines()
    for word in ("发现的问题", "BUD-002", "MON-001", "BUD-011", "资料缺口（1项判定因此无法作出，不代表没有问题）", "自评的得分", "已用于豁免"):
        assert word in text


def test_departments_stand_in_the_order_of_their_names_and_years(outcome: Outcome) -> None:
    others = [replace(outcome, department=name, year=year) for name, year in (("乙局", 2021), ("甲局", 2022), ("乙局", 2020))]
    for form in SHOWN:
        assert render(form, others) == render(form, others[::-1])
    assert [(d["department"], d["year"]) for d in json.loads(render("json", others))["departments"]] == [
        ("乙局", 2020), ("乙局", 2021), ("甲局", 2022)
    ]  # fmt: skip


FIGURE = re.compile(r"-?\d[\d,.]*(?:%|万元|亿元|元|个百分点)")


@given(st.lists(st.tuples(st.integers(-(10**12), 10**12), st.sampled_from(["%", "万元", "亿元", "元", "个百分点"]), st.text("预算调整率为", max_size=30)), max_size=12))
def test_a_table_never_breaks_a_figure_or_parts_it_from_its_sign(parts: list[tuple[int, str, str]]) -> None:
    figures = [f"{number:,}.{abs(number) % 100:02d}{unit}" for number, unit, _ in parts]
    text = "".join(words + figure for figure, (_, _, words) in zip(figures, parts, strict=True))
    cells = re.split(r"[│\n]", render("table", [with_problem(text)]))
    found = [figure for cell in cells for figure in FIGURE.findall(cell)]
    assert found == figures


def with_problem(text: str) -> Outcome:
    """An outcome with one finding of this text."""
    from engine.outcome import Finding

    finding = Finding("规则", "名称", "一般", "主题", (text,), "", (), "", "", (), (), "", "")
    return Outcome("部门", 0, "", "", (), (finding,), (), {}, {}, (), (), ())


# JSON


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
    dossiers = list(read_all(fact_files(facts, mistakes), books.book, mistakes))
    mistakes.check()
    return render("json", [checked(books, given, shown=SHOWN["json"]) for given in dossiers])


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


def test_findings_of_the_json_name_the_subjects_with_that_verdict(real: dict[str, Any]) -> None:
    for department in real["departments"]:
        found = {(f["rule"], subject) for f in department["findings"] for subject in f["subjects"]}
        assert found == {(v["rule"], v["subject"]) for v in department["verdicts"] if v["verdict"] == "finding"}


def test_the_json_holds_the_words_of_the_text(outcome: Outcome) -> None:
    (department,) = json.loads(render("json", [outcome]))["departments"]
    assert [(f["text"], f["measure"], f["basis"]) for f in department["findings"]] == [
        (f.text, f.measure, [{"document": "中华人民共和国预算法", "number": "", "clause": "第五十七条", "checked": True}])
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
        tree = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506  all scalars stay text
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
