"""What a condition or a term depends on: the variables it leaves free and the derived figures it reads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

from engine.terms import Aggregate, Exists, FieldOf, LinkedField, Node, SingleField


def parts(node: Node) -> list[Node]:
    """Returns the nodes directly inside a node."""
    values = [getattr(node, field.name) for field in fields(node)]
    return [n for v in values for n in (v if isinstance(v, tuple) else (v,)) if isinstance(n, Node)]


def free(node: Node | None) -> frozenset[int]:
    """Returns the depths of the variables that a node reads and does not bind itself."""
    if node is None:
        return frozenset()
    if isinstance(node, FieldOf | LinkedField):
        return frozenset({node.depth})
    found = frozenset[int]().union(*map(free, parts(node)))
    return found - {node.depth} if isinstance(node, Aggregate | Exists) else found


def fields_read(node: Node) -> Iterator[tuple[str, str]]:
    """Yields (kind, field) of every field that a node reads, stated or derived."""
    if isinstance(node, FieldOf | LinkedField | SingleField):
        yield node.kind, node.field
    for part in parts(node):
        yield from fields_read(part)
