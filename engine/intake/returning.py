"""What of a fact file does not come back from a form that it was written in: each loss where it stands in the file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from engine.intake.layout import COMPLETE, ITEMS, NO_WORD, known_kinds
from engine.mistakes import Mistakes
from engine.nodes import Node
from engine.value_reading import SOURCE, VALUE, stated
from engine.vocabulary import NOTHING_WORD, Kind, Shape, Vocabulary

_HINT = "请改成一行普通的文字，或存成 YAML、JSON。"
_LONGEST = 20  # characters of a text that are shown
_Value = tuple[tuple[str, ...], str]  # the words and their source
_Fact = frozenset[tuple[str, _Value]]


def note_losses(tree: Node, found: Node | None, vocabulary: Vocabulary, mistakes: Mistakes) -> None:
    """Notes every value of a tree that another, read from what was written of it, has not or has otherwise."""
    known = known_kinds(vocabulary)
    comparing = _Comparing(mistakes)
    for word, node in (tree.entries or {}).items():
        if word in known:
            comparing.kind(known[word], node, found.get(word) if found is not None else None)


class _Comparing:
    def __init__(self, mistakes: Mistakes) -> None:
        self.mistakes = mistakes

    def kind(self, kind: Kind, node: Node, found: Node | None) -> None:
        """All facts of a kind."""
        if kind.shape is Shape.SINGLE:
            self.fact(node, found)
            return
        if kind.shape is Shape.LIST:
            self.listed(kind, node, found)
        else:
            for row, fact in (node.entries or {}).items():
                if row != SOURCE:
                    self.fact(fact, found.get(row) if found is not None else None)
        if _told(node):
            self.value(SOURCE, node.get(SOURCE), found.get(SOURCE) if found is not None else None)

    def listed(self, kind: Kind, node: Node, found: Node | None) -> None:
        """The facts of a list in their order; of one that came back longer or shorter, those that are not there."""
        facts, others = _items(node), _items(found)
        if (not facts) if found is None else _in_part(node) != _in_part(found):
            self.lost(node, f"“{kind.word}”的“{COMPLETE}”")
        if len(facts) == len(others):
            for fact, other in zip(facts, others, strict=True):
                self.fact(fact, other)
            return
        there = Counter(map(_canonical, others))
        for fact in facts:
            if not there[_canonical(fact)]:
                self.lost(fact, f"“{kind.word}”的这一条（{_shown(fact)}）")
            there[_canonical(fact)] -= 1

    def fact(self, node: Node, found: Node | None) -> None:
        """The values of a fact; its source says nothing where it has none."""
        for word, child in (node.entries or {}).items():
            if word != SOURCE or _told(node):
                self.value(word, child, found.get(word) if found is not None else None)

    def value(self, word: str, node: Node | None, found: Node | None) -> None:
        """One value, and where it stands."""
        if node is None:
            return
        (words, source), (others, other) = _value(node), _value(found) if found is not None else ((), "")
        if words != others:
            self.lost(stated(node), f"“{word}”写的“{_shown(node)}”")
        elif source != other:
            self.lost(node.get(SOURCE) or node, f"“{word}”的出处")

    def lost(self, node: Node, what: str) -> None:
        self.mistakes.add(node.place, f"{what}写出去以后读回来不一样", _HINT)


def _told(node: Node) -> bool:
    """Whether anything is said that a source could be the source of."""
    if node.items is not None or ITEMS in (node.entries or {}):
        return bool(_items(node))
    told = [child for word, child in (node.entries or {}).items() if word != SOURCE]
    return any(child.entries is None or _told(child) for child in told)


def _items(node: Node | None) -> tuple[Node, ...]:
    inner = node if node is None or node.entries is None else node.get(ITEMS)
    return (inner.items or ()) if inner is not None else ()


def _in_part(node: Node) -> bool:
    whole = node.get(COMPLETE)
    return whole is not None and whole.text == NO_WORD


def _canonical(fact: Node) -> _Fact:
    return frozenset((word, _value(child)) for word, child in (fact.entries or {}).items())


def _value(node: Node) -> _Value:
    """What a value says, whichever of the ways to write it was taken."""
    inner, source = stated(node), node.get(SOURCE)
    return tuple(_words(inner)), (source.text or "") if source is not None else ""


def _words(node: Node) -> Iterable[str]:
    if node.items is None:
        return (node.text or "",)
    return [item.text or "" for item in node.items] or (NOTHING_WORD,)


def _shown(node: Node) -> str:
    """The beginning of a text, on one line."""
    inner = next(iter(node.entries.values()), node) if node.entries and VALUE not in node.entries else stated(node)
    text = " ".join("、".join(_words(stated(inner))).split())
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "……"
