"""What is wrong with a line is said in the words of a line, exactly where it is, with what to do."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from mutating import EDITS, Edit, mutated

from engine.batch.line_reading import read_line
from engine.batch.written import Refusal
from engine.library import Library

LINE = '{"部门": {"名称": "甲局", "年度": 2022, "地区": "广东省"}, "预算收支": {"支出（分）": 12, "总预算（分）": 24}}'


def refused(books: Library, line: str) -> Refusal:
    """What is said of a line."""
    found = read_line(line.encode(), books.book)
    assert isinstance(found, Refusal)
    return found


@pytest.mark.parametrize(
    ("old", "new", "reason", "hint"),
    [
        ("24}}", "24}},", "行末多了一个逗号", "删去行末的逗号"),
        ("24}}", "24}}{", "一个部门写完以后还有多余的内容", "一行只写一个"),
        ('"支出（分）"', "“支出（分）”", "这里的引号是 “，不是半角双引号", '写成 "键": "值"'),
        ('"支出（分）"', "'支出（分）'", "这里的引号是 '，不是半角双引号", '写成 "键": "值"'),
        ("12,", "1.2E+07,", "这里是“1.2E+07”", "科学计数法可能已经丢了后面的数字"),
        ("12,", '"1.2e7",', "这里是“1.2e7”", "请把数写全"),
        ("12,", '"",', "“支出”没有写值", '不知道的连同键一起删去；确实没有的写 "无"。'),
        (', "地区": "广东省"', "", "“部门”缺少“地区”", '请补上 "地区": …'),
        (
            '{"名称": "甲局", "年度": 2022, "地区": "广东省"}',
            '"甲局"',
            "“部门”应是一组键值",
            '写成 "部门": {"字段": 值}',
        ),
    ],
)
def test_a_slip_is_named_where_it_is_and_what_to_do(books: Library, old: str, new: str, reason: str, hint: str) -> None:
    assert isinstance(read_line(LINE.encode(), books.book), Refusal) is False
    line = LINE.replace(old, new)
    assert line != LINE
    found = refused(books, line)
    assert reason in found.reason
    assert hint in found.hint


def test_the_column_is_that_of_the_sign(books: Library) -> None:
    line = LINE.replace('"支出（分）"', "“支出（分）”")
    (column,) = re.findall("第([0-9]+)列", refused(books, line).reason)
    assert line[int(column) - 1] == "“"


@pytest.mark.parametrize("line", [f"[{LINE}]", '"甲"', "12"])
def test_what_is_no_department_is_told_what_one_is(books: Library, line: str) -> None:
    found = refused(books, line)
    assert "一个部门应是一组键值 { … }，这里是" in found.reason
    assert "一行写一个部门" in found.hint


@given(EDITS)
def test_no_one_is_told_to_delete_the_whole_line_or_to_write_yaml(books: Library, edits: list[Edit]) -> None:
    found = read_line(mutated(LINE, edits).encode(errors="replace"), books.book)
    if isinstance(found, Refusal):
        assert not re.search("整行|另起一行|逐行|“- ”|文件末尾", found.reason + found.hint)
