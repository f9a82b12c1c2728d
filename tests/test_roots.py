"""Roots: where a straight line or a quotient of two lines is zero, exactly; none where there is no such place."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import assume, given
from hypothesis import strategies as st

from engine.roots import root_of

numbers = st.fractions(min_value=-50, max_value=50, max_denominator=20)
PLACES = [Fraction(n) for n in (100, 101, 102, 103, 105)]


@given(numbers, numbers, numbers, numbers)
def test_the_root_of_a_quotient_of_lines_is_found_exactly(a: Fraction, b: Fraction, c: Fraction, d: Fraction) -> None:
    assume(a != 0 and a * d != b * c and all(c * x + d for x in PLACES))
    assert root_of([(x, (a * x + b) / (c * x + d)) for x in PLACES]) == -b / a


@given(numbers)
def test_a_curve_that_stays_level_has_no_root(y: Fraction) -> None:
    assert root_of([(x, y) for x in PLACES]) is None


def test_what_is_neither_a_line_nor_a_quotient_has_no_root() -> None:
    assert root_of([(x, x * x - 5) for x in PLACES]) is None
    assert root_of([(x, abs(x - 102)) for x in PLACES]) is None
    assert root_of([(x, 1 / x) for x in PLACES]) is None


def test_four_points_are_not_enough_to_be_sure() -> None:
    assert root_of([(x, x - 90) for x in PLACES[:4]]) is None
