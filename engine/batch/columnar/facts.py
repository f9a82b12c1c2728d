"""The facts of many departments as frames: one of the departments themselves, one of each list, a row a fact."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl
from msgspec import Struct

NUMBER = "#"  # the department that a row belongs to, from 0
PLACE = "##"  # the place of a fact in its frame, from 0
FITS = "#plain"


class Facts(Struct):
    """The facts of one kind of all departments, a row each; a frame of departments where `kind` is empty.

    Columns are kind.field, of a table kind.row.field, and whatever is worked out from them. doubts: where one of them
    holds or is null, the department of the row is left to others.
    """

    kind: str
    frame: pl.DataFrame
    doubts: list[pl.Expr] = []

    def bring(self, name: str, values: pl.Series | pl.Expr) -> pl.Expr:
        """Adds a column, unless it is there already; returns it."""
        if name not in self.frame.columns:
            self.frame = self.frame.with_columns(values.alias(name))
        return pl.col(name)

    def column(self, values: pl.Expr) -> pl.Series:
        """Returns what an expression comes to, for each row."""
        return self.frame.select(NUMBER, values.alias("")).to_series(1)  # beside a column a constant is one, too


class Chunk(Struct):
    """Many departments: themselves, and their lists by kind."""

    departments: Facts
    lists: dict[str, Facts]

    @property
    def many(self) -> int:
        """How many departments there are."""
        return len(self.departments.frame)

    def settle(self) -> pl.Series:
        """Returns which departments nothing is in doubt of; every fact has the same in the column FITS."""
        left = pl.Series([], dtype=pl.UInt32)
        for facts in (self.departments, *self.lists.values()):
            if facts.doubts:
                doubtful = facts.column(pl.any_horizontal(facts.doubts).fill_null(True))
                left = left.append(facts.frame[NUMBER].filter(doubtful))
        fits = ~pl.Series(range(self.many), dtype=pl.UInt32).is_in(left.unique().implode())
        self.departments.bring(FITS, fits)
        for facts in self.lists.values():
            facts.bring(FITS, fits.gather(facts.frame[NUMBER]))
        return fits


def keyed(facts: pl.DataFrame, words: Sequence[pl.Expr], table: pl.DataFrame, found: str) -> pl.Series:
    """Looks up rows by department and words in a table with columns NUMBER, 0, 1 … and `found`, one row a key."""
    names = [str(number) for number in range(len(words))]
    asked = facts.select(pl.col(NUMBER), *(word.alias(name) for word, name in zip(words, names, strict=True)))
    return asked.join(table, on=[NUMBER, *names], how="left", maintain_order="left")[found]
