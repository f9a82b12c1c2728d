"""Our own layout: labels above the header, tables of fields, fixed rows, sources of single values."""

from __future__ import annotations

from typing import Any

import pytest
from tables import grid, headings, read
from test_intake_tables_recognising import FACT, HEAD, ROW


def of(kind: str, rows: list[list[Any]], title: str = "") -> Any:
    """The facts of a kind on one sheet that is read without a mistake."""
    found, wrong, _ = read(grid(rows, title or kind))
    assert wrong == []
    return found.get(kind)


def wrong(rows: list[list[Any]], title: str) -> list[str]:
    """The mistakes of one sheet."""
    return read(grid(rows, title))[1]


# Lists


def test_a_list_with_rows_and_no_word_of_its_completeness_is_all_there_is() -> None:
    assert of("项目", [["项目清单"], ["清单完整", None], ["出处", ""], HEAD, ROW]) == [FACT]


def test_a_list_without_rows_and_without_a_word_was_not_supplied() -> None:
    assert of("项目", [["清单完整", None], HEAD, [None, None]]) is None


@pytest.mark.parametrize("flag", ["是", "否"])
def test_the_label_says_whether_a_list_holds_all(flag: str) -> None:
    assert of("项目", [["清单完整", flag], HEAD, ROW]) == {"清单完整": flag, "条目": [FACT]}


@pytest.mark.parametrize("row", [["清单完整：", "否"], ["清单完整：否"], [None, "清单完整", "否 "], ["清单 完整:否"]])
def test_the_label_of_completeness_may_have_a_colon_and_stand_anywhere_above(row: list[object]) -> None:
    found, wrong, _ = read(grid([row, ["项目名称", "支出（元）"], ["促消费", 1]]))
    assert (found["项目"]["清单完整"], wrong) == ("否", [])


def test_an_empty_list_is_one_that_says_none() -> None:
    assert of("项目", [["清单完整", "无"], HEAD]) == "无"


def test_none_beside_rows_is_a_mistake() -> None:
    assert wrong([["清单完整", "无"], HEAD, ROW], "项目") == ["B1 “清单完整”写着“无”，“项目”却有1条"]


def test_a_list_has_a_source_a_row_and_a_value_too() -> None:
    rows = [
        ["出处", "年报"],
        ["名称", "支出（元）", "支出（出处）", "出处"],
        ["甲", 1, "第3页", "表一"],
        ["乙", 2, None, "—"],
    ]
    assert of("项目", rows) == {
        "条目": [
            {"名称": "甲", "支出": {"值": "1元", "出处": "第3页"}, "出处": "表一"},
            {"名称": "乙", "支出": "2元"},
        ],
        "出处": "年报",
    }


def test_lists_of_two_sheets_keep_their_sources_and_are_whole_only_together() -> None:
    one = grid([["清单完整", "是"], ["出处", "表一"], HEAD, ROW])
    two = grid([["清单完整", "否"], ["出处", "表二"], HEAD, ["乙", 11, 12]], "项目支出")
    found, mistakes, _ = read(one, two)
    assert mistakes == []
    assert found["项目"]["清单完整"] == "否"
    assert [item["出处"] for item in found["项目"]["条目"]] == ["表一", "表二"]


def test_waivers_are_a_plain_list() -> None:
    rows = [["出处", "批文"], ["规则", "对象", "理由", "批准", "到期"], ["A", "甲", "乙", "丙", 44804]]
    waiver = {"规则": "A", "对象": "甲", "理由": "乙", "批准": "丙", "到期": "2022-08-31", "出处": "批文"}
    assert of("豁免", rows) == [waiver]
    assert of("豁免", [["清单完整", "无"], ["规则", "对象", "理由", "批准", "到期"]]) == "无"


# Kinds that there is one fact of

FORM = ["字段", "值", "出处", "填法"]


def test_a_table_of_fields_is_read_row_by_row() -> None:
    rows = [
        ["预算收支"],
        ["出处", "决算报表"],
        FORM,
        ["年初预算（万元）", 100.0, "第1页", "如 1,200.50"],
        ["总预算（万元）", "126.67元", None, None],
        ["支出（万元）", None, None, None],
        ["预算调整说明", "无", None, None],
    ]
    assert of("预算收支", rows) == {
        "年初预算": {"值": "100万元", "出处": "第1页"},
        "总预算": "126.67元",
        "预算调整说明": "无",
        "出处": "决算报表",
    }


def test_the_unit_above_a_table_of_fields_holds_for_its_money() -> None:
    assert of("预算收支", [["单位：元"], FORM, ["年初预算", 1]]) == {"年初预算": "1元"}
    assert wrong([FORM, ["年初预算", 1]], "预算收支") == ["B2 “年初预算”的数没有单位"]


def test_a_table_of_fields_takes_the_names_of_exports() -> None:
    assert of("预算收支", [["单位：元"], FORM, ["全年执行数(B)", 1]]) == {"支出": "1元"}


def test_fields_there_are_not_and_fields_written_twice_are_mistakes() -> None:
    rows = [FORM, ["年初预标", "1元"], ["支出", "1元"], ["支出", "2元"], ["没有的", None], [None, "3元"]]
    assert wrong(rows, "预算收支") == [
        "A2 “预算收支”没有字段“年初预标”",
        "A4 “支出”写了两次（第一次在A3）",
        "B6 这一行没有写字段名",
    ]


def test_an_empty_table_of_fields_says_nothing() -> None:
    assert of("预算收支", [FORM, ["年初预算", None]]) is None


