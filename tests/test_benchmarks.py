"""What is measured is what it is said to be: rulebooks without mistakes and with findings, tables as large as asked."""

from __future__ import annotations

import re
from pathlib import Path

from commands import Runner
from handmade import one

from benchmarks.rulebooks import write_facts, write_rules
from benchmarks.workbooks import measure, write_projects
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


def test_a_generated_table_is_read_with_all_that_stands_in_it(tmp_path: Path) -> None:
    grid = one(write_projects(tmp_path / "项目.xlsx", 200, formulas=True))
    assert (len(grid.rows), len(grid.percents), grid.hidden_rows, grid.uncached) == (201, 200, {101, 201}, set())
    assert grid.rows[200][:6] == ["项目200号专项资金", "经常性", "科室13", 150.0, 130.0, 130 / 150]


def test_the_measure_of_tables_compares_both_readers_on_both_tables() -> None:
    assert (
        re.findall("(openpyxl|open_grids)|(倍)", measure(rounds=1, rows=10))
        == [
            ("openpyxl", ""),
            ("open_grids", ""),
            ("", "倍"),
        ]
        * 2
    )
