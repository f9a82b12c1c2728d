"""The first sheet of our workbook: how to fill in the others, which there are, how many rules wait for each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from engine.headings import Headings
from engine.intake.layout import COMPLETE, GUIDE, title_of
from engine.paper.sheet import Spreadsheet, height_of, lines_in, put
from engine.value_reading import SOURCE
from engine.vocabulary import NOTHING_WORD, Kind, Shape

_WIDTHS = (24.0, 56.0, 15.0, 40.0)
_HEADS = ("工作表", "登记什么", "用到它的规则", "通常由谁提供")
_HOW = (
    (
        "三种写法，意思不同",
        f"空着＝不知道（没有提供），列入资料缺口，不会当作没有；“{NOTHING_WORD}”＝看过了，确实没有；0＝有这一项，数额是零。",
    ),
    (
        "金额",
        "只写数字，单位照表头（万元）；单位不同、有约数、末尾的零要保留的，连单位写：126.67元、380余万元、9,695.50万元。",
    ),
    ("比率、日期、个数", "比率带百分号，如 92.97%。日期如 2022-08-31，只知道月份的写 2022年8月。个数写 17 或 17个。"),
    ("选择", "有下拉清单的从清单里选。可以写几项的，用顿号隔开，如 机关科室、下属单位。"),
    (
        COMPLETE,
        f"写在清单上方：全部列出写“是”，只列出一部分写“否”，一条也没有写“{NOTHING_WORD}”；整张表空着是没有提供。",
    ),
    (SOURCE, "数字写在原件的哪一处，如 自评报告 二（三）。不写的，检查结果里注明它在本工作簿的哪一格。"),
    (
        "可以改动的",
        "用不着的工作表可以删去，行列可以增减、排序，次序不限。表头的名称、工作表的名称不要改。不要写公式。",
    ),
    ("填好以后", "检查有没有写错：cli.py lint 文件名.xlsx　检查绩效：cli.py check 文件名.xlsx"),
)


def write_guide(
    paper: Spreadsheet,
    title: str,
    kinds: Sequence[Kind],
    headings: Headings,
    rules: Mapping[str, int],
    colours: Mapping[str, str],
) -> None:
    """Adds the sheet; `rules` says how many rules read each kind (empty: not said), colours are by part."""
    sheet = paper.sheet(GUIDE, _WIDTHS, landscape=False)
    sheet.fit_to_pages(1, 1)
    paper.title(sheet, title)
    for row, (word, text) in enumerate(_HOW, 1):
        put(sheet, row, 0, word, paper.form("plain", bold=True))
        _across(sheet, row, 1, text, paper.form("plain"))
        sheet.set_row(row, height_of(lines_in(text, sum(_WIDTHS[1:]))))
    row = len(_HOW) + 2
    for column, head in enumerate(_HEADS):
        put(sheet, row, column, head, paper.form("head"))
    sheet.set_row(row, 24)
    for part in dict.fromkeys(kind.part for kind in kinds):
        row += 1
        _across(sheet, row, 0, part, paper.form("text", bg_color=colours[part], bold=True))
        sheet.set_row(row, 19)
        for kind in (kind for kind in kinds if kind.part == part):
            row += 1
            _line(paper, sheet, row, kind, headings, rules)
    sheet.activate()
    sheet.set_first_sheet()


def _across(sheet: Any, row: int, first: int, text: str, form: Any) -> None:
    """Writes a text across all columns from the given one on."""
    sheet.merge_range(row, first, row, len(_WIDTHS) - 1, "", form)
    put(sheet, row, first, text, form)


def _line(paper: Spreadsheet, sheet: Any, row: int, kind: Kind, headings: Headings, rules: Mapping[str, int]) -> None:
    """One sheet: a link to it, what it is for, how many rules read it, who usually has the papers."""
    name = title_of(kind, headings)
    link = paper.form("text", font_color="#1F4E79", underline=1)
    sheet.write_url(row, 0, f"internal:'{name}'!A1", link, name)
    count = rules.get(kind.word, 0)
    needed = "必填" if kind.required and kind.shape is Shape.SINGLE else f"{count}条" if count else ""
    texts = (kind.about, needed, headings.supplier(kind.word))
    for column, text in enumerate(texts, 1):
        put(sheet, row, column, text, paper.form("centre" if column == 2 else "text"))
    sheet.set_row(row, height_of(max(map(lines_in, (name, *texts), _WIDTHS))))
