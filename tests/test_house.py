"""The house rules of the design: sizes, names, docstrings, no clock, nothing global that changes, tests for all."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import pytest
from small import ROOT

ENGINE = sorted((ROOT / "engine").rglob("*.py"))
CODE = [*ENGINE, ROOT / "cli.py"]
TESTS = sorted((ROOT / "tests").rglob("*.py"))
IDS = [str(path.relative_to(ROOT)) for path in CODE]
FILE, MEDIAN, FUNCTION = 250, 150, 30  # lines

# Modules whose tests stand under another name; every other engine/<module>.py has a tests/test_<module>.py.
COVERED = {
    "__init__": "test_checking",
    "linting": "test_cli",
    "program": "test_compiling",
    "seconding": "test_cli",
    "terminal": "test_cli",
    "casework": "test_cli",
    "report/__init__": "test_report",
    "report/json": "test_report",
    "report/table": "test_report",
    "report/text": "test_report",
    "library": "test_checking",
    "cache": "test_checking",
    "judge": "test_checking",
    "dossier": "test_reference",
    "outcome": "test_telling",
    "rounding": "test_wording",
    "terms": "test_reference",
    "unknown": "test_gaps",
    "valuing": "test_reference",
    "verdict": "test_reference",
}


def tree(path: Path) -> ast.Module:
    """The syntax tree of a file."""
    return ast.parse(path.read_text(encoding="utf-8"))


def functions(path: Path) -> Iterator[ast.FunctionDef]:
    """Every function of a file."""
    return (node for node in ast.walk(tree(path)) if isinstance(node, ast.FunctionDef))


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


# No clock, no chance

FORBIDDEN = {"time", "random", "uuid", "secrets", "sched", "calendar", "getpass", "socket", "platform"}
NOW = {"now", "today", "utcnow", "time", "time_ns", "monotonic", "perf_counter", "fromtimestamp", "urandom"}
ALLOWED = {
    "engine/terminal.py": {"time", "monotonic"},  # progress on a terminal after a second
    "engine/notation.py": {"calendar"},  # how many days a month has
    "cli.py": {"now"},  # the day of a check, handed to the engine
}


@pytest.mark.parametrize("path", CODE, ids=IDS)
def test_there_is_no_clock_and_no_chance_in_the_engine(path: Path) -> None:
    found: set[str] = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names} & FORBIDDEN
        elif isinstance(node, ast.ImportFrom):
            found |= {(node.module or "").partition(".")[0]} & FORBIDDEN
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            found |= {node.func.attr} & NOW
    assert found <= ALLOWED.get(str(path.relative_to(ROOT)), set())


def test_the_exceptions_are_still_needed() -> None:
    for name, words in ALLOWED.items():
        text = (ROOT / name).read_text(encoding="utf-8")
        assert all(re.search(rf"\b{word}\b", text) for word in words), name


# Nothing global that changes

CHANGING = {
    "append",
    "add",
    "update",
    "setdefault",
    "pop",
    "popitem",
    "clear",
    "extend",
    "insert",
    "remove",
    "discard",
    "appendleft",
}
KEPT = {"engine/syntax.py": {"cache"}}  # the parser, which is always the same


def changed(path: Path) -> set[str]:
    """The names of a module that its functions change, and decorators that remember."""
    module = tree(path)
    top = {
        target.id
        for node in module.body
        if isinstance(node, ast.Assign | ast.AnnAssign)
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        if isinstance(target, ast.Name)
    }
    found: set[str] = set()
    for function in functions(path):
        local = {
            node.id for node in ast.walk(function) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
        }
        for node in ast.walk(function):
            if isinstance(node, ast.Global):
                found |= set(node.names)
            elif isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store | ast.Del):
                found |= {node.value.id} & (top - local) if isinstance(node.value, ast.Name) else set()
            elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in CHANGING:
                found |= {node.func.value.id} & (top - local) if isinstance(node.func.value, ast.Name) else set()
        for decorator in function.decorator_list:
            name = ast.unparse(decorator).partition("(")[0].rpartition(".")[2]
            found |= {name} & {"cache", "lru_cache", "cached_property"}
    return found


@pytest.mark.parametrize("path", CODE, ids=IDS)
def test_nothing_global_in_a_module_changes(path: Path) -> None:
    assert changed(path) <= KEPT.get(str(path.relative_to(ROOT)), set())


def test_a_module_that_changes_something_global_would_be_found(tmp_path: Path) -> None:
    bad = tmp_path / "bad.py"
    bad.write_text(
        "A, B = {}, 1\nC = []\nD = set()\n\ndef f():\n    global B\n    B = 2\n    A['x'] = 1\n    C.append(1)\n"
        "    D = []\n    D.append(1)\n",
        encoding="utf-8",
    )
    assert changed(bad) == {"B", "C"}


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


def test_what_is_said_to_cover_a_module_is_there_and_needed() -> None:
    found = {path.stem for path in TESTS}
    assert set(COVERED.values()) <= found
    modules = {path.relative_to(ROOT / "engine").with_suffix("").as_posix() for path in ENGINE}
    assert set(COVERED) <= modules
    assert [module for module in COVERED if f"test_{module.replace('/', '_')}" in found] == []


@pytest.mark.parametrize("path", [path for path in TESTS if path.stem.startswith("test_")], ids=lambda path: path.stem)
def test_the_names_of_tests_are_sentences(path: Path) -> None:
    names = [
        node.name for node in tree(path).body if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    ]
    assert [name for name in names if len(name.split("_")) < 5] == []
    assert len(set(names)) == len(names)
