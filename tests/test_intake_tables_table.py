"""What a table means: the traps of exports, each read rightly or refused at its cell, none passed over in silence."""

from __future__ import annotations

import pytest
from small import words
from tables import grid, headings, projects, read, refused

from engine.intake.tables.table import tree_of
from engine.mistakes import Mistakes

# Where the table stands, and what stands around it

HEAD = ["项目名称", "年度预算（万元）", "支出（万元）"]
ROW = ["甲", 1000.0, 900.5]
FACT = {"名称": "甲", "年度预算": "1000万元", "支出": "900.5万元"}


def test_a_plain_table_gives_its_facts() -> None:
    assert projects([HEAD, ROW]) == [FACT]


@pytest.mark.parametrize("rows", [1, 5, 29])
def test_the_header_may_stand_below_the_first_rows(rows: int) -> None:
    assert projects([*([[None]] * (rows - 1)), ["2022年项目表"], HEAD, ROW]) == [FACT]


def test_a_header_below_the_first_thirty_rows_is_not_found() -> None:
    assert refused([*([["甲"]] * 30), HEAD, ROW]) == [" 找不到“项目”的表头（看了前30行）"]


def test_the_columns_may_stand_in_any_order_and_anywhere() -> None:
    assert projects([[None, None, *reversed(HEAD)], [None, None, *reversed(ROW)]]) == [FACT]


def test_every_value_has_the_place_of_its_cell_and_every_key_that_of_its_header() -> None:
    mistakes = Mistakes()
    node = tree_of([grid([["表"], HEAD, ROW])], words(), headings("表: {项目: {字段: {名称: [项目名称]}}}"), mistakes)
    assert node is not None
    (item,) = (node.get("项目") or node).items or ()
    assert {key: child.place.source for key, child in (item.entries or {}).items()} == {
        "名称": "某局.xlsx!项目清单!A3",
        "年度预算": "某局.xlsx!项目清单!B3",
        "支出": "某局.xlsx!项目清单!C3",
    }
    assert {key: place.cell for key, place in item.keys.items()} == {"名称": "A2", "年度预算": "B2", "支出": "C2"}
    assert item.place.cell == "第3行"


def test_blank_rows_are_no_facts() -> None:
    assert projects([HEAD, ROW, [None, "", None], [], ["乙", None, None]]) == [FACT, {"名称": "乙"}]


@pytest.mark.parametrize(
    "word", ["合计", "小计", "总计", "合 计", "合　　计", " 合计 ", "合计：", "（小计）", "总计（万元）"]
)
@pytest.mark.parametrize("at", [0, 1])
def test_totals_are_left_out_and_said_so(word: str, at: int) -> None:
    rows = [["单位", *HEAD], ["某局", *ROW], ["", "", 1000.0, 900.5]]
    rows[2][at] = word
    found, wrong, remarks = read(grid(rows))
    assert (found["项目"], wrong) == ([FACT], [])
    assert "第3行 合计、小计行没有读：第3行" in remarks


@pytest.mark.parametrize("word", ["合计项目", "统计调查经费", "小计划", "设计费"])
def test_a_name_that_only_looks_like_a_total_is_a_fact(word: str) -> None:
    assert projects([HEAD, [word, 1, 2]])[0]["名称"] == word


@pytest.mark.parametrize(
    "note",
    [
        "注：本表单位为万元。",
        "备注: 无",
        "说明：另附",
        "填表人：张三",
        "注1：略",
        "负责人（签章）",
        "第1页 共2页",
        "数据截至2022年12月31日",
    ],
)
def test_notes_under_the_table_are_left_out_and_said_so(note: str) -> None:
    found, wrong, remarks = read(grid([HEAD, ROW, [], [note]]))
    assert (found["项目"], wrong, remarks) == ([FACT], [], ["第4行 表下的注没有读：第4行"])


def test_a_row_with_nothing_but_a_name_among_others_is_read_and_said_so() -> None:
    found, wrong, remarks = read(grid([HEAD, ["丙"], ROW, ["经办 李四"]]))
    assert ([item["名称"] for item in found["项目"]], wrong) == (["丙", "甲", "经办 李四"], [])
    assert remarks == ["第2行 只有一格有内容的行也读了：第2、4行；是小标题、注或签字的，请删去"]
    assert read(grid([HEAD, ["丙"], ["丁"]]))[2] == []


