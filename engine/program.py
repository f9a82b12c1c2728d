"""A Program: the rulebook resolved for one region and year, as plain data that every evaluator reads."""

from __future__ import annotations

from msgspec import Struct

from engine.quantity import Quantity
from engine.terms import Condition, Term
from engine.vocabulary import Vocabulary


class Edge(Struct, frozen=True):
    """Where a step of a ladder begins or ends, and whether the edge itself belongs to it (含)."""

    value: Quantity
    included: bool


class Row(Struct, frozen=True):
    """One value of a parameter, chosen by words of the subject's fields (empty: any); the first that fits counts.

    Of a ladder, all rows with the same words are its steps, each from `low` to `high` (None: without an end).
    """

    words: tuple[str, ...]
    value: Quantity | str
    low: Edge | None = None
    high: Edge | None = None


class Check(Struct, frozen=True):
    """One rule applied to one kind: the duty `duty` holds for whom `scope` (None = everybody) holds."""

    rule: str
    kind: str
    theme: str
    scope: Condition | None
    duty: Condition


class Program(Struct, frozen=True):
    """Checks in strata: a check reads findings (kind 问题) only of checks in earlier strata.

    derived maps (kind, field) to its definition, which sees the fact at depth 0; parameters map a name to its rows
    (no rows: the parameter is unknown here).
    """

    region: str
    year: int
    vocabulary: Vocabulary
    derived: dict[tuple[str, str], Term | Condition]
    parameters: dict[str, tuple[Row, ...]]
    strata: tuple[tuple[Check, ...], ...]
