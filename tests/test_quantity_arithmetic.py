"""Interval arithmetic: exact, enclosing every pointwise result, and only between what goes together."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from ranges import ARITHMETIC, ranges

from engine.notation import read_quantity
from engine.quantity import (
    Dim,
    Quantity,
    between,
    combine,
    compare,
    exactly,
    result_dim,
)
from engine.truth import YES


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
        ARITHMETIC[op](x, y * factor) * scale for x, y in product((left.low, left.high), (right.low, right.high))
    ]
    assert (found.low, found.high) == (min(corners), max(corners))
    assert found.nominal == ARITHMETIC[op](left.nominal, right.nominal * factor) * scale
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


@given(st.fractions(), st.fractions(), st.sampled_from(sorted(ARITHMETIC)), *[st.sampled_from(list(Dim))] * 2)
def test_a_plain_figure_comes_to_the_same_as_a_range_that_happens_to_have_equal_ends(
    a: Fraction, b: Fraction, op: str, left: Dim, right: Dim
) -> None:
    def spread(number: Fraction, dim: Dim) -> Quantity:
        return Quantity(dim, Fraction(number), Fraction(number), Fraction(number), unit="个")

    plain = Quantity(left, a, a, a, unit="个"), Quantity(right, b, b, b, unit="个")
    assert combine(op, *plain) == combine(op, spread(a, left), spread(b, right))