def test_several_words_and_days_stand_in_a_table_of_fields() -> None:
    rows = [FORM, ["名称", "甲局"], ["年度", 2022.0], ["职能清单", "招商、外贸"], ["检查日期", 44804]]
    assert of("部门", rows, "部门概况") == {
        "名称": "甲局",
        "年度": "2022",
        "职能清单": ["招商", "外贸"],
        "检查日期": "2022-08-31",
    }


def test_exports_give_one_row_under_their_columns() -> None:
    rows = [["单位：元"], ["年初预算数", "全年预算数(A)", "全年执行数(B)", "执行率(B/A)"], [100, 90, 45, "50%"]]
    expected = {"年初预算": "100元", "总预算": "90元", "支出": "45元", "报告执行率": "50%"}
    assert of("预算收支", rows) == expected
    assert of("预算收支", rows, "Sheet1") == expected


def test_a_second_row_of_a_kind_that_there_is_one_fact_of_is_a_mistake() -> None:
    rows = [["单位：元"], ["年初预算数", "全年预算数"], [100, 90], [1, 2], [3, 4]]
    assert wrong(rows, "预算收支") == ["第4行 “预算收支”只能有一行，这里有3行"]


def test_a_card_has_its_values_beside_the_names_of_fields() -> None:
    rows = [
        ["部门整体情况"],
        ["部门名称：", "甲局", "预算年度", 2022.0],
        ["区划", "广东省", "联系人", "张三"],
        ["内设机构数", 6, "单位负责人", "李四"],
    ]
    found, mistakes, remarks = read(grid(rows, "部门概况"))
    assert (found["部门"], mistakes) == (
        {"名称": "甲局", "年度": "2022", "地区": "广东省", "内设科室数": "6个"},
        [],
    )
    assert remarks == [" 按“名目、右边是值”读了4项（名称、年度、地区、内设科室数），其余的格子没有读"]


def test_a_card_takes_the_unit_above_it_and_merged_names() -> None:
    rows = [["单位：万元"], ["年初预算数", None, 100.5], ["全年预算数", None, "90"], ["预算执行率", None, "50%"]]
    found, mistakes, _ = read(grid(rows, "预算收支", *((row, 1, row, 2) for row in (2, 3, 4))))
    assert (found["预算收支"], mistakes) == (
        {"年初预算": "100.5万元", "总预算": "90万元", "报告执行率": "50%"},
        [],
    )


def test_a_name_with_several_numbers_beside_it_is_refused() -> None:
    rows = [["项目", "预算数（万元）", "决算数（万元）"], ["基本支出", 900, 890.5], ["项目支出", 4720, 4205]]
    told = "右边有几个数（900、890.5），不知道读哪一个；这样的共2行"
    assert wrong(rows, "预算收支") == [f"B2 “基本支出”{told}"]
    assert read(grid(rows, "预算收支"))[0].get("预算收支") is None


def test_the_number_of_a_line_is_not_taken_for_its_value() -> None:
    rows = [["单位：万元"], ["基本支出", 1, 890.5], ["项目支出", None, 4205]]
    assert [line[:2] for line in wrong(rows, "预算收支")] == ["B2"]


def test_two_fields_on_one_line_keep_a_number_each() -> None:
    rows = [["单位：万元"], ["基本支出", 890.5, "项目支出", 4205, "注", 3], ["支出", 5095.5]]
    given = {"基本支出": "890.5万元", "项目支出": "4205万元", "支出": "5095.5万元"}
    assert of("预算收支", rows) == given


def test_a_card_of_which_one_name_is_known_is_no_header() -> None:
    rows = [["项目", "内容"], ["单位全名", "甲局"], ["年度", 2022], ["所在", "广东省"]]
    assert of("部门", rows, "部门概况") == {"年度": "2022"}


def test_a_unit_is_a_department_and_the_region_it_lies_in_is_its_region() -> None:
    rows = [["项目", "内容"], ["单位名称", "甲局"], ["年度", 2022], ["所属地区", "广东省广州市增城区"]]
    assert of("部门", rows, "部门概况") == {"名称": "甲局", "年度": "2022", "地区": "广东省广州市增城区"}


def test_what_a_card_says_twice_is_a_mistake() -> None:
    rows = [["部门名称", "甲局", "年度", 2022], ["部门名称", "乙局", "区划", "广东省"]]
    assert wrong(rows, "部门概况") == ["A2 “名称”写了两次（第一次在A1）"]


# Tables with fixed rows


def test_fixed_rows_are_known_by_their_words() -> None:
    rows = [["出处", "汇编"], ["主题", "名称", "状态"], ["政府采购", None, "未建立"], ["绩效自评", None, None]]
    assert of("制度", rows, "制度清单") == {"政府采购": {"状态": "未建立"}, "出处": "汇编"}


def test_the_words_of_fixed_rows_may_be_declared() -> None:
    said = headings("表: {制度: {字段: {主题: {符号: {采购管理制度: 政府采购}}}}}")
    found, mistakes, _ = read(grid([["主题", "状态"], ["采购管理制度", "已印发"]], "制度"), headings=said)
    assert (found["制度"], mistakes) == ({"政府采购": {"状态": "已印发"}}, [])


def test_a_fixed_row_written_twice_or_without_its_word_is_a_mistake() -> None:
    rows = [["主题", "状态"], ["政府采购", "未建立"], ["政府采购", "已印发"], [None, "已印发"]]
    assert wrong(rows, "制度") == ["A3 “政府采购”写了两行（第一次在A2）", "第4行 这一行没有写“主题”"]
