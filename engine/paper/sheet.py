"""How tables look in Excel, WPS and LibreOffice: one font, quiet heads, wrapped text, the paper they are printed on.

Every text stays a text: nothing that a cell holds becomes a formula, a number or a link. The same tables give the
same bytes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from engine.mistakes import Mistake, MistakesFound, Place
from engine.paper import AUTHOR

LONGEST = 32767  # what one cell holds, in units of UTF-16
TALLEST = 400.0  # points; Excel allows no row higher than 409
_SONG, _HEAVY, _GB = "宋体", "黑体", 134
_LINE, _SHADE, _QUIET, _ALERT = "#A6A6A6", "#E8EEF7", "#595959", "#C00000"
_WRAPPED = {"text_wrap": True, "valign": "top", "border": 1, "border_color": _LINE, "font_size": 10.5}
_FORMS: dict[str, dict[str, object]] = {
    "title": {"font_name": _HEAVY, "font_size": 16, "valign": "vcenter"},
    "note": {"font_color": _QUIET, "font_size": 10, "text_wrap": True, "valign": "top"},
    "plain": {"font_size": 10.5, "text_wrap": True, "valign": "top"},
    "warning": {"font_size": 12, "bold": True, "font_color": _ALERT, "text_wrap": True, "valign": "top"},
    "head": _WRAPPED | {"font_name": _HEAVY, "bg_color": _SHADE, "align": "center", "valign": "vcenter"},
    "text": _WRAPPED,
    "alert": _WRAPPED | {"font_color": _ALERT},
    "centre": _WRAPPED | {"align": "center"},
    "right": _WRAPPED | {"align": "right", "indent": 1},
    "money": _WRAPPED | {"align": "right", "indent": 1, "num_format": "#,##0.00####"},
}
_MADE_ON = datetime(2020, 1, 1, tzinfo=UTC)  # the day of making would make every file differ from the last
_NOT_IN_XML = re.compile("[\ud800-\udfff\ufffe\uffff]")


class Spreadsheet:
    """A workbook that is being written. `book` and the sheets are XlsxWriter's own, for what only one writer needs.

    Raises MistakesFound where XlsxWriter is not installed.
    """

    def __init__(self, title: str) -> None:
        try:
            import xlsxwriter
        except ImportError:
            message = "没有安装写 Excel 的软件包 XlsxWriter，没有写出任何内容"
            raise MistakesFound([Mistake(Place("Excel"), message, "请执行 make workbench。")]) from None

        font = {"font_name": _SONG, "font_size": 11, "font_charset": _GB, "font_scheme": "none"}
        options = {"in_memory": True, "default_format_properties": font, "default_column_width": 72}
        plain = dict.fromkeys(("strings_to_formulas", "strings_to_urls", "strings_to_numbers"), False)
        self.font, self.forms, self.stream = font, dict[object, Any](), BytesIO()
        self.book = xlsxwriter.Workbook(self.stream, options | plain)
        self.book.set_properties({"title": title, "author": AUTHOR, "created": _MADE_ON})

    def form(self, name: str = "text", **more: object) -> Any:
        """The dress of a cell: a name of _FORMS, and what `more` changes of it.

        more are properties of XlsxWriter's formats: locked=False, num_format="@", bg_color="#FFF2CC".
        """
        key = (name, *sorted(more.items()))
        if key not in self.forms:
            self.forms[key] = self.book.add_format(self.font | _FORMS[name] | more)
        return self.forms[key]

    def sheet(self, name: str, widths: Sequence[float], landscape: bool = True) -> Any:
        """Adds a sheet with columns of these widths (in digits), printed on A4 as wide as the paper, pages numbered."""
        sheet = self.book.add_worksheet(name)
        for number, width in enumerate(widths):
            sheet.set_column(number, number, width, self.form("plain"))
        sheet.set_paper(9)
        if landscape:
            sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
        sheet.center_horizontally()
        sheet.set_footer(f'&C&"{_SONG}"&10第 &P 页，共 &N 页', {"margin": 0.3})
        return sheet

    def title(self, sheet: Any, words: str) -> None:
        """Writes the title of a sheet into its first row."""
        put(sheet, 0, 0, words, self.form("title"))
        sheet.set_row(0, 30)

    def head(self, sheet: Any, row: int, words: Sequence[str], frozen: int = 0) -> None:
        """Writes the heads of columns, which stay in sight and stand on every page; `frozen` columns stay too."""
        for column, word in enumerate(words):
            put(sheet, row, column, word, self.form("head"))
        sheet.set_row(row, 32)
        sheet.freeze_panes(row + 1, frozen)
        sheet.repeat_rows(row)

    def to_bytes(self) -> bytes:
        """Closes the workbook and returns it."""
        self.book.close()
        return self.stream.getvalue()


def put(sheet: Any, row: int, column: int, text: str, form: Any) -> None:
    """Writes a text into a cell as the text it is; an empty one leaves the cell blank in its dress."""
    if text:
        sheet.write_string(row, column, fitting(text), form)
    else:
        sheet.write_blank(row, column, None, form)


def fitting(text: str, rest: str = "……（后文从略）") -> str:
    """A text that a cell can hold; of a longer one the beginning, and `rest` to say so."""
    text = _NOT_IN_XML.sub("\N{REPLACEMENT CHARACTER}", text)
    if len(text) <= LONGEST // 2 or _units(text) <= LONGEST:
        return text
    room = LONGEST - _units(rest)
    return text.encode("utf-16-le")[: room * 2].decode("utf-16-le", "ignore") + rest


def _units(text: str) -> int:
    return len(text) + sum(sign > "\uffff" for sign in text)


def lines_in(text: str, width: float) -> int:
    """How many lines a text takes in a column; a Chinese character is as wide as two others."""
    room = max(int(width) - 1, 2)
    if 2 * len(text) <= room and "\n" not in text:
        return 1
    # A Chinese character takes three bytes: the mean of bytes and characters counts it as two, a digit as one.
    wide = ((len(line) + len(line.encode("utf-8", "replace"))) // 2 for line in text.split("\n"))
    return sum(max(1, -(-each // room)) for each in wide)


def height_of(lines: int) -> float:
    """The height of a row of so many lines, in points."""
    return min(4 + 15.0 * lines, TALLEST)
