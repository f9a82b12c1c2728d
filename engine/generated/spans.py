"""Numbers as generated code computes with them: whole numbers and fractions, and spans for what is not one number.

Money is kept in 分, so that nearly every amount is a whole number; everything else in the base unit of its dimension.
A comparison with a span answers None where it holds for some of its values only.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from typing import Any, Union

Exact = int | Fraction
Number = Union[int, Fraction, "Span"]
HUNDRED = 100  # 分 in a 元, points in a whole


class Span:
    """A number between low and high, both inclusive and different; made by `span`, never hashed."""

    __slots__ = ("high", "low")
    __hash__ = None  # type: ignore[assignment]

    def __init__(self, low: Exact, high: Exact) -> None:
        self.low, self.high = low, high

    def __repr__(self) -> str:
        return f"Span({self.low!r}, {self.high!r})"

    def __lt__(self, other: Number) -> bool | None:
        low, high = ends(other)
        return True if self.high < low else False if self.low >= high else None

    def __le__(self, other: Number) -> bool | None:
        low, high = ends(other)
        return True if self.high <= low else False if self.low > high else None

    def __gt__(self, other: Number) -> bool | None:
        low, high = ends(other)
        return True if self.low > high else False if self.high <= low else None

    def __ge__(self, other: Number) -> bool | None:
        low, high = ends(other)
        return True if self.low >= high else False if self.high < low else None

    def __eq__(self, other: object) -> bool | None:  # type: ignore[override]
        low, high = ends(other)
        return False if self.high < low or high < self.low else None

    def __ne__(self, other: object) -> bool | None:  # type: ignore[override]
        return None if self.__eq__(other) is None else True

    def __add__(self, other: Number) -> Number:
        low, high = ends(other)
        return Span(self.low + low, self.high + high)

    def __sub__(self, other: Number) -> Number:
        return self + -other

    def __rsub__(self, other: Number) -> Number:
        return -self + other

    def __mul__(self, other: Number) -> Number:
        if isinstance(other, Span):
            return spanning([a * b for a, b in product((self.low, self.high), (other.low, other.high))])
        low, high = self.low * other, self.high * other
        return Span(low, high) if other > 0 else Span(high, low) if other < 0 else 0

    __radd__, __rmul__ = __add__, __mul__

    def __neg__(self) -> Number:
        return Span(-self.high, -self.low)

    def __abs__(self) -> Number:
        if self.low >= 0:
            return self
        return -self if self.high <= 0 else Span(0, max(-self.low, self.high))


def ends(number: Any) -> tuple[Exact, Exact]:
    """Returns the least and the greatest value that a number may have."""
    return (number.low, number.high) if type(number) is Span else (number, number)


def span(low: Exact, high: Exact) -> Number:
    """Returns the number between two values: one number where they are the same."""
    return low if low == high else Span(low, high)


def spanning(values: list[Exact]) -> Number:
    """Returns the least number that covers all the values."""
    return span(min(values), max(values))


def over(left: Number, right: Number) -> Number | None:
    """Returns left ÷ right, exactly; None where the divisor is or may be zero."""
    if type(left) is int and type(right) is int:
        return None if right == 0 else left // right if left % right == 0 else Fraction(left, right)
    if type(left) is not Span and type(right) is not Span:
        return None if right == 0 else Fraction(left) / right  # type: ignore[operator,arg-type]
    (least, most), (low, high) = ends(left), ends(right)
    if low <= 0 <= high:
        return None
    if least >= 0 and low > 0:
        return span(Fraction(least) / high, Fraction(most) / low)
    return spanning([Fraction(a) / b for a, b in product((least, most), (low, high))])


def agrees(left: Number, right: Number) -> bool:
    """Returns whether two figures, widened to their written precision before, can be the same number (相符)."""
    if type(left) is Span or type(right) is Span:
        (low, high), (least, most) = ends(left), ends(right)
        return low <= most and least <= high
    return bool(left == right)


def between(left: Number, right: Number) -> Number:
    """Returns the range over two numbers, for a figure that is not settled between them."""
    return spanning([*ends(left), *ends(right)])


def larger(left: Number, right: Number) -> Number:
    """Returns the greater of two numbers, as far as it is known."""
    (low, high), (least, most) = ends(left), ends(right)
    return span(max(low, least), max(high, most))


def smaller(left: Number, right: Number) -> Number:
    """Returns the lesser of two numbers, as far as it is known."""
    (low, high), (least, most) = ends(left), ends(right)
    return span(min(low, least), min(high, most))


def whole(value: Fraction) -> Exact:
    """Returns the same number, as a whole number where it is one."""
    numerator, denominator = value.as_integer_ratio()
    return numerator if denominator == 1 else value


def cents(value: Fraction) -> Exact:
    """Returns an amount of 元 in 分."""
    numerator, denominator = value.as_integer_ratio()
    if HUNDRED % denominator == 0:
        return numerator * (HUNDRED // denominator)
    return Fraction(numerator * HUNDRED, denominator)
