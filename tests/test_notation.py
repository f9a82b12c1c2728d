"""Figures as Chinese reports write them are read exactly, and nothing is guessed."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.notation import DIGITS, NotationError, read_date, read_quantity
from engine.quantity import NUMERIC, Dim


@pytest.mark.parametrize(
    ("text", "dim", "value"),
    [
        ("1,200.50万元", Dim.MONEY, Fraction(12_005_000)),
        ("126.67元", Dim.MONEY, Fraction(12667, 100)),
        ("1.5亿元", Dim.MONEY, Fraction(150_000_000)),
        ("138，179.36万元", Dim.MONEY, Fraction(1_381_793_600)),
        ("３４．３亿元", Dim.MONEY, Fraction(3_430_000_000)),
        ("8753.7 万元", Dim.MONEY, Fraction(87_537_000)),
        ("10000000000000.01元", Dim.MONEY, Fraction(10**15 + 1, 100)),
        ("9,999,999,999,999.99元", Dim.MONEY, Fraction(10**15 - 1, 100)),
        ("35,645万美元", Dim.FOREIGN, Fraction(356_450_000)),
        ("92.97%", Dim.RATIO, Fraction(9297, 10_000)),
        ("−33.80%", Dim.RATIO, Fraction(-338, 1000)),
        ("7.5个百分点", Dim.POINTS, Fraction(15, 2)),
        ("7.5百分点", Dim.POINTS, Fraction(15, 2)),
        ("6,620座", Dim.COUNT, Fraction(6620)),
        ("2.88万千瓦", Dim.AMOUNT, Fraction(28_800)),
        ("2千万元", Dim.MONEY, Fraction(20_000_000)),
        ("91.41分", Dim.SCORE, Fraction(9141, 100)),
        ("7个工作日", Dim.DAYS, Fraction(7)),
        ("7月", Dim.NUMBER, Fraction(7)),
    ],
)
def test_figures_of_real_reports_are_read_exactly(text: str, dim: Dim, value: Fraction) -> None:
    found = read_quantity(text, dim)
    assert (found.low, found.high, found.nominal) == (value, value, value)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("380余万元", 3_800_000, 3_900_000),
        ("380万余元", 3_800_000, 3_900_000),
        ("3,600多万元", 36_000_000, 37_000_000),
        ("超1.5亿元", 150_000_000, 160_000_000),
        ("1.5亿元以上", 150_000_000, 160_000_000),
        ("近400万元", 3_000_000, 4_000_000),
        ("不足12.5万元", 124_000, 125_000),
        ("约290万元", 2_755_000, 3_045_000),
        ("290万元左右", 2_755_000, 3_045_000),
    ],
)
def test_words_of_approximation_make_a_range(text: str, low: int, high: int) -> None:
    value = read_quantity(text, Dim.MONEY)
    assert (value.low, value.high) == (low, high)
    assert not value.exact


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [("-380余万元", -3_900_000, -3_800_000), ("近-400万元", -4_000_000, -3_000_000), ("约-100%", -105, -95)],
)
def test_a_negative_approximation_reaches_away_from_zero_or_towards_it_as_a_positive_one_does(
    text: str, low: int, high: int
) -> None:
    value = read_quantity(text, Dim.AMOUNT)
    scale = 100 if value.dim is Dim.RATIO else 1
    assert (value.low * scale, value.high * scale) == (low, high)


@pytest.mark.parametrize(
    ("text", "dim", "half"),
    [
        ("85,038.39万元", Dim.MONEY, Fraction(50)),
        ("126.67元", Dim.MONEY, Fraction(1, 200)),
        ("1000万元", Dim.MONEY, Fraction(5000)),
        ("92.97%", Dim.RATIO, Fraction(1, 20_000)),
        ("5.49分", Dim.SCORE, Fraction(1, 200)),
        ("17个", Dim.COUNT, Fraction(0)),
        ("7", Dim.NUMBER, Fraction(0)),
        ("30日", Dim.DAYS, Fraction(0)),
        ("1.2万家", Dim.COUNT, Fraction(500)),
        ("约290万元", Dim.MONEY, Fraction(0)),  # the range already says how uncertain it is
    ],
)
def test_a_figure_stands_for_half_a_unit_of_its_last_digit_either_way_and_a_whole_count_for_itself(
    text: str, dim: Dim, half: Fraction
) -> None:
    value = read_quantity(text, dim)
    assert (value.written().low, value.written().high) == (value.low - half, value.high + half)


@pytest.mark.parametrize(
    ("text", "dim", "message", "hint"),
    [
        ("12万", Dim.MONEY, "“12万”缺少单位", "应写成“12万元”。"),
        ("12万", Dim.COUNT, "“12万”缺少单位", "应写成“12万个”。"),
        ("60", Dim.MONEY, "“60”缺少单位，这里应填金额", "例如：1,200.50万元、126.67元、1.5亿元"),
        ("97", Dim.RATIO, "“97”缺少单位，这里应填比率", "例如：92.97%"),
        ("92.97%", Dim.MONEY, "“92.97%”是比率，这里应填金额", "例如：1,200.50万元、126.67元、1.5亿元"),
        ("7.5%", Dim.POINTS, "“7.5%”是比率，这里应填百分点", "例如：7.5个百分点"),
        ("35,645万美元", Dim.MONEY, "“35,645万美元”是美元金额，这里应填金额", "例如：1,200.50万元、126.67元、1.5亿元"),
        ("3千瓦", Dim.COUNT, "“3千瓦”的单位“千瓦”不是计数单位", "例如：17个"),
        ("很多", Dim.MONEY, "“很多”不是金额", "例如：1,200.50万元、126.67元、1.5亿元"),
        ("1,20万元", Dim.MONEY, "“1,20万元”不是金额", "例如：1,200.50万元、126.67元、1.5亿元"),  # 1.20 or 120?
        ("1.2.3万元", Dim.MONEY, "“1.2.3万元”不是金额", "例如：1,200.50万元、126.67元、1.5亿元"),
    ],
)
def test_what_is_not_a_figure_of_the_field_is_refused_with_the_right_spelling(
    text: str, dim: Dim, message: str, hint: str
) -> None:
    with pytest.raises(NotationError) as error:
        read_quantity(text, dim)
    assert (error.value.message, error.value.hint) == (message, hint)


@pytest.mark.parametrize("text", ["9" * (DIGITS + 1) + "元", "1" * 100 + "元", "0." + "1" * 40 + "元"])
def test_endless_digits_are_refused(text: str) -> None:
    with pytest.raises(NotationError):
        read_quantity(text, Dim.MONEY)


@pytest.mark.parametrize(
    "text", ["", "元", "-", "约", "万元", "一百万元", "1e5元", "0x10元", "NaN", "∞元", "١٢元", "½元", "²元"]
)
@pytest.mark.parametrize("dim", sorted(NUMERIC))
def test_odd_texts_are_refused_and_never_crash(text: str, dim: Dim) -> None:
    with pytest.raises(NotationError):
        read_quantity(text, dim)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("2022-08-31", date(2022, 8, 31), date(2022, 8, 31)),
        ("2022年8月31日", date(2022, 8, 31), date(2022, 8, 31)),
        ("2022年2月", date(2022, 2, 1), date(2022, 2, 28)),
        ("2020-02", date(2020, 2, 1), date(2020, 2, 29)),
        ("2022年", date(2022, 1, 1), date(2022, 12, 31)),
        ("２０２２年１２月", date(2022, 12, 1), date(2022, 12, 31)),
    ],
)
def test_a_month_or_a_year_is_the_range_of_its_days(text: str, low: date, high: date) -> None:
    found = read_date(text)
    assert (found.low, found.high) == (low.toordinal(), high.toordinal())


@pytest.mark.parametrize("text", ["2022-02-29", "2022-13-01", "2022年4月31日", "0000-01-01", "2022-00-10"])
def test_a_day_that_does_not_exist_is_refused(text: str) -> None:
    with pytest.raises(NotationError, match="这一天"):
        read_date(text)


@pytest.mark.parametrize("text", ["22年8月", "8月31日", "去年", "2022/8/31", "2022-8-31 12:00", "20220831"])
def test_what_is_not_a_date_is_refused(text: str) -> None:
    with pytest.raises(NotationError, match="不是日期"):
        read_date(text)


@given(st.dates(date(1000, 1, 1)))
def test_a_month_ends_with_its_last_day(day: date) -> None:
    month = read_quantity(f"{day.year}年{day.month}月", Dim.DATE)
    assert (month.low, month.high) == (
        date(day.year, day.month, 1).toordinal(),
        date(day.year, day.month, monthrange(day.year, day.month)[1]).toordinal(),
    )
