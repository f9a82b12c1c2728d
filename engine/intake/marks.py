"""What a grid knows of single cells beside their values: shown as a percentage, shown shortened, not calculated."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec import Struct

from engine.intake.digits import DECIMALS, denoised, digits, hundredfold
from engine.intake.grid import Cell, Grid
from engine.intake.tally import Refused
from engine.quantity import Dim

UNCACHED = Refused("的公式没有存下结果", "请在 Excel 或 WPS 里打开，保存一次；读的是存下的结果，不是公式。")
SCALED = Refused(
    "的数设了缩小显示的格式，看到的和存的差一千倍或一万倍", "请核对原件，把单元格格式改成“常规”，看到的就是读到的。"
)


class Marks(Struct, frozen=True):
    """The rows of one column whose cells are marked."""

    percents: frozenset[int] = frozenset()
    scaled: frozenset[int] = frozenset()
    uncached: frozenset[int] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.percents or self.scaled or self.uncached)

    def read(
        self, cells: Sequence[Cell], rows: Sequence[int], dim: Dim, refuse: Callable[[int, Refused], None]
    ) -> list[Cell]:
        """The cells as they are to be read: a number shown as 97% as that text, and nothing where nobody can know."""
        found = list(cells)
        for at, row in enumerate(rows):
            cell = found[at]
            if row in self.uncached:
                refuse(at, UNCACHED)
                found[at] = None
            elif not isinstance(cell, float | int) or isinstance(cell, bool) or dim is Dim.DATE:
                continue
            elif row in self.percents:
                try:
                    found[at] = hundredfold(denoised(digits(cell), DECIMALS, ratio=True)) + "%"
                except Refused as refused:
                    refuse(at, refused)
                    found[at] = None
            elif row in self.scaled and dim is not Dim.TEXT:
                refuse(at, SCALED)
                found[at] = None
        return found


def marks_of(grid: Grid) -> dict[int, Marks]:
    """The marks of every column that has any."""
    kinds = (grid.percents, grid.scaled, grid.uncached)
    columns = {column for cells in kinds for _, column in cells}
    rows: dict[int, tuple[list[int], ...]] = {column: ([], [], []) for column in columns}
    for number, cells in enumerate(kinds):
        for row, column in cells:
            rows[column][number].append(row)
    return {column: Marks(*map(frozenset, found)) for column, found in rows.items()}
