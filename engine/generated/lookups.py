"""Parameters and ladders as generated code looks them up, and working days: by the engine's own exact rules.

A row is looked up once for each combination of words that rows name; a word that none names counts as any other.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any

from engine.dossier import NOTHING
from engine.generated.amounts import Amount
from engine.generated.columns import amount, plain, quantity
from engine.generated.spans import Number, Span
from engine.program import Row
from engine.quantity import Dim, Quantity, exactly
from engine.rows import fitting, range_of, standing
from engine.unknown import NO_GAPS, Result, Unknown
from engine.workdays import workdays

NOT_KNOWN = Unknown(NO_GAPS)


class Lookup:
    """A parameter: the value of the first row that fits, the range of values where a word is not known.

    sort is what its values measure; Dim.AMOUNT where only the row tells.
    """

    def __init__(self, sort: Dim, options: Sequence[tuple[str, ...]], rows: Sequence[Row]) -> None:
        self.sort, self.options, self.rows = sort, options, rows
        self.named = [{row.words[n] for row in rows} for n in range(len(options))]
        self.kept: dict[tuple[Hashable, ...], Any] = {}

    def at(self, *words: Any) -> Any:
        """Returns the value for the words of a fact (None: not known), or None."""
        key = tuple(w if w is None or w in own else NOTHING for w, own in zip(words, self.named, strict=True))
        if key not in self.kept:
            found = self._fitting(key)
            self.kept[key] = kept(range_of([own[0].value for own in found]) if all(found) else None, self.sort)
        return self.kept[key]

    def _fitting(self, words: Sequence[Any]) -> list[tuple[Row, ...]]:
        known: list[Result] = [NOT_KNOWN if word is None else word for word in words]
        return fitting(self.rows, known, self.options)


class Ladder(Lookup):
    """A ladder: what stands on the step that a figure stands on, the range where it may stand on several."""

    def step(self, figure: Number | Amount | None, dim: Dim, *words: Any) -> Any:
        """Returns the value of the step; dim is what a plain number measures."""
        if figure is None:
            return None
        number = quantity(figure, Dim(figure.dim) if isinstance(figure, Amount) else dim)
        steps = [standing(number, own) for own in self._fitting(words)]
        found = range_of([step.value for own in steps for step in own or ()]) if all(steps) else None
        return kept(found, self.sort)


def kept(value: Quantity | str | None, sort: Dim) -> Any:
    """Returns a value as generated code computes with it: a number, an amount or a word."""
    if not isinstance(value, Quantity):
        return value
    return amount(value) if sort in (Dim.AMOUNT, Dim.COUNT) else plain(value, sort)


def working_days(start: Number, end: Number) -> int | None:
    """Returns the working days after the first day up to and including the last, where both are days."""
    if isinstance(start, Span) or isinstance(end, Span):
        return None
    found = workdays(exactly(Dim.DATE, start), exactly(Dim.DATE, end))
    return int(found.low) if isinstance(found, Quantity) else None
