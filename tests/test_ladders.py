"""Ladders: which step a figure stands on, edges in or out, ranges, gaps, rows by region and word, mistakes."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small import REGION, Bench, bench, listed, number, tree

from engine.mistakes import Mistakes
from engine.parameter_reading import parameters_of
from engine.program import Edge, Row
from engine.quantity import Dim, Quantity, exactly
from engine.rows import range_of, standing, step_words
from engine.truth import NO, UNKNOWN, YES, Truth
from engine.unknown import Gap, Unknown

BASIS = "依据: 甲办法, 核对: 待核"
LADDERS = f"""
得分:
  说明: 预算调整率的得分
  阶梯: 比率
  取值:
    - {{自: 0%（含）, 至: 0%（含）, 值: 3分, {BASIS}}}
    - {{自: 0%（不含）, 至: 10%（含）, 值: 2分, {BASIS}}}
    - {{自: 10%（不含）, 至: 20%（含）, 值: 1分, {BASIS}}}
    - {{自: 30%（不含）, 值: 0分, {BASIS}}}
等次:
  阶梯: 金额
  取值:
    - {{性质: 经常性, 至: 100万元（不含）, 值: 小, {BASIS}}}
    - {{性质: 经常性, 自: 100万元（含）, 值: 大, {BASIS}}}
    - {{性质: 阶段性, 至: 300万元（不含）, 值: 小, {BASIS}}}
    - {{性质: 阶段性, 自: 300万元（含）, 值: 大, {BASIS}}}
就近:
  阶梯: 金额
  取值:
    - {{自: 0元（含）, 值: 1分, {BASIS}}}
    - {{地区: {REGION}, 自: 100元（含）, 值: 2分, {BASIS}}}
