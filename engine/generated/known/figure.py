"""Figures as they stand in generated source: whole-number expressions over whole-number expressions, times a constant.

Nothing is rounded: what is compared is multiplied out. Whoever divides sees to it that what is below is above zero.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import accumulate
from math import ceil, floor
from types import MappingProxyType

from msgspec import Struct

from engine.quantity import Dim

ONE = Fraction(1)
# What one of the whole numbers that a line states is worth in the base unit of its dimension.
WORTH = {Dim.MONEY: Fraction(1, 100), Dim.COUNT: ONE, Dim.NUMBER: ONE}


class Unfit(Exception):
    """Raised for what the fast path has no form for; the whole program then goes the general way."""


class Figure(Struct, frozen=True):
    """scale × top ÷ bottom; top and bottom are expressions of whole numbers, empty for 1."""

    top: str
    bottom: str
    scale: Fraction

    def __post_init__(self) -> None:
        bounded(self.top + self.bottom)
        if max(self.scale.numerator.bit_length(), self.scale.denominator.bit_length()) > WIDEST:
            raise Unfit


class Limit(Struct, frozen=True):
    """A comparison of one figure with a constant: top ÷ bottom `≥` or `≤` (or `>`, `<`) `limit`."""

    top: str
    bottom: str
    op: str
    limit: Fraction


LONGEST, DEEPEST, WIDEST = 5000, 100, 1000  # characters and brackets of an expression, bits of a number


def bounded(text: str) -> str:
    """Returns an expression; raises Unfit for one too long or deep: figures made of figures may double each time."""
    if len(text) > LONGEST or (text.count("(") > DEEPEST and _depth(text) > DEEPEST):
        raise Unfit
    return text


def _depth(text: str) -> int:
    return max(accumulate({"(": 1, ")": -1}.get(sign, 0) for sign in text))


def constant(value: Fraction | int) -> Figure:
    """Returns a figure that is the same for every department."""
    return Figure("", "", Fraction(value))


def times(left: Figure, right: Figure) -> Figure:
    """Returns left × right."""
    return Figure(_product(left.top, right.top), _product(left.bottom, right.bottom), left.scale * right.scale)


def over(left: Figure, right: Figure) -> Figure:
    """Returns left ÷ right; raises Unfit for a constant zero."""
    if right.scale == 0:
        raise Unfit
    return Figure(_product(left.top, right.bottom), _product(left.bottom, right.top), left.scale / right.scale)


def plus(left: Figure, right: Figure) -> Figure:
    """Returns left + right."""
    if not (left.top or left.bottom or right.top or right.bottom):
        return constant(left.scale + right.scale)
    scale = _common(left.scale, right.scale)
    first, second = _whole(left.scale / scale), _whole(right.scale / scale)
    if left.bottom == right.bottom:
        top = f"({_multiple(first, left.top)} + {_multiple(second, right.top)})"
        return Figure(top, left.bottom, scale)
    one = _multiple(first, _product(left.top, right.bottom))
    other = _multiple(second, _product(right.top, left.bottom))
    return Figure(f"({one} + {other})", _product(left.bottom, right.bottom), scale)


def minus(figure: Figure) -> Figure:
    """Returns the figure with its sign turned."""
    return Figure(figure.top, figure.bottom, -figure.scale)


def size(figure: Figure) -> Figure:
    """Returns the figure without its sign."""
    return Figure(f"abs({figure.top})" if figure.top else "", figure.bottom, abs(figure.scale))


def limit_of(op: str, left: Figure, right: Figure) -> Limit | bool:
    """Returns left op right (op one of < ≤ > ≥ = ≠) as a comparison with a constant, or its answer where it has one.

    Two figures that both vary become their difference, compared with zero.
    """
    if left.top or left.bottom:
        if right.top or right.bottom:
            left, right = plus(left, minus(right)), constant(0)
    elif right.top or right.bottom:
        left, right, op = right, left, _TURNED[op]
    if not (left.top or left.bottom):
        return _holds(op, left.scale, right.scale)
    if left.scale == 0:  # nothing, whatever it is: but only where it is known
        raise Unfit
    return Limit(left.top or "1", left.bottom, op if left.scale > 0 else _TURNED[op], right.scale / left.scale)


def sides_of(limit: Limit) -> tuple[str, str]:
    """Returns the two products that a comparison of a quotient comes to; empty for a comparison without one."""
    if not limit.bottom:
        return "", ""
    return _multiple(limit.limit.denominator, limit.top), _multiple(limit.limit.numerator, limit.bottom)


def text_of(limit: Limit, products: Mapping[str, str] = MappingProxyType({})) -> str:
    """Returns the comparison as an expression of whole numbers; `products` are locals that hold what is multiplied."""
    number = limit.limit
    if limit.bottom:
        left, right = sides_of(limit)
        return f"{products.get(left, left)} {_SIGNS[limit.op]} {products.get(right, right)}"
    if limit.op in "=≠":
        return f"{_multiple(number.denominator, limit.top)} {_SIGNS[limit.op]} {number.numerator}"
    op, whole = rounded(limit)
    return f"{limit.top} {_SIGNS[op]} {whole}"


def rounded(limit: Limit) -> tuple[str, int]:
    """Returns ≥ or ≤ and the whole number that says the same of a whole number; not for = and ≠."""
    number = limit.limit
    if limit.op in "≥>":
        return "≥", ceil(number) if limit.op == "≥" else floor(number) + 1
    return "≤", floor(number) if limit.op == "≤" else ceil(number) - 1


_TURNED = {"<": ">", ">": "<", "≤": "≥", "≥": "≤", "=": "=", "≠": "≠"}
_SIGNS = {"<": "<", ">": ">", "≤": "<=", "≥": ">=", "=": "==", "≠": "!="}


def _holds(op: str, left: Fraction, right: Fraction) -> bool:
    answers = {
        "<": left < right, ">": left > right, "≤": left <= right, "≥": left >= right,
        "=": left == right, "≠": left != right,
    }  # fmt: skip
    return answers[op]


def _product(left: str, right: str) -> str:
    return f"{left} * {right}" if left and right else left or right


def _multiple(factor: int, top: str) -> str:
    """factor × top, in brackets where it must hold together."""
    if not top:
        return str(factor) if factor >= 0 else f"({factor})"
    return top if factor == 1 else f"{top} * {factor}" if factor >= 0 else f"{top} * ({factor})"


def _common(left: Fraction, right: Fraction) -> Fraction:
    """The greatest fraction of which both are whole multiples."""
    if left == 0 or right == 0:
        return abs(left) or abs(right) or ONE
    from math import gcd, lcm

    bottom = lcm(left.denominator, right.denominator)
    return Fraction(gcd(int(left * bottom), int(right * bottom)), bottom)


def _whole(number: Fraction) -> int:
    assert number.denominator == 1
    return number.numerator
