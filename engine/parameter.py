"""Parameters and ladders: dated values by region and fields of the subject, each with its basis and 核对 mark."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from msgspec import Struct

from engine.mistakes import Place
from engine.program import Edge, Row
from engine.quantity import Quantity
from engine.region import EVERYWHERE
from engine.scope import ParameterSort

FIRST, LAST = date(1949, 10, 1).toordinal(), date(9999, 12, 31).toordinal()  # of a row without 起, without 止


class Value(Struct, frozen=True):
    """One row: from a day to a day (ordinals, both included), in a region (empty: everywhere), for given field words.

    An empty word stands for any. The row of a ladder is one step, from `low` to `high` (None: without an end).
    """

    region: str
    start: int
    end: int
    words: tuple[str, ...]
    value: Quantity | str
    text: str
    basis: str
    checked: str
    checked_on: str
    place: Place
    low: Edge | None = None
    high: Edge | None = None

    @property
    def where(self) -> str:
        """The region in words."""
        return self.region or EVERYWHERE


class Parameter(Struct, frozen=True):
    """A named threshold or ladder with all its rows."""

    name: str
    about: str
    sort: ParameterSort
    values: tuple[Value, ...]

    def rows(self, region: str, year: int) -> list[tuple[Row, Value]]:
        """Returns the rows in force on the last day of the year, first the one that wins where several fit.

        The nearest region wins, then the row that names more words, then the latest start; of a ladder all steps of
        the one that wins are returned, for a step of another would not belong to it.
        """
        day = date(year, 12, 31).toordinal()
        fitting = [v for v in self.values if v.start <= day <= v.end and region.startswith(v.region)]
        fitting.sort(key=lambda v: (-len(v.region), v.words.count(""), -v.start, v.words))
        if self.sort.steps is not None:
            winners: dict[tuple[str, ...], tuple[str, int]] = {}
            fitting = [v for v in fitting if winners.setdefault(v.words, (v.region, v.start)) == (v.region, v.start)]
        return [(Row(v.words, v.value, v.low, v.high), v) for v in fitting]

    def in_force(self, region: str, year: int) -> tuple[Row, ...]:
        """Returns the rows alone, as a program holds them."""
        return tuple(row for row, _ in self.rows(region, year))


def rows_in_force(parameters: Mapping[str, Parameter], region: str, year: int) -> dict[str, tuple[Row, ...]]:
    """Returns the rows of every parameter that a region and a year give, as a program holds them."""
    return {name: parameter.in_force(region, year) for name, parameter in parameters.items()}
