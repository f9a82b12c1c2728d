"""A fact told in several places is one fact with all its sources; values that differ are named at both places."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace
from several import one, together
from small import library
from tables import SHIPPED, write

from engine.intake.gathering import fact_files, gather, read_all
from engine.mistakes import Mistakes, MistakesFound, Place
from engine.notation import read_quantity
from engine.quantity import Dim

# Kinds there is one of


def test_fields_of_several_files_come_together_and_each_keeps_its_source() -> None:
    fact = one(
        "预算收支",
        "预算收支: {总预算: 100万元, 出处: 报告第1行}\n",
        "预算收支: {支出: 90万元, 年初预算: {值: 80万元, 出处: 决算表}}\n",
    )
    assert {word: source for word, source in fact.sources.items() if word} == {
        "总预算": "报告第1行",
        "支出": "乙.yaml",
        "年初预算": "决算表",
    }


def test_the_department_too_is_told_by_several_files() -> None:
    found, wrong = together("", "部门: {名称: 示例部门, 年度: 2022年, 内设科室数: 6个}\n")
    assert wrong == []
    assert found.facts["部门"][0].values["内设科室数"] == read_quantity("6个", Dim.COUNT)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("1000万元", "10,000,000元"),
        ("1000万元", "1000.00万元"),
        ("约290万元", "大约290万元"),
        ("1.5亿元", "15,000万元"),
        ("无", "无"),
    ],
)
def test_equal_values_however_they_are_written_count_once_with_both_sources(first: str, second: str) -> None:
    texts = [f"预算收支: {{支出: {{值: {text}, 出处: 表{n}}}}}\n" for n, text in enumerate((first, second), 1)]
    fact = one("预算收支", *texts)
    assert fact.sources["支出"] == "表1；表2"
    assert fact.values["支出"] == one("预算收支", *texts[::-1]).values["支出"]  # whatever the order


def test_the_figure_written_more_exactly_stands_for_both() -> None:
    value = one("预算收支", "预算收支: {支出: 1000万元}\n", "预算收支: {支出: 10000000.00元}\n").values["支出"]
    assert value == read_quantity("10000000.00元", Dim.MONEY)


@pytest.mark.parametrize(
    ("first", "second"),
    [("1000万元", "1000.01万元"), ("290万元", "约290万元"), ("290万元", "无"), ("380余万元", "380万元")],
)
def test_values_that_differ_are_a_mistake_that_names_both_places(first: str, second: str) -> None:
    _, wrong = together(f"预算收支:\n  支出: {first}\n", f"预算收支:\n  支出: {second}\n")
    assert "\n".join(wrong) == (
        f"乙.yaml:2:7  错误：“预算收支”的“支出”有两个不同的值：这里是“{second}”，甲.yaml:3:7 是“{first}”\n"
        "    请核实哪一个对，改成一样，或只留一处。"
    )


def test_every_file_that_differs_from_the_first_is_named() -> None:
    _, wrong = together(*(f"预算收支: {{支出: {n}万元}}\n" for n in (1, 2, 3)))
    assert [text.partition("  ")[0] for text in wrong] == ["乙.yaml:1:12", "丙.yaml:1:12"]


def test_the_same_source_is_named_once() -> None:
    text = "预算收支: {支出: {值: 1万元, 出处: 决算表}}\n"
    assert one("预算收支", text, text, text).sources["支出"] == "决算表"


def test_words_of_a_field_of_several_are_compared_without_their_order() -> None:
    one(
        "指标",
        "指标: [{名称: 甲, 偏差原因: [疫情影响, 政策调整]}]\n",
        "指标: [{名称: 甲, 偏差原因: [政策调整, 疫情影响]}]\n",
    )
    _, wrong = together("指标: [{名称: 甲, 偏差原因: [疫情影响]}]\n", "指标: [{名称: 甲, 偏差原因: [政策调整]}]\n")
    assert "指标“甲”的“偏差原因”有两个不同的值：这里是“政策调整”，甲.yaml:2:20 是“疫情影响”" in wrong[0]


# Tables of fixed rows


def test_rows_of_a_table_come_together_and_its_source_goes_with_its_own_rows() -> None:
    found, wrong = together(
        "制度: {政府采购: {状态: 未建立}, 自行采购: {状态: 已印发}, 出处: 甲表}\n",
        "制度: {自行采购: {覆盖: [机关科室]}}\n",
    )
    rows = {row.key: row for row in found.facts["制度"]}
    assert wrong == []
    assert rows["政府采购"].sources["状态"] == "甲表"
    assert (rows["自行采购"].sources["状态"], rows["自行采购"].sources["覆盖"]) == ("甲表", "乙.yaml")


def test_rows_of_a_table_that_differ_are_a_mistake() -> None:
    _, wrong = together("制度: {政府采购: {状态: 未建立}}\n", "制度: {政府采购: {状态: 已印发}}\n")
    assert "“制度”“政府采购”的“状态”有两个不同的值：这里是“已印发”，甲.yaml:2:17 是“未建立”" in wrong[0]


# Lists found beside others


@pytest.mark.parametrize(
    ("flag", "rows", "facts", "mistakes"),
    [
        ("是", [], ["企业数·绩效指标"], 0),
        ("否", [], ["企业数·绩效指标", "（其余目标）"], 0),
        ("是", [["户数", "10个", "申报表"]], ["企业数·绩效指标", "户数·申报表"], 0),
        ("无", [], [], 1),
    ],
)
def test_that_facts_found_in_another_file_are_all_can_be_said(
    tmp_path: Path, flag: str, rows: list[list[str]], facts: list[str], mistakes: int
) -> None:
    measures = [["指标名称", "指标值"], ["企业数", "20个"], ["户数", None]]
    write(tmp_path / "导出.xlsx", {"绩效指标": measures})
    write(tmp_path / "自填.xlsx", {"目标值": [["清单完整", flag], ["指标", "值", "位置"], *rows]})
    book, found = library(tmp_path / "规则").book, Mistakes()
    files = fact_files([tmp_path / "导出.xlsx", tmp_path / "自填.xlsx"], found)
    dossiers = read_all(files, replace(book, headings=SHIPPED), found)
    assert len(found.found) == mistakes
    if not mistakes:
        assert sorted(fact.key for fact in dossiers[0].facts["目标"]) == sorted(facts)


def test_what_is_not_read_is_told_beside_the_mistakes_of_the_files() -> None:
    mistakes = Mistakes()
    mistakes.remark(Place("甲.xlsx", sheet="基本情况"), "没有读：认不出是什么资料")
    mistakes.check()
    mistakes.add(Place("甲.xlsx"), "缺少“部门”")
    with pytest.raises(MistakesFound) as raised:
        mistakes.check()
    assert str(raised.value) == "甲.xlsx  错误：缺少“部门”\n甲.xlsx!基本情况  说明：没有读：认不出是什么资料"


def test_a_list_that_a_table_calls_whole_and_leaves_empty_is_not_taken_for_none(tmp_path: Path) -> None:
    write(tmp_path / "自填.xlsx", {"政府采购": [["清单完整", "是"], ["名称", "方式"]]})
    found = Mistakes()
    list(gather([tmp_path / "自填.xlsx"], replace(library(tmp_path / "规则").book, headings=SHIPPED), found))
    assert [(str(mistake.place).rpartition("/")[2], mistake.message) for mistake in found.found] == [
        ("自填.xlsx!政府采购!B1", "“清单完整”写着“是”，“采购”却一条也没有")
    ]


def test_an_empty_sheet_may_say_that_the_rows_of_another_file_are_all(tmp_path: Path) -> None:
    bought = [["名称", "方式"], ["甲", "询价"]]
    write(tmp_path / "导出.xlsx", {"政府采购": bought})
    write(tmp_path / "自填.xlsx", {"政府采购": [["清单完整", "是"], bought[0]]})
    book, found = replace(library(tmp_path / "规则").book, headings=SHIPPED), Mistakes()
    (dossier,) = read_all([tmp_path / "导出.xlsx", tmp_path / "自填.xlsx"], book, found)
    assert ([fact.key for fact in dossier.facts["采购"]], found.found) == (["甲"], [])
