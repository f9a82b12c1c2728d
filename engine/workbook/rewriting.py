"""Changes the text of a YAML file where its tree changes, and nowhere else: what stays keeps every byte.

The new tree is made from the old one, so that a part that stays keeps its place; a part without a place is new.
Comments belong to the line they stand on; comment lines stay even where the entry below them goes.
"""

from __future__ import annotations

import re

from msgspec import Struct

from engine.mistakes import Mistakes
from engine.nodes import Node, parse
from engine.verdict import NoResult
from engine.workbook.layout import Layout
from engine.workbook.spelling import Spot, block, flow, same, scalar


class NotRewritten(NoResult):
    """Raised, instead of writing anything, when a changed file would not be read as what was meant."""


def rewritten(text: str, old: Node, new: Node) -> str:
    """Returns the text of a file with its tree changed from old to new; raises NotRewritten and Unwritable."""
    if same(old, new):
        return text
    writer = _Writer(Layout(text))
    result = text[: writer.layout.start(old)] + writer.value(old, new, Spot.LINE) + text[writer.layout.end(old) :]
    mistakes = Mistakes()
    read = parse(result, "", mistakes)
    if mistakes.found or not same(read, new):
        raise NotRewritten(f"程序内部出错：{old.place.file} 改写以后读出来的内容不对，没有写入。请告诉维护人员。")
    return result


class _Part(Struct, frozen=True):
    """An entry of a mapping or an item of a list as it stands: from where to where, and its value."""

    start: int
    end: int
    value: Node


class _Slot(Struct, frozen=True):
    """One entry or item of the new tree: its key (items have none), its value, and which old part it was."""

    key: str
    value: Node
    old: int | None


class _Writer:
    def __init__(self, layout: Layout) -> None:
        self.layout, self.text = layout, layout.text

    def value(self, old: Node, new: Node, spot: Spot) -> str:
        """What stands in the place of a node."""
        start, end = self.layout.start(old), self.layout.end(old)
        if same(old, new):
            return self.text[start:end]
        if old.text is not None and new.text is not None:
            return scalar(new.text, self.layout.quote(old), spot)
        if not _alike(old, new):
            return flow(new)
        if not self.layout.is_block(old):
            return self._flow(old, start, end, *self._parts(old, new, False))
        return self._block(old, start, *self._parts(old, new, True))

    def _parts(self, old: Node, new: Node, lined: bool) -> tuple[list[_Part], list[_Slot]]:
        if old.entries is not None:
            starts, keys = [self.layout.offset(at) for at in old.keys.values()], list(old.entries)
            values = tuple(old.entries.values())
            order = _merged(keys, list(new.entries or {}))
            slots = [_Slot(key, (new.entries or {})[key], _same_key(old, new, key, lined)) for key in order]
        else:
            values = old.items or ()
            starts = self.layout.dashes(old) if lined else list(map(self.layout.start, values))
            pairs = _paired(values, new.items or ())
            slots = [_Slot("", item, pairs.get(n)) for n, item in enumerate(new.items or ())]
        ends = map(self.layout.end, values)
        places = [(start, self.layout.line_end(end) if lined else end) for start, end in zip(starts, ends, strict=True)]
        return [_Part(*place, value) for place, value in zip(places, values, strict=True)], slots

    def _flow(self, old: Node, start: int, end: int, parts: list[_Part], slots: list[_Slot]) -> str:
        written, last = self.text[start : parts[0].start], -1
        for number, slot in enumerate(slots):
            if number:
                follows = slot.old is not None and slot.old == last + 1
                written += self.text[parts[last].end : parts[last + 1].start] if follows else ", "
            if slot.old is None:
                written += (
                    flow(Node(old.place, entries={slot.key: slot.value}))[1:-1] if old.entries else flow(slot.value)
                )
            else:
                written += self._kept(parts[slot.old], slot.value, Spot.MAPPING if old.entries else Spot.ANY)
            last = len(parts) if slot.old is None else slot.old
        return written + self.text[parts[-1].end : end]

    def _block(self, old: Node, start: int, parts: list[_Part], slots: list[_Slot]) -> str:
        indent, newline = " " * self.layout.column(start), self.layout.newline
        written: list[str] = []
        stay = {slot.old for slot in slots}
        left = ""  # the remarks above parts that go, for the next one that stays
        remarks: dict[int, str] = {}
        for number in range(len(parts)):
            left += "" if number in stay else self._remarks(parts, number)
            if number in stay:
                remarks[number], left = left, ""
        for slot in slots:
            if slot.old is None:
                written.append(newline + indent + self._fresh(parts[-1].value, slot, indent))
                continue
            above = self._above(parts, slot.old) if slot.old else newline + indent
            written.append(newline + remarks[slot.old] + above.removeprefix(newline))
            written.append(self._kept(parts[slot.old], slot.value, Spot.LINE if old.entries else Spot.ANY))
        whole = "".join(written).removeprefix(newline).lstrip(" ")
        return whole + (newline + left.removesuffix(newline) if left else "")

    def _above(self, parts: list[_Part], number: int) -> str:
        """All that stands between two parts: a line break, blank lines and remarks, the indent."""
        return self.text[parts[number - 1].end : parts[number].start]

    def _remarks(self, parts: list[_Part], number: int) -> str:
        """The comment lines above a part that goes."""
        above = self._above(parts, number) if number else ""
        return "".join(line for line in above.splitlines(keepends=True) if line.strip())

    def _kept(self, part: _Part, new: Node, spot: Spot) -> str:
        """An entry or item that stays, with all around its value."""
        start, end = self.layout.start(part.value), self.layout.end(part.value)
        before = self.text[part.start : start]
        value = self.value(part.value, new, spot)
        whole = start == end or (self.layout.is_block(part.value) and not _alike(part.value, new))
        if whole and not same(part.value, new):
            return self._inline(before, value)
        return before + value + self.text[end : part.end]

    def _inline(self, before: str, value: str) -> str:
        """A value that stood below its key (or its dash), now behind it; comments in between come after it."""
        head, *more = before.rstrip().splitlines()
        match = re.fullmatch(r"(.*?[:-])(\s+#.*)?", head)
        key, remark = (match[1], match[2] or "") if match else (head, "")
        return f"{key} {value}{remark}" + "".join(self.layout.newline + line for line in more)

    def _fresh(self, sibling: Node, slot: _Slot, indent: str) -> str:
        """A new entry, or a new item in the form of those that are there."""
        if slot.key:
            written = block(Node(sibling.place, entries={slot.key: slot.value}), indent)
        elif slot.value.entries and sibling.entries and self.layout.is_block(sibling):
            written = "- " + block(slot.value, indent + "  ")
        else:
            written = "- " + flow(slot.value)
        return written.replace("\n", self.layout.newline)  # a line break inside a text is written as an escape


