"""The tree of a fact file as the tables of our workbook: every text as it stands, and what no table can hold."""

from __future__ import annotations

import pytest

from engine.headings import Column, Headings
from engine.headings import Table as Heading
from engine.intake.handout.filling import MOST_ROWS, Filler, Table
from engine.intake.layout import kinds_of
from engine.kinds import vocabulary
from engine.mistakes import Mistakes
from engine.nodes import Node, parse

KINDS = {kind.word: kind for kind in kinds_of(vocabulary(), Headings())}


def table(kind: str, text: str, headings: Headings | None = None) -> tuple[Table, list[str]]:
    """The table of one kind of a fact file, and what is wrong with it."""
    mistakes = Mistakes()
    tree = parse(text, "甲.yaml", mistakes)
    mistakes.check()
    assert tree is not None
    filler = Filler(headings or Headings(), mistakes)
    found = filler.table(KINDS[kind], filler.whole(tree, KINDS.values()).get(kind))
    return found, [f"{mistake.place}：{mistake.message}" for mistake in mistakes.found]


def shown(found: Table) -> list[dict[str, str]]:
    """The cells that are not empty, by header."""
    heads = [column.header for column in found.columns]
    return [{h: text for h, text in zip(heads, row, strict=True) if text} for row in found.rows]


def test_texts_stand_in_the_cells_as_they_stand_in_the_file() -> None:
    found, wrong = table(
        "项目", "项目:\n  - {名称: 甲, 年度预算: '9,695.50万元', 支出: 380余万元}\n  - {名称: 乙, 支出: 无}\n"
    )
    assert shown(found) == [
        {"名称": "甲", "年度预算（万元）": "9,695.50万元", "支出（万元）": "380余万元"},
        {"名称": "乙", "支出（万元）": "无"},
    ]
    assert wrong == []


def test_the_source_of_a_single_value_has_a_column_only_where_there_is_one() -> None:
    found, _ = table("领域", "领域:\n  - {名称: 甲, 支出: {值: 1元, 出处: 二（三）}, 出处: 表1}\n  - {名称: 乙}\n")
    assert [column.header for column in found.columns] == [
        "名称",
        "年度预算（万元）",
        "支出（万元）",
        "支出（出处）",
        "出处",
    ]
    assert shown(found)[0] == {"名称": "甲", "支出（万元）": "1元", "支出（出处）": "二（三）", "出处": "表1"}


@pytest.mark.parametrize(
    ("text", "complete", "rows"),
    [
        ("机构:\n  - {名称: 甲}\n", "", 1),
        ("机构: {清单完整: 否, 条目: [{名称: 甲}]}\n", "否", 1),
        ("机构: {清单完整: 是, 条目: [{名称: 甲}]}\n", "是", 1),
        ("机构: {清单完整: 否, 条目: 无}\n", "否", 0),
        ("机构: {清单完整: 否, 条目: []}\n", "否", 0),
        ("机构: 无\n", "无", 0),
        ("机构: []\n", "无", 0),
        ("机构: {条目: 无, 出处: 全文}\n", "无", 0),
        ("部门: {名称: 甲}\n", "", 0),
    ],
)
def test_above_a_list_stands_whether_it_is_whole(text: str, complete: str, rows: int) -> None:
    found, wrong = table("机构", text)
    assert (found.labels["清单完整"], len(found.rows), wrong) == (complete, rows, [])


def test_a_kind_of_one_fact_has_a_row_for_each_of_its_fields() -> None:
    found, _ = table("预算收支", "预算收支: {年初预算: {值: 126.67元, 出处: 第186行}, 支出: 5万元, 出处: 一（三）}\n")
    assert [row[0] for row in found.rows][:2] == ["年初预算（万元）", "总预算（万元）"]
    assert len(found.rows) == len(KINDS["预算收支"].fields)
    assert shown(found)[0] == {"字段": "年初预算（万元）", "值": "126.67元", "出处": "第186行"}
    assert found.labels == {"出处": "一（三）"}


def test_fixed_rows_are_there_whether_the_file_names_them_or_not() -> None:
    found, wrong = table(
        "制度", "制度: {自行采购: {状态: 已印发, 覆盖: [机关科室, 下属单位], 出处: 附件}, 出处: 全文}\n"
    )
    assert [row[0] for row in found.rows] == list(KINDS["制度"].rows)
    assert {"主题": "自行采购", "状态": "已印发", "覆盖": "机关科室、下属单位", "出处": "附件"} in shown(found)
    assert (found.labels, wrong) == ({"出处": "全文"}, [])


