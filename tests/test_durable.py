"""Judging by durable-rules as a whole: strata, findings, waivers, and answers that rest on one another."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import pytest
from built import STATE_OF, by_durable, compare, dossier, exists, expected, fact, field, known, no, program, yuan
from made_up import VOCABULARY, YEAR

from engine.dossier import Fact
from engine.durable.encode import _merged
from engine.durable.judging import judge
from engine.durable.planning import plan_of
from engine.durable.process import Fired, Worker
from engine.program import Check, Program
from engine.quantity import Dim, exactly
from engine.terms import Aggregate, Compare, Condition, FieldOf, Holds
from engine.truth import NO, YES
from engine.verdict import State
from engine.vocabulary import FINDING

RICH = compare(field("金"), ">", known(yuan(3)))
CHOSEN = Holds(Dim.TRUTH, "选中", FieldOf(Dim.TRUTH, "选中", 0, "甲", "选中"))


@pytest.fixture(scope="module")
def worker() -> Iterator[Worker]:
    pytest.importorskip("durable_rules_engine")
    with Worker() as worker:
        yield worker


def finding_of(rule: str) -> Condition:
    """There is a finding of a rule."""
    own = FieldOf(Dim.TEXT, "规则", 1, FINDING, "规则")
    return exists(FINDING, Compare(Dim.TRUTH, "", "=", own, known(rule)))


def strata(*checks: Check) -> Program:
    """A program with a stratum for each check."""
    return Program("", YEAR, VOCABULARY, {}, {}, tuple((check,) for check in checks))


def check(rule: str, duty: Condition, kind: str = "甲") -> Check:
    """A check without 适用."""
    return Check(rule, kind, "", None, duty)


def test_a_finding_is_a_fact_for_the_strata_after_it(worker: Worker) -> None:
    rules = strata(check("R0", RICH), check("S0", no(finding_of("R0")), "部"))
    department, poor, rich = fact("部", "部"), fact("甲", "一", 金=yuan(1)), fact("甲", "一", 金=yuan(9))
    assert by_durable(rules, dossier(department, poor), worker)["S0", "部", "部"] is State.FINDING
    assert by_durable(rules, dossier(department, rich), worker)["S0", "部", "部"] is State.PASS
    assert by_durable(rules, dossier(department, fact("甲", "一")), worker)["S0", "部", "部"] is State.UNKNOWN


def test_a_waived_finding_is_no_fact_for_the_strata_after_it(worker: Worker) -> None:
    rules = strata(check("R0", RICH), check("S0", no(finding_of("R0")), "部"))
    facts = dossier(fact("部", "部"), fact("甲", "一", 金=yuan(1)))
    states = judge(rules, facts, worker, lambda rule, subject: (rule, subject) == ("R0", "一"))
    assert states == {("R0", "甲", "一"): State.WAIVED, ("S0", "部", "部"): State.PASS}


def test_the_same_condition_on_findings_is_asked_again_in_a_later_stratum(worker: Worker) -> None:
    any_finding = no(exists(FINDING, None))
    rules = strata(check("R0", any_finding, "部"), check("R1", RICH), check("R2", any_finding, "部"))
    states = by_durable(rules, dossier(fact("部", "部"), fact("甲", "一", 金=yuan(1))), worker)
    assert [states["R0", "部", "部"], states["R2", "部", "部"]] == [State.PASS, State.FINDING]


def test_findings_may_be_given_from_the_start(worker: Worker) -> None:
    rules = program(no(finding_of("X")), kind="部")
    given = Fact(FINDING, "X·甲·一", {"规则": "X", "主题": "", "对象类型": "甲", "对象": "一"})
    plan, facts = plan_of(rules), dossier(fact("部", "部"))
    assert set(judge(rules, facts, worker, lambda rule, key: False, plan).values()) == {State.PASS}
    assert set(judge(rules, facts, worker, lambda rule, key: False, plan, [given]).values()) == {State.FINDING}


class Silent(Worker):
    """A worker that keeps to itself what fired in the first request."""

    asked = 0

    def play(self, sessions: object) -> list[Fired]:
        """Plays and forgets the first answer."""
        self.asked += 1
        fired = super().play(sessions)  # type: ignore[arg-type]
        return [[] for _ in fired] if self.asked == 1 else fired


def test_sums_rest_on_the_engines_own_answers() -> None:
    pytest.importorskip("durable_rules_engine")
    count = Aggregate(
        Dim.COUNT, "数量", "数量", "甲", 1, None, Holds(Dim.TRUTH, "", FieldOf(Dim.TRUTH, "", 1, "甲", "选中"))
    )
    rules = program(compare(count, "=", known(exactly(Dim.COUNT, 1))), kind="部", derived={("甲", "选中"): RICH})
    facts = dossier(fact("部", "部"), fact("甲", "一", 金=yuan(9)), fact("甲", "二", 金=yuan(1)))
    with Silent() as silent:
        assert by_durable(rules, facts, silent)["R0", "部", "部"] is State.UNKNOWN
        assert by_durable(rules, facts, silent) == expected(rules, facts)  # the same worker, no longer silent


def test_a_derived_condition_rests_on_another(worker: Worker) -> None:
    derived = {("甲", "选中"): RICH, ("甲", "再选"): no(CHOSEN)}
    rules = program(Holds(Dim.TRUTH, "", FieldOf(Dim.TRUTH, "再选", 0, "甲", "再选")), derived=derived)  # type: ignore[arg-type]
    facts = dossier(fact("甲", "一", 金=yuan(9)), fact("甲", "二", 金=yuan(1)), fact("甲", "三"))
    plan = plan_of(rules)
    assert [(question.seeds, question.level) for question in plan.questions if question.seeds] == [
        (("甲", "选中"), 0),
        (("甲", "再选"), 1),
    ]
    assert by_durable(rules, facts, worker, plan) == expected(rules, facts)


def test_numbers_are_compared_exactly_however_large_or_close_they_are(worker: Worker) -> None:
    close = [Fraction(1, 3) + Fraction(n, 10**40) for n in range(-3, 4)]
    large = [Fraction(sign * 10**40 + n) for sign in (-1, 1) for n in range(3)]
    pairs = {f"{a}与{b}": (a, b) for numbers in (close, large) for a in numbers for b in numbers}
    facts = dossier(*(fact("甲", key, 金=yuan(a), 银=yuan(b)) for key, (a, b) in pairs.items()))
    found = by_durable(program(compare(field("金"), "<", field("银"))), facts, worker)
    assert found == {("R0", "甲", key): STATE_OF[YES if a < b else NO] for key, (a, b) in pairs.items()}


def test_an_element_may_be_the_subject_itself(worker: Worker) -> None:
    same = program(exists("甲", compare(field("名称", "甲", 1), "=", field("名称"))))
    assert set(by_durable(same, dossier(fact("甲", "一")), worker).values()) == {State.PASS}


def test_a_department_without_facts_has_no_verdicts(worker: Worker) -> None:
    assert by_durable(program(RICH, exists("乙", None)), dossier(), worker) == {}


def test_of_subjects_that_nothing_tells_apart_one_is_told_and_stands_for_all() -> None:
    rows = [(5, 0, 7), (6, 1, 7), (5, 2, 7), (5, 3, 8), (6, 4, 7)]
    kept, alike = _merged(rows, 1)
    assert kept == [(5, 0, 7), (6, 1, 7), (5, 3, 8)]
    assert alike == {0: [0, 2], 1: [1, 4], 3: [3]}
    assert _merged([(0,), (1,)], 0) == ([(0,)], {0: [0, 1]})
