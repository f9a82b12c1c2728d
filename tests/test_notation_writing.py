"""Figures are written as a report writes them, and read back as the same figure."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.notation import half_width, read_date, read_quantity, show
from engine.quantity import Dim, Quantity, exactly
from engine.rounding import _rounded

UNITS = {
    Dim.MONEY: ("元", "万元", "亿元"),
    Dim.FOREIGN: ("美元", "万美元", "亿美元"),
    Dim.RATIO: ("%",),
    Dim.POINTS: ("个百分点",),
    Dim.COUNT: ("个", "家", "座", "人"),
    Dim.SCORE: ("分",),
    Dim.NUMBER: ("",),
    Dim.DAYS: ("日",),
}


@st.composite
def written(draw: st.DrawFn) -> tuple[str, Dim]:
    """A figure as somebody may write it, with the dimension of its field."""
    dim = draw(st.sampled_from(sorted(UNITS)))
    whole = draw(st.integers(0, 10**13))
    part = draw(st.sampled_from(("", "0", "5", "38", "380", "3805"))) if dim not in (Dim.COUNT, Dim.NUMBER) else ""
    grouped = draw(st.booleans())
    digits = (f"{whole:,}" if grouped else str(whole)) + (f".{part}" if part else "")
    unit = draw(st.sampled_from(UNITS[dim]))
    mark = draw(st.sampled_from(("", "", "", "约", "近", "不足", "超", "余", "多", "左右")))
    if mark and len(part) > 2:  # nobody approximates to a thousandth, and it would be printed with two decimals
        mark = ""
    sign = draw(st.sampled_from(("", "", "-"))) if not mark else ""
    if mark in ("余", "多"):
        return f"{digits}{mark}{unit}", dim
    if mark == "左右":
        return f"{digits}{unit}左右", dim
    return f"{mark}{sign}{digits}{unit}", dim


def same(one: Quantity, other: Quantity) -> bool:
    """Whether two quantities stand for the same numbers."""
    return (one.dim, one.low, one.high, one.nominal) == (other.dim, other.low, other.high, other.nominal)


@given(written())
def test_a_figure_that_is_written_back_reads_as_the_same_figure(example: tuple[str, Dim]) -> None:
    text, dim = example
    value = read_quantity(text, dim)
    assert same(read_quantity(show(value), dim), value)
    assert same(read_quantity(show(value), Dim.AMOUNT), value)


@given(st.integers(-(10**15), 10**15), st.sampled_from(("元", "万元", "亿元", "")))
def test_money_is_written_to_the_fen_in_any_unit(fen: int, unit: str) -> None:
    value = exactly(Dim.MONEY, Fraction(fen, 100))
    shown = show(value, unit, 10)
    assert read_quantity(shown, Dim.MONEY).nominal == value.nominal
    if unit != "亿元":  # one 分 has ten decimals in 亿元, more than anybody prints unasked
        assert read_quantity(show(value, unit), Dim.MONEY).nominal == value.nominal


@given(st.dates(date(1949, 10, 1), date(2099, 12, 31)), st.sampled_from(("日", "月", "年")))
def test_dates_are_written_back_as_the_same_range_of_days(day: date, unit: str) -> None:
    texts = {"日": f"{day:%Y-%m-%d}", "月": f"{day.year}年{day.month}月", "年": f"{day.year}年"}
    value = read_date(texts[unit])
    assert same(read_date(show(value)), value)
    assert value.low <= day.toordinal() <= value.high


@pytest.mark.parametrize(
    ("value", "unit", "decimals", "text"),
    [
        (exactly(Dim.MONEY, Fraction(-467_085_700), "万元"), "", None, "-46,708.57万元"),
        (exactly(Dim.MONEY, 10_000_000, "万元"), "", None, "1,000万元"),
        (exactly(Dim.MONEY, Fraction(1_000_000_001, 100), "万元"), "", None, "1,000.000001万元"),
        (exactly(Dim.MONEY, 275_000, "万元"), "", None, "27.50万元"),
        (exactly(Dim.MONEY, 9999), "", None, "9,999元"),
        (exactly(Dim.MONEY, 10_000), "", None, "1万元"),
        (exactly(Dim.MONEY, 150_000_000, "万元"), "亿元", None, "1.50亿元"),
        (exactly(Dim.MONEY, 0, "万元"), "", None, "0万元"),
        (exactly(Dim.MONEY, Fraction(-1, 1000)), "", 2, "0.00元"),
        (exactly(Dim.RATIO, Fraction(1, 3)), "", None, "33.33%"),
        (exactly(Dim.RATIO, Fraction(19, 20)), "", None, "95%"),
        (exactly(Dim.POINTS, Fraction(15, 2)), "", None, "7.5个百分点"),
        (exactly(Dim.RATIO, Fraction(1, 200)), "", 0, "1%"),
        (exactly(Dim.RATIO, Fraction(-1, 200)), "", 0, "-1%"),
        (exactly(Dim.NUMBER, 2022), "", None, "2022"),
        (exactly(Dim.COUNT, 6620, "座"), "", None, "6,620座"),
        (exactly(Dim.COUNT, 3), "", None, "3个"),
    ],
)
def test_figures_are_written_as_a_report_writes_them(
    value: Quantity, unit: str, decimals: int | None, text: str
) -> None:
    assert show(value, unit, decimals) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [("380余万元", "380余万元"), ("380万余元", "380余万元"), ("50多个", "50多个"), ("大约3,600万元", "约3,600万元"),
     ("3,600万元左右", "约3,600万元"), ("近5亿元", "近5亿元"), ("5亿元以上", "超5亿元")],
)  # fmt: skip
def test_words_of_approximation_are_written_where_they_belong(text: str, shown: str) -> None:
    assert show(read_quantity(text, Dim.AMOUNT)) == shown


def test_a_figure_keeps_the_decimals_it_was_written_with() -> None:
    assert [show(read_quantity(text, Dim.RATIO)) for text in ("92.970%", "92.97%", "93%")] == [
        "92.970%",
        "92.97%",
        "93%",
    ]


@given(st.text(max_size=20))
def test_half_width_signs_stand_where_the_full_width_ones_stood(text: str) -> None:
    assert len(half_width(text)) == len(text)


def test_a_quantity_may_be_printed_in_another_unit() -> None:
    assert show(read_quantity("126.67元", Dim.MONEY), "万元") == "0.012667万元"


@pytest.mark.parametrize(
    ("nominal", "text"),
    [
        (1_234_567, "约123万元"),
        (1_000_400, "约100万元"),
        (123_456, "约12.3万元"),
        (100_400, "约10.0万元"),
        (12_345, "约1.23万元"),
        (1_200_000, "约120万元"),
        (-1_234_567, "约-123万元"),
    ],
)
def test_a_figure_worked_out_from_approximations_is_written_with_three_digits(nominal: int, text: str) -> None:
    worth = Fraction(nominal)
    assert show(Quantity(Dim.MONEY, worth - 99, worth + 99, worth, unit="万元", mark="约")) == text


@pytest.mark.parametrize(
    ("text", "unit", "shown"),
    [
        ("12,000,000.00元", "万元", "1,200万元"),
        ("12,000,000.00元", "", "12,000,000.00元"),
        ("12,345,678.90元", "万元", "1,234.56789万元"),
        ("9,750.00元", "万元", "0.975万元"),
        ("85,000.00万元", "亿元", "8.500000亿元"),
        ("100万元", "亿元", "0.0100亿元"),
    ],
)
def test_money_written_to_the_fen_has_no_zeros_behind_in_another_unit(text: str, unit: str, shown: str) -> None:
    assert show(read_quantity(text, Dim.MONEY), unit) == shown


@given(st.fractions(), st.integers(0, 12))
def test_a_figure_is_rounded_half_away_from_zero_whatever_its_parts(figure: Fraction, decimals: int) -> None:
    size = int(abs(figure) * 10**decimals + Fraction(1, 2))
    assert _rounded(figure, decimals) == Fraction(-size if figure < 0 else size, 10**decimals)
    text = show(exactly(Dim.NUMBER, figure), decimals=decimals)
    assert Fraction(text) == _rounded(figure, decimals)
    assert len(text.partition(".")[2]) == decimals
    assert text.startswith("-") is (figure < 0 and size > 0)
