"""What looks right and need not be: parts of rows, sums by other names, tables of another year, nameless columns."""

from __future__ import annotations

import pytest
from tables import grid, projects, read, refused

HEAD = ["项目名称", "年度预算（万元）", "支出（万元）"]
ROW = ["甲", 1000.0, 900.5]


@pytest.mark.parametrize("name", ["其中：中央资金", "其中: 甲", "一、本级项目", "（二）上级项目"])
def test_a_part_of_the_row_above_is_no_project_of_its_own(name: str) -> None:
    assert refused([HEAD, ROW, [name, 11, 12]]) == [f"A3 “{name}”像是分类的标题，或上一行的一部分，算成单独一条会重复"]


@pytest.mark.parametrize("name", ["其他项目", "一级公路", "三公经费", "十四五规划编制", "（补贴）贷款"])
def test_a_name_that_only_begins_like_a_title_is_a_project(name: str) -> None:
    assert refused([HEAD, ROW, [name, 11, 12]]) == []


def test_the_problems_of_a_report_may_be_numbered_like_titles() -> None:
    rows = [["序号", "摘要"], ["（一）", "一、预算执行率偏低"]]
    assert read(grid(rows, "存在问题"))[1] == []


def test_figures_in_two_columns_under_one_header_are_refused() -> None:
    rows = [["项目名称", "支出（元）", None], ["甲", 11, 12]]
    said = "C2 “支出（元）”的表头占了2列，几列都有内容，不知道用哪一列"
    assert refused(rows, (1, 2, 1, 3)) == [said]


def test_a_column_without_a_name_is_not_passed_over_in_silence() -> None:
    assert read(grid([[*HEAD, None], [*ROW, "急"]]))[2] == ["D1 D列没有列名，没有读"]


def test_a_table_of_another_year_than_the_department_is_refused() -> None:
    own = grid([["部门名称", "年度", "地区"], ["甲局", 2022, "广东省"]], "部门概况")
    rows = [["预算年度", *HEAD], ["2021年", *ROW]]
    assert read(own, grid(rows))[1] == ["A2 这张表写的是2021年，部门的年度是2022年"]
    assert read(own, grid([rows[0], [2022.0, *ROW]]))[1] == []
    problems = grid([["年度", "摘要", "主题"], [2021, "甲", "预算执行"]], "上年问题")
    assert read(own, problems)[1] == []


OWN = grid([["部门名称", "年度", "地区"], ["甲局", 2022, "广东省"]], "部门概况")


@pytest.mark.parametrize("title", ["2021年度项目支出情况表", "某局2021年项目", "（2021年）", "２０２１年项目表"])
def test_a_table_with_the_title_of_another_year_is_refused(title: str) -> None:
    said = "这张表写的是2021年，部门的年度是2022年"
    assert read(OWN, grid([[title], HEAD, ROW]))[1] == [f"A1 {said}"]
    assert read(OWN, grid([HEAD, ROW], title))[1] == [f" {said}"]


@pytest.mark.parametrize(
    "title",
    [
        "2022年度项目支出情况表（含2021年结转）",
        "填报日期：2023年1月5日",
        "2019年以来的项目",
        "2020-2022年",
        "截至2021年底",
    ],
)
def test_a_title_that_names_no_other_year_for_its_table_is_let_pass(title: str) -> None:
    assert read(OWN, grid([[title], HEAD, ROW]))[1] == []


def test_a_kind_that_tells_of_other_years_may_have_the_title_of_one() -> None:
    assert read(OWN, grid([["2021年自评问题"], ["摘要", "主题"], ["甲", "预算执行"]], "上年问题"))[1] == []


def test_where_the_facts_stand_is_no_title_of_the_table() -> None:
    assert read(OWN, grid([["出处", "2021年决算 第3页"], HEAD, ROW]))[1] == []


def test_a_table_without_a_department_carries_its_year_to_the_files_beside_it() -> None:
    assert read(grid([["2021年项目"], HEAD, ROW]))[0]["部门"] == {"年度": "2021"}


@pytest.mark.parametrize("name", ["　其中：中央资金", "　　甲系统", "  甲系统", "　甲"])
def test_a_name_that_is_indented_under_others_is_no_project_of_its_own(name: str) -> None:
    said = f"A3 “{name.strip()}”前面空了格，像是上面一行的一部分，算成单独一条会重复"
    assert refused([HEAD, ROW, [name, 11, 12]])[0] == said


