"""Writes one sheet of our workbook: title, labels, a note for each column, lists to choose from, rows to fill in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import ceil
from typing import Any

from msgspec import Struct

from engine.headings import Headings
from engine.intake.handout.filling import Column, Table
from engine.intake.handout.notes import choices_of, note_of, prompt_of
from engine.intake.handout.widths import widths_of
from engine.intake.layout import COMPLETE, COMPLETE_WORDS, GUIDE, title_of
from engine.paper.sheet import Spreadsheet, height_of, lines_in, put
from engine.quantity import Dim
from engine.value_reading import SOURCE
from engine.vocabulary import Field, Shape, Vocabulary

ROOM = 2000  # rows down to which words are offered
_DRAWN = 15  # rows that are drawn where there are fewer facts
_GIVEN = "#F2F2F2"  # the shade of what is there already
_QUIET = "#595959"
_WIDEST_PAGE = 200.0  # digits that can still be read on a page
_ABOUT_ROW, _FIRST_LABEL = 1, 2
_TEXT: dict[str, object] = {"num_format": "@", "indent": 1}
_FORMS: dict[Dim, tuple[str, dict[str, object]]] = {
    Dim.MONEY: ("money", {"indent": 1}),
    Dim.NUMBER: ("right", {"indent": 1}),
    Dim.RATIO: ("right", _TEXT),  # 97% typed into a text cell stays 97%
    Dim.COUNT: ("right", _TEXT),
    Dim.SCORE: ("right", _TEXT),
    Dim.AMOUNT: ("right", _TEXT),
    Dim.DATE: ("centre", {"num_format": "@"}),  # and 2022年8月 does not become a day
    Dim.TRUTH: ("centre", {"num_format": "@"}),
}
_HINTS = {
    COMPLETE: "全部列出写“是”，只列出一部分写“否”，确实一条也没有写“无”；没有这份资料的，整张表空着",
    SOURCE: "整张表写在原件的哪一处；单独一条的，写在表里的“出处”一栏",
}


class Place(Struct, frozen=True):
    """Where the facts of a kind stand: the name of the sheet, the row of the first fact, and how many there are."""

    sheet: str
    first: int
    count: int


def place_of(table: Table, headings: Headings) -> Place:
    """Where the facts of a table will stand; rows are counted from 0."""
    notes = 0 if table.kind.shape is Shape.SINGLE else 1
    return Place(title_of(table.kind, headings), _FIRST_LABEL + len(table.labels) + notes + 1, len(table.rows))


def _names_rows(table: Table, column: Column) -> bool:
    """Whether a column holds the words of the fixed rows, which are there already."""
    return table.kind.shape is Shape.TABLE and column is table.columns[0]


class SheetWriter:
    """Writes the sheets of one workbook; `places` says where the facts stand that others point to."""

    def __init__(
        self, paper: Spreadsheet, vocabulary: Vocabulary, headings: Headings, places: Mapping[str, Place]
    ) -> None:
        self.paper, self.vocabulary, self.headings, self.places = paper, vocabulary, headings, places

    def write(self, table: Table, colour: str) -> None:
        """Adds the sheet of a table, with the colour of its tab."""
        notes = self._notes(table)
        widths = widths_of(table, notes)
        place = self.places[table.kind.word]
        sheet = self.paper.sheet(place.sheet, widths)
        sheet.set_tab_color(colour)
        if sum(widths) > _WIDEST_PAGE:  # too small to read on one page: several, the names on each
            sheet.fit_to_pages(ceil(sum(widths) / _WIDEST_PAGE), 0)
            sheet.repeat_columns(0)
        for number, column in enumerate(table.columns):
            sheet.set_column(number, number, widths[number], self._form(column.field, border=0))
        self._above(sheet, table)
        if table.kind.shape is Shape.SINGLE:
            self._fields(sheet, table, notes, widths, place.first)
        else:
            self._facts(sheet, table, notes, widths, place.first)
        sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})  # 97% is meant to be a text

    def _notes(self, table: Table) -> list[str]:
        """A note for each column, or for each row where a row is a field."""
        fields = list(table.kind.fields.values())
        if table.kind.shape is not Shape.SINGLE:
            return [self._note(table, column) for column in table.columns]
        return [note_of(table.kind, field, self.vocabulary, self.headings) for field in fields]

    def _note(self, table: Table, column: Column) -> str:
        if column.field is not None and _names_rows(table, column):
            return column.field.about or "每行已经写好，不用改"
        if column.field is not None:
            return note_of(table.kind, column.field, self.vocabulary, self.headings)
        return "这一条写在原件的哪一处" if column.header == SOURCE else "这个数写在原件的哪一处"

    def _form(self, field: Field | None, **more: object) -> Any:
        """The dress of the cells of a field, and what `more` changes."""
        name, given = _FORMS.get(field.dim if field is not None else Dim.TEXT, ("text", {"num_format": "@"}))
        return self.paper.form(name, **(given | more))

    def _above(self, sheet: Any, table: Table) -> None:
        """The title, the way back to the first sheet, what the kind is, and the labels."""
        self.paper.title(sheet, self.places[table.kind.word].sheet)
        link = self.paper.form("note", underline=1, valign="vcenter", text_wrap=False)
        sheet.write_url(0, 2, f"internal:'{GUIDE}'!A1", link, f"回到“{GUIDE}”")
        quiet = self.paper.form("note", text_wrap=False)
        put(sheet, _ABOUT_ROW, 0, table.kind.about, quiet)
        for row, (label, text) in enumerate(table.labels.items(), _FIRST_LABEL):
            put(sheet, row, 0, label, self.paper.form("head"))
            put(sheet, row, 1, text, self.paper.form("text", num_format="@", text_wrap=label == COMPLETE))
            put(
                sheet, row, 2, _HINTS[label] if label == COMPLETE or table.kind.shape is not Shape.SINGLE else "", quiet
            )
            if label == COMPLETE:
                self._offer(sheet, (row, 1, row, 1), label, _HINTS[label], COMPLETE_WORDS)

    def _facts(self, sheet: Any, table: Table, notes: Sequence[str], widths: Sequence[float], first: int) -> None:
        """A note and a header for each column, a row for each fact, and empty rows to fill in."""
        for at, note in enumerate(notes):
            put(sheet, first - 2, at, note, self.paper.form("text", font_color=_QUIET, font_size=10))
        sheet.set_row(first - 2, height_of(max(map(lines_in, notes, widths))))
        self.paper.head(sheet, first - 1, [column.header for column in table.columns], frozen=1)
        fixed = table.kind.shape is Shape.TABLE
        drawn = len(table.rows) if fixed else max(len(table.rows) + 3, _DRAWN)
        forms = [self._form(c.field, **({"bg_color": _GIVEN} if _names_rows(table, c) else {})) for c in table.columns]
        blank = ("",) * len(forms)
        for row, texts in enumerate((*table.rows, *[blank] * (drawn - len(table.rows))), first):
            for at, text in enumerate(texts):
                put(sheet, row, at, text, forms[at])
            sheet.set_row(row, height_of(max(map(lines_in, texts, widths))))
        sheet.autofilter(first - 1, 0, first + drawn - 1, len(table.columns) - 1)
        last = first + (drawn if fixed else max(ROOM, drawn)) - 1
        for at, column in enumerate(table.columns):
            if column.field is not None and not _names_rows(table, column):
                self._guide(sheet, (first, at, last, at), table, column.field, notes[at])

    def _fields(self, sheet: Any, table: Table, notes: Sequence[str], widths: Sequence[float], first: int) -> None:
        """A row for each field: its word, its value, where it stands, how it is written."""
        self.paper.head(sheet, first - 1, [column.header for column in table.columns], frozen=1)
        for row, (texts, field, note) in enumerate(
            zip(table.rows, table.kind.fields.values(), notes, strict=True), first
        ):
            word, value, source, _ = texts
            put(sheet, row, 0, word, self.paper.form("text", bg_color=_GIVEN))
            put(sheet, row, 1, value, self._form(field))
            put(sheet, row, 2, source, self.paper.form("text", num_format="@"))
            put(sheet, row, 3, note, self.paper.form("text", font_color=_QUIET, font_size=10))
            sheet.set_row(row, height_of(max(map(lines_in, (word, value, source, note), widths))))
            self._guide(sheet, (row, 1, row, 1), table, field, note)

    def _guide(self, sheet: Any, cells: tuple[int, int, int, int], table: Table, field: Field, note: str) -> None:
        """Offers the words of a field, or the names it can point to, and says beside the cell what to write."""
        words, link = choices_of(table.kind, field), self.places.get(field.link)
        told = prompt_of(note, field)
        if link is not None:
            names = f"'{link.sheet}'!$A${link.first + 1}"
            rows = f"'{link.sheet}'!$A${link.first + 1}:$A${link.first + max(ROOM, link.count)}"
            self._offer(sheet, cells, field.word, told, f"=OFFSET({names},0,0,MAX(1,COUNTA({rows})),1)", closed=False)
        elif words:
            self._offer(sheet, cells, field.word, told, words, closed=field.dim is not Dim.TAGS)
        else:
            sheet.data_validation(*cells, {"validate": "any", "input_title": field.word, "input_message": told})

    def _offer(
        self,
        sheet: Any,
        cells: tuple[int, int, int, int],
        word: str,
        told: str,
        words: Sequence[str] | str,
        closed: bool = True,
    ) -> None:
        """A list to choose from; a closed one takes nothing else."""
        offer = {
            "validate": "list",
            "source": words if isinstance(words, str) else list(words),
            "input_title": word,
            "input_message": told,
            "error_title": "不在清单里",
            "error_message": f"“{word}”请从下拉清单里选；不知道的空着。",
            "show_error": closed,
        }
        sheet.data_validation(*cells, offer)
