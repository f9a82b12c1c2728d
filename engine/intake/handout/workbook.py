"""The workbook of facts that inspectors fill in: an empty one, or one that holds a fact file without loss."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from engine.headings import Headings
from engine.intake.handout.filling import Filler
from engine.intake.handout.guide import write_guide
from engine.intake.handout.sheets import SheetWriter, place_of
from engine.intake.layout import kinds_of
from engine.mistakes import Mistakes
from engine.nodes import Node
from engine.paper.sheet import Spreadsheet
from engine.reading import DEPARTMENT
from engine.value_reading import stated
from engine.vocabulary import Vocabulary

TITLE = "部门整体支出绩效事实表"
_COLOURS = ("#BDD7EE", "#C6E0B4", "#FFE699", "#F8CBAD", "#D9D2E9", "#D9D9D9")  # of the tabs, a part each


def workbook_of(
    tree: Node | None,
    vocabulary: Vocabulary,
    headings: Headings,
    mistakes: Mistakes,
    rules: Mapping[str, int] | None = None,
    only: Collection[str] = (),
) -> bytes:
    """Returns the workbook of a fact file's tree, or an empty one; the same tree gives the same bytes.

    Notes what a workbook cannot hold: then it is not to be used. rules says how many rules read each kind; only
    names the kinds to be filled in (none: all).
    """
    kinds = [kind for kind in kinds_of(vocabulary, headings) if not only or kind.word in only]
    filler = Filler(headings, mistakes)
    whole = filler.whole(tree, kinds)
    tables = [filler.table(kind, whole.get(kind.word)) for kind in kinds]
    places = {table.kind.word: place_of(table, headings) for table in tables}
    title = f"{_whose(tree)}{TITLE}"
    paper = Spreadsheet(title)
    writer = SheetWriter(paper, vocabulary, headings, places)
    parts = dict.fromkeys(kind.part for kind in kinds)
    colours = {part: _COLOURS[number % len(_COLOURS)] for number, part in enumerate(parts)}
    write_guide(paper, title, kinds, headings, rules or {}, colours)
    for table in tables:
        writer.write(table, colours[table.kind.part])
    return paper.to_bytes()


def _whose(tree: Node | None) -> str:
    """Whose facts they are, and of which year, as far as the tree says so."""
    department = tree.get(DEPARTMENT) if tree is not None else None
    if department is None:
        return ""
    name, year = (stated(node).text or "" if (node := department.get(word)) else "" for word in ("名称", "年度"))
    return name + (f"{year.removesuffix('年')}年度" if year else "")
