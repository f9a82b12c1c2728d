"""Rows of a parquet file on their way to the examiner: judged in columns where they are plain, else said as lines."""

from __future__ import annotations

import ast
import os
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

import polars as pl
from msgspec.structs import replace
from polars.exceptions import PanicException, PolarsError

from engine.batch.columnar.passing import Passing
from engine.batch.columnar.plain import chunk_of, fits
from engine.batch.columnar.telling import told
from engine.batch.written import Judged
from engine.generated.known import Known
from engine.generated.known.counting import Tally
from engine.generated.known.figure import Unfit
from engine.mistakes import Mistakes, Place
from engine.reading import DEPARTMENT
from engine.region import check_region

if TYPE_CHECKING:
    from engine.batch.kit import Kit

FEWEST: Final = 500  # departments of a region and year; fewer are judged faster line by line
_PLACES: Final = 32  # regions and years whose exact tiers are kept at hand
_Where = tuple[str, int]  # region, year


class Columns:
    """Judges rows with the exact tiers of a kit; in a process that another one has forked it judges nothing.

    Polars has threads, and a fork leaves them behind.
    """

    def __init__(self, kit: Kit) -> None:
        self.kit, self.process = kit, os.getpid()
        self.tiers: dict[_Where, Tier | None] = {}

    def judged(self, table: Any, year: int | None, skip: frozenset[int]) -> list[Judged | None]:
        """Returns what is written of each row of an Arrow batch, None where it is to be read as a line.

        Only rows of this year are judged (None: of all years), and none of those to skip, counted from 0.
        """
        found: list[Judged | None] = [None] * len(table)
        if os.getpid() != self.process or len(table) < FEWEST:
            return found
        rows = pl.DataFrame(pl.from_arrow(table))
        for where, numbers in _places(rows, skip):
            tier = self.tier(where) if year in (None, where[1]) else None
            if tier is not None:
                whole = len(numbers) == len(rows)
                own = tier.judged(rows if whole else rows[numbers])
                for number, one in zip(numbers, own, strict=True):
                    found[number] = one
        return found

    def tier(self, where: _Where) -> Tier | None:
        """What judges the departments of a region and year, where anything does."""
        if where not in self.tiers:
            if len(self.tiers) >= _PLACES:
                self.tiers.clear()
            right = check_region(where[0], Place(""), Mistakes()) and where[1] in range(1900, 2200)
            known = self.kit.known(*where) if right else None
            self.tiers[where] = None if known is None else Tier(known)
        return self.tiers[where]


class Tier:
    """Judges the departments of one region and year; where it has no form, or few are plain, it does not try again."""

    def __init__(self, known: Known) -> None:
        self.known, self.source, self.fit = known, ast.parse(known.spec.source), True

    def judged(self, rows: pl.DataFrame) -> list[Judged | None]:
        """Returns what is written of each department, None for those that are not plain; the first has all counts."""
        spec = self.known.spec
        if not self.fit or not fits(rows.schema, spec):
            return [None] * len(rows)
        try:
            passing = Passing(spec, chunk_of(rows, spec))
            passing.run(self.source)
            found = told(self.known, passing)
        except (Unfit, RecursionError, PolarsError, PanicException):
            self.fit = False
            self.known.tally()  # what was counted by then is counted again, line by line
            return [None] * len(rows)
        self.fit = 2 * sum(one is not None for one in found) >= len(found)  # else most is done twice
        return _counted(found, self.known.tally())


def _counted(found: list[Judged | None], tally: Tally) -> list[Judged | None]:
    """The first of the departments carries the counts of all."""
    first = next((number for number, one in enumerate(found) if one is not None), None)
    if first is not None and (one := found[first]) is not None:
        found[first] = replace(one, tally=tally)
    return found


def _places(rows: pl.DataFrame, skip: frozenset[int]) -> Iterator[tuple[_Where, list[int]]]:
    """The regions and years of many departments, with the numbers of their rows."""
    stands = rows.schema.get(DEPARTMENT)
    if not isinstance(stands, pl.Struct):
        return
    types = {field.name: field.dtype for field in stands.fields}
    if types.get("地区") != pl.String or not types.get("年度", pl.String).is_integer():
        return
    about = pl.col(DEPARTMENT).struct
    named = rows.select(about.field("地区"), about.field("年度"), pl.int_range(pl.len()).alias("#"))
    named = named.filter(~pl.col("#").is_in(sorted(skip))) if skip else named
    for (region, year), own in named.drop_nulls().group_by("地区", "年度", maintain_order=True):
        if len(own) >= FEWEST:
            yield (str(region), int(str(year))), own["#"].to_list()
