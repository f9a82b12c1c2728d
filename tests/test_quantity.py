"""Exact quantities: comparison and agreement against brute force over the points of the ranges."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ranges import OPERATORS, inside, money, points, ranges, settled

from engine.notation import read_quantity
from engine.quantity import (
    Dim,
    Quantity,
    between,
    compare,
    exactly,
    magnitude,
    opposite,
    overlap,
    same_unit,
)
from engine.truth import NO, UNKNOWN, YES, truth_of


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
    assert found.mark == ("约" if found.low != found.high else "")


@given(ranges())
def test_written_precision_widens_by_half_a_unit_either_way_and_only_once(value: Quantity) -> None:
    wide = value.written()
    assert (wide.low, wide.high) == (value.low - value.half, value.high + value.half)
    assert wide.written() == wide


def test_written_precision_counts_only_in_agreement() -> None:
    stated, again = read_quantity("489.48亿元", Dim.MONEY), read_quantity("489.5亿元", Dim.MONEY)
    assert overlap(stated.written(), again.written()) is YES
    assert compare("=", stated, again) is NO
    # 8.45 rounds to 8.4 or 8.5: the ends of both ranges are the same point, and ends are included.
    assert overlap(read_quantity("8.45%", Dim.RATIO).written(), read_quantity("8.4%", Dim.RATIO).written()) is YES
    assert overlap(read_quantity("8.46%", Dim.RATIO).written(), read_quantity("8.4%", Dim.RATIO).written()) is NO
