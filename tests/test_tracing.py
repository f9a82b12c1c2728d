"""What a verdict rests on: every figure once, with its source or its sum, and how far it is from tipping over."""

from __future__ import annotations

from fractions import Fraction

import pytest
from generate import pair_of
from hypothesis import given
from hypothesis import strategies as st
from small import Bench, bench, listed

from engine.judge import by_reference
from engine.margin import margin_of
from engine.notation import read_quantity
from engine.quantity import Dim, exactly
from engine.tracing import Evidence, Trace, compared, comparisons, evidence_of, trace, word_of
from engine.truth import NO, UNKNOWN, YES, truth_of
from engine.unknown import Gap, Unknown
from engine.waiving import Waivers

RATES = (
    "项目:\n  执行率: 支出 ÷ 年度预算\n  偏低: 执行率 低于 90%\n预算收支:\n  调整率: (总预算 − 年初预算) ÷ 年初预算\n"
)


def traced(found: Bench, condition: str, kind: str = "项目", key: str = "") -> Trace:
    """The trace of a condition for one subject."""
    return trace(found.evaluator, found.condition(condition, kind), (found.fact(kind, key),))


def evidence(found: Bench, condition: str, kind: str = "项目", key: str = "") -> list[tuple[str, str, str]]:
    """The evidence of a condition as triples."""
    return [(e.field, e.value, e.source) for e in evidence_of(traced(found, condition, kind, key))]


def one(budget: str = "100万元", spent: str = "31万元") -> Bench:
    """One project with its sources."""
    sums = f"年度预算: {{值: '{budget}', 出处: 第1行}}, 支出: {{值: '{spent}', 出处: 第2行}}"
    items = f"名称: 甲, {sums}, 性质: 经常性, 出处: 第3行"
    return bench(listed("项目", items), RATES)


def test_a_stated_figure_shows_where_it_stands_and_a_derived_one_how_it_was_worked_out() -> None:
    assert evidence(one(), "执行率 不低于 90% 且 性质 = 经常性") == [
        ("执行率", "31%", "支出 ÷ 年度预算 = 31万元 ÷ 100万元 = 31%"),
        ("支出", "31万元", "第2行"),
        ("年度预算", "100万元", "第1行"),
        ("性质", "经常性", "第3行"),
    ]


def test_a_longer_sum_keeps_its_brackets_and_a_real_minus_sign() -> None:
    found = bench("预算收支: {年初预算: '138,179.36万元', 总预算: '91,470.79万元'}\n", RATES)
    (rate, *_) = evidence(found, "绝对值(调整率) 不高于 30%", "预算收支")
    assert rate == (
        "调整率",
        "-33.80%",
        "(总预算 − 年初预算) ÷ 年初预算 = （91,470.79万元 − 138,179.36万元） ÷ 138,179.36万元 = -33.80%",
    )


@pytest.mark.parametrize(
    ("item", "worked"),
    [
        ("未支出: 无, 年度预算: 9万元, 支出: 1万元", "年度预算 − 支出 = 9万元 − 1万元 = 8万元"),
        ("年度预算: 9万元, 支出: 1万元", "年度预算 − 支出 = 9万元 − 1万元 = 8万元"),
        ("未支出: 5万元, 年度预算: 9万元", "未支出 = 5万元"),
    ],
)
def test_of_several_ways_to_a_figure_the_one_that_was_taken_is_shown(item: str, worked: str) -> None:
    found = bench(listed("项目", f"名称: 甲, {item}"), "项目:\n  未支出额: {先取: [未支出, 年度预算 − 支出]}\n")
    assert {source for field, _, source in evidence(found, "未支出额 ≥ 1元") if field == "未支出额"} == {worked}


def test_what_is_not_known_is_no_evidence() -> None:
    found = bench(listed("项目", "名称: 甲, 支出: 1万元"), RATES)
    assert [field for field, _, _ in evidence(found, "执行率 不低于 90% 或 支出 高于 0元")] == ["支出"]


def test_each_figure_is_named_once() -> None:
    fields = [field for field, _, _ in evidence(one(), "支出 > 0元 且 支出 < 年度预算 且 执行率 < 90%")]
    assert sorted(fields) == ["年度预算", "执行率", "支出"]


