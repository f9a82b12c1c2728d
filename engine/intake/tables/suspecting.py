"""What looks right in a table and need not be: parts of the row above, titles with sums, columns without a name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from engine.headings import folded
from engine.intake.grids.grid import Cell, Grid
from engine.intake.layout import COMPLETE, labelled
from engine.intake.tables.columns import Columns
from engine.intake.tables.header import Header, header_text
from engine.intake.tables.rows import Rows, listed
from engine.mistakes import Mistakes, Place, letters
from engine.nodes import Node
from engine.reading import YEAR
from engine.value_reading import stated
from engine.vocabulary import NOTHING_WORD, Shape

YEAR_FIELD = "年度"  # of a department
Years = tuple[Node, ...]  # that one table names

# 2021年度项目支出表 is of a year; 截至2021年8月, 2019年以来 and 2020-2022年 are not.
_OF_YEAR = re.compile(
    r"(?<![0-9至到~-])(20[0-9]{2})年(?!(?:底|末|初|[0-9]|以来|以后|以前|起|至|到|[-~—、和及]|[一二三四五六七八九十]{1,2}月))"
)
_TITLE_CELLS, _LONGEST_TITLE = 2, 40  # in the row of a title, with the unit beside it; characters
_PART = re.compile(r"其中\s*[:：]|其中$|(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)])")
_EXAMPLE = re.compile(r"[（(]?(?:示例|样例|例如|例)(?:[)）:：]|$)")
_NONE_AT_ALL = re.compile(
    r"(?:本年度?|当年|全年|20[0-9]{2}年度?|本部门|我局)(?:内|度)?(?:没有|无|未)|(?:无|没有|暂无|无此项|未发生|未开展)$"
)
_INDENT = 2  # a full-width blank, or two others: one alone is a slip of the keyboard
_SUMS = ("合计", "小计", "总计", "合计数", "小计数")
_NAME = "名称"  # what a project or a purchase is called; a problem may well begin with 一、


def check_rows(grid: Grid, header: Header, columns: Columns, rows: Rows, mistakes: Mistakes) -> Node | None:
    """Notes rows and columns that would pass for something they may not be; returns the year that all rows name."""
    year = _all_the_same(grid, columns, rows, mistakes)
    _parts(grid, columns, rows, mistakes)
    _only_named(grid, columns, rows, mistakes)
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
                mistakes.add(grid.at(row, head.column), message, "请分成几个文件；写的是科室的，请改列名。")
                return None
            if name and not first and YEAR.fullmatch(name):
                year = Node(grid.at(row, head.column), name)
            first = first or name
    return year


def years_above(grid: Grid, top: int, title: str) -> Years:
    """The years that the title of a sheet, or what stands like a title above its table, says that it is of."""
    found = [(grid.place, title)]
    for row, cells in enumerate(grid.rows[: top - 1], 1):
        written = [(column, cell) for column, cell in enumerate(cells, 1) if isinstance(cell, str) and cell.strip()]
        if len(written) <= _TITLE_CELLS and not labelled(written[0][1] if written else "")[0]:
            found += [(grid.at(row, column), cell) for column, cell in written if len(cell) <= _LONGEST_TITLE]
    return years_in(found)


def years_in(texts: Iterable[tuple[Place, str]]) -> Years:
    """The years that texts say something is of, each at the place of its text."""
    return tuple(Node(place, year) for place, text in texts for year in _OF_YEAR.findall(folded(text)))


def refuse_other_years(told: Iterable[Years], department: Node | None, mistakes: Mistakes) -> Node | None:
    """Notes tables that say they are of another year than the department's facts, or than each other.

    Returns the year that all of them may be of; None where none is told.
    """
    given = department.get(YEAR_FIELD) if department is not None else None
    known = (
        stated(given)
        if given is not None
        else next((years[0] for years in told if len({year.text for year in years}) == 1), None)
    )
    own = (known.text or "").removesuffix("年") if known is not None else ""
    for years in told if YEAR.fullmatch(own) else ():
        if years and own not in {year.text for year in years}:
            whose = "部门的年度" if given is not None else "另一张表"
            message = f"这张表写的是{years[0].text}年，{whose}是{own}年"
            mistakes.add(years[0].place, message, "请核对是不是拿错了年度的表；年度写错的请改正。")
    return known


def _parts(grid: Grid, columns: Columns, rows: Rows, mistakes: Mistakes) -> None:
    """A part of the row above, or a title with the sum of the rows below, would be counted twice."""
    kind = columns.names.kind
    named = columns.get(_NAME) if kind.shape is Shape.LIST and _NAME in kind.key else None
    if named is None:
        return
    number = named.head.column
    _indented(grid, rows, number, mistakes)
    for row, cell in zip(rows.numbers, rows.column(number), strict=True):
        if type(cell) is not str:
            continue
        name = cell.strip()
        if name[:1] in "其一二三四五六七八九十（(" and _PART.match(name):
            message = f"“{name[:20]}”像是分类的标题，或上一行的一部分，算成单独一条会重复"
            hint = "不是单独一条的请删去这一行；是的，请去掉前面的序号或“其中”。"
            mistakes.add(grid.at(row, number), message, hint)
        elif _EXAMPLE.match(name):
            mistakes.add(grid.at(row, number), f"“{name[:20]}”像是填写的示例", "请删去这一行；不是的，请改一个名称。")
        elif _NONE_AT_ALL.match(name):
            message = f"“{name[:20]}”像是说没有，会当作一条"
            hint = f"确实一条也没有的，删去这一行，在表头上方写“{COMPLETE}”，右边写“{NOTHING_WORD}”。"
            mistakes.add(grid.at(row, number), message, hint)
        elif name.endswith(_SUMS):
            message = f"“{name[:20]}”像是合计行，算成单独一条会重复"
            mistakes.add(grid.at(row, number), message, "请删去这一行；是单独一条的，请改一个名称。")


def _only_named(grid: Grid, columns: Columns, rows: Rows, mistakes: Mistakes) -> None:
    """Rows of a list that say nothing but a name, as others do not, may be titles within it, notes or signatures."""
    if columns.names.kind.shape is not Shape.LIST:
        return
    used = [column.head.column - 1 for column in columns.fields]
    said = [sum(at < len(row) and row[at] not in (None, "") for at in used) for row in rows.cells]
    bare = [number for number, count in zip(rows.numbers, said, strict=True) if count == 1]
    if bare and len(bare) < len(said):
        message = f"只有一格有内容的行也读了：{listed(bare)}；是小标题、注或签字的，请删去"
        mistakes.remark(grid.at(bare[0]), message)


def _indented(grid: Grid, rows: Rows, number: int, mistakes: Mistakes) -> None:
    """Names that begin further to the right than others are parts of what stands above them."""
    depths = [
        (_depth(cell), row, cell)
        for row, cell in zip(rows.numbers, rows.column(number), strict=True)
        if isinstance(cell, str) and cell.strip()
    ]
    least = min((depth for depth, _, _ in depths), default=0)
    deeper = [(row, cell) for depth, row, cell in depths if depth >= least + _INDENT]
    if deeper:
        row, cell = deeper[0]
        count = f"（这样的共{len(deeper)}行）" if len(deeper) > 1 else ""
        message = f"“{cell.strip()[:20]}”前面空了格，像是上面一行的一部分，算成单独一条会重复{count}"
        mistakes.add(grid.at(row, number), message, "不是单独一条的请删去；是的，请删去名称前面的空格。")


def _depth(cell: str) -> int:
    """How far a text is indented; a full-width blank is as wide as two others."""
    return sum(2 if sign == "\u3000" else 1 for sign in cell[: len(cell) - len(cell.lstrip())])


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
    for span in grid.merged:  # 序号 beside a header of two rows, of which only the second says something
        passed = folded(header_text(grid.cell(span.top, span.left))) in columns.names.ignored
        if passed and span.top < header.top and span.bottom >= header.bottom:
            named.update(range(span.left, min(span.right, width) + 1))
    bare = [number for number in range(1, width + 1) if number not in named and _first(rows, number)]
    if bare:
        shown = "、".join(map(letters, bare[:5])) + ("……" if len(bare) > 5 else "")
        count = f"，共{len(bare)}列" if len(bare) > 5 else ""
        mistakes.remark(grid.at(header.bottom, bare[0]), f"{shown}列没有列名，没有读{count}")


def _first(rows: Rows, column: int) -> int:
    """The first row with something in a column; 0 where there is none."""
    cells: Sequence[Cell] = rows.column(column)
    return next((row for row, cell in zip(rows.numbers, cells, strict=True) if cell is not None and cell != ""), 0)
