"""Exact quantities: interval arithmetic and comparison against brute force over the points of the intervals."""

from __future__ import annotations

import operator
from datetime import date
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from engine.notation import read_quantity
from engine.quantity import (
    NUMERIC,
    Dim,
    Quantity,
    between,
    combine,
    compare,
    exactly,
    magnitude,
    opposite,
    overlap,
    result_dim,
    same_unit,
)
from engine.truth import NO, UNKNOWN, YES, Truth, truth_of

PLAIN = sorted(NUMERIC - {Dim.AMOUNT})
OPERATORS = {
    "=": operator.eq,
    "≠": operator.ne,
    "<": operator.lt,
    "≤": operator.le,
    ">": operator.gt,
    "≥": operator.ge,
}
ARITHMETIC = {"+": operator.add, "-": operator.sub, "×": operator.mul, "÷": operator.truediv}

numbers = st.builds(Fraction, st.integers(-12, 12), st.integers(1, 4))


@st.composite
def ranges(draw: st.DrawFn, dims: st.SearchStrategy[Dim] = st.sampled_from(PLAIN)) -> Quantity:
    """A range, often a single point, close enough to others to touch them."""
    low = draw(numbers)
    high = low + draw(st.sampled_from((0, 0, 1, Fraction(5, 2))))
    nominal = draw(st.sampled_from((low, high, (low + high) / 2)))
    return Quantity(draw(dims), low, high, nominal, draw(st.sampled_from((Fraction(0), Fraction(1, 2)))))


money = ranges(st.just(Dim.MONEY))


def points(*quantities: Quantity) -> list[Fraction]:
    """Points that tell every relation of the quantities apart: all ends, and one between any two neighbouring ends."""
    ends = sorted({end for q in quantities for end in (q.low, q.high)})
    return ends + [(a + b) / 2 for a, b in zip(ends, ends[1:], strict=False)]


def inside(quantity: Quantity, grid: list[Fraction]) -> list[Fraction]:
    """The points of a grid that the quantity may stand for."""
    return [point for point in grid if quantity.low <= point <= quantity.high]


def settled(answers: set[bool]) -> Truth:
    """The answer where every pair of points gives the same, else unknown."""
    return truth_of(answers.pop()) if len(answers) == 1 else UNKNOWN


# Comparison


@given(money, money, st.sampled_from(sorted(OPERATORS)))
def test_a_comparison_is_known_exactly_when_it_comes_out_alike_for_all_points_of_both_ranges(
    left: Quantity, right: Quantity, op: str
) -> None:
    grid = points(left, right)
    answers = {bool(OPERATORS[op](a, b)) for a, b in product(inside(left, grid), inside(right, grid))}
    assert compare(op, left, right) is settled(answers)


@given(money, money)
def test_agreement_means_that_the_ranges_have_a_point_in_common(left: Quantity, right: Quantity) -> None:
    grid = points(left, right)
    assert overlap(left, right) is truth_of(bool(set(inside(left, grid)) & set(inside(right, grid))))
    assert overlap(left, right) is overlap(right, left)


@given(money, money)
def test_a_comparison_and_its_negation_and_its_mirror_belong_together(left: Quantity, right: Quantity) -> None:
    for op, opposite_op, mirror in (("=", "≠", "="), ("<", "≥", ">"), ("≤", ">", "≥")):
        assert compare(op, left, right) is ~compare(opposite_op, left, right)
        assert compare(op, left, right) is compare(mirror, right, left)


@pytest.mark.parametrize("op", OPERATORS)
@pytest.mark.parametrize(
    ("left", "right"),
    [
        (exactly(Dim.MONEY, 1), exactly(Dim.RATIO, 1)),
        (exactly(Dim.MONEY, 1), exactly(Dim.FOREIGN, 1)),
        (exactly(Dim.COUNT, 1, "个"), exactly(Dim.COUNT, 1, "千瓦")),
    ],
)
def test_different_dimensions_and_different_sorts_of_things_are_not_compared(
    op: str, left: Quantity, right: Quantity
) -> None:
    assert compare(op, left, right) is UNKNOWN
    assert overlap(left, right) is UNKNOWN


