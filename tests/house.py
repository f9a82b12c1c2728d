"""The files of the house and their syntax trees, for the tests of its rules."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from small import ROOT

ENGINE = sorted((ROOT / "engine").rglob("*.py"))
CODE = [*ENGINE, ROOT / "cli.py"]
TESTS = sorted((ROOT / "tests").rglob("*.py"))
IDS = [str(path.relative_to(ROOT)) for path in CODE]


def tree(path: Path) -> ast.Module:
    """The syntax tree of a file."""
    return ast.parse(path.read_text(encoding="utf-8"))


def functions(path: Path) -> Iterator[ast.FunctionDef]:
    """Every function of a file."""
    return (node for node in ast.walk(tree(path)) if isinstance(node, ast.FunctionDef))
