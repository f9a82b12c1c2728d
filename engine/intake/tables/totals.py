"""What a table says its rows come to, beside the rows that were read: a row lost, told twice or mistyped shows here."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from engine.intake.grids.grid import Cell, Grid
from engine.intake.tables.columns import Columns
from engine.intake.tables.digits import digits
from engine.intake.tables.tally import Refused
from engine.mistakes import Mistakes
from engine.quantity import Dim

_PLAIN = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,6})?|-?[0-9]{1,3}(?:,[0-9]{3}){1,4}(?:\.[0-9]{1,6})?", re.ASCII)
_ROUNDED = Decimal("0.005")  # what every number may have lost or gained in being shown with two decimals


def check_total(
    grid: Grid,
    columns: Columns,
    numbers: Sequence[int],
    cells: Sequence[Sequence[Cell]],
    totals: Sequence[int],
    mistakes: Mistakes,
) -> None:
    """Remarks the columns of amounts whose rows do not come to their total.

    Only of one total, below all rows or above them, is it known what it sums; texts among the numbers are not guessed.
    """
    if len(totals) != 1 or len(numbers) < 2 or numbers[0] < totals[0] < numbers[-1]:
        return
    for column in columns.fields:
        if column.field.dim is not Dim.MONEY or column.units:
            continue
        at = column.head.column
        told = _number(grid.cell(totals[0], at))
        rows = [_number(row[at - 1]) if at <= len(row) else Decimal(0) for row in cells]
        if not told or None in rows or any((row, at) in grid.uncached for row in numbers):
            continue
        found = sum((row for row in rows if row is not None), Decimal(0))
        if abs(found - told) > _ROUNDED * (len(rows) + 1):
            message = f"合计行的“{column.head.text}”是{_shown(told)}，读到的各行相加是{_shown(found)}"
            mistakes.remark(grid.at(totals[0], at), f"{message}，请核对有没有漏行、重复或写错的数")


def _number(cell: Cell) -> Decimal | None:
    """A number, zero for nothing; None for what is no number."""
    if cell is None or cell == "":
        return Decimal(0)
    if isinstance(cell, str) and _PLAIN.fullmatch(cell.strip()):  # as in every CSV
        return Decimal(cell.strip().replace(",", ""))
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        return None
    try:
        return round(Decimal(digits(cell)), 6)
    except Refused:
        return None  # whoever reads the cell says why


def _shown(value: Decimal) -> str:
    whole, _, part = f"{value:,.6f}".partition(".")
    return f"{whole}.{part.rstrip('0')}".rstrip(".")
