"""Fact files to dossiers: not stated, none and an empty list are three things; every value typed, every source kept."""

from __future__ import annotations

import subprocess
import sys
from datetime import date

import pytest
from hypothesis import given
from mutating import EDITS, GOOD, Edit, complaints, mutated
from small import ROOT, dossier, words

from engine.dossier import NOTHING, Dossier, Fact
from engine.mistakes import Mistakes, MistakesFound
from engine.nodes import parse
from engine.reading import dossier_of
from engine.truth import UNKNOWN, YES

FACTS = (GOOD / "facts/甲局.yaml").read_text(encoding="utf-8")


def facts(text: str, kind: str) -> tuple[Fact, ...]:
    """The facts of one kind in a fact file."""
    return dossier(text).facts[kind]


def keys(text: str, kind: str = "项目") -> list[tuple[str, bool]]:
    """The keys of the facts of a kind, each with whether the fact is sure to exist."""
    return [(fact.key, fact.present is YES) for fact in facts(text, kind)]


def first(text: str, kind: str = "项目") -> Fact:
    """The first fact of a kind."""
    return facts(text, kind)[0]


def mistakes_in(text: str) -> list[str]:
    """What is wrong with the facts of a department, without the hints."""
    with pytest.raises(MistakesFound) as found:
        dossier(text)
    return [f"{mistake.place.line}:{mistake.place.column} {mistake.message}" for mistake in found.value.mistakes]


def read(text: str) -> tuple[Dossier | None, Mistakes]:
    """Reads the text of a fact file, whatever it is."""
    mistakes = Mistakes()
    node = parse(text, "甲.yaml", mistakes)
    return (None if node is None else dossier_of(node, words(), mistakes, "甲.yaml")), mistakes


# Not stated, none, empty


def test_a_list_that_was_not_supplied_may_hold_anything() -> None:
    assert keys("") == [("（未提供项目清单）", False)]
    assert first("").present is UNKNOWN
    assert first("").values == {}


@pytest.mark.parametrize("text", ["项目: 无", "项目: []", "项目: {条目: 无}", "项目: {清单完整: 是, 条目: []}"])
def test_a_list_supplied_as_none_is_empty(text: str) -> None:
    assert keys(text) == []


def test_a_list_supplied_in_full_holds_its_items_and_no_more() -> None:
    assert keys("项目: [{名称: 甲}, {名称: 乙}]") == [("乙", True), ("甲", True)]
    assert keys("项目: {清单完整: 是, 条目: [{名称: 甲}]}") == [("甲", True)]
    assert keys("项目: {条目: [{名称: 甲}]}") == [("甲", True)]


@pytest.mark.parametrize(
    ("items", "known"), [("[{名称: 甲}]", [("甲", True)]), ("无", []), ("[]", [])], ids=["one", "none", "empty"]
)
def test_a_list_supplied_in_part_may_hold_more(items: str, known: list[tuple[str, bool]]) -> None:
    assert keys(f"项目: {{清单完整: 否, 条目: {items}}}") == [*known, ("（其余项目）", False)]


def test_a_field_left_out_is_unknown_and_one_stated_as_none_is_known_to_be_none() -> None:
    values = first("项目: [{名称: 甲, 支出: 无}]").values
    assert values["支出"] is NOTHING
    assert "年度预算" not in values


def test_a_kind_there_is_one_of_always_has_its_fact() -> None:
    assert [(fact.key, fact.values, fact.present) for fact in facts("", "预算收支")] == [("预算收支", {}, YES)]
    assert "支出" in first("预算收支: {支出: 1元}", "预算收支").values


def test_the_department_is_named_by_its_name() -> None:
    assert [fact.key for fact in facts("", "部门")] == ["示例部门"]


def test_a_field_of_several_words_stated_as_none_has_no_words() -> None:
    assert first("指标: [{名称: 甲, 偏差原因: 无}]", "指标").values["偏差原因"] == frozenset()


