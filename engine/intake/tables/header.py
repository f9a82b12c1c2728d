"""The header of a table: in which of the first rows it stands, over one row or several, and what each column is called.

The header is where most columns are known; of rows that know as many, the first, and the one that takes fewer rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from msgspec import Struct

from engine.headings import PERCENT, folded
from engine.intake.grids.grid import Cell, Grid, Span
from engine.intake.tables.names import Names
from engine.intake.tables.units import UNITS, split_unit
from engine.mistakes import Place
from engine.quantity import Dim

FIRST_ROWS, DEEPEST = 30, 3
WIDEST, LONGEST = 500, 100  # columns of a table, characters of a header; what is beyond is no table of facts
_FEWEST, _LONGEST_GROUP = 2, 12  # texts of a row of groups, characters of each
_OTHER = re.compile("上年|上一年|去年|往年|以前年度|下年|次年|明年|增减|同比")
MARKS = "*★☆:"  # of what must be filled in, and a colon that was left


class Head(Struct, frozen=True):
    """The header of one column: as written, what it may be called (the most exact name first), its unit, its cell.

    last is the last column that it stands over, where it is merged over several.
    """

    column: int
    text: str
    names: tuple[str, ...]
    unit: str
    place: Place
    last: int = 0

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

    def merit(self, names: Names) -> tuple[int, int, int]:
        """How much it tells of a kind: fields, then units of fields; of two that tell as much the shorter is meant."""
        known = [head for head in self.heads if head.name(names) in names.fields]
        return len(self.known(names)), sum(bool(head.unit) for head in known), self.top - self.bottom


class Headers:
    """All headers that a grid might have, each read once, whatever kind is looked for."""

    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        self.covered = _covered(grid.merged)
        self.others = dict(_others(grid, self.covered))
        rows = min(FIRST_ROWS, len(grid.rows))
        depths = {row: self._depth(row) for row in range(1, rows + 1)}
        self.all = [self._header(row, depth) for row, most in depths.items() for depth in range(1, most + 1)]

    def best(self, names: Names) -> Header | None:
        """The header that knows most fields of a kind; None where no field is known."""
        best = max(self.all, key=lambda header: header.merit(names), default=None)
        return best if best is not None and best.known(names) else None

    def _depth(self, row: int) -> int:
        """How many rows a header that begins here may take: several under merged or empty cells, or above units."""
        cells = self.grid.rows[row - 1]
        gaps = any(cell is None or cell == "" for cell in cells)
        gaps = gaps or any((row, column) in self.covered for column in range(1, min(len(cells), WIDEST) + 1))
        below = self.grid.rows[row] if row < len(self.grid.rows) else []
        units = any(isinstance(cell, str) and _unit_alone(cell) for cell in below)
        return min(DEEPEST, len(self.grid.rows) - row + 1) if gaps or units else 1

    def _header(self, top: int, depth: int) -> Header:
        bottom = top + depth - 1
        width = min(WIDEST, max(len(self.grid.rows[row - 1]) for row in range(top, bottom + 1)))
        heads = (self._head(column, top, bottom) for column in range(1, width + 1))
        return Header(top, bottom, tuple(head for head in heads if head is not None))

    def _head(self, column: int, top: int, bottom: int) -> Head | None:
        """What stands over a column, from the top down; a merged cell stands over all its columns."""
        span = self.covered.get((bottom, column))
        if span is not None and span.left < column:
            return None  # one header over several columns: what it heads stands in the first
        path: list[tuple[str, int]] = []
        for row in range(top, bottom + 1):
            text = header_text(self._cell(row, column, top))[:LONGEST]
            if text and (not path or path[-1][0] != text):
                path.append((text, row))
        if not path:
            return None
        below = _unit_alone(path[-1][0]) if len(path) > 1 else ""  # a row of units stands under the names
        named = path[:-1] if below else path
        parts = [_parted(text) for text, _ in named]
        unit = below or next((own for _, own in reversed(parts) if own), "")
        shown = "/".join(text for text, _ in path)
        words = [name for name, _ in parts]
        names = dict.fromkeys(name for start in range(len(words)) for name in _joined(words[start:]))
        names[folded(named[-1][0]).strip(MARKS)] = None
        other = next((told for row in range(top - 1, bottom) if (told := self.others.get((row, column)))), "")
        if other:  # 支出 below 上年 is the spending of another year, whatever it is called below
            shown = shown if other in words else f"{other}/{shown}"
            names = dict.fromkeys(_joined(words if other in words else [other, *words]))
        last = column if span is None else span.right
        return Head(column, shown, tuple(names), unit, self.grid.at(named[-1][1], column), last)

    def _cell(self, row: int, column: int, top: int) -> Cell:
        """What stands in a cell, be it merged; a cell that begins above the header is no part of it."""
        cell = self.grid.cell(row, column)
        if cell is not None and cell != "":
            return cell
        span = self.covered.get((row, column))
        return self.grid.cell(span.top, span.left) if span is not None and span.top >= top else None


def _covered(merged: Iterable[Span]) -> dict[tuple[int, int], Span]:
    """The merged block of each cell that has one, as far down and as far right as a header may stand."""
    found: dict[tuple[int, int], Span] = {}
    for span in merged:
        for row in range(span.top, min(span.bottom, FIRST_ROWS + DEEPEST) + 1):
            for column in range(span.left, min(span.right, WIDEST) + 1):
                found[row, column] = span
    return found


def _others(grid: Grid, covered: dict[tuple[int, int], Span]) -> Iterator[tuple[tuple[int, int], str]]:
    """The cells of the first rows that stand for another year or a comparison, with what names it.

    What stands there holds for all columns below its merged cell, or as far as the cells beside it are empty.
    """
    for row, cells in enumerate(grid.rows[: FIRST_ROWS + DEEPEST], 1):
        told = ((at, cell) for at, cell in enumerate(cells[:WIDEST], 1) if isinstance(cell, str) and cell.strip())
        texts = {at: _parted(cell)[0] for at, cell in told}
        if len(texts) < _FEWEST:
            continue  # the title of the whole table
        for column, text in texts.items():
            below = grid.cell(row + 1, column)
            if len(text) > _LONGEST_GROUP or not _OTHER.search(text) or below is None or below == "":
                continue
            span = covered.get((row, column))
            until = min((at for at in texts if at > column), default=WIDEST + 1) - 1
            for at in range(column, (span.right if span is not None else until) + 1):
                yield (row, at), text


def _unit_alone(text: str) -> str:
    """The unit of a cell that holds nothing else: 万元, （元）, %."""
    unit = folded(text).strip("()[]【】").removeprefix("单位:")
    return PERCENT if unit == "%" else unit if UNITS.get(unit) in (Dim.MONEY, Dim.FOREIGN) else ""


def _parted(text: str) -> tuple[str, str]:
    name, unit = split_unit(folded(text).strip(MARKS))
    return name.strip(MARKS), unit


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
