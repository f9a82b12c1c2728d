"""Reads the values of cells with calamine, from a workbook built anew of what was looked at: it sees nothing else."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from threading import Event, Thread
from typing import IO, TYPE_CHECKING
from zipfile import ZipFile

from engine.intake.grids.book import Book
from engine.intake.grids.grid import Cell

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

Rows = list[list[Cell]]

_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
_RELATION = f'<Relationship Id="r{{}}" Type="{_LINKS}/{{}}" Target="{{}}"/>'
# Merged cells are read with a pattern. With none to be found at once, calamine would search the whole sheet for them.
_NO_MERGED, _DATA = b"<mergeCells/>", b"<sheetData"
_SHEETS = "xl/worksheets/"


class Unreadable(Exception):
    """Raised where a sheet cannot be read: number is its index in the workbook, -1 where it is none of them."""

    def __init__(self, number: int) -> None:
        self.number = number
        super().__init__(number)


class Reading:
    """Reads the cells of a workbook beside whoever looks at its sheets; not one before `allow` is called."""

    def __init__(self, book: Book) -> None:
        self._book, self._rows, self._number = book, list[Rows](), -1
        self._allowed, self._wanted = Event(), True
        self._error: BaseException | None = None
        self._thread = Thread(target=self._run)

    def __enter__(self) -> Reading:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._wanted = self._allowed.is_set()
        self._allowed.set()
        self._thread.join()

    def allow(self) -> Reading:
        """Lets the cells be read: the sheets are known to be harmless."""
        self._allowed.set()
        return self

    def rows(self) -> list[Rows]:
        """The cells of all sheets, each at its own place; raises Unreadable, and ImportError without calamine."""
        self._thread.join()
        if self._error is None:
            return self._rows
        if isinstance(self._error, ImportError):
            raise self._error
        # Whatever is wrong with it, it cannot be read; a failure inside calamine shows as what is no Exception.
        if isinstance(self._error, Exception) or type(self._error).__name__ == "PanicException":
            raise Unreadable(self._number) from None
        raise self._error

    def _run(self) -> None:
        try:
            workbook = _opened(self._book)
            self._allowed.wait()
            with workbook:
                for number in range(len(self._book.sheets) if self._wanted else 0):
                    self._number = number
                    self._rows.append(_rows(workbook, number))
        except BaseException as error:  # noqa: BLE001  raised where it is asked for
            self._error = error


def _opened(book: Book) -> CalamineWorkbook:
    from python_calamine import load_workbook

    with _memory() as stream:
        _write(book, stream)
        return load_workbook(_path(stream) or stream)


def _rows(workbook: CalamineWorkbook, number: int) -> Rows:
    sheet = workbook.get_sheet_by_index(number)
    top, left = sheet.start or (0, 0)
    cells: Rows = sheet.to_python(skip_empty_area=True)  # type: ignore[assignment]  # a narrower list of lists
    if left:
        cells = [[None] * left + row for row in cells]
    return [[] for _ in range(top)] + cells if top else cells


def _memory() -> IO[bytes]:
    """A file that is nowhere but in memory, where the system has such; calamine takes long to copy a stream."""
    return open(os.memfd_create("workbook"), "w+b") if hasattr(os, "memfd_create") else io.BytesIO()


def _path(stream: IO[bytes]) -> str:
    """Where a file in memory can be opened again; empty where it cannot."""
    path = "" if isinstance(stream, io.BytesIO) else f"/proc/self/fd/{stream.fileno()}"
    return path if os.path.exists(path) else ""


def _write(book: Book, stream: IO[bytes]) -> None:
    """Writes a workbook of nothing but sheets, texts and styles, not compressed."""
    with ZipFile(stream, "w") as archive:
        for name, part in _parts(book):
            with archive.open(name, "w") as file:
                start = max(part.find(_DATA), 0) if name.startswith(_SHEETS) else 0
                view = memoryview(part)  # a slice of it costs no memory
                file.write(view[:start])
                file.write(_NO_MERGED if start else b"")
                file.write(view[start:])
    stream.flush()
    stream.seek(0)


def _parts(book: Book) -> Iterator[tuple[str, bytes]]:
    yield "_rels/.rels", _RELATIONS.format(_RELATION.format(0, "officeDocument", "xl/workbook.xml")).encode()
    numbers = range(len(book.sheets))
    sheets = "".join(f'<sheet name="{number}" sheetId="{number + 1}" r:id="r{number}"/>' for number in numbers)
    epoch = f'<workbookPr date1904="{int(book.since_1904)}"/>'
    yield (
        "xl/workbook.xml",
        f'<workbook {_MAIN} xmlns:r="{_LINKS}">{epoch}<sheets>{sheets}</sheets></workbook>'.encode(),
    )
    relations = "".join(_RELATION.format(number, "worksheet", f"worksheets/{number}.xml") for number in numbers)
    yield "xl/_rels/workbook.xml.rels", _RELATIONS.format(relations).encode()
    for number, sheet in enumerate(book.sheets):
        yield f"{_SHEETS}{number}.xml", sheet.part
    for name, part in (("sharedStrings", book.strings), ("styles", book.styles)):
        if part:
            yield f"xl/{name}.xml", part
