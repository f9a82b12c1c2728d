"""Conditions as formulas over axes: each axis is one figure or word of the facts, each literal a set of its values.

An axis whose meaning the algebra does not see into (存在, 相符, 汇总 …) is a symbol with the values 是, 否, 不能确定:
two conditions of one structure share it, so that what follows from the structure alone is still decided.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from msgspec import Struct

from engine.lint.regions import ANY, Set, Words, meet
from engine.quantity import Dim

KNOWN = Words(frozenset({"是", "否"}))
SYMBOL = Words(frozenset({"是", "否", "不能确定"}))


class Axis(Struct, frozen=True, eq=False):
    """One thing that has a value; the same thing is always the same object (see `engine.lint.axes`).

    sort: field (stated, of the fact or of a single kind), tag (a word among the tags of a field), sum, quotient,
    figure (a number the algebra cannot see into) or symbol. entity: whose field it is; empty for the subject.
    sum and quotient hold the linear forms that they are worked out from. number: the place in the order of making,
    which keeps samples the same from run to run.
    """

    sort: str
    name: str
    domain: Set = ANY
    dim: Dim = Dim.TRUTH
    entity: str = ""
    field: str = ""
    parts: tuple[Linear, ...] = ()
    whole: bool = False
    number: int = 0

    @property
    def stated(self) -> bool:
        """Whether a fact can simply state it."""
        return self.sort in ("field", "tag")


class Linear(Struct, frozen=True):
    """A constant and multiples of figures."""

    constant: Fraction
    items: tuple[tuple[Axis, Fraction], ...] = ()


class On(Struct, frozen=True, eq=False):
    """The value on one axis belongs to a set."""

    axis: Axis
    values: Set


class Both(Struct, frozen=True, eq=False):
    """All of the formulas."""

    items: tuple[Formula, ...] = ()


class Either(Struct, frozen=True, eq=False):
    """At least one of the formulas."""

    items: tuple[Formula, ...] = ()


Formula = On | Both | Either
TRUE, FALSE = Both(), Either()


def both(*items: Formula) -> Formula:
    """且, simplified."""
    parts: list[Formula] = []
    for item in items:
        if isinstance(item, Both):
            parts.extend(item.items)
        elif isinstance(item, Either) and not item.items:
            return FALSE
        else:
            parts.append(item)
    return parts[0] if len(parts) == 1 else Both(tuple(parts))


def either(*items: Formula) -> Formula:
    """或, simplified."""
    parts: list[Formula] = []
    for item in items:
        if isinstance(item, Either):
            parts.extend(item.items)
        elif isinstance(item, Both) and not item.items:
            return TRUE
        else:
            parts.append(item)
    return parts[0] if len(parts) == 1 else Either(tuple(parts))


def on(axis: Axis, values: Set) -> Formula:
    """A literal within the values that the axis can have at all."""
    if axis.whole and not isinstance(values, Words):
        values = values.whole()
    found = meet(axis.domain, values)
    return FALSE if found.empty else On(axis, found)


def negate(formula: Formula) -> Formula:
    """Everything that the formula does not hold for."""
    if isinstance(formula, On):
        return on(formula.axis, ~formula.values)
    if isinstance(formula, Both):
        return either(*map(negate, formula.items))
    return both(*map(negate, formula.items))


def axes_of(formula: Formula) -> Iterator[Axis]:
    """Yields the axes of a formula, some several times."""
    if isinstance(formula, On):
        yield formula.axis
    else:
        for item in formula.items:
            yield from axes_of(item)


def needed(formula: Formula) -> frozenset[Axis]:
    """The axes that every way of meeting the formula says something about."""
    if isinstance(formula, On):
        return frozenset((formula.axis,))
    found: Iterable[frozenset[Axis]] = map(needed, formula.items)
    if isinstance(formula, Both):
        return frozenset[Axis]().union(*found)
    parts = list(found)
    return frozenset[Axis].intersection(*parts) if parts else frozenset()