def test_a_line_of_signatures_is_left_out() -> None:
    found, wrong, remarks = read(grid([HEAD, ROW, ["填表人：张三", "审核人：李四", "联系电话：123"]]))
    assert (found["项目"], wrong, len(remarks)) == ([FACT], [], 1)


@pytest.mark.parametrize("row", [["栏次", 1, 2], ["甲", 1, 2], [1, 2, 3], ["1", "2", "3"], ["A", 1.0, 2.0]])
def test_the_row_that_numbers_the_columns_is_no_fact(row: list[object]) -> None:
    found, wrong, remarks = read(grid([HEAD, row, ROW]))
    assert (found["项目"], wrong, remarks) == ([FACT], [], ["第2行 栏次行没有读：第2行"])


def test_only_the_first_row_can_number_the_columns() -> None:
    assert len(projects([HEAD, ROW, ["丁", 1, 2]])) == 2


def test_a_name_with_a_colon_and_figures_beside_it_is_no_note() -> None:
    assert len(projects([HEAD, ["说明：专项", 1, 2]])) == 1


def test_the_header_printed_again_on_a_new_page_is_no_fact() -> None:
    found, wrong, remarks = read(grid([HEAD, ROW, HEAD, ["乙", 11, 12]]))
    assert ([item["名称"] for item in found["项目"]], wrong) == (["甲", "乙"], [])
    assert remarks == ["第3行 重复的表头没有读：第3行"]


def test_a_title_within_the_table_is_left_out() -> None:
    found, wrong, remarks = read(grid([HEAD, ["一、本级项目"], ROW], "项目清单", (2, 1, 2, 3)))
    assert (found["项目"], wrong, remarks) == ([FACT], [], ["第2行 小标题没有读：第2行"])


def test_hidden_rows_columns_and_sheets_are_read_and_said_so() -> None:
    found, wrong, remarks = read(
        grid([HEAD, ROW], hidden=True, hidden_rows=frozenset({2, 9}), hidden_columns=frozenset({3, 8}))
    )
    assert (found["项目"], wrong) == ([FACT], [])
    assert remarks == [" 工作表是隐藏的，也读了", "第2行 隐藏的行也读了：第2行", "C1 这一列是隐藏的，也读了"]


# Columns


def test_columns_nobody_knows_are_named_with_what_may_be_meant() -> None:
    _, wrong, remarks = read(grid([[*HEAD, "上年结钻", "领导批示"], [*ROW, 1, "同意"]]))
    assert wrong == []
    assert remarks == [
        "D1 “上年结钻”一列没有读：不知道是什么，是否想写“上年结转”或“上年结转年末余额”？",
        "E1 “领导批示”一列没有读：不知道是什么",
    ]


def test_columns_that_are_passed_over_on_purpose_are_not_named() -> None:
    assert read(grid([["序号", *HEAD, "执行率", "备注"], [1, *ROW, 0.9, "好"]]))[1:] == ([], [])


def test_two_columns_for_one_field_are_a_mistake() -> None:
    wrong = refused([[*HEAD, "执行数"], [*ROW, 900]])
    assert wrong == ["D1 “支出（万元）”（C1）和“执行数”都是“支出”，不知道用哪一列"]


def test_a_table_without_the_column_that_names_its_facts_is_one_mistake() -> None:
    wrong = refused([["项目的名字", "年度预算", "支出"], *([["甲", 1, 2]] * 50)])
    assert wrong == ["第1行 “项目”的表头里没有“名称”"]


@pytest.mark.parametrize("header", ["*项目名称", "项目名称：", "项目\n名称", " 项 目 名 称 ", "★项目名称"])
def test_marks_and_breaks_in_a_header_do_not_hide_it(header: str) -> None:
    assert projects([[header, *HEAD[1:]], ROW]) == [FACT]


