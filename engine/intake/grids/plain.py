"""Whether the XML of a sheet is spelt as spreadsheets spell it, and small enough: seen at the speed of a search.

A sheet that is plain can be searched for what stands in it, and handed on to the reader of cells as it is. The reader
makes a full rectangle of the cells: one cell far away from the others would cost all memory there is.
"""

from __future__ import annotations

import re

ROWS, END = b"<sheetData", b"</sheetData>"
_SAMPLE = 200_000  # bytes at either end of a sheet that show how wide it is
_PREFIXED, _ROW = re.compile(rb":(?=c[\s/>])"), re.compile(rb'<row(?! r="[1-9]\d{0,6}"[^<>]*>)')
_NO_SECOND_REFERENCE = rb'(?: [a-qs-z]\w*+="\w*+")*+'  # of two the reader of cells takes the last
_PREFIX = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^<>]*>)?\s*<(\w+:)worksheet[\s>]")
_REFERENCE = re.compile(rb'<c r="([A-Z]{1,3})\d')
_EMPTY = re.compile(rb'<c r="[A-Z]{1,3}\d{1,7}"(?: s="\d+")?(?:/>|></c>)')
_NO_CELLS = re.compile(rb'<row r="\d{1,7}"(?![^<>]*hidden)[^<>]*(?:/>|(?<!/)></row>)')


def occurs(part: bytes, word: bytes, letter: bytes) -> bool:
    """Whether a word stands among the rows; a letter of it that seldom does is looked for first, ten times faster."""
    start, end = part.find(ROWS), part.rfind(END)
    return part.find(letter, start + len(ROWS), end) >= 0 and part.find(word, start, end) >= 0


def plainer(part: bytes) -> bytes:
    """A sheet without the prefix some programs write everywhere, and without what is only there to be coloured."""
    prefix = _PREFIX.match(part)
    if prefix is not None:  # no text holds a <
        part = part.replace(b"<" + prefix[1], b"<").replace(b"</" + prefix[1], b"</")
    return _NO_CELLS.sub(rb"", _EMPTY.sub(rb"", part))


def plain_size(part: bytes) -> int | None:
    """How many cells the rectangle of a plainly spelt sheet has, or a tenth more.

    Plain: all cells are written as <c r="A1" …>, in rows <row r="1" …>. None where that takes a closer look to say.
    """
    # Single signs are found much faster than words, and there are hardly any of these in a sheet.
    if b"'" in part or (b"!" in part and b"<!" in part):  # attributes in single quotes; comments and CDATA
        return None
    if re.match(rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^<>]*>)?\s*<worksheet[\s>]", part) is None:
        return None
    within, size = _within(part)
    if not within or _PREFIXED.search(part) or (occurs(part, b" hidden=", b"h") and _ROW.search(part)):
        return None
    cell = rb"<c(?! r=\"" + within + _NO_SECOND_REFERENCE + rb"[/>])(?=[\s/>])"
    return size if re.search(cell, part) is None else None


def _within(part: bytes) -> tuple[bytes, int]:
    """A pattern of the references that may occur by the look of either end, and the size of what they fill."""
    names = _REFERENCE.findall(part[:_SAMPLE] + part[-_SAMPLE:])
    last = re.match(rb'<row r="([1-9]\d{0,6})"', part[max(part.rfind(b"<row "), 0) :])
    rows, height = up_to(int(last[1])) if last is not None else (rb"", 0)
    columns, width = _columns(max(names, key=lambda name: (len(name), name), default=b"A"))
    return columns and columns + rows, height * width


def _columns(widest: bytes) -> tuple[bytes, int]:
    """A pattern of the columns up to this one, and their number; nothing for a column that tables do not reach."""
    first = widest[0] - ord("A") + 1
    if len(widest) == 1:
        return rb"[A-%c]" % widest[0], first
    if len(widest) == 2:
        before = rb"[A-%c][A-Z]|" % (widest[0] - 1) if first > 1 else b""
        return rb"(?:" + before + rb"%c[A-%c]|[A-Z])" % (widest[0], widest[1]), first * 26 + widest[1] - ord("A") + 1
    return b"", 0


def up_to(number: int) -> tuple[bytes, int]:
    """A pattern of the numbers from 1 up to this one or a little more (a tenth at most), and the last of them.

    Behind the number stands a quotation mark: whatever is longer is seen at once.
    """
    digits = str(number)
    rest = len(digits) - 2
    if rest < 0:
        return rb'[0-9]"', 9
    first, second = int(digits[0]), int(digits[1])
    shorter = rb'\d{1,%d}+"' % (rest + 1)
    smaller = rb'|[1-%d]\d{%d}"' % (first - 1, rest + 1) if first > 1 else b""
    same = rb'|%d[0-%d]\d{%d}"' % (first, second, rest)
    return rb"(?:" + shorter + smaller + same + rb")", int(digits[:2] + "9" * rest)
