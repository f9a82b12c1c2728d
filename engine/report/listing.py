"""Tables of a workbook of findings: title, remarks, heads that stay in sight, filters, rows as high as their words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from msgspec import Struct

from engine.paper.sheet import LONGEST, TALLEST, Spreadsheet, fitting, height_of, lines_in, put

MOST = 1_000_000  # rows below the head, of the 1,048,576 that a sheet has
FEWER = 100_000  # rows of a sheet that few read: more would fill the memory
_WIDEST = 110.0
_REST = "……（全文见文字版）"
_TO_FILL = "#FFF8E1"
_LIKE_FORMULAS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r")  # Chinese Excel takes full-width ones as well

Cell = str | float


class Column(Struct, frozen=True):
    """A column: its head, its width in digits, the dress of its cells; `filled` marks what people write in.

    choices are the words that a cell may hold.
    """

    head: str
    width: float
    form: str = "text"
    filled: bool = False
    choices: tuple[str, ...] = ()


class Listing(Struct, frozen=True):
    """One sheet: its name, title, the remarks below the title, rows under heads; `empty` says that there are none.

    warning is what nobody may overlook, below the title in large red letters.
    The first column is what a reader finds a row by.
    """

    name: str
    title: str
    notes: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: Sequence[Sequence[Cell]]
    empty: str
    most: int = MOST
    warning: str = ""


def add_listing(paper: Spreadsheet, listing: Listing) -> None:
    """Adds a sheet. More rows than a sheet has are left out, and the last row says so."""
    rows = listing.rows[: listing.most]
    widths = [_width(column, [row[at] for row in rows]) for at, column in enumerate(listing.columns)]
    sheet = paper.sheet(listing.name, widths)
    paper.title(sheet, listing.title)
    lines = [max(map(_lines, row, widths)) for row in rows]
    notes = [(note, "note") for note in (*listing.notes, *_too_long(rows, lines))]
    notes[:0] = [(listing.warning, "warning")] if listing.warning else []
    for number, (note, form) in enumerate(notes, 1):
        sheet.merge_range(number, 0, number, len(widths) - 1, "", paper.form(form))
        put(sheet, number, 0, note, paper.form(form))
        sheet.set_row(number, height_of(lines_in(note, sum(widths))) + (4 if form == "warning" else 0))
    head = len(notes) + 1
    paper.head(sheet, head, [column.head for column in listing.columns], frozen=1)
    for number, row in enumerate(rows, head + 1):
        _row(paper, sheet, number, row, listing.columns)
        sheet.set_row(number, height_of(lines[number - head - 1]))
    last = head + len(rows)
    closing = "……（后面的没有列出，全文见文字版）" if listing.rows[listing.most :] else "" if rows else listing.empty
    put(sheet, last + 1, 0, closing, paper.form("plain", text_wrap=False))
    sheet.autofilter(head, 0, max(last, head), len(listing.columns) - 1)
    sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
    if rows:
        _choices(paper, sheet, listing.columns, head + 1, last)


def _width(column: Column, cells: Sequence[Cell]) -> float:
    """The width of a column; a wider one where a text would not find room in the highest row that there is."""
    width = column.width
    while column.form == "text" and width < _WIDEST and any(_cropped(_lines(cell, width)) for cell in cells):
        width = min(width + 6, _WIDEST)
    return width


def _lines(cell: Cell, width: float) -> int:
    return lines_in(cell, width) if isinstance(cell, str) else 1


def _cropped(lines: int) -> bool:
    return height_of(lines) >= TALLEST


def _too_long(rows: Sequence[Sequence[Cell]], lines: Sequence[int]) -> list[str]:
    """Says which rows hold more than can be seen of them."""
    found = [str(row[0]) for row, own in zip(rows, lines, strict=True) if _cropped(own)]
    more = "等" if len(found) > 10 else ""
    return [f"第{'、'.join(found[:10])}{more}行文字太长，格内只能看到开头，请双击查看，或见文字版。"] if found else []


def _row(paper: Spreadsheet, sheet: Any, number: int, row: Sequence[Cell], columns: Sequence[Column]) -> None:
    for at, (cell, column) in enumerate(zip(row, columns, strict=True)):
        if isinstance(cell, str):
            form = "right" if column.form == "money" else column.form
            more: dict[str, object] = {"bg_color": _TO_FILL} if column.filled and not cell else {}
            if cell.startswith(_LIKE_FORMULAS):
                more["quote_prefix"] = True  # so that it stays a text when somebody edits it
            text = cell if len(cell) <= LONGEST // 2 else fitting(cell, _REST)
            put(sheet, number, at, text, paper.form(form, **more))
        else:
            sheet.write_number(number, at, cell, paper.form(column.form))


def _choices(paper: Spreadsheet, sheet: Any, columns: Sequence[Column], first: int, last: int) -> None:
    """Offers the words of a column in each of its cells; anything else is refused."""
    for at, column in enumerate(columns):
        if column.choices:
            words = "、".join(column.choices)
            sheet.data_validation(
                *(first, at, last, at),
                {
                    "validate": "list",
                    "source": list(column.choices),
                    "error_title": column.head,
                    "error_message": f"请从下拉中选：{words}。",
                },
            )
            done = paper.form("centre", bg_color="#E2F0D9", font_color="#2E7D32")
            rule = {"type": "cell", "criteria": "==", "value": f'"{column.choices[-1]}"', "format": done}
            sheet.conditional_format(first, at, last, at, rule)
