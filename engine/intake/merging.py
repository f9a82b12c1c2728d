"""Several files or sheets of one department to one tree: what is told twice counts once, what differs is a mistake.

The result is the same in whatever order the files come; twins inside one file are left to the reader of facts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterator, Sequence

from engine.intake.layout import COMPLETE, ITEMS, NO_WORD, WAIVER, YES_WORD
from engine.intake.uniting import SETTLE, Part, Uniter, completeness, sense, sourced, wording
from engine.mistakes import Mistakes, Place
from engine.nodes import Node
from engine.reading import WAIVERS
from engine.value_reading import SOURCE, source_of
from engine.vocabulary import NOTHING_WORD, Kind, Shape, Vocabulary

_APART = "说的是同一件事的，改成一样；确是两件事的，写在同一个文件的同一张表里。"


def merged(parts: Sequence[Node], vocabulary: Vocabulary, mistakes: Mistakes) -> Node:
    """Makes one tree of those of several files or sheets; what none may say is left in it for the reader of facts."""
    entries: dict[str, Node] = {}
    keys: dict[str, Place] = {}
    for word in dict.fromkeys(word for part in parts for word in part.keys):
        given = [node for part in parts if (node := part.get(word)) is not None]
        keys[word] = next(part.keys[word] for part in parts if word in part.keys)
        entries[word] = given[0] if len(given) == 1 else _united(word, given, vocabulary, mistakes)
    return Node(parts[0].place, entries=entries, keys=keys)


def _united(word: str, given: Sequence[Node], vocabulary: Vocabulary, mistakes: Mistakes) -> Node:
    if word == WAIVERS:
        return _Waivers(WAIVER, mistakes).merged(given)
    kind = vocabulary.kinds.get(word)
    if kind is None:
        return given[0]
    if kind.shape is Shape.LIST:
        return _Lists(kind, mistakes).merged(given)
    odd = next((node for node in given if node.entries is None), None)
    if odd is not None:
        return odd
    uniter = Uniter(kind, mistakes)
    if kind.shape is Shape.SINGLE:
        return uniter.unite(f"“{kind.word}”", [Part(node) for node in given])
    return _table(kind, given, uniter)


def _table(kind: Kind, given: Sequence[Node], uniter: Uniter) -> Node:
    """Row by row; the source of a whole table goes to the rows it stands for."""
    rows: dict[str, list[Part]] = {}
    keys: dict[str, Place] = {}
    for node in given:
        origin = source_of(node, uniter.mistakes)
        for row, child in (node.entries or {}).items():
            if row != SOURCE:
                rows.setdefault(row, []).append(Part(child, origin))
                keys.setdefault(row, node.keys[row])
    entries = {row: _row(f"“{kind.word}”“{row}”", parts, uniter) for row, parts in rows.items()}
    return Node(given[0].place, entries=entries, keys=keys)


def _row(name: str, parts: list[Part], uniter: Uniter) -> Node:
    odd = next((part.node for part in parts if part.node.entries is None), None)
    return odd or uniter.unite(name, parts)


class _Lists:
    """Merges the lists of one kind, a fact found again by its key."""

    def __init__(self, kind: Kind, mistakes: Mistakes) -> None:
        self.kind, self.mistakes = kind, mistakes
        self.uniter = Uniter(kind, mistakes)

    def merged(self, given: Sequence[Node]) -> Node:
        odd = next((node for node in given if not self.sound(node)), None)
        if odd is not None:
            return odd
        lists = [self.parts(node) for node in given]
        full = next((node for node, rows in zip(given, lists, strict=True) if rows), None)
        flags = [flag for node in given if (flag := node.get(COMPLETE)) is not None]
        verdict = completeness(flags)
        lacks = verdict is not None and verdict.text == NO_WORD
        partial = next((node for node in given if node.get(COMPLETE) is verdict), None) if lacks else None
        if full is None:
            return partial or given[0]
        for node, rows in zip(given, lists, strict=True):
            flag = node.get(COMPLETE)
            if not rows and (flag is None or flag.text == YES_WORD) and not self.only_a_word(node):
                message = f"“{self.kind.word}”这里写的是“{NOTHING_WORD}”，{full.place} 却列出了内容"
                self.mistakes.add(node.place, message, "请核实哪一处对，改另一处。")
        items = Node(full.place, items=tuple(self.rows(lists)))
        if partial is None or partial.entries is None:
            return items
        at = partial.place
        return Node(at, entries={COMPLETE: partial.entries[COMPLETE], ITEMS: items}, keys={COMPLETE: at, ITEMS: at})

    def only_a_word(self, node: Node) -> bool:
        """Whether an empty sheet says no more than that the rows found elsewhere are all."""
        inner, flag = node.get(ITEMS), node.get(COMPLETE)
        return flag is not None and flag.place.tabular and inner is not None and inner.items is not None

    def sound(self, node: Node) -> bool:
        """Whether it is a list as a reader takes it."""
        if node.entries is None:
            return node.items is not None or node.text == NOTHING_WORD
        inner, flag, source = (node.get(word) for word in (ITEMS, COMPLETE, SOURCE))
        return (
            node.entries.keys() <= {ITEMS, COMPLETE, SOURCE}
            and inner is not None
            and (inner.items is not None or inner.text == NOTHING_WORD)
            and (flag is None or flag.text in (YES_WORD, NO_WORD))
            and (source is None or bool(source.text))
        )

    def parts(self, node: Node) -> list[Part]:
        """The rows of one list, each with the source of the list."""
        inner = node.get(ITEMS)
        items = (node.items if inner is None else inner.items) or ()
        origin = source_of(node, self.mistakes)
        return [Part(item, origin) for item in items]

    def rows(self, lists: Sequence[Sequence[Part]]) -> Iterator[Node]:
        """Every row once: those with one key in several lists made one, or found to differ."""
        groups: dict[Hashable, dict[int, list[Part]]] = {}
        for number, parts in enumerate(lists):
            for part in parts:
                groups.setdefault(self.key(part.node), {}).setdefault(number, []).append(part)
        for key, by_list in groups.items():
            several = list(by_list.values())
            yield from map(sourced, several[0]) if len(several) == 1 else self.same(key, several)

    def key(self, node: Node) -> Hashable:
        """What identifies a row; a row that is no mapping stands for itself."""
        if node.entries is None:
            return node.place, node.text
        fields = self.kind.fields
        return tuple(sense(fields[w], child) if (child := node.get(w)) else None for w in self.kind.key)

    def same(self, key: Hashable, several: Sequence[list[Part]]) -> Iterator[Node]:
        """The rows of one key in several lists."""
        twins = next((parts for parts in several if len(parts) > 1), None)
        if twins is not None and len(self.kind.key) == 1 and any(key if isinstance(key, tuple) else ()):
            yield from map(sourced, twins)  # the reader says that a name stands twice
            return
        if twins is None and isinstance(key, tuple) and None not in key:
            parts = [part for parts in several for part in parts]
            hint = SETTLE if len(self.kind.key) == 1 else _APART
            yield self.uniter.unite(self.name(parts[0].node), parts, hint)
            return
        yield from self.alike(several, stray=isinstance(key, tuple) and not any(key))

    def alike(self, several: Sequence[list[Part]], stray: bool) -> Iterator[Node]:
        """Rows that only being equal shows to be one; others are a mistake, unless they have no key at all (stray)."""
        counts = [Counter(map(self.meaning, parts)) for parts in several]
        most = max(counts, key=len)
        copies: dict[Hashable, list[list[Part]]] = {}
        for parts in several:
            seen: Counter[Hashable] = Counter()
            for part in parts:
                meaning = self.meaning(part)
                places = copies.setdefault(meaning, [])
                if seen[meaning] == len(places):
                    places.append([])
                places[seen[meaning]].append(part)
                seen[meaning] += 1
        for meaning, places in copies.items():
            if meaning not in most and not stray:
                other = several[counts.index(most)][0].node
                message = f"{self.name(other)}与 {other.place} 写的不一样"
                self.mistakes.add(places[0][0].node.place, message, _APART)
            yield from (self.uniter.unite(self.name(parts[0].node), parts) for parts in places)

    def meaning(self, part: Part) -> Hashable:
        """All that a row says, whatever its source."""
        fields, entries = self.kind.fields, part.node.entries or {}
        return frozenset((w, sense(fields.get(w), child)) for w, child in entries.items() if w != SOURCE)

    def name(self, node: Node) -> str:
        """A row as a reader knows it: 项目“甲”."""
        words = [wording(child) for w in self.kind.key if (child := node.get(w)) is not None]
        return f"{self.kind.word}“{'·'.join(words)}”" if words else f"“{self.kind.word}”的一条"


class _Waivers(_Lists):
    """All waivers; those that say the same are one. Two of one subject stand side by side, as they do in one file."""

    def sound(self, node: Node) -> bool:
        """Whether it is a list as the reader of waivers takes it."""
        return node.entries is None and super().sound(node)

    def rows(self, lists: Sequence[Sequence[Part]]) -> Iterator[Node]:
        """Every waiver once, with all its sources."""
        same: dict[Hashable, list[Node]] = {}
        for number, part in enumerate(part for parts in lists for part in parts):
            key = self.meaning(part) if part.node.entries is not None else number
            same.setdefault(key, []).append(part.node)
        for nodes in same.values():
            first = nodes[0]
            sources = [source for node in nodes if (source := source_of(node, Mistakes()))]
            if len(nodes) > 1 and sources and first.entries is not None:
                told = Node(first.place, "；".join(dict.fromkeys(sources)))
                yield Node(first.place, entries=first.entries | {SOURCE: told}, keys=first.keys | {SOURCE: told.place})
            else:
                yield first
