"""已知提示.yaml: what is explained there is not listed, what is wrong there is a mistake, what is idle there a note."""

from __future__ import annotations

from pathlib import Path

import pytest
from small import TODAY, rule_text, write_rules

from engine.lint.running import Report, report_of
from engine.mistakes import Mistakes

UNUSED = "闲: {取值: [{值: 90%, 依据: 甲办法, 核对: 待核}]}\n别: {取值: [{值: 80%, 依据: 乙办法, 核对: 待核}]}\n"


def report(folder: Path, known: str, parameters: str = UNUSED) -> tuple[Report, list[str]]:
    """The report on a small rulebook with explained notes, and its mistakes."""
    write_rules(folder, rule_text("支出 ≥ 100元"), parameters=parameters)
    (folder / "已知提示.yaml").write_text(known, encoding="utf-8")
    mistakes = Mistakes()
    return report_of([folder], folder, TODAY, mistakes), [mistake.message for mistake in mistakes.found]


def unexplained(found: Report, code: str) -> list[str]:
    """The messages of one code that are listed."""
    return [note.message for note in found.notes if note.code == code]


def test_a_note_that_is_explained_is_counted_and_not_listed(tmp_path: Path) -> None:
    bare, _ = report(tmp_path / "甲", "- {代码: L205, 位置: 别, 理由: 明年用}\n")
    assert unexplained(bare, "L205") == ["没有一条规则、推导或文字用到参数“闲”"]
    both, _ = report(tmp_path / "乙", "- {代码: L205, 位置: [别, 闲], 理由: 明年用}\n")
    assert unexplained(both, "L205") == []
    assert both.known == bare.known + 1


def test_a_document_or_a_basis_names_all_the_notes_that_rest_on_it(tmp_path: Path) -> None:
    found, _ = report(tmp_path, "- {代码: L401, 位置: 甲办法, 理由: 查不到原文}\n")
    assert unexplained(found, "L401") == ["参数“别”的取值80%（乙办法）待核"]


def test_rows_of_one_origin_can_be_explained_together(tmp_path: Path) -> None:
    origins = UNUSED.replace("甲办法", "〔设计〕，通行做法").replace("乙办法", "〔设计〕")
    found, _ = report(tmp_path, "- {代码: L401, 位置: 〔设计〕, 理由: 没有制度来源}\n", origins)
    assert unexplained(found, "L401") == []


def test_an_entry_of_another_code_explains_nothing(tmp_path: Path) -> None:
    found, _ = report(tmp_path, "- {代码: L206, 位置: 闲, 理由: 明年用}\n")
    assert len(unexplained(found, "L205")) == 2


def test_an_entry_that_no_note_needs_any_more_is_a_note_itself(tmp_path: Path) -> None:
    found, _ = report(tmp_path, "- {代码: L205, 位置: [闲, 没有的], 理由: 明年用}\n")
    assert unexplained(found, "L901") == ["没有哪个L205提示需要这一条（位置：没有的）"]
    right, _ = report(tmp_path, "- {代码: L205, 位置: 闲, 理由: 明年用}\n")
    assert unexplained(right, "L901") == []


@pytest.mark.parametrize(
    ("known", "message"),
    [
        ("- {代码: L205, 位置: 闲}\n", "已知提示要写明“理由”"),
        ("- {代码: L205, 位置: [], 理由: 明年用}\n", "已知提示要写明“位置”"),
        ("- {代码: [L205], 位置: 闲, 理由: 明年用}\n", "已知提示要写明“代码”"),
        ("- {代码: L295, 位置: 闲, 理由: 明年用}\n", "没有提示“L295”"),
        ("- {代码: L205, 位置: 闲, 理由: 明年用, 到期: 明年}\n", "已知提示里不认识“到期”"),
        ("- L205\n", "已知提示的一条应是一组键值，这里是文字"),
        ("代码: L205\n", "已知提示文件应是清单，这里是一组键值"),
    ],
)
def test_what_is_wrong_in_the_file_is_a_mistake(tmp_path: Path, known: str, message: str) -> None:
    found, mistakes = report(tmp_path, known)
    assert mistakes == [message]
    assert found.notes == ()


def test_the_file_is_not_read_as_a_rule(tmp_path: Path) -> None:
    _, mistakes = report(tmp_path, "- {代码: L205, 位置: 闲, 理由: 明年用}\n")
    assert mistakes == []
