"""Reads the sheets of an opened workbook into tables: every cell a text, every oddity a placed mistake."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import replace

from engine.ladder_reading import FROM, TO
from engine.mistakes import Mistakes, Place, nearest
from engine.workbook.cells import text_of
from engine.workbook.columns import BASELINE, ID, Sheet, Sort
from engine.workbook.merging import Digests
from engine.workbook.rows import SIDES, cell_node, shown, split_side
from engine.workbook.spelling import Unwritable, scalar
from engine.workbook.table import Line, Table, cell_place

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

FORMAT = "jixiao-workbook/1"
MOST_ROWS, MOST_COLUMNS = 20_000, 60
AGAIN = "请用 rules export 重新导出，再把改动搬过去。"
Before = Callable[[str, dict[str, str], str], str]  # id, cells so far, column -> what such a cell holds, for its unit


class Baseline(Struct, frozen=True):
    """What was exported: for each sheet, the marks of the cells of each row, and the titles of its columns."""

    rows: dict[str, dict[str, Digests]]
    titles: dict[str, tuple[str, ...]]


def read_baseline(workbook: Workbook, book: str, mistakes: Mistakes) -> Baseline | None:
    """Reads the hidden sheet that tells what was exported; None after noting that there is none."""
    sheet: Any = next((page for page in workbook.worksheets if page.title == BASELINE), None)
    place = cell_place(book, BASELINE)
    if sheet is None:
        mistakes.add(
            place, f"缺少隐藏的工作表“{BASELINE}”，不能知道改了什么", f"这不是导出的工作簿，或者它被删去了。{AGAIN}"
        )
        return None
    rows: dict[str, dict[str, Digests]] = {}
    titles: dict[str, tuple[str, ...]] = {}
    try:
        last = min(sheet.max_row, 5 * MOST_ROWS)
        values = [tuple(row) for row in sheet.iter_rows(max_col=3, max_row=last, values_only=True)]
        if values[0][0] != FORMAT:
            raise ValueError
        for name, key, text in values[1:]:
            found = json.loads(str(text))
            if key is None:
                titles[str(name)] = tuple(map(str, found))
            else:
                rows.setdefault(str(name), {})[str(key)] = {str(k): str(v) for k, v in found.items()}
    except (ValueError, AttributeError, IndexError, TypeError, RecursionError):
        mistakes.add(place, f"隐藏的工作表“{BASELINE}”被改动过，不能知道改了什么", AGAIN)
        return None
    return Baseline(rows, titles)


def check_sheets(
    workbook: Workbook, book: str, wanted: Iterable[str], known: Collection[str], mistakes: Mistakes
) -> None:
    """Notes sheets that are missing; a sheet of another name may be the one that was renamed."""
    names = [page.title for page in workbook.worksheets]  # a sheet may be a chart
    strange = [name for name in names if name not in known]
    for name in wanted:
        if name not in names:
            close = nearest(name, strange) or strange[:1]
            hint = f"“{close[0]}”是不是它？请改回原名“{name}”。" if close else AGAIN
            mistakes.add(Place(book), f"缺少工作表“{name}”", hint)


class SheetReader:
    """Reads one sheet; `choosable` are fields that may become columns by which rows are chosen."""

    def __init__(self, book: str, sheet: Sheet, before: Before, mistakes: Mistakes) -> None:
        self.book, self.sheet, self.before, self.mistakes = book, sheet, before, mistakes
        self.notices: list[str] = []

    def read(self, page: Worksheet, needed: Collection[str]) -> Table | None:
        """Returns the table of a sheet; None where its columns cannot be told. `needed` columns must be there."""
        if page.max_row > MOST_ROWS or page.max_column > MOST_COLUMNS:
            message = f"表格到了第{page.max_row}行、第{page.max_column}列，超过{MOST_ROWS}行或{MOST_COLUMNS}列"
            self.mistakes.add(self._at(""), message, "请删去表格下方和右方多余的行、列，再保存。")
            return None
        for merged in page.merged_cells.ranges:
            place = self._at(str(merged.coord).partition(":")[0])
            self.mistakes.add(place, f"合并了单元格（{merged.coord}）", "请取消合并，每一格各写各的。")
        columns = self._columns(page, needed)
        if columns is None or page.merged_cells.ranges:
            return None
        lines = [line for cells in page.iter_rows(min_row=2) if (line := self._line(cells, columns)) is not None]
        hidden = [str(line.number) for line in lines if page.row_dimensions[line.number].hidden]
        if hidden:
            shown_rows = "、".join(hidden[:10]) + ("等" if len(hidden) > 10 else "")
            self.notices.append(f"{self.sheet.title}：第{shown_rows}行是隐藏的，照常读取。")
        letters = {title: _letter(cell) for cell in page[1] if (title := _title(cell)) in columns.values()}
        return Table(self.book, self.sheet, letters, tuple(lines))

    def _columns(self, page: Worksheet, needed: Collection[str]) -> dict[int, str] | None:
        """The title of each column by its number; None after noting what is wrong with them."""
        before = len(self.mistakes.found)
        known = [ID, *(column.title for column in self.sheet.columns)]
        titles = {number: _title(cell) for number, cell in enumerate(page[1], 1) if _title(cell)}
        missing = [title for title in (ID, *needed) if title not in titles.values()]
        seen: dict[str, int] = {}
        for number, cell in enumerate(page[1], 1):
            title = _title(cell)
            if title in seen:
                self.mistakes.add(self._at(cell.coordinate), f"列“{title}”有两个", "请删去一个。")
            elif title and title not in known:
                close = nearest(title, missing) or (missing if len(missing) == 1 else [])
                missing = [word for word in missing if word not in close[:1]]
                hint = f"是否想写“{close[0]}”？列的标题不能改。" if close else "自己加的列请删去。"
                self.mistakes.add(self._at(cell.coordinate), f"不认识的列“{title}”", hint)
            seen[title or f"\x00{number}"] = number
        for title in missing:
            self.mistakes.add(self._at("A1"), f"缺少列“{title}”", f"第一行是标题，请补上这一列。{AGAIN}")
        return titles if len(self.mistakes.found) == before else None

    def _line(self, cells: tuple[Any, ...], columns: Mapping[int, str]) -> Line | None:
        """A row of the sheet; None where nothing is written in it that is read back."""
        number = int(cells[0].row)
        held = [cell for cell in cells if cell.value is not None]
        for cell in held:
            if cell.column not in columns:
                self.mistakes.add(self._at(cell.coordinate), "这一列没有标题", "请补上标题，或者清空这一格。")
        by_title = {columns[cell.column]: cell for cell in held if cell.column in columns}
        key = str(by_title[ID].value).strip() if ID in by_title else ""
        found: dict[str, str] = {}
        for column in self.sheet.columns:
            cell = by_title.get(column.title)
            if cell is None or column.sort is Sort.SHOWN:
                continue
            text = text_of(
                cell, column, self.before(key, found, column.title), self._at(cell.coordinate), self.mistakes
            )
            found[column.title] = text if text is not None else "？"  # a mistake has been noted: not an empty cell
        cells_ = {title: text for title, text in found.items() if text}
        if not cells_:
            return None
        line = Line(key, cells_, number)
        return replace(line, cells=self._canonical(line, by_title))

    def _canonical(self, line: Line, by_title: Mapping[str, Cell]) -> dict[str, str]:
        """The cells of a row in the form in which they are exported; notes those that could not be written."""
        cells: dict[str, str] = {}
        for title, text in line.cells.items():
            sort, place = self.sheet.column(title).sort, self._at(by_title[title].coordinate)
            inner = Mistakes()
            node = cell_node(text, sort, "", inner)
            for mistake in inner.found:
                where = f"（格内第{mistake.place.line}行第{mistake.place.column}个字）" if mistake.place.column else ""
                self.mistakes.add(place, mistake.message + where, mistake.hint)
            try:
                scalar(text)
            except Unwritable:
                self.mistakes.add(place, "有看不见的字符", "请把这一格清空，重新输入。")
            cells[title] = shown(node, sort) if node is not None and not inner.found else text
        for title in (FROM, TO) if SIDES[FROM] in self.sheet.titles else ():
            joined = side_text(cells, title)
            cells |= split_side(title, joined) if joined else {}
        return cells

    def _at(self, cell: str) -> Place:
        return cell_place(self.book, self.sheet.title, cell)


def side_text(cells: Mapping[str, str], title: str) -> str:
    """The edge of a step as it stands in the file, from its two cells."""
    figure, included = cells.get(title, ""), cells.get(SIDES[title], "")
    same = split_side(title, figure).get(SIDES[title], "") == included
    return f"{figure}（{included}）" if included and not same else figure


def _letter(cell: Any) -> str:
    return str(cell.column_letter)


def _title(cell: Any) -> str:
    return str(cell.value).strip() if cell.value is not None else ""
