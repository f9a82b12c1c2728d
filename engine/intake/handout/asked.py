"""Which kinds of facts are asked for: by how many rules each, or by whoever hands out a workbook."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from engine.intake.layout import kinds_of
from engine.mistakes import Mistakes, Place, suggestion
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


def chosen_kinds(words: Sequence[str], book: Rulebook, mistakes: Mistakes, named: str) -> frozenset[str]:
    """The kinds that somebody names, by their own words or the titles of their sheets; notes those there are not.

    named is what a command calls them.
    """
    kinds = kinds_of(book.vocabulary, book.headings)
    known = {title: kind.word for kind in kinds for title in book.headings.sheets.get(kind.word, ())}
    known |= {kind.word: kind.word for kind in kinds}
    for word in words:
        if word not in known:
            mistakes.add(Place(named), f"没有“{word}”这种事实类型", suggestion(word, known))
    return frozenset(known[word] for word in words if word in known)