def test_waivers_are_a_list_like_any_other() -> None:
    found, wrong = table("豁免", "豁免:\n  - {规则: 甲, 对象: 乙, 理由: 丙, 批准: 丁, 到期: 2023-06-30}\n")
    assert shown(found) == [{"规则": "甲", "对象": "乙", "理由": "丙", "批准": "丁", "到期": "2023-06-30"}]
    assert wrong == []


def test_the_unit_that_the_headings_declare_stands_in_the_header() -> None:
    headings = Headings({"领域": Heading(columns={"支出": Column(unit="元"), "名称": Column(unit="元")})})
    found, _ = table("领域", "领域: 无\n", headings)
    assert [column.header for column in found.columns] == ["名称", "年度预算（万元）", "支出（元）", "出处"]


@pytest.mark.parametrize(
    ("kind", "text", "wrong"),
    [
        (
            "部门",
            "部门: {名称: 甲, 职能清单: [节能、环保]}\n",
            "甲.yaml:1:19：“职能清单”有一项里有顿号、逗号或分号，写进一格会分成几项",
        ),
        (
            "部门",
            "部门: {名称: 甲, 职能清单: 节能、环保}\n",
            "甲.yaml:1:19：“职能清单”有一项里有顿号、逗号或分号，写进一格会分成几项",
        ),
        ("部门", "部门: {名称: 甲, 电话: 1}\n", "甲.yaml:1:13：写不进工作簿：这里不认识“电话”"),
        ("部门", "部门: {名称: {值: 甲, 备注: 乙}}\n", "甲.yaml:1:17：写不进工作簿：这里不认识“备注”"),
        ("部门", "天气: {晴: 是}\n部门: {名称: 甲}\n", "甲.yaml:1:1：写不进工作簿：这里不认识“天气”"),
        ("机构", "机构:\n  - {}\n", "甲.yaml:2:5：“机构”的一条没有内容，工作表里会是空行"),
        ("机构", "机构:\n  - {出处: 表1}\n", "甲.yaml:2:5：“机构”的一条没有内容，工作表里会是空行"),
    ],
)
def test_what_a_table_would_lose_is_refused_at_its_place(kind: str, text: str, wrong: str) -> None:
    assert table(kind, text)[1] == [wrong]


@pytest.mark.parametrize(
    ("kind", "text", "place"),
    [
        ("部门", "部门: {名称: }\n", "1:10"),
        ("部门", "部门: {名称: [甲]}\n", "1:10"),
        ("部门", "部门: {职能清单: [甲, 无]}\n", "1:12"),
        ("部门", "部门: 甲\n", "1:5"),
        ("机构", "机构: {清单完整: 也许, 条目: [{名称: 甲}]}\n", "1:5"),
        ("机构", "机构: {清单完整: 否}\n", "1:5"),
        ("机构", "机构: 甲\n", "1:5"),
        ("机构", "机构:\n  - 甲\n", "2:5"),
    ],
)
def test_what_is_no_fact_file_is_refused_at_its_place(kind: str, text: str, place: str) -> None:
    assert {words.split("：")[0] for words in table(kind, text)[1]} == {f"甲.yaml:{place}"}


@pytest.mark.parametrize(("length", "wrong"), [(32767, []), (32768, ["甲.yaml:2:10：这一项超过32767个字，一格放不下"])])
def test_a_text_as_long_as_a_cell_is_held_and_a_longer_one_refused(length: int, wrong: list[str]) -> None:
    assert table("机构", f"机构:\n  - {{名称: {'甲' * length}}}\n")[1] == wrong


def test_more_facts_than_a_sheet_has_rows_are_refused() -> None:
    mistakes = Mistakes()
    one = parse("{名称: 甲}", "甲.yaml", mistakes)
    assert one is not None
    Filler(Headings(), mistakes).table(KINDS["机构"], Node(one.place, items=(one,) * (MOST_ROWS + 1)))
    assert [mistake.message for mistake in mistakes.found] == ["“机构”有1,048,001条，一张工作表只放得下1,048,000条"]
