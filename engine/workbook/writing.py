"""Writes the sheets of the workbook: all cells text, lists to choose from, mistakes red with a remark."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from msgspec import Struct, field

from engine.paper.sheet import height_of, lines_in
from engine.workbook.columns import ABOUT, BASELINE, CASES, ID, OPTIONS, RESULT, Column, Sheet, Sort
from engine.workbook.merging import digests
from engine.workbook.reading import FORMAT
from engine.workbook.rows import Row
from engine.workbook.styling import Styles, mark

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

WRONG, NOTED = "错误", "提示"
ROOM = 5000  # rows down to which lists are offered


class Page(Struct):
    """A sheet to be written: its rows, what is to be told of which cell, and what the engine fills in.

    `told` is by sort (WRONG or NOTED), row id and column ("": the whole row).
    """

    sheet: Sheet
    rows: Sequence[Row]
    told: dict[tuple[str, str, str], list[str]] = field(default_factory=dict)
    filled: dict[tuple[str, str], str] = field(default_factory=dict)


def workbook_bytes(pages: Sequence[Page], options: Mapping[str, Sequence[str]], about: Sequence[str]) -> bytes:
    """Returns a whole workbook as the bytes of an .xlsx file."""
    from openpyxl import Workbook
    from openpyxl.workbook.protection import WorkbookProtection

    book = Workbook()
    styles = Styles()
    first: Any = book.active
    _about(first, about, styles)
    ranges = _options(book, options)
    for page in pages:
        _Writer(book.create_sheet(page.sheet.title), page, ranges, styles).write()
    _baseline(book, pages)
    book.move_sheet(OPTIONS, len(book.sheetnames))
    # Sheets cannot be renamed or deleted by accident; there is no password, so whoever must can still do it.
    book.security = WorkbookProtection(lockStructure=True)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _about(page: Worksheet, lines: Sequence[str], styles: Styles) -> None:
    page.title = ABOUT
    page.sheet_view.showGridLines = False
    page.column_dimensions["A"].width = 110
    page.page_setup.orientation = "landscape"
    page.sheet_properties.pageSetUpPr = styles.fitted()
    for number, line in enumerate(lines, 1):
        cell = page.cell(number, 1)
        put(cell, line)
        page.row_dimensions[number].height = 30 if number == 1 else height_of(lines_in(line, 110)) + 4
        cell.font = styles.title if number == 1 else styles.heading if line.startswith("【") else styles.text
        cell.alignment = styles.wrapped
        if line.startswith("✗"):
            cell.fill = styles.red


def _options(book: Workbook, options: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Writes the words of the lists onto a hidden sheet; returns the range of each list."""
    page = book.create_sheet(OPTIONS)
    page.sheet_state = "hidden"
    ranges = {}
    for number, (name, words) in enumerate(options.items(), 1):
        for row, word in enumerate([name, *words], 1):
            put(page.cell(row, number), word)
        letter = letter_of(number)
        if words:
            ranges[name] = f"'{OPTIONS}'!${letter}$2:${letter}${len(words) + 1}"
    return ranges


def _baseline(book: Workbook, pages: Sequence[Page]) -> None:
    """Writes what was exported, so that an import can tell what was changed, and what somebody else changed."""
    page = book.create_sheet(BASELINE)
    page.sheet_state = "veryHidden"
    put(page.cell(1, 1), FORMAT)
    number = 1
    for each in pages:
        number += 1
        put(page.cell(number, 1), each.sheet.title)
        put(page.cell(number, 3), json.dumps(each.sheet.titles, ensure_ascii=False))
        for row in each.rows:
            number += 1
            cells = (each.sheet.title, row.id, json.dumps(digests(row.cells), ensure_ascii=False))
            for column, text in enumerate(cells, 1):
                put(page.cell(number, column), text)


def letter_of(number: int) -> str:
    """The letter of a column by its number."""
    from openpyxl.utils import get_column_letter

    return str(get_column_letter(number))


def put(cell: Any, text: str) -> None:
    """Writes a text as a text, whatever it looks like (=1+1, 1.10, 2022-01-01)."""
    cell.value = None
    if text:
        cell.value, cell.data_type = text, "s"
        if text[0] in "=+-@":
            cell.quotePrefix = True
    cell.number_format = "@"


