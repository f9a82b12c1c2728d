"""The table of a kind that there is one fact of, as our workbook writes it: a row for each field, 字段, 值, 出处."""

from __future__ import annotations

from msgspec import Struct

from engine.headings import Headings, folded
from engine.intake.columns import Captions, meaning_of
from engine.intake.grid import Cell, Grid
from engine.intake.header import FIRST_ROWS, Head, header_text, plain_text
from engine.intake.layout import FIELD, VALUE
from engine.intake.listing import several, sourced
from engine.intake.marks import Marks, marks_of
from engine.intake.names import Names
from engine.intake.tally import Tally
from engine.intake.texts import CellReader
from engine.intake.units import money_units, split_unit
from engine.mistakes import Mistakes, Place, suggestion
from engine.nodes import Node
from engine.quantity import Dim
from engine.value_reading import SOURCE


class Form(Struct, frozen=True):
    """Where the table of fields stands: the row of its header, and the columns of fields, values and sources."""

    row: int
    field: int
    value: int
    source: int  # 0: there is none


def form_of(grid: Grid) -> Form | None:
    """Finds the header 字段, 值 in the first rows; None where there is none."""
    for number, row in enumerate(grid.rows[:FIRST_ROWS], 1):
        columns = {folded(cell): column for column, cell in enumerate(row, 1) if isinstance(cell, str)}
        if FIELD in columns and VALUE in columns:
            return Form(number, columns[FIELD], columns[VALUE], columns.get(SOURCE, 0))
    return None


class FieldReader:
    """Reads the rows of such a table."""

    def __init__(
        self, grid: Grid, form: Form, names: Names, headings: Headings, known: frozenset[str], mistakes: Mistakes
    ) -> None:
        self.grid, self.form, self.names, self.headings = grid, form, names, headings
        self.known, self.mistakes = known, mistakes
        units = money_units(grid, form.row, frozenset(), 10**6)
        self.captions = Captions(tuple(dict.fromkeys(unit for unit, _, _ in units)), grid.since_1904)
        self.marks = marks_of(grid).get(form.value, Marks())

    def read(self) -> tuple[dict[str, Node], dict[str, Place]]:
        """The values of the fields that are filled in, and where their words stand."""
        entries: dict[str, Node] = {}
        keys: dict[str, Place] = {}
        for row in range(self.form.row + 1, len(self.grid.rows) + 1):
            label, cell = header_text(self.grid.cell(row, self.form.field)), self.grid.cell(row, self.form.value)
            empty = (cell is None or cell == "") and row not in self.marks.uncached
            if not label or empty:
                if not empty:
                    self.mistakes.add(self.grid.at(row, self.form.value), "这一行没有写字段名", "请在“字段”一列写明。")
                continue
            head = self._head(label, row)
            word = self.names.fields.get(head.names[0]) or self.names.fields.get(head.names[1])
            if word is None:
                message = f"“{self.names.kind.word}”没有字段“{label}”"
                self.mistakes.add(head.place, message, suggestion(label, self.names.kind.fields))
            elif word in entries:
                self.mistakes.add(head.place, f"“{word}”写了两次（第一次在{keys[word].cell}）", "请删去一行。")
            elif (node := self._value(word, head, cell, row)) is not None:
                entries[word], keys[word] = node, head.place
        return entries, keys

    def _head(self, label: str, row: int) -> Head:
        name, unit = split_unit(folded(label))
        return Head(self.form.value, label, (name, folded(label)), unit, self.grid.at(row, self.form.field))

    def _value(self, word: str, head: Head, cell: Cell, row: int) -> Node | None:
        field, place = self.names.kind.fields[word], self.grid.at(row, self.form.value)
        meaning = meaning_of(field, head, self.names.kind.word, self.headings, self.captions, self.mistakes)
        tally = Tally(word)
        reader = CellReader(field, meaning, tally, lambda _: place, bool(field.link) or word in self.known)
        cells = self.marks.read([cell], [row], field.dim, reader.refuse) if self.marks else [cell]
        text = reader.texts(cells)[0]
        tally.tell(self.mistakes)
        if not text:
            return None
        node = several(place, text) if field.dim is Dim.TAGS else Node(place, text)
        source = plain_text(self.grid.cell(row, self.form.source)) if self.form.source else ""
        return sourced(node, source, self.grid.at(row, self.form.source)) if source else node
