"""Which rules a parameter can make judge otherwise: those that read it, and those that read their findings."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from engine.compiling import readers_of
from engine.rule import Rule
from engine.rulebook import Rulebook
from engine.terms import Aggregate, Exists, Node, ParameterOf, reachable
from engine.vocabulary import FINDING


def affected(book: Rulebook, names: Collection[str]) -> frozenset[str]:
    """Returns the ids of the rules whose verdicts may differ with the named parameters, never too few."""
    readers = readers_of(book)
    waiting = [rule.id for rule in book.rules.values() if any(_uses(node, names) for node in _nodes(book, rule))]
    found: set[str] = set()
    while waiting:
        rule = waiting.pop()
        if rule not in found:
            found.add(rule)
            waiting.extend(readers[rule])
    # A severity that depends on what other rules find is known only once all have been judged.
    graded = found and any(_graded_by_findings(book, rule) for rule in book.rules.values())
    return frozenset(book.rules if graded else found)


def _graded_by_findings(book: Rulebook, rule: Rule) -> bool:
    grades = [when for duty in rule.duties for _, when in duty.grades]
    nodes = reachable(grades, book.derived)
    return any(isinstance(node, Exists | Aggregate) and node.kind == FINDING for node in nodes)


def _nodes(book: Rulebook, rule: Rule) -> Iterator[Node]:
    return reachable((part for duty in rule.duties for part in duty.conditions()), book.derived)


def _uses(node: Node, names: Collection[str]) -> bool:
    return isinstance(node, ParameterOf) and node.name in names
