"""The cells of one column to texts of the fact language; what cannot be read is counted and told once a column."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from engine.headings import UNKNOWN_WORD, folded
from engine.intake.grids.grid import Cell
from engine.intake.tables.columns import Meaning
from engine.intake.tables.days import day_in, day_of
from engine.intake.tables.digits import LOST_DIGITS, digits, has_lost_digits
from engine.intake.tables.figuring import Figures
from engine.intake.tables.tally import Refused, Tally
from engine.intake.tables.wording import clean, on_one_line, refuse_ditto, refuse_sign, says_nothing
from engine.mistakes import Place
from engine.quantity import NUMERIC, Dim
from engine.vocabulary import NOTHING_WORD, Field

NO_DIGIT = f"没有数的空着，确实没有的写“{NOTHING_WORD}”；文字说明不填在这一列。"
NO_DAY = f"写成 2022-08-31，只知道月份的写 2022年8月；不知道的空着，确实没有的写“{NOTHING_WORD}”。"

_TOO_LARGE = "有的数比这一列居中的数大一千倍以上，像是单位不同（如以元计的填在万元列里），照写的读了，请核对"
_FEWEST, _FAR = 4, 1000  # numbers that have a middle; how far above it one must be that was meant in 元, not 万元


def _far_above(cells: Sequence[Cell]) -> list[int]:
    """The cells whose bare numbers are so far above the others of the column that they may have another unit."""
    given = {at: cell for at, cell in enumerate(cells) if isinstance(cell, float | int) and cell and cell is not True}
    if len(given) < _FEWEST or max(given.values()) * len(given) <= 2 * sum(given.values()):
        return []  # nearly all columns: nothing stands out, and they need not be sorted
    middle = sorted(map(abs, given.values()))[(len(given) - 1) // 2]
    return [at for at, cell in given.items() if cell > middle * _FAR]


class CellReader:
    """Reads the cells of one column; `place` tells where each stands.

    name: facts are known by what stands there, so that it is put on one line; header: how the column is called there.
    """

    def __init__(
        self,
        field: Field,
        meaning: Meaning,
        tally: Tally,
        place: Callable[[int], Place],
        name: bool = False,
        header: str = "",
    ) -> None:
        self.field, self.meaning, self.tally, self.place, self.name = field, meaning, tally, place, name
        self.header = header or field.word
        self.options = {folded(word): word for word in field.options} if field.dim is not Dim.TAGS else {}
        self.figures = Figures(field, meaning, self.note)

    def note(self, at: int, what: str) -> None:
        """Counts a cell that was read otherwise than it was written."""
        self.tally.note(self.place(at), what)

    def texts(self, cells: Sequence[Cell], units: Sequence[str] = ()) -> list[str]:
        """The texts of cells; empty where nothing is stated, or nothing that can be taken. units stand beside them."""
        known: dict[str, str] = {}  # columns repeat their words, but what stands in another column may differ
        found = [""] * len(cells)
        plain = not units and not self.meaning.signs
        quick = self.figures.quick
        for at, cell in enumerate(cells):
            if cell is None or cell == "":
                continue
            if plain and type(cell) is float and (text := quick(cell)):
                found[at] = text
                continue
            try:
                if units or type(cell) is not str:
                    found[at] = self.text(cell, at, (units[at] if units else "") or self.meaning.unit)
                elif cell in known:
                    found[at] = known[cell]
                else:
                    found[at] = known[cell] = self.words(cell, at, self.meaning.unit)
            except Refused as refused:
                self.refuse(at, refused)
        if self.field.dim is Dim.MONEY and not units:
            for at in _far_above(cells):
                self.note(at, _TOO_LARGE)
        doubtful = self.figures.check()
        if doubtful >= 0:
            hint = "是0.97%还是97%？请在格子里写文字97%；是小数的，把列名里的“%”改成“小数”。"
            self.refuse(doubtful, Refused("的列名写着%，而这一列的数都不超过1", hint))
        return found

    def refuse(self, at: int, refused: Refused) -> None:
        """Counts a cell that is refused."""
        self.tally.wrong(self.place(at), refused.reason, refused.hint.replace("{}", self.header))

    def text(self, cell: Cell, at: int, unit: str) -> str:
        """The text of a cell that is not empty; raises Refused."""
        if isinstance(cell, str):
            return self.words(cell, at, unit)
        if isinstance(cell, bool):
            if self.field.dim is Dim.TRUTH:
                return "是" if cell else "否"
            raise Refused(f"是逻辑值（{'TRUE' if cell else 'FALSE'}）", f"这里应填{self.field.dim}。")
        if isinstance(cell, float | int):
            meant = self._meant(digits(cell)) if self.meaning.signs else None
            return self.figures.number(cell, at, unit) if meant is None else meant
        if isinstance(cell, date) and self.field.dim is Dim.DATE:
            return day_of(cell)
        what = "日期" if isinstance(cell, date) else "时间"
        raise Refused(f"是{what}，这里应填{self.field.dim}", "请改成文本格式，照原件重新输入。")

    def words(self, cell: str, at: int, unit: str) -> str:
        """A text cell: what its sign means, its word among several, its figure with the unit that it lacks."""
        text = clean(cell)
        meant = self._meant(text)
        if meant is not None:
            return meant
        if not text or text == NOTHING_WORD or text in self.field.options:
            return text
        refuse_ditto(text)
        if says_nothing(text):
            refuse_sign(text)
        if self.options:
            return self.options.get(folded(text), on_one_line(text))
        if self.field.dim is Dim.TEXT:
            if "+" in text and has_lost_digits(text):
                raise Refused(*LOST_DIGITS)
            return on_one_line(text) if self.name else text
        if self.field.dim in NUMERIC and not any(map(str.isdigit, text)):
            raise Refused(f"写的是文字，不是{self.field.dim}", NO_DAY if self.field.dim is Dim.DATE else NO_DIGIT)
        if self.field.dim is Dim.DATE:
            return day_in(text)
        return self.figures.words(text, at, unit) if self.field.dim in NUMERIC else text

    def _meant(self, text: str) -> str | None:
        """What a sign was declared to mean; None where it was not declared."""
        if not self.meaning.signs:
            return None
        meant = self.meaning.signs.get(folded(text))
        return "" if meant == UNKNOWN_WORD else meant
