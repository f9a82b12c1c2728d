"""The fields of a kind that there is one fact of, each beside its value: our 字段, 值, 出处, or a card filled in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from msgspec import Struct

from engine.headings import Headings, folded
from engine.intake.grids.grid import Cell, Grid
from engine.intake.layout import FIELD, title_of
from engine.intake.tables.columns import Captions, meaning_of
from engine.intake.tables.header import FIRST_ROWS, MARKS, Head, header_text, plain_text
from engine.intake.tables.listing import several
from engine.intake.tables.marks import Marks, marks_of
from engine.intake.tables.names import Names
from engine.intake.tables.tally import Tally
from engine.intake.tables.texts import CellReader
from engine.intake.tables.units import money_units, split_unit
from engine.intake.uniting import beside
from engine.mistakes import Mistakes, Place, suggestion
from engine.nodes import Node
from engine.quantity import NUMERIC, Dim
from engine.value_reading import SOURCE, VALUE

_NUMBER = re.compile(r"[+-]?[0-9][0-9,]*(?:\.[0-9]+)?%?")


class Line(Struct, frozen=True):
    """One field: its row, and the columns of its word, its value and its source (0: there is none)."""

    row: int
    field: int
    value: int
    source: int = 0


class Form(Struct, frozen=True):
    """The fields of a table, and the row above which its labels stand; own: it is our workbook's, with a header."""

    top: int
    lines: tuple[Line, ...]
    own: bool = True


def form_of(grid: Grid) -> Form | None:
    """Finds the header 字段, 值 in the first rows; None where there is none."""
    for number, row in enumerate(grid.rows[:FIRST_ROWS], 1):
        columns = {folded(cell): column for column, cell in enumerate(row, 1) if isinstance(cell, str)}
        if FIELD in columns and VALUE in columns:
            three = columns[FIELD], columns[VALUE], columns.get(SOURCE, 0)
            return Form(number, tuple(Line(below, *three) for below in range(number + 1, len(grid.rows) + 1)))
    return None


def pairs_of(grid: Grid, names: Names) -> Form | None:
    """Finds fields with their values to the right, as cards are filled in; None where there are none."""
    lines = []
    for row, cells in enumerate(grid.rows, 1):
        for column, cell in enumerate(cells, 1):
            if not isinstance(cell, str) or not _word(names, _head(cell, grid.at(row, column))):
                continue
            right = max((s.right for s in grid.merged if (s.top, s.left) == (row, column)), default=column) + 1
            beside = grid.cell(row, right)
            if beside is not None and beside != "" and not _word(names, _head(header_text(beside), grid.at(row))):
                lines.append(Line(row, column, right))
    return Form(lines[0].row, tuple(lines), own=False) if lines else None


def _head(label: str, place: Place) -> Head:
    whole = folded(label).strip(MARKS)
    name, unit = split_unit(whole)
    return Head(place.column, " ".join(label.split()), (name.strip(MARKS), whole), unit, place)


def _word(names: Names, head: Head) -> str:
    return names.fields.get(head.names[0]) or names.fields.get(head.names[1]) or ""


class FieldReader:
    """Reads the fields of such a table."""

    def __init__(
        self, grid: Grid, form: Form, names: Names, headings: Headings, known: frozenset[str], mistakes: Mistakes
    ) -> None:
        self.grid, self.form, self.names, self.headings = grid, form, names, headings
        self.known, self.mistakes = known, mistakes
        units = money_units(grid, form.top, frozenset(), 10**6)
        self.captions = Captions(tuple(dict.fromkeys(unit for unit, _, _ in units)), grid.since_1904)
        self.marks = marks_of(grid)

    def read(self) -> tuple[dict[str, Node], dict[str, Place]]:
        """The values of the fields that are filled in, and where their words stand."""
        entries: dict[str, Node] = {}
        keys: dict[str, Place] = {}
        crowded = [] if self.form.own else [line for line in self.form.lines if self._crowded(line)]
        if crowded:
            self._refuse(crowded)
        for line in self.form.lines:
            if line in crowded:
                continue
            label, cell = header_text(self.grid.cell(line.row, line.field)), self.grid.cell(line.row, line.value)
            empty = (cell is None or cell == "") and (line.row, line.value) not in self.grid.uncached
            if not label or empty:
                if not empty:
                    place = self.grid.at(line.row, line.value)
                    self.mistakes.add(place, "这一行没有写字段名", "请在“字段”一列写明。")
                continue
            head = self._name(line)
            word = _word(self.names, head)
            if not word:
                message = f"“{self.names.kind.word}”没有字段“{label}”"
                self.mistakes.add(head.place, message, suggestion(label, self.names.kind.fields))
            elif word in entries:
                self.mistakes.add(head.place, f"“{word}”写了两次（第一次在{keys[word].cell}）", "请删去一处。")
            elif (node := self._value(word, head, cell, line)) is not None:
                entries[word], keys[word] = node, head.place
        if not self.form.own:
            read = f"（{'、'.join(entries)}）" if entries else ""
            self.mistakes.remark(self.grid.place, f"按“名目、右边是值”读了{len(entries)}项{read}，其余的格子没有读")
        return entries, keys

    def _beside(self, line: Line) -> list[str]:
        """The numbers that stand side by side to the right of a field, up to the next words."""
        cells = self.grid.rows[line.row - 1][line.value - 1 :]
        given = (text for cell in cells if cell is not None and (text := header_text(cell)))
        return list(takewhile(lambda text: _NUMBER.fullmatch(folded(text)) is not None, given))

    def _crowded(self, line: Line) -> bool:
        """Whether it could be any of several numbers: of the budget, of the accounts, of the line itself."""
        field = self.names.kind.fields.get(_word(self.names, self._name(line)))
        return field is not None and field.dim in NUMERIC and len(self._beside(line)) > 1

    def _name(self, line: Line) -> Head:
        return _head(header_text(self.grid.cell(line.row, line.field)), self.grid.at(line.row, line.field))

    def _refuse(self, crowded: Sequence[Line]) -> None:
        first = crowded[0]
        count = f"；这样的共{len(crowded)}行" if len(crowded) > 1 else ""
        numbers = "、".join(self._beside(first)[:4])
        message = f"“{self._name(first).text}”右边有几个数（{numbers}），不知道读哪一个{count}"
        sheet = title_of(self.names.kind, self.headings)
        hint = f"请只留要读的那一列数，其余各列删去；或照空白工作簿的“{sheet}”填写。"
        self.mistakes.add(self.grid.at(first.row, first.value), message, hint)

    def _value(self, word: str, head: Head, cell: Cell, line: Line) -> Node | None:
        field, place = self.names.kind.fields[word], self.grid.at(line.row, line.value)
        marks = self.marks.get(line.value, Marks())
        meaning = meaning_of(field, head, self.names.kind.word, self.headings, self.captions, self.mistakes)
        tally = Tally(word)
        reader = CellReader(field, meaning, tally, lambda _: place, bool(field.link) or word in self.known)
        cells = marks.read([cell], [line.row], field.dim, reader.refuse, reader.note) if marks else [cell]
        text = reader.texts(cells)[0]
        tally.tell(self.mistakes)
        if not text:
            return None
        node = several(place, text) if field.dim is Dim.TAGS else Node(place, text)
        source = plain_text(self.grid.cell(line.row, line.source)) if line.source else ""
        return beside(node, source, self.grid.at(line.row, line.source))
