"""The empty workbook filled in as people fill it in: numbers, days, words from lists, blanks, none and zero."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from trees import plain

from engine.intake.grids.opening import open_grids
from engine.intake.handout.asked import asked_for
from engine.intake.handout.workbook import workbook_of
from engine.intake.layout import kinds_of, title_of
from engine.intake.tables.table import tree_of
from engine.library import Library
from engine.mistakes import Mistakes
from engine.reading import dossier_of


class Filled:
    """The empty workbook, to be filled in cell by cell and read."""

    def __init__(self, books: Library, folder: Path) -> None:
        self.book, self.path = books.book, folder / "填好.xlsx"
        mistakes = Mistakes()
        data = workbook_of(None, self.book.vocabulary, self.book.headings, mistakes, asked_for(self.book))
        self.path.write_bytes(data)
        self.sheets: Workbook = load_workbook(self.path)
        self.titles = {
            kind.word: title_of(kind, self.book.headings) for kind in kinds_of(self.book.vocabulary, self.book.headings)
        }

    def field(self, kind: str, word: str, value: Any, source: str = "") -> None:
        """Fills in a field of a kind that there is one fact of."""
        sheet = self.sheets[self.titles[kind]]
        row = next(r for r in range(5, sheet.max_row + 1) if str(sheet.cell(r, 1).value).split("（")[0] == word)
        sheet.cell(row, 2).value = value
        sheet.cell(row, 3).value = source or None

    def row(self, kind: str, **values: Any) -> None:
        """Fills in the next empty row of a list, or the row of a fixed table whose word is given first."""
        sheet, key = self.sheets[self.titles[kind]], next(iter(values.values()))
        head = next(r for r in range(3, 10) if sheet.cell(r, 1).value in self.book.vocabulary.kinds[kind].fields)
        columns = {str(cell.value).split("（")[0]: cell.column for cell in sheet[head]}
        rows = range(head + 1, head + 50)
        at = next(r for r in rows if sheet.cell(r, 1).value in (None, key))
        for word, value in values.items():
            sheet.cell(at, columns[word]).value = value

    def label(self, kind: str, label: str, text: str) -> None:
        """Fills in what stands above a list."""
        sheet = self.sheets[self.titles[kind]]
        row = next(r for r in range(1, 8) if sheet.cell(r, 1).value == label)
        sheet.cell(row, 2).value = text

    def read(self) -> tuple[dict[str, Any], list[str]]:
        """The tree of what was filled in, and what is wrong with it as facts."""
        self.sheets.save(self.path)
        mistakes = Mistakes()
        tree = tree_of(open_grids(self.path, mistakes), self.book.vocabulary, self.book.headings, mistakes)
        if tree is None:
            return {}, [str(mistake) for mistake in mistakes.found]
        dossier_of(tree, self.book.vocabulary, mistakes, str(self.path))
        return plain(tree), [mistake.message for mistake in mistakes.found]


@pytest.fixture
def filled(books: Library, tmp_path: Path) -> Filled:
    found = Filled(books, tmp_path)
    for word, value in (("名称", "甲局"), ("年度", 2022), ("地区", "广东省广州市增城区")):
        found.field("部门", word, value)
    return found


def test_numbers_take_the_unit_of_their_header_and_texts_keep_their_own(filled: Filled) -> None:
    filled.field("预算收支", "年初预算", 1000.5, "决算表1")
    filled.field("预算收支", "支出", "9,695.50万元")
    filled.field("预算收支", "其他收入", 0)
    filled.field("预算收支", "报告执行率", "97%")
    filled.field("预算收支", "执行率分母", "无")
    filled.field("人员", "编制人数", "59")
    filled.field("自评", "得分", "91.40")
    filled.field("自评", "满分", 100)
    tree, wrong = filled.read()
    assert wrong == []
    assert tree["预算收支"] == {
        "年初预算": {"值": "1000.5万元", "出处": "决算表1"},
        "支出": "9,695.50万元",
        "其他收入": "0万元",
        "报告执行率": "97%",
        "执行率分母": "无",
    }
    assert (tree["人员"], tree["自评"]) == ({"编制人数": "59人"}, {"得分": "91.40分", "满分": "100分"})


def test_days_are_read_as_they_are_typed_or_as_the_spreadsheet_keeps_them(filled: Filled) -> None:
    filled.field("部门", "检查日期", datetime.date(2023, 2, 15))
    filled.field("人员", "截止日期", "2022年12月")
    filled.row("项目", 名称="甲", 下达日期=datetime.datetime.fromisoformat("2022-02-10"))
    tree, wrong = filled.read()
    assert wrong == []
    assert (tree["部门"]["检查日期"], tree["人员"]["截止日期"]) == ("2023-02-15", "2022年12月")
    assert tree["项目"] == [{"名称": "甲", "下达日期": "2022-02-10"}]


def test_a_list_is_whole_or_in_part_or_empty_or_was_not_supplied(filled: Filled) -> None:
    filled.row("项目", 名称="甲", 年度预算=1000, 支出=0, 合同付款方式="无", 出处="附表1")
    filled.label("项目", "清单完整", "否")
    filled.label("监控记录", "清单完整", "无")
    filled.row("执行进度", 项目="甲", 截止月份=7, 执行进度="55%")
    tree, wrong = filled.read()
    assert wrong == []
    first = {"名称": "甲", "年度预算": "1000万元", "支出": "0万元", "合同付款方式": "无", "出处": "附表1"}
    assert tree["项目"] == {"清单完整": "否", "条目": [first]}
    assert tree["监控记录"] == "无"
    assert tree["执行进度"] == [{"项目": "甲", "截止月份": "7", "执行进度": "55%"}]
    assert tree.keys() == {"部门", "项目", "监控记录", "执行进度"}


def test_the_rows_of_a_fixed_table_are_found_by_their_words(filled: Filled) -> None:
    filled.row("制度", 主题="自行采购", 状态="已印发", 覆盖="机关科室、下属单位", 印发日期="2020-03-01")
    tree, wrong = filled.read()
    assert wrong == []
    assert tree["制度"] == {"自行采购": {"状态": "已印发", "印发日期": "2020-03-01", "覆盖": ["机关科室", "下属单位"]}}


def test_sheets_that_are_not_needed_may_be_deleted_and_columns_moved(filled: Filled) -> None:
    filled.row("机构", 名称="办公室", 类型="内设科室")
    for title in filled.sheets.sheetnames:
        if title not in (filled.titles["部门"], filled.titles["机构"]):
            del filled.sheets[title]
    filled.sheets[filled.titles["机构"]].move_range("A6:A7", cols=4)
    tree, wrong = filled.read()
    assert wrong == []
    assert tree["机构"] == [{"类型": "内设科室", "名称": "办公室"}]


def test_a_ratio_without_its_sign_is_refused_and_never_guessed(filled: Filled) -> None:
    filled.field("预算收支", "报告执行率", 0.97)
    tree, wrong = filled.read()
    assert "报告执行率" not in tree.get("预算收支", {})
    assert len(wrong) == 1
    assert "报告执行率" in wrong[0]
