"""Generated code copes with any shape of rule, knows no more than its stratum may, and remembers no department."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from built import compare, dossier, every, exists, fact, field, known, no, program, some, yuan
from hypothesis import given
from hypothesis import strategies as st
from made_up import VOCABULARY, YEAR

from engine import joins
from engine.dossier import NOTHING, Dossier, Fact
from engine.generated.department import Index
from engine.generated.judging import Judge, compiled
from engine.generated.source import source_of
from engine.judge import States, by_reference
from engine.program import Check, Program
from engine.quantity import Dim, Quantity
from engine.terms import Aggregate, Compare, Condition, FieldOf, Holds, OneOf
from engine.truth import UNKNOWN
from engine.verdict import State
from engine.vocabulary import FINDING
from engine.waiving import Waivers


def states(rules: Program, facts: Dossier, *findings: Fact) -> States:
    """The verdicts of the generated code, which are those of the reference."""
    waivers = Waivers.of(facts, 0)
    found = Judge(compiled(source_of(rules))).judge(facts, waivers, findings)
    expected, _ = by_reference(rules, facts, waivers, findings)
    assert list(found.items()) == list(expected.items())
    return found


RICH = compare(field("金"), ">", known(yuan(3)))
RED = compare(field("色"), "=", known("红"))
FACTS = dossier(
    fact("部", "部"),
    fact("甲", "一", 金=yuan(4), 色="红"),
    fact("甲", "二", 金=yuan(3)),
    fact("甲", "三", 金=NOTHING, 色="黄"),
    Fact("甲", "（未提供）", {}, present=UNKNOWN),
)


def test_conditions_deeper_than_python_nests_blocks_are_judged_like_others() -> None:
    deep: Condition = RICH
    for level in range(120):
        deep = (every, some)[level % 2](RED, deep) if level % 3 else no(some(deep, RED))
    assert set(states(program(deep), FACTS).values()) > {State.UNKNOWN}


def test_conditions_of_thousands_of_items_are_judged_like_others() -> None:
    items = [compare(field("金"), ">", known(yuan(n))) for n in range(3000)]
    found = states(program(every(*items), some(*items)), FACTS)
    assert found["R0", "甲", "一"] is State.FINDING
    assert found["R1", "甲", "一"] is State.PASS


def test_a_kind_without_facts_and_a_dossier_without_the_kind_have_no_verdicts() -> None:
    rules = program(RICH, exists("乙", None), kind="乙")
    assert states(rules, FACTS) == {}
    assert states(rules, Dossier("部", YEAR, "", {})) == {}


def test_the_same_judge_judges_any_number_of_departments() -> None:
    judge = Judge(compiled(source_of(program(RICH))))
    waivers = Waivers.of(FACTS, 0)
    first = judge.judge(FACTS, waivers)
    other = judge.judge(dossier(fact("甲", "四", 金=yuan(9))), waivers)
    assert judge.judge(FACTS, waivers) == first
    assert other == {("R0", "甲", "四"): State.PASS}


def counted(rule: str) -> Aggregate:
    """How many findings of a rule there are."""
    own = FieldOf(Dim.TEXT, "规则", 1, FINDING, "规则")
    return Aggregate(Dim.COUNT, "数量", "数量", FINDING, 1, None, Compare(Dim.TRUTH, "", "=", own, known(rule)))


def count(least: int) -> Quantity:
    """A number of things."""
    return Quantity(Dim.COUNT, Fraction(least), Fraction(least), Fraction(least))


def test_what_was_counted_of_findings_is_counted_anew_after_each_stratum() -> None:
    two = compare(counted("R0"), "≥", known(count(2)))
    certain = dossier(*FACTS.facts["部"], *FACTS.facts["甲"][:2])
    checks = [
        Check("R0", "甲", "", None, no(RICH)),
        Check("S0", "部", "", None, two),
        Check("R0", "部", "", None, no(two)),
    ]
    later = Check("S1", "部", "", None, two)
    rules = Program("", YEAR, VOCABULARY, {}, {}, (tuple(checks[:1]), tuple(checks[1:2]), (later,)))
    assert states(rules, certain)["S1", "部", "部"] is State.FINDING
    given_one = Fact(FINDING, "R0·甲·五", {"规则": "R0", "主题": "", "对象类型": "甲", "对象": "五"})
    assert states(rules, certain, given_one)["S1", "部", "部"] is State.PASS
    assert states(rules, FACTS)["S1", "部", "部"] is State.UNKNOWN


def test_a_finding_given_beforehand_that_is_found_again_keeps_what_was_derived_of_it() -> None:
    first = compare(FieldOf(Dim.TEXT, "主题", 0, FINDING, "主题"), "=", known("红"))
    derived: dict[tuple[str, str], Any] = {(FINDING, "红的"): first}
    red = Holds(Dim.TRUTH, "红的", FieldOf(Dim.TRUTH, "红的", 0, FINDING, "红的"))
    strata = (
        (Check("T0", FINDING, "", None, red), Check("R0", "甲", "黄", None, no(RICH))),
        (Check("T1", FINDING, "", None, red),),
    )
    rules = Program("", YEAR, VOCABULARY, derived, {}, strata)
    again = Fact(FINDING, "R0·甲·一", {"规则": "R0", "主题": "红", "对象类型": "甲", "对象": "一"})
    assert states(rules, FACTS, again)["T1", FINDING, "R0·甲·一"] is State.PASS
    assert states(rules, FACTS)["T1", FINDING, "R0·甲·一"] is State.FINDING


@pytest.mark.parametrize("words", [("红",), ("红", "黄", "蓝", "绿", "紫", "青")])
def test_words_are_looked_for_among_few_and_among_many(words: tuple[str, ...]) -> None:
    found = states(program(OneOf(Dim.TRUTH, "", field("色"), words)), FACTS)
    assert found["R0", "甲", "一"] is State.PASS
    assert found["R0", "甲", "二"] is State.UNKNOWN


@given(st.lists(st.sampled_from((None, NOTHING, "红", "黄", "蓝"))), st.sampled_from((None, NOTHING, "红", "绿")))
def test_an_index_finds_the_facts_that_the_engine_would_try(colours: list[Any], wanted: Any) -> None:
    facts = [Fact("甲", str(n), {} if colour is None else {"色": colour}) for n, colour in enumerate(colours)]
    own, engine = Index(facts, colours), joins.Index(facts, "色")
    assert list(own.at(wanted)) == (facts if wanted is None else list(engine.get(wanted)))
    for words in (("红",), ("绿",), ("红", "黄"), ("绿", "紫")):
        among = own.among(words)
        assert sorted({int(fact.key) for fact in among}) == [int(fact.key) for fact in engine.get(*words)]
