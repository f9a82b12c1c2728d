"""The evidence of a batch: what a rule reads of its subject, each figure once and exact, under fixed labels."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from random_conditions import CONDITIONS, FIELDS, GRID, desk, truth_at
from small import Bench, bench, listed

from engine.dossier import NOTHING, Fact, Value
from engine.generated.reads import evidence_of, label_of, reads_of, shown
from engine.notation import read_quantity
from engine.program import Check
from engine.quantity import Dim, exactly
from engine.terms import FIELDS as OF_FIELDS
from engine.terms import Aggregate, Exists, Literal, ParameterOf, YearDay, children
from engine.truth import NO, YES
from engine.unknown import Unknown

DERIVED = """
预算收支:
  执行率: 支出 ÷ 总预算
项目:
  执行率: 支出 ÷ 年度预算
  落后: 执行率 低于 预算收支.执行率
  记录数: 数量(监控记录 满足 类型 = 年中)
监控记录:
  项目落后: 项目.执行率 低于 50%
"""
PARAMETERS = "下限: {取值: [{性质: 经常性, 值: 1000万元, 依据: 甲, 核对: 已核}]}"
RECORDS = listed("监控记录", "类型: 重点, 对象: 项目, 项目: 甲, 截止月份: 7")
FACTS = listed("项目", "名称: 甲, 年度预算: 1000万元, 性质: 无, 支出: 约5万元") + RECORDS


@pytest.fixture(scope="module")
def here() -> Bench:
    """A department with one project."""
    return bench(FACTS, DERIVED, PARAMETERS)


def labels(found: Bench, duty: str, kind: str = "项目", scope: str = "") -> list[str]:
    """The labels of a rule's evidence."""
    check = Check("甲", kind, "", found.condition(scope, kind) if scope else None, found.condition(duty, kind))
    return [read.label for read in reads_of(check, found.evaluator.program)]


@pytest.mark.parametrize(
    ("duty", "kind", "expected"),
    [
        ("支出 ≥ 年度预算 × 80% 且 性质 = 经常性 且 支出 > 1元", "项目", ["支出（分）", "年度预算（分）", "性质"]),
        ("执行率 ≥ 80% 或 执行率 为无", "项目", ["支出（分）", "年度预算（分）"]),
        ("落后", "项目", ["支出（分）", "年度预算（分）", "预算收支.支出（分）", "预算收支.总预算（分）"]),
        ("年度预算 达到 下限 且 下达日期 ≤ 本年7月31日", "项目", ["年度预算（分）", "性质", "下达日期"]),
        ("存在 监控记录 满足（类型 = 年中 且 对象.年度预算 > 1元）", "项目", []),
        ("数量(监控记录 满足 类型 = 年中) ≥ 1个", "项目", ["数量(监控记录 满足 类型 = 年中)（个）"]),
        ("合计(项目.年度预算) ≤ 总预算", "预算收支", ["合计(项目.年度预算)（分）", "总预算（分）"]),
        ("项目.年度预算 > 1元", "监控记录", ["项目.年度预算（分）"]),
        ("项目落后", "监控记录", ["项目.支出（分）", "项目.年度预算（分）"]),
        ("声明重点监控项目数 = 1个", "部门", ["声明重点监控项目数（个）"]),
    ],
)
def test_a_rule_is_told_by_the_stated_figures_it_reads(here: Bench, duty: str, kind: str, expected: list[str]) -> None:
    assert labels(here, duty, kind) == expected


def test_what_says_to_whom_a_duty_applies_comes_first(here: Bench) -> None:
    assert labels(here, "性质 = 经常性 且 支出 > 1元", scope="支出 > 2元") == ["支出（分）", "性质"]


def test_a_figure_of_another_fact_that_counts_its_own_stands_itself(here: Bench) -> None:
    # What is counted for a project cannot be named from its record in one step.
    assert labels(here, "项目.记录数 ≥ 1个", "监控记录") == ["项目.记录数（个）"]


