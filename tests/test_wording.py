"""Wordings filled with figures: no gap is papered over, and no printed figure contradicts its comparison."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from small import checked, library, listed, rule_text

from engine import wording
from engine.notation import read_quantity, show
from engine.outcome import Outcome
from engine.quantity import Dim, Quantity, compare, exactly
from engine.rounding import Pairs, careful
from engine.truth import YES

# A printed figure never contradicts its comparison


def ratio(percent: Fraction) -> Quantity:
    """A rate of so many percent, worked out rather than written."""
    return exactly(Dim.RATIO, percent / 100)


percents = st.fractions(-200, 200, max_denominator=10**5)
close = st.builds(Fraction, st.integers(-(10**4), 10**4), st.sampled_from((10**2, 10**4, 10**6, 10**8, 3 * 10**5)))


@given(percents, close)
@example(Fraction(92996, 1000), Fraction(4, 1000))
@example(Fraction(92996, 1000), Fraction(8, 1000))
def test_a_printed_rate_lies_on_the_same_side_of_its_threshold_as_the_rate(value: Fraction, more: Fraction) -> None:
    left, right = ratio(value), ratio(value + more)
    shown = read_quantity(careful(left, [(left, right)]), Dim.RATIO)
    for op in ("<", "≤", ">", "≥") if more else ():
        assert compare(op, shown, right) is compare(op, left, right), show(left)


@given(percents, close)
@example(Fraction(92996, 1000), Fraction(8, 1000))
def test_two_rates_that_differ_are_never_printed_alike_and_never_the_wrong_way_round(
    value: Fraction, more: Fraction
) -> None:
    left, right = ratio(value), ratio(value + more)
    pairs = [(left, right)]
    shown, other = (read_quantity(careful(q, pairs), Dim.RATIO).nominal for q in (left, right))
    assert (shown < other, shown > other) == (more > 0, more < 0) or (more == 0 and shown == other)


@given(
    st.integers(-(10**15), 10**15),
    st.integers(-(10**6), 10**6),
    st.sampled_from(("", "元", "万元", "亿元")),
    st.sampled_from((None, 0, 2)),
)
def test_a_printed_sum_lies_on_the_same_side_of_its_threshold_as_the_sum(
    fen: int, more: int, unit: str, decimals: int | None
) -> None:
    assume(more)
    left, right = exactly(Dim.MONEY, Fraction(fen, 100)), exactly(Dim.MONEY, Fraction(fen + more, 100))
    shown = read_quantity(careful(left, [(right, left)], unit, decimals), Dim.MONEY)
    assert compare("<", shown, right) is compare("<", left, right)
    assert compare("≠", shown, right) is YES


@pytest.mark.parametrize(
    ("value", "limit", "text"),
    [
        ("92.996", "93", "92.996%"), ("92.9999999", "93", "92.9999999%"), ("93.004", "93", "93.004%"),
        ("89.35", "90", "89.35%"), ("92.994", "93", "92.99%"), ("-33.80", "-33.796", "-33.8%"),
        ("0.001", "0", "0.001%"),
        ("92.996", "92.996", "92.996%"),  # exactly on the line: 93.00% would not be
        ("90", "90", "90%"), ("99.999", "100", "99.999%"),
    ],
)  # fmt: skip
def test_as_many_decimals_are_printed_as_the_comparison_needs(value: str, limit: str, text: str) -> None:
    figure, line = ratio(Fraction(value)), ratio(Fraction(limit))
    assert careful(figure, [(figure, line)]) == text


def test_a_third_that_equals_a_third_is_not_printed_without_end() -> None:
    third = ratio(Fraction(100, 3))
    assert careful(third, [(third, third)]) == "33.33%"


def test_a_figure_that_was_not_compared_is_printed_as_usual() -> None:
    other = ratio(Fraction(93))
    assert careful(ratio(Fraction(92996, 1000)), [(other, other)]) == "93.00%"
    assert careful(read_quantity("2022年8月", Dim.DATE), []) == "2022年8月"


# Wordings


def text_of(
    tmp_path: Path,
    facts: str,
    problem: str,
    duty: str = "支出 ≥ 100万元",
    *,
    detail: str = "",
    kind: str = "项目",
    more: str = "",
) -> str:
    """The problem of the one finding that a rule makes of some facts."""
    return finding(tmp_path, facts, problem, duty, detail=detail, kind=kind, more=more).findings[0].problems[0]


def finding(
    tmp_path: Path, facts: str, problem: str, duty: str, *, detail: str = "", kind: str = "项目", more: str = ""
) -> Outcome:
    """The outcome of one rule on some facts."""
    books = library(
        tmp_path,
        rule_text(duty, kind, problem=problem, detail=detail, more=more),
        derived="项目:\n  执行率: 支出 ÷ 年度预算\n",
    )
    return checked(books, facts)


ONE = listed("项目", "名称: 甲, 年度预算: 100万元, 支出: 92.996万元, 下达日期: 2022-12-05, 资金文号: 无")


@pytest.mark.parametrize(
    ("problem", "text"),
    [
        ("{名称}预算{年度预算}，支出{支出}。", "甲预算100万元，支出92.996万元。"),
        ("{年度预算:元}、{年度预算:亿元}、{支出:1}", "1,000,000元、0.0100亿元、93.0万元"),
        ("差{年度预算 − 支出}", "差7.004万元"),
        ("{编码}", "〔待补〕"),
        ("甲〈，编码{编码}〉乙", "甲乙"),
        ("甲〈，资金{资金文号}〉乙{资金文号}", "甲乙无"),
        ("甲〈，预算{年度预算}〈，编码{编码}〉〉乙", "甲，预算100万元乙"),
        ("{下达日期}，{下达日期:年}{下达日期:月}", "2022年12月5日，2022年12月"),
        ("{部门.名称}{部门.年度}年", "示例部门2022年"),
        ("没有数字。", "没有数字。"),
        ("{若 支出 低于 93万元：低{支出}|高}。", "低92.996万元。"),
        ("{若 支出 高于 93万元：高|低〈{编码}〉{支出}}。", "低92.996万元。"),
        ("{若 支出 高于 93万元：高}。", "。"),
        ("{若 编码 不为无：有|没有}。", "。"),  # not known: neither
        ("甲〈，{若 编码 不为无：有|没有}〉。", "甲。"),
        ("{若 支出 = 1元 或 存在 项目 满足（名称 = 对象.名称）：{若 支出 高于 1元：内|}外|}", "内外"),
    ],
)
def test_figures_are_printed_in_the_form_asked_for_and_gaps_are_shown(tmp_path: Path, problem: str, text: str) -> None:
    assert text_of(tmp_path, ONE, problem, "年度预算 ≥ 200万元") == text


def test_a_figure_that_would_contradict_its_sentence_gets_more_decimals(tmp_path: Path) -> None:
    assert text_of(tmp_path, ONE, "执行率{执行率}，低于93%。", "执行率 不低于 93%") == "执行率92.996%，低于93%。"


def test_decimals_that_the_author_asked_for_give_way_to_the_truth(tmp_path: Path) -> None:
    assert text_of(tmp_path, ONE, "执行率{执行率:2}。", "执行率 不低于 93%") == "执行率92.996%。"


@pytest.mark.parametrize(("day", "text"), [("2022年12月", "12月"), ("2022年", "2022年"), ("2022-12-05", "12月")])
def test_a_date_without_its_month_prints_no_month(tmp_path: Path, day: str, text: str) -> None:
    facts = listed("项目", f"名称: 甲, 支出: 1元, 下达日期: {day}")
    assert text_of(tmp_path, facts, "{下达日期:月}") == text


TWO = listed(
    "项目",
    "名称: 甲, 支出: 1万元, 年度预算: 2.5万元",
    "名称: 乙, 支出: 约20万元",
    "名称: 丙, 支出: 100万元",
    "名称: 丁, 支出: 3万元",
)


def test_subjects_of_a_rule_with_details_become_one_paragraph(tmp_path: Path) -> None:
    text = text_of(tmp_path, TWO, "{个数}个：{明细|；}。", detail="{名称}支出{支出}〈，预算{年度预算}〉")
    assert text == "3个：丁支出3万元；乙支出约20万元；甲支出1万元，预算2.50万元。"


def test_sums_over_all_subjects_are_exact_and_a_sum_with_a_gap_is_to_be_filled_in(tmp_path: Path) -> None:
    assert text_of(tmp_path, TWO, "共{合计(支出):万元}，预算{合计(年度预算)}，最多{最大(支出)}", detail="{名称}") == (
        "共约24万元，预算〔待补〕，最多约20万元"
    )


def test_without_details_every_subject_has_its_own_paragraph(tmp_path: Path) -> None:
    (found,) = finding(tmp_path, TWO, "{名称}。", "支出 ≥ 100万元").findings
    assert sorted(found.problems) == ["丁。", "乙。", "甲。"]
    assert found.text.startswith("TST-001的名称。（1）")
    assert found.text.count("（依据：") == 1


TARGETS = listed("指标", "名称: 甲, 实际值: 17个", "名称: 乙") + listed(
    "目标",
    "指标: 甲, 位置: 一, 值: 6个",
    "指标: 甲, 位置: 二, 值: 无",
    "指标: 甲, 位置: 三, 值: 100个",
    "指标: 乙, 位置: 一",
)


@pytest.mark.parametrize(
    ("problem", "text"),
    [
        ("{目标：{位置}|、}", "一、三、二"),
        ("{目标 满足（值 不为无）：在“{位置}”为{值}|；}", "在“一”为6个；在“三”为100个"),
        ("{目标 满足（值 > 对象.实际值）：{位置}超过{对象.实际值}}", "三超过17个"),
        ("{目标：{指标}|、}", "甲"),
        ("有{目标 满足（值 > 1000个）：{位置}}无", "有无"),
        ("有〈（{目标 满足（值 > 1000个）：{位置}}）〉无", "有无"),
    ],
)
def test_facts_of_the_subject_are_listed_one_by_one_and_the_same_text_once(
    tmp_path: Path, problem: str, text: str
) -> None:
    assert text_of(tmp_path, TARGETS, problem, "实际值 ≥ 100个", kind="指标") == text


def test_a_list_prints_only_facts_that_surely_meet_its_condition(tmp_path: Path) -> None:
    facts = listed("指标", "名称: 乙, 实际值: 1个") + listed("目标", "指标: 乙, 位置: 一", complete=False)
    assert text_of(tmp_path, facts, "[{目标 满足（值 > 0个）：{位置}}]", "实际值 ≥ 100个", kind="指标") == "[]"


def test_the_effect_and_the_measure_may_hold_figures_too(tmp_path: Path) -> None:
    more = "影响: 少了{年度预算 − 支出}。\n"
    (found,) = finding(tmp_path, ONE, "{名称}。", "年度预算 ≥ 200万元", more=more).findings
    assert found.text.endswith("少了7.004万元。")
    assert found.measures == ("改正。",)


def test_a_comparison_that_a_thousand_subjects_share_is_looked_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[int] = []

    def counted(value: Quantity, pairs: Pairs, unit: str = "", decimals: int | None = None) -> str:
        seen.append(len(pairs))
        return careful(value, pairs, unit, decimals)

    monkeypatch.setattr(wording, "careful", counted)
    rule = rule_text("年度预算 不高于 1元", problem="{明细|；}。", detail="{名称}年度预算{年度预算}")
    facts = listed("项目", *(f"名称: {number}号, 年度预算: 9元" for number in range(50)))
    ((text,),) = [one.problems for one in checked(library(tmp_path, rule), facts).findings]
    assert text.count("年度预算9元") == len(seen) == 50
    assert set(seen) == {1}
