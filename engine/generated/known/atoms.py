"""Atoms of conditions in generated source: expressions, comparisons with constants, answers known beforehand."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from engine.generated.known.figure import Limit, bounded, text_of

Atom = str | Limit | bool


def joined(word: str, items: list[Atom]) -> Atom:
    """Returns the items joined by and / or, without those that are known beforehand."""
    settles = word == "or"  # the answer of one item that settles all
    if any(item is settles for item in items):
        return settles
    left = [spoken(item) for item in items if not isinstance(item, bool)]
    if len(left) == 1:
        return next(item for item in items if not isinstance(item, bool))
    return bounded("(" + f" {word} ".join(left) + ")") if left else not settles


def denied(item: Atom) -> Atom:
    """Returns the opposite of an item."""
    if isinstance(item, bool):
        return not item
    if isinstance(item, Limit):
        return Limit(item.top, item.bottom, _OPPOSITE[item.op], item.limit)
    return item.removeprefix("not ") if item.startswith("not (") else f"not ({item})"


_OPPOSITE = {"<": "≥", "≥": "<", ">": "≤", "≤": ">", "=": "≠", "≠": "="}


def spoken(item: Atom, products: Mapping[str, str] = MappingProxyType({})) -> str:
    """Returns an item as source; `products` are locals that hold what is multiplied."""
    return text_of(item, products) if isinstance(item, Limit) else str(item)


def alike(left: Atom, right: Atom) -> Atom:
    """Returns whether two words or truths are the same."""
    if isinstance(left, bool) and isinstance(right, bool):
        return left is right
    for one, other in ((left, right), (right, left)):
        if isinstance(one, bool):
            return other if one else denied(other)
    if isinstance(left, str) and isinstance(right, str) and {left[0], right[0]} == {"'"}:
        return left == right
    return bounded(" == ".join(f"({side})" if " " in side else side for side in (spoken(left), spoken(right))))


def one_of(word: str, words: tuple[str, ...]) -> Atom:
    """Returns whether a word is among others."""
    if word.startswith("'"):
        return word in map(repr, words)
    return f"{word} == {words[0]!r}" if len(words) == 1 else f"{word} in {words!r}"