def test_of_a_quantifier_only_the_facts_that_decide_are_shown() -> None:
    records = "监控记录:\n- {对象: 项目, 类型: 日常, 项目: 甲}\n- {对象: 项目, 类型: 重点, 项目: 甲, 出处: 第9行}\n"
    found = bench(listed("项目", "名称: 甲") + records)
    assert ("类型", "重点", "第9行") in evidence(found, "存在 监控记录 满足（类型 = 重点）")
    assert "日常" not in {value for _, value, _ in evidence(found, "存在 监控记录 满足（类型 = 重点）")}
    none = ("监控记录", "没有符合的", "存在 监控记录 满足（类型 = 年中）")
    assert evidence(found, "存在 监控记录 满足（类型 = 年中）") == [none]


def test_an_aggregate_is_named_as_a_sum_over_facts() -> None:
    found = bench(listed("项目", "名称: 甲, 支出: 1万元", "名称: 乙, 支出: 2万元"))
    assert evidence(found, "合计(项目.支出) ≤ 2万元", "部门") == [("合计(项目.支出)", "3万元", "汇总")]


def test_a_figure_of_a_linked_fact_shows_the_source_it_has_there() -> None:
    found = bench(
        listed("项目", "名称: 甲, 年度预算: 5万元, 出处: 第4行") + "监控记录:\n- {对象: 项目, 类型: 重点, 项目: 甲}\n"
    )
    assert evidence(found, "项目.年度预算 ≥ 1万元", "监控记录") == [("项目.年度预算", "5万元", "第4行")]
    assert evidence(found, "部门.年度 = 2022", "监控记录")[0][:2] == ("部门.年度", "2022")


@pytest.mark.parametrize(
    ("condition", "margin"),
    [
        ("执行率 不低于 90%", "执行率比90%低59个百分点"),
        ("执行率 低于 90%", "执行率比90%低59个百分点"),
        ("非 执行率 低于 90%", "执行率比90%低59个百分点"),
        ("支出 高于 30万元", "支出比30万元高1万元"),
        ("支出 不低于 31万元", "支出恰为31万元"),
        ("性质 = 经常性 且 支出 高于 30万元", "支出比30万元高1万元"),
        ("性质 = 经常性 或 支出 高于 30万元", "支出比30万元高1万元"),
        ("支出 高于 40万元 或 年度预算 高于 99万元", "年度预算比99万元高1万元"),
        ("支出 高于 40万元 且 年度预算 高于 99万元", "支出比40万元低9万元"),
        ("偏低", "执行率比90%低59个百分点"),
        ("非 偏低", "执行率比90%低59个百分点"),
        ("性质 = 经常性", ""),
        ("编码 为无", ""),
        ("未支出 高于 0元", ""),
        ("存在 项目 满足（支出 高于 30万元）", "支出比30万元高1万元"),
    ],
)
def test_the_margin_is_that_of_the_first_comparison_that_decided(condition: str, margin: str) -> None:
    assert str(margin_of(traced(one(), condition)) or "") == margin


@pytest.mark.parametrize(
    ("condition", "margin"),
    [
        ("支出 高于 40万元 且 年度预算 高于 99万元", "支出比40万元低9万元"),
        ("支出 高于 40万元 且 年度预算 高于 120万元", ""),
        ("支出 高于 40万元 且 性质 = 经常性", "支出比40万元低9万元"),
        ("支出 高于 40万元 且 性质 = 阶段性", ""),
        ("支出 高于 40万元 或 年度预算 高于 120万元", "支出比40万元低9万元"),
        ("非（支出 高于 30万元 或 年度预算 高于 99万元）", ""),
        ("（支出 高于 40万元 且 性质 = 阶段性） 或 年度预算 高于 120万元", "年度预算比120万元低20万元"),
    ],
)
def test_a_margin_that_must_decide_alone_is_not_that_of_one_part_among_several(condition: str, margin: str) -> None:
    assert str(margin_of(traced(one(), condition), alone=True) or "") == margin


