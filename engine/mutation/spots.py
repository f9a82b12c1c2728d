"""The parts of a condition with the way to each from the root and where each stands in the author's text."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from engine.notation import half_width
from engine.terms import Aggregate, All, Call, Exists, Node, Not, ParameterOf, StepOf

Way = tuple[tuple[str, int], ...]  # from the root down: the field of each node, and which of several (-1: the only one)


class Spot(Struct, frozen=True):
    """One part that an author wrote: `start` is the offset of its words in the whole text; `above` is what holds it."""

    node: Node
    way: Way
    start: int
    above: Spot | None = None

    @property
    def end(self) -> int:
        """The offset behind the last of its words."""
        return self.start + len(self.node.text)


def spots(root: Node, text: str) -> list[Spot]:
    """Returns every part of a condition or term that stands in a text, each before the parts inside it.

    Links of facts to their owners and the fields that choose a parameter's row stand in no text and are left out.
    """
    return list(_inside(Spot(root, (), max(text.find(root.text), 0))))


def _inside(spot: Spot) -> Iterator[Spot]:
    yield spot
    cursor = 0
    for child, step in _parts(spot.node):
        found = _below(spot, child, (*spot.way, step), max(cursor, _behind(spot.node, child)))
        for inner in found:
            yield from _inside(inner)
            cursor = inner.end - spot.start


def _below(spot: Spot, child: Node, way: Way, cursor: int) -> list[Spot]:
    """The child as it stands in the text; of a link joined to a condition, or of 每个, the condition."""
    if child.text:
        found = spot.node.text.find(child.text, cursor)
        return [Spot(child, way, spot.start + max(found, cursor), spot)]
    parts = _parts(child) if isinstance(child, All | Not) else ()
    return [found for part, step in parts for found in _below(spot, part, (*way, step), cursor)]


def _parts(node: Node) -> Iterator[tuple[Node, tuple[str, int]]]:
    """The nodes directly inside, in the order of the text."""
    for name in () if isinstance(node, ParameterOf) else node.__struct_fields__:
        value = getattr(node, name)
        for number, item in enumerate(value) if isinstance(value, tuple) else ((-1, value),):
            if isinstance(item, Node):
                yield item, (name, number)


def _behind(node: Node, child: Node) -> int:
    """Where the words inside a node begin at the earliest: behind 满足, the bracket of a function or the dot."""
    text = half_width(node.text)
    if isinstance(node, Exists) or (isinstance(node, Aggregate) and child is node.condition):
        return text.find("满足") + len("满足") if "满足" in text else 0
    sign = "." if isinstance(node, Aggregate) else "(" if isinstance(node, Call | StepOf) else ""
    return text.find(sign) + 1 if sign else 0


def put(root: Node, way: Way, node: Node | None) -> Node | None:
    """Returns the same tree with another node at the end of a way; None takes out one of several items."""
    if not way:
        return node
    (name, number), rest = way[0], way[1:]
    value = getattr(root, name)
    if number < 0:
        return replace(root, **{name: put(value, rest, node)})
    inner = put(value[number], rest, node)
    return replace(root, **{name: (*value[:number], *((inner,) if inner is not None else ()), *value[number + 1 :])})
