"""Cells that are neither empty nor a figure: signs, errors, formulas, logical values, days where none belong."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from small import words
from tables import SHIPPED, grid, headings, read, refused

from engine.intake.tables.table import tree_of
from engine.mistakes import Mistakes

MONEY = "年度预算（万元）"


def wrong(header: str, *cells: Any) -> list[str]:
    """The mistakes of one column beside names."""
    return refused([["项目名称", header], *([f"甲{at}", cell] for at, cell in enumerate(cells))])


# What is neither empty nor a figure


@pytest.mark.parametrize("cell", ["—", "-", "/", "*", "——", "／", "－", "不涉及", "N/A", "*  "])
def test_a_bare_sign_is_never_guessed_at(cell: str) -> None:
    for header in (MONEY, "下达日期", "性质", "项目编码"):
        (said,) = wrong(header, cell, cell)
        assert "看不出是没有、不知道还是零（这一列共2格）" in said


def test_a_sign_means_what_was_declared() -> None:
    said = headings("符号: {—: 不知道}\n表: {项目: {符号: {不涉及: 无}, 字段: {支出: {符号: {/: 0元}}}}}")
    rows = [["名称", "支出"], ["甲", "—"], ["乙", "不涉及"], ["丙", "／"]]
    found, mistakes, _ = read(grid(rows, "项目"), headings=said)
    assert (found["项目"], mistakes) == (
        [{"名称": "甲"}, {"名称": "乙", "支出": "无"}, {"名称": "丙", "支出": "0元"}],
        [],
    )


def test_words_in_a_column_of_figures_are_one_mistake_for_the_column() -> None:
    assert wrong(MONEY, "较多", "有所增加", "1万元") == ["B2 “年度预算”写的是文字，不是金额（这一列共2格）"]
    assert wrong("下达日期", "年底") == ["B2 “下达日期”写的是文字，不是日期"]


def test_the_hint_calls_a_column_as_its_table_does() -> None:
    mistakes = Mistakes()
    tree_of([grid([["项目名称", "执行数"], ["甲", 1]])], words(), SHIPPED, mistakes)
    (mistake,) = mistakes.found
    assert mistake.hint.startswith("请在列名里写明单位，如“执行数（万元）”")


@pytest.mark.parametrize("cell", ["#DIV/0!", "#REF!", "#N/A", "#VALUE!"])
def test_the_error_of_a_formula_is_refused_in_any_column(cell: str) -> None:
    for header in (MONEY, "下达日期", "性质", "项目编码"):
        assert [said.partition("”")[2] for said in wrong(header, cell)] == [f"的公式出错（{cell}）"]


def test_a_formula_without_a_result_is_refused_at_its_cell() -> None:
    assert refused([["项目名称", MONEY], ["甲", None], ["乙", 1]], uncached=frozenset({(2, 2)})) == [
        "B2 “年度预算”的公式没有存下结果"
    ]


def test_a_formula_without_a_result_in_a_column_nobody_reads_does_no_harm() -> None:
    assert refused([["项目名称", "备注"], ["甲", None]], uncached=frozenset({(2, 2), (1, 9)})) == []


@pytest.mark.parametrize("header", [MONEY, "下达日期", "性质", "项目编码"])
def test_a_logical_value_is_no_figure_no_day_and_no_word(header: str) -> None:
    (said,) = wrong(header, True)
    assert "是逻辑值（TRUE）" in said


@pytest.mark.parametrize("cell", [date(2022, 8, 31), datetime(2022, 8, 31), time(8), timedelta(1)])  # noqa: DTZ001
def test_a_day_or_a_time_is_no_figure_and_no_word(cell: Any) -> None:
    for header in (MONEY, "项目编码"):
        (said,) = wrong(header, cell)
        assert "请" not in said
        assert "这里应填" in said


def test_a_long_code_that_became_a_power_of_ten_has_lost_its_digits() -> None:
    rows = [["项目名称", "编码"], ["甲", "4.40118E+17"], ["乙", "E+17"], ["丙", "440118220000123456"]]
    assert refused(rows) == ["B2 “编码”写成了科学计数法，原来的位数已经丢了"]


def test_the_first_and_the_tenth_month_cannot_be_told_apart_once_a_zero_is_lost() -> None:
    rows = [["项目名称", "下达日期"], ["甲", "2022.1"], ["乙", "2022.2"], ["丙", "2022.01"], ["丁", "2022.1.5"]]
    assert refused(rows) == ["B2 “下达日期”写着“年份.1”，可能是1月，也可能是丢了末尾零的10月"]


def test_a_number_in_another_unit_than_the_others_of_its_column_is_read_and_told() -> None:
    def remarks(*numbers: float) -> list[str]:
        rows = [["名称", "支出（万元）"], *([f"甲{at}", number] for at, number in enumerate(numbers))]
        found, wrong, told = read(grid(rows))
        assert (len(found["项目"]), wrong) == (len(numbers), [])
        return told

    said = "“支出”有的数比这一列居中的数大一千倍以上，像是单位不同（如以元计的填在万元列里），照写的读了，请核对"
    assert remarks(200.5, 300, 485000, 40, 0) == [f"B4 {said}"]
    assert remarks(200.5, 300, 485000, 40, 500, 7300000) == [f"B4 {said}（这一列共2格）"]
    assert remarks(200.5, 300, 98000, 40) == []  # large, and may well be
    assert remarks(5, 485000, 1) == []  # too few to tell


@pytest.mark.parametrize("cell", ["1\n2", "1 2", "100 20", "1.5\n2.5", "１　２", "1 234 56"])
def test_two_numbers_in_one_cell_are_not_one(cell: str) -> None:
    assert refused([["项目名称", "支出（万元）"], ["甲", cell]]) == ["B2 “支出”的一格里写着几个数"]


@pytest.mark.parametrize("cell", ["1 234.56", "12 345 678", "100\n万元", " 5 ", "1, 234"])
def test_blanks_and_breaks_beside_a_number_or_between_its_thousands_do_no_harm(cell: str) -> None:
    assert refused([["项目名称", "支出（万元）"], ["甲", cell]]) == []


@pytest.mark.parametrize("cell", ["同上", "〃", " 同上 "])
def test_a_mark_for_what_stands_above_is_refused_in_any_column(cell: str) -> None:
    rows = [["项目名称", "支出（万元）", "性质"], ["甲", 1, "经常性"], [cell, cell, cell]]
    assert refused(rows) == [
        f"{at}3 “{word}”写着“{cell.strip()}”" for at, word in zip("ABC", ("名称", "支出", "性质"), strict=True)
    ]


def test_a_day_that_is_shown_as_a_month_is_that_month() -> None:
    cells = frozenset({(2, 2), (3, 2), (4, 2)})
    rows = [["项目名称", "下达日期"], ["甲", date(2022, 8, 1)], ["乙", date(2022, 8, 15)], ["丙", "2022年9月"]]
    found, wrong, _ = read(grid(rows, forms={"月": cells}))
    assert ([item["下达日期"] for item in found["项目"]], wrong) == (["2022年8月", "2022-08-15", "2022年9月"], [])


def test_a_day_that_is_shown_without_its_year_is_refused() -> None:
    rows = [["项目名称", "下达日期"], ["甲", date(2023, 8, 31)], ["乙", "2022-08-31"]]
    said = "B2 “下达日期”只显示月、日，存下的年份可能是输入那一年"
    assert refused(rows, forms={"月日": frozenset({(2, 2), (3, 2)})}) == [said]


def test_the_unit_that_is_shown_beside_a_number_is_its_unit() -> None:
    rows = [["项目名称", "支出（元）", "年度预算"], ["甲", 123.0, 0.1 + 0.2], ["乙", 5.0, "6万元"]]
    found, wrong, _ = read(grid(rows, forms={"万元": frozenset({(2, 2), (2, 3), (3, 3)})}))
    assert wrong == []
    assert found["项目"] == [
        {"名称": "甲", "支出": "123万元", "年度预算": "0.3万元"},
        {"名称": "乙", "支出": "5元", "年度预算": "6万元"},
    ]


def test_another_currency_that_is_shown_beside_a_number_is_no_money_of_ours() -> None:
    rows = [["项目名称", "支出（元）"], ["甲", 123.0]]
    found, _, _ = read(grid(rows, forms={"美元": frozenset({(2, 2)})}))
    assert found["项目"] == [{"名称": "甲", "支出": "123美元"}]  # which the reader of facts refuses
