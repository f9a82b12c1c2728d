"""Spells the XML of a sheet anew, cell by cell, as a spreadsheet would: slower than a search, and right for any XML.

Prefixes, comments, CDATA, single quotes, cells without references and what no reader of cells expects are gone then;
so are cells with nothing in them, however far away.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from html import escape
from typing import Final
from xml.etree.ElementTree import Element, ParseError, iterparse

from msgspec import Struct

from engine.intake.grids.book import NotXml
from engine.mistakes import letters

LAST_ROW, LAST_COLUMN = 2**20, 2**14  # of any spreadsheet
_DEEPEST: Final = 50
_CELL = re.compile(r"([A-Za-z]{1,3})([1-9][0-9]{0,6})")
_PLAIN_TEXT = {"inlineStr": "str", "e": "str"}  # how a text is spelt that is no formula's


class TooFar(Exception):
    """Raised where the cells do not fit into the rectangle allowed: args are the last row and column of the sheet."""


class _Sheet(Struct):
    """How far the reading has come, and how far the cells reach."""

    most: int
    row: int = 0
    column: int = 0
    bottom: int = 0
    right: int = 0

    def place(self, reference: str | None) -> str:
        """The reference of the next cell; raises NotXml for one that no sheet has."""
        if reference is None:
            self.column += 1
        else:
            found = _CELL.fullmatch(reference)
            if found is None:
                raise NotXml
            self.column, self.row = number_of(found[1]), int(found[2])
        if not 0 < self.row <= LAST_ROW or self.column > LAST_COLUMN:
            raise NotXml
        return f"{letters(self.column)}{self.row}"

    def reach(self) -> None:
        """Takes note of a cell with something in it; raises TooFar."""
        self.bottom, self.right = max(self.bottom, self.row), max(self.right, self.column)
        if self.bottom * self.right > self.most:
            raise TooFar(self.bottom, self.right)


def number_of(name: str) -> int:
    """The number of a column from its letters: A is 1, AA is 27."""
    number = 0
    for letter in name.upper():
        number = number * 26 + ord(letter) - 64
    return number


def respelt(part: bytes, most: int) -> tuple[bytes, int]:
    """The sheet with nothing but its columns, rows, cells and merged cells, and how many cells its rectangle has.

    Raises NotXml, and TooFar where there are more than `most`.
    """
    sheet, head, body, tail = _Sheet(most), [], [], []
    try:
        for name, element in _walk(part):
            if name == "c":
                body.append(_cell(element, sheet))
            elif name == "row":
                sheet.row, sheet.column = int(element.get("r") or sheet.row + 1), 0
                body.append(_tag("row", {"r": str(sheet.row), "hidden": element.get("hidden")}, ">"))
            elif name == "col":
                head.append(_tag("col", {key: element.get(key) for key in ("min", "max", "hidden")}))
            elif name == "mergeCell":
                tail.append(_tag("mergeCell", {"ref": element.get("ref")}))
    except (ParseError, ValueError):
        raise NotXml from None
    inside = [*head, "<sheetData>", *_closed(body), "</sheetData>", *tail]
    return f"<worksheet>{''.join(inside)}</worksheet>".encode(), sheet.bottom * sheet.right


def _closed(body: list[str]) -> Iterator[str]:
    """Rows with their ends, which come before the next row and at the end."""
    for number, text in enumerate(body):
        if number and text.startswith("<row "):
            yield "</row>"
        yield text
    if body:
        yield "</row>"


def _walk(part: bytes) -> Iterator[tuple[str, Element]]:
    """Rows and columns as they begin, cells and merged cells as they end; what is behind is thrown away."""
    depth = 0
    for event, element in iterparse(io.BytesIO(part), ("start", "end")):
        name = element.tag.rpartition("}")[2]
        depth += 1 if event == "start" else -1
        if depth > _DEEPEST:
            raise NotXml
        if (name in ("row", "col") and event == "start") or (name in ("c", "mergeCell") and event == "end"):
            yield name, element
        if event == "end" and name in ("c", "row", "sheetData", "mergeCell"):
            element.clear()


def _cell(element: Element, sheet: _Sheet) -> str:
    """A cell with something in it; nothing for an empty one."""
    reference = sheet.place(element.get("r"))
    children = {child.tag.rpartition("}")[2]: child for child in element}
    sort, value = element.get("t"), "".join(children["v"].itertext()) if "v" in children else None
    if "is" in children:
        sort, value = "inlineStr", "".join(_texts(children["is"]))
    formula = f"<f>{escape(''.join(children['f'].itertext()), quote=False)}</f>" if "f" in children else ""
    if sort not in ("str", "inlineStr") and value is not None:
        value = value.strip()
    if not value and not formula:
        return ""
    sheet.reach()
    written = "" if value is None else f"<v>{escape(value, quote=False)}</v>"
    own = {"r": reference, "s": element.get("s"), "t": _PLAIN_TEXT.get(sort or "", sort)}
    return _tag("c", own, ">") + formula + written + "</c>"


def _texts(element: Element) -> Iterator[str]:
    """The texts of a cell's runs, without how they are read aloud."""
    for child in element:
        name = child.tag.rpartition("}")[2]
        if name == "t":
            yield child.text or ""
        elif name == "r":
            yield from _texts(child)


def _tag(name: str, own: dict[str, str | None], end: str = "/>") -> str:
    return f"<{name} " + " ".join(f'{key}="{escape(value)}"' for key, value in own.items() if value) + end
