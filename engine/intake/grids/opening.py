"""Opens the tables that an inspector has, .xlsx and .csv: every cell at its own place, whatever is hidden said so."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from msgspec.structs import replace

from engine.intake.grids import sheet as marks
from engine.intake.grids.archive import AGAIN, SAVE_AS, Limits, is_xml, open_archive
from engine.intake.grids.book import Book, NotXml, Sheet, book_of
from engine.intake.grids.cells import Reading, Rows, Unreadable
from engine.intake.grids.file import refused
from engine.intake.grids.grid import Grid
from engine.intake.grids.plain import plain_size, plainer
from engine.intake.grids.respelling import TooFar, respelt
from engine.intake.grids.shown import Shown, shown_by
from engine.intake.grids.strings import is_too_much
from engine.mistakes import Mistakes, MistakesFound, Place, letters

# 100,000 projects of 40 columns are 4 million cells, 180 MB of XML, a file of 25 MB; a MB of XML takes 4 of memory.
MOST_CELLS = 5_000_000
_MOST_RESPELT = 2_000_000  # cells spelt in a way that takes 7 seconds a million
LIMITS = Limits(
    file=48 * 2**20,
    unpacked=256 * 2**20,
    parts=2000,
    elements=0,  # calamine builds none; the cells are counted
    advice="请只留要检查的工作表，删去贴的图片和用不着的行、列，另存一份。",
)
_MOST_DECLARED = 2**30  # cells: an old sheet may be formatted to its end (65,536 rows of 256), none is as large as this
_LARGE = 32 * 2**20  # bytes: fewer hold no more texts than there may be cells
_MOST_TEXT = 512 * 2**20  # bytes, of all cells together
_BROKEN = "文件的内容不完整，不能作为工作簿打开"
_TOO_FAR = "请删去表格下方和右方多余的行、列，再保存。"


def open_grids(path: Path, mistakes: Mistakes) -> list[Grid]:
    """Returns the tables of a file in their order, hidden ones too; none after noting why it cannot be used."""
    try:
        if path.suffix.lower() == ".csv":
            from engine.intake.grids.delimited import open_delimited

            return [open_delimited(path, mistakes, MOST_CELLS)]
        with _uncollected():
            return _open_workbook(path, mistakes)
    except MistakesFound as error:
        mistakes.found.extend(error.mistakes)
        return []


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without the search for circles of references: it goes through a growing table again and again and finds none."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def _open_workbook(path: Path, mistakes: Mistakes) -> list[Grid]:
    book = book_of(path, open_archive(path, LIMITS, is_xml).parts)
    if not book.sheets:
        raise refused(path, "工作簿里没有工作表", "请核对文件，或重新导出。")
    try:
        shown = shown_by(book.styles)
    except NotXml:
        raise refused(path, _BROKEN, AGAIN) from None
    if len(book.strings) > _LARGE and book.strings.count(b"<si") > MOST_CELLS:
        raise refused(path, "单元格太多，没有读取", LIMITS.advice)
    with Reading(book) as reading:  # texts and styles, which are harmless now, are read while the sheets are looked at
        plain = _plain(path, book, shown)
        if all(own.part is sheet.part for own, sheet in zip(plain.sheets, book.sheets, strict=True)):
            return _grids(path, book, shown, reading.allow(), mistakes)
    with Reading(plain) as reading:
        return _grids(path, plain, shown, reading.allow(), mistakes)


def _grids(path: Path, book: Book, shown: Shown, reading: Reading, mistakes: Mistakes) -> list[Grid]:
    found = [marks.marks_of(sheet.part, shown, book.stale or bool(book.links)) for sheet in book.sheets]
    grids, linked = [], []
    for sheet, own, rows in zip(book.sheets, found, _rows(path, book, reading), strict=True):
        place = Place(str(path), sheet=sheet.title)
        if book.stale:
            _forget(rows, own.formulas.all)
        grids.append(_grid(place, book, sheet, own, rows))
        linked += [(place, number, cells) for number, cells in own.formulas.linked.items()]
    _refuse_links(linked, book)
    calculated = sum(len(own.formulas.all) for own in found)
    if book.stale and calculated:
        message = f"工作簿注明公式要重新计算，其中{calculated}个公式存下的结果不作数"
        mistakes.remark(Place(str(path)), message + "；在 Excel 或 WPS 里打开、保存一次即可")
    return grids


def _plain(path: Path, book: Book, shown: Shown) -> Book:
    """The workbook with its sheets spelt plainly; raises MistakesFound for one too large to be held."""
    left, sheets = MOST_CELLS, []
    for sheet in book.sheets:
        place = Place(str(path), sheet=sheet.title)
        if marks.declared(sheet.part) > _MOST_DECLARED:
            raise refused(
                place, "工作表声明的范围大得不正常，没有读取", _TOO_FAR + "仍然不行的，把表格复制到新建的工作簿里。"
            )
        part, size = _within(place, sheet.part, left)
        left -= size
        part = marks.without_days_before_all(marks.with_errors_as_texts(part), shown.days)
        sheets.append(replace(sheet, part=part))
    if is_too_much([sheet.part for sheet in sheets], MOST_CELLS - left, book.strings, _MOST_TEXT):
        raise refused(path, f"单元格里的文字合起来超过{_MOST_TEXT // 2**20}MB，没有读取", LIMITS.advice)
    return replace(book, sheets=tuple(sheets))


def _within(place: Place, part: bytes, most: int) -> tuple[bytes, int]:
    """A sheet spelt plainly, and its size; raises MistakesFound for one of more than `most` cells."""
    for again in (False, True):
        own = plainer(part) if again else part  # quickly done, and mostly all that is the matter
        size = plain_size(own)
        if size is not None and size <= most:
            return own, size
    if size is not None and size > most + most // 9:  # a tenth of it may be guessed
        raise refused(place, f"表格太大，没有读取：全部工作表最多读{MOST_CELLS // 10_000}万格", _TOO_FAR)
    return _respelt(place, part, most)


def _respelt(place: Place, part: bytes, most: int) -> tuple[bytes, int]:
    most = min(most, _MOST_RESPELT)
    try:
        return respelt(part, most)
    except NotXml:
        raise refused(place, "工作表的内容不完整，没有读取", AGAIN) from None
    except TooFar as error:
        row, column = error.args
        many = (_MOST_RESPELT if most == _MOST_RESPELT else MOST_CELLS) // 10_000
        message = f"表格太大，没有读取：最后的单元格在{letters(column)}{row}，这样写成的工作表最多读{many}万格"
        raise refused(place, message, _TOO_FAR) from None


def _rows(path: Path, book: Book, reading: Reading) -> list[Rows]:
    """The cells of all sheets; what is spelt plainly and cannot be read all the same is spelt anew and tried again."""
    try:
        return reading.rows()
    except ImportError:
        raise refused(path, "没有安装读工作簿的软件包 python-calamine", "请执行 make workbench。") from None
    except Unreadable:
        places = [Place(str(path), sheet=own.title) for own in book.sheets]
    parts = (_respelt(place, own.part, MOST_CELLS)[0] for place, own in zip(places, book.sheets, strict=True))
    sheets = tuple(replace(own, part=part) for own, part in zip(book.sheets, parts, strict=True))
    with Reading(replace(book, sheets=sheets)) as again:
        try:
            return again.allow().rows()
        except Unreadable as error:
            place = places[error.number] if error.number >= 0 else Place(str(path))
            raise refused(place, _BROKEN, SAVE_AS) from None


def _grid(place: Place, book: Book, sheet: Sheet, own: marks.Marks, rows: Rows) -> Grid:
    width = max(map(len, rows), default=0)
    spans = tuple(marks.merged(sheet.part, len(rows), width))
    if sum((span.bottom - span.top + 1) * (span.right - span.left + 1) for span in spans) > MOST_CELLS:
        raise refused(place, "合并的单元格互相重叠，没有读取", SAVE_AS)
    return Grid(
        place,
        rows,
        spans,
        sheet.hidden,
        own.hidden_rows,
        marks.hidden_columns(sheet.part, width),
        own.formulas.all if book.stale else own.formulas.uncached,
        own.percents,
        own.scaled,
        own.forms,
        book.since_1904,
    )


def _forget(rows: Rows, cells: marks.Cells) -> None:
    """Empties cells whose values are not to be used."""
    for row, column in cells:
        if row <= len(rows) and column <= len(rows[row - 1]):
            rows[row - 1][column - 1] = None


def _refuse_links(linked: list[tuple[Place, int, tuple[tuple[int, int], ...]]], book: Book) -> None:
    """Raises MistakesFound for values that come from another workbook: what is saved here may be an old state of it."""
    mistakes = Mistakes()
    for place, number, cells in linked:
        if not 0 < number <= len(book.links):
            continue
        row, column = min(cells)
        message = (
            f"{len(cells)}个公式从另一个工作簿“{book.links[number - 1]}”取数，这里只存着上次打开时的结果，没有读取"
        )
        hint = "请核对这些数，再“复制、选择性粘贴为数值”，或在“数据—编辑链接”里断开链接，然后保存。"
        mistakes.add(replace(place, line=row, column=column), message, hint)
    mistakes.check()
