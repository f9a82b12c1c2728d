"""A copy of somebody's workbook with the mistakes in red and a remark on each; the workbook itself is never touched."""

from __future__ import annotations

import io
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engine.mistakes import Mistake
from engine.workbook.reading import MOST_COLUMNS, MOST_ROWS
from engine.workbook.replacing import write_whole
from engine.workbook.styling import AMBER, AUTHOR, RED, Styles, mark
from engine.workbook.table import cell_of

if TYPE_CHECKING:
    from openpyxl import Workbook

SUFFIX = "-有错误"


def marked_copy(workbook: Workbook, mistakes: Iterable[Mistake], file: Path) -> Path | None:
    """Writes the copy beside the file under a name that is free; None where no mistake is in a cell."""
    names = [page.title for page in workbook.worksheets]
    wrong: dict[tuple[str, str], list[str]] = {}
    for mistake in mistakes:
        at = cell_of(mistake.place)
        if at is not None and at[1] and at[0] in names:
            wrong.setdefault(at, []).append("\n".join(filter(None, (mistake.message, mistake.hint))))
    if not wrong:
        return None
    _clear(workbook)
    styles = Styles()
    for (sheet, cell), messages in wrong.items():
        at_cell: Any = workbook[sheet][cell]
        at_cell.fill = styles.red
        mark(at_cell, "\n".join(messages))
    stream = io.BytesIO()
    workbook.save(stream)
    stem = file.stem.partition(SUFFIX)[0]
    free = (file.with_name(f"{stem}{SUFFIX}{number or ''}.xlsx") for number in (0, *range(2, 1000)))
    path = next(name for name in free if not name.exists())
    write_whole(path, stream.getvalue())
    return path


def _clear(workbook: Workbook) -> None:
    """Takes away the red of an earlier copy: what is right by now must not look wrong."""
    from openpyxl.styles import PatternFill

    for page in workbook.worksheets:
        if page.max_row > MOST_ROWS or page.max_column > MOST_COLUMNS:
            continue  # one of the mistakes; to go through it would take for ever
        for row in page.iter_rows(min_row=2):
            for cell in row:
                each: Any = cell
                if each.fill.fgColor.rgb in (RED, AMBER):
                    each.fill = PatternFill()
                if each.comment is not None and each.comment.author == AUTHOR:
                    each.comment = None
