"""Stated values of facts as generated code reads them: None for what is not known, NOTHING for a word that is none.

Of a figure that is none only `empty` tells; in every sum and comparison it counts as not known.
"""

from __future__ import annotations

from fractions import Fraction

from engine.dossier import NOTHING, Value
from engine.generated.amounts import Amount
from engine.generated.spans import HUNDRED, Number, Span, cents, ends, span, whole
from engine.quantity import COUNTERS, Dim, Quantity
from engine.truth import NO, YES

Stated = Value | None


def _number(low: Fraction, high: Fraction, money: bool) -> Number:
    exact = cents if money else whole
    return exact(low) if low is high else span(exact(low), exact(high))


def _widened(value: Quantity, number: Number) -> Number:
    """The number within its written precision; 约 and 余 say that already."""
    if not value.half or value.mark:
        return number
    low, high = ends(number)
    half = (cents if value.dim is Dim.MONEY else whole)(value.half)
    return Span(low - half, high + half)


def plain(value: Stated, dim: Dim) -> Number | None:
    """Returns a figure of a dimension; money in 分."""
    if not isinstance(value, Quantity) or value.dim is not dim:
        return None
    return _number(value.low, value.high, dim is Dim.MONEY)


def plain_written(value: Stated, dim: Dim) -> Number | None:
    """Returns all that a figure may stand for in the precision it is written in."""
    if not isinstance(value, Quantity) or value.dim is not dim:
        return None
    return _widened(value, _number(value.low, value.high, dim is Dim.MONEY))


def amount(value: Stated) -> Amount | None:
    """Returns a figure of a dimension of its own, or of things counted."""
    if not isinstance(value, Quantity):
        return None
    unit = value.unit if value.dim is Dim.COUNT and value.unit not in COUNTERS else ""
    return Amount(value.dim.value, unit, _number(value.low, value.high, value.dim is Dim.MONEY))


def amount_written(value: Stated) -> Amount | None:
    """Returns all that such a figure may stand for in the precision it is written in."""
    found = amount(value)
    if found is not None and isinstance(value, Quantity):
        found.value = _widened(value, found.value)
    return found


def yes(value: Stated) -> object:
    """Returns True or False for 是 and 否."""
    return True if value is YES else False if value is NO else NOTHING if value is NOTHING else None


def empty(value: Stated) -> bool | None:
    """Returns whether there is none of a figure."""
    return None if value is None else value is NOTHING


def quantity(number: Number | Amount, dim: Dim) -> Quantity:
    """Returns a number of generated code as the quantity it was made from, without how it was written."""
    unit, number = (number.unit, number.value) if isinstance(number, Amount) else ("", number)
    scale = HUNDRED if dim is Dim.MONEY else 1
    least, most = (Fraction(end) / scale for end in ends(number))
    return Quantity(dim, least, most, least, unit=unit)
