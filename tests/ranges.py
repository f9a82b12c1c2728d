"""Quantities close enough to touch one another, and the points that tell their relations apart."""

from __future__ import annotations

import operator
from fractions import Fraction
from itertools import pairwise

from hypothesis import strategies as st

from engine.quantity import (
    NUMERIC,
    Dim,
    Quantity,
)
from engine.truth import UNKNOWN, Truth, truth_of

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
def ranges(draw: st.DrawFn, *dims: Dim) -> Quantity:
    """A range, often a single point, close enough to others to touch them."""
    low = draw(numbers)
    high = low + draw(st.sampled_from((0, 0, 1, Fraction(5, 2))))
    nominal = draw(st.sampled_from((low, high, (low + high) / 2)))
    half = draw(st.sampled_from((Fraction(0), Fraction(1, 2))))
    return Quantity(draw(st.sampled_from(dims or PLAIN)), low, high, nominal, half)


money = ranges(Dim.MONEY)


def points(*quantities: Quantity) -> list[Fraction]:
    """Points that tell every relation of the quantities apart: all ends, and one between any two neighbouring ends."""
    ends = sorted({end for q in quantities for end in (q.low, q.high)})
    return ends + [(a + b) / 2 for a, b in pairwise(ends)]


def inside(quantity: Quantity, grid: list[Fraction]) -> list[Fraction]:
    """The points of a grid that the quantity may stand for."""
    return [point for point in grid if quantity.low <= point <= quantity.high]


def settled(answers: set[bool]) -> Truth:
    """The answer where every pair of points gives the same, else unknown."""
    return truth_of(answers.pop()) if len(answers) == 1 else UNKNOWN
