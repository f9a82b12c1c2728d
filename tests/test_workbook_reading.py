"""What a person, another program or an attacker may do to a workbook: each a placed word, and nothing changes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from workbooks import ID, Desk, cell_of, desk

from engine.workbook.columns import BASELINE, CASES, LADDERS, PARAMETERS, WAIVERS

MORNING = datetime.combine(date(2022, 1, 1), time(8))
AGAIN = "请用 rules export 重新导出，再把改动搬过去。"

# Cells


TEXT = "请把单元格格式设为“文本”，再重新输入。"


@pytest.mark.parametrize(
    ("sheet", "title", "value", "said"),
    [
        (PARAMETERS, "值", "=60/100", "这一格是公式（=60/100），只能写文字 请换成它的结果：复制，选择性粘贴为数值。"),
        (PARAMETERS, "值", "60", "“60”缺少单位 是否想写“60%”？数字要带单位。"),
        (PARAMETERS, "值", 60, "“60”缺少单位 是否想写“60%”？数字要带单位。"),
        (PARAMETERS, "值", 0.6, "“0.6”缺少单位 是否想写“0.6%”或“60.0%”？数字要带单位。"),
        (PARAMETERS, "值", True, f"这一格是逻辑值（真），不是文字 {TEXT}"),
        (PARAMETERS, "值", time(12, 30), f"这一格是时间，不是文字 {TEXT}"),
        (PARAMETERS, "值", 1e300, f"这一格的数字太大，不是文字 {TEXT}"),
        (PARAMETERS, "值", "九成", "参数“执行率下限”的“值”：“九成”不是量"),
        (PARAMETERS, "值", "#REF!", "这一格是错误值（#REF!） 请写上内容，或清空。"),
        (PARAMETERS, "依据", 1.5, f"这一格存的是数字（1.5），不是文字 {TEXT}"),
        (PARAMETERS, "依据", date(2022, 1, 1), f"这一格存的是日期（2022-01-01），这里不是日期 {TEXT}"),
        (PARAMETERS, "依据", None, "“依据”没有写 这个取值从哪里来。要删去这一行，请清空整行。"),
        (PARAMETERS, "依据", "甲\u200b乙", "有看不见的字符 请把这一格清空，重新输入。"),
        (PARAMETERS, "起", MORNING, "这一格带有时刻（2022-01-01 08:00） 请只写日期，如 2022-01-01。"),
        (PARAMETERS, "起", 2022, "“2022”不是日期 是否想写“2022-01-01”？日期要写年、月、日，如 2022-01-01。"),
        (PARAMETERS, "止", 2022, "“2022”不是日期 是否想写“2022-12-31”？日期要写年、月、日，如 2022-12-31。"),
        (PARAMETERS, "起", 44562, "“44562”不是日期 日期要写年、月、日，如 2022-01-01。"),
        (PARAMETERS, "地区", "广东省广州市增城", "地区“广东省广州市增城”的最后一级不是完整的行政区名称 写到“市”“区”"),
        (PARAMETERS, "起", "2022/1/1", "参数“执行率下限”的“起”：“2022/1/1”不是日期"),
        (PARAMETERS, "核对", "已查", "“核对”要写“已核”或“待核”，这里是“已查” 对照原文核过的写“已核”。"),
        (LADDERS, "至", "10", "“10”缺少单位 是否想写“10%”？数字要带单位。"),
        (LADDERS, "至", "10%（大概）", "阶梯“调整得分”的“至”"),
        (WAIVERS, "规则", "BUD-002", "没有规则“BUD-002” 是否想写“BUD-001”？"),
        (WAIVERS, "年度", "2023", "“示例部门”没有2023年度的事实文件 是否想写“2022”？"),
        (WAIVERS, "到期", "年底", "豁免的到期日：“年底”不是日期"),
        (CASES, "规则", "BUD-01", "没有规则“BUD-01” 是否想写“BUD-001”？"),
        (CASES, "结果", "发现", "“发现”不是判定 是否想写“发现问题”或“未发现问题”？"),
        (CASES, "事实", "项目: [{名称: 甲", "第1行第6列的括号没有收尾，或者各项之间少了逗号（格内第1行第12个字）"),
        (CASES, "事实", "项目: [{名称: 甲, 支处: 1元}]", "“项目”没有字段“支处” 是否想写“支出”"),
        (CASES, "级别", "严重的", "“级别”不能写“严重的” 是否想写“严重”？"),
    ],
)
def test_a_cell_that_is_not_what_it_should_be_is_named(
    tmp_path: Path, sheet: str, title: str, value: object, said: str
) -> None:
    made, places = desk(tmp_path), []

    def change(book: Workbook) -> None:
        cell = cell_of(book, sheet, title, 2)
        cell.number_format = "General"
        cell.value = value
        places.append(cell.coordinate)

    wrong = made.edit(change).refused()
    assert [text for text in wrong if text.startswith(f"规则库.xlsx {sheet}!{places[0]} {said}")], wrong


@pytest.mark.parametrize(
    ("value", "form", "read"),
    [(0.6, "0%", "60%"), (0.605, "0.0%", "60.5%"), (0.07, "0.00%", "7.00%"), (1, "0%", "100%")],
)
def test_a_number_shown_as_a_percentage_is_read_as_it_is_shown(
    tmp_path: Path, value: float, form: str, read: str
) -> None:
    made = desk(tmp_path)
    assert _percentage(made, value, form).take() == (f"参数 执行率下限：90% → {read}",)


@pytest.mark.parametrize(
    ("value", "form", "shown", "stored"), [(0.605, "0%", "60%", "60.5"), (1 / 3, "0.0%", "33.3%", "33.33333333333333")]
)
def test_a_percentage_that_shows_another_number_than_it_holds_is_refused(
    tmp_path: Path, value: float, form: str, shown: str, stored: str
) -> None:
    wrong = _percentage(desk(tmp_path), value, form).refused()
    assert len(wrong) == 1
    assert wrong[0].startswith(f"规则库.xlsx 参数!H2 这一格显示{shown}，实际存的是{stored}")


def _percentage(made: Desk, value: float, form: str) -> Desk:
    def change(book: Workbook) -> None:
        cell = cell_of(book, PARAMETERS, "值", 2)
        cell.value, cell.number_format = value, form

    return made.edit(change)


def test_a_date_that_excel_made_of_a_text_is_the_same_date(tmp_path: Path) -> None:
    made = desk(tmp_path).set(PARAMETERS, 2, 起=datetime.combine(date(2021, 3, 1), time()), 核对日期=date(2026, 11, 26))
    assert made.take() == (
        "参数 执行率下限 起：（空） → 2021-03-01",
        "参数 执行率下限 核对日期：（空） → 2026-11-26",
    )
    assert (
        "- {起: 2021-03-01, 值: 90%, 依据: 〔设计〕, 核对: 待核, 核对日期: 2026-11-26}  # 没有来源"
        in made.files()["参数.yaml"]
    )


def test_a_year_may_be_a_number_and_a_text_may_look_like_a_formula(tmp_path: Path) -> None:
    def change(book: Workbook) -> None:
        cell_of(book, CASES, "年度", 2).value = 2022
        cell = cell_of(book, PARAMETERS, "依据", 2)
        cell.value = "=甲+乙"
        cell.data_type = "s"

    assert desk(tmp_path).edit(change).take() == ("参数 执行率下限 依据：〔设计〕 → =甲+乙",)


def test_a_cell_longer_than_excel_allows_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.workbook.cells.LONGEST", 100)
    made = desk(tmp_path).set(PARAMETERS, 2, 依据="长" * 101)
    assert made.refused() == ["规则库.xlsx 参数!I2 这一格超过100个字 请缩短。"]


# Rows and columns


def _rename(book: Workbook, sheet: str, title: str, new: str | None) -> None:
    cell_of(book, sheet, title, 1).value = new


def _set(book: Workbook, sheet: str, cell: str, value: str) -> None:
    book[sheet][cell] = value


CHANGED = [
    (lambda b: _rename(b, PARAMETERS, "依据", "依居"), ["参数!I1 不认识的列“依居” 是否想写“依据”？列的标题不能改。"]),
    (
        lambda b: _rename(b, PARAMETERS, "地区", "依据"),
        [f"参数!A1 缺少列“地区” 第一行是标题，请补上这一列。{AGAIN}", "参数!I1 列“依据”有两个 请删去一个。"],
    ),
    (lambda b: b[WAIVERS].delete_cols(6), [f"豁免!A1 缺少列“理由” 第一行是标题，请补上这一列。{AGAIN}"]),
    (lambda b: b[CASES].delete_cols(1), [f"用例!A1 缺少列“{ID}” 第一行是标题，请补上这一列。{AGAIN}"]),
    (lambda b: _set(b, PARAMETERS, "T2", "多写的"), ["参数!T2 这一列没有标题 请补上标题，或者清空这一格。"]),
    (lambda b: b[PARAMETERS].merge_cells("B2:B3"), ["参数!B2 合并了单元格（B2:B3） 请取消合并，每一格各写各的。"]),
    (
        lambda b: _set(b, PARAMETERS, "B30000", "远"),
        ["参数 表格到了第30000行、第12列，超过20000行或60列 请删去表格下方和右方多余的行、列，再保存。"],
    ),
    (
        lambda b: _set(b, PARAMETERS, "A2", "我写的"),
        ["参数!A2 不认识这个编号“我写的” 编号由程序填写：新增的行请把这一格清空；改坏了的请重新导出。"],
    ),
    (
        lambda b: setattr(b[PARAMETERS], "title", "参数表"),
        ["缺少工作表“参数” “参数表”是不是它？请改回原名“参数”。"],
    ),
    (lambda b: b.remove(b[CASES]), [f"缺少工作表“用例” {AGAIN}"]),
    (
        lambda b: b.remove(b[BASELINE]),
        [f"原样 缺少隐藏的工作表“原样”，不能知道改了什么 这不是导出的工作簿，或者它被删去了。{AGAIN}"],
    ),
    (lambda b: _set(b, BASELINE, "C3", "[1"), [f"原样 隐藏的工作表“原样”被改动过，不能知道改了什么 {AGAIN}"]),
    (lambda b: _set(b, BASELINE, "A1", "别的"), [f"原样 隐藏的工作表“原样”被改动过，不能知道改了什么 {AGAIN}"]),
]


@pytest.mark.parametrize(("change", "said"), CHANGED)
def test_a_sheet_that_is_not_as_it_was_exported_is_refused(
    tmp_path: Path, change: Callable[[Workbook], object], said: list[str]
) -> None:
    assert desk(tmp_path).edit(change).refused() == [f"规则库.xlsx {text}" for text in said]


def test_columns_may_be_moved_and_rows_sorted(tmp_path: Path) -> None:
    def change(book: Workbook) -> None:
        page: Worksheet = book[PARAMETERS]
        rows = [[cell.value for cell in row][::-1] for row in page.iter_rows()]
        rows[1:] = rows[:0:-1]
        for number, row in enumerate(rows, 1):
            for column, value in enumerate(row, 1):
                page.cell(number, column).value = value

    assert desk(tmp_path).edit(change).plan().changed == {}


def test_hidden_rows_and_strange_sheets_are_told_and_read_or_not(tmp_path: Path) -> None:
    def change(book: Workbook) -> None:
        book[PARAMETERS].row_dimensions[3].hidden = True
        book.create_sheet("Sheet1")["A1"] = "草稿"
        book.create_sheet("WpsReserved_CellImgList").sheet_state = "hidden"

    made = desk(tmp_path).edit(change)
    assert made.plan().notices == ("工作表“Sheet1”不是导出的，没有读取。", "参数：第3行是隐藏的，照常读取。")
