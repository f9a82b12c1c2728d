"""Programs lowered to rulesets: what durable-rules is asked, and that nothing is too large for it."""

from __future__ import annotations

import json
import pickle
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import pytest
from built import (
    STATE_OF,
    by_durable,
    compare,
    dossier,
    every,
    exists,
    expected,
    fact,
    field,
    known,
    no,
    program,
    some,
    yuan,
)

from engine.dossier import NOTHING, Dossier
from engine.durable import packing
from engine.durable.failures import DurableFailed
from engine.durable.plan import Plan
from engine.durable.planning import plan_of
from engine.durable.process import Worker
from engine.program import Program
from engine.quantity import Dim, exactly
from engine.terms import Agree, Arithmetic, Call, Holds, OneOf, Term
from engine.truth import UNKNOWN

RED = compare(field("色"), "=", known("红"))
CHEAP = compare(field("金"), "<", known(yuan(5)))
PHASE = {"p": {"t": "phase"}}
SENTINEL = {"$and": [{"$ex": {"t": 1}}]}


@pytest.fixture(scope="module")
def worker() -> Iterator[Worker]:
    pytest.importorskip("durable_rules_engine")
    with Worker() as worker:
        yield worker


def rulesets(plan: Plan) -> list[dict[str, Any]]:
    """Every ruleset of a plan without the canary, in the order in which they are played."""
    found = [json.loads(session.ruleset) for stratum in plan.strata for level in stratum for session in level.sessions]
    return [{name: rule["all"] for name, rule in ruleset.items() if name != "alive"} for ruleset in found]


def test_a_duty_becomes_a_rule_for_each_verdict() -> None:
    (rules,) = rulesets(plan_of(program(every(RED, CHEAP))))
    word = plan_of(program(RED)).words["红"]

    def subject(*conditions: dict[str, Any]) -> list[dict[str, Any]]:
        return [PHASE, {"s": {"$and": [{"t": "s0"}, *conditions, SENTINEL]}}]

    assert list(rules.values()) == [
        subject({"$neq": {"l1": 0}}, {"$neq": {"l1": word}}, {"y": 1}),  # 色 is known and not red: a finding
        subject({"$gte": {"l2": {"$m": "h3"}}}, {"y": 1}),  # 金 is at least 5元: a finding
        subject({"l1": word}, {"$lt": {"h2": {"$m": "l3"}}}),  # red and cheap: passed
    ]


def test_existence_becomes_a_join_and_its_absence_patterns_that_must_not_match() -> None:
    own = compare(field("属", "乙", 1), "=", field("名称"))
    first, second = rulesets(
        plan_of(program(exists("乙", every(own, compare(field("金", "乙", 1), "≥", field("银"))))))
    )
    subject = {"s": {"$and": [{"t": "s0"}, SENTINEL]}}
    present = [{"y": 1}, {"$neq": {"l1": 0}}, {"l1": {"s": "l1"}}, {"$gte": {"l2": {"s": "h2"}}}]
    absent = [{"$lte": {"l1": {"s": "h1"}}}, {"$gte": {"h1": {"s": "l1"}}}, {"$gte": {"h2": {"s": "l2"}}}]
    assert first["0"] == [PHASE, subject, {"e": {"$and": [{"t": "e1"}, *present, SENTINEL]}}]
    assert first["1"] == [PHASE, subject, {"n0$not": {"$and": [{"t": "e1"}, *absent, SENTINEL]}}]
    assert len(second) == 2  # the duty itself: the answer is 0 to 0 or 1 to 1


def test_what_arithmetic_must_settle_is_not_compared_by_the_engine() -> None:
    agree = Agree(Dim.TRUTH, "相符", field("金"), field("银"))
    plan = plan_of(program(agree, compare(field("量"), "<", field("量"))))
    assert [column.sort for column in plan.columns] == ["flag", "flag"]


def test_a_ratio_of_amounts_is_settled_because_its_dimension_is_known_only_when_facts_are_read() -> None:
    ratio = Arithmetic(Dim.RATIO, "量÷量", "÷", field("量"), field("量"))
    direct = plan_of(program(compare(ratio, "<", field("率"))))
    derived = plan_of(program(compare(field("率"), "<", field("率")), derived={("甲", "率"): ratio}))
    assert [column.sort for column in (*direct.columns, *derived.columns)] == ["flag", "flag"]


def test_a_value_of_subject_and_element_together_makes_pairs_of_those_that_may_belong_together() -> None:
    gap = Call(Dim.DAYS, "间隔", "间隔日数", (field("日"), field("日", "乙", 1)))
    soon = compare(gap, "<", known(exactly(Dim.DAYS, 3)))
    own = compare(field("属", "乙", 1), "=", field("名称"))
    plan = plan_of(program(exists("乙", every(own, soon))))
    (element,) = {rule.element for question in plan.questions for rule in question.rules if rule.element}
    assert element.variables == ((0, "甲"), (1, "乙"))
    assert element.link == (field("名称"), field("属", "乙", 1))


