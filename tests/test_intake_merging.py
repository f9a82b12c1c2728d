"""Several files of one department are one dossier: told twice counts once, told differently is wrong, in any order."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mutating import EDITS, GOOD, Edit, complaints, mutated
from random_facts import Data, fact_files
from several import OWN, keys, one, together
from small import dossier, words
from trees import made, plain, told

from engine.dossier import NOTHING, Dossier
from engine.intake.merging import merged
from engine.intake.sourcing import with_sources
from engine.mistakes import Mistakes
from engine.nodes import parse
from engine.reading import dossier_of

# Lists


def test_facts_of_several_lists_come_together_by_their_names() -> None:
    texts = ["项目: [{名称: 甲, 支出: 1元}, {名称: 乙}]\n", "项目: [{名称: 甲, 年度预算: 2元}, {名称: 丙}]\n"]
    assert keys("项目", *texts) == ["丙", "乙", "甲"]
    found, _ = together(*texts)
    (fact,) = [fact for fact in found.facts["项目"] if fact.key == "甲"]
    assert {word: source for word, source in fact.sources.items() if word} == {
        "名称": "甲.yaml；乙.yaml",
        "支出": "甲.yaml",
        "年度预算": "乙.yaml",
    }


def test_a_fact_told_twice_with_different_values_is_a_mistake_and_neither_wins() -> None:
    _, wrong = together("项目: [{名称: 甲, 支出: 60万元}]\n", "项目: [{名称: 甲, 支出: 50万元}]\n")
    assert "\n".join(wrong) == (
        "乙.yaml:1:18  错误：项目“甲”的“支出”有两个不同的值：这里是“50万元”，甲.yaml:2:18 是“60万元”\n"
        "    请核实哪一个对，改成一样，或只留一处。"
    )


def test_a_list_is_supplied_in_part_where_any_file_says_so() -> None:
    texts = ["项目: [{名称: 甲}]\n", "项目: {清单完整: 否, 条目: [{名称: 乙}], 出处: 乙表}\n"]
    for order in (texts, texts[::-1]):
        assert keys("项目", *order) == ["乙", "甲", "（其余项目）"]
    assert keys("项目", "项目: {清单完整: 是, 条目: [{名称: 甲}]}\n", texts[0]) == ["甲"]
    assert keys("项目", "项目: {清单完整: 否, 条目: 无}\n", texts[0]) == ["甲", "（其余项目）"]


def test_the_source_of_a_list_goes_with_its_own_facts() -> None:
    found, _ = together("项目: {条目: [{名称: 甲}], 出处: 甲表}\n", "项目: [{名称: 乙}, {名称: 丙, 出处: 丙表}]\n")
    assert {fact.key: fact.sources["名称"] for fact in found.facts["项目"]} == {
        "甲": "甲表",
        "乙": "乙.yaml",
        "丙": "丙表",
    }


@pytest.mark.parametrize("empty", ["无", "[]", "{条目: 无}", "{清单完整: 是, 条目: []}"])
def test_none_against_a_list_with_facts_is_a_mistake_that_names_both_places(empty: str) -> None:
    texts = [f"监控记录: {empty}\n", "监控记录: [{对象: 部门整体, 类型: 日常}]\n"]
    assert together(*texts)[1] == [
        "甲.yaml:2:7  错误：“监控记录”这里写的是“无”，乙.yaml:1:7 却列出了内容\n    请核实哪一处对，改另一处。"
    ]
    assert "甲.yaml:2:7 却列出了内容" in together(*texts[::-1])[1][0]


def test_none_in_every_file_is_an_empty_list() -> None:
    assert keys("项目", "项目: 无\n", "项目: []\n") == []


# Facts whose key need not be unique

RECORD = "对象: 项目, 类型: 年中, 项目: 甲"


def test_facts_of_a_key_of_several_fields_that_are_equal_count_once() -> None:
    texts = [f"监控记录: [{{{RECORD}, 截止月份: 7}}]\n", f"监控记录: [{{{RECORD}, 截止月份: 7月}}]\n"]
    assert keys("监控记录", *texts) == ["项目·年中·甲"]


def test_facts_of_a_key_of_several_fields_add_to_each_other() -> None:
    fact = one(
        "监控记录", f"监控记录: [{{{RECORD}, 截止月份: 7}}]\n", f"监控记录: [{{{RECORD}, 完成日期: 2022-08-01}}]\n"
    )
    assert {"截止月份", "完成日期"} <= fact.values.keys()


def test_facts_of_a_full_key_that_differ_are_a_mistake_with_a_way_out() -> None:
    _, wrong = together(f"监控记录: [{{{RECORD}, 截止月份: 7}}]\n", f"监控记录: [{{{RECORD}, 截止月份: 8}}]\n")
    assert "\n".join(wrong) == (
        "乙.yaml:1:38  错误：监控记录“项目·年中·甲”的“截止月份”有两个不同的值：这里是“8”，甲.yaml:2:38 是“7”\n"
        "    说的是同一件事的，改成一样；确是两件事的，写在同一个文件的同一张表里。"
    )


def test_facts_of_half_a_key_are_one_only_where_they_are_equal() -> None:
    half = "监控记录: [{{对象: 部门整体, 类型: 日常, 截止月份: {}}}]\n"
    assert keys("监控记录", half.format(7), half.format(7)) == ["部门整体·日常"]
    _, wrong = together(half.format(7), half.format(8))
    assert [text.splitlines()[0] for text in wrong] == [
        "乙.yaml:1:8  错误：监控记录“部门整体·日常”与 甲.yaml:2:8 写的不一样"
    ]


def test_two_facts_of_one_key_in_one_file_stay_two() -> None:
    both = f"监控记录: [{{{RECORD}, 截止月份: 7}}, {{{RECORD}, 截止月份: 8}}]\n"
    first = f"监控记录: [{{{RECORD}, 截止月份: 7}}]\n"
    for order in ((both, first), (first, both), (both, both), (first, both, first)):
        assert keys("监控记录", *order) == ["项目·年中·甲", "项目·年中·甲（2）"]
    assert len(together(both, f"监控记录: [{{{RECORD}, 截止月份: 9}}]\n")[1]) == 1


def test_a_name_that_stands_twice_in_one_file_is_said_to_stand_twice_and_no_more() -> None:
    texts = ["项目: [{名称: 甲}, {名称: 甲}]\n", "项目: [{名称: 甲, 支出: 1元}]\n"]
    for order in (texts, texts[::-1]):
        assert ["写了两次" in text for text in together(*order)[1]] == [True]


def test_facts_without_any_key_are_kept_and_equal_ones_count_once() -> None:
    texts = ["执行进度: [{执行进度: 1%}, {执行进度: 2%}]\n", "执行进度: [{执行进度: 2%}, {执行进度: 3%}]\n"]
    assert len(keys("执行进度", *texts)) == 3


# Waivers

WAIVER = "规则: BUD-001, 对象: 甲, 理由: 已批, 批准: 财政局"


def test_waivers_of_several_files_are_united_and_equal_ones_count_once() -> None:
    texts = [
        f"豁免: [{{{WAIVER}, 到期: 2023-06-30, 出处: 甲文}}]\n",
        f"豁免: [{{{WAIVER}, 到期: 2023年6月30日, 出处: 乙文}}, {{{WAIVER}, 到期: 2024-06-30}}]\n",
    ]
    found, wrong = together(*texts)
    assert (len(found.waivers), wrong) == (2, [])
    assert {waiver.source for waiver in found.waivers} == {"甲文；乙文", ""}


def test_half_a_waiver_is_not_made_whole_by_another_file() -> None:
    _, wrong = together("豁免: [{规则: BUD-001, 对象: 甲}]\n", f"豁免: [{{{WAIVER}, 到期: 2023-06-30}}]\n")
    assert ["豁免缺少" in text for text in wrong] == [True]


# Files with mistakes


@pytest.mark.parametrize(
    ("first", "second", "wrong"),
    [
        ("预算收支: {支出: 60}\n", "预算收支: {支出: 60万元}\n", ["甲.yaml:2:12"]),
        ("预算收支: {支出: 60}\n", "预算收支: {支出: 70}\n", ["乙.yaml:1:12", "甲.yaml:2:12"]),
        ("预算收支: {支书: 60}\n", "预算收支: {支出: 60万元}\n", ["甲.yaml:2:8"]),
        ("预算收支: 无\n", "预算收支: {支出: 60万元}\n", ["甲.yaml:2:7"]),
        ("项目: 甲\n", "项目: [{名称: 乙}]\n", ["甲.yaml:2:5"]),
        ("项目: [甲]\n", "项目: [乙]\n", ["甲.yaml:2:6", "乙.yaml:1:6"]),
        ("项目: {清单完整: 对, 条目: [{名称: 甲}]}\n", "项目: [{名称: 乙}]\n", ["甲.yaml:2:12"]),
        ("项目: [{支出: 1元}]\n", "项目: [{支出: 1元}]\n", ["甲.yaml:2:6"]),
        ("制度: {政府采购: 有}\n", "制度: {政府采购: {状态: 已印发}}\n", ["甲.yaml:2:12"]),
        ("豁免: 甲\n", "豁免: 无\n", ["甲.yaml:2:5"]),
        ("没有: 1\n", "没有: 1\n", ["甲.yaml:2:1"]),
        ("预算收支: {支出: {值: 1元, 出处: [甲]}}\n", "预算收支: {支出: 1元}\n", ["甲.yaml:2:24"]),
        ("预算收支: {支出: 1元, 出处: [甲]}\n", "预算收支: {支出: 1元}\n", ["甲.yaml:2:20"]),
    ],
)  # fmt: skip
def test_what_no_file_may_say_is_said_once_where_it_stands(first: str, second: str, wrong: list[str]) -> None:
    _, found = together(first, second)
    assert [text.partition("  ")[0] for text in found] == wrong


# Laws

PARTS = (
    "项目: [{名称: 甲, 支出: 1万元, 出处: 一}]\n监控记录: 无\n预算收支: {支出: 1万元}\n",
    "项目: {清单完整: 否, 条目: [{名称: 甲, 支出: 10000元, 性质: 经常性}, {名称: 乙}], 出处: 二}\n",
    "项目: [{名称: 乙, 编码: 无}]\n预算收支: {支出: {值: 10000.00元, 出处: 三}}\n公开: {预算: {公开日期: 无}}\n",
)


def values(found: Dossier) -> object:
    """What a dossier says, without where it stands."""
    return {kind: [(fact.key, fact.values, fact.present) for fact in facts] for kind, facts in found.facts.items()}


def test_the_dossier_does_not_depend_on_which_file_is_named_how() -> None:
    read = []
    for order in itertools.permutations(PARTS):
        found, wrong = together(*order)
        assert wrong == []
        read.append(values(found))
    assert all(one == read[0] for one in read)


def test_a_list_parted_by_its_fields_is_the_same_dossier_as_the_whole() -> None:
    one_file = dossier(OWN + "项目: [{名称: 甲, 支出: 1万元, 编码: 无}]\n预算收支: {支出: 2万元, 总预算: 无}\n")
    parted, wrong = together(
        "项目: [{名称: 甲, 支出: 1万元}]\n预算收支: {总预算: 无}\n",
        "项目: [{名称: 甲, 编码: 无}]\n预算收支: {支出: 2万元}\n",
    )
    assert (values(parted), wrong) == (values(one_file), [])
    assert parted.facts["预算收支"][0].values["总预算"] is NOTHING


@st.composite
def parted(draw: st.DrawFn) -> tuple[Data, list[Data]]:
    """A fact file, and its kinds in two files: each in one, or in both, or half of its list in each."""
    whole = plain(with_sources(made(draw(fact_files())), words()))
    parts: list[Data] = [{"部门": whole["部门"]}, {"部门": whole["部门"]}]
    for kind, data in whole.items():
        rows = data if isinstance(data, list) else data.get("条目") if isinstance(data, dict) else None
        how = draw(st.sampled_from(("first", "second", "both", "half")))
        unique = kind in words().kinds and len(words().kinds[kind].key) == 1
        if how == "half" and isinstance(rows, list) and len(rows) > 1 and unique:
            cut = draw(st.integers(1, len(rows) - 1))
            for part, some in zip(parts, (rows[:cut], rows[cut:]), strict=True):
                part[kind] = some if isinstance(data, list) else {**data, "条目": some}
            continue
        for part, chosen in zip(parts, (how != "second", how != "first"), strict=True):
            part |= {kind: data} if chosen else {}
    return whole, parts


@settings(max_examples=100)
@given(parted(), st.booleans())
def test_a_file_parted_anyhow_is_the_same_dossier_as_the_whole(files: tuple[Data, list[Data]], turned: bool) -> None:
    whole, parts = files
    mistakes = Mistakes()
    trees = [made(part) for part in (parts[::-1] if turned else parts)]
    one, both = (dossier_of(tree, words(), mistakes, "") for tree in (made(whole), merged(trees, words(), mistakes)))
    assert mistakes.found == []
    assert one is not None
    assert both is not None
    assert told(both) == told(one)


FACTS = (GOOD / "facts/甲局.yaml").read_text(encoding="utf-8")


@given(EDITS, EDITS)
def test_damaged_files_together_give_a_dossier_or_chinese_mistakes(first: list[Edit], second: list[Edit]) -> None:
    texts = {"甲.yaml": mutated(FACTS, first), "乙.yaml": mutated(FACTS, second)}
    mistakes = Mistakes()
    nodes = [node for name, text in texts.items() if (node := parse(text, name, mistakes)) and node.entries]
    found = dossier_of(merged(nodes, words(), mistakes), words(), mistakes, "") if len(nodes) == 2 else None
    assert found is not None or mistakes.found or len(nodes) < 2
    assert [(str(m), wrong) for m in mistakes.found if (wrong := complaints(m, texts))] == []
