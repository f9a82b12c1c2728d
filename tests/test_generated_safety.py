"""No text of a rule, a parameter or a fact ever becomes code: a source holds no names but those the engine writes."""

from __future__ import annotations

import ast
import re
from enum import Enum
from typing import Any

import pytest
from generate import pair_of
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Struct
from msgspec.structs import replace

from engine.dossier import Dossier
from engine.generated.judging import Judge, compiled
from engine.generated.literals import comment
from engine.generated.source import HEAD, source_of
from engine.judge import by_reference
from engine.program import Program
from engine.quantity import Dim
from engine.vocabulary import FINDING_KIND
from engine.waiving import Waivers

ATTACKS = (
    "'",
    '"""',
    "'''\n",
    "\\",
    "\\'",
    "\n__import__('os').system('false')\n",
    "\r\nimport os\r\n",
    "');__import__('os').abort();('",
    '{__import__("os").abort()}',
    "{0.__class__}%s{{}}",
    "# -*- coding: utf-7 -*-",
    "\u2028raise SystemExit\u2028",
    "\u0085raise SystemExit\u0085",
    "\x0craise SystemExit\x0b",
    "\x00",
    "\ud800\udfff",
    "\ufeff\u202e\u200f",
    "𝐨𝐬.𝐚𝐛𝐨𝐫𝐭()",
    "＿＿import＿＿",
    "\\N{LINE FEED}\\x0a\\u000a",
    "\t" * 200,
    "很长" * 5000,
)
WORDS = {
    *("+-×÷=≠<≤>≥", "≤", "≥", "≠", "绝对值", "负", "区间", "间隔日数", "工作日数", "首个已知"),
    *("合计", "数量", "最大", "最小", FINDING_KIND.word, *FINDING_KIND.fields),
} | set("+-×÷=≠<≤>≥")
# Everything that a source may name: what its head brings in, numbered names, and methods of the engine's own classes.
OWN = {node.id for node in ast.walk(ast.parse(HEAD)) if isinstance(node, ast.Name)} | {
    alias.asname or alias.name
    for node in ast.walk(ast.parse(HEAD))
    if isinstance(node, ast.ImportFrom)
    for alias in node.names
}
NUMBERED = re.compile(r"(?:_?[abcdfhikqrtxyCK]\d+|[dfqx]\d+[we])")
OTHERS = {"s", "self", "key", "there", "get", "facts", "fact", "findings", "row", "KindRow", "str", "abs", "frozenset"}
METHODS = {
    "at",
    "step",
    "among",
    "over",
    "agrees",
    "between",
    "larger",
    "smaller",
    "get",
    "value",
    "dim",
    "key",
    "there",
}
METHODS |= {
    "decide",
    "tell",
    "conclude",
    "states",
    "row",
    "alone",
    "day",
    "__init__",
    "__slots__",
    "told",
    "load",
    "renew",
}
METHODS |= {"judge", "Department", "Base"}
DIMS = {dim.name for dim in Dim} | {"FINDING", "PASS", "NOT_APPLICABLE", "UNKNOWN"}


def spoilt(value: Any, attack: str) -> Any:
    """The same program or dossier with an attack behind every text but the engine's own words."""
    if isinstance(value, Enum):
        return value
    if isinstance(value, str):
        return value if value in WORDS or not value else value + attack
    if isinstance(value, tuple | frozenset):
        return type(value)(spoilt(one, attack) for one in value)
    if isinstance(value, dict):
        return {spoilt(key, attack): spoilt(one, attack) for key, one in value.items()}
    if isinstance(value, Struct):
        return type(value)(*(spoilt(getattr(value, name), attack) for name in value.__struct_fields__))
    return value


def names_in(source: str) -> set[str]:
    """Every name that the code of a source uses, sets or calls."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        for part in ("id", "attr", "arg", "name", "asname"):
            name = getattr(node, part, None)
            if isinstance(name, str) and not isinstance(node, ast.alias):
                found.add(name)
    return found


def assert_harmless(source: str) -> None:
    """Fails for a source with any name that the engine does not write, or anything else that could do harm."""
    strange = {
        name for name in names_in(source) if name not in OWN | OTHERS | METHODS | DIMS and not NUMBERED.fullmatch(name)
    }
    assert not strange
    nodes = list(ast.walk(ast.parse(source)))
    imports = [node for node in nodes if isinstance(node, ast.Import | ast.ImportFrom)]
    assert [ast.unparse(node) for node in imports] == [
        ast.unparse(node) for node in ast.parse(HEAD).body if isinstance(node, ast.ImportFrom)
    ]
    allowed = ast.Import | ast.ImportFrom
    harmful = (ast.Lambda, ast.Global, ast.Nonlocal, ast.Try, ast.With, ast.Raise, ast.Delete, ast.JoinedStr, ast.Await)
    assert not [node for node in nodes if isinstance(node, harmful) and not isinstance(node, allowed)]
    assert all(isinstance(node.func, ast.Name | ast.Attribute) for node in nodes if isinstance(node, ast.Call))


def same(program: Program, dossier: Dossier) -> None:
    """Fails unless the source is harmless and says what the reference says."""
    source = source_of(program)
    assert_harmless(source)
    waivers = Waivers.of(dossier, 0)
    found = Judge(compiled(source)).judge(dossier, waivers)
    assert found == by_reference(program, dossier, waivers)[0]


@pytest.mark.parametrize("attack", ATTACKS, ids=range(len(ATTACKS)))
def test_no_text_of_a_program_or_a_dossier_becomes_code(attack: str) -> None:
    for seed in range(12):
        program, dossier = pair_of(seed)
        same(replace(spoilt(program, attack), region=attack), spoilt(dossier, attack))


@given(st.text(st.characters(), min_size=1, max_size=12), st.integers(0, 200))
def test_no_text_whatever_becomes_code(attack: str, seed: int) -> None:
    program, dossier = pair_of(seed)
    same(spoilt(program, attack), spoilt(dossier, attack))


@given(st.text(st.characters(), max_size=300))
def test_a_comment_is_a_single_line_of_print(text: str) -> None:
    found = comment(text)
    assert found.isprintable()
    assert len(found) <= 70
    assert ast.dump(ast.parse(f"a = 1  # {found}\nb = 2")) == ast.dump(ast.parse("a = 1\nb = 2"))


def test_a_name_that_the_engine_does_not_write_is_noticed() -> None:
    program, _ = pair_of(1)
    source = source_of(program)
    assert_harmless(source)
    for added in ("os.abort()", "import os", "open('a')", "C0.__class__", "(lambda: 0)()", "print(1)", "eval('1')"):
        with pytest.raises(AssertionError):
            assert_harmless(f"{source}\n{added}\n")