@pytest.mark.parametrize(
    ("written", "dim", "value"),
    [
        ("1000万元", Dim.MONEY, 1_000_000_000),
        ("12.34元", Dim.MONEY, 1234),
        ("-0.01元", Dim.MONEY, -1),
        ("12.345元", Dim.MONEY, "12.345元"),
        ("约5万元", Dim.MONEY, "约5万元"),
        ("99999999999999999999.99元", Dim.MONEY, 9999999999999999999999),
        ("17名", Dim.COUNT, 17),
        ("50余个", Dim.COUNT, "50余个"),
        ("7", Dim.NUMBER, 7),
        ("7.5", Dim.NUMBER, "7.5"),
        ("92.97%", Dim.RATIO, "92.97%"),
        ("91.41分", Dim.SCORE, "91.41分"),
        ("2022-08-31", Dim.DATE, "2022-08-31"),
        ("2022年8月", Dim.DATE, "2022年8月"),
        ("30日", Dim.DAYS, "30日"),
    ],
)
def test_a_figure_is_shown_whole_and_exact_or_as_it_is_written(written: str, dim: Dim, value: Any) -> None:
    assert shown(read_quantity(written, dim), dim) == value
    assert type(shown(read_quantity(written, dim), dim)) is type(value)


def test_a_figure_whose_measure_only_the_facts_tell_keeps_its_unit() -> None:
    assert shown(read_quantity("133.8亿元", Dim.AMOUNT), Dim.AMOUNT) == "133.80亿元"
    assert shown(read_quantity("22个", Dim.AMOUNT), Dim.AMOUNT) == "22个"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("甲\n乙", "甲\n乙"),
        (YES, "是"),
        (NO, "否"),
        (NOTHING, "无"),
        (frozenset("乙甲"), ["乙", "甲"]),
        (frozenset(), []),
    ],
)
def test_words_are_shown_as_they_are(value: Value, expected: Any) -> None:
    assert shown(value, Dim.TEXT) == expected


def test_what_is_not_known_is_left_out(here: Bench) -> None:
    check = Check(
        "甲", "项目", "", None, here.condition("支出 > 1元 且 性质 = 经常性 且 下达日期 > 2022-01-01", "项目")
    )
    reads = reads_of(check, here.evaluator.program)
    found = evidence_of(reads, here.evaluator, here.fact("项目"))
    assert found == {"支出（分）": "约5万元", "性质": "无"}
    assert shown(Unknown(frozenset()), Dim.MONEY) is None


# Laws

DESK, _ = desk()


def _restricted(fact: Fact, words: set[str]) -> Fact:
    return Fact(fact.kind, f"{fact.key}′", {word: value for word, value in fact.values.items() if word in words})


@given(CONDITIONS, st.sampled_from(GRID), st.sets(st.sampled_from(sorted(FIELDS))))
def test_evidence_holds_all_that_a_verdict_rests_on(text: str, fact: Fact, known: set[str]) -> None:
    condition = DESK.condition(text, "项目")
    reads = reads_of(Check("甲", "项目", "", None, condition), DESK.evaluator.program)
    whole = Fact(fact.kind, f"{fact.key}{sorted(known)}", {w: v for w, v in fact.values.items() if w in known})
    least = _restricted(whole, {read.term.field for read in reads if isinstance(read.term, OF_FIELDS)})
    assert truth_at(DESK, condition, whole) is truth_at(DESK, condition, least)


@given(CONDITIONS, CONDITIONS)
def test_every_label_stands_once_and_names_a_stated_figure(scope: str, duty: str) -> None:
    check = Check("甲", "项目", "", DESK.condition(scope, "项目"), DESK.condition(duty, "项目"))
    reads = reads_of(check, DESK.evaluator.program)
    assert len({read.label for read in reads}) == len(reads)
    for read in reads:
        assert read.label == label_of(read.term)
        assert isinstance(read.term, (*OF_FIELDS, Aggregate))
        assert not isinstance(read.term, OF_FIELDS) or (read.term.kind, read.term.field) not in (
            DESK.evaluator.program.derived
        )


@given(st.integers(-(10**13), 10**13), st.sampled_from([1, 10, 100, 1000]))
def test_money_is_shown_to_the_last_fen_and_comes_back(amount: int, part: int) -> None:
    value = exactly(Dim.MONEY, amount) if part == 1 else read_quantity(f"{amount / part:.3f}元", Dim.MONEY)
    found = json.loads(json.dumps(shown(value, Dim.MONEY)))
    back = exactly(Dim.MONEY, found).low / 100 if isinstance(found, int) else read_quantity(found, Dim.MONEY).low
    assert back == value.low


def test_nothing_inside_quantifiers_parameters_or_days_is_evidence(books: Any) -> None:
    from engine.compiling import compile_program

    program = compile_program(books.book, "广东省广州市增城区", 2022)
    for check in (check for stratum in program.strata for check in stratum):
        terms = [read.term for read in reads_of(check, program)]
        assert not [term for term in terms if isinstance(term, Literal | ParameterOf | YearDay | Exists)]
        assert not [part for term in terms if isinstance(term, OF_FIELDS) for part in children(term)]
