"""Finds the facts that can meet a condition by an equality of texts in it, without trying every fact of the kind."""

from __future__ import annotations

from collections.abc import Sequence

from engine.dossier import Fact, Value
from engine.quantity import Dim
from engine.template import Listing
from engine.terms import Aggregate, All, Compare, Condition, Exists, FieldOf, OneOf, Term, depths
from engine.vocabulary import FINDING

Join = tuple[str, Term | tuple[str, ...]]
Ranging = Exists | Aggregate | Listing


def join_of(node: Ranging) -> Join | None:
    """Returns a text field of the ranged fact and what it must equal, if there is such: a term of facts around it.

    Of findings, which are many and belong to few of the rules that a condition names, rather the words it may be.
    """
    parts = node.condition.items if isinstance(node.condition, All) else (node.condition,)
    words = (_words(part, node.depth) for part in parts if node.kind == FINDING)
    equalities = (_equality(part, node.depth) for part in parts)
    return next(filter(None, words), None) or next(filter(None, equalities), None)


def _words(part: Condition | None, depth: int) -> Join | None:
    if not isinstance(part, OneOf) or not isinstance(part.term, FieldOf) or part.term.depth != depth:
        return None
    return part.term.field, part.words


def _equality(part: Condition | None, depth: int) -> Join | None:
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
        self.places = {id(fact): place for place, fact in enumerate(facts)}
        self.open = tuple(fact for fact in facts if field not in fact.values)
        self.groups = {word: tuple(group) for word, group in groups.items()}

    def get(self, *words: Value) -> tuple[Fact, ...]:
        """Returns the facts whose field is one of the words, or unknown, in their order."""
        if len(words) == 1:
            return self.groups.get(words[0], self.open)
        found = {id(fact): fact for word in words for fact in self.groups.get(word, self.open)}
        return tuple(sorted(found.values(), key=lambda fact: self.places[id(fact)]))