def test_names_that_are_all_indented_alike_or_by_a_slip_are_projects() -> None:
    assert refused([HEAD, ["　　甲", 11, 12], ["　　乙", 11, 12]]) == []
    assert refused([HEAD, ["甲", 11, 12], [" 乙", 11, 12]]) == []


@pytest.mark.parametrize("name", ["市级小计", "经常性项目合计", "2022年合计数"])
def test_a_name_that_ends_like_a_sum_is_no_project(name: str) -> None:
    assert refused([HEAD, ROW, [name, 11, 12]]) == [f"A3 “{name}”像是合计行，算成单独一条会重复"]


def test_columns_of_another_year_are_not_taken_for_those_of_this_one() -> None:
    heads = [
        ["单位：万元"],
        ["项目名称", "上年", None, "本年", None],
        [None, "预算数", "支出数", "全年预算数", "执行数"],
    ]
    found, wrong, remarks = read(grid([*heads, ["促消费", 1, 2, 3, 4]]))
    assert (found["项目"], wrong) == ([{"名称": "促消费", "年度预算": "3万元", "支出": "4万元"}], [])
    assert [remark.partition("，")[0] for remark in remarks] == [
        "B3 “上年/预算数”一列没有读：不知道是什么",
        "C3 “上年/支出数”一列没有读：不知道是什么",
    ]


@pytest.mark.parametrize("spans", [(), ((1, 2, 1, 3),)])
def test_a_group_of_another_year_may_stand_above_a_header_of_one_row(
    spans: tuple[tuple[int, int, int, int], ...],
) -> None:
    heads = [[None, "上年（万元）", None, "本年（万元）"], ["项目名称", "预算数", "支出数", "年度预算"]]
    found, wrong, _ = read(grid([*heads, ["促消费", 1, 2, "3万元"]], "项目清单", *spans))
    assert (found["项目"], wrong) == ([{"名称": "促消费", "年度预算": "3万元"}], [])


def test_a_field_of_the_year_before_is_still_known_below_its_group() -> None:
    heads = [["项目名称", "上年", None], [None, "结转（元）", "支出（元）"]]
    found, wrong, _ = read(grid([*heads, ["促消费", 1, 2]]))
    assert (found["项目"], wrong) == ([{"名称": "促消费", "上年结转": "1元"}], [])
    rows = [["项目名称", "上年结转", "支出"], [None, "元", "元"], ["促消费", 1, 2]]
    assert read(grid(rows))[0]["项目"] == [{"名称": "促消费", "上年结转": "1元", "支出": "2元"}]


def test_a_column_with_the_year_of_another_table_is_refused() -> None:
    rows = [["项目名称", "2021年"], [None, "支出（元）"], ["甲", 1]]
    merged = (1, 1, 2, 1)
    assert read(OWN, grid(rows, "项目", merged))[1] == ["B2 这张表写的是2021年，部门的年度是2022年"]
    assert read(OWN, grid([["项目名称", "2022年"], *rows[1:]], "项目", merged))[1] == []


@pytest.mark.parametrize("name", ["无", "本年无政府采购", "2022年度未安排", "暂无"])
def test_a_row_that_says_there_is_none_is_no_fact(name: str) -> None:
    assert refused([HEAD, [name, None, None]]) == [f"A2 “{name}”像是说没有，会当作一条"]


@pytest.mark.parametrize("name", ["（示例）甲项目", "例：甲项目", "示例"])
def test_a_row_that_shows_how_to_fill_in_is_no_fact(name: str) -> None:
    assert refused([HEAD, [name, 1, 2]]) == [f"A2 “{name}”像是填写的示例"]


@pytest.mark.parametrize("name", ["无障碍改造", "示例区道路", "未来社区建设", "全年龄段体检", "例行检修"])
def test_a_name_that_only_begins_like_none_or_an_example_is_a_project(name: str) -> None:
    assert refused([HEAD, ROW, [name, 1, 2]]) == []


def test_a_column_that_is_passed_over_has_a_name_though_it_be_merged_over_two_rows() -> None:
    rows = [["序号", "预算和执行", None, None, "急"], [None, *HEAD, None], [1, *ROW, "是"]]
    assert projects(rows, (1, 1, 2, 1), (1, 2, 1, 4), (1, 5, 2, 5))
    remarks = read(grid(rows, "项目清单", (1, 1, 2, 1), (1, 2, 1, 4), (1, 5, 2, 5)))[2]
    assert remarks == ["E2 E列没有列名，没有读"]
