"""Cells to figures: units and conventions as declared, noise taken out, what can mean two things refused."""

from __future__ import annotations

from math import inf, nan
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small import words
from tables import column, grid, headings, read, refused

from engine.intake.tables.digits import bare, denoised, digits, hundredfold
from engine.notation import read_quantity
from engine.quantity import Dim

MONEY = "年度预算（万元）"
BUDGET = ["年初预算数", "报告执行率"]


def wrong(header: str, *cells: Any, unit: str = "") -> list[str]:
    """The mistakes of one column beside names."""
    rows = [[unit]] if unit else []
    return refused([*rows, ["项目名称", header], *([f"甲{at}", cell] for at, cell in enumerate(cells))])


def rate(header: str, cell: Any, said: str = "", **more: Any) -> Any:
    """What 报告执行率 of the budget is read as, or the mistakes."""
    known = headings(f"表: {{预算收支: {{字段: {{报告执行率: {said or '[执行率]'}}}}}}}")
    found, mistakes, _ = read(grid([["年初预算（元）", header], [1, cell]], "预算收支", **more), headings=known)
    return mistakes or found["预算收支"].get("报告执行率")


# Money


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (1000, "1000万元"),
        (1000.0, "1000万元"),
        (0, "0万元"),
        (0.0, "0万元"),
        (-5.5, "-5.5万元"),
        (-0.0, "0万元"),
        (1.2e7, "12000000万元"),
        (0.000001, "0.000001万元"),
        ("1,200.50", "1,200.50万元"),
        ("1，200.50", "1,200.50万元"),
        ("１２００．５", "1200.5万元"),
        ("1 200.50", "1200.50万元"),
        ("1\xa0200.50", "1200.50万元"),
        (" 1200 ", "1200万元"),
        ("126.67元", "126.67元"),
        ("1.5亿元", "1.5亿元"),
        ("约290", "约290万元"),
        ("380余", "380余万元"),
        ("290左右", "290万元左右"),
        ("约290万元", "约290万元"),
        ("1.2E+07", "12000000万元"),
        ("-5", "-5万元"),
        ("无", "无"),
        (None, None),
        ("", None),
        ("  ", None),
    ],
)
def test_money_takes_the_unit_of_its_column(cell: Any, text: str | None) -> None:
    assert column(MONEY, "1", cell)[1] == text


@pytest.mark.parametrize(
    "header",
    [
        "年度预算（万元）",
        "年度预算(万元)",
        "年度预算（单位：万元）",
        "年度预算(金额单位:万元)",
        "年度预算/万元",
        "年度预算（人民币万元）",
    ],
)
def test_the_unit_may_stand_in_the_header(header: str) -> None:
    assert column(header, 1) == ["1万元"]


@pytest.mark.parametrize(
    "unit",
    [
        "单位：万元",
        "（单位：万元）",
        "金额单位：万元",
        "金额单位：万元（保留两位小数）",
        "单位：万元、%",
        "单位:人民币万元",
        "2022年项目表（单位：万元）",
    ],
)
def test_the_unit_may_stand_above_the_table(unit: str) -> None:
    assert column("年度预算", 1, unit=unit) == ["1万元"]


def test_the_unit_may_stand_beside_the_table_or_beside_its_label() -> None:
    for rows in ([["项目名称", "支出", "单位：元"], ["甲", 1]], [["单位", "元"], ["项目名称", "支出"], ["甲", 1]]):
        assert read(grid(rows))[0]["项目"] == [{"名称": "甲", "支出": "1元"}]


def test_the_header_wins_over_what_stands_above() -> None:
    assert column("年度预算（元）", 1, unit="单位：万元") == ["1元"]


def test_a_declared_unit_holds_where_the_table_says_nothing() -> None:
    said = headings("表: {项目: {字段: {支出: {单位: 千元}}}}")
    assert read(grid([["名称", "支出"], ["甲", 1]], "项目"), headings=said)[0]["项目"][0]["支出"] == "1千元"


def test_a_unit_above_that_is_not_the_declared_one_is_refused() -> None:
    said = headings("表: {项目: {字段: {支出: {单位: 元}}}}")
    rows = [["单位：万元"], ["名称", "支出"], ["甲", 1], ["乙", 2]]
    assert read(grid(rows, "项目"), headings=said)[1] == [
        "B3 “支出”的数没有单位，表上写的单位是万元，表头.yaml 写的是元（这一列共2格）"
    ]


def test_two_units_above_the_table_are_refused() -> None:
    rows = [["单位：万元", "单位：元"], ["项目名称", "支出"], ["甲", 1]]
    assert refused(rows) == ["B3 “支出”的数没有单位，表上写了几个单位（万元、元）"]


def test_a_number_without_any_unit_is_one_mistake_for_the_column() -> None:
    assert wrong("年度预算", 1, 2, "3", "4万元") == ["B2 “年度预算”的数没有单位（这一列共3格）"]