def test_measure_words_that_only_count_are_compared_with_each_other() -> None:
    projects, houses, kilowatts = (exactly(Dim.COUNT, 3, unit) for unit in ("项", "家", "千瓦"))
    assert compare("=", projects, houses) is YES
    assert same_unit(projects, exactly(Dim.COUNT, 3)) is True
    assert same_unit(projects, kilowatts) is False
    assert same_unit(kilowatts, kilowatts) is True


def test_exactly_on_the_threshold_reaches_it_and_is_not_below_it() -> None:
    line, below = read_quantity("1000万元", Dim.MONEY), read_quantity("999.999999万元", Dim.MONEY)
    assert compare("≥", read_quantity("1,000.00万元", Dim.MONEY), line) is YES
    assert compare("<", read_quantity("1,000.00万元", Dim.MONEY), line) is NO
    assert compare("≥", below, line) is NO
    assert line.low - below.low == Fraction(1, 100)  # one 分


# Arithmetic


@given(ranges(), ranges(), st.sampled_from(sorted(ARITHMETIC)), st.data())
def test_interval_arithmetic_encloses_every_pointwise_result_and_no_more(
    left: Quantity, right: Quantity, op: str, data: st.DataObject
) -> None:
    assume(result_dim(op, left.dim, right.dim) is not None)
    assume(not (op == "÷" and right.low <= 0 <= right.high))
    found = combine(op, left, right)
    assert isinstance(found, Quantity)
    factor, scale = 1, 1
    if {left.dim, right.dim} == {Dim.RATIO, Dim.POINTS} and op in "+-":
        factor = Fraction(1, 100)  # 7.5个百分点 is 7.5 in its own unit and 7.5% beside a ratio
    if op == "-" and left.dim == right.dim == Dim.RATIO:
        scale = 100
    share = st.fractions(0, 1, max_denominator=7)
    a = left.low + data.draw(share) * (left.high - left.low)
    b = right.low + data.draw(share) * (right.high - right.low)
    assert found.low <= ARITHMETIC[op](a, b * factor) * scale <= found.high
    corners = [
        ARITHMETIC[op](x, y * factor) * scale
        for x, y in product((left.low, left.high), (right.low, right.high))
    ]
    assert (found.low, found.high) == (min(corners), max(corners))
    assert found.low <= found.nominal <= found.high
    assert bool(found.mark) is (found.low != found.high)


@given(ranges(), ranges(), st.sampled_from(sorted(ARITHMETIC)))
def test_a_result_has_the_dimension_that_was_promised_when_the_rule_was_read(
    left: Quantity, right: Quantity, op: str
) -> None:
    promised = result_dim(op, left.dim, right.dim)
    found = combine(op, left, right)
    if promised is None:
        assert found == f"单位不同（{left.dim}与{right.dim}），不能计算"
    elif isinstance(found, Quantity):
        assert found.dim is promised


M, R, P, C, N, T, D, S, F = (
    Dim.MONEY, Dim.RATIO, Dim.POINTS, Dim.COUNT, Dim.NUMBER, Dim.DATE, Dim.DAYS, Dim.SCORE, Dim.FOREIGN
)  # fmt: skip


@pytest.mark.parametrize(
    ("left", "op", "right", "result"),
    [
        (M, "+", M, M), (M, "-", M, M), (M, "÷", M, R), (M, "×", R, M), (R, "×", M, M), (M, "×", N, M),
        (M, "÷", N, M), (M, "÷", C, M), (M, "÷", R, M), (R, "-", R, P), (R, "+", P, R), (R, "-", P, R),
        (R, "+", R, R), (R, "×", R, R), (R, "÷", R, R), (N, "÷", N, N), (N, "×", R, R), (T, "+", D, T),
        (T, "-", D, T), (D, "+", D, D), (C, "+", C, C), (C, "÷", C, R), (S, "÷", S, R), (P, "+", P, P),
        (M, "×", M, None), (M, "+", R, None), (M, "+", F, None), (M, "÷", F, None), (T, "-", T, None),
        (T, "+", T, None), (T, "×", N, None), (T, "÷", N, None), (P, "+", R, None), (C, "×", C, None),
        (R, "÷", M, None), (N, "÷", M, None), (Dim.TEXT, "+", Dim.TEXT, None), (D, "+", T, None),
        (Dim.AMOUNT, "÷", Dim.AMOUNT, R), (Dim.AMOUNT, "+", M, Dim.AMOUNT), (Dim.AMOUNT, "+", Dim.TEXT, None),
    ],
)  # fmt: skip
def test_only_dimensions_that_go_together_may_be_calculated_with(left: Dim, op: str, right: Dim, result: Dim) -> None:
    assert result_dim(op, left, right) is result


