"""Tables to one tree of facts: every sheet known by its title or its columns, every value at its cell."""

from __future__ import annotations

from collections.abc import Sequence

from engine.headings import Headings
from engine.intake.grids.grid import Grid
from engine.intake.merging import merged
from engine.intake.tables.parts import told
from engine.intake.tables.surveying import Surveyor
from engine.intake.tables.suspecting import YEAR_FIELD, refuse_other_years
from engine.mistakes import Mistakes, Place, suggestion
from engine.nodes import Node
from engine.reading import DEPARTMENT
from engine.vocabulary import Vocabulary


def tree_of(grids: Sequence[Grid], vocabulary: Vocabulary, headings: Headings, mistakes: Mistakes) -> Node | None:
    """The tree of the facts that the grids of one file hold; None after noting that none of them is known."""
    if not grids:
        return None
    surveyor = Surveyor(vocabulary, headings, mistakes)
    parts = [part for grid in grids for part in surveyor.parts(grid)] or surveyor.unanswered[:1]
    file = grids[0].place.file
    if not surveyor.known:
        _tell_none(grids, surveyor, mistakes)
        return None
    given = [(part, node) for part in parts if (node := told(part, mistakes)) is not None]
    sheets = [Node(Place(file), entries={p.kind.word: node}, keys={p.kind.word: p.place}) for p, node in given]
    tree = merged(sheets, vocabulary, mistakes) if sheets else Node(Place(file), entries={})
    entries, keys = tree.entries or {}, tree.keys
    year = refuse_other_years(surveyor.years, entries.get(DEPARTMENT), mistakes)
    if year is not None and DEPARTMENT not in entries:  # other files name the department, of this year
        named = Node(Place(file, grid=True), entries={YEAR_FIELD: year}, keys={YEAR_FIELD: year.place})
        tree = Node(tree.place, entries=entries | {DEPARTMENT: named}, keys=keys | {DEPARTMENT: year.place})
    return tree


def _tell_none(grids: Sequence[Grid], surveyor: Surveyor, mistakes: Mistakes) -> None:
    """Says that no sheet is known, and what it takes to make one known."""
    own = [title for names in surveyor.names.values() for title in (*names.table.titles[:1], names.kind.word)]
    fitting = list(dict.fromkeys(word for words in surveyor.unknown.values() for word in words))
    meant = suggestion(next(iter(surveyor.unknown), ""), own)
    if fitting:
        titles = "”或“".join(map(surveyor.title, fitting))
        meant = f"从列名看可能是“{titles}”。"
    hint = f"请把工作表（CSV 是文件名）改成认得的名称，{meant}或请规则维护人员在 表头.yaml 里加上它的名称和列名。"
    named = f"（{'、'.join(surveyor.unknown)}）" if surveyor.unknown else ""
    mistakes.add(Place(grids[0].place.file), f"没有一张表认得出是什么资料{named}", hint)
