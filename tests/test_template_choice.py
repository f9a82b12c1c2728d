"""Wording that depends on a condition ({若 …}): its two texts, where it may stand, and what is wrong with it."""

from __future__ import annotations

import pytest
from test_template import mistakes_in, only, parts

from engine.template import Choice, Figure, nodes_in
from engine.terms import Compare


def test_a_choice_has_a_condition_and_a_text_for_each_outcome() -> None:
    found = only("{若 支出 = 0元：全年未支出|支出{支出}}")
    assert isinstance(found, Choice)
    assert isinstance(found.condition, Compare)
    assert found.held == ("全年未支出",)
    assert isinstance(found.failed[1], Figure)
    assert [node.text for node in nodes_in((found,))] == ["支出 = 0元", "支出"]


def test_without_a_bar_nothing_is_written_where_the_condition_fails() -> None:
    found = only("{若 支出 = 0元：全年未支出}")
    assert isinstance(found, Choice)
    assert found.failed == ()


def test_a_colon_inside_the_brackets_of_the_condition_does_not_end_it() -> None:
    found = only('{若 存在 目标 满足（值 不为无 且 （位置 = "甲：乙"））：有{若 存在 目标：内|外}|无}', "指标")
    assert isinstance(found, Choice)
    assert found.failed == ("无",)
    assert isinstance(found.held[1], Choice)


@pytest.mark.parametrize(
    ("text", "grouped", "wrong"),
    [
        ("{若 支出 = 0元}", False, ["2 “若”后面缺少全角冒号“：”"]),
        ("{若 支处 = 0元：无}", False, ["4 “项目”没有字段“支处”，也没有这个名字的推导和参数"]),
        ("{若 支出：无}", False, ["4 这里要一个条件，“支出”是金额"]),
        ("{若 支出 = 0元：{支处}}", False, ["13 “项目”没有字段“支处”，也没有这个名字的推导和参数"]),
        ("{若 支出 = 0元：无}", True, ["2 写了“明细”的规则，一段话说的是多个对象，看对象字段的“若”要放进“明细”"]),
        ("{若 预算收支.支出 = 0元：无}", True, []),
    ],
)
def test_mistakes_in_a_choice_are_placed(text: str, grouped: bool, wrong: list[str]) -> None:
    assert mistakes_in(text, grouped=grouped) == wrong


def test_a_field_whose_name_begins_like_the_word_is_no_choice() -> None:
    assert mistakes_in("{若干}") == ["2 “项目”没有字段“若干”，也没有这个名字的推导和参数"]
    assert parts("若 是文字") == ("若 是文字",)
