"""The generated rulebooks that are measured are rulebooks: without mistakes, with findings, and as large as asked."""

from __future__ import annotations

from pathlib import Path

from commands import Runner

from benchmarks.rulebooks import write_facts, write_rules
from engine.cases import cases_of
from engine.compiling import readers_of
from engine.loading import load_checked
from engine.mistakes import Mistakes


def test_a_generated_rulebook_is_as_large_as_asked_and_has_no_mistakes(tmp_path: Path) -> None:
    mistakes = Mistakes()
    book = load_checked(write_rules(tmp_path / "规则", 20), mistakes)
    cases = [case for rule in book.rules.values() for case in cases_of(book, rule, mistakes)]
    mistakes.check()
    assert (len(book.rules), len(cases)) == (20, 60)
    assert {rule for rule, readers in readers_of(book).items() if readers} == {
        "GEN-007",
        "GEN-008",
        "GEN-017",
        "GEN-018",
    }


def test_a_check_of_generated_departments_finds_something(run: Runner, tmp_path: Path) -> None:
    rules, facts = write_rules(tmp_path / "规则", 10), write_facts(tmp_path / "事实", 2)
    result = run("check", facts, "--rules", rules, "--engine", "reference")
    assert (result.code, result.out.count("发现的问题")) == (1, 2)
