"""What generated code knows of a department while it judges it: the rows of its facts, findings, indexes, verdicts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

from engine.dossier import Dossier, Fact
from engine.judge import States
from engine.truth import YES
from engine.verdict import State
from engine.waiving import Waivers

FOUND, OPEN = State.FINDING, State.UNKNOWN
Get = Callable[[str], Any]


class Index:
    """Rows by the word of one field; a row whose word is not known may have any."""

    def __init__(self, rows: Sequence[Any], words: Sequence[Any]) -> None:
        self.rows = rows
        groups: dict[Any, list[Any]] = {word: [] for word in words if word is not None}
        self.open = [row for row, word in zip(rows, words, strict=True) if word is None]
        for row, word in zip(rows, words, strict=True):
            for group in groups.values() if word is None else (groups[word],):
                group.append(row)
        self.groups = groups

    def at(self, word: Any) -> Sequence[Any]:
        """Returns the rows whose field is or may be a word; all of them where the word is not known."""
        return self.rows if word is None else self.groups.get(word, self.open)

    def among(self, words: Iterable[str]) -> list[Any]:
        """Returns the rows whose field is or may be one of the words; one that may be any comes several times."""
        found = [row for word in words for row in self.groups.get(word, ())]
        return found or self.open


class Row:
    """A fact of a kind, read once: its columns (f…), and what was figured from them so far (... is not yet)."""

    __slots__ = ("key", "there")
    key: str
    there: bool | None  # None: what an incomplete list may still hold, a finding that could not be judged


class Base:
    """A department of any program; the generated class adds the rows of its kinds."""

    __slots__ = ("findings", "pending", "states", "waivers", "year")
    told: type[Row] | None = None  # the class of 问题, where the program reads findings

    def __init__(self, dossier: Dossier, waivers: Waivers, given: Iterable[Fact]) -> None:
        self.year, self.waivers = dossier.year, waivers if waivers.waivers else None
        self.states: States = {}
        self.findings: dict[str, Row] = {}
        self.pending: list[tuple[str, str, str, str, State]] = []
        self.load(dossier.facts)
        if self.told is not None:
            self.findings = {fact.key: self.row(self.told, fact) for fact in given}
            self.renew(self.listed())

    def load(self, facts: dict[str, tuple[Fact, ...]]) -> None:
        """Reads the facts; generated."""
        raise NotImplementedError

    def renew(self, findings: list[Row]) -> None:
        """Takes the findings concluded so far and forgets what was found out from fewer; generated."""
        raise NotImplementedError

    @staticmethod
    def row(kind: Any, fact: Fact) -> Any:
        """Returns the row of a fact."""
        return kind(fact.key, True if fact.present is YES else None, fact.values.get)

    @staticmethod
    def alone(kind: Any, rows: Sequence[Any]) -> Any:
        """Returns the row of a kind that there is one fact of."""
        return rows[0] if rows else kind("", None, {}.get)

    def day(self, month: int, day: int) -> int:
        """Returns a day of the year under assessment."""
        return date(self.year, month, day).toordinal()

    def decide(self, rule: str, kind: str, rows: Sequence[Any], check: Callable[[Any, Any], State]) -> None:
        """Judges every subject of a check."""
        for row in rows:
            state = check(self, row)
            if state is FOUND and self.waivers is not None:
                state = self.waivers.state(rule, row.key, state)
            self.states[rule, kind, row.key] = state

    def tell(self, rule: str, kind: str, theme: str, rows: Sequence[Any], check: Callable[[Any, Any], State]) -> None:
        """Judges every subject of a check whose findings later checks read."""
        self.decide(rule, kind, rows, check)
        for row in rows:
            state = self.states[rule, kind, row.key]
            if state is FOUND or state is OPEN:
                self.pending.append((rule, kind, theme, row.key, state))

    def conclude(self) -> None:
        """Makes the verdicts of a stratum facts for the next."""
        for rule, kind, theme, subject, state in self.pending:
            key = f"{rule}·{kind}·{subject}"
            values = {"规则": rule, "主题": theme, "对象类型": kind, "对象": subject}
            made = self.told(key, True if state is FOUND else None, values.get)  # type: ignore[misc, call-arg]
            if key in self.findings:
                _carry(self.findings[key], made)
            self.findings[key] = made
        self.pending.clear()
        self.renew(self.listed())

    def listed(self) -> list[Row]:
        """Returns the findings in canonical order."""
        return [self.findings[key] for key in sorted(self.findings)]


def _carry(old: Row, new: Row) -> None:
    """A figure derived of a finding has one value for good."""
    for name in type(old).__slots__:
        if name.startswith("d"):
            setattr(new, name, getattr(old, name))
