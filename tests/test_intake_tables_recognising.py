"""Which kind of facts a sheet holds, and what it tells of others: by title, by columns, or not at all."""

from __future__ import annotations

import pytest
from tables import grid, read, refused

from engine.headings import Headings

HEAD = ["项目名称", "年度预算（万元）", "支出（万元）"]
ROW = ["甲", 1000.0, 900.5]
FACT = {"名称": "甲", "年度预算": "1000万元", "支出": "900.5万元"}

# Which kind a sheet is


@pytest.mark.parametrize(
    "title", ["项目清单", "项目", "项目 清单", "项目支出明细", "表1 项目清单", "项目清单(2)", "1.项目清单"]
)
def test_a_sheet_is_known_by_its_title(title: str) -> None:
    found, wrong, _ = read(grid([HEAD, ROW], title))
    assert (list(found), wrong) == (["项目"], [])


def test_a_sheet_is_known_by_its_columns() -> None:
    found, wrong, _ = read(grid([["采购项目名称", "采购方式", "合同签订日期"], ["甲", "询价", "2022-01-01"]], "Sheet1"))
    assert (list(found), wrong) == (["采购"], [])


def test_columns_that_fit_two_kinds_are_not_guessed_from() -> None:
    found, wrong, remarks = read(
        grid([["名称", "年度预算", "支出"], ["甲", "1元", "2元"]], "Sheet1"), grid([HEAD, ROW])
    )
    assert (found["项目"], wrong) == ([FACT], [])
    assert remarks == [" 没有读：从列名看不出是哪一种资料，请把工作表改名为“工作领域”或“项目清单”"]


def test_the_title_above_the_table_settles_it() -> None:
    rows = [["项目清单"], ["名称", "年度预算", "支出"], ["甲", "1元", "2元"]]
    assert list(read(grid(rows, "Sheet1"))[0]) == ["项目"]


def test_a_list_of_projects_does_not_pass_for_the_budget_of_the_department() -> None:
    rows = [["单位：元"], ["项目的名字", "年初预算数", "全年预算数", "全年执行数"], ["甲", 11, 12, 13]]
    found, wrong, _ = read(grid(rows, "Sheet1"))
    assert found == {}
    assert wrong == [" 没有一张表认得出是什么资料（Sheet1）"]


def test_a_sheet_nobody_knows_is_named_and_left_out() -> None:
    found, wrong, remarks = read(grid([HEAD, ROW]), grid([["甲", "乙"], [1, 2]], "通讯录"))
    assert (list(found), wrong, remarks) == (["项目"], [], [" 没有读：认不出是什么资料"])


@pytest.mark.parametrize("title", ["说明", "填表说明", "目录"])
def test_sheets_that_explain_are_passed_over(title: str) -> None:
    assert read(grid([HEAD, ROW]), grid([["填表请注意"]], title), grid([], "Sheet3"))[1:] == ([], [])


def test_a_file_of_which_no_sheet_is_known_is_a_mistake() -> None:
    assert read(grid([["甲"]], "一"), grid([["乙"]], "二"))[1] == [" 没有一张表认得出是什么资料（一、二）"]


def test_two_sheets_of_one_kind_are_joined() -> None:
    found, wrong, _ = read(grid([HEAD, ROW]), grid([HEAD, ["乙", 11, 12]], "项目支出"))
    assert ([item["名称"] for item in found["项目"]], wrong) == (["甲", "乙"], [])


def test_rows_of_two_departments_are_never_mixed() -> None:
    rows = [["主管部门", *HEAD], ["甲局", *ROW], ["甲局", "乙", 1, 2], ["乙局", "丙", 1, 2]]
    assert refused(rows) == ["A4 “主管部门”一列有“甲局”，又有“乙局”：一个文件只能是一个部门一个年度的"]


def test_the_kind_that_an_unknown_sheet_may_be_meant_for_is_told() -> None:
    columns = ["项目名称", "项目类别", "股室", "批复", "调整数", "全年预算数", "执行数", "结转数"]
    remarks = read(grid([columns, ["甲", *[None] * 4, 1, 1, 0]], "Sheet1"), grid([HEAD, ROW]))[2]
    assert remarks == [" 没有读：认不出是什么资料，工作表的名称是否想写“项目清单”？"]


TOLD = "都在这里的，请在“目标值”表的“清单完整”写“是”，不用再抄一遍"
TARGETS = ["指标", "位置", "值"]
MEASURED = [["指标名称", "指标值"], ["企业数", "20个"]]


