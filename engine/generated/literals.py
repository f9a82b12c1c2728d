"""Values of a program as Python source: numbers, words, quantities, rows of parameters; and words as comments.

A text enters the source only as the repr of a str, or with everything that is not plain print taken out behind a #.
"""

from __future__ import annotations

from collections.abc import Iterable

from engine.generated.amounts import Amount
from engine.generated.spans import Exact, Number, Span
from engine.program import Edge, Row
from engine.quantity import Quantity

MANY = 4
WIDEST = 70  # characters of a comment
_DIGITS = 3000  # bits; Python refuses to write out far longer numbers in tens


def comment(text: str) -> str:
    """Returns a text that cannot break out of its line, cut where it is long."""
    plain = " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
    return plain if len(plain) <= WIDEST else plain[: WIDEST - 1] + "…"


def exact(value: Exact) -> str:
    """Returns a whole number or a fraction."""
    if value.denominator != 1:
        return f"Fraction({exact(value.numerator)}, {exact(value.denominator)})"
    number = int(value)
    code = str(number) if number.bit_length() < _DIGITS else hex(number)
    return f"({code})" if number < 0 else code


def number(value: Number | Amount) -> str:
    """Returns a number, a span or an amount."""
    if isinstance(value, Amount):
        return f"Amount({value.dim!r}, {value.unit!r}, {number(value.value)})"
    return f"Span({exact(value.low)}, {exact(value.high)})" if isinstance(value, Span) else exact(value)


def quantity(value: Quantity | str) -> str:
    """Returns a quantity as the parameters hold it, or a word."""
    if not isinstance(value, Quantity):
        return repr(value)
    parts = [exact(part) for part in (value.low, value.high, value.nominal)]
    unit = f", unit={value.unit!r}" if value.unit else ""
    if len(set(parts)) == 1:
        return f"exactly(Dim.{value.dim.name}, {parts[0]}{unit})"
    return f"Quantity(Dim.{value.dim.name}, {', '.join(map(_fraction, parts))}{unit})"


def _fraction(code: str) -> str:
    return code if code.startswith("Fraction") else f"Fraction({code})"


def row(value: Row) -> str:
    """Returns a row of a parameter or a step of a ladder."""
    edges = f", {_edge(value.low)}, {_edge(value.high)}" if value.low or value.high else ""
    return f"Row({value.words!r}, {quantity(value.value)}{edges})"


def _edge(edge: Edge | None) -> str:
    return f"Edge({quantity(edge.value)}, {edge.included})" if edge else "None"


def words(value: Iterable[str]) -> str:
    """Returns words to look for: a few as a tuple, many as a set, always in the same order."""
    found = sorted(set(value))
    return repr(tuple(found)) if len(found) <= MANY else f"{{{', '.join(map(repr, found))}}}"
