"""The rulebook and facts that come with the engine, and every case of every rule: generated code, same verdicts."""

from __future__ import annotations

import os
from fractions import Fraction
from random import Random

from msgspec.structs import replace
from small import ROOT

from engine.cases import cases_of, given_findings
from engine.compiling import compile_program
from engine.dossier import NOTHING, Dossier, Fact, Value
from engine.generated.judging import Judge, compiled, judge_of
from engine.generated.source import source_of
from engine.intake.gathering import fact_files, read_all
from engine.judge import by_reference
from engine.library import Library
from engine.loading import load_checked
from engine.mistakes import Mistakes
from engine.program import Program
from engine.quantity import Quantity
from engine.truth import NO, UNKNOWN, YES, Truth
from engine.waiving import Waivers

SHAKEN = int(os.environ.get("JIXIAO_CASES", "500")) // 10


def dossiers(books: Library) -> list[Dossier]:
    """The dossiers that come with the engine."""
    mistakes = Mistakes()
    found = list(read_all(fact_files([ROOT / "facts"], mistakes), books.book, mistakes))
    mistakes.check()
    return found


def test_the_facts_that_come_with_the_engine_have_the_same_verdicts(books: Library) -> None:
    for dossier in dossiers(books):
        program = compile_program(books.book, dossier.region, dossier.year)
        waivers = Waivers.of(dossier, 0)
        expected, _ = by_reference(program, dossier, waivers)
        assert len(expected) > 300
        assert list(judge_of(program).judge(dossier, waivers).items()) == list(expected.items())


def test_the_source_of_a_program_is_the_same_every_time(books: Library) -> None:
    first, second = (compile_program(books.book, "广东省广州市增城区", 2022) for _ in range(2))
    assert source_of(first) == source_of(second)


def test_every_case_of_every_rule_has_the_same_verdicts() -> None:
    mistakes = Mistakes()
    book = load_checked(ROOT / "rules", mistakes)
    cases = [case for rule in book.rules.values() for case in cases_of(book, rule, mistakes)]
    mistakes.check()
    judges: list[tuple[Program, Judge]] = []
    for case in cases:
        if not judges or judges[-1][0] != case.program:
            judges.append((case.program, Judge(compiled(source_of(case.program)))))
        given, waivers = given_findings(case), Waivers((), 0)
        expected, _ = by_reference(case.program, case.dossier, waivers, given)
        assert judges[-1][1].judge(case.dossier, waivers, given) == expected, (case.rule.id, case.name)
    assert len(cases) > 500
    assert any(given_findings(case) for case in cases)


def shaken(random: Random, dossier: Dossier) -> Dossier:
    """The dossier with fields left out, said to be none, taken from other facts, made ranges, and lists cut short."""
    share = random.choice((0.02, 0.1, 0.3))
    facts = {
        kind: tuple(_shaken(random, fact, group, share) for fact in group) for kind, group in dossier.facts.items()
    }
    for kind, group in facts.items():
        if len(group) > 1 and random.random() < share:
            open_ = (Fact(kind, "（未提供）", {}, present=UNKNOWN),) if random.random() < 0.5 else ()
            facts[kind] = (*random.sample(group, random.randint(0, len(group))), *open_)
    return replace(dossier, facts=facts)


def _shaken(random: Random, fact: Fact, group: tuple[Fact, ...], share: float) -> Fact:
    values = dict(fact.values)
    for word, value in fact.values.items():
        if random.random() < share:
            other = random.choice(group).values.get(word)
            values[word] = random.choice([NOTHING, other or value, _near(random, value)])
            if random.random() < 0.3:
                del values[word]
    return replace(fact, values=values)


def _near(random: Random, value: Value) -> Value:
    """A value beside a value."""
    if isinstance(value, Truth):
        return NO if value is YES else YES
    if not isinstance(value, Quantity):
        return value
    step, width = (Fraction(random.choice((0, 0, 1, -1, 100)), random.choice((1, 100))) for _ in range(2))
    low, mark = value.low + step, random.choice(("", "约"))
    return replace(value, low=low, high=low + abs(width), nominal=low, half=abs(width) / 2, mark=mark)


def test_facts_that_were_shaken_have_the_same_verdicts(books: Library) -> None:
    found = [(compile_program(books.book, one.region, one.year), one) for one in dossiers(books)]
    judges = [judge_of(program) for program, _ in found]
    for seed in range(SHAKEN):
        (program, dossier), judge = found[seed % len(found)], judges[seed % len(found)]
        facts = shaken(Random(seed), dossier)
        waivers = Waivers.of(facts, 0)
        assert judge.judge(facts, waivers) == by_reference(program, facts, waivers)[0], seed
