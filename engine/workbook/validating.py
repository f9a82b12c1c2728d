"""The files as an import would leave them: they must say what the workbook says, and be without mistakes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from engine.mistakes import Mistake
from engine.verdict import NoResult
from engine.workbook.judging import Located, judge_changed, locate
from engine.workbook.merging import Target
from engine.workbook.opened import Opened
from engine.workbook.rows import Row
from engine.workbook.table import Table


def mistakes_after(
    rules: Path,
    opened: Opened,
    tables: Sequence[Table],
    targets: Sequence[Sequence[Target]],
    changed: Mapping[Path, tuple[bytes, bytes]],
    partly: bool,
) -> tuple[list[Mistake], tuple[str, ...]]:
    """Returns what would be wrong, told of the cells of the workbook that it comes from, and which cases would fail.

    Raises NoResult where the files would not say what the workbook says (not looked at where rows were left out).
    """
    contents = {path: new for path, (_, new) in changed.items()}
    after = opened.changed(contents)
    rows = [after.rows(table.sheet) for table in tables]
    for table, found, wanted in zip(tables, rows, targets, strict=True):
        if not partly and Counter(map(_flat, found)) != Counter(map(_flat, wanted)):
            title = table.sheet.title
            raise NoResult(f"程序内部出错：“{title}”写回以后与工作簿不一致，没有写入。请告诉维护人员。")
    wrong, failed = judge_changed(rules, contents)
    lines = _lines(tables, targets)
    titles = {id(row): table.sheet.title for table, found in zip(tables, rows, strict=True) for row in found}
    told = []
    for one in locate(wrong, [row for found in rows for row in found]):
        line = lines.get((titles[id(one.row)], _flat(one.row))) if one.row is not None else None
        told.append(_told(one, *line) if line is not None else one.mistake)
    return told, failed


def _lines(
    tables: Sequence[Table], targets: Sequence[Sequence[Target]]
) -> dict[tuple[str, tuple[tuple[str, str], ...]], tuple[Table, int]]:
    """Which line of the workbook says what: by sheet and cells."""
    return {
        (table.sheet.title, _flat(target)): (table, target.line.number)
        for table, wanted in zip(tables, targets, strict=True)
        for target in wanted
        if target.line is not None
    }


def _told(one: Located, table: Table, number: int) -> Mistake:
    place = table.place(one.column or table.sheet.columns[0].title, number)
    return Mistake(place, one.mistake.message, one.mistake.hint)


def _flat(row: Row | Target) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(row.cells.items()))