def test_a_header_over_two_rows_is_joined() -> None:
    top, bottom = ["项目名称", "预算数", None, "支出数"], [None, "年初预算数", "全年预算数", None]
    rows = [["单位：元"], top, bottom, ["甲", 11, 12, 13]]
    assert projects(rows, (2, 1, 3, 1), (2, 2, 2, 3), (2, 4, 3, 4)) == [
        {"名称": "甲", "年初预算": "11元", "年度预算": "12元", "支出": "13元"}
    ]


def test_the_upper_name_tells_two_lower_names_apart() -> None:
    said = headings("表: {项目: {字段: {年度预算: [预算数/本年], 支出: [支出数/本年]}}}")
    rows = [["名称", "预算数", "支出数"], [None, "本年", "本年"], ["甲", "1元", "2元"]]
    found, wrong, _ = read(grid(rows, "项目", (1, 1, 2, 1)), headings=said)
    assert (found["项目"], wrong) == ([{"名称": "甲", "年度预算": "1元", "支出": "2元"}], [])


def test_the_unit_of_an_upper_name_holds_for_the_lower_ones() -> None:
    rows = [["项目名称", "预算数（万元）", None], [None, "年初预算数", "全年预算数"], ["甲", 11, 12]]
    assert projects(rows, (1, 1, 2, 1), (1, 2, 1, 3))[0]["年度预算"] == "12万元"


def test_a_row_of_units_under_the_header_is_part_of_it() -> None:
    rows = [["项目名称", "年度预算", "支出"], [None, "（万元）", "元"], ["甲", 11, 12]]
    assert projects(rows) == [{"名称": "甲", "年度预算": "11万元", "支出": "12元"}]


def test_the_name_of_whoever_fills_in_a_table_is_no_unit() -> None:
    rows = [["编制单位：元氏县财政局"], ["项目名称", "支出"], ["甲", 1]]
    assert refused(rows) == ["B3 “支出”的数没有单位"]


def test_a_header_merged_over_two_columns_heads_the_first() -> None:
    assert projects([["项目名称", None, "支出（元）"], ["甲", None, 3]], (1, 1, 1, 2), (2, 1, 2, 2)) == [
        {"名称": "甲", "支出": "3元"}
    ]


# Merged cells


def test_a_merged_word_holds_for_all_its_rows() -> None:
    rows = [["项目名称", "性质"], ["甲", "经常性"], ["乙", None], ["丙", None], ["丁", "阶段性"]]
    assert [item["性质"] for item in projects(rows, (2, 2, 4, 2))] == ["经常性", "经常性", "经常性", "阶段性"]


def test_a_figure_merged_over_several_rows_belongs_to_none() -> None:
    rows = [["项目名称", "支出（元）"], ["甲", 100], ["乙", None]]
    assert refused(rows, (2, 2, 3, 2)) == ["B2 “支出”的一个数合并占了2行，不知道是哪一行的"]


def test_a_cell_merged_over_two_fields_belongs_to_none() -> None:
    rows = [["项目名称", "年初预算（元）", "支出（元）"], ["甲", 100, None]]
    assert refused(rows, (2, 2, 2, 3)) == ["B2 一个合并的单元格占了“年初预算”“支出”几列，不知道是哪一列的"]


def test_merged_cells_that_overlap_are_refused() -> None:
    spans = [(row, 1, row + 1, 3) for row in (1, 2)] * 4
    assert refused([HEAD, ROW, ["乙", 11, 12]], *spans) == [" 合并的单元格互相重叠，没有读"]


def test_a_table_wider_than_any_is_looked_through_in_time() -> None:
    wide = [f"第{number}列" for number in range(16_000)]
    found, wrong, remarks = read(grid([wide, [*HEAD, *wide], [*ROW, *wide]]))
    assert (found["项目"], wrong, len(remarks)) == ([FACT], [], 2)


def test_a_table_of_more_rows_than_any_department_has_is_refused_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.intake.tables.surveying.MOST_FACTS", 1)
    assert refused([HEAD, ROW]) == []
    assert refused([HEAD, ROW, ["乙", 11, 12]]) == [" “项目”有2条，最多读200,000条"]
