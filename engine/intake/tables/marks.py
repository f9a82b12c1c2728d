"""What a grid knows of single cells beside their values: shown as a percentage, shown shortened, not calculated."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from msgspec import Struct

from engine.intake.grids.grid import MONTH, YEARLESS, Cell, Grid
from engine.intake.tables.digits import DECIMALS, NOISE, decimals_of, denoised, digits, hundredfold
from engine.intake.tables.tally import Refused
from engine.quantity import Dim

Refuse = Callable[[int, Refused], None]
Note = Callable[[int, str], None]
NO_YEAR = Refused(
    "只显示月、日，存下的年份可能是输入那一年", "请写成 2022-08-31，或把单元格格式改成显示年份的日期，核对年份。"
)
UNCACHED = Refused("的公式没有存下结果", "请在 Excel 或 WPS 里打开，保存一次；读的是存下的结果，不是公式。")
SCALED = Refused(
    "的数设了缩小显示的格式，看到的和存的差一千倍或一万倍", "请核对原件，把单元格格式改成“常规”，看到的就是读到的。"
)


class Marks(Struct, frozen=True):
    """The rows of one column whose cells are marked."""

    percents: frozenset[int] = frozenset()
    scaled: frozenset[int] = frozenset()
    uncached: frozenset[int] = frozenset()
    forms: dict[int, str] = {}

    def __bool__(self) -> bool:
        return bool(self.percents or self.scaled or self.uncached or self.forms)

    def read(self, cells: Sequence[Cell], rows: Sequence[int], dim: Dim, refuse: Refuse, note: Note) -> list[Cell]:
        """The cells as they are to be read: a number shown as 97% as that text, and nothing where nobody can know."""
        found = list(cells)
        for at, row in enumerate(rows):
            cell = found[at]
            if row in self.uncached:
                refuse(at, UNCACHED)
                found[at] = None
            elif dim is Dim.DATE and row in self.forms and isinstance(cell, date | float | int):
                found[at] = self._day(cell, at, self.forms[row], refuse)
            elif not isinstance(cell, float | int) or isinstance(cell, bool) or dim is Dim.DATE:
                continue
            elif row in self.percents:
                found[at] = _percent(cell, at, refuse, note)
            elif row in self.scaled and dim is not Dim.TEXT:
                refuse(at, SCALED)
                found[at] = None
            elif dim is Dim.MONEY and self.forms.get(row, MONTH) not in (MONTH, YEARLESS):
                found[at] = _with_unit(cell, at, self.forms[row], refuse, note)
        return found

    def _day(self, cell: date | float | int, at: int, form: str, refuse: Refuse) -> Cell:
        """A day as it is shown: 2022年8月 was typed so, and the spreadsheet made it the first of the month."""
        if form == YEARLESS:
            refuse(at, NO_YEAR)
            return None
        if form != MONTH or not isinstance(cell, date) or cell.day != 1:
            return cell
        return f"{cell.year}年{cell.month}月"


def _percent(cell: float | int, at: int, refuse: Refuse, note: Note) -> Cell:
    """A number that is shown as a percentage."""
    text = _denoised(cell, at, DECIMALS, refuse, note, ratio=True)
    return text and hundredfold(text) + "%"


def _with_unit(cell: float | int, at: int, unit: str, refuse: Refuse, note: Note) -> Cell:
    """A number with the unit that is shown beside it."""
    text = _denoised(cell, at, decimals_of(unit), refuse, note)
    return text and text + unit


def _denoised(cell: float | int, at: int, decimals: int, refuse: Refuse, note: Note, ratio: bool = False) -> str | None:
    """The digits of a number; None after refusing it."""
    try:
        written = digits(cell)
    except Refused as refused:
        refuse(at, refused)
        return None
    text = denoised(written, decimals, ratio)
    if text is not written:
        note(at, NOISE)
    return text


def marks_of(grid: Grid) -> dict[int, Marks]:
    """The marks of every column that has any."""
    kinds = (grid.percents, grid.scaled, grid.uncached)
    columns = {column for cells in kinds for _, column in cells}
    rows: dict[int, tuple[list[int], ...]] = {column: ([], [], []) for column in columns}
    for number, cells in enumerate(kinds):
        for row, column in cells:
            rows[column][number].append(row)
    forms: dict[int, dict[int, str]] = {}
    for form, cells in grid.forms.items():
        for row, column in cells:
            forms.setdefault(column, {})[row] = form
    found = {column: Marks(forms=own) for column, own in forms.items()}
    for column, (percents, scaled, uncached) in rows.items():
        own = forms.get(column, {})
        found[column] = Marks(frozenset(percents), frozenset(scaled), frozenset(uncached), own)
    return found
