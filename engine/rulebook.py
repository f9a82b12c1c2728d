"""A rulebook: the rules of a folder with their themes, parameters and derived figures, as plain data."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct, field

from engine.nodes import Node
from engine.parameter import Parameter
from engine.rule import Rule
from engine.terms import Condition, Term
from engine.vocabulary import Vocabulary

Definition = Term | Condition


class Rulebook(Struct, frozen=True):
    """Everything the rules team wrote; `cases` holds the 用例 of each rule as they stand in the file."""

    vocabulary: Vocabulary
    themes: dict[str, str]
    parameters: dict[str, Parameter]
    derived: dict[tuple[str, str], Definition]
    rules: dict[str, Rule]
    cases: dict[str, Node] = field(default_factory=dict)


def rule_files(folder: Path) -> list[Path]:
    """Returns every YAML file of a rulebook in a fixed order."""
    return sorted(p for p in folder.rglob("*.yaml") if p.is_file() and not p.name.startswith("."))