def test_the_same_question_is_asked_once() -> None:
    there = exists("乙", compare(field("金", "乙", 1), ">", known(yuan(1))))
    plan = plan_of(program(there, no(there), every(RED, there)))
    assert len([question for question in plan.questions if question.check is None]) == 1


def test_a_quantifier_that_reads_nothing_of_the_subject_is_not_asked_for_each_subject() -> None:
    rich = exists("乙", compare(field("金", "乙", 1), ">", known(yuan(1))))
    plan = plan_of(program(rich, derived={("甲", "是"): rich}))
    assert [question.home.variables for question in plan.questions] == [(), ((0, "甲"),)]
    seeded = plan_of(program(Holds(Dim.TRUTH, "是", field("是")), derived={("甲", "是"): rich}))
    assert [question.home.variables for question in seeded.questions] == [(), ((0, "甲"),), ((0, "甲"),)]


def test_a_plan_is_the_same_every_time_and_after_pickling() -> None:
    rules = program(every(RED, exists("乙", None)), some(CHEAP, RED))
    assert plan_of(rules) == plan_of(rules) == pickle.loads(pickle.dumps(plan_of(rules)))


def test_a_rule_that_no_session_can_hold_is_a_failure_and_not_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packing, "MOST_PROPERTIES", 1)
    with pytest.raises(DurableFailed, match="超出推理引擎的上限"):
        plan_of(program(CHEAP))


# The verdicts of programs that strain a limit


def subjects() -> Dossier:
    """Facts that differ in everything the tests below look at."""
    colours = ("红", "黄", "蓝", NOTHING)
    first = [fact("甲", f"甲{n}", 色=colours[n % 4], 金=yuan(n), 银=yuan(7 - n)) for n in range(8)]
    other = [fact("乙", f"乙{n}", 属=f"甲{n}", 金=yuan(n), 色=colours[n % 3]) for n in range(0, 8, 2)]
    return dossier(*first, fact("甲", "缺", present=UNKNOWN), fact("甲", "未知", 银=yuan(1)), *other)


def agrees(rules: Program, worker: Worker) -> Plan:
    """Asserts that both evaluators agree, and returns the plan."""
    plan, facts = plan_of(rules), subjects()
    found = by_durable(rules, facts, worker, plan)
    assert found == expected(rules, facts)
    assert {*STATE_OF.values()} <= {*found.values()}
    return plan


def test_a_product_of_many_alternatives_is_cut_into_questions(worker: Worker) -> None:
    unequal = [compare(field("金"), "≠", known(yuan(n))) for n in range(10)]
    plan = agrees(program(every(*unequal), some(*(every(RED, item) for item in unequal))), worker)
    assert len(plan.questions) > 2
    assert max(len(question.rules) for question in plan.questions) <= 36


def test_a_condition_with_hundreds_of_parts_is_cut_into_questions(worker: Worker) -> None:
    parts = [compare(field("金"), ">", known(yuan(Fraction(n, 100)))) for n in range(300)]
    agrees(program(some(*parts), every(*parts)), worker)


def test_a_quantifier_with_many_alternatives_is_cut_into_questions(worker: Worker) -> None:
    joined = [compare(field("金", "乙", 1), "≠", field(word)) for word in ("金", "银")]
    choices = [every(some(*joined), compare(field("金", "乙", 1), "=", known(yuan(n)))) for n in range(12)]
    green = compare(field("色", "乙", 1), "=", known("绿"))
    plan = agrees(program(exists("乙", some(*choices)), exists("乙", every(some(*choices), green))), worker)
    assert max(len(rule.none) for question in plan.questions for rule in question.rules) <= 12


def test_a_list_of_many_words_is_cut_into_questions(worker: Worker) -> None:
    words = ("红", *(f"词{n}" for n in range(700)))
    agrees(program(OneOf(Dim.TRUTH, "属于", field("色"), words)), worker)


def test_many_rules_on_one_kind_are_split_into_sessions(worker: Worker) -> None:
    duties = [compare(field("金"), op, known(yuan(n))) for n in range(30) for op in "=≠<≤>≥"]
    plan = agrees(program(*duties), worker)
    assert len(plan.strata[0][0].sessions) > 10


def test_facts_with_many_properties_are_split_into_sessions(worker: Worker) -> None:
    sums: list[Term] = [Arithmetic(Dim.MONEY, f"金+{n}", "+", field("金"), known(yuan(n))) for n in range(400)]
    agrees(program(*(compare(term, "<", field("银")) for term in sums)), worker)
