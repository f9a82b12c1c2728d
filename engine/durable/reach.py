"""What a condition or a term rests on: variables, derived figures, and whether plain comparisons can express it."""

from __future__ import annotations

from collections.abc import Iterator

from engine.quantity import NUMERIC, Dim
from engine.terms import (
    Aggregate,
    Agree,
    Compare,
    Condition,
    Contains,
    Exists,
    FieldOf,
    IsNone,
    LinkedField,
    Node,
    OneOf,
    SingleField,
    Term,
    children,
)

Derived = dict[tuple[str, str], Term | Condition]
COMPARED = (NUMERIC - {Dim.AMOUNT}) | {Dim.TEXT, Dim.TRUTH}


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


def settled(condition: Condition, derived: Derived) -> bool:
    """Whether a condition is more than comparisons of whole numbers, so that its truth is settled before a session."""
    if isinstance(condition, Compare):
        left, right = condition.left, condition.right
        return left.dim != right.dim or left.dim not in COMPARED or not (fixed(left, derived) and fixed(right, derived))
    if isinstance(condition, OneOf):
        return condition.term.dim is not Dim.TEXT
    return isinstance(condition, Agree | Contains | IsNone)


def fixed(node: Node, derived: Derived) -> bool:
    """Whether a term surely measures what it says; with a 量 in it, that is known only when the facts are read."""
    if isinstance(node, FieldOf | SingleField | LinkedField):
        node = derived.get((node.kind, node.field), node)
    return node.dim is not Dim.AMOUNT and all(fixed(part, derived) for part in children(node) if isinstance(part, Term))