# Tables with fixed rows

DISCLOSURES = ["预算", "决算", "所属单位预算", "所属单位决算", "绩效目标", "自评结果"]


def test_a_table_has_every_row_whether_supplied_or_not() -> None:
    rows = facts("公开: {决算: {公开日期: 2022-09-10}}", "公开")
    assert [row.key for row in rows] == DISCLOSURES
    assert [set(row.values) for row in rows] == [{"类型"}, {"类型", "公开日期"}, *[{"类型"}] * 4]
    assert all(row.present is YES and row.values["类型"] == row.key for row in rows)


def test_the_rows_of_a_table_stand_in_its_own_order() -> None:
    turned = "公开: {自评结果: {公开日期: 无}, 预算: {公开日期: 无}}"
    assert [row.key for row in facts(turned, "公开")] == DISCLOSURES


# The department


@pytest.mark.parametrize("year", ["2022", "2022年"])
def test_the_year_may_be_written_with_its_unit(year: str) -> None:
    assert dossier(f"部门: {{名称: 甲, 年度: {year}, 地区: 全国}}").year == 2022


@pytest.mark.parametrize(
    "year", ["0", "22", "20222", "-2022", "2022.5", "约2022", "9999", "{值: 22}", "2022个", "无", ""]
)
def test_what_is_no_year_is_a_mistake_and_never_a_crash(year: str) -> None:
    with pytest.raises(MistakesFound):
        dossier(f"部门: {{名称: 甲, 年度: {year}, 地区: 全国}}")


@pytest.mark.parametrize("missing", ["名称", "年度", "地区"])
def test_a_department_that_cannot_be_told_is_a_mistake_and_never_passed_over(missing: str) -> None:
    stated = {"名称": "甲", "年度": "2022", "地区": "全国"}
    for value in (None, "无", "", "[]"):
        entries = {word: text for word, text in (stated | {missing: value}).items() if text is not None}
        with pytest.raises(MistakesFound):
            dossier("部门: {" + ", ".join(f"{word}: {text}" for word, text in entries.items()) + "}")


@pytest.mark.parametrize(
    "stated", ["名称: 甲, 年度: 2022", "名称: 甲, 地区: 全国", "年度: 2022, 地区: 全国", "年度: 2022"]
)
def test_there_is_no_dossier_of_half_a_department(stated: str) -> None:
    found, mistakes = read(f"部门: {{{stated}}}")
    assert found is None
    assert len(mistakes.found) == 3 - stated.count(":")


def test_the_day_of_the_check_is_the_last_day_that_is_meant() -> None:
    text = "部门: {名称: 甲, 年度: 2022, 地区: 全国, 检查日期: 2023年3月}"
    assert dossier(text).checked_on == date(2023, 3, 31).toordinal()
    assert dossier("").checked_on is None


# Keys


def test_keys_do_not_depend_on_the_order_of_the_file() -> None:
    items = ["{领域: 无, 事由: 乙, 金额: 1元}", "{领域: 无, 事由: 甲, 金额: 2元}", "{领域: 无, 事由: 甲, 金额: 1元}"]
    one, other = (facts(f"未支出说明: [{', '.join(order)}]", "未支出说明") for order in (items, items[::-1]))
    assert [(fact.key, fact.values) for fact in one] == [(fact.key, fact.values) for fact in other]
    assert [fact.key for fact in one] == ["乙", "甲", "甲（2）"]


def test_a_twin_is_never_given_a_name_that_another_fact_has() -> None:
    items = ["{领域: 无, 事由: 甲}", "{领域: 无, 事由: 甲, 金额: 1元}", "{领域: 无, 事由: 甲（2）}"]
    assert [fact.key for fact in facts(f"未支出说明: [{', '.join(items)}]", "未支出说明")] == [
        "甲",
        "甲（2）",
        "甲（2）（2）",
    ]


