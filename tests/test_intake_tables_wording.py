"""Cells to days, counts and words: however they are written where they can mean one thing only."""

from __future__ import annotations

from datetime import date, datetime
from math import inf
from typing import Any

import pytest
from tables import column, grid, headings, read, refused

from engine.notation import read_quantity
from engine.quantity import Dim

# Days


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (date(2022, 8, 31), "2022-08-31"),
        (datetime(2022, 8, 31), "2022-08-31"),  # noqa: DTZ001
        (44804, "2022-08-31"),
        (44804.0, "2022-08-31"),
        (20220831, "2022-08-31"),
        (202208, "2022年8月"),
        (2022, "2022年"),
        (2022.0, "2022年"),
        ("2022-08-31", "2022-08-31"),
        ("2022.8.31", "2022-8-31"),
        ("2022/8/31", "2022-8-31"),
        ("２０２２．８．３１", "2022-8-31"),
        ("2022年8月31日", "2022年8月31日"),
        ("2022 年 8 月 31 日", "2022 年 8 月 31 日"),
        ("2022年8月31号", "2022年8月31日"),
        ("20220831", "2022-08-31"),
        ("2022-08-31 00:00:00", "2022-08-31"),
        ("2022年8月", "2022年8月"),
        ("2022.8", "2022-8"),
        ("无", "无"),
    ],
)
def test_days_are_read_however_they_are_written(cell: Any, text: str) -> None:
    assert column("下达日期", cell) == [text]
    assert text == "无" or read_quantity(text, Dim.DATE)


@pytest.mark.parametrize("cell", [2022.8, 44804.5, 7, 1234567, inf, datetime(2022, 8, 31, 9, 30)])  # noqa: DTZ001
def test_numbers_that_are_no_certain_day_are_refused(cell: Any) -> None:
    assert len(refused([["项目名称", "下达日期"], ["甲", cell]])) == 1


def test_a_bare_number_is_counted_from_the_day_of_its_workbook() -> None:
    rows = [["项目名称", "下达日期"], ["甲", 44804 - 1462]]
    assert read(grid(rows, since_1904=True))[0]["项目"][0]["下达日期"] == "2022-08-31"
    assert read(grid(rows))[0]["项目"][0]["下达日期"] == "2018-08-30"


# Counts, scores, years, words


def test_counts_and_scores_have_but_one_unit() -> None:
    rows = [["编制人数", "实有人数", "雇聘人数"], [59.0, "52", "6名"]]
    assert read(grid(rows, "人员"))[0]["人员"] == {"编制人数": "59人", "实有人数": "52人", "雇聘人数": "6名"}
    assert read(grid([["得分", "满分"], [91.41, 100.0]], "自评"))[0]["自评"] == {"得分": "91.41分", "满分": "100分"}


@pytest.mark.parametrize("cell", [2022, 2022.0, "2022", "2022.0"])
def test_a_year_is_a_year_however_it_is_stored(cell: Any) -> None:
    rows = [["部门名称", "年度", "地区"], ["甲", cell, "广东省"]]
    assert read(grid(rows, "部门概况"))[0]["部门"]["年度"] == "2022"


def test_a_bare_number_of_any_dimension_needs_its_unit() -> None:
    rows = [["指标名称", "实际完成值", "计量单位"], ["甲", 35, None], ["乙", 35, "个"]]
    assert read(grid(rows, "指标"))[1] == ["B2 “实际值”的数没有单位"]


def test_a_bound_is_taken_for_its_figure_and_said_so() -> None:
    rows = [["指标", "位置", "值", "计量单位"], ["甲", "申报表", "≥50", "个"]]
    found, mistakes, remarks = read(grid(rows, "目标"))
    assert (found["目标"][0]["值"], mistakes, remarks) == ("50个", [], ["C2 “值”写着比较符号，取了界限数"])


@pytest.mark.parametrize(
    "cell", ["机关科室、下属单位", "机关科室，下属单位", "机关科室;下属单位", "机关科室\n下属单位"]
)
def test_several_words_may_be_parted_in_several_ways(cell: str) -> None:
    rows = [["主题", "状态", "覆盖"], ["政府采购", "已印发", cell]]
    assert read(grid(rows, "制度"))[0]["制度"]["政府采购"]["覆盖"] == ["机关科室", "下属单位"]


def test_yes_and_no_may_be_logical_values_but_no_ticks_unless_declared() -> None:
    rows = [["截止日期", "编报年报"], ["2022-12-31", True]]
    assert read(grid(rows, "资产"))[0]["资产"]["编报年报"] == "是"
    rows[1][1] = "√"
    assert read(grid(rows, "资产"))[0]["资产"]["编报年报"] == "√"
    assert read(grid(rows, "资产"), headings=headings("符号: {√: 是}"))[0]["资产"]["编报年报"] == "是"


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("园区\n改造", "园区改造"),
        ("园区 \r\n 改造", "园区改造"),
        ("5G\nPlus", "5G Plus"),
        ("园区 改造", "园区 改造"),
        ("\u200b园区改造\ufeff", "园区改造"),
        (2022.0, "2022"),
    ],
)
def test_names_stand_on_one_line_without_what_nobody_sees(cell: Any, text: str) -> None:
    assert read(grid([["项目名称", "支出（元）"], [cell, 1]]))[0]["项目"][0]["名称"] == text


def test_signs_that_turn_a_text_around_are_refused() -> None:
    assert refused([["项目名称"], ["甲\u202e乙"]]) == ["A2 “名称”里有看不见的字符（U+202E）"]


def test_words_of_a_closed_list_are_known_with_spaces_in_them() -> None:
    assert column("性质", "经 常 性", "阶段性\n") == ["经常性", "阶段性"]