@pytest.mark.parametrize(("flag", "whole"), [("是", "是"), ("否", "否"), (None, "否")])
def test_whoever_knows_that_facts_found_beside_are_all_need_not_copy_them(flag: str | None, whole: str) -> None:
    own = grid([["清单完整", flag], TARGETS], "目标值")
    for sheets in ([grid(MEASURED, "绩效指标"), own], [own, grid(MEASURED, "绩效指标")]):
        found, wrong, _ = read(*sheets)
        assert wrong == []
        rows = [{"指标": "企业数", "值": "20个", "位置": "绩效指标"}]
        assert found["目标"] == (rows if whole == "是" else {"清单完整": "否", "条目": rows})


def test_facts_of_another_kind_may_stand_in_columns_beside() -> None:
    rows = [
        ["指标名称", "计算符号", "指标值", "实际完成值", "计量单位"],
        ["企业数", "≥", 20, 35, "个"],
        ["增长率", "≥", "10%", "2.5%", "/"],
        ["满意度", "定性", None, None, None],
    ]
    found, wrong, remarks = read(grid(rows, "绩效指标"))
    assert wrong == []
    assert remarks == ["第1行 “指标值”一列读作“目标”，按清单不完整处理：别处可能还有；" + TOLD]
    assert found["指标"] == [
        {"名称": "企业数", "方向": "越大越好", "实际值": "35个"},
        {"名称": "增长率", "方向": "越大越好", "实际值": "2.5%"},
        {"名称": "满意度", "方向": "定性"},
    ]
    assert found["目标"] == {
        "清单完整": "否",
        "条目": [
            {"指标": "企业数", "值": "20个", "位置": "绩效指标"},
            {"指标": "增长率", "值": "10%", "位置": "绩效指标"},
        ],
    }


def test_a_figure_of_another_kind_merged_over_rows_belongs_to_none() -> None:
    rows = [["指标名称", "指标值", "计量单位"], ["甲", 20, "个"], ["乙", None, "个"]]
    said = "B2 “值”的一个数合并占了2行，不知道是哪一行的"
    assert read(grid(rows, "绩效指标", (2, 2, 3, 2)))[1] == [said]


def test_no_headings_at_all_leave_our_own_words() -> None:
    found, wrong, _ = read(grid([["名称", "支出（元）"], ["甲", 1]], "项目"), headings=Headings())
    assert (found, wrong) == ({"项目": [{"名称": "甲", "支出": "1元"}]}, [])


@pytest.mark.parametrize("years", [(2021, 2022.0), ("2021年", "2022年")])
def test_rows_of_two_years_are_never_mixed(years: tuple[object, object]) -> None:
    rows = [["预算年度", *HEAD], [years[0], *ROW], [years[1], "乙", 1, 2]]
    assert refused(rows) == ["A3 “预算年度”一列有“2021”，又有“2022”：一个文件只能是一个部门一个年度的"]
    rows[2][0] = "2021年度" if isinstance(years[0], str) else "2021年"
    assert refused(rows) == []


def test_sheets_of_two_years_are_never_joined() -> None:
    one, two = grid([HEAD, ROW], "2021年项目"), grid([HEAD, ["乙", 11, 12]], "2022年项目")
    assert read(one, two)[1] == [" 这张表写的是2022年，另一张表是2021年"]


def test_a_second_table_below_the_first_is_refused() -> None:
    rows = [HEAD, ROW, [], ["采购项目名称", "采购方式", "合同签订日期"], ["打印机", "询价", "2022-01-01"]]
    assert "第4行 这一行像是另一张表的表头（采购项目名称、采购方式、合同签订日期）" in refused(rows)


def test_one_line_of_a_breakdown_does_not_pass_for_the_whole_department() -> None:
    rows = [["单位：元"], ["科目", "年初预算数", "全年预算数"], ["教育支出", 1, 2], ["合计", 1, 2]]
    assert read(grid(rows, "预算收支"))[1] == ["第4行 “预算收支”只能有一行，这里有2行"]


@pytest.mark.parametrize("title", ["2022年机构", "2022年度机构设置", "表3 2022年机构", "机构（2022年）", "3、机构"])
def test_the_title_of_a_sheet_may_have_a_number_and_a_year(title: str) -> None:
    assert read(grid([["名称"], ["甲"]], title))[0]["机构"] == [{"名称": "甲"}]