def test_division_by_zero_and_by_what_may_be_zero_have_their_own_reasons() -> None:
    budget = exactly(M, 100)
    assert combine("÷", budget, exactly(M, 0)) == "基数为零"
    assert combine("÷", budget, between(exactly(M, -1), exactly(M, 1))) == "基数可能为零"
    assert combine("÷", budget, between(exactly(M, 0), exactly(M, 1))) == "基数可能为零"


def test_counted_things_of_different_sorts_are_not_added() -> None:
    assert combine("+", exactly(C, 1, "座"), exactly(C, 2, "千瓦")) == "单位不同（座与千瓦），不能计算"


def test_ten_percent_less_two_and_a_half_percent_is_seven_and_a_half_points() -> None:
    points_ = combine("-", read_quantity("10%", R), read_quantity("2.5%", R))
    assert isinstance(points_, Quantity)
    assert (points_.dim, points_.nominal) == (P, Fraction(15, 2))
    back = combine("-", read_quantity("10%", R), points_)
    assert isinstance(back, Quantity)
    assert (back.dim, back.low, back.high) == (R, Fraction(1, 40), Fraction(1, 40))


def test_ten_trillion_and_one_fen_stays_exact() -> None:
    huge, fen = read_quantity("10,000,000,000,000元", M), read_quantity("0.01元", M)
    for op, digits in (("+", "10,000,000,000,000.01元"), ("-", "9,999,999,999,999.99元")):
        found = combine(op, huge, fen)
        assert isinstance(found, Quantity)
        assert compare("=", found, read_quantity(digits, M)) is YES
        assert compare("≠", found, huge) is YES


def test_a_day_moved_by_days_is_a_day() -> None:
    day = read_quantity("2022-02-27", T)
    later = combine("+", day, read_quantity("2日", D))
    assert isinstance(later, Quantity)
    assert date.fromordinal(int(later.nominal)) == date(2022, 3, 1)


# Single quantities


@given(ranges())
def test_magnitude_encloses_the_absolute_value_of_every_point_and_reaches_its_ends(value: Quantity) -> None:
    found = magnitude(value)
    sizes = [abs(point) for point in inside(value, [*points(value), Fraction(0)])]
    assert (found.low, found.high) == (min(sizes), max(sizes))
    assert found.nominal == abs(value.nominal)


@given(ranges())
def test_turning_the_sign_twice_changes_nothing(value: Quantity) -> None:
    assert opposite(opposite(value)) == value
    assert (opposite(value).low, opposite(value).high) == (-value.high, -value.low)


@given(money, money)
def test_a_figure_between_two_others_may_be_any_number_from_the_least_to_the_greatest(
    one: Quantity, other: Quantity
) -> None:
    found = between(one, other)
    assert (found.low, found.high) == (min(one.low, other.low), max(one.high, other.high))
    assert found.low <= found.nominal <= found.high


@given(ranges())
def test_written_precision_widens_by_half_a_unit_either_way_and_only_once(value: Quantity) -> None:
    wide = value.written()
    assert (wide.low, wide.high) == (value.low - value.half, value.high + value.half)
    assert wide.written() == wide


def test_written_precision_counts_only_in_agreement() -> None:
    stated, again = read_quantity("489.48亿元", M), read_quantity("489.5亿元", M)
    assert overlap(stated.written(), again.written()) is YES
    assert compare("=", stated, again) is NO
    # 8.45 rounds to 8.4 or 8.5: the ends of both ranges are the same point, and ends are included.
    assert overlap(read_quantity("8.45%", R).written(), read_quantity("8.4%", R).written()) is YES
    assert overlap(read_quantity("8.46%", R).written(), read_quantity("8.4%", R).written()) is NO
