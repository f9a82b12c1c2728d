"""The problems of a kept year become facts of the next, and the rules on last year judge them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from commands import Run, Runner, write
from ledgers import FOUND, MENDED, Book, projects, rows, three_years
from small import ROOT, SPENT, rule_text, states, tree, words
from tables import plain

from engine.dossier import Dossier
from engine.headings import Headings
from engine.intake.gathering import read_all
from engine.intake.grids.opening import open_grids
from engine.intake.tables.table import tree_of
from engine.mistakes import Mistakes


@pytest.fixture
def book(tmp_path: Path) -> Book:
    """A ledger of three years."""
    return three_years(tmp_path)


@pytest.fixture
def ledger(run: Runner, book: Book) -> Callable[..., Run]:
    """Runs a command on the ledger."""
    return lambda *arguments: run("ledger", *arguments, "--ledger", book.file)


def read(book: Book, path: Path) -> Dossier:
    """The dossier of one file."""
    mistakes = Mistakes()
    (found,) = read_all([path], book.library.book, mistakes)
    mistakes.check()
    return found


def test_the_problems_of_a_year_become_facts_of_the_next(ledger: Callable[..., Run], tmp_path: Path) -> None:
    target = tmp_path / "上年问题.yaml"
    result = ledger("facts", "示例部门", "2022", "--output", target)
    assert (result.code, result.out) == (0, "")
    text = target.read_text(encoding="utf-8")
    assert text == ledger("facts", "示例部门", "2022").out
    assert [line for line in text.splitlines() if line.startswith("    - ")] == [
        "    - 摘要: BUD-001的名称（丙）",
        "    - 摘要: BUD-001的名称（乙）",
        "    - 摘要: BUD-001的名称（甲）",
        "    - 摘要: BUD-009的名称",
    ]
    facts = "\n".join(line for line in text.splitlines() if not line.startswith("#"))
    for word in ("本年仍存在", "整改措施", "整改时限", "整改状态", "部门:", "TGT-001", "戊", "己"):
        assert word not in facts  # not known, not a finding, only a hint, or waived
    assert facts.count("  清单完整: 否") == 1


def test_last_years_file_is_not_written_over_and_must_be_a_fact_file(
    ledger: Callable[..., Run], tmp_path: Path
) -> None:
    target = tmp_path / "上年问题.yaml"
    target.write_text("核实过的", encoding="utf-8")
    assert "已经存在，没有覆盖" in ledger("facts", "示例部门", "2022", "--output", target).err
    assert target.read_text(encoding="utf-8") == "核实过的"
    result = ledger("facts", "示例部门", "2022", "--output", tmp_path / "上年问题.txt")
    assert (result.code, "扩展名应是 .xlsx 或 .yaml" in result.err) == (2, True)
    assert not (tmp_path / "上年问题.txt").exists()


def test_last_years_problems_may_be_a_workbook_to_be_filled_in(ledger: Callable[..., Run], tmp_path: Path) -> None:
    target = tmp_path / "上年问题.xlsx"
    result = ledger("facts", "示例部门", "2022", "--output", target)
    assert (result.code, result.out) == (0, "")
    mistakes = Mistakes()
    found = plain(tree_of(open_grids(target, mistakes), words(), Headings(), mistakes))
    assert not mistakes.found
    assert found == plain(tree(ledger("facts", "示例部门", "2022").out))


def test_a_year_without_findings_says_that_there_are_none_of_ours(ledger: Callable[..., Run], book: Book) -> None:
    book.check(projects(f"甲={MENDED}, 年度预算: 100元") + "预算收支: {总预算: 100元}\n", 2023)
    assert ledger("facts", "示例部门", "2023").out.endswith("上年问题:\n  清单完整: 否\n  条目: 无\n")


def test_the_rules_on_last_year_judge_what_the_ledger_wrote(run: Runner, tmp_path: Path) -> None:
    file, folder = tmp_path / "台账.db", tmp_path / "2023"
    sample = next((ROOT / "facts").glob("示例*2022*"))
    assert run("check", sample, "--ledger", file, "--engine", "reference").code == 1
    folder.mkdir()
    text = sample.read_text(encoding="utf-8").replace("年度: 2022", "年度: 2023", 1)
    begin = text.index("\n上年问题:") + 1
    rest = text[begin:].splitlines(keepends=True)
    end = next((n for n, line in enumerate(rest[1:], 1) if line[:1] not in (" ", "-", "#", "\n")), len(rest))
    (folder / "示例局-2023.yaml").write_text(text[:begin] + "".join(rest[end:]), encoding="utf-8")
    target = folder / "上年问题.yaml"
    name = rows(file, "SELECT department FROM run")[0][0]
    assert run("ledger", "facts", name, "2022", "--output", target, "--ledger", file).code == 0
    judged = run("check", folder, "--engine", "reference", "--format", "json", "--rule", "YOY-001", "--rule", "YOY-002")
    assert judged.code == 1
    verdicts = {(v["rule"], v["subject"]): v["verdict"] for v in _verdicts(judged.out)}
    found = [subject for (rule, subject), verdict in verdicts.items() if (rule, verdict) == ("YOY-001", "finding")]
    assert len(found) >= 6  # the same rule found the same subject again: that settles it
    assert {verdict for (rule, _), verdict in verdicts.items() if rule == "YOY-002"} == {"unknown"}
    checked = target.read_text(encoding="utf-8").replace("指出来源:", "本年仍存在: 否\n      指出来源:")
    target.write_text(checked.replace("清单完整: 否", "清单完整: 是"), encoding="utf-8")
    again = run("check", folder, "--engine", "reference", "--format", "json", "--rule", "YOY-001")
    assert {v["verdict"] for v in _verdicts(again.out)} <= {"finding", "pass"}


def _verdicts(text: str) -> list[dict[str, str]]:
    (department,) = json.loads(text)["departments"]
    found: list[dict[str, str]] = department["verdicts"]
    return found


STILL = rule_text("本年仍存在 = 否", kind="上年问题", rule="YOY-009", theme="问题整改")


def test_a_problem_of_an_earlier_year_that_remains_is_carried_over_as_it_was_stated(
    run: Runner, tmp_path: Path
) -> None:
    book = Book(tmp_path, SPENT, STILL)
    earlier = (
        "上年问题:\n"
        "- {摘要: 资产未贴标签, 主题: 预算执行, 规则: 无, 对象: 无, 指出来源: 审计, 整改措施: '贴标签: 全部', "
        "整改时限: 2022-06-30, 整改状态: 未完成, 本年仍存在: 是}\n"
        "- {摘要: 甲支出少, 主题: 预算执行, 规则: BUD-001, 对象: 甲, 本年仍存在: 是}\n"
    )
    outcome = book.check(projects(f"甲={FOUND}") + earlier)
    assert set(states(outcome, "YOY-009").values()) == {"发现问题"}
    target = tmp_path / "2023" / "上年问题.yaml"
    target.parent.mkdir()
    run("ledger", "facts", "示例部门", "2022", "--output", target, "--ledger", book.file)
    text = target.read_text(encoding="utf-8")
    target.write_text(f"部门: {{名称: 示例部门, 年度: 2023, 地区: 广东省}}\n{text}", encoding="utf-8")
    found = read(book, target)
    kept = {fact.key: {word: str(value) for word, value in fact.values.items()} for fact in found.facts["上年问题"]}
    assert set(kept) == {"预算执行·BUD-001的名称（甲）", "预算执行·资产未贴标签", "（其余上年问题）"}  # 甲 once
    old = kept["预算执行·资产未贴标签"]
    assert (old["整改措施"], old["指出来源"]) == ("贴标签: 全部", "审计")
    assert "2022-06-30" in text or "2022年6月30日" in text
    assert not {"整改状态", "本年仍存在"} & set(old)


@pytest.mark.parametrize(
    "name", ["甲: 乙", "- 甲", "甲 # 乙", "'甲", '"甲"', "{甲}", "甲, 乙", "是", "~", "2022-01-01", "%甲"]
)
def test_a_subject_of_any_name_is_read_back_as_it_is(run: Runner, tmp_path: Path, name: str) -> None:
    book = Book(tmp_path)
    written = "'" + name.replace("'", "''") + "'"
    book.check(projects(f"{written}={FOUND}"))
    text = run("ledger", "facts", "示例部门", "2022", "--ledger", book.file).out
    path = write(tmp_path / "甲.yaml", text, year=2023)
    found = read(book, path)
    assert found.facts["上年问题"][0].values["对象"] == name
