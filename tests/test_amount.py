"""涉及金额: which money a finding concerns, summed exactly over its subjects, and never a part of it."""

from __future__ import annotations

import json
from fractions import Fraction
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import pytest
from hypothesis import given
from hypothesis import strategies as st
from linted import linted, said
from small import checked, library, listed, render, rule_text, write_rules

from engine.handbook.article import article
from engine.handbook.edition import Edition
from engine.impact.edits import edits_of
from engine.library import Library
from engine.loading import load_checked
from engine.mistakes import Mistakes, MistakesFound
from engine.mutation.mutant import readers_of
from engine.outcome import Finding

UNSPENT = "涉及金额: 年度预算 − 支出\n"
BOTH = rule_text("支出 ≥ 年度预算", kind="[领域, 项目]", problem="{名称}。", more=UNSPENT)


def findings(folder: Path, rule: str, facts: str, derived: str = "") -> list[Finding]:
    return list(checked(library(folder, rule, derived=derived), facts).findings)


def amount(folder: Path, facts: str, rule: str = "", more: str = UNSPENT, derived: str = "") -> str:
    """The amount of the one finding of a rule that finds everything."""
    own = rule or rule_text("编码 不为无", problem="{名称}。", more=more)
    (finding,) = findings(folder, own, facts, derived)
    return finding.amount_words


def projects(*items: str) -> str:
    return listed("项目", *(f"编码: 无, {item}" for item in items))


A, B = "名称: 甲, 年度预算: 100万元, 支出: 31.5万元", "名称: 乙, 年度预算: 2亿元, 支出: 126.67元"


def test_the_amount_is_the_exact_sum_over_the_subjects_of_the_finding(tmp_path: Path) -> None:
    assert amount(tmp_path, projects(A, B)) == "20,068.487333万元"
    (finding,) = findings(tmp_path, rule_text("编码 不为无", more=UNSPENT), projects(A, B))
    assert finding.amount is not None
    assert finding.amount.low == finding.amount.high == Fraction(200_684_873_33, 100)


def test_small_money_is_printed_in_yuan(tmp_path: Path) -> None:
    assert amount(tmp_path, projects("名称: 甲, 年度预算: 0.01万元, 支出: 0元")) == "100元"


@pytest.mark.parametrize("item", ["名称: 丙", "名称: 丙, 年度预算: 100万元", "名称: 丙, 年度预算: 1元, 支出: 无"])
def test_where_one_amount_is_not_known_there_is_no_sum_of_the_others(tmp_path: Path, item: str) -> None:
    assert amount(tmp_path, projects(A, item)) == ""


def test_approximations_stay_approximations_in_the_sum(tmp_path: Path) -> None:
    about = "名称: 乙, 年度预算: 约1000万元, 支出: 0元"
    assert amount(tmp_path, projects(A, about)) == "约1,069万元"
    wide = "名称: 乙, 年度预算: 100万元, 支出: 约90万元"
    assert amount(tmp_path, projects(wide)) == "5.50万元至14.50万元"


@pytest.mark.parametrize("spent", ["100.01万元", "约96万元"])
def test_money_below_zero_of_one_subject_would_hide_money_of_the_others(tmp_path: Path, spent: str) -> None:
    assert amount(tmp_path, projects(A, f"名称: 丙, 年度预算: 100万元, 支出: {spent}")) == ""


def test_where_no_money_is_left_none_is_named(tmp_path: Path) -> None:
    spent = "名称: 丙, 年度预算: 1元, 支出: 1元"
    assert amount(tmp_path, projects(A, spent)) == "68.50万元"
    assert amount(tmp_path, projects(spent)) == ""


def test_a_rule_that_does_not_say_which_money_gives_none(tmp_path: Path) -> None:
    assert amount(tmp_path, projects(A), more="") == ""


def test_a_subject_that_passes_adds_nothing(tmp_path: Path) -> None:
    facts = listed("项目", f"编码: 无, {A}", "名称: 乙, 编码: B, 年度预算: 5万元, 支出: 0元")
    assert amount(tmp_path, facts) == "68.50万元"


def test_a_waived_subject_adds_nothing(tmp_path: Path) -> None:
    waiver = "豁免:\n- {规则: TST-001, 对象: 乙, 理由: 已批, 批准: 财政局, 到期: 2023-12-31}\n"
    assert amount(tmp_path, projects(A, B) + waiver) == "68.50万元"


AREA = listed("领域", "名称: 大类, 年度预算: 300万元, 支出: 200万元", "名称: 别类, 年度预算: 1元, 支出: 1元")


@pytest.mark.parametrize(
    ("area", "sum_"), [("大类", "100万元"), ("无", "168.50万元"), ("别类", "168.50万元"), ("", "")]
)
def test_a_project_inside_a_field_of_work_that_is_found_too_is_not_counted_again(
    tmp_path: Path, area: str, sum_: str
) -> None:
    item = f"{A}, 领域: {area}" if area else A
    assert amount(tmp_path, AREA + projects(item), BOTH) == sum_


