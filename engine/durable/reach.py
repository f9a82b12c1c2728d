"""What a condition or a term depends on: the variables it leaves free and the derived figures it reads."""

from __future__ import annotations

from collections.abc import Iterator

from engine.terms import Aggregate, Exists, FieldOf, LinkedField, Node, SingleField, children


def free(node: Node | None) -> frozenset[int]:
    """Returns the depths of the variables that a node reads and does not bind itself."""
    if node is None:
        return frozenset()
    if isinstance(node, FieldOf | LinkedField):
        return frozenset({node.depth})
    found = frozenset[int]().union(*map(free, children(node)))
    return found - {node.depth} if isinstance(node, Aggregate | Exists) else found


def fields_read(node: Node) -> Iterator[tuple[str, str]]:
    """Yields (kind, field) of every field that a node reads, stated or derived."""
    if isinstance(node, FieldOf | LinkedField | SingleField):
        yield node.kind, node.field
    for part in children(node):
        yield from fields_read(part)


def deepest(node: Node) -> int:
    """Returns the greatest depth of a variable in a node."""
    own = node.depth if isinstance(node, Aggregate | Exists | FieldOf | LinkedField) else 0
    return max((own, *map(deepest, children(node))))