def test_keys_do_not_depend_on_the_run() -> None:
    # The words of a set come in another order in every process.
    script = (
        "import sys; sys.path[:0] = sys.argv[1:]\nfrom small import dossier\n"
        "text = '未支出说明: [{事由: 甲, 原因: [工作推迟, 内部管理]}, {事由: 甲, 原因: [疫情影响, 市场环境]}]'\n"
        "print([(f.key, sorted(f.values['原因'])) for f in dossier(text).facts['未支出说明']])"
    )
    shown = {
        subprocess.run(
            [sys.executable, "-c", script, str(ROOT), str(ROOT / "tests")],
            env={"PYTHONHASHSEED": seed, "PYTHONIOENCODING": "utf-8"},
            capture_output=True,
            encoding="utf-8",
            check=True,
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(shown) == 1


def test_a_key_of_several_fields_names_those_that_are_known() -> None:
    text = "监控记录: [{对象: 项目, 类型: 年中, 项目: 甲}, {对象: 部门整体, 类型: 日常}, {对象: 项目, 类型: 日常}]"
    assert sorted(key for key, _ in keys(text, "监控记录")) == ["部门整体·日常", "项目·年中·甲", "项目·日常"]


def test_two_facts_of_one_name_are_a_mistake_even_on_one_line() -> None:
    assert mistakes_in("项目: [{名称: 甲}, {名称: 甲}]") == ["2:20 项目“甲”写了两次（第一次在第2行）"]


def test_two_names_that_look_alike_are_a_mistake() -> None:
    found = mistakes_in("项目: [{名称: 甲（一期）}, {名称: 甲 (一期)}, {名称: 甲（二期）}]")
    assert found == ["2:24 项目“甲 (一期)”和第2行的“甲（一期）”只差空格、全半角或大小写"]


# Links


def test_a_name_that_points_to_a_list_not_supplied_is_taken_as_it_is() -> None:
    assert first("监控记录: [{对象: 项目, 类型: 年中, 项目: 甲}]", "监控记录").values["项目"] == "甲"


def test_a_link_may_be_none() -> None:
    text = "项目: [{名称: 甲}]\n监控记录: [{对象: 项目, 类型: 年中, 项目: 无}]"
    assert first(text, "监控记录").values["项目"] is NOTHING


@pytest.mark.parametrize(
    "projects",
    ["[{名称: 乙}]", "无", "[]", "{清单完整: 否, 条目: [{名称: 乙}]}"],
    ids=["full", "none", "empty", "part"],
)
def test_a_name_that_points_to_nothing_in_a_list_supplied_is_a_mistake(projects: str) -> None:
    found = mistakes_in(f"项目: {projects}\n监控记录: [{{对象: 项目, 类型: 年中, 项目: {{值: 甲, 出处: 丙}}}}]")
    assert found == ["3:33 “甲”不在“项目”清单里（监控记录的“项目”）"]


# Anything at all


def test_every_mistake_of_a_file_is_named_at_once() -> None:
    text = "项目: [{名称: 甲, 支出: 60, 性制: 经常性}, 乙]\n指标: [{名称: 丙, 列入年度目标: 对}]\n没有: 1\n"
    assert len(mistakes_in(f"{text}豁免: [{{规则: 1}}]")) == 6


@given(EDITS)
def test_a_damaged_fact_file_gives_a_dossier_or_chinese_mistakes(edits: list[Edit]) -> None:
    text = mutated(FACTS, edits)
    found, mistakes = read(text)
    assert found is not None or mistakes.found
    assert [(str(m), wrong) for m in mistakes.found if (wrong := complaints(m, {"甲.yaml": text}))] == []


def test_more_facts_of_a_kind_than_any_department_has_are_refused_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.reading.MOST_FACTS", 2)
    assert first("项目: [{名称: 甲}, {名称: 乙}]", "项目").key == "乙"
    found = mistakes_in("项目: [{名称: 甲}, {名称: 乙}, {名称: 丙}]")
    assert found == ["2:5 “项目”有3条，最多读200,000条"]
