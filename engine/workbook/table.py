"""A table as it was read from a sheet: which column stands where, and the rows that hold something."""

from __future__ import annotations

import re
from collections.abc import Iterable

from msgspec import Struct

from engine.mistakes import Mistake, MistakesFound, Place
from engine.workbook.columns import ABOUT, CASES, LADDERS, PARAMETERS, WAIVERS, Sheet

_CELL = re.compile(r"(.*) (\S+)!([A-Z]*)(\d*)")
_ORDER = (ABOUT, PARAMETERS, LADDERS, WAIVERS, CASES)


class Line(Struct, frozen=True):
    """A row of the workbook as its author left it: its key, its cells (empty ones left out), its number."""

    id: str
    cells: dict[str, str]
    number: int


class Table(Struct, frozen=True):
    """A sheet of a workbook named `book`; `letters` says in which column each title stands."""

    book: str
    sheet: Sheet
    letters: dict[str, str]
    lines: tuple[Line, ...]

    def place(self, title: str, number: int) -> Place:
        """The place of a cell, as a person finds it."""
        return cell_place(self.book, self.sheet.title, f"{self.letters.get(title, 'A')}{number}")


def cell_place(book: str, sheet: str, cell: str = "") -> Place:
    """The place of a cell (empty: of a whole sheet) of a workbook."""
    return Place(f"{book} {sheet}!{cell}" if cell else f"{book} {sheet}")


def cell_of(place: Place) -> tuple[str, str] | None:
    """The sheet and the cell that a place names, None for any other place."""
    match = _CELL.fullmatch(place.file)
    return (match[2], match[3] + match[4]) if match else None


class WorkbookRefused(MistakesFound):
    """Raised when a workbook cannot be used; its mistakes stand in the order of its sheets, rows and columns."""

    def __init__(self, mistakes: Iterable[Mistake], remark: str = "") -> None:
        super().__init__(mistakes)
        self.mistakes = tuple(sorted(self.mistakes, key=_place_key))
        self.args = ("\n".join([*map(str, self.mistakes), *([remark] if remark else [])]),)


def _place_key(mistake: Mistake) -> tuple[int, int, int, str, Place]:
    match = _CELL.fullmatch(mistake.place.file)
    if match is None:
        return len(_ORDER), 0, 0, "", mistake.place
    sheet = _ORDER.index(match[2]) if match[2] in _ORDER else len(_ORDER)
    return sheet, int(match[4] or 0), len(match[3]), match[3], mistake.place