@pytest.mark.parametrize(
    ("condition", "margin"),
    [
        ("未支出 不低于 19万元", "未支出比19万元高约1万元"),  # at the least it is exactly on the line
        ("未支出 高于 18万元", "未支出比18万元高约2万元"),
        ("未支出 不低于 20万元", ""),  # may lie on either side
        ("未支出 = 22万元", "未支出比22万元低约2万元"),
    ],
)
def test_the_margin_of_an_approximation_is_an_approximation(condition: str, margin: str) -> None:
    found = bench(listed("项目", "名称: 甲, 未支出: 约20万元"))
    assert str(margin_of(traced(found, condition)) or "") == margin


@pytest.mark.parametrize(("spent", "margin"), [("92.996万元", "0.004"), ("92.9999999万元", "0.0000001")])
def test_a_margin_is_never_printed_as_nothing(spent: str, margin: str) -> None:
    found = one(spent=spent)
    step = traced(found, "执行率 不低于 93%")
    assert str(margin_of(step)) == f"执行率比93%低{margin}个百分点"
    (rate, *_) = evidence_of(step)
    figure = spent.removesuffix("万元")
    assert (rate.value, rate.source.rpartition(" = ")[2]) == (f"{figure}%", f"{figure}%")


def yuan(fen: int) -> str:
    """A sum of money of so many 分, as written."""
    return f"{fen // 100}.{fen % 100:02d}元"


@given(st.integers(1, 10**12), st.integers(-(10**4), 10**4))
def test_evidence_and_margin_never_contradict_the_comparison(fen: int, more: int) -> None:
    spent = max(0, fen + more)
    found = bench(f"预算收支: {{总预算: {yuan(fen)}, 支出: {yuan(spent)}}}\n", "预算收支:\n  执行率: 支出 ÷ 总预算\n")
    step = traced(found, "执行率 ≥ 100%", "预算收支")
    assert step.result is truth_of(spent >= fen)
    margin, (rate, *_) = str(margin_of(step)), evidence_of(step)
    shown = read_quantity(rate.value, Dim.RATIO).nominal
    if spent == fen:
        assert (shown, margin) == (1, "执行率恰为100%")
    else:
        assert (shown < 1) is (spent < fen)
        before, _, size = margin.removesuffix("个百分点").partition("低" if spent < fen else "高")
        assert before == "执行率比100%"
        assert Fraction(size.replace(",", "")) > 0


@pytest.mark.parametrize("first", range(0, 200, 50))
def test_the_comparisons_are_the_same_whether_the_whole_trace_is_made_or_not(first: int) -> None:
    found = 0
    for program, dossier in map(pair_of, range(first, first + 50)):
        _, evaluator = by_reference(program, dossier, Waivers.of(dossier, 0))
        for check in (check for stratum in program.strata for check in stratum):
            asked = [part for part in (check.scope, check.duty) if part is not None]
            for fact in evaluator.facts(check.kind):
                pairs = comparisons(*(trace(evaluator, part, (fact,)) for part in asked))
                assert compared(evaluator, check.scope, check.duty, env=(fact,)) == pairs
                found += len(pairs)
    assert found > 100


def test_the_numbers_that_were_compared_are_found_through_derived_conditions_and_quantifiers() -> None:
    pairs = comparisons(traced(one(), "偏低 且 存在 项目 满足（支出 高于 30万元） 且 下达日期 ≥ 本年1月1日"))
    rate, line = exactly(Dim.RATIO, Fraction(31, 100)), exactly(Dim.RATIO, Fraction(9, 10))
    assert [(a.nominal, b.nominal) for a, b in pairs] == [(rate.nominal, line.nominal), (310_000, 300_000)]


@pytest.mark.parametrize(
    ("value", "word"),
    [
        (YES, "是"), (NO, "否"), (UNKNOWN, "不能确定"), (frozenset({"乙", "甲"}), "乙、甲"), (frozenset(), "无"),
        ("文", "文"), (Unknown(frozenset({Gap("项目", "甲", "支出")})), "未提供"), (exactly(Dim.RATIO, 1), "100%"),
    ],
)  # fmt: skip
def test_every_value_has_words(value: object, word: str) -> None:
    assert word_of(value) == word  # type: ignore[arg-type]


def test_evidence_is_ordered_data() -> None:
    assert sorted([Evidence("乙", "1", ""), Evidence("丙", "1", "")]) == [
        Evidence("丙", "1", ""),
        Evidence("乙", "1", ""),
    ]
