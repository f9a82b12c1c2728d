"""The engine knows no clock and no chance, and nothing global in it ever changes."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from house import CODE, IDS, functions, tree
from small import ROOT

FORBIDDEN = {"time", "random", "uuid", "secrets", "sched", "calendar", "getpass", "socket", "platform"}
NOW = {"now", "today", "utcnow", "time", "time_ns", "monotonic", "perf_counter", "fromtimestamp", "urandom"}
ALLOWED = {
    "engine/terminal.py": {"time", "monotonic"},  # progress on a terminal after a second
    "engine/commands/arguments.py": {"now"},  # the day of a check, handed to the engine
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
