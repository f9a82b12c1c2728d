"""Tables as inspectors have them, by hand or as real workbooks, and what the engine makes of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import xlsxwriter
from small import ROOT, dossier, tree, words

from engine.dossier import Dossier
from engine.heading_reading import headings_of
from engine.headings import Headings
from engine.intake.grids.grid import Grid, Span
from engine.intake.grids.opening import open_grids
from engine.intake.tables.table import tree_of
from engine.mistakes import Mistakes, Place
from engine.nodes import Node, read_file
from engine.reading import dossier_of
from engine.vocabulary import Vocabulary

DEPARTMENT = [["部门名称", "年度", "地区"], ["示例部门", 2022, "广东省广州市增城区"]]


def shipped() -> Headings:
    """The headings of the shipped rulebook."""
    mistakes = Mistakes()
    found = headings_of(read_file(ROOT / "rules" / "表头.yaml", mistakes), words(), mistakes)
    mistakes.check()
    return found


SHIPPED = shipped()


def headings(text: str) -> Headings:
    """The headings of a YAML text; raises MistakesFound."""
    mistakes = Mistakes()
    found = headings_of(tree(text, "表头.yaml"), words(), mistakes)
    mistakes.check()
    return found


def grid(
    rows: Sequence[Sequence[Any]], title: str = "项目清单", *spans: tuple[int, int, int, int], **more: Any
) -> Grid:
    """A sheet of 某局.xlsx; spans are merged cells by top, left, bottom, right."""
    merged = tuple(Span(*span) for span in spans)
    return Grid(Place("某局.xlsx", sheet=title), [list(row) for row in rows], merged, **more)


def read(
    *grids: Grid, headings: Headings = SHIPPED, vocabulary: Vocabulary | None = None
) -> tuple[dict[str, Any], list[str], list[str]]:
    """What the tables say as plain texts, and the mistakes and remarks, each with its cell."""
    mistakes = Mistakes()
    found = tree_of(grids, vocabulary or words(), headings, mistakes)
    wrong = [f"{m.place.cell} {m.message}" for m in mistakes.found]
    return plain(found) or {}, wrong, [f"{r.place.cell} {r.message}" for r in mistakes.remarks]


def plain(node: Node | None) -> Any:
    """A tree as texts, lists and mappings."""
    if node is None or node.text is not None:
        return node.text if node is not None else None
    if node.items is not None:
        return [plain(item) for item in node.items]
    return {key: plain(child) for key, child in (node.entries or {}).items()}


def projects(rows: Sequence[Sequence[Any]], *spans: tuple[int, int, int, int], **more: Any) -> Any:
    """The facts of a sheet of projects that is read without a mistake."""
    found, wrong, _ = read(grid(rows, "项目清单", *spans, **more))
    assert wrong == []
    return found.get("项目")


def refused(rows: Sequence[Sequence[Any]], *spans: tuple[int, int, int, int], **more: Any) -> list[str]:
    """The mistakes of a sheet of projects."""
    return read(grid(rows, "项目清单", *spans, **more))[1]


def column(header: str, *cells: Any, title: str = "项目清单", name: str = "项目名称", unit: str = "") -> list[Any]:
    """One column beside names, as it is read: a text for each cell, None where nothing is stated."""
    rows: list[list[Any]] = [[unit]] if unit else []
    rows += [[name, header], *([f"甲{at}", cell] for at, cell in enumerate(cells))]
    found, wrong, _ = read(grid(rows, title))
    assert wrong == []
    (items,) = (facts for kind, facts in found.items() if kind != "部门")  # its year may be told above
    return [next((value for key, value in item.items() if value != item[next(iter(item))]), None) for item in items]


def write(path: Path, sheets: dict[str, Sequence[Sequence[Any]]]) -> Path:
    """Writes a real workbook; DEPARTMENT is added as its last sheet."""
    with xlsxwriter.Workbook(str(path), {"default_date_format": "yyyy-mm-dd"}) as book:
        for title, rows in {**sheets, "部门概况": DEPARTMENT}.items():
            sheet = book.add_worksheet(title)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return path


def opened(path: Path, found: Headings = SHIPPED) -> tuple[Dossier | None, Mistakes]:
    """The dossier of a real file, and everything that was noted."""
    mistakes = Mistakes()
    grids = open_grids(path, mistakes)
    node = tree_of(grids, words(), found, mistakes)
    return (dossier_of(node, words(), mistakes, str(path)) if node is not None else None), mistakes


def values(found: Dossier) -> dict[str, list[Any]]:
    """What a dossier knows, without where it stands."""
    return {kind: [(fact.key, fact.present, fact.values) for fact in facts] for kind, facts in found.facts.items()}


def the_same(path: Path, facts: str) -> str:
    """Checks that a workbook gives the facts of a fact file, and returns what is remarked."""
    found, mistakes = opened(path)
    assert [str(mistake) for mistake in mistakes.found] == []
    assert found is not None
    assert values(found) == values(dossier(facts))
    return mistakes.remarked()


def refused_by(path: Path) -> list[str]:
    """What is wrong with a workbook, each with its sheet and cell."""
    mistakes = opened(path)[1]
    return [f"{'!'.join(filter(None, (m.place.sheet, m.place.cell)))} {m.message}" for m in mistakes.found]


def made(path: Path, fill: Callable[[Any, Any], None]) -> Path:
    """A workbook whose first sheet somebody fills with everything that a spreadsheet can do."""
    with xlsxwriter.Workbook(str(path), {"default_date_format": "yyyy-mm-dd"}) as book:
        fill(book, book.add_worksheet("项目清单"))
        for row, cells in enumerate(DEPARTMENT if (sheet := book.add_worksheet("部门概况")) else ()):
            sheet.write_row(row, 0, cells)
    return path


def settled(path: Path) -> Path:
    """The same workbook without the mark that its formulas are to be calculated anew, as a spreadsheet saves it."""
    with ZipFile(path) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    with ZipFile(path, "w") as book:
        for name, part in parts.items():
            book.writestr(name, part.replace(b' fullCalcOnLoad="1"', b""))
    return path
