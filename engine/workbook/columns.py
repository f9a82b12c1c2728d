"""The sheets of the workbook and their columns: what each holds, how wide it is, which words it may hold."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from msgspec import Struct

ABOUT, PARAMETERS, LADDERS, WAIVERS, CASES = "说明", "参数", "阶梯", "豁免", "用例"
OPTIONS, BASELINE = "选项", "原样"  # hidden: the words of the lists; what was exported, so that changes can be told
ID = "编号（勿改）"
FROM_SIDE, TO_SIDE = "自含否", "至含否"
RESULT = "实际结果"
SHARED = ("说明", "阶梯")  # said once for all rows of a parameter


class Sort(StrEnum):
    """What the cells of a column hold."""

    TEXT = "text"
    FIGURE = "figure"  # a number with its unit
    DATE = "date"
    YEAR = "year"
    TREE = "tree"  # YAML in one cell
    LIST = "list"  # words with 、 between them
    SHOWN = "shown"  # filled in by the engine, not read back


class Column(Struct, frozen=True):
    """A column: `options` names its list of words; other words are let through unless it is `closed`."""

    title: str
    width: int = 12
    about: str = ""
    sort: Sort = Sort.TEXT
    options: str = ""
    closed: bool = False
    needed: bool = False


class Sheet(Struct, frozen=True):
    """A table of the workbook: `owner` names the columns that say to what in the files a row belongs.

    `key` and `chosen` (fields by which rows of parameters are chosen) name the columns that tell its rows apart.
    """

    title: str
    columns: tuple[Column, ...]
    owner: tuple[str, ...]
    key: tuple[str, ...]
    chosen: tuple[str, ...] = ()

    @property
    def titles(self) -> tuple[str, ...]:
        """The titles of all columns that are read back."""
        return tuple(column.title for column in self.columns if column.sort is not Sort.SHOWN)

    def column(self, title: str) -> Column:
        """The column with a title; raises StopIteration."""
        return next(column for column in self.columns if column.title == title)


_NAME = Column("参数", 22, "参数的名称，规则里用它。同一参数可以有几行。", needed=True)
_ABOUT = Column("说明", 36, "这个参数是什么意思。属于整个参数：改一行即可，各行一起变。")
_REGION = Column("地区", 22, "自省级写起；不写就是全国。", options="地区")
_START = Column("起", 12, "自哪一天起，如 2022-01-01；不写就是一直。", Sort.DATE)
_END = Column("止", 12, "到哪一天止（当天仍有效）。", Sort.DATE)
_VALUE = "数字带单位，如 60%、1000万元（含）、5个百分点、30日"
_CHECKS = (
    Column("依据", 40, "这个取值从哪里来。", needed=True),
    Column("核对", 8, "有没有人对照原文核过：已核或待核。", options="核对", closed=True, needed=True),
    Column("核对日期", 12, "哪一天核的，如 2026-11-23。", Sort.DATE),
    Column("备注", 26, "这一行的说明。"),
)


def parameters(words: Iterable[str]) -> Sheet:
    """The sheet of parameters; `words` are the fields by which rows are chosen."""
    chosen = _chosen(words)
    value = Column("值", 18, f"{_VALUE}。", Sort.FIGURE, needed=True)
    columns = (_NAME, _ABOUT, _REGION, *chosen, _START, _END, value, *_CHECKS)
    return Sheet(PARAMETERS, columns, ("参数",), ("参数", "地区", "起"), tuple(c.title for c in chosen))


def ladders(words: Iterable[str]) -> Sheet:
    """The sheet of ladders: a row is a step."""
    chosen = _chosen(words)
    columns = (
        _NAME,
        _ABOUT,
        Column("阶梯", 10, "按什么查：比率、金额、个数……属于整个参数。", options="阶梯", closed=True, needed=True),
        _REGION,
        *chosen,
        _START,
        _END,
        Column("自", 12, "这一档从哪里起，带单位；不写就是没有下限。", Sort.FIGURE),
        Column(FROM_SIDE, 8, "恰好等于“自”的算不算这一档：含或不含。", options="含否", closed=True),
        Column("至", 12, "这一档到哪里止，带单位；不写就是没有上限。", Sort.FIGURE),
        Column(TO_SIDE, 8, "恰好等于“至”的算不算这一档：含或不含。", options="含否", closed=True),
        Column("值", 14, "这一档是什么：带单位的数字，或者一个词。", needed=True),
        *_CHECKS,
    )
    key = ("参数", "地区", "起", "自", FROM_SIDE, "至")
    return Sheet(LADDERS, columns, ("参数",), key, tuple(c.title for c in chosen))


def _chosen(words: Iterable[str]) -> list[Column]:
    about = "按对象自己的“{}”取行；不写就是都可以。"
    return [Column(word, 12, about.format(word), options=word, closed=True) for word in words]


WAIVER_SHEET = Sheet(
    WAIVERS,
    (
        Column("部门", 34, "事实文件里的部门名称。", options="部门", needed=True),
        Column("年度", 8, "评价年度，四位数。", Sort.YEAR, needed=True),
        Column("规则", 12, "规则编号。", options="规则", closed=True, needed=True),
        Column("对象", 24, "照检查结果里印出的名称写。", needed=True),
        Column("理由", 44, "", needed=True),
        Column("批准", 20, "谁批准的。", needed=True),
        Column("到期", 12, "当天仍有效，如 2023-06-30。", Sort.DATE, needed=True),
        Column("出处", 24, "写在哪里，可以不写。"),
    ),
    ("部门", "年度"),
    ("部门", "年度", "规则", "对象", "到期"),
)
CASE_SHEET = Sheet(
    CASES,
    (
        Column("规则", 11, "规则编号。", options="规则", closed=True, needed=True),
        Column("规则名称", 24, "程序填写，改了不起作用。", Sort.SHOWN),
        Column("名称", 34, "一句话说明这个用例验证什么。", needed=True),
        Column("年度", 8, "评价年度，四位数。", Sort.YEAR, needed=True),
        Column("地区", 22, "用到地区参数时要写。", options="地区"),
        Column("先有问题", 26, "别的规则已经发现的问题，如 [{规则: 编号, 对象: 甲}]。", Sort.TREE),
        Column("事实", 62, "写法与事实文件相同，部门的名称、年度、地区不必写。", Sort.TREE),
        Column("结果", 22, "应有的判定；多个对象写 {甲: 发现问题, 乙: 不适用}。", Sort.TREE, "结果", needed=True),
        Column("级别", 8, "发现问题时应有的严重程度。", options="级别", closed=True),
        Column("文字", 40, "报告的段落应含的话。"),
        Column("缺少", 22, "无法判定时应点出的缺口，用顿号隔开。", Sort.LIST),
        Column(RESULT, 40, "程序填写：用参照求值器运行的结果。改了不起作用。", Sort.SHOWN),
    ),
    ("规则",),
    ("规则", "名称"),
)


def key_of(sheet: Sheet, cells: dict[str, str]) -> str:
    """The stable key that ties a row to its place in the files: readable, and the same at every export."""
    said = [cells.get(title, "") for title in sheet.key]
    # A column for another field may come at any time: only the words that are there count.
    chosen = [f"{title}={cells[title]}" for title in sheet.chosen if cells.get(title)]
    return "｜".join([*said, *chosen]).rstrip("｜")
