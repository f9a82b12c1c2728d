"""What the XML of a sheet tells beside the values of its cells: what is hidden, merged, not calculated.

The XML is spelt plainly, so that a pattern finds just what it says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from msgspec import Struct

from engine.intake.grids.grid import Span
from engine.intake.grids.plain import END, ROWS, occurs
from engine.intake.grids.respelling import number_of
from engine.intake.grids.shown import Shown

Cells = frozenset[tuple[int, int]]


_HIDDEN_ROW = re.compile(rb'<row r="(\d+)"(?=[^<>]* hidden="(?:1|true)")')
_COLUMN, _IS_HIDDEN = re.compile(rb"<col [^<>]*>"), re.compile(rb' hidden="(?:1|true)"')
_FIRST, _LAST = re.compile(rb' min="(\d{1,6})"'), re.compile(rb' max="(\d{1,6})"')
_MERGED = re.compile(rb'<mergeCell [^<>]*ref="([A-Z]{1,3})([1-9]\d{0,6}):([A-Z]{1,3})([1-9]\d{0,6})"')
_FORMULA = re.compile(
    rb'<c r="([A-Z]+)(\d+)"([^<>]*)><f(?:(?:\s[^<>]*)?/>|(?:\s[^<>]*)?>([^<]*)</f>)(<v(?:\s[^<>/]*)?>(?!</v>))?(<v)?'
)
_NO_RESULT = re.compile(rb"</f>(?!<v>[^<])|<f(?:\s[^<>]*)?/>(?!<v>[^<])")
_LINK = re.compile(rb"\[(\d{1,4})\][^\[\]]*!")
_REFERENCE, _LONGEST = re.compile(rb'<c r="([A-Z]+\d+)"[^<>]*$'), 60
_NEGATIVE = re.compile(
    rb'(<c r="[A-Z]+\d+"(?: [a-rt-z]\w*+="\w*+")*+) s="(\d{1,6})"'
    rb"([^<>]*>(?:<f(?:\s[^<>]*)?(?:/>|(?<!/)>[^<]*</f>))?<v>-)"
)
_FEW, _STYLED = 8, re.compile(rb'<c r="([A-Z]+)(\d+)"(?![^<>]* t="s")[^<>]* s="(\d+)"[^<>/]*>(?!</c>)')
_ERROR = re.compile(rb'(<c r="[^<>]*) t="e"')
_DIMENSION = re.compile(rb'<dimension [^<>]*ref="([A-Z]{1,3})([1-9]\d{0,6}):([A-Z]{1,3})([1-9]\d{0,6})"')


class Formulas(Struct, frozen=True):
    """The cells with formulas, and those of them without a result; by the number of a link, who takes values there."""

    all: Cells = frozenset()
    uncached: Cells = frozenset()
    linked: dict[int, tuple[tuple[int, int], ...]] = {}


class Marks(Struct, frozen=True):
    """What is found without knowing any value: formulas, hidden rows, numbers shown otherwise than they are."""

    formulas: Formulas
    hidden_rows: frozenset[int]
    percents: Cells
    scaled: Cells
    forms: dict[str, Cells]


def marks_of(part: bytes, shown: Shown, every: bool) -> Marks:
    """Searches a sheet; every: for all its formulas, not only those without a result."""
    percents, scaled = styled(part, shown.percents), styled(part, shown.scaled)
    forms = {form: styled(part, styles) for form, styles in shown.forms.items()}
    return Marks(formulas(part, every), hidden_rows(part), percents, scaled, forms)


def declared(part: bytes) -> int:
    """How many cells the sheet says that it has, in its head; 0 where it says nothing."""
    found = _DIMENSION.search(part[:4096])
    if found is None:
        return 0
    span = _span(found)
    return (span.bottom - span.top + 1) * (span.right - span.left + 1)


def hidden_rows(part: bytes) -> frozenset[int]:
    """The rows that a reader of the sheet does not see."""
    if not occurs(part, b" hidden=", b"h"):
        return frozenset()
    return frozenset(int(row) for row in _HIDDEN_ROW.findall(part))


def hidden_columns(part: bytes, width: int) -> frozenset[int]:
    """The columns that a reader of the sheet does not see, of the first `width`."""
    head = part[: part.find(ROWS)]
    found: set[int] = set()
    for column in _COLUMN.findall(head):
        first, last = _FIRST.search(column), _LAST.search(column)
        if _IS_HIDDEN.search(column) and first and last:
            found.update(range(int(first[1]), min(int(last[1]), width) + 1))
    return frozenset(found)


def merged(part: bytes, height: int, width: int) -> Iterator[Span]:
    """The merged cells, as far as they lie within what is written; one alone is not merged."""
    for found in _MERGED.finditer(part, part.rfind(END)):
        span = _span(found)
        span = Span(span.top, span.left, min(span.bottom, height), min(span.right, width))
        if span.top <= span.bottom and span.left <= span.right and span.bottom + span.right > span.top + span.left:
            yield span


def _span(found: re.Match[bytes]) -> Span:
    left, right = (number_of(found[group].decode()) for group in (1, 3))
    return Span(int(found[2]), left, int(found[4]), right)


def formulas(part: bytes, every: bool) -> Formulas:
    """The formulas of a sheet. A text that came out empty is a result; a number that is missing is none.

    every: look at all of them, not only where one has no result.
    """
    if not occurs(part, b"<f", b"f") or not (every or _NO_RESULT.search(part)):
        return Formulas()
    cells, uncached = [], []
    linked: dict[int, list[tuple[int, int]]] = {}
    for column, row, own, text, result, element in _FORMULA.findall(part):
        cell = int(row), number_of(column.decode())
        cells.append(cell)
        if not result and not (element and b' t="str"' in own):
            uncached.append(cell)
        for link in _LINK.findall(text) if b"[" in text else ():
            linked.setdefault(int(link), []).append(cell)
    by_link = {number: tuple(dict.fromkeys(own)) for number, own in linked.items()}
    return Formulas(frozenset(cells), frozenset(uncached), by_link)


def styled(part: bytes, styles: Sequence[int]) -> Cells:
    """The cells with something in them that are shown in one of these styles."""
    if len(styles) > _FEW:
        numbers = {str(style).encode() for style in styles}
        found = (found for found in _STYLED.findall(part) if found[2] in numbers)
        return frozenset((int(row), number_of(column.decode())) for column, row, _ in found)
    return frozenset(cell for style in styles for cell in _styled(part, b'" s="%d"' % style))


def _styled(part: bytes, style: bytes) -> Iterator[tuple[int, int]]:
    """Splitting takes as long as the cells in this style are many; a pattern would have to try all cells."""
    columns: dict[bytes, int] = {}
    for before, after in pairwise(part.split(style)):
        reference = before[before.rfind(b'"') + 1 :]
        if not reference[-1:].isdigit():  # another attribute stands between
            found = _REFERENCE.search(before, max(len(before) - _LONGEST, 0))
            reference = found[1] if found is not None else b""
        name = reference.rstrip(b"0123456789")
        if not name or after.startswith((b"/>", b' t="s"', b"></c>")):
            continue
        column = columns.get(name) or columns.setdefault(name, number_of(name.decode()))
        yield int(reference[len(name) :]), column


def without_days_before_all(part: bytes, days: frozenset[int]) -> bytes:
    """The sheet with negative numbers as numbers, whatever day they are to show: no spreadsheet knows such a day."""

    def bare(cell: re.Match[bytes]) -> bytes:
        return cell[1] + cell[3] if int(cell[2]) in days else cell[0]

    return _NEGATIVE.sub(bare, part) if days and occurs(part, b"<v>-", b"-") else part


def with_errors_as_texts(part: bytes) -> bytes:
    """The sheet with the results of failed formulas (#DIV/0!) as texts; the reader of cells would leave them out."""
    return _ERROR.sub(rb'\1 t="str"', part) if occurs(part, b' t="e"', b"e") else part
