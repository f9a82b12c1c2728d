"""Small changes of conditions: which there are, where they stand, and that each changes one part and still types."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from reading_conditions import DERIVED, PARAMETERS, condition, read
from slips import PLAIN, TEXTS, bare, slips, typed, words_of
from small import TWO, bench, rule_text, write_rules

from engine.loading import load_checked
from engine.mistakes import Mistakes
from engine.mutation.mutant import Mutant, readers_of
from engine.mutation.mutants import mutants_of
from engine.mutation.sources import sources_of
from engine.mutation.spots import Way, put, spots
from engine.terms import All, AnyOf, Node, Not


def node_at(root: Node, way: Way) -> Node:
    """Returns the node at the end of a way."""
    found: Any = root
    for name, number in way:
        value = getattr(found, name)
        found = value if number < 0 else value[number]
    return found


def mutants(folder: Path, *rules: str, derived: str = "", parameters: str = "") -> list[Mutant]:
    """Every mutant of a rulebook."""
    mistakes, place = Mistakes(), write_rules(folder, *rules, derived=derived, parameters=parameters)
    book = load_checked(place, mistakes)
    mistakes.check()
    return mutants_of(book, sources_of(book, place, mistakes), readers_of(book), list(book.rules.values()))


def said(found: list[Mutant], name: str) -> list[str]:
    """What is changed of one rule, figure or parameter, in words."""
    return [mutant.words for mutant in found if mutant.owner[1] == name]


# Laws


@settings(max_examples=60)
@given(TEXTS)
def test_every_change_leaves_all_but_one_part_as_it_was(text: str) -> None:
    root = condition(text)
    for change in slips(root, text):
        changed: Any = put(root, change.way, change.node)
        assert changed != root
        if change.node is not None:
            assert put(changed, change.way, node_at(root, change.way)) == root
        else:
            whole: Any = node_at(root, change.way[:-1])
            left: Any = node_at(changed, change.way[:-1])
            assert len(left.items) == len(whole.items) - 1
            assert put(changed, change.way[:-1], whole) == root


@settings(max_examples=60)
@given(TEXTS)
def test_every_change_still_means_something(text: str) -> None:
    root = condition(text)
    assert typed(root)
    changed: list[Any] = [put(root, change.way, change.node) for change in slips(root, text)]
    assert all(map(typed, changed))
    assert len(set(changed)) == len(changed) > 0


@settings(max_examples=60)
@given(TEXTS)
def test_every_change_names_words_that_stand_at_its_place(text: str) -> None:
    root = condition(text)
    for change in slips(root, text):
        assert text[change.at : change.at + len(change.was)] == change.was
    for spot in spots(root, text):
        assert text[spot.start : spot.end] == spot.node.text
        assert node_at(root, spot.way) is spot.node


@settings(max_examples=60)
@given(TEXTS)
def test_a_text_changed_as_the_words_say_reads_as_the_changed_condition(text: str) -> None:
    root = condition(text)
    for change in slips(root, text):
        node, was = change.node, node_at(root, change.way)
        joined = isinstance(node, All | AnyOf) and isinstance(was, All | AnyOf)
        if not change.becomes or joined or "一天" in change.becomes or isinstance(was, Not):
            continue  # dropped words leave a sign behind; 且 and 或 move the brackets
        again, _ = read(text[: change.at] + change.becomes + text[change.at + len(change.was) :])
        assert bare(again) == bare(put(root, change.way, node)), change.words


@pytest.mark.parametrize("text", PLAIN)
def test_every_change_can_be_judged(text: str) -> None:
    stand = bench(TWO + "监控记录: 无\n采购: 无\n目标: 无\n", DERIVED, PARAMETERS)
    root = condition(text)
    for change in slips(root, text):
        changed: Any = put(root, change.way, change.node)
        assert stand.evaluator.truth(changed, (stand.fact("项目"),)) is not None


# What is changed


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("执行率 不低于 下限", ["把“不低于”改为“高于”", "把“不低于”改为“低于”"]),
        ("年度预算 达到 上限", ["把“达到”改为“不低于”", "把“达到”改为“未达到”"]),
        ("执行率 达到 下限", ["把“达到”改为“高于”", "把“达到”改为“未达到”"]),
        ("支出 ≤ 年度预算", ["把“≤”改为“<”", "把“≤”改为“>”", "把“支出”改为“年度预算”", "把“年度预算”改为“支出”"]),
        ("支出 = 0元", ["把“=”改为“≠”", "把“=”改为“≥”", "把“=”改为“≤”", "把“0元”改为“1元”", "把“0元”改为“-1元”"]),
        ("性质 = 经常性", ["把“=”改为“≠”", "把“经常性”改为“阶段性”"]),
        ("执行率 > 90%", ["把“>”改为“≥”", "把“>”改为“≤”", "把“90%”改为“91%”", "把“90%”改为“89%”"]),
        ("大项目", ["把“大项目”改为“非 大项目”"]),
        ("大项目 = 是", ["把“=”改为“≠”", "把“是”改为“否”"]),
        ("非 大项目", ["去掉“非”"]),
        ("编码 为无", ["把“为无”改为“不为无”"]),
        ("编码 不为无", ["把“不为无”改为“为无”"]),
        ("性质 属于 {经常性, 阶段性}", ["把“属于”改为“不属于”", "去掉“经常性”", "去掉“阶段性”"]),
        ("性质 不属于 {经常性}", ["把“不属于”改为“属于”"]),
        ("存在 监控记录", ["把“存在”改为“不存在”"]),
        ("不存在 监控记录", ["把“不存在”改为“存在”"]),
    ],
)  # fmt: skip
def test_each_part_is_taken_for_what_is_easily_taken_for_it(text: str, expected: list[str]) -> None:
    assert words_of(condition(text), text) == expected


@pytest.mark.parametrize(
    ("text", "change"),
    [
        ("大项目 且 编码 为无", "把“且”改为“或”"),
        ("大项目 且 编码 为无", "去掉“编码 为无”"),
        ("大项目 或 编码 为无", "把“或”改为“且”"),
        ("存在 监控记录 满足（类型 = 年中）", "把“存在”改为“每个”"),
        ("存在 监控记录 满足（类型 = 年中）", "去掉“满足（类型 = 年中）”"),
        ("每个 监控记录 满足（类型 = 年中）", "把“每个”改为“存在”"),
        ("支出 相符 年度预算", "把“相符”改为“不相符”"),
        ("支出 相符 年度预算", "把“相符”改为“=”"),
        ("支出 不相符 年度预算", "把“不相符”改为“≠”"),
        ("合计(采购.合同金额) > 支出", "把“合计”改为“最大”"),
        ("最小(采购.合同金额 满足 品目 为无) > 支出", "把“最小”改为“合计”"),
        ("数量(采购 满足 品目 为无) > 1个", "去掉“满足 品目 为无”"),
        ("支出 > 500万元", "把“500万元”改为“500元”"),
        ("支出 > 500万元", "把“500万元”改为“499万元”"),
        ("支出 > 1,500万元", "把“1,500万元”改为“1,501万元”"),
        ("支出 − 未支出 > 0元", "把“−”改为“+”"),
        ("支出 × 120% > 年度预算", "把“×”改为“÷”"),
        ("支出 − 未支出 > 0元", "把“支出 − 未支出”改为“未支出 − 支出”"),
        ("支出 ÷ (年度预算 + 未支出) > 90%", "把“支出 ÷ (年度预算 + 未支出)”改为“(年度预算 + 未支出) ÷ 支出”"),
        ("绝对值(支出 − 未支出) > 1元", "把“绝对值(支出 − 未支出)”改为“支出 − 未支出”"),
        ("间隔日数(下达日期, 本年12月31日) > 30日", "把“间隔日数”改为“工作日数”"),
        ("下达日期 ≥ 2022-01-01", "把“2022-01-01”改为“2021-12-31”"),
        ("下达日期 ≤ 本年8月31日", "把“本年8月31日”改为“本年8月31日后一天”"),
    ],
)
def test_a_change_is_among_those_that_are_made(text: str, change: str) -> None:
    assert change in words_of(condition(text), text)


@pytest.mark.parametrize("text", ["支出 × 100% > 未支出", "支出 ÷ 100% > 未支出", "支出 + 0元 > 未支出"])
def test_a_sign_that_makes_no_difference_is_left_alone(text: str) -> None:
    assert not {"把“×”改为“÷”", "把“÷”改为“×”", "把“+”改为“−”"} & {*words_of(condition(text), text)}


def test_a_difference_whose_sign_does_not_count_is_not_turned_round() -> None:
    text = "绝对值(支出 − 年度预算) > 5万元"
    assert "把“支出 − 年度预算”改为“年度预算 − 支出”" not in words_of(condition(text), text)


def test_a_dimension_is_never_changed_by_a_sign() -> None:
    text = "执行率 − 下限 > 5个百分点"  # 比率 + 比率 would be no 百分点
    assert "把“−”改为“+”" not in words_of(condition(text), text)


# Rules


GRADED = "[{级别: 严重, 条件: 支出 < 10元}, {级别: 较大, 条件: 支出 < 50元}, {级别: 一般}]"


def test_scope_grades_and_last_year_of_a_rule_are_changed(tmp_path: Path) -> None:
    found = mutants(
        tmp_path, rule_text("支出 ≥ 100元", scope="性质 = 经常性", severity=GRADED, more="适用年度: 2020-2023")
    )
    shape = [words for words in said(found, "TST-001") if "适用" in words or "级" in words]
    assert shape == [
        "去掉“适用”",
        "去掉“严重”这一级",
        "把“严重”与“较大”两级对调",
        "去掉“较大”这一级",
        "把“较大”与“一般”两级对调",
        "把适用年度的“2023”改为“2022”",
    ]


def test_a_change_speaks_of_the_line_and_column_of_its_word(tmp_path: Path) -> None:
    rule = rule_text("支出 ≥ 100元").replace("要求: '支出 ≥ 100元'", "要求: >-\n  支出\n  ≥ 100元")
    found = mutants(tmp_path, rule)
    assert {(m.place.line, m.place.column, m.words) for m in found} >= {
        (9, 3, "把“≥”改为“>”"),
        (9, 5, "把“100元”改为“101元”"),
    }


def test_a_word_read_for_two_kinds_of_subjects_is_changed_for_both(tmp_path: Path) -> None:
    found = mutants(tmp_path, rule_text("支出 ≥ 100元", "[领域, 项目]"))
    change = next(mutant for mutant in found if mutant.words == "把“≥”改为“>”")
    assert [getattr(duty.duty, "op", "") for duty in change.rules["TST-001"].duties] == [">", ">"]
    assert len(said(found, "TST-001")) == len({*said(found, "TST-001")})


# Derived figures


def test_derived_figures_are_changed_where_a_rule_reads_them(tmp_path: Path) -> None:
    derived = "项目: {余额: 年度预算 − 支出, 没人用: 支出 + 年度预算}\n"
    found = mutants(tmp_path, rule_text("余额 ≥ 0元"), derived=derived)
    assert "把“−”改为“+”" in said(found, "项目.余额")
    assert said(found, "项目.没人用") == []
    assert {mutant.readers for mutant in found} == {("TST-001",)}


def test_a_figure_that_is_only_printed_is_read_as_well(tmp_path: Path) -> None:
    derived = "项目: {余额: 年度预算 − 支出}\n"
    found = mutants(tmp_path, rule_text("支出 ≥ 0元", problem="余额{余额}。"), derived=derived)
    assert said(found, "项目.余额")


def test_the_order_of_what_is_taken_first_is_changed(tmp_path: Path) -> None:
    derived = "项目: {花费: {先取: [支出, 年度预算 − 未支出]}}\n"
    found = mutants(tmp_path, rule_text("花费 ≥ 0元"), derived=derived)
    words = said(found, "项目.花费")
    assert "去掉“先取”里的“支出”" in words
    assert "去掉“先取”里的“年度预算 − 未支出”" in words
    assert "把“先取”里的“支出”移到后面一项之后" in words
    assert "把“−”改为“+”" in words
