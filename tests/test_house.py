"""The house rules of the design: sizes, names, docstrings, no clock, nothing global that changes, tests for all."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import pytest
from house import CODE, ENGINE, IDS, TESTS, functions, tree
from small import ROOT

FILE, MEDIAN, FUNCTION = 250, 150, 30  # lines

# Modules whose tests stand under another name; every other engine/<module>.py has a tests/test_<module>.py.
COVERED = {
    "__init__": "test_checking",
    "batch/row_groups": "test_batch_parquet",
    "batch/spark_starting": "test_batch_spark",
    "batch/spark_work": "test_batch_spark",
    "bounds": "test_nodes",
    "cases": "test_mistakes",
    "casework": "test_cli",
    "column_reading": "test_headings",
    "commands/__init__": "test_terminal",
    "commands/app": "test_cli",
    "commands/arguments": "test_terminal",
    "commands/batching": "test_commands_batch",
    "commands/chinese": "test_terminal",
    "commands/rules": "test_handbook_listing",
    "handbook/__init__": "test_handbook_listing",
    "handbook/article": "test_handbook_page",
    "handbook/blocks": "test_handbook_docs",
    "handbook/compendium": "test_handbook_docs",
    "handbook/edition": "test_handbook_listing",
    "handbook/editor": "test_handbook_schema",
    "handbook/fact_schema": "test_handbook_schema",
    "handbook/heading_schema": "test_handbook_schema",
    "handbook/markdown": "test_handbook_docs",
    "handbook/reading": "test_handbook_listing",
    "handbook/rule_schema": "test_handbook_schema",
    "handbook/screen": "test_handbook_page",
    "handbook/sentence": "test_handbook_page",
    "handbook/signs": "test_handbook_speech",
    "handbook/standards": "test_handbook_docs",
    "handbook/unchecked": "test_handbook_docs",
    "heading_reading": "test_headings",
    "impact/__init__": "test_impact_comparing",
    "ladder_reading": "test_ladders",
    "lint/__init__": "test_lint_notes",
    "margin": "test_nearness",
    "mutation/__init__": "test_mutation_mutants",
    "workbook/__init__": "test_workbook_writing",
    "deriving": "test_mistakes",
    "dossier": "test_reference",
    "figures": "test_mistakes",
    "intake/__init__": "test_intake_gathering",
    "intake/grids/__init__": "test_intake_grids_opening",
    "intake/handout/__init__": "test_intake_handout_workbook",
    "intake/tables/__init__": "test_intake_tables_table",
    "intake/handout/asked": "test_intake_handout_workbook",
    "intake/handout/guide": "test_intake_handout_workbook",
    "intake/handout/notes": "test_intake_handout_workbook",
    "intake/handout/sheets": "test_intake_handout_workbook",
    "intake/handout/widths": "test_intake_handout_workbook",
    "intake/tables/columns": "test_intake_tables_table",
    "intake/tables/days": "test_intake_tables_wording",
    "intake/tables/digits": "test_intake_tables_figuring",
    "intake/tables/header": "test_intake_tables_table",
    "intake/tables/listing": "test_intake_tables_table",
    "intake/tables/names": "test_intake_tables_recognising",
    "intake/tables/rows": "test_intake_tables_table",
    "intake/tables/single": "test_intake_tables_table_forms",
    "intake/tables/surveying": "test_intake_tables_recognising",
    "intake/tables/suspecting": "test_intake_tables_recognising",
    "intake/tables/tally": "test_intake_tables_texts",
    "intake/tables/units": "test_intake_tables_figuring",
    "intake/grids/book": "test_intake_grids_opening",
    "intake/grids/cells": "test_intake_grids_opening",
    "intake/grids/file": "test_intake_grids_archive",
    "intake/grids/grid": "test_intake_grids_opening",
    "intake/grids/respelling": "test_intake_grids_plain",
    "intake/grids/shown": "test_intake_grids_sheet",
    "kinds/__init__": "test_skeleton",
    "kinds/consistency": "test_seed_consistency",
    "kinds/declaring": "test_skeleton",
    "kinds/department": "test_skeleton",
    "kinds/performance": "test_skeleton",
    "kinds/resources": "test_skeleton",
    "kinds/selfreport": "test_skeleton",
    "ledger/__init__": "test_ledger",
    "linting": "test_cli",
    "loading": "test_mistakes",
    "meaning": "test_mistakes",
    "outcome": "test_telling",
    "paper/__init__": "test_handbook_word",
    "paper/page": "test_handbook_word",
    "paper/style": "test_handbook_word",
    "parameter_reading": "test_parameter",
    "phrase": "test_mistakes",
    "program": "test_compiling",
    "quantifying": "test_mistakes",
    "report/blocks": "test_report",
    "report/status_table": "test_report_status",
    "rounding": "test_wording",
    "rows": "test_ladders",
    "rule": "test_telling",
    "rule_reading": "test_mistakes",
    "rulebook": "test_compiling",
    "rulefile": "test_mistakes",
    "shape": "test_mistakes",
    "syntax": "test_mistakes",
    "template_reading": "test_template",
    "unknown": "test_gaps",
    "verdict": "test_reference",
    "vocabulary": "test_skeleton",
}


def length(node: ast.FunctionDef) -> int:
    """The lines of a function, its docstring not counted."""
    lines = (node.end_lineno or 0) - node.lineno + 1
    if ast.get_docstring(node) is not None:
        lines -= (node.body[0].end_lineno or 0) - node.body[0].lineno + 1
    return lines


@pytest.mark.parametrize("path", [*CODE, *TESTS], ids=lambda path: str(path.relative_to(ROOT)))
def test_no_file_is_longer_than_250_lines(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= FILE


def test_half_of_the_files_have_at_most_150_lines() -> None:
    assert median(len(path.read_text(encoding="utf-8").splitlines()) for path in ENGINE) <= MEDIAN


@pytest.mark.parametrize("path", CODE, ids=IDS)
def test_no_function_is_longer_than_30_lines(path: Path) -> None:
    assert {node.name: length(node) for node in functions(path) if length(node) > FUNCTION} == {}


@pytest.mark.parametrize("path", [*CODE, *TESTS], ids=lambda path: str(path.relative_to(ROOT)))
def test_every_module_begins_with_a_sentence_that_promises_something(path: Path) -> None:
    promise = (ast.get_docstring(tree(path)) or "").partition("\n\n")[0]
    assert re.fullmatch(r"[^\n]+[.。](\n?[^\n]+[.。])*", promise), promise


@pytest.mark.parametrize("path", CODE, ids=IDS)
def test_every_public_name_has_a_docstring(path: Path) -> None:
    def bare(body: list[ast.stmt], owner: str = "") -> Iterator[str]:
        for node in body:
            if not isinstance(node, ast.FunctionDef | ast.ClassDef) or node.name.startswith("_"):
                continue
            if ast.get_docstring(node) is None:
                yield owner + node.name
            if isinstance(node, ast.ClassDef):
                yield from bare(node.body, f"{node.name}.")

    assert list(bare(tree(path).body)) == []


def test_no_module_is_a_drawer_for_odds_and_ends() -> None:
    names = {part for path in [*CODE, *TESTS] for part in (path.stem, path.parent.name)}
    assert not names & {"utils", "util", "helpers", "helper", "common", "base", "manager", "misc", "tools", "support"}


@pytest.mark.parametrize("path", CODE, ids=IDS)
def test_names_of_the_code_are_english_words(path: Path) -> None:
    names = {
        getattr(node, name)
        for node in ast.walk(tree(path))
        for name in ("id", "attr", "arg", "name")
        if hasattr(node, name)
    }
    assert {name for name in names if isinstance(name, str) and not name.isascii()} == set()


# Rules, thresholds, departments and years stand in files of their own


@pytest.mark.parametrize("path", CODE, ids=IDS)
def test_no_rule_and_no_department_is_named_in_the_code(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    ids = {rule.stem.rpartition("-")[0][:7] for rule in (ROOT / "rules").rglob("*-*.yaml")}
    assert len(ids) > 30
    examples = {"MON-001"} if path.name == "rulefile.py" else set()  # how an id looks
    assert {rule for rule in ids if rule in text} <= examples
    assert not re.search("工业商务|示例局", text)


def test_there_is_no_python_among_the_rules_and_the_facts() -> None:
    for folder in ("rules", "facts"):
        assert {path.suffix for path in (ROOT / folder).rglob("*") if path.is_file()} <= {".yaml", ".md"}


# Tests


@pytest.mark.parametrize("path", ENGINE, ids=[name for name in IDS if name != "cli.py"])
def test_every_module_has_tests(path: Path) -> None:
    module = path.relative_to(ROOT / "engine").with_suffix("").as_posix()
    found = {path.stem for path in TESTS}
    parts = module.split("/")
    own = {f"test_{'_'.join(parts)}", f"test_{parts[0]}" if len(parts) > 1 else "", COVERED.get(module, "")}
    assert own & found, f"no test_{'_'.join(parts)}.py"


def test_what_is_said_to_cover_a_module_is_there() -> None:
    found = {path.stem for path in TESTS}
    assert set(COVERED.values()) <= found
    modules = {path.relative_to(ROOT / "engine").with_suffix("").as_posix() for path in ENGINE}
    assert set(COVERED) <= modules


@pytest.mark.parametrize("path", [path for path in TESTS if path.stem.startswith("test_")], ids=lambda path: path.stem)
def test_the_names_of_tests_are_sentences(path: Path) -> None:
    names = [
        node.name for node in tree(path).body if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    ]
    assert [name for name in names if len(name.split("_")) < 5] == []
    assert len(set(names)) == len(names)
