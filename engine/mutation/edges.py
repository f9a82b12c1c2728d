"""Small changes of the edges between the steps of a ladder: each moved, or given to the step on the other side."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from msgspec.structs import replace

from engine.mutation.change import edge_case, worded
from engine.mutation.mutant import Mutant
from engine.mutation.steps import between, stepped, written
from engine.mutation.table import Table
from engine.parameter import Value
from engine.program import Edge
from engine.quantity import Quantity


def edges_of(table: Table, number: int, value: Value) -> Iterator[Mutant]:
    """Where one step of a ladder ends and the next begins: moved, or given to the other; both rows change together."""
    for key, side, other in (("至", "high", "low"), ("自", "low", "high")):
        edge: Edge | None = getattr(value, side)
        if edge is None:
            continue
        beside = _beside(table, number, value, edge, other)
        if beside is not None and side == "low":
            continue  # the same edge, changed with the row before
        text = (table.rows[number].get(key) or table.rows[number]).text or ""
        op = "≥" if edge.included is (side == "low") else ">"
        for steps in (1, -1):
            moved = stepped(edge.value, steps)
            words = table.figure(text, moved)
            hint = edge_case(f"{table.compared_with}{between(edge.value, steps, op)}")
            yield table.mutant(number, key, words, hint, *_moved(table, number, side, beside, other, moved))
        if beside is not None or edge.included:
            bare = text.replace("(", "（").partition("（")[0]
            words = worded(text, f"{bare}（{'不' if edge.included else ''}含）")
            hint = edge_case(f"{table.compared_with}恰好{written(edge.value)}")
            yield table.mutant(number, key, words, hint, *_turned(table, number, side, beside, other))


def _beside(table: Table, number: int, value: Value, edge: Edge, other: str) -> int | None:
    """The step on the other side of an edge."""
    for place, row in enumerate(table.parameter.values):
        found: Edge | None = getattr(row, other)
        alike = (row.region, row.words, row.start) == (value.region, value.words, value.start)
        turned = found is not None and found.value.nominal == edge.value.nominal and found.included is not edge.included
        if place != number and alike and turned:
            return place
    return None


def _moved(
    table: Table, number: int, side: str, beside: int | None, other: str, to: Quantity
) -> list[tuple[int, Value]]:
    rows = [(number, side), *(((beside, other),) if beside is not None else ())]
    values = table.parameter.values
    return [(row, _with(values[row], end, replace(getattr(values[row], end), value=to))) for row, end in rows]


def _turned(table: Table, number: int, side: str, beside: int | None, other: str) -> list[tuple[int, Value]]:
    rows = [(number, side), *(((beside, other),) if beside is not None else ())]
    values = table.parameter.values
    found = []
    for row, end in rows:
        edge: Edge = getattr(values[row], end)
        found.append((row, _with(values[row], end, replace(edge, included=not edge.included))))
    return found


def _with(value: Value, side: str, edge: Edge) -> Value:
    changed: dict[str, Any] = {side: edge}
    return replace(value, **changed)
