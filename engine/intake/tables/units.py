"""The units that tables write, in a header: 年度预算（万元）, or above the table: 单位：万元; nothing else is one."""

from __future__ import annotations

import re

from engine.headings import FRACTION, PERCENT, folded
from engine.intake.grids.grid import Cell, Grid
from engine.notation import MULTIPLES
from engine.quantity import COUNTERS, Dim

_MONEY = {
    f"{multiple}{word}": dim for multiple in MULTIPLES for word, dim in (("元", Dim.MONEY), ("美元", Dim.FOREIGN))
}
_OTHERS = {"分": Dim.SCORE, "百分点": Dim.POINTS, "个百分点": Dim.POINTS, "日": Dim.DAYS, "天": Dim.DAYS}
_COUNTS = {word: Dim.COUNT for word in COUNTERS if word}
_RATIOS = {"%": PERCENT, "百分比": PERCENT, PERCENT: PERCENT, FRACTION: FRACTION}
UNITS: dict[str, Dim] = _COUNTS | _OTHERS | _MONEY
_BRACKETED = re.compile(r"(.*?)[(\[【](?:金额|计量)?(?:单位)?:?(?:人民币)?([^()\[\]【】]*)[)\]】]")
_SLASHED = re.compile(r"(.+)/((?:万|千|百万|亿)?元)")
_ABOVE = re.compile(r"单位:?(?:人民币)?((?:万亿|千万|百万|亿|万|千)?元)(?=$|[()\[\]【】,;。、%0-9])")
_LABEL = re.compile(r"(?:金额|计量|货币)?单位:?")


def split_unit(header: str) -> tuple[str, str]:
    """A folded header without its unit, and the unit: 年度预算(万元) to 年度预算, 万元; 执行率(%) to 执行率, 百分数."""
    found = _BRACKETED.fullmatch(header) or _SLASHED.fullmatch(header)
    if found is None:
        return header, ""
    unit = _RATIOS.get(found[2], found[2])
    return (found[1], unit) if found[1] and (unit in UNITS or unit in (PERCENT, FRACTION)) else (header, "")


def fits(unit: str, dim: Dim) -> bool:
    """Whether the bare numbers of a field may be in a unit that stands in its header."""
    if unit in (PERCENT, FRACTION):
        return dim is Dim.RATIO or (dim is Dim.AMOUNT and unit == PERCENT)
    return dim is Dim.AMOUNT or UNITS[unit] is dim


def money_units(grid: Grid, bottom: int, taken: frozenset[tuple[int, int]], last: int) -> list[tuple[str, int, int]]:
    """The units of money that stand above the header or beside the table, each with its row and column.

    taken are the cells of the header that say something of their own column; last is the last column of the header.
    """
    found: list[tuple[str, int, int]] = []
    for row in range(1, min(bottom + 3, len(grid.rows)) + 1):
        for column, cell in enumerate(grid.rows[row - 1], 1):
            if (
                not isinstance(cell, str)
                or "单" not in cell
                or (row, column) in taken
                or (row > bottom and column <= last)
            ):
                continue
            unit = _unit_at(folded(cell), grid.cell(row, column + 1))
            if unit:
                found.append((unit, row, column))
    return found


def _unit_at(text: str, beside: Cell) -> str:
    """The unit that a cell above a table names, be it in the next cell."""
    within = _ABOVE.search(text)
    if within is not None:
        return within[1]
    if _LABEL.fullmatch(text) and isinstance(beside, str):
        unit = folded(beside).removeprefix("人民币")
        return unit if UNITS.get(unit) is Dim.MONEY else ""
    return ""
