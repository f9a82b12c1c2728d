"""Where every value stands, written down: what a file leaves to its own name and cells is said in 出处.

A value that is carried into another file would else seem to come from there.
"""

from __future__ import annotations

from collections.abc import Mapping

from engine.intake.layout import ITEMS
from engine.intake.uniting import beside
from engine.mistakes import Place
from engine.nodes import Node
from engine.value_reading import SOURCE, stated
from engine.vocabulary import Shape, Vocabulary


def with_sources(tree: Node, vocabulary: Vocabulary) -> Node:
    """Returns a tree whose values all have the source that a reader of the tree would name, and no other change."""
    entries = {
        word: _kind(vocabulary.kinds[word].shape, node) if word in vocabulary.kinds else node
        for word, node in (tree.entries or {}).items()
    }
    return _mapping(tree.place, entries, tree.keys)


def _kind(shape: Shape, node: Node) -> Node:
    if SOURCE in (node.entries or {}):
        return node
    if shape is Shape.SINGLE:
        return _fact(node)
    if shape is Shape.TABLE:
        rows = {row: _fact(child) for row, child in (node.entries or {}).items()}
        return _mapping(node.place, rows, node.keys)
    if node.items is not None:
        return Node(node.place, items=tuple(map(_fact, node.items)))
    inner = node.get(ITEMS)
    if inner is None or not inner.items:
        return node
    listed = Node(inner.place, items=tuple(map(_fact, inner.items)))
    return _mapping(node.place, (node.entries or {}) | {ITEMS: listed}, node.keys)


def _fact(node: Node) -> Node:
    """One source for the whole fact where all that lack one stand in one place (a file of texts), else one a value."""
    told = node.entries or {}
    places = {word: stated(child).place.source for word, child in told.items() if SOURCE not in (child.entries or {})}
    if SOURCE in told or not places:
        return node
    source = next(iter(places.values()))
    if set(places.values()) == {source}:
        return _mapping(node.place, told | {SOURCE: Node(node.place, source)}, node.keys | {SOURCE: node.place})
    entries = {word: beside(child, places.get(word, "")) for word, child in told.items()}
    return _mapping(node.place, entries, node.keys)


def _mapping(place: Place, entries: Mapping[str, Node], keys: Mapping[str, Place]) -> Node:
    return Node(place, entries=dict(entries), keys=dict(keys))
