"""How wide the columns of our workbook are: what stands in them can be read, and the notes above stay low."""

from __future__ import annotations

from collections.abc import Sequence

from engine.intake.handout.filling import Column, Table
from engine.paper.sheet import lines_in
from engine.quantity import Dim
from engine.vocabulary import Shape

_WIDTHS = {
    Dim.MONEY: 17.0,
    Dim.RATIO: 11.0,
    Dim.COUNT: 11.0,
    Dim.SCORE: 11.0,
    Dim.NUMBER: 10.0,
    Dim.DATE: 15.0,
    Dim.AMOUNT: 16.0,
    Dim.TRUTH: 9.0,
    Dim.TAGS: 26.0,
}
_FIELD, _VALUE, _OWN, _HOW = 26.0, 28.0, 30.0, 52.0  # of the table of a kind that there is one fact of
_NAME, _TEXT, _SOURCE = 28.0, 20.0, 22.0
_WIDEST = 44.0
_NOTE_LINES = 6  # notes stay in sight with the header, so they must not take the screen
_ARROW = 4.0  # the button of the filter
_NARROWEST = 110.0  # of a whole sheet, so that what stands above the table has room on paper


def widths_of(table: Table, notes: Sequence[str]) -> list[float]:
    """The width of each column, in digits."""
    if table.kind.shape is Shape.SINGLE:
        return [_FIELD, _VALUE, _OWN, _HOW]
    widths = [
        _width(table, at, column, note) for at, (column, note) in enumerate(zip(table.columns, notes, strict=True))
    ]
    widths[-1] += max(0.0, _NARROWEST - sum(widths))
    return widths


def _width(table: Table, at: int, column: Column, note: str) -> float:
    field = column.field
    if field is None:
        wanted = _SOURCE
    elif field.options and field.dim is not Dim.TAGS:
        wanted = max(map(_span, field.options)) + _ARROW
    else:
        wanted = _WIDTHS.get(field.dim) or (_NAME if at == 0 or field.word in table.kind.key else _TEXT)
    wanted = max(wanted, _span(column.header) + _ARROW)
    while lines_in(note, wanted) > _NOTE_LINES and wanted < _WIDEST:
        wanted += 1
    return wanted


def _span(text: str) -> float:
    """How wide a text is on one line; a Chinese character is as wide as two digits."""
    return float(sum(1 if sign.isascii() else 2 for sign in text))
