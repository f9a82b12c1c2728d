"""A table as it stands in a file, before anybody says what it means: cells, merged cells, what is hidden or missing."""

from __future__ import annotations

from datetime import date, time, timedelta

from msgspec import Struct
from msgspec.structs import replace

from engine.mistakes import Place

Cell = str | int | float | bool | date | time | timedelta | None  # None or an empty text: nothing is written there


MONTH, YEARLESS = "月", "月日"  # forms in which a cell shows a day


class Span(Struct, frozen=True):
    """A block of merged cells: its first and last row and column, counted from 1."""

    top: int
    left: int
    bottom: int
    right: int


class Grid(Struct, frozen=True):
    """One sheet, or the one table of a CSV file; row 1 and column 1 are the sheet's own, whatever stands there.

    A row may be shorter than the others. A formula that failed is the text of its error (#DIV/0!).
    uncached: the cells (row, column) whose formula was saved without its result, or with one that the file itself says
    must be calculated anew: they look empty and are not.
    percents: the cells whose number is shown as a percentage: 0.97 is to be read as 97%, whatever others in the column.
    scaled: the cells whose number is shown divided by thousands (12345678 as 1,234.57); nobody knows which was meant.
    forms: the cells that show less or more than a number: MONTH a day without its day, YEARLESS one without its year,
    and a unit of money (万元) that stands in the number format.
    since_1904: whether the workbook counts its days from 1904, which matters where a day stands as a bare number.
    """

    place: Place
    rows: list[list[Cell]]
    merged: tuple[Span, ...] = ()
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    uncached: frozenset[tuple[int, int]] = frozenset()
    percents: frozenset[tuple[int, int]] = frozenset()
    scaled: frozenset[tuple[int, int]] = frozenset()
    forms: dict[str, frozenset[tuple[int, int]]] = {}
    since_1904: bool = False

    @property
    def title(self) -> str:
        """The name of the sheet; empty where the file has no sheets."""
        return self.place.sheet

    def at(self, row: int, column: int = 0) -> Place:
        """The place of a cell, or of a whole row."""
        return replace(self.place, line=row, column=column)

    def cell(self, row: int, column: int) -> Cell:
        """What stands in a cell; None outside the table."""
        cells = self.rows[row - 1] if 0 < row <= len(self.rows) else []
        return cells[column - 1] if 0 < column <= len(cells) else None