def test_a_unit_that_a_field_cannot_have_is_refused_at_its_header() -> None:
    assert wrong("年度预算（%）", "1元") == ["B1 列名写着“%”，“年度预算”是金额"]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (138179.36000000002, "138179.36万元"),
        (0.1 + 0.2, "0.3万元"),
        (1234.56789012, "1234.56789万元"),
        (0.00000012, "0.00000012万元"),
    ],
)
def test_only_what_can_be_noise_is_rounded(cell: float, text: str) -> None:
    assert column(MONEY, cell) == [text]


def test_rounding_is_said_and_counted() -> None:
    rows = [["项目名称", "支出（元）"], ["甲", 126.67000000000002], ["乙", 0.30000000000000004], ["丙", 5.0]]
    found, mistakes, remarks = read(grid(rows))
    assert ([item["支出"] for item in found["项目"]], mistakes) == (["126.67元", "0.3元", "5元"], [])
    assert remarks == ["B2 “支出”有浮点运算留下的尾数，已按实际位数取整（这一列共2格）"]


@pytest.mark.parametrize("cell", [1e15, -1e16, inf, nan, "1.2E+40"])
def test_numbers_that_no_cell_can_hold_are_refused(cell: Any) -> None:
    assert wrong(MONEY, cell) == ["B2 “年度预算”的数太大或不是数"]


def test_numbers_shown_divided_by_thousands_are_refused() -> None:
    assert refused([["项目名称", MONEY], ["甲", 12345678.0]], scaled=frozenset({(2, 2)})) == [
        "B2 “年度预算”的数设了缩小显示的格式，看到的和存的差一千倍或一万倍"
    ]


# Ratios


def test_a_bare_number_is_no_ratio_without_a_convention() -> None:
    for cell in (97, 0.97, "97", "0.97"):
        assert rate("执行率", cell) == ["B2 “报告执行率”的数没有写明是百分数还是小数"]


@pytest.mark.parametrize(
    ("cell", "said", "text"),
    [
        (97, "{数: 百分数}", "97%"),
        (92.97, "{数: 百分数}", "92.97%"),
        (0.97, "{数: 百分数}", "0.97%"),
        (0.97, "{数: 小数}", "97%"),
        (1, "{数: 小数}", "100%"),
        (0.0900000762939453, "{数: 小数}", "9%"),
        (-0.300000152587891, "{数: 小数}", "-30%"),
        (9.00000762939453, "{数: 百分数}", "9%"),
        ("0.9700", "{数: 小数}", "97.00%"),
        ("97", "{数: 百分数}", "97%"),
        ("约97", "{数: 百分数}", "约97%"),
        ("97%", "", "97%"),
        ("97％", "", "97％"),
        (0, "", "0%"),
        ("无", "", "无"),
    ],
)
def test_a_ratio_is_read_by_the_convention_of_its_column(cell: Any, said: str, text: str) -> None:
    assert rate("报告执行率", cell, said) == text


@pytest.mark.parametrize("header", ["执行率（%）", "执行率(％)", "执行率（百分比）", "执行率（单位：%）"])
def test_a_percent_sign_in_the_header_is_a_convention(header: str) -> None:
    assert rate(header, 92.97) == "92.97%"


def test_fractions_under_a_header_with_a_percent_sign_are_refused() -> None:
    assert rate("执行率（%）", 0.97) == ["B2 “报告执行率”的列名写着%，而这一列的数都不超过1"]


def test_a_number_shown_as_a_percentage_is_one() -> None:
    assert rate("执行率", 0.9297, percents=frozenset({(2, 2)})) == "92.97%"
    assert rate("执行率（%）", 0.9297, percents=frozenset({(2, 2)})) == "92.97%"


def test_a_percentage_where_fractions_were_declared_is_refused() -> None:
    assert rate("报告执行率", 97, "{数: 小数}") == ["B2 “报告执行率”按“小数”的约定超过1000%"]


# Laws


@given(st.floats(-1e12, 1e12).map(lambda x: round(x, 2)))
def test_the_digits_of_a_number_are_the_number(value: float) -> None:
    assert float(digits(value)) == value
    assert "e" not in digits(value)


@given(st.decimals(0, 10**9, places=2), st.floats(-4e-10, 4e-10))
def test_noise_never_changes_a_figure_of_two_decimals(value: Any, noise: float) -> None:
    assert float(denoised(digits(float(value) * (1 + noise)), 2)) == pytest.approx(float(value), abs=0.5)


@given(st.from_regex(r"[0-9]{1,6}(\.[0-9]{1,4})?", fullmatch=True))
def test_a_hundredfold_keeps_every_digit(text: str) -> None:
    found = bare(text)
    assert found is not None
    assert read_quantity(hundredfold(text) + "%", Dim.RATIO).nominal == read_quantity(text, Dim.NUMBER).nominal


def test_every_dimension_of_a_field_is_covered_here() -> None:
    dims = {field.dim for kind in words().kinds.values() for field in kind.fields.values()}
    assert dims <= set(Dim) - {Dim.FOREIGN, Dim.POINTS, Dim.DAYS}


def test_a_year_and_a_month_may_be_called_by_their_longer_words() -> None:
    assert column("月份", "7月份", "7月", "7", title="执行进度") == ["7月", "7月", "7"]
