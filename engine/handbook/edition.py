"""A rulebook as it stands for a region and a year: rules in force, standards that count, and who reads whom."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from msgspec import Struct, field

from engine.compiling import readers_of
from engine.mistakes import Mistakes, Place
from engine.notation import half_width, read_date, show
from engine.parameter import FIRST, LAST, Value
from engine.quantity import Dim, Quantity, exactly
from engine.region import check_region as check_written
from engine.rows import step_words
from engine.rule import Rule
from engine.rulebook import Rulebook
from engine.terms import FIELDS, Node, ParameterOf, reachable


class Edition(Struct, frozen=True):
    """A rulebook seen from a region and a year of assessment; None leaves either open."""

    book: Rulebook
    region: str | None = None
    year: int | None = None
    reading: dict[str, tuple[str, ...]] = field(default_factory=dict)  # filled when first asked for: it costs time

    def rules(self) -> list[Rule]:
        """The rules in force, in the order of their ids."""
        return [rule for rule in self.book.rules.values() if self.year is None or rule.applies_in(self.year)]

    def rows(self, name: str) -> list[Value]:
        """The rows of a parameter that may count here, the one that wins where several fit first."""
        parameter = self.book.parameters[name]
        if self.region is not None and self.year is not None:
            return [value for _, value in parameter.rows(self.region, self.year)]
        day = date(self.year, 12, 31).toordinal() if self.year is not None else None
        return [
            value
            for value in parameter.values
            if (day is None or value.start <= day <= value.end)
            and (self.region is None or self.region.startswith(value.region))
        ]

    def standard(self, name: str) -> str:
        """The value of a parameter as part of a sentence; empty where it has several, or none."""
        rows = self.rows(name) if name in self.book.parameters else []
        if len(rows) != 1 or any(rows[0].words) or rows[0].low or rows[0].high:
            return ""
        text = half_width(rows[0].text).replace("(含)", "，含本数").replace("(不含)", "，不含本数")
        value = rows[0].value
        where = rows[0].region if self.region is None else ""
        return where + (show(value) if isinstance(value, Quantity) and value.dim is Dim.DATE else text)

    def settled(self, name: str) -> str:
        """The value of a parameter where every department here has the same one, else nothing."""
        rows = self.rows(name) if self.standard(name) else []
        return (
            self.standard(name).partition("，")[0] if rows and (self.region is not None or not rows[0].region) else ""
        )

    def parameters(self, rule: Rule) -> list[str]:
        """The names of the parameters that a rule rests on."""
        return sorted({node.name for node in self._nodes(rule) if isinstance(node, ParameterOf)})

    def lacking(self, rule: Rule) -> list[str]:
        """The parameters of a rule that have no row here: it cannot be judged."""
        return [name for name in self.parameters(rule) if not self.rows(name)]

    def derived(self, rule: Rule) -> list[tuple[str, str]]:
        """The derived figures that a rule uses, as kind and word, the nearest to the rule first."""
        keys = ((node.kind, node.field) for node in self._nodes(rule) if isinstance(node, FIELDS))
        return [key for key in dict.fromkeys(keys) if key in self.book.derived]

    def readers(self, rule: Rule) -> tuple[str, ...]:
        """The ids of the rules that read the findings of a rule."""
        if not self.reading:
            self.reading.update(readers_of(self.book))
        return self.reading[rule.id]

    def reads(self, rule: Rule) -> tuple[str, ...]:
        """The ids of the rules whose findings a rule may read."""
        return tuple(other.id for other in self.book.rules.values() if rule.id in self.readers(other))

    def reads_all(self, rule: Rule) -> bool:
        """Whether a rule reads the findings of every other one."""
        return len(self.book.rules) > 2 and {rule.id, *self.reads(rule)} == self.book.rules.keys()

    def _nodes(self, rule: Rule) -> Iterator[Node]:
        return reachable(reversed(list(rule.roots())), self.book.derived)


def when_words(keys: Iterable[str], value: Value) -> str:
    """Where and for whom a row counts, in words."""
    chosen = [f"{key}为“{word}”" for key, word in zip(keys, value.words, strict=True) if word]
    return "，".join(filter(None, (value.where, *chosen, step_words(value))))


def since_words(value: Value) -> str:
    """From when to when a row counts; empty where it always does."""
    start = f"{_day(value.start)}起" if value.start != FIRST else ""
    return start + (f"至{_day(value.end)}止" if value.end != LAST else "")


def _day(ordinal: int) -> str:
    return show(exactly(Dim.DATE, ordinal, "日"))


def day_words(text: str) -> str:
    """A day that a file writes as 2026-11-23 as papers write it: 2026年11月23日."""
    return show(read_date(text))


def years_words(rule: Rule) -> str:
    """The years of assessment a rule is for, in words."""
    first, last = rule.years
    if last >= date.max.year:
        return f"{first}年度起" if first else "各年度"
    return f"{first}年度" if first == last else f"{first}年度至{last}年度"


def check_region(book: Rulebook, region: str | None, mistakes: Mistakes) -> None:
    """Notes a region that is not written from the province on, or cut short: it would silently fit no standard."""
    if region:
        check_written(region, Place("--region"), mistakes, book.regions)
