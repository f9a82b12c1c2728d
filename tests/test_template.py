"""Wording read into parts: figures, lists and clauses that may be left out, each name checked where it stands."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mutating import SNIPPETS, complaints
from small import tree, words

from engine.deriving import Derivations
from engine.mistakes import Mistakes, Place
from engine.nodes import Node
from engine.template import Figure, Group, Listing, Optional, Part, Template
from engine.template_reading import template_of
from engine.terms import Arithmetic, Compare, FieldOf, SingleField

DERIVED = "项目: {执行率: 支出 ÷ 年度预算}"


def read(text: str, kind: str = "项目", grouped: bool = False) -> tuple[Template, Mistakes]:
    """The parts of a wording for a kind of subject, and what is wrong with it."""
    mistakes = Mistakes()
    scope = Derivations(tree(DERIVED), words(), {}, mistakes).scope((kind,))
    return template_of(Node(Place("甲.yaml", 1, 1), text), scope, grouped, mistakes), mistakes


def parts(text: str, kind: str = "项目", grouped: bool = False) -> Template:
    """The parts of a wording without mistakes."""
    found, mistakes = read(text, kind, grouped)
    mistakes.check()
    return found


def only(text: str, kind: str = "项目", grouped: bool = False) -> Part:
    """The only part of a wording."""
    (part,) = parts(text, kind, grouped)
    return part


def figure(text: str, kind: str = "项目", grouped: bool = False) -> Figure:
    """A wording that is one figure."""
    part = only(text, kind, grouped)
    assert isinstance(part, Figure)
    return part


def listing(text: str, kind: str = "项目", grouped: bool = False) -> Listing:
    """A wording that is one list."""
    part = only(text, kind, grouped)
    assert isinstance(part, Listing)
    return part


def mistakes_in(text: str, kind: str = "项目", grouped: bool = False) -> list[str]:
    """What is wrong with a wording."""
    return [f"{mistake.place.column} {mistake.message}" for mistake in read(text, kind, grouped)[1].found]


# Plain text and figures


@pytest.mark.parametrize("text", ["没有花括号。", "（圆括号）《书名》“引号”|竖线：冒号:半角", "一" * 500])
def test_text_without_braces_stays_as_it_is(text: str) -> None:
    assert parts(text) == (text,)


def test_an_empty_wording_has_no_parts() -> None:
    assert parts("") == ()


def test_figures_stand_between_the_texts_around_them() -> None:
    before, name, between, spent, after = parts("项目“{名称}”支出{支出}。")
    assert (before, between, after) == ("项目“", "”支出", "。")
    assert isinstance(name, Figure)
    assert isinstance(spent, Figure)
    assert (name.term.text, spent.term.text) == ("名称", "支出")


@pytest.mark.parametrize(
    ("text", "unit", "decimals"),
    [
        ("{支出}", "", None),
        ("{支出:万元}", "万元", None),
        ("{支出:元}", "元", None),
        ("{支出: 亿元 }", "亿元", None),
        ("{支出:0}", "", 0),
        ("{执行率:2}", "", 2),
        ("{下达日期:年}", "年", None),
        ("{下达日期:月}", "月", None),
    ],
)
def test_a_figure_may_name_its_unit_its_decimals_or_a_part_of_a_date(
    text: str, unit: str, decimals: int | None
) -> None:
    found = figure(text)
    assert (found.unit, found.decimals, found.total) == (unit, decimals, "")


def test_a_figure_may_be_worked_out() -> None:
    found = figure("{（年度预算 − 支出） ÷ 年度预算:1}")
    assert isinstance(found.term, Arithmetic)
    assert found.decimals == 1


def test_a_figure_may_be_derived_or_of_a_kind_there_is_one_of() -> None:
    assert isinstance(figure("{执行率}").term, FieldOf)
    assert isinstance(figure("{预算收支.支出:亿元}").term, SingleField)


@pytest.mark.parametrize("form", ["12", "-1", "²", "１", "个", "%", "万", "元元", "", "月份", "2位"])
def test_a_form_that_there_is_not_is_a_mistake_and_never_left_out(form: str) -> None:
    assert mistakes_in(f"{{支出:{form}}}") == [f"5 不认识格式“{form}”"]


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("{名称:万元}", "“名称”是文本，不能用格式“万元”"),
        ("{下达日期:2}", "“下达日期”是日期，不能用格式“2”"),
        ("{下达日期:万元}", "“下达日期”是日期，不能用格式“万元”"),
        ("{支出:年}", "“支出”是金额，不能用格式“年”"),
        ("{执行率:亿元}", "“执行率”是比率，不能用格式“亿元”"),
    ],
)
def test_a_form_must_fit_what_is_measured(text: str, wrong: str) -> None:
    assert [message.partition(" ")[2] for message in mistakes_in(text)] == [wrong]


# Lists


def test_a_list_names_its_kind_its_text_and_its_separator() -> None:
    found = listing("{目标：在“{位置}”为{值}|；}", "指标")
    assert (found.kind, found.depth, found.separator) == ("目标", 1, "；")
    before, where, between, value = found.text
    assert (before, between) == ("在“", "”为")
    assert isinstance(where, Figure)
    assert isinstance(value, Figure)
    assert (where.term.text, value.term.text) == ("位置", "值")


def test_without_a_separator_a_list_is_joined_as_in_a_sentence() -> None:
    assert listing("{目标：{位置}}", "指标").separator == "、"


def test_a_list_of_what_points_to_the_subject_holds_only_what_is_its_own() -> None:
    found = listing("{目标：{位置}}", "指标").condition
    assert isinstance(found, Compare)
    assert (found.left.text, found.right.text) == ("指标", "指标.名称")
    assert listing("{领域：{名称}}", "指标").condition is None


@pytest.mark.parametrize(
    "condition", ["满足（值 不为无）", "满足(值 不为无)", "满足 值 不为无", "满足　（值 不为无） "]
)
def test_a_list_may_have_a_condition_with_brackets_or_without(condition: str) -> None:
    assert listing(f"{{领域 {condition.replace('值', '支出')}：{{名称}}|、}}").condition is not None


def test_colons_and_bars_inside_braces_and_brackets_do_not_part_a_list() -> None:
    found = listing('{领域 满足（名称 ≠ "甲：乙|丙"）：{支出:万元}：〈{名称}|〉|，}')
    assert found.separator == "，"
    assert [part for part in found.text if isinstance(part, str)] == ["："]
    assert isinstance(found.text[-1], Optional)


def test_a_list_in_a_list_sees_both() -> None:
    outer = listing("{指标：{名称}{目标：{值}|、}|；}", "部门")
    inner = next(part for part in outer.text if isinstance(part, Listing))
    assert (inner.kind, inner.depth) == ("目标", 2)


# Clauses that may be left out


def test_a_clause_that_may_be_left_out_holds_parts_of_its_own() -> None:
    before, clause, after = parts("甲〈，未支出{未支出:万元}〉。")
    assert (before, after) == ("甲", "。")
    assert isinstance(clause, Optional)
    assert clause.text[0] == "，未支出"


def test_clauses_may_stand_in_one_another_up_to_a_limit() -> None:
    assert mistakes_in("〈" * 10 + "{名称}" + "〉" * 10) == ["1 括号套得太深，超过10层"]
    assert mistakes_in("〈" * 9 + "{名称}" + "〉" * 9) == []
    assert mistakes_in("〈" * 5000 + "〉" * 5000) == ["1 括号套得太深，超过10层"]


# Rules with 明细


def test_a_paragraph_about_several_subjects_counts_lists_and_sums_them() -> None:
    assert only("{个数}", grouped=True) == Group("个数")
    assert only("{明细|；}", grouped=True) == Group("明细", "；")
    assert only("{明细}", grouped=True) == Group("明细", "、")


@pytest.mark.parametrize("word", ["合计", "最大", "最小"])
def test_a_paragraph_about_several_subjects_may_combine_their_figures(word: str) -> None:
    found = figure(f"{{{word}（年度预算 − 支出）:万元}}", grouped=True)
    assert (found.total, found.unit, found.term.text) == (word, "万元", "年度预算 − 支出")


def test_the_latest_day_of_several_subjects_may_be_named_but_days_are_not_summed() -> None:
    assert figure("{最大(下达日期):月}", grouped=True).total == "最大"
    assert mistakes_in("{合计(下达日期)}", grouped=True) == ["2 “下达日期”是日期，不能合计"]


def test_a_paragraph_about_several_subjects_may_name_facts_of_kinds_there_is_one_of() -> None:
    assert isinstance(figure("{部门.年度}", grouped=True).term, SingleField)


def test_a_list_that_belongs_to_no_subject_may_stand_in_a_paragraph_about_several() -> None:
    assert listing("{领域：{名称}}", "项目", grouped=True).kind == "领域"
    assert len(mistakes_in("{目标：{值}}", "指标", grouped=True)) == 1


# Places


def test_every_mistake_is_placed_where_its_word_stands() -> None:
    text = "{名称}{没有}〈{不是}〉{领域：{无此}}{支出:斤}"
    assert [int(message.split(" ")[0]) for message in mistakes_in(text)] == [6, 11, 20, 28]


def test_a_mistake_in_a_wording_on_several_lines_is_placed_on_its_line() -> None:
    node = tree("问题: |\n  {名称}：\n  支出{支岀}\n", "甲.yaml")
    assert node is not None
    mistakes = Mistakes()
    scope = Derivations(None, words(), {}, mistakes).scope(("项目",))
    template_of(node.get("问题") or node, scope, False, mistakes)
    assert [str(mistake.place) for mistake in mistakes.found] == ["甲.yaml:3:6"]


PIECES = (*SNIPPETS, "{名称}", "{值:万元}", "〈", "〉", "{目标：{值}|、}", "{合计(实际值)}", "{明细|、}", "满足（")


@given(st.lists(st.sampled_from(PIECES), max_size=8), st.booleans())
def test_any_wording_gives_parts_or_chinese_mistakes(pieces: list[str], grouped: bool) -> None:
    text = "".join(pieces)
    mistakes = read(text, "指标", grouped)[1]
    line = text.replace("\n", " ").replace("\r", " ")
    assert [(str(m), wrong) for m in mistakes.found if (wrong := complaints(m, {"甲.yaml": line}))] == []
