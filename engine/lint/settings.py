"""Where and when rules are looked at: every region and year in which the rows of their parameters make a difference."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from msgspec import Struct

from engine.lint.axes import Axes
from engine.lint.translating import Translator
from engine.parameter import FIRST, LAST, Parameter
from engine.program import Row
from engine.quantity import Dim, Quantity
from engine.rulebook import Rulebook
from engine.terms import Literal, Node, ParameterOf, YearDay, reachable

SOME_YEAR = 2000  # where no row and no rule names a year, any year is like any other


class Setting(Struct, frozen=True, order=True):
    """A region (empty: one that no row names) and a year of assessment."""

    region: str
    year: int

    def __str__(self) -> str:
        return f"{self.region or '全国'}{self.year}年度"


class Reads(Struct, frozen=True):
    """What conditions depend on besides facts: parameters, days of the year under assessment, days written out."""

    parameters: frozenset[str]
    moving: bool
    years: frozenset[int]

    def __or__(self, other: Reads) -> Reads:
        moving = self.moving or other.moving
        return Reads(self.parameters | other.parameters, moving, self.years | other.years)


class Rows(Mapping[str, tuple[Row, ...]]):
    """The rows of each parameter in one setting, looked up when they are asked for."""

    def __init__(self, parameters: Mapping[str, Parameter], setting: Setting) -> None:
        self.parameters, self.setting = parameters, setting
        self.known: dict[str, tuple[Row, ...]] = {}

    def __getitem__(self, name: str) -> tuple[Row, ...]:
        if name not in self.known:
            self.known[name] = self.parameters[name].in_force(self.setting.region, self.setting.year)
        return self.known[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.parameters)

    def __len__(self) -> int:
        return len(self.parameters)


class Settings:
    """The settings of a rulebook, and what its conditions come to in each."""

    def __init__(self, book: Rulebook) -> None:
        self.book, self.axes = book, Axes(book.vocabulary)
        self.translators: dict[Setting, Translator] = {}
        self.answered: dict[object, list[Setting]] = {}
        years = [rule.years[0] for rule in book.rules.values() if rule.years[0]]
        starts = [year for parameter in book.parameters.values() for year in _turns(parameter)]
        self.usual = max([*years, *starts], default=SOME_YEAR)

    def at(self, setting: Setting) -> Translator:
        """The translator of a setting."""
        if setting not in self.translators:
            rows = Rows(self.book.parameters, setting)
            self.translators[setting] = Translator(self.axes, self.book.derived, rows, setting.year)
        return self.translators[setting]

    def reads(self, *conditions: Node | None) -> Reads:
        """What conditions, and the derived figures in them, depend on."""
        names, years, moving = set[str](), set[int](), False
        for node in reachable(conditions, self.book.derived):
            if isinstance(node, ParameterOf):
                names.add(node.name)
            moving = moving or isinstance(node, YearDay)
            years.update(_years_of(node.value) if isinstance(node, Literal) else ())
        return Reads(frozenset(names), moving, frozenset(years))

    def of(self, reads: Reads, first: int, last: int, needed: frozenset[str] | None = None) -> list[Setting]:
        """One setting of each sort in which rules may differ; none where a needed parameter has no row at all."""
        asked = (reads, first, last, needed)
        if asked not in self.answered:
            self.answered[asked] = self._of(reads, first, last, needed)
        return self.answered[asked]

    def _of(self, reads: Reads, first: int, last: int, needed: frozenset[str] | None) -> list[Setting]:
        named = [self.book.parameters[name] for name in sorted(reads.parameters)]
        must = reads.parameters if needed is None else needed
        found: dict[object, Setting] = {}
        for region in sorted({"", *(value.region for one in named for value in one.values)}):
            for year in self._years(named, reads, first, last):
                setting = Setting(region, year)
                rows = self.at(setting).rows
                if all(rows[name] for name in must):
                    key = (*(rows[one.name] for one in named), year if reads.moving else 0)
                    found.setdefault(key, setting)
        return list(found.values())

    def _years(self, named: Iterable[Parameter], reads: Reads, first: int, last: int) -> list[int]:
        turning = {turn for one in named for turn in _turns(one)}
        if reads.moving:
            days = {year for one in named for value in one.values for year in _years_of(value.value)}
            turning |= {year + by for year in reads.years | days for by in (-1, 0, 1)}
        years = {min(max(year, first, 1), last, 9998) for year in (*turning, self.usual)}
        before = [min(turning) - 1] if turning and min(turning) > max(first, 1) else []
        return sorted(years | {max(year, first) for year in before})


def _years_of(value: object) -> list[int]:
    """The year of a day."""
    day = isinstance(value, Quantity) and value.dim is Dim.DATE
    return [date.fromordinal(int(value.nominal)).year] if day and isinstance(value, Quantity) else []


def _turns(parameter: Parameter) -> Iterator[int]:
    """The first years in which another row is in force; rows count by the last day of the year."""
    for value in parameter.values:
        if value.start > FIRST:
            yield date.fromordinal(value.start).year
        if value.end < LAST:
            day = date.fromordinal(value.end)
            yield day.year + 1 if (day.month, day.day) == (12, 31) else day.year
