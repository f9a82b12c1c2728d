"""Values of the fast path's source as Polars expressions: whole numbers that cannot overflow, words, truths, days."""

from __future__ import annotations

import ast
from typing import Final

import polars as pl
from msgspec import Struct

from engine.generated.known.figure import Unfit

_NARROW, _WIDE = 2**63, 2**126  # what 64 bits hold, and what 128 bits surely do
_EPOCH = 719_163  # the ordinal of 1970-01-01
_LATEST = 10**7  # no ordinal of a day reaches it


class Value(Struct, frozen=True):
    """An expression over the columns of one frame: of what sort (whole, truth, word, day).

    most is what a whole number is never beyond, up or down; level names the list that the frame belongs to, empty for
    the departments themselves; a constant belongs nowhere (`constant`).
    """

    sort: str
    expr: pl.Expr
    most: int = 0
    level: str = ""
    constant: bool = False


def constant(value: bool | int | str) -> Value:
    """Returns what stands in the rules."""
    if isinstance(value, bool):
        return Value("truth", pl.lit(value), constant=True)
    if isinstance(value, int):
        return Value("whole", _literal(value), abs(value), constant=True)
    return Value("word", pl.lit(value), constant=True)


def whole(value: Value) -> Value:
    """Returns a value as a whole number; a truth counts for one."""
    if value.sort == "truth":
        return Value("whole", value.expr.cast(pl.Int64), 1, value.level, value.constant)
    if value.sort != "whole":
        raise Unfit
    return value


def truth(value: Value) -> pl.Expr:
    """Returns the expression of a truth; raises Unfit for anything else."""
    if value.sort != "truth":
        raise Unfit
    return value.expr


def ordinal(day: Value) -> Value:
    """Returns the number of a day, as Python counts days."""
    if day.sort != "day":
        raise Unfit
    return Value("whole", day.expr.cast(pl.Int32).cast(pl.Int64) + _EPOCH, _LATEST, day.level)


def calculated(op: ast.operator, left: Value, right: Value) -> Value:
    """Returns left op right of whole numbers, in as many bits as the result may need; raises Unfit."""
    one, other = whole(left), whole(right)
    most = one.most * other.most if isinstance(op, ast.Mult) else one.most + other.most
    a, b = (_fitting(item, most) for item in (one, other))
    match op:
        case ast.Add():
            found = a + b
        case ast.Sub():
            found = a - b
        case ast.Mult():
            found = a * b
        case ast.FloorDiv():
            found, most = a // b, one.most + 1
        case _:
            raise Unfit
    return Value("whole", found, most, one.level or other.level, one.constant and other.constant)


def turned(value: Value) -> Value:
    """Returns a whole number with its sign turned."""
    number = whole(value)
    return Value("whole", -number.expr, number.most, number.level, number.constant)


def size(value: Value) -> Value:
    """Returns a whole number without its sign."""
    number = whole(value)
    return Value("whole", number.expr.abs(), number.most, number.level)


def compared(op: ast.cmpop, left: Value, right: Value) -> Value:
    """Returns whether left op right; words and truths are the same or not, numbers are ordered as well."""
    if "whole" in (left.sort, right.sort):
        left, right = whole(left), whole(right)
        most = max(left.most, right.most)
        a, b = _fitting(left, most), _fitting(right, most)
    elif left.sort == right.sort and left.sort != "day" and isinstance(op, ast.Eq | ast.NotEq):
        a, b = left.expr, right.expr
    else:
        raise Unfit
    found = _COMPARED.get(type(op))
    if found is None:
        raise Unfit
    return Value("truth", getattr(a, found)(b), 0, left.level or right.level)


def shown(value: Value) -> pl.Expr:
    """Returns a value as it stands in a line."""
    return value.expr if value.sort == "word" else value.expr.cast(pl.String)


_COMPARED: Final[dict[type[ast.cmpop], str]] = {
    ast.Eq: "eq",
    ast.NotEq: "ne",
    ast.Lt: "lt",
    ast.LtE: "le",
    ast.Gt: "gt",
    ast.GtE: "ge",
}


def _fitting(value: Value, most: int) -> pl.Expr:
    """A number in as many bits as the greatest one that is at stake."""
    if max(most, value.most) < _NARROW:
        return value.expr
    if max(most, value.most) >= _WIDE:
        raise Unfit
    return value.expr.cast(pl.Int128)


def _literal(number: int) -> pl.Expr:
    if abs(number) >= _WIDE:
        raise Unfit
    return pl.lit(number, dtype=pl.Int64 if abs(number) < _NARROW else pl.Int128)
