"""A table of facts, a row each, to the tree of a fact file: every value with the place of its cell."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from msgspec import Struct

from engine.headings import UNKNOWN_WORD
from engine.intake.columns import Column, Columns, Meaning
from engine.intake.grid import Grid
from engine.intake.layout import VALUE
from engine.intake.marks import Marks, marks_of
from engine.intake.rows import Rows
from engine.intake.tally import Tally
from engine.intake.texts import CellReader
from engine.intake.wording import SIGNS
from engine.mistakes import Mistakes, Place
from engine.nodes import Node
from engine.quantity import Dim
from engine.value_reading import SOURCE
from engine.vocabulary import NOTHING_WORD, Field

_SOURCE, _UNIT = Field(SOURCE, Dim.TEXT), Field("单位", Dim.TEXT)  # are read like any text
_NONE = Marks()
_SILENT = Meaning(signs=dict.fromkeys((*SIGNS, NOTHING_WORD), UNKNOWN_WORD))  # no unit, no source: nothing is lost
_PARTING = re.compile(r"[、，,；;\n]")


class _Read(Struct, frozen=True):
    """A column as it was read: the texts of its rows, and where single values say that they stand."""

    word: str
    number: int
    parts: bool  # holds several words
    texts: list[str]
    source: int
    sources: list[str]


class Listing:
    """Reads the rows of a grid; names are the fields by which facts of some kind are known."""

    def __init__(self, grid: Grid, rows: Rows, names: frozenset[str], mistakes: Mistakes) -> None:
        self.rows, self.names, self.mistakes = rows, names, mistakes
        self.file, self.sheet, self.flat = grid.place.file, grid.place.sheet, grid.place.grid
        self.marks = marks_of(grid)

    def facts(self, columns: Columns, only: frozenset[str] = frozenset(), title: str = "") -> list[Node]:
        """A mapping for each row that states something; with `only`, for those that state one of these fields.

        title stands for fields that the title of the sheet stands for, where they have no column.
        """
        read = [self._column(column) for column in columns.fields]
        head = columns.source
        origins = self._plain(_SOURCE, head.column) if head is not None else []
        titled = {word: title for word in columns.names.titled if title and columns.get(word) is None}
        heads = {column.field.word: column.head.place for column in columns.fields}
        known: dict[tuple[str, ...], dict[str, Place]] = {}
        found = []
        for at, number in enumerate(self.rows.numbers):
            entries = self._entries(read, at, number)
            if not entries or (only and not only & entries.keys()):
                continue
            place = Place(self.file, number, 0, self.sheet, self.flat)
            for word, text in titled.items():
                entries[word] = Node(place, text)
            if head is not None and origins[at]:
                entries[SOURCE] = Node(self._at(number, head.column), origins[at])
            shape = tuple(entries)
            keys = known.get(shape)
            if keys is None:
                keys = known[shape] = {word: heads.get(word, place) for word in shape}
            found.append(Node(place, entries=entries, keys=keys))
        return found

    def _entries(self, read: Sequence[_Read], at: int, row: int) -> dict[str, Node]:
        """What one row states, by field."""
        entries: dict[str, Node] = {}
        file, sheet, flat = self.file, self.sheet, self.flat
        for column in read:
            text = column.texts[at]
            if text:
                place = Place(file, row, column.number, sheet, flat)
                node = several(place, text) if column.parts else Node(place, text)
                if column.sources and column.sources[at]:
                    node = sourced(node, column.sources[at], self._at(row, column.source))
                entries[column.word] = node
        return entries

    def _column(self, column: Column) -> _Read:
        field, number = column.field, column.head.column
        tally = Tally(field.word)
        name = bool(field.link) or field.word in self.names
        reader = CellReader(field, column.meaning, tally, self._places(number), name)
        cells, marks = self.rows.column(number), self.marks.get(number, _NONE)
        if marks:
            cells = marks.read(cells, self.rows.numbers, field.dim, reader.refuse)
        texts = reader.texts(cells, self._plain(_UNIT, column.units) if column.units else ())
        tally.tell(self.mistakes)
        sources = self._plain(_SOURCE, column.source) if column.source else []
        return _Read(field.word, number, field.dim is Dim.TAGS, texts, column.source, sources)

    def _plain(self, field: Field, number: int) -> list[str]:
        """A column of texts that is no field."""
        tally = Tally(field.word)
        texts = CellReader(field, _SILENT, tally, self._places(number), True).texts(self.rows.column(number))
        tally.tell(self.mistakes)
        return texts

    def _places(self, column: int) -> Callable[[int], Place]:
        """Where the cells of a column stand, by the index of their row."""
        return lambda at: self._at(self.rows.numbers[at], column)

    def _at(self, row: int, column: int) -> Place:
        return Place(self.file, row, column, self.sheet, self.flat)


def several(place: Place, text: str) -> Node:
    """The words of a cell that may hold several."""
    if text == NOTHING_WORD:
        return Node(place, text)
    return Node(place, items=tuple(Node(place, word) for part in _PARTING.split(text) if (word := part.strip())))


def sourced(node: Node, source: str, at: Place) -> Node:
    """A value together with where it stands in the original."""
    keys = {VALUE: node.place, SOURCE: at}
    return Node(node.place, entries={VALUE: node, SOURCE: Node(at, source)}, keys=keys)
