"""What looks right in a table and need not be: parts of the row above, titles with sums, columns without a name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from engine.intake.columns import Columns
from engine.intake.grid import Cell, Grid
from engine.intake.header import Header, header_text
from engine.intake.rows import Rows
from engine.mistakes import Mistakes, letters
from engine.nodes import Node
from engine.reading import YEAR
from engine.value_reading import stated
from engine.vocabulary import Shape

_PART = re.compile(r"其中\s*[:：]|其中$|(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)])")
_NAME = "名称"  # what a project or a purchase is called; a problem may well begin with 一、


def check_rows(grid: Grid, header: Header, columns: Columns, rows: Rows, mistakes: Mistakes) -> Node | None:
    """Notes rows and columns that would pass for something they may not be; returns the year that all rows name."""
    year = _all_the_same(grid, columns, rows, mistakes)
    _parts(grid, columns, rows, mistakes)
    _several_under_one(grid, columns, rows, mistakes)
    _nameless(grid, header, columns, rows, mistakes)
    return year


def _all_the_same(grid: Grid, columns: Columns, rows: Rows, mistakes: Mistakes) -> Node | None:
    """Rows of two departments or of two years would be taken for those of one; returns the year of all rows."""
    year = None
    for head in columns.same:
        first = ""
        for row, cell in zip(rows.numbers, rows.column(head.column), strict=True):
            name = header_text(cell).removesuffix("年度").removesuffix("年")
            if name and first and name != first:
                message = f"“{head.text}”一列有“{first}”，又有“{name}”：一个文件只能是一个部门一个年度的"
                mistakes.add(grid.at(row, head.column), message, "请分成几个文件。")
                return None
            if name and not first and YEAR.fullmatch(name):
                year = Node(grid.at(row, head.column), name)
            first = first or name
    return year


def refuse_other_years(years: Iterable[Node], department: Node | None, mistakes: Mistakes) -> None:
    """Notes tables whose rows say that they are of another year than the department's facts."""
    given = department.get("年度") if department is not None else None
    own = (stated(given).text or "").removesuffix("年") if given is not None else ""
    for year in years:
        if YEAR.fullmatch(own) and year.text != own:
            message = f"这张表写的是{year.text}年，部门的年度是{own}年"
            mistakes.add(year.place, message, "请核对是不是拿错了年度的表；年度写错的请改正。")


def _parts(grid: Grid, columns: Columns, rows: Rows, mistakes: Mistakes) -> None:
    """A part of the row above, or a title with the sum of the rows below, would be counted twice."""
    kind = columns.names.kind
    named = columns.get(_NAME) if kind.shape is Shape.LIST and _NAME in kind.key else None
    if named is None:
        return
    number = named.head.column
    for row, cell in zip(rows.numbers, rows.column(number), strict=True):
        if type(cell) is str and cell[:1] in "其一二三四五六七八九十（(" and _PART.match(cell):
            message = f"“{cell.strip()[:20]}”像是分类的标题，或上一行的一部分，算成单独一条会重复"
            hint = "不是单独一条的请删去这一行；是的，请去掉前面的序号或“其中”。"
            mistakes.add(grid.at(row, number), message, hint)


def _several_under_one(grid: Grid, columns: Columns, rows: Rows, mistakes: Mistakes) -> None:
    """A header merged over several columns heads one of them; figures in two of them cannot both be meant."""
    width = max(map(len, rows.cells), default=0)
    for column in columns.fields:
        head = column.head
        for other in range(head.column + 1, min(head.last, width) + 1):
            row = _first(rows, other)
            if row:
                message = f"“{head.text}”的表头占了{head.last - head.column + 1}列，几列都有内容，不知道用哪一列"
                mistakes.add(grid.at(row, other), message, "请给每一列写上列名。")
                break


def _nameless(grid: Grid, header: Header, columns: Columns, rows: Rows, mistakes: Mistakes) -> None:
    """Columns without a header are not read, and what stands in them is not passed over in silence."""
    width = max(map(len, rows.cells), default=0)
    named = {number for head in header.heads for number in range(head.column, min(head.last, width) + 1)}
    bare = [number for number in range(1, width + 1) if number not in named and _first(rows, number)]
    if bare:
        shown = "、".join(map(letters, bare[:5])) + ("……" if len(bare) > 5 else "")
        count = f"，共{len(bare)}列" if len(bare) > 5 else ""
        mistakes.remark(grid.at(header.bottom, bare[0]), f"{shown}列没有列名，没有读{count}")


def _first(rows: Rows, column: int) -> int:
    """The first row with something in a column; 0 where there is none."""
    cells: Sequence[Cell] = rows.column(column)
    return next((row for row, cell in zip(rows.numbers, cells, strict=True) if cell is not None and cell != ""), 0)
