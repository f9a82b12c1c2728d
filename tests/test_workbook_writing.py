"""The workbook as its users find it: every row, text in every cell, lists to choose from, mistakes in red."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from small import rule_text
from workbooks import CASES as CASE_TEXTS
from workbooks import ID, PARAMETERS, RULE, Desk, cell_of, desk

from engine.mistakes import MistakesFound
from engine.workbook.columns import ABOUT, BASELINE, CASES, LADDERS, OPTIONS, WAIVERS
from engine.workbook.columns import PARAMETERS as PARAMETER_SHEET
from engine.workbook.styling import AMBER, AUTHOR, RED

TABLES = (PARAMETER_SHEET, LADDERS, WAIVERS, CASES)


def opened(made: Desk) -> Workbook:
    """The workbook as openpyxl reads it."""
    return load_workbook(made.file)


def test_every_row_of_every_file_is_on_its_sheet(tmp_path: Path) -> None:
    made = desk(tmp_path)
    head, *rows = made.cells(PARAMETER_SHEET)
    assert head[0] == ID
    assert head[1:] == ["参数", "说明", "地区", "性质", "起", "止", "值", "依据", "核对", "核对日期", "备注"]
    assert [(row[1], row[7]) for row in rows] == [
        ("执行率下限", "90%"),
        ("执行率下限", "85%"),
        ("重点下限", "1,000万元（含）"),
        ("重点下限", "3000万元（含）"),
        ("监控截止月", "7"),
    ]
    assert rows[1][2:7] == ["低于此数，列为问题", "广东省", None, "2022-01-01", None]
    assert rows[1][7:] == ["85%", "甲办法, 第三条", "已核", "2026-01-02", "省里的"]
    assert [row[8:12] for row in made.cells(LADDERS)[1:]] == [["含", "10%", "含", "3分"], ["不含", None, None, "0分"]]
    waiver = ["示例部门", "2022", "BUD-001", "甲", "已报同意", "财政局", "2023-06-30", None]
    assert [row[1:] for row in made.cells(WAIVERS)[1:]] == [waiver]
    assert [row[3] for row in made.cells(CASES)[1:]] == ["支出太少", "恰好", "不知道支出"]


def test_cells_are_texts_whatever_they_look_like(tmp_path: Path) -> None:
    made = desk(tmp_path, parameters=PARAMETERS.replace("依据: 〔设计〕", "依据: '=1+1'"))
    book = opened(made)
    for sheet in TABLES:
        for row in book[sheet].iter_rows(min_row=2):
            assert {cell.data_type for cell in row if cell.value is not None} == {"s"}
            assert {cell.number_format for cell in row} == {"@"}
    formula = cell_of(book, PARAMETER_SHEET, "依据", 2)
    assert (formula.value, formula.quotePrefix) == ("=1+1", True)
    assert made.plan().changed == {}


def test_what_is_typed_below_the_last_row_stays_text_too(tmp_path: Path) -> None:
    book = opened(desk(tmp_path))
    assert all(book[sheet].column_dimensions["C"].number_format == "@" for sheet in TABLES)


def test_columns_offer_the_words_of_the_schema(tmp_path: Path) -> None:
    book = opened(desk(tmp_path))
    offered: dict[tuple[str, str], tuple[list[object], bool]] = {}
    for sheet in TABLES:
        page: Any = book[sheet]
        for rule in page.data_validations.dataValidation:
            if rule.type == "list":
                name, _, cells = rule.formula1.replace("'", "").partition("!")
                column = str(rule.sqref).partition("2:")[0]
                words = [cell[0].value for cell in book[name][cells.replace("$", "")]]
                offered[sheet, page[f"{column}1"].value] = (words, rule.showErrorMessage)
    assert offered[PARAMETER_SHEET, "核对"] == (["已核", "待核"], True)
    assert offered[PARAMETER_SHEET, "性质"] == (["经常性", "阶段性"], True)
    assert offered[LADDERS, "自含否"] == (["含", "不含"], True)
    assert offered[WAIVERS, "规则"] == (["BUD-001"], True)
    assert offered[CASES, "级别"] == (["严重", "较大", "一般", "提示"], True)
    assert offered[CASES, "结果"] == (["发现问题", "未发现问题", "不适用", "无法判定"], False)  # or {甲: 发现问题}
    assert {title for _, title in offered} >= {"阶梯", "地区", "部门"}


def test_heads_are_frozen_and_what_is_ours_is_hidden(tmp_path: Path) -> None:
    book = opened(desk(tmp_path))
    assert book.sheetnames == [ABOUT, *TABLES, BASELINE, OPTIONS]
    assert (book[OPTIONS].sheet_state, book[BASELINE].sheet_state) == ("hidden", "veryHidden")
    assert book.security.lockStructure  # sheets cannot be renamed by a slip of the mouse
    for sheet in TABLES:
        assert book[sheet].freeze_panes in ("C2", "D2")
        assert book[sheet].column_dimensions["A"].hidden
        refusal = [rule for rule in book[sheet].data_validations.dataValidation if rule.type == "custom"]
        assert [str(rule.sqref).startswith("A1:A") for rule in refusal] == [True]


def test_every_case_has_the_result_it_really_comes_to(tmp_path: Path) -> None:
    made = desk(
        tmp_path, rule=RULE.replace("结果: 未发现问题}\n", "结果: 发现问题}\n").replace("甲支出90元", "甲支出九十")
    )
    book = opened(made)
    results = [cell_of(book, CASES, "实际结果", row) for row in (2, 3, 4)]
    assert [cell.value for cell in results] == [
        "✗ 文字应含“甲支出九十”，实为“BUD-001的名称。甲支出90元（依据：《中华人民共和国预算法》第五十七条）。”",
        "✗ 应为发现问题，实为甲未发现问题",
        "✓ 甲：无法判定",
    ]
    assert results[0].font.color.rgb == "FFC00000" != results[2].font.color.rgb
    assert any("2个用例的实际结果" in str(row[0]) for row in made.cells(ABOUT))
    assert [cell_of(book, CASES, "规则名称", row).value for row in (2, 3)] == ["BUD-001的名称"] * 2


WRONG = [
    ("值: 85%", "值: 85", PARAMETER_SHEET, "值", 3, "“85”没有单位，别的行是比率"),
    ("核对: 已核", "核对: 已查", PARAMETER_SHEET, "核对", 3, "“核对”要写“已核”或“待核”"),
    ("{性质: 阶段性", "{性质: 一次性", PARAMETER_SHEET, "性质", 5, "“一次性”不是“性质”的可选值"),
    ("值: 3分, ", "", LADDERS, "参数", 2, "缺少“值”"),
    ("阶梯: 比率", "阶梯: 利率", LADDERS, "阶梯", 2, "要写按什么查，这里是“利率”"),
    ("规则: BUD-001, 对象", "规则: BUD-009, 对象", WAIVERS, "规则", 2, "没有规则“BUD-009”"),
    ("到期: 2023-06-30", "到期: 下月", WAIVERS, "到期", 2, "豁免的到期日"),
    ("{名称: 甲}", "{名字: 甲}", CASES, "事实", 4, "没有字段“名字”"),
    ("结果: 无法判定", "结果: 不好说", CASES, "结果", 4, "“不好说”不是判定"),
    ("执行率下限:", "支出:", PARAMETER_SHEET, "参数", 2, "与事实的字段同名"),
]


@pytest.mark.parametrize(("old", "new", "sheet", "title", "row", "said"), WRONG)
def test_a_mistake_in_a_file_is_red_on_the_cell_it_is_in(
    tmp_path: Path, old: str, new: str, sheet: str, title: str, row: int, said: str
) -> None:
    made = desk(tmp_path)
    for path in (*made.rules.rglob("*.yaml"), *made.facts.rglob("*.yaml")):
        path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    book = opened(made.export())
    cell = cell_of(book, sheet, title, row)
    assert (cell.fill.fgColor.rgb, cell.comment.author) == (RED, AUTHOR)
    assert said in cell.comment.text
    red = [c for name in TABLES for r in book[name].iter_rows() for c in r if c.fill.fgColor.rgb == RED]
    assert len(red) == 1
    assert cell_of(book, CASES, "实际结果", 2).value == "（规则库有错误，没有运行）" or sheet in (WAIVERS, CASES)


def test_a_note_of_lint_is_amber_on_the_cell_it_is_on(tmp_path: Path) -> None:
    made = desk(tmp_path)
    cell = cell_of(opened(made), PARAMETER_SHEET, "参数", 4)
    assert (cell.value, cell.fill.fgColor.rgb) == ("重点下限", AMBER)
    assert cell.comment.text.startswith("提示 L")
    assert "【提示】不是错误" in "".join(str(row[0]) for row in made.cells(ABOUT))
    assert not any(c.fill.fgColor.rgb == RED for name in TABLES for r in opened(made)[name].iter_rows() for c in r)


def test_a_mistake_in_no_row_and_a_file_that_is_no_yaml_are_told_on_the_first_sheet(tmp_path: Path) -> None:
    made = desk(tmp_path, rule=rule_text("支出 ≥ 100", rule="BUD-001", cases=CASE_TEXTS.rstrip("\n")))
    (made.facts / "坏.yaml").write_text("部门: [", encoding="utf-8")
    told = [str(row[0]) for row in made.export().cells(ABOUT)]
    assert any("✗" in line and "BUD-001.yaml:" in line for line in told)
    assert any("✗" in line and "坏.yaml:1" in line for line in told)
    assert len(made.cells(WAIVERS)) == 2


def test_a_text_too_long_for_a_cell_is_not_cut_off_but_refused(tmp_path: Path) -> None:
    made = desk(tmp_path)
    long = PARAMETERS.replace("〔设计〕", "长" * 32768)
    (made.rules / "参数.yaml").write_text(long, encoding="utf-8")
    with pytest.raises(MistakesFound, match=r"参数\.yaml:6:7  错误：“依据”超过32767个字，Excel 的一格放不下"):
        made.export()


def test_a_rulebook_without_ladders_or_waivers_has_the_sheets_all_the_same(tmp_path: Path) -> None:
    made = desk(
        tmp_path,
        parameters="线一:\n  取值: [{值: 90%, 依据: 甲, 核对: 待核}]\n",
        facts="部门: {名称: 甲, 年度: 2022, 地区: 全国}\n",
    )
    assert [len(made.cells(sheet)) for sheet in TABLES] == [2, 1, 1, 4]
    assert made.plan().changed == {}
