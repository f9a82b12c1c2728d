"""Generated code copes with any shape of rule, knows no more than its stratum may, and remembers no department."""

from __future__ import annotations

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
from engine.quantity import Dim, exactly
from engine.terms import Aggregate, Arithmetic, Call, Condition, FieldOf, IsNone, LinkedField, OneOf
from engine.truth import UNKNOWN
from engine.verdict import State
from engine.waiving import Waivers


def states(rules: Program, facts: Dossier) -> States:
    """The verdicts of the generated code, which are those of the reference."""
    waivers = Waivers.of(facts, 0)
    found = Judge(compiled(source_of(rules))).judge(facts, waivers)
    expected, _ = by_reference(rules, facts, waivers)
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


def test_a_sum_of_days_and_a_sum_of_nothing_known_are_not_known() -> None:
    certain = dossier(*(fact("甲", key, 日=exactly(Dim.DATE, 738000), 量=yuan(2)) for key in "一二"), fact("部", "部"))
    for word, dim, kind, state in (
        ("日", Dim.DATE, "甲", State.UNKNOWN),
        ("量", Dim.AMOUNT, "甲", State.PASS),
        ("量", Dim.AMOUNT, "乙", State.UNKNOWN),
        ("金", Dim.MONEY, "乙", State.FINDING),
    ):
        term = field(word, kind, 1)
        total = Aggregate(dim, "合计", "合计", kind, 1, term, None)
        limit = known(exactly(Dim.DATE, 1) if dim is Dim.DATE else yuan(1))
        assert states(program(compare(total, ">", limit), kind="部"), certain) == {("R0", "部", "部"): state}
        same = states(program(compare(total, "=", total), kind="部"), certain)
        assert same == {("R0", "部", "部"): State.UNKNOWN if state is State.UNKNOWN else State.PASS}


def test_a_fact_that_may_or_may_not_belong_leaves_a_sum_of_derived_figures_unknown() -> None:
    twice = Arithmetic(Dim.MONEY, "倍", "+", field("金"), field("金"))
    figure = FieldOf(Dim.MONEY, "倍", 1, "甲", "倍")
    for condition, facts, state in (
        (
            compare(field("色", depth=1), "=", known("红")),
            dossier(*FACTS.facts["部"], *FACTS.facts["甲"][:2]),
            State.UNKNOWN,
        ),
        (
            compare(field("名称", depth=1), "=", known("一")),
            dossier(*FACTS.facts["部"], *FACTS.facts["甲"][:3]),
            State.PASS,
        ),
        (
            compare(field("名称", depth=1), "=", known("三")),
            dossier(*FACTS.facts["部"], *FACTS.facts["甲"][:3]),
            State.UNKNOWN,
        ),
        (compare(field("名称", depth=1), "=", known("一")), FACTS, State.UNKNOWN),
    ):
        total = Aggregate(Dim.MONEY, "合计", "合计", "甲", 1, figure, condition)
        rules = program(compare(total, "=", known(yuan(8))), kind="部", derived={("甲", "倍"): twice})
        assert states(rules, facts) == {("R0", "部", "部"): state}


def test_the_first_known_word_is_neither_one_that_is_not_known_nor_one_that_is_none() -> None:
    first = Call(Dim.TEXT, "先取", "首个已知", (field("色"), field("属")))
    facts = dossier(
        fact("甲", "一", 色=NOTHING, 属="红"), fact("甲", "二", 属="黄"), fact("甲", "三", 色=NOTHING, 属=NOTHING)
    )
    found = states(program(compare(first, "=", known("红")), IsNone(Dim.TRUTH, "", first)), facts)
    assert [found["R0", "甲", key] for key in "一二三"] == [State.PASS, State.FINDING, State.UNKNOWN]
    assert [found["R1", "甲", key] for key in "一二三"] == [State.FINDING, State.FINDING, State.UNKNOWN]


def test_look_alike_conditions_of_facts_of_two_kinds_are_kept_apart() -> None:
    linked = [
        compare(LinkedField(Dim.MONEY, "甲.金", 0, "属", "甲", "金"), ">", known(yuan(n))) for n in range(4)
    ]  # 乙 and 部 both point to 甲
    shared = every(*linked)
    checks = [Check(f"R{n}", kind, "", shared, no(shared)) for n, kind in enumerate(("乙", "部"))]
    facts = dossier(fact("甲", "一", 金=yuan(9)), fact("乙", "二", 属="一"), fact("部", "部", 属="一"))
    assert set(states(Program("", YEAR, VOCABULARY, {}, {}, (tuple(checks),)), facts).values()) == {State.FINDING}
