"""What can be read in a report, whatever its form: the same texts, without the dress of the form."""

from __future__ import annotations

import io
import json
import re
from html import unescape
from typing import Any

from documents import visible
from python_calamine import CalamineWorkbook


def words_of(form: str, content: str | bytes) -> str:
    """All texts of a report in one form, one after another."""
    return _READ.get(form, str)(content)


def sheets(content: bytes) -> dict[str, list[list[object]]]:
    """The cells of a workbook by the names of its sheets, whole numbers as such."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return {name: [[_plain(cell) for cell in row] for row in _rows(book, name)] for name in book.sheet_names}


def _rows(book: CalamineWorkbook, name: str) -> list[list[Any]]:
    return book.get_sheet_by_name(name).to_python(skip_empty_area=False)


def _plain(cell: object) -> object:
    return int(cell) if isinstance(cell, float) and cell.is_integer() else cell


def cells_text(content: bytes) -> str:
    """A workbook as lines of text: a heading a sheet, a line a row, its cells apart, breaks in them shown."""
    lines = []
    for name, rows in sheets(content).items():
        lines += [f"# {name}", *("｜".join(str(cell).replace("\n", "⏎") for cell in row) for row in rows), ""]
    return "\n".join(re.sub("｜+$", "", line) for line in lines)


def _markdown(content: str) -> str:
    return re.sub(r"\\(.)", r"\1", content.replace("<br>", "\n"))


def _html(content: str) -> str:
    text = re.sub(r"(?s)<(script|style)\b.*?</\1>|<!--.*?-->", "", content)
    return unescape(re.sub(r"<[^>]+>", "", text))


def _json(content: str) -> str:
    found: list[str] = []

    def walk(value: object) -> None:
        if isinstance(value, dict | list):
            for child in value.values() if isinstance(value, dict) else value:
                walk(child)
        else:
            found.append(str(value))

    walk(json.loads(content))
    return "\n".join(found)


def _xlsx(content: bytes) -> str:
    return "\n".join(str(cell) for rows in sheets(content).values() for row in rows for cell in row)


_READ: dict[str, Any] = {"markdown": _markdown, "html": _html, "json": _json, "docx": visible, "xlsx": _xlsx}
