"""Derived figures: in any order, never in a circle, one mistake each."""

from __future__ import annotations

from itertools import permutations

import pytest
from small import bench, number, tree, words

from engine.deriving import Derivations
from engine.mistakes import Mistakes
from engine.quantity import Dim
from engine.terms import Call
from engine.truth import YES


def derived(text: str) -> tuple[dict[tuple[str, str], object], list[str]]:
    """What 推导.yaml defines, and what is wrong with it."""
    mistakes = Mistakes()
    found = Derivations(tree(text), words(), {}, mistakes).all()
    return dict(found), [f"{mistake.place.line}:{mistake.place.column} {mistake.message}" for mistake in mistakes.found]


@pytest.mark.parametrize("order", list(permutations(["一: 支出 × 2", "二: 一 × 2", "三: 二 × 2"])))
def test_figures_may_use_one_another_in_any_order(order: tuple[str, ...]) -> None:
    text = "项目:\n  " + "\n  ".join(order) + "\n"
    assert number(bench("项目: [{名称: 甲, 支出: 1元}]", text).value("三", "项目")) == (8, 8)


def test_figures_of_different_kinds_may_use_one_another() -> None:
    text = "部门: {总额: 合计(项目.净额)}\n项目: {净额: 支出 − 未支出}\n"
    assert number(bench("项目: [{名称: 甲, 支出: 5元, 未支出: 2元}]", text).value("总额")) == (3, 3)


def test_a_derived_condition_is_a_yes_or_no() -> None:
    assert bench("项目: [{名称: 甲, 支出: 5元}]", "项目: {有支出: 支出 > 0元}").truth("有支出", "项目") is YES


@pytest.mark.parametrize(
    ("facts", "value"), [("支出: 1元, 未支出: 2元", 1), ("未支出: 2元", 2), ("支出: 无, 未支出: 2元", 2)]
)
def test_the_first_that_is_known_is_taken(facts: str, value: int) -> None:
    bed = bench(f"项目: [{{名称: 甲, {facts}}}]", "项目: {数: {先取: [支出, 未支出], 说明: 先写的优先}}")
    assert number(bed.value("数", "项目")) == (value, value)


def test_a_figure_may_be_written_with_what_it_is_about() -> None:
    found, mistakes = derived("项目: {倍: {取: 支出 × 2, 说明: 两倍}, 数: {先取: [支出, 未支出]}}")
    assert mistakes == []
    assert isinstance(found["项目", "数"], Call)
    assert found["项目", "数"].dim is Dim.MONEY


@pytest.mark.parametrize(
    ("text", "circle"),
    [
        ("项目: {一: 一 × 2}", "1:9 推导绕成了一圈：一 → 一"),
        ("项目: {一: 二 × 2, 二: 一 × 2}", "1:9 推导绕成了一圈：一 → 二 → 一"),
        ("项目: {一: 二 × 2, 二: 三 × 2, 三: 一 × 2, 四: 一 × 2}", "1:9 推导绕成了一圈：一 → 二 → 三 → 一"),
        ("部门: {总: 合计(项目.份)}\n项目: {份: 支出 ÷ 部门.总 × 1元}", "1:9 推导绕成了一圈：总 → 份 → 总"),
        ("项目: {一: {先取: [支出, 一]}}", "1:9 推导绕成了一圈：一 → 一"),
        ("项目: {一: 存在 项目 满足（二）, 二: 非 一}", "1:9 推导绕成了一圈：一 → 二 → 一"),
    ],
)
def test_a_circle_is_one_mistake_that_shows_the_way_round(text: str, circle: str) -> None:
    assert derived(text)[1] == [circle]


def test_whoever_enters_a_circle_from_outside_is_not_on_it() -> None:
    found, mistakes = derived("项目: {四: 一 × 2, 一: 二 × 2, 二: 一 × 2, 五: 支出 × 2}")
    assert [message.partition("：")[2] for message in mistakes] == ["一 → 二 → 一"]
    assert list(found) == [("项目", "五")]


def test_a_chain_is_followed_to_a_limit_and_refused_beyond() -> None:
    def chain(length: int) -> str:
        return "\n  ".join(["项目:", *(f"一{n}: 一{n - 1} × 1" for n in range(length, 0, -1)), "一0: 支出 × 1"])

    assert derived(chain(30))[1] == []
    assert {message.partition(" ")[2] for message in derived(chain(300))[1]} == {"推导一层套一层，超过30层"}


def test_every_wrong_figure_is_named_once() -> None:
    _, mistakes = derived("项目: {一: 没有的 × 2, 二: 一 × 2, 三: 支出 + 90%, 四: 支岀 × 2}\n没有: {五: 1}")
    assert [message.split(" ")[0] for message in mistakes] == ["2:1", "1:9", "1:34", "1:44"]
