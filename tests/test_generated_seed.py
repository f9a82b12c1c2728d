"""The rulebook and facts that come with the engine, and every case of every rule: generated code, same verdicts."""

from __future__ import annotations

from small import ROOT

from engine.cases import cases_of, given_findings
from engine.compiling import compile_program
from engine.dossier import Dossier
from engine.generated.judging import Judge, compiled, judge_of
from engine.generated.source import source_of
from engine.intake.gathering import fact_files, read_all
from engine.judge import by_reference
from engine.library import Library
from engine.loading import load_checked
from engine.mistakes import Mistakes
from engine.program import Program
from engine.waiving import Waivers


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