def _alike(old: Node, new: Node) -> bool:
    """Whether two nodes are mappings or lists that both hold something."""
    return bool((old.entries and new.entries) or (old.items and new.items))


def _same_key(old: Node, new: Node, key: str, lined: bool) -> int | None:
    """Which entry a key was; None for a new one, and for one whose value now takes lines of its own."""
    before, after = old.get(key), new.get(key)
    if before is None or (lined and after is not None and after.items and not _alike(before, after)):
        return None
    return list(old.entries or {}).index(key)


def _merged(old: list[str], new: list[str]) -> list[str]:
    """The keys of the new tree: the old ones in their order, a new one behind the one it follows in the new tree."""
    order = [key for key in old if key in new]
    if order != [key for key in new if key in old]:
        return new  # they have been put in another order
    for before, key in zip(["", *new], new, strict=False):
        if key not in order:
            order.insert(order.index(before) + 1 if before else 0, key)
    return order


def _paired(old: tuple[Node, ...], new: tuple[Node, ...]) -> dict[int, int]:
    """Which old item each new item is: the one at its place; where no place is known, counted from both ends."""
    at = {item.place: number for number, item in enumerate(old)}
    pairs = {number: at[item.place] for number, item in enumerate(new) if item.place in at}
    if pairs or len(old) == len(new):
        return pairs or {number: number for number in range(len(old))}
    most = min(len(old), len(new))
    head = next((n for n in range(most) if not same(old[n], new[n])), most)
    tail = next((n for n in range(most - head) if not same(old[-1 - n], new[-1 - n])), most - head)
    behind = {len(new) - 1 - n: len(old) - 1 - n for n in range(tail)}
    return {n: n for n in range(head)} | behind
