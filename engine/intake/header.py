"""The header of a table: in which of the first rows it stands, over one row or several, and what each column is called.

The header is where most columns are known; of rows that know as many, the first, and the one that takes fewer rows.
"""

from __future__ import annotations

from msgspec import Struct

from engine.headings import folded
from engine.intake.grid import Cell, Grid, Span
from engine.intake.names import Names
from engine.intake.units import split_unit
from engine.mistakes import Place

FIRST_ROWS, DEEPEST = 30, 3
_MARKS = "*★☆:"  # of what must be filled in, and a colon that was left


class Head(Struct, frozen=True):
    """The header of one column: as written, what it may be called (the most exact name first), its unit, its cell."""

    column: int
    text: str
    names: tuple[str, ...]
    unit: str
    place: Place

    def name(self, names: Names) -> str:
        """The first name by which a kind knows the column; empty where it knows none."""
        return next((name for name in self.names if names.knows(name)), "")


class Header(Struct, frozen=True):
    """The header of a table: its first and last row, and its columns."""

    top: int
    bottom: int
    heads: tuple[Head, ...]

    def known(self, names: Names) -> set[str]:
        """The fields that have a column."""
        return {names.fields[name] for head in self.heads if (name := head.name(names)) in names.fields}


class Headers:
    """All headers that a grid might have, each read once, whatever kind is looked for."""

    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        self.spans = [span for span in grid.merged if span.top <= FIRST_ROWS + DEEPEST]
        rows = min(FIRST_ROWS, len(grid.rows))
        depths = {row: self._depth(row) for row in range(1, rows + 1)}
        self.all = [self._header(row, depth) for row, most in depths.items() for depth in range(1, most + 1)]

    def best(self, names: Names) -> Header | None:
        """The header that knows most fields of a kind; None where no field is known."""
        best = max(self.all, key=lambda header: (len(header.known(names)), header.top - header.bottom), default=None)
        return best if best is not None and best.known(names) else None

    def _depth(self, row: int) -> int:
        """How many rows a header that begins here may take: more than one only under merged or empty cells."""
        cells = self.grid.rows[row - 1]
        gaps = any(cell is None or cell == "" for cell in cells) or any(s.top <= row <= s.bottom for s in self.spans)
        return min(DEEPEST, len(self.grid.rows) - row + 1) if gaps else 1

    def _header(self, top: int, depth: int) -> Header:
        bottom = top + depth - 1
        width = max(len(self.grid.rows[row - 1]) for row in range(top, bottom + 1))
        heads = (self._head(column, top, bottom) for column in range(1, width + 1))
        return Header(top, bottom, tuple(head for head in heads if head is not None))

    def _head(self, column: int, top: int, bottom: int) -> Head | None:
        """What stands over a column, from the top down; a merged cell stands over all its columns."""
        if any(_covers(span, bottom, column) and span.left < column for span in self.spans):
            return None  # one header over several columns: what it heads stands in the first
        path: list[tuple[str, int]] = []
        for row in range(top, bottom + 1):
            text = header_text(self._cell(row, column, top))
            if text and (not path or path[-1][0] != text):
                path.append((text, row))
        if not path:
            return None
        parts = [_parted(text) for text, _ in path]
        unit = next((unit for _, unit in reversed(parts) if unit), "")
        shown = "/".join(text for text, _ in path)
        names = dict.fromkeys(name for start in range(len(parts)) for name in _joined([p[0] for p in parts[start:]]))
        whole = folded(path[-1][0]).strip(_MARKS)
        return Head(column, shown, (*names, whole), unit, self.grid.at(path[-1][1], column))

    def _cell(self, row: int, column: int, top: int) -> Cell:
        """What stands in a cell, be it merged; a cell that begins above the header is no part of it."""
        cell = self.grid.cell(row, column)
        if cell is not None and cell != "":
            return cell
        span = next((span for span in self.spans if span.top >= top and _covers(span, row, column)), None)
        return self.grid.cell(span.top, span.left) if span is not None else None


def _covers(span: Span, row: int, column: int) -> bool:
    return span.top <= row <= span.bottom and span.left <= column <= span.right


def _parted(text: str) -> tuple[str, str]:
    name, unit = split_unit(folded(text).strip(_MARKS))
    return name.strip(_MARKS), unit


def _joined(parts: list[str]) -> tuple[str, ...]:
    return ("/".join(parts), "".join(parts))


def header_text(cell: Cell) -> str:
    """The text of a header cell on one line; a number is written as a spreadsheet shows it."""
    if isinstance(cell, str):
        return " ".join(cell.split())
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell) if isinstance(cell, int | float) and not isinstance(cell, bool) else ""


def plain_text(cell: Cell) -> str:
    """The text of a cell beside the facts (where they stand), its spaces and lines as they are."""
    return cell.strip() if isinstance(cell, str) else header_text(cell)
