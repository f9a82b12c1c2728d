"""Tables to one tree of facts: every sheet known by its title or its columns, every value at its cell."""

from __future__ import annotations

from collections.abc import Sequence

from engine.headings import Headings
from engine.intake.grid import Grid
from engine.intake.layout import title_of
from engine.intake.parts import joined
from engine.intake.surveying import Surveyor
from engine.mistakes import Mistakes, Place
from engine.nodes import Node
from engine.vocabulary import Vocabulary


def tree_of(grids: Sequence[Grid], vocabulary: Vocabulary, headings: Headings, mistakes: Mistakes) -> Node | None:
    """The tree of the facts that the grids of one file hold; None after noting that none of them is known."""
    if not grids:
        return None
    surveyor = Surveyor(vocabulary, headings, mistakes)
    parts = [part for grid in grids for part in surveyor.parts(grid)]
    file = grids[0].place.file
    if not surveyor.known:
        titles = "、".join(title_of(kind, headings) for kind in surveyor.kinds.values())
        hint = (
            f"请把工作表（CSV 是文件名）改成这些名称之一：{titles}；或请规则维护人员在 表头.yaml 里加上它的名称和列名。"
        )
        mistakes.add(Place(file), "没有一张表认得出是什么资料", hint)
        return None
    entries: dict[str, Node] = {}
    keys: dict[str, Place] = {}
    for word in dict.fromkeys(part.kind.word for part in parts):
        own = [part for part in parts if part.kind.word == word]
        node = joined(own, mistakes)
        if node is not None:
            entries[word], keys[word] = node, own[0].place
    return Node(Place(file), entries=entries, keys=keys)
