"""Finds the facts that can meet a condition by an equality of texts in it, without trying every fact of the kind."""

from __future__ import annotations

from collections.abc import Sequence

from engine.dossier import Fact, Value
from engine.quantity import Dim
from engine.terms import Aggregate, All, Compare, Condition, Exists, FieldOf, Term, depths


def join_of(node: Exists | Aggregate) -> tuple[str, Term] | None:
    """Returns a text field of the ranged fact and a term of facts around it that must be equal, if there are such."""
    for part in node.condition.items if isinstance(node.condition, All) else (node.condition,):
        found = _equality(part, node.depth)
        if found is not None:
            return found
    return None


def _equality(part: Condition | None, depth: int) -> tuple[str, Term] | None:
    if not isinstance(part, Compare) or part.op != "=" or part.left.dim is not Dim.TEXT:
        return None
    for own, other in ((part.left, part.right), (part.right, part.left)):
        if isinstance(own, FieldOf) and own.depth == depth and depth not in depths(other):
            return own.field, other
    return None


class Index:
    """Facts of a kind by the words of one field; a fact without the field may have any word."""

    def __init__(self, facts: Sequence[Fact], field: str) -> None:
        groups: dict[Value, list[Fact]] = {fact.values[field]: [] for fact in facts if field in fact.values}
        for fact in facts:
            for group in [groups[fact.values[field]]] if field in fact.values else groups.values():
                group.append(fact)
        self.open = tuple(fact for fact in facts if field not in fact.values)
        self.groups = {word: tuple(group) for word, group in groups.items()}

    def get(self, word: Value) -> tuple[Fact, ...]:
        """Returns the facts whose field is the word, or unknown, in their order."""
        return self.groups.get(word, self.open)
