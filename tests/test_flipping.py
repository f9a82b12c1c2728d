"""Flips: the nearest change of one fact that changes a verdict, each true, none nearer; words, dates, tags too."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small import dossier, library, listed, rule_text

from engine.compiling import compile_program
from engine.flipping import FREE, Flip, Flipping
from engine.library import Library
from engine.notation import show
from engine.quantity import Quantity
from engine.tracing import word_of
from engine.verdict import State

LINES = (
    "下限:\n  取值: [{性质: 经常性, 值: 90%, 依据: 甲, 核对: 待核}, {性质: 阶段性, 值: 50%, 依据: 甲, 核对: 待核}]\n"
)
RATES = "项目:\n  执行率: 支出 ÷ 年度预算\n  偏差: 绝对值(支出 − 年度预算) ÷ 年度预算\n"


def flips(books: Library, facts: str, subject: str = "甲", rule: str = "BUD-002") -> list[Flip]:
    """All changes that give the subject another verdict."""
    given = dossier(facts)
    program = compile_program(books.book, given.region, given.year, frozenset({rule}))
    check = next(check for stratum in program.strata for check in stratum if check.rule == rule)
    return Flipping(program, given, check, subject).flips()


def said(found: list[Flip]) -> list[tuple[str, str, str]]:
    """The field, its new value and the verdict then, in words."""
    return [(f.field, show(f.new) if isinstance(f.new, Quantity) else word_of(f.new), f.state) for f in found]


def of(folder: Path, duty: str, item: str, scope: str = "") -> list[tuple[str, str, str]]:
    """What is said of one project under one rule."""
    books = library(folder, rule_text(duty, rule="BUD-002", scope=scope), derived=RATES, parameters=LINES)
    return said(flips(books, listed("项目", f"名称: 甲, {item}")))


PASS, FOUND, OUT = State.PASS, State.FINDING, State.NOT_APPLICABLE


def test_both_figures_of_a_quotient_are_named_with_the_decimals_they_are_written_in(tmp_path: Path) -> None:
    assert of(tmp_path, "执行率 不低于 90%", "年度预算: 100.0万元, 支出: 80.00万元") == [
        ("支出", "90.00万元", PASS),
        ("年度预算", "88.80万元", PASS),
    ]


@pytest.mark.parametrize(("duty", "spent"), [("支出 不低于 90元", "90元"), ("支出 高于 90元", "91元")])
def test_the_limit_itself_is_enough_only_where_it_is_included(tmp_path: Path, duty: str, spent: str) -> None:
    assert of(tmp_path, duty, "支出: 80元") == [("支出", spent, PASS)]


def test_a_figure_that_passes_is_told_how_far_it_may_fall(tmp_path: Path) -> None:
    assert of(tmp_path, "支出 不低于 90元", "支出: 95元") == [("支出", "89元", FOUND)]


def test_a_kink_does_not_hide_the_nearest_change(tmp_path: Path) -> None:
    assert of(tmp_path, "偏差 不高于 20%", "年度预算: 100元, 支出: 90元") == [
        ("支出", "79元", FOUND),
        ("年度预算", "113元", FOUND),
    ]


def test_mending_a_finding_is_told_before_the_nearer_way_out_of_its_reach(tmp_path: Path) -> None:
    assert of(tmp_path, "支出 不低于 90元", "支出: 10元", scope="支出 高于 0元") == [
        ("支出", "90元", PASS),
        ("支出", "0元", OUT),
    ]


def test_an_unknown_word_is_told_what_each_answer_would_mean(tmp_path: Path) -> None:
    assert of(tmp_path, "执行率 不低于 下限", "年度预算: 100元, 支出: 80元") == [
        ("支出", "90元", PASS),  # whatever the nature
        ("支出", "49元", FOUND),
        ("年度预算", "88元", PASS),
        ("年度预算", "161元", FOUND),
        ("性质", "经常性", FOUND),
        ("性质", "阶段性", PASS),
    ]


def test_a_word_may_change_and_a_free_text_may_be_there_or_not(tmp_path: Path) -> None:
    assert of(tmp_path / "1", "编码 不为无", "性质: 经常性, 编码: 无", scope="性质 = 经常性") == [
        ("性质", "阶段性", OUT),
        ("编码", FREE, PASS),
    ]
    assert of(tmp_path / "2", "编码 不为无", "编码: A") == [("编码", "无", FOUND)]


def test_a_date_is_moved_day_by_day(tmp_path: Path) -> None:
    assert of(tmp_path, "工作日数(2022-04-29, 下达日期) ≤ 2日", "下达日期: 2022-05-06") == [
        ("下达日期", "2022年5月7日", FOUND)  # a Saturday that is worked; 04-30 to 05-04 are holidays
    ]


def test_facts_of_another_kind_and_tags_are_tried_out(tmp_path: Path) -> None:
    books = library(tmp_path, rule_text("存在 自述措施 满足（主题 包含 采购内控）", kind="部门", rule="BUD-002"))
    facts = "自述措施: [{序号: 一, 摘要: 甲, 主题: [预算执行]}]\n"
    found = flips(books, facts, "示例部门")
    assert [(f.kind, f.key, f.new) for f in found] == [("自述措施", "一·甲", frozenset({"预算执行", "采购内控"}))]


def test_a_rule_on_findings_of_others_flips_with_what_those_rest_on(tmp_path: Path) -> None:
    below = rule_text("支出 不低于 90元", rule="BUD-003")
    books = library(tmp_path, below, rule_text('不存在 问题 满足（规则 = "BUD-003"）', kind="部门", rule="BUD-002"))
    assert flips(books, listed("项目", "名称: 甲, 支出: 80元"), "示例部门") == []  # its own facts decide nothing


@settings(max_examples=50)
@given(
    st.integers(1, 400), st.integers(1, 400), st.sampled_from(["不低于", "高于", "低于", "不高于"]), st.integers(1, 150)
)
def test_every_flip_is_true_and_no_nearer_one_was_passed_over(
    tmp_path_factory: pytest.TempPathFactory, spent: int, budget: int, op: str, limit: int
) -> None:
    folder = tmp_path_factory.mktemp("规则")
    books = library(folder, rule_text(f"执行率 {op} {limit}%", rule="BUD-002"), derived=RATES)

    def verdict(spent: int, budget: int) -> bool:
        rate, line = Fraction(spent, budget), Fraction(limit, 100)
        return {"不低于": rate >= line, "高于": rate > line, "低于": rate < line, "不高于": rate <= line}[op]

    now = verdict(spent, budget)
    found = {f.field: f for f in flips(books, listed("项目", f"名称: 甲, 年度预算: {budget}元, 支出: {spent}元"))}
    for field, at in (("支出", spent), ("年度预算", budget)):
        others = [n for n in range(1 if field == "年度预算" else 0, 1500) if n != at]
        flipping = [n for n in others if (verdict(n, budget) if field == "支出" else verdict(spent, n)) is not now]
        if field not in found:
            assert flipping == []
            continue
        new = found[field].new
        assert isinstance(new, Quantity)
        after = verdict(int(new.low), budget) if field == "支出" else verdict(spent, int(new.low))
        assert after is not now
        assert [n for n in flipping if abs(n - at) < abs(new.low - at)] == []
