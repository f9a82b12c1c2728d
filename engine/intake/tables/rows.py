"""The rows of a table that hold facts: no totals, no notes, no header printed again; merged cells filled downwards.

Whatever is left out, or was hidden and is read all the same, is remarked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from msgspec import Struct

from engine.headings import folded
from engine.intake.grids.grid import Cell, Grid, Span
from engine.intake.tables.columns import Columns
from engine.intake.tables.header import Header
from engine.intake.tables.totals import check_total
from engine.mistakes import Mistakes
from engine.quantity import Dim
from engine.vocabulary import Shape

TOTALS = frozenset(
    {"合计", "小计", "总计", "共计", "累计", "本页小计", "本页合计", "合计数", "总合计", "总分", "总得分", "得分合计"}
)
_AROUND = re.compile(r"[:：。*]+$|^[(（【\[]|[)）】\]][:：]?$|[(（].*")  # 合计：, （合计）, 合计（万元）
_SUMMED = "合计、小计行"
_NUMBERING = frozenset({"栏次", "列次", "栏号", "栏目", "列号"})
_LONGEST_TOTAL = 12  # characters, spaces among them: 合　　计
_NOTE = re.compile(
    r"(?:注|备注|附注|说明|填表说明|填报说明|填表人|填报人|填表单位|填报单位|填表日期|填报日期|制表|制表人|制表日期|审核|审核人|复核|复核人"
    r"|负责人|单位负责人|部门负责人|财务负责人|联系人|联系电话|经办人|打印日期|打印时间|日期|数据来源|资料来源|单位|金额单位)\d*(?:[(（](?:签章|签字|签名|盖章|公章)[)）]|[:：]).*"
    r"|第\s*\d+\s*页.*|共\s*\d+\s*页|(?:数据)?截[至止]\s*\d{4}.*",
    re.DOTALL,
)
_NOTED = frozenset("：:页截（(")  # one of these stands in every note
_LETTERS = _NUMBERING | frozenset("甲乙丙丁ABCD")
_SHARED = frozenset({Dim.TEXT, Dim.TAGS, Dim.TRUTH, Dim.DATE, Dim.NUMBER})  # what several rows may have in common


class Rows(Struct, frozen=True):
    """The rows that hold facts, with their numbers on the sheet."""

    numbers: list[int]
    cells: list[list[Cell]]

    def column(self, number: int) -> list[Cell]:
        """The cells of one column."""
        at = number - 1
        try:
            return [row[at] for row in self.cells]
        except IndexError:
            return [row[at] if at < len(row) else None for row in self.cells]


class Picking:
    """Picks the rows of one table, below its header; heads are the headers of all kinds, which no fact holds."""

    def __init__(self, grid: Grid, header: Header, columns: Columns, heads: frozenset[str], mistakes: Mistakes) -> None:
        self.grid, self.header, self.columns, self.mistakes = grid, header, columns, mistakes
        self.known = heads
        named = columns.get(columns.names.kind.key[0]) if columns.names.kind.key else None
        self.key = named.head.column - 1 if named is not None else -1
        self.used = columns.used
        self.heads = [grid.rows[row - 1] for row in range(header.top, header.bottom + 1)]
        self.listed = columns.names.kind.shape is not Shape.SINGLE  # a total may be the only fact that there is
        self.left_out: dict[str, list[int]] = {}
        self.fresh = True  # no row of facts has come yet

    def rows(self) -> Rows:
        """The rows that hold facts; says which were left out."""
        bottom = self.header.bottom
        uncached = {row for row, column in self.grid.uncached if column in self.used}
        titles = {row.top for row in self.grid.merged if self._is_title(row)}
        numbers, cells = [], []
        for number, row in enumerate(self.grid.rows[bottom:], bottom + 1):
            first = row[0] if row and row[0] != "" else None
            if first is None:
                first = next((cell for cell in row if cell is not None and cell != ""), None)
            if first is None:
                if number not in uncached:
                    continue
            elif type(first) is str or self.key >= 0:
                reason = self._reason(row, first, number in titles)
                self.fresh = self.fresh and bool(reason)
                if reason:
                    self.left_out.setdefault(reason, []).append(number)
                    continue
            numbers.append(number)
            cells.append(row)
        self._tell(numbers)
        self._refuse_second(numbers, cells)
        filled = self._filled(numbers, cells)
        check_total(self.grid, self.columns, numbers, filled, self.left_out.get(_SUMMED, ()), self.mistakes)
        return Rows(numbers, filled)

    def _reason(self, row: Sequence[Cell], first: Cell, title: bool) -> str:
        """Why a row holds no fact; empty where it does."""
        key = row[self.key] if 0 <= self.key < len(row) else first
        if key is None or key == "":
            key = next((cell for cell in row if type(cell) is str and cell), first)
        for cell in (first, key) if self.listed else ():
            if type(cell) is not str or len(cell) > _LONGEST_TOTAL or not ("计" in cell or "总" in cell):
                continue
            if folded(_AROUND.sub("", cell.strip())) in TOTALS:
                return _SUMMED
        if self.fresh and (key in _NUMBERING or _is_numbering(row)):
            return "栏次行"
        if type(key) is str and any(self._same(row, head) for head in self.heads if key in head):
            return "重复的表头"
        if type(first) is str and not _NOTED.isdisjoint(first) and _NOTE.match(first.strip()):
            texts = [cell for cell in row if cell is not None and cell != ""]
            if len(texts) == 1 or all(isinstance(text, str) and _NOTE.match(text.strip()) for text in texts):
                return "表下的注"
        if title and sum(cell is not None and cell != "" for cell in row) == 1:
            return "小标题"
        return ""

    def _refuse_second(self, numbers: Sequence[int], cells: Sequence[Sequence[Cell]]) -> None:
        """Another table below this one: its rows would be taken for rows of this one."""
        at = max(self.key, 0)
        for number, row in zip(numbers, cells, strict=True):
            if at < len(row) and row[at] in self.known:
                texts = [cell for cell in row if cell is not None and cell != ""]
                if 2 * sum(text in self.known for text in texts) > max(len(texts), 2):
                    message = f"这一行像是另一张表的表头（{'、'.join(map(str, texts[:4]))}）"
                    self.mistakes.add(self.grid.at(number), message, "一张工作表只能放一张表，请分成两张工作表。")
                    return

    def _same(self, row: Sequence[Cell], head: Sequence[Cell]) -> bool:
        """Whether a row says what a row of the header says."""
        return [_text(cell) for cell in row if _text(cell)] == [_text(cell) for cell in head if _text(cell)]

    def _is_title(self, span: Span) -> bool:
        """Whether a cell is merged over several columns that are read, as a title within a table is."""
        across = sum(span.left <= column <= span.right for column in self.used)
        return span.top > self.header.bottom and across > 1 and span.top == span.bottom

    def _tell(self, numbers: Iterable[int]) -> None:
        for reason, rows in self.left_out.items():
            self.mistakes.remark(self.grid.at(rows[0]), f"{reason}没有读：{listed(rows)}")
        hidden = sorted(self.grid.hidden_rows.intersection(numbers))
        if hidden:
            self.mistakes.remark(self.grid.at(hidden[0]), f"隐藏的行也读了：{listed(hidden)}")
        for column in sorted(self.grid.hidden_columns.intersection(self.used)):
            self.mistakes.remark(self.grid.at(self.header.bottom, column), "这一列是隐藏的，也读了")

    def _filled(self, numbers: list[int], cells: list[list[Cell]]) -> list[list[Cell]]:
        """The rows with merged cells filled; a figure merged over several rows belongs to none of them."""
        at = {number: index for index, number in enumerate(numbers)} if self.grid.merged else {}
        for span in self.grid.merged:
            inside = [row for row in range(span.top, span.bottom + 1) if row in at]
            across = [column for column in self.columns.fields if span.left <= column.head.column <= span.right]
            across = list({column.head.column: column for column in across}.values())  # one may be read for two kinds
            value = self.grid.cell(span.top, span.left)
            if not inside or span.top not in at or value is None or value == "":
                continue
            if len(across) > 1:
                words = "”“".join(column.field.word for column in across)
                message = f"一个合并的单元格占了“{words}”几列，不知道是哪一列的"
                self.mistakes.add(self.grid.at(span.top, span.left), message, "请取消合并，分别填写。")
            elif across and len(inside) > 1 and across[0].field.dim not in _SHARED:
                message = f"“{across[0].field.word}”的一个数合并占了{len(inside)}行，不知道是哪一行的"
                self.mistakes.add(self.grid.at(span.top, span.left), message, "请取消合并，逐行填写。")
            elif len(inside) > 1 and self.used.intersection(range(span.left, span.right + 1)):
                self._fill(span, [at[row] for row in inside], cells, value)
        return cells

    def _fill(self, span: Span, inside: list[int], cells: list[list[Cell]], value: Cell) -> None:
        """Writes what a merged cell says into each of its rows, in the column where it stands."""
        for index in inside:
            row = [*cells[index], *[None] * (span.left - len(cells[index]))]
            row[span.left - 1] = value
            cells[index] = row


def _is_numbering(row: Sequence[Cell]) -> bool:
    """Whether a row does but number the columns, as 1, 2, 3 or 甲, 乙, 1, 2 under a header."""
    texts = [_text(cell).removesuffix(".0") for cell in row if cell is not None and cell != ""]
    numbers = [int(text) for text in texts if text.isdecimal() and len(text) < 3]
    others = {text for text in texts if not text.isdecimal()}
    return len(numbers) > 1 and numbers == list(range(1, len(numbers) + 1)) and others <= _LETTERS


def _text(cell: Cell) -> str:
    return "".join(cell.split()) if isinstance(cell, str) else "" if cell is None else str(cell)


def listed(rows: Sequence[int]) -> str:
    """第3、5、9行; of many the first ones and how many there are."""
    shown = "、".join(map(str, rows[:5]))
    return f"第{shown}行" if len(rows) <= 5 else f"第{shown}……行，共{len(rows)}行"
