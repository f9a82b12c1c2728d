"""Reads a table written as text (CSV), each record a row, in any encoding and with any sign that spreadsheets use.

A record's number is its row: the first is row 1, an empty line is a row with nothing in it, and a record of several
lines (line breaks in quotes) is one row, just as the spreadsheet shows the file once it is opened.
"""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

from engine.intake.grids.archive import what_else
from engine.intake.grids.file import read_bytes, refused
from engine.intake.grids.grid import Cell, Grid
from engine.mistakes import Mistakes, Place
from engine.nodes import CUT_OFF

LARGEST = 32 * 2**20  # bytes; 100,000 projects of 12 columns are 10 MB
_ADVICE = "请只留要检查的行，另存一份；或另存为 .xlsx。"
_SAVE_AS = "请在 Excel 或 WPS 里“另存为”，类型选“CSV UTF-8（逗号分隔）”。"
_MARKS = (("utf-8-sig", b"\xef\xbb\xbf"), ("utf-16", b"\xff\xfe"), ("utf-16", b"\xfe\xff"))
_DELIMITERS = {",": "逗号", "\t": "制表符", ";": "分号"}
_QUOTED = re.compile(r'"[^"]*"?')
_DECLARED = re.compile(r"sep=([,;\t])\r?\n", re.IGNORECASE)  # how Excel is told the delimiter; no row of the table
_AS_TEXT = re.compile(r'="([^"]*)"')  # how an export keeps Excel from turning 001 into 1
# What no text holds, and what turns the reading direction; signs of zero width are left out where a cell is read.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\ufffe\uffff]")
_UNCLOSED = ("引号没有收尾，后面的内容连成了一格", "请补上收尾的引号；文字里的引号写两遍。")
# What the csv module says, and what it comes to.
_REASONS = (
    ("field larger than field limit", _UNCLOSED),
    ("unexpected end of data", _UNCLOSED),
    ("expected after", ("收尾的引号后面还有文字", "文字里的引号写两遍，整格再加引号。")),
    ("new-line character", ("换行符不一致", _SAVE_AS)),
)


def open_delimited(path: Path, mistakes: Mistakes, most: int) -> Grid:
    """Returns the table of a file, every cell a text; raises MistakesFound for none, or one of over `most` cells."""
    place = Place(str(path), grid=True)
    text = _decoded(path, read_bytes(path, LARGEST, _ADVICE, "表格"), mistakes)
    _refuse_hidden(place, text)
    declared = _DECLARED.match(text)
    delimiter = declared[1] if declared else _delimiter(place, text)
    if delimiter != ",":
        mistakes.remark(Place(str(path)), f"各列按{_DELIMITERS[delimiter]}分开")
    return Grid(place, _records(place, text[declared.end() :] if declared else text, delimiter, most))


def _decoded(path: Path, data: bytes, mistakes: Mistakes) -> str:
    """The text of a file; by its mark, else UTF-8, else GBK, which is said."""
    if data.startswith(b"PK\x03\x04"):
        raise refused(path, "这是 .xlsx 工作簿，后缀却是 .csv", "请把后缀改成 .xlsx。")
    said = what_else(data)
    if said and not said[0].startswith("这不是"):
        raise refused(path, said[0].replace(".xlsx 工作簿", ".csv").replace(".xlsx", ".csv"), _SAVE_AS)
    encoding = next((name for name, mark in _MARKS if data.startswith(mark)), "")
    try:
        return data.decode(encoding or "utf-8")
    except UnicodeDecodeError as error:
        if encoding:
            raise refused(path, "文件不完整，或编码标记不对", _SAVE_AS) from None
        if error.end == len(data) and error.reason == "unexpected end of data" and error.start > 0:
            raise refused(path, *CUT_OFF) from None
        before = data[: error.start].decode()
    line = before.count("\n") + 1
    if re.search("[\u2e80-\uffee]", before):  # Chinese in UTF-8 up to here: not GBK, but damaged
        raise refused(Place(str(path), line, grid=True), "这一行有不能识别的字节，文件可能损坏", _SAVE_AS)
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        raise refused(path, "编码无法识别，不是 UTF-8，也不是 GBK", _SAVE_AS) from None
    mistakes.remark(Place(str(path)), "文件不是 UTF-8 编码，按 GBK 读取；文字如有乱码，请另存为“CSV UTF-8”")
    return text


def _refuse_hidden(place: Place, text: str) -> None:
    """Raises MistakesFound for signs that nobody sees, at their line."""
    hidden = _CONTROL.search(text)
    if hidden is not None:
        line = text.count("\n", 0, hidden.start()) + 1
        message = f"含有看不见的字符（U+{ord(hidden[0]):04X}），在文件的第{line}行"
        raise refused(Place(place.file), message, "请把前后几个字删去重新输入；整个文件都是的，可能不是文本文件。")


def _delimiter(place: Place, text: str) -> str:
    """The sign between columns: the most frequent in the first line that has any, outside quotes."""
    for line in text.splitlines():
        bare = _QUOTED.sub("", line)
        count, found = max((bare.count(sign), sign) for sign in _DELIMITERS)
        if count:
            rivals = [sign for sign in _DELIMITERS if sign != found and bare.count(sign) == count]
            if rivals:
                words = "和".join(_DELIMITERS[sign] for sign in (found, *rivals))
                raise refused(place, f"分不清各列按{words}中的哪一个分开", _SAVE_AS)
            return found
        if bare.count("，") > 1:
            raise refused(place, "各列之间是全角逗号，不能分列", "请改用半角逗号。" + _SAVE_AS)
    return ","


def _records(place: Place, text: str, delimiter: str, most: int) -> list[list[Cell]]:
    rows: list[list[Cell]] = []
    count, tricks = 0, '="' in text
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for record in reader:
            count += len(record) or 1
            if count > most:
                raise refused(place, f"表格太大，最多读{most // 10_000}万格，没有读取", _ADVICE)
            cells = [_AS_TEXT.sub(r"\1", cell) for cell in record] if tricks else record
            rows.append([cell or None for cell in cells])
    except csv.Error as error:
        said = next((said for words, said in _REASONS if words in str(error)), ("这一行不能分列", _SAVE_AS))
        raise refused(Place(place.file, len(rows) + 1, grid=True), *said) from None
    return rows