"""


def project(item: str) -> Bench:
    """One project beside the ladders above."""
    return bench(listed("项目", f"名称: 甲, {item}"), parameters=LADDERS)


def step(rate: str) -> tuple[Fraction, Fraction] | Unknown:
    """What a rate comes to on the ladder of scores."""
    found = project("年度预算: 100元").value(f"阶梯({rate}, 得分)", "项目")
    return number(found) if isinstance(found, Quantity) else found  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("rate", "score"),
    [("0%", 3), ("0.0001%", 2), ("10%", 2), ("10.0001%", 1), ("20%", 1), ("30.0001%", 0), ("999%", 0)],
)
def test_an_edge_belongs_to_the_step_that_says_so(rate: str, score: int) -> None:
    assert step(rate) == (score, score)


@pytest.mark.parametrize("rate", ["20.0001%", "25%", "30%"])
def test_a_figure_between_the_steps_has_no_value_and_the_reason_is_named(rate: str) -> None:
    found = step(rate)
    assert isinstance(found, Unknown)
    assert [gap.reason for gap in found.gaps] == ["不落在阶梯的任何一档"]


def test_a_range_over_several_steps_has_a_range_of_values_and_one_that_reaches_a_gap_has_none() -> None:
    assert step("约10%") == (1, 2)  # 9.5% to 10.5%
    assert isinstance(step("约20%"), Unknown)  # 19% to 21%
    assert step("约100%") == (0, 0)


def test_what_is_not_known_has_no_step_and_waits_for_the_figure() -> None:
    found = project("年度预算: 100元").value("阶梯(支出 ÷ 年度预算, 得分)", "项目")
    assert isinstance(found, Unknown)
    assert found.gaps == {Gap("项目", "甲", "支出")}


@pytest.mark.parametrize(
    ("item", "truth"),
    [
        ("性质: 经常性, 年度预算: 100万元", YES), ("性质: 经常性, 年度预算: 99.99万元", NO),
        ("性质: 阶段性, 年度预算: 299.99万元", NO), ("性质: 阶段性, 年度预算: 300万元", YES),
        ("年度预算: 50万元", NO), ("年度预算: 300万元", YES), ("年度预算: 200万元", UNKNOWN),
        ("性质: 经常性, 年度预算: 约100万元", UNKNOWN), ("性质: 无, 年度预算: 500万元", UNKNOWN),
    ],
)  # fmt: skip
def test_a_ladder_of_words_is_chosen_by_the_subject_and_compared_like_a_text(item: str, truth: Truth) -> None:
    assert project(item).truth("阶梯(年度预算, 等次) = 大", "项目") is truth
    assert project(item).truth("阶梯(年度预算, 等次) 属于 {小}", "项目") is ~truth


def test_a_word_that_stands_on_no_step_is_a_mistake() -> None:
    with pytest.raises(Exception, match="“中”"):
        project("年度预算: 1元").truth("阶梯(年度预算, 等次) = 中", "项目")


def test_the_nearest_ladder_counts_as_a_whole_so_that_steps_of_another_never_fill_its_gaps() -> None:
    here, elsewhere = (
        bench(listed("项目", "名称: 甲, 支出: 50元"), parameters=LADDERS, region=region)
        for region in (REGION, "湖南省")
    )
    assert isinstance(here.value("阶梯(支出, 就近)", "项目"), Unknown)
    assert number(elsewhere.value("阶梯(支出, 就近)", "项目")) == (1, 1)


# Laws

edges = st.builds(Edge, st.integers(-5, 5).map(lambda n: exactly(Dim.RATIO, n)), st.booleans())


@given(st.lists(st.tuples(st.none() | edges, st.none() | edges), max_size=4), st.integers(-6, 6), st.integers(0, 4))
def test_a_range_stands_on_every_step_that_one_of_its_values_stands_on(
    ends: list[tuple[Edge | None, Edge | None]], low: int, width: int
) -> None:
    steps = [Row((), exactly(Dim.SCORE, n), *pair) for n, pair in enumerate(ends)]
    points = [exactly(Dim.RATIO, low + Fraction(n, 4)) for n in range(4 * width + 1)]
    whole = Quantity(Dim.RATIO, points[0].low, points[-1].low, points[0].low)
    alone = [standing(point, steps) for point in points]
    together = standing(whole, steps)
    if together is not None:
        assert None not in alone
        assert {id(row) for row in together} >= {id(row) for found in alone for row in found or ()}
    elif None not in alone:
        # All quarters are covered, so is everything between them: edges are whole numbers.
        raise AssertionError((steps, points))


def test_words_that_differ_have_no_range_and_one_word_is_itself() -> None:
    assert range_of(["大", "大"]) == "大"
    assert range_of(["大", "小"]) is None
    assert range_of([]) is None
    assert range_of(["大", exactly(Dim.SCORE, 1)]) is None


def test_a_step_is_written_with_both_its_edges_or_the_one_it_has() -> None:
    ten, twenty = (exactly(Dim.RATIO, Fraction(n, 10)) for n in (1, 2))
    assert step_words(Row((), "甲", Edge(ten, False), Edge(twenty, True))) == "10%（不含）至20%（含）"
    assert step_words(Row((), "甲", Edge(ten, True), None)) == "10%（含）以上"
    assert step_words(Row((), "甲", None, Edge(ten, False))) == "10%（不含）以下"
    assert step_words(Row((), "甲", Edge(ten, True), Edge(ten, True))) == "恰为10%"
    assert step_words(Row((), "甲")) == ""


# Mistakes


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("自: 10%, 值: 1分", "“自”没有写明含、不含"),
        ("自: 10元（含）, 值: 1分", "“10元”是金额，这里应填比率"),
        ("自: 10（含）, 值: 1分", "缺少单位"),
        ("值: 1分", "没有写“自”和“至”"),
        ("自: 20%（含）, 至: 10%（含）, 值: 1分", "“自”高于“至”"),
        ("自: 20%（含）, 至: 20%（不含）, 值: 1分", "一个数也没有"),
        ("自: 20%（含）, 值: 1", "“1”缺少单位"),
        ("自: 20%（含）, 值: 1分（含）", "“值”不写含、不含"),
        ("自: 20%（含）, 值: ''", "没有写内容"),
    ],
)
def test_a_wrong_step_is_named(row: str, message: str) -> None:
    mistakes = Mistakes()
    parameters_of(tree(f"线:\n  阶梯: 比率\n  取值:\n    - {{{row}, {BASIS}}}\n"), mistakes)
    assert [message in f"{m.message}" for m in mistakes.found] == [True], mistakes.found


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (f"线:\n  阶梯: 比例\n  取值: [{{自: 1%（含）, 值: 1分, {BASIS}}}]\n", "这里是“比例”"),
        (f"线:\n  取值: [{{自: 1%（含）, 值: 1分, {BASIS}}}]\n", "没有写“阶梯”，各行不能写“自”"),
        (
            f"线:\n  阶梯: 比率\n  取值: [{{自: 1%（含）, 值: 1分, {BASIS}}}, {{至: 1%（不含）, 值: 差, {BASIS}}}]\n",
            "这一行是文本",
        ),
    ],
)
def test_a_ladder_must_say_what_it_is_looked_up_by_and_give_one_sort_of_value(text: str, message: str) -> None:
    mistakes = Mistakes()
    parameters_of(tree(text), mistakes)
    assert [message in m.message for m in mistakes.found] == [True], mistakes.found


def test_steps_without_the_word_for_a_ladder_are_one_mistake_however_many_there_are() -> None:
    mistakes = Mistakes()
    rows = f"    - {{值: 3分, {BASIS}}}\n    - {{自: 1%（含）, 值: 1分, {BASIS}}}\n    - {{至: 1%, 值: 2分, {BASIS}}}\n"
    assert parameters_of(tree(f"线:\n  取值:\n{rows}"), mistakes) == {}
    assert [(m.place.line, m.message) for m in mistakes.found] == [(4, "参数“线”没有写“阶梯”，各行不能写“自”“至”")]
    assert mistakes.found[0].hint.endswith("不是的，删去“自”“至”。")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("得分 = 1分", "“得分”是阶梯，不能单独用"),
        ("阶梯(年度预算, 得分) = 1分", "“得分”按比率查"),
        ("阶梯(支出 ÷ 年度预算, 得份) = 1分", "没有阶梯“得份”"),
        ("阶梯(支出 ÷ 年度预算, 支出) = 1分", "“支出”不是阶梯"),
        ("阶梯(支出 ÷ 年度预算) = 1分", "“阶梯”要2项"),
    ],
)
def test_a_ladder_used_wrongly_is_a_mistake(words: str, message: str) -> None:
    with pytest.raises(Exception, match=message):
        project("年度预算: 1元").truth(words, "项目")
