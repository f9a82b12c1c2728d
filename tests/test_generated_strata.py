"""Generated code in strata: findings are facts for the strata after them, and what rested on fewer is asked anew.

Conditions are made anew for each check, as rules have them: the reference evaluator remembers nodes by identity.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
from built import compare, dossier, every, exists, fact, field, known, no, some, yuan
from made_up import VOCABULARY, YEAR

from engine.dossier import Dossier, Fact
from engine.generated.judging import Judge, compiled
from engine.generated.source import source_of
from engine.judge import States, by_reference
from engine.program import Check, Program
from engine.quantity import Dim, Quantity
from engine.terms import Aggregate, Condition, FieldOf, Holds, OneOf
from engine.truth import UNKNOWN
from engine.verdict import State
from engine.vocabulary import FINDING
from engine.waiving import Waivers

RICH = compare(field("金"), ">", known(yuan(3)))
SURE = dossier(fact("部", "部"), fact("甲", "一", 金=yuan(4)), fact("甲", "二", 金=yuan(3)))
OPEN = dossier(*SURE.facts["部"], *SURE.facts["甲"], fact("甲", "三"), Fact("甲", "（未提供）", {}, present=UNKNOWN))


def strata(*stages: tuple[Check, ...], derived: Any = None) -> Program:
    """A program of these strata."""
    return Program("", YEAR, VOCABULARY, derived or {}, {}, stages)


def check(rule: str, duty: Condition, kind: str = "甲", theme: str = "") -> Check:
    """A check without 适用."""
    return Check(rule, kind, theme, None, duty)


def states(rules: Program, facts: Dossier, *findings: Fact) -> States:
    """The verdicts of the generated code, which are those of the reference."""
    waivers = Waivers.of(facts, 0)
    found = Judge(compiled(source_of(rules))).judge(facts, waivers, findings)
    expected, _ = by_reference(rules, facts, waivers, findings)
    assert list(found.items()) == list(expected.items())
    return found


def word(name: str, depth: int = 1) -> FieldOf:
    """A field of a finding."""
    return FieldOf(Dim.TEXT, name, depth, FINDING, name)


def of(*rules: str) -> Condition:
    """A finding is of one of these rules."""
    return OneOf(Dim.TRUTH, "", word("规则"), rules) if rules[1:] else compare(word("规则"), "=", known(rules[0]))


def counted(least: int, *rules: str) -> Condition:
    """There are so many findings of these rules."""
    number = Aggregate(Dim.COUNT, "数量", "数量", FINDING, 1, None, of(*rules))
    limit = Fraction(least)
    return compare(number, "≥", known(Quantity(Dim.COUNT, limit, limit, limit)))


def given(rule: str, subject: str, theme: str = "") -> Fact:
    """A finding there is from the start."""
    key = f"{rule}·甲·{subject}"
    return Fact(FINDING, key, {"规则": rule, "主题": theme, "对象类型": "甲", "对象": subject})


def test_findings_and_what_could_not_be_judged_are_facts_for_the_next_stratum() -> None:
    rules = strata((check("R0", no(RICH)),), (check("S0", counted(2, "R0"), "部"), check("S1", counted(1, "R0"), "部")))
    assert states(rules, SURE)["S0", "部", "部"] is State.FINDING
    assert states(rules, SURE)["S1", "部", "部"] is State.PASS
    assert states(rules, SURE, given("R0", "五"))["S0", "部", "部"] is State.PASS
    assert states(rules, OPEN)["S0", "部", "部"] is State.UNKNOWN


def test_a_count_is_counted_anew_after_each_stratum() -> None:
    checks = [check(rule, counted(2, "R0", "S0"), "部") for rule in ("S0", "T0")]
    rules = strata((check("R0", RICH),), (checks[0],), (checks[1],))
    found = states(rules, SURE)
    assert (found["S0", "部", "部"], found["T0", "部", "部"]) == (State.FINDING, State.PASS)


def found_out() -> Condition:
    """There is a new finding of the subject."""
    about = compare(word("对象"), "=", field("名称")), compare(word("主题"), "=", known("新"))
    return exists(FINDING, every(of("R0", "S0"), *about))


def found_out_or_else() -> Condition:
    """The same among other conditions, which is worth remembering where several rules ask it."""
    less = compare(field("金"), "<", known(yuan(0)))
    return some(found_out(), RICH, less, compare(field("色"), "=", known("红")))


@pytest.mark.parametrize("asked", [found_out, found_out_or_else])
def test_what_is_asked_of_a_subject_is_asked_anew_after_each_stratum(asked: Callable[[], Condition]) -> None:
    rules = strata(
        (check("R0", RICH, theme="旧"),),
        (check("S0", asked(), theme="新"), check("S1", every(asked(), asked()))),
        (check("T0", asked()), check("T1", every(asked(), asked()))),
    )
    found = states(rules, dossier(fact("部", "部"), fact("甲", "二", 金=yuan(3), 色="黄")))
    expected = [State.FINDING, State.FINDING, State.PASS, State.PASS]
    assert [found[rule, "甲", "二"] for rule in ("S0", "S1", "T0", "T1")] == expected


def test_findings_are_subjects_and_their_findings_are_facts_too() -> None:
    early = compare(word("规则", 0), "=", known("R0"))
    about = exists(FINDING, compare(word("对象类型"), "=", known(FINDING)))
    rules = strata((check("R0", no(RICH)),), (check("S0", no(early), FINDING),), (check("T0", no(about), "部"),))
    found = states(rules, SURE)
    assert found["S0", FINDING, "R0·甲·一"] is State.FINDING
    assert found["T0", "部", "部"] is State.FINDING
    assert states(rules, OPEN)["S0", FINDING, "R0·甲·三"] is State.UNKNOWN


def test_a_finding_given_beforehand_that_is_found_again_keeps_what_was_derived_of_it() -> None:
    derived = {(FINDING, "红的"): compare(word("主题", 0), "=", known("红"))}
    red = Holds(Dim.TRUTH, "红的", FieldOf(Dim.TRUTH, "红的", 0, FINDING, "红的"))
    rules = strata(
        (check("T0", red, FINDING), check("R0", no(RICH), theme="黄")), (check("T1", red, FINDING),), derived=derived
    )
    assert states(rules, OPEN, given("R0", "一", "红"))["T1", FINDING, "R0·甲·一"] is State.PASS
    assert states(rules, OPEN)["T1", FINDING, "R0·甲·一"] is State.FINDING