def test_hints_and_findings_of_one_rule_have_amounts_of_their_own(tmp_path: Path) -> None:
    grades = "\n  - {级别: 提示, 条件: 年度预算 低于 1亿元}\n  - {级别: 一般}"
    found = findings(tmp_path, rule_text("编码 不为无", severity=grades, more=UNSPENT), projects(A, B))
    assert [(finding.hint, finding.amount_words) for finding in found] == [
        (False, "19,999.987333万元"), (True, "68.50万元")
    ]  # fmt: skip


def test_the_amount_changes_no_word_of_the_text_and_stands_in_the_json(tmp_path: Path) -> None:
    with_, without = (
        checked(library(tmp_path / name, rule_text("编码 不为无", more=more)), projects(A, B))
        for name, more in (("甲", UNSPENT), ("乙", ""))
    )
    texts = [render("text", [outcome]).rpartition("核验码")[0] for outcome in (with_, without)]
    assert texts[0] == texts[1]
    amounts = [json.loads(render("json", [o]))["departments"][0]["findings"][0]["amount"] for o in (with_, without)]
    assert amounts == ["20,068.487333万元", None]


YUAN = st.integers(0, 10**14)


@given(st.lists(st.tuples(YUAN, YUAN), min_size=1, max_size=6))
def test_a_sum_of_any_amounts_is_exactly_their_sum(pairs: list[tuple[int, int]]) -> None:
    items = [f"名称: {n}号, 年度预算: {a + b}元, 支出: {b}元" for n, (a, b) in enumerate(pairs)]
    (finding,) = checked(every_project(), projects(*items)).findings
    assert (finding.amount.nominal if finding.amount else 0) == sum(a for a, _ in pairs)


@cache
def every_project() -> Library:
    """A rule that finds every project, opened once for all examples."""
    return library(Path(mkdtemp()), rule_text("编码 不为无", more=UNSPENT))


# What an author may write


@pytest.mark.parametrize(
    ("term", "message"),
    [
        ("支出 ÷ 年度预算", "涉及金额应是金额，“支出 ÷ 年度预算”是比率"),
        ("预算收支.总预算", "“预算收支.总预算”不是“项目”自己的金额，有几个对象就会重复计算几次"),
        ('合计(项目.支出 满足 存在 问题 满足（规则 = "TST-002"）) + 支出', "涉及金额不能看其他规则发现的问题"),
        ("绕行", "涉及金额不能看其他规则发现的问题"),
    ],
)
def test_an_amount_that_would_mislead_is_a_mistake(tmp_path: Path, term: str, message: str) -> None:
    derived = '项目: {绕行: "合计(项目.支出 满足 存在 问题 满足（规则 = \\"TST-002\\"）) + 支出"}'
    rules = rule_text("编码 不为无", more=f"涉及金额: '{term}'\n"), rule_text("支出 ≥ 1元", rule="TST-002")
    mistakes = Mistakes()
    load_checked(write_rules(tmp_path, *rules, derived=derived), mistakes)
    with pytest.raises(MistakesFound, match=message[:12]) as found:
        mistakes.check()
    assert [mistake.message for mistake in found.value.mistakes] == [message]
    assert found.value.mistakes[0].place.line == len(rules[0].strip().splitlines())


def test_each_kind_of_subject_must_have_the_money(tmp_path: Path) -> None:
    mistakes = Mistakes()
    more = "涉及金额: 未支出\n"
    load_checked(write_rules(tmp_path, rule_text("支出 ≥ 1元", kind="[领域, 项目]", more=more)), mistakes)
    assert [mistake.message.partition("，")[0] for mistake in mistakes.found] == ["“领域”没有字段“未支出”"]


# Its place in the rulebook


def test_an_amount_uses_a_derived_figure_as_a_condition_does_and_no_case_can_test_it(tmp_path: Path) -> None:
    rule, derived = rule_text("编码 不为无", more="涉及金额: 剩余\n"), "项目: {剩余: 年度预算 − 支出}\n"
    assert said(linted(tmp_path, rule, derived=derived), "L206") == []
    book = load_checked(tmp_path, Mistakes())
    assert readers_of(book).derived == {}


def test_the_article_of_a_rule_says_which_money_is_meant(tmp_path: Path) -> None:
    single = rule_text("支出 ≥ 1元", kind="预算收支", rule="TST-002", more="涉及金额: 年末结转结余\n")
    book = load_checked(write_rules(tmp_path, rule_text("编码 不为无", more=UNSPENT), single), Mistakes())
    lines = [
        [line.text for line in article(rule, Edition(book)) if line.label == "涉及金额"] for rule in book.rules.values()
    ]
    assert lines == [["年度预算−支出，各对象的合计。"], ["年末结转结余。"]]


def test_a_changed_amount_is_told_as_a_change_of_the_rule(tmp_path: Path) -> None:
    old, new = (
        load_checked(write_rules(tmp_path / name, rule_text("编码 不为无", more=more)), Mistakes())
        for name, more in (("旧", UNSPENT), ("新", "涉及金额: 年度预算\n"))
    )
    assert list(map(str, edits_of(old, new))) == ["规则 TST-001 涉及金额（项目）：年度预算 − 支出 → 年度预算"]
