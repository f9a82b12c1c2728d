"""Which kinds of facts the rules ask for, and how many rules each: what to fill in first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from engine.rulebook import Rulebook
from engine.terms import FIELDS, Aggregate, Exists, Node, reachable


def asked_for(book: Rulebook) -> Mapping[str, int]:
    """Kind -> the number of rules whose judgement reads it, directly or through derived figures."""
    read: Counter[str] = Counter()
    for rule in book.rules.values():
        kinds = {duty.kind for duty in rule.duties}
        for node in reachable((part for duty in rule.duties for part in duty.conditions()), book.derived):
            kinds |= _kinds_in(node)
        read.update(kinds)
    return read


def _kinds_in(node: Node) -> set[str]:
    if isinstance(node, (*FIELDS, Aggregate, Exists)):
        return {node.kind}
    return set()