class _Writer:
    """Writes one table; column A holds the hidden key of each row."""

    def __init__(self, page: Worksheet, given: Page, ranges: Mapping[str, str], styles: Styles) -> None:
        self.page, self.given, self.ranges, self.styles = page, given, ranges, styles
        self.columns = given.sheet.columns

    def write(self) -> None:
        self._head()
        for number, row in enumerate(self.given.rows, 2):
            self._row(number, row)
        for number, column in enumerate(self.columns, 2):
            self._offer(number, column)
        last = letter_of(len(self.columns) + 1)
        self.page.auto_filter.ref = f"A1:{last}{max(len(self.given.rows) + 1, 2)}"
        self.page.freeze_panes = "D2" if self.given.sheet.title == CASES else "C2"
        self.page.sheet_properties.tabColor = self.styles.tab(any(sort == WRONG for sort, _, _ in self.given.told))
        self._refuse_keys()
        self._paper()

    def _head(self) -> None:
        put(self.page.cell(1, 1), ID)
        self.page.column_dimensions["A"].hidden = True
        for number, column in enumerate(self.columns, 2):
            cell = self.page.cell(1, number)
            put(cell, column.title)
            self.styles.head(cell, column)
            if column.about:
                mark(cell, column.about)
            dimension: Any = self.page.column_dimensions[letter_of(number)]
            dimension.width = column.width
            dimension.number_format = "@"  # what is typed below the last row stays as typed, too
            dimension.alignment = self.styles.wrapped
        self.page.row_dimensions[1].height = 24

    def _row(self, number: int, row: Row) -> None:
        put(self.page.cell(number, 1), row.id)
        tallest = 1
        for at, column in enumerate(self.columns, 2):
            cell = self.page.cell(number, at)
            text = self.given.filled.get((row.id, column.title), "")
            text = text or row.cells.get(column.title, "")
            put(cell, text)
            tallest = max(tallest, lines_in(text, column.width))
            self.styles.body(cell, column)
            if column.title == RESULT:
                self.styles.result(cell, text)
            self._tell(cell, row.id, ("", column.title) if at == 2 else (column.title,))
        self.page.row_dimensions[number].height = height_of(tallest)

    def _tell(self, cell: Any, key: str, columns: tuple[str, ...]) -> None:
        """Puts what is wrong with a cell, or to be noted of it, into its colour and its remark."""
        said = {
            sort: [text for column in columns for text in self.given.told.get((sort, key, column), ())]
            for sort in (WRONG, NOTED)
        }
        if said[WRONG] or said[NOTED]:
            cell.fill = self.styles.red if said[WRONG] else self.styles.amber
            mark(cell, "\n".join((*said[WRONG], *said[NOTED])))

    def _offer(self, number: int, column: Column) -> None:
        """Offers the words of a column; a column that is not closed takes others too."""
        from openpyxl.worksheet.datavalidation import DataValidation

        words = self.ranges.get(column.options)
        sort = {Sort.YEAR: "年度写四位数，如 2022。", Sort.DATE: "写成 2022-01-01。"}.get(column.sort, "")
        letter = letter_of(number)
        if words is not None:
            offer = DataValidation("list", formula1=words, allow_blank=True, showErrorMessage=column.closed)
            offer.errorTitle, offer.error = "不在清单里", f"“{column.title}”请从下拉清单里选。"
        elif sort:
            offer = DataValidation(None, allow_blank=True, showInputMessage=True, prompt=sort, promptTitle=column.title)
        else:
            return
        self.page.add_data_validation(offer)
        offer.add(f"{letter}2:{letter}{max(ROOM, len(self.given.rows) + 500)}")

    def _refuse_keys(self) -> None:
        """Whoever unhides the keys cannot type over them; rows can still be sorted, inserted and deleted."""
        from openpyxl.worksheet.datavalidation import DataValidation

        refusal = DataValidation("custom", formula1="FALSE", allow_blank=True, showErrorMessage=True)
        refusal.errorTitle, refusal.error = ID, "这一列由程序使用，请不要改。新增的行留空。"
        self.page.add_data_validation(refusal)
        refusal.add(f"A1:A{max(ROOM, len(self.given.rows) + 500)}")

    def _paper(self) -> None:
        self.page.page_setup.orientation = "landscape"
        self.page.page_setup.paperSize = 9  # A4
        self.page.page_setup.fitToWidth, self.page.page_setup.fitToHeight = 1, 0
        self.page.sheet_properties.pageSetUpPr = self.styles.fitted()
        self.page.print_title_rows = "1:1"
