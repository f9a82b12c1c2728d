"""A table of facts, a row each, to the tree of a fact file: every value with the place of its cell."""

from __future__ import annotations

from collections.abc import Callable

from engine.headings import UNKNOWN_WORD
from engine.intake.grids.grid import Grid
from engine.intake.layout import parted
from engine.intake.tables.columns import Column, Columns, Meaning
from engine.intake.tables.marks import Marks, marks_of
from engine.intake.tables.rows import Rows
from engine.intake.tables.tally import Tally
from engine.intake.tables.texts import CellReader
from engine.intake.tables.wording import SIGNS
from engine.intake.uniting import beside
from engine.mistakes import Mistakes, Place
from engine.nodes import Node
from engine.quantity import Dim
from engine.value_reading import SOURCE
from engine.vocabulary import NOTHING_WORD, Field

_SOURCE, _UNIT = Field(SOURCE, Dim.TEXT), Field("单位", Dim.TEXT)  # are read like any text
_NONE = Marks()
_NO_KEYS: dict[str, Place] = {}  # of a text; one for all of them
_SILENT = Meaning(signs=dict.fromkeys((*SIGNS, NOTHING_WORD), UNKNOWN_WORD))  # no unit, no source: nothing is lost


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
        words = [column.field.word for column in columns.fields]
        nodes = [self._column(column) for column in columns.fields]
        more = self._beside(columns, title)
        heads = {column.field.word: column.head.place for column in columns.fields}
        known: dict[tuple[str, ...], dict[str, Place]] = {}
        found = []
        for at, (number, row) in enumerate(zip(self.rows.numbers, zip(*nodes, strict=True), strict=True)):
            entries = {word: node for word, node in zip(words, row) if node is not None}  # noqa: B905  of one length
            if not entries or (only and not only & entries.keys()):
                continue
            place = Place(self.file, number, 0, self.sheet, self.flat)
            for word, said in more.items():
                text, column = said[at]
                if text:
                    entries[word] = Node(self._at(number, column), text)
            shape = tuple(entries)
            keys = known.get(shape)
            if keys is None:
                keys = known[shape] = {word: heads.get(word, place) for word in shape}
            found.append(Node(place, None, None, entries, keys))
        return found

    def _beside(self, columns: Columns, title: str) -> dict[str, list[tuple[str, int]]]:
        """What is said of each row beside its fields, with its column: 出处, and what the title of the sheet says."""
        found: dict[str, list[tuple[str, int]]] = {}
        for word in columns.names.titled if title else ():
            if columns.get(word) is None:
                found[word] = [(title, 0)] * len(self.rows.numbers)
        if columns.source is not None:
            column = columns.source.column
            found[SOURCE] = [(text, column) for text in self._plain(_SOURCE, column)]
        return found

    def _column(self, column: Column) -> list[Node | None]:
        """The values of a column, one for each row; None where nothing is stated."""
        field, number, rows = column.field, column.head.column, self.rows.numbers
        tally = Tally(field.word)
        name = bool(field.link) or field.word in self.names
        reader = CellReader(field, column.meaning, tally, self._places(number), name, column.head.text)
        cells, marks = self.rows.column(number), self.marks.get(number, _NONE)
        if marks:
            cells = marks.read(cells, rows, field.dim, reader.refuse, reader.note)
        texts = reader.texts(cells, self._plain(_UNIT, column.units) if column.units else ())
        tally.tell(self.mistakes)
        file, sheet, flat = self.file, self.sheet, self.flat
        nodes = [
            Node(Place(file, row, number, sheet, flat), text, None, None, _NO_KEYS) if text else None
            for row, text in zip(rows, texts, strict=True)
        ]
        if field.dim is Dim.TAGS:
            nodes = [several(node.place, node.text or "") if node is not None else None for node in nodes]
        return self._sourced(nodes, column.source) if column.source else nodes

    def _sourced(self, nodes: list[Node | None], column: int) -> list[Node | None]:
        """The values with what stands beside them of where they come from."""
        read = zip(nodes, self._plain(_SOURCE, column), self.rows.numbers, strict=True)
        return [beside(node, source, self._at(row, column)) if node is not None else None for node, source, row in read]

    def _plain(self, field: Field, number: int) -> list[str]:
        """A column of texts that is no field."""
        tally = Tally(field.word)
        texts = CellReader(field, _SILENT, tally, self._places(number), field is _UNIT).texts(self.rows.column(number))
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
    return Node(place, items=tuple(Node(place, word) for word in parted(text)))
