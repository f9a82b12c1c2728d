"""已知提示.yaml: the notes that somebody has looked at and explained; each entry names a code and where."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from msgspec import Struct

from engine.lint.notes import Note
from engine.mistakes import Mistakes, Place, suggestion
from engine.nodes import Node

_KEYS = ("代码", "位置", "理由")
_EXAMPLE = "例如：- {代码: L401, 位置: 中华人民共和国预算法, 理由: ……}"


class Entry(Struct, frozen=True):
    """One explained sort of note: every note of the code that bears one of the names."""

    place: Place
    code: str
    names: tuple[str, ...]
    reason: str

    def covers(self, note: Note) -> str | None:
        """The name by which a note is covered, or None."""
        if note.code != self.code:
            return None
        return next((name for name in self.names if name in note.names), None)


def entries_of(node: Node | None, codes: Collection[str], mistakes: Mistakes) -> list[Entry]:
    """Reads the file; notes every mistake."""
    if node is None:
        return []
    if node.items is None:
        mistakes.add(node.place, f"已知提示文件应是清单，这里是{node.sort}", _EXAMPLE)
        return []
    found = [_entry(item, codes, mistakes) for item in node.items]
    return [entry for entry in found if entry is not None]


def _entry(node: Node, codes: Collection[str], mistakes: Mistakes) -> Entry | None:
    if node.entries is None:
        mistakes.add(node.place, f"已知提示的一条应是一组键值，这里是{node.sort}", _EXAMPLE)
        return None
    before = len(mistakes.found)
    for key, place in node.keys.items():
        if key not in _KEYS:
            mistakes.add(place, f"已知提示里不认识“{key}”", suggestion(key, _KEYS))
    for key in _KEYS:
        child = node.get(key)
        texts = [] if child is None else [part.text for part in child.items or (child,)]
        if not texts or not all(texts) or (child is not None and child.items is not None and key != "位置"):
            mistakes.add((child or node).place, f"已知提示要写明“{key}”", _EXAMPLE)
    code = node.get("代码")
    if code is not None and code.text and code.text not in codes:
        mistakes.add(code.place, f"没有提示“{code.text}”", suggestion(code.text, codes))
    if len(mistakes.found) > before or code is None:
        return None
    where = node.entries["位置"]
    names = tuple(part.text or "" for part in where.items or (where,))
    return Entry(node.place, code.text or "", names, node.entries["理由"].text or "")


def sifted(notes: Iterable[Note], entries: Iterable[Entry]) -> tuple[list[Note], int]:
    """Returns the notes that nobody has explained, with one for each name no note needs any more, and how many were."""
    left: list[Note] = []
    known = 0
    used: set[tuple[Place, str]] = set()
    listed = list(entries)
    for note in notes:
        covering = [(entry, name) for entry in listed if (name := entry.covers(note)) is not None]
        used |= {(entry.place, name) for entry, name in covering}
        known += bool(covering)
        left += [] if covering else [note]
    for entry in listed:
        spare = [name for name in entry.names if (entry.place, name) not in used]
        if spare:
            message = f"没有哪个{entry.code}提示需要这一条（位置：{'、'.join(spare)}）"
            left.append(Note(entry.place, "L901", message, hint="问题已经改好的，请删去；位置写错的，请改正。"))
    return left, known
