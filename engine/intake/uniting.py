"""One fact told in several places to one fact: equal values once with all their sources, others a mistake at both.

Values are compared by what they mean: 1000万元 and 10,000,000元 are one value, 290万元 and 约290万元 are two.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from fractions import Fraction

from msgspec import Struct

from engine.dossier import Value
from engine.intake.layout import NO_WORD, YES_WORD
from engine.mistakes import Mistake, Mistakes, Place
from engine.nodes import Node
from engine.quantity import ZERO, Dim, Quantity
from engine.value_reading import SOURCE, VALUE, source_of, stated, value_of
from engine.vocabulary import Field, Kind

SETTLE = "请核实哪一个对，改成一样，或只留一处。"
_UNSAID = "没有写明"  # of a flag that no one wrote
_COUNTED = {"天": "日", "工作日": "个工作日"}


class Part(Struct, frozen=True):
    """A mapping that tells of a fact, and where its list says that all of the list stands."""

    node: Node
    origin: str = ""


class _Told(Struct, frozen=True):
    """A value as it stands, typed once: what it means, and what a reader will say of it."""

    node: Node
    value: Value | None
    sense: Hashable
    wrong: list[Mistake]


def assumed(place: Place) -> Node:
    """That a list is not whole because nobody said so: gives way where somebody says that it is."""
    return Node(place, NO_WORD, written=_UNSAID)


def is_assumed(flag: Node | None) -> bool:
    """Whether nobody wrote it: the list was found beside another."""
    return flag is not None and flag.written == _UNSAID


def completeness(flags: Sequence[Node]) -> Node | None:
    """What several words about one list come to: 否 where it is written, else 是; None where nothing is said."""
    for word in (NO_WORD, YES_WORD):
        said = next((flag for flag in flags if flag.text == word and not is_assumed(flag)), None)
        if said is not None:
            return said
    return next((flag for flag in flags if flag.text == NO_WORD), flags[0] if flags else None)


def _told(field: Field | None, node: Node) -> _Told:
    wrong = Mistakes()
    value = None if field is None else value_of(field, node, wrong)[0]
    return _Told(node, value, ("", wording(node)) if value is None else _sense(value), wrong.found)


def sense(field: Field | None, node: Node) -> Hashable:
    """What a value means, to be compared; the text itself where it cannot be typed, which no reader will let pass."""
    return _told(field, node).sense


def _sense(value: Value) -> Hashable:
    """The value without its wording. A unit counts only where it says what is counted, or which days."""
    if not isinstance(value, Quantity):
        return value
    unit = _COUNTED.get(value.unit, value.unit) if value.dim in (Dim.COUNT, Dim.DAYS) else ""
    return value.dim, value.low, value.high, value.nominal, unit


def wording(node: Node) -> str:
    """A value as it is written, for comparing and for telling."""
    node = stated(node)
    return "、".join(item.text or item.sort for item in node.items) if node.items else node.text or node.sort


def sourced(part: Part) -> Node:
    """The mapping of a part that is the only one: with the source of its list where it names none itself."""
    node = part.node
    if not part.origin or node.entries is None or SOURCE in node.entries:
        return node
    return Node(
        node.place,
        entries=node.entries | {SOURCE: Node(node.place, part.origin)},
        keys=node.keys | {SOURCE: node.place},
    )


def beside(node: Node, source: str, at: Place | None = None) -> Node:
    """A value together with its source, where there is one and the value has none of its own.

    at is where the source itself is written; None: with the value.
    """
    if not source or SOURCE in (node.entries or {}):
        return node
    value = stated(node)
    at = at or value.place
    return Node(value.place, entries={VALUE: value, SOURCE: Node(at, source)}, keys={VALUE: value.place, SOURCE: at})


class Uniter:
    """Unites what several parts tell of facts of one kind; notes the values that differ, at both places."""

    def __init__(self, kind: Kind, mistakes: Mistakes) -> None:
        self.kind, self.mistakes = kind, mistakes

    def unite(self, name: str, parts: Sequence[Part], hint: str = SETTLE) -> Node:
        """Makes one mapping of all parts; name says which fact it is, hint what to do about values that differ.

        Every value keeps the source it had; those of its file are told when it is read.
        """
        if len(parts) == 1:
            return sourced(parts[0])
        told: dict[str, list[tuple[Node, str]]] = {}
        keys: dict[str, Place] = {}
        for part in parts:
            origin = source_of(part.node, self.mistakes) or part.origin
            for word, child in (part.node.entries or {}).items():
                if word != SOURCE:
                    told.setdefault(word, []).append((child, origin))
                    keys.setdefault(word, part.node.keys[word])
        entries = {word: self.value(f"{name}的“{word}”", word, given, hint) for word, given in told.items()}
        return Node(parts[0].node.place, entries=entries, keys=keys)

    def value(self, name: str, word: str, given: Sequence[tuple[Node, str]], hint: str) -> Node:
        """The one value that is told, or the first after noting that others differ."""
        first, origin = given[0]
        if len(given) == 1:
            return beside(first, origin)
        field = self.kind.fields.get(word)
        told = [_told(field, node) for node, _ in given]
        broken = [one for one in told if one.wrong]
        if broken:  # the first is left for the reader to complain of
            self.mistakes.found += [mistake for one in broken[1:] for mistake in one.wrong]
            return broken[0].node
        for one in told[1:]:
            if one.sense != told[0].sense:
                here, there = stated(one.node), stated(first)
                message = f"{name}有两个不同的值：这里是“{wording(here)}”，{there.place} 是“{wording(there)}”"
                self.mistakes.add(here.place, message, hint)
        # All sources, in the order of the files; the figure that is written more exactly says all that the others say.
        sources = [source_of(node, self.mistakes) or origin or stated(node).place.source for node, origin in given]
        best = stated(min(told, key=_exactness).node)
        return beside(best, "；".join(dict.fromkeys(sources)))


def _exactness(told: _Told) -> tuple[Fraction, str]:
    return told.value.half if isinstance(told.value, Quantity) else ZERO, wording(told.node)
