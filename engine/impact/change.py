"""What a change of rules does, as plain data: which verdicts of which departments differ, and why."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from msgspec import Struct

from engine.verdict import State

ABSENT = "没有"


class Sort(StrEnum):
    """What happens to a verdict; the value is the word that a reader sees."""

    APPEARED = "新增发现"
    VANISHED = "消失"
    CHANGED = "改变"


class Reason(Struct, frozen=True, order=True):
    """One difference: what differs, and how it reads before and after; both empty where saying so is enough."""

    what: str
    old: str = ""
    new: str = ""

    def __str__(self) -> str:
        if ABSENT in (self.old, self.new) and self.old in ("", ABSENT) and self.new in ("", ABSENT):
            return f"{'新增' if self.old else '删除'}{self.what}"
        return f"{self.what}：{self.old} → {self.new}" if self.old or self.new else f"{self.what}已改"


class Standing(Struct, frozen=True):
    """What a rule says of a subject; state is None where it says nothing, severity empty where nothing is found."""

    state: State | None = None
    severity: str = ""

    def __str__(self) -> str:
        if self.state is None:
            return "无此判定"
        return f"{self.state}（{self.severity}）" if self.severity else str(self.state)


class Change(Struct, frozen=True):
    """One verdict that differs; title is the name of its rule."""

    rule: str
    title: str
    kind: str
    subject: str
    old: Standing
    new: Standing
    reasons: tuple[Reason, ...] = ()

    @property
    def sort(self) -> Sort:
        """Whether a finding appears or vanishes, or something else changes."""
        before, after = (one.state is State.FINDING for one in (self.old, self.new))
        return Sort.CHANGED if before is after else Sort.APPEARED if after else Sort.VANISHED


class Department(Struct, frozen=True):
    """The changes of one department, in the order of rules, kinds and subjects."""

    name: str
    year: int
    region: str
    changes: tuple[Change, ...]


class Impact(Struct, frozen=True):
    """A comparison of two rulebooks, `old` and `new` as the user named them; edits are what differs in the rules."""

    old: str
    new: str
    edits: tuple[Reason, ...]
    departments: tuple[Department, ...]

    def count(self, sort: Sort) -> int:
        """How many verdicts of all departments changed in one way."""
        return count_of([change for department in self.departments for change in department.changes], sort)

    def by_rule(self) -> dict[str, list[Change]]:
        """The changes of each rule in all departments, in the order of the rules."""
        found: dict[str, list[Change]] = {}
        for change in sorted((c for one in self.departments for c in one.changes), key=lambda change: change.rule):
            found.setdefault(change.rule, []).append(change)
        return found

    @property
    def changed(self) -> bool:
        """Whether any verdict of any department differs."""
        return any(department.changes for department in self.departments)


def count_of(changes: Sequence[Change], sort: Sort) -> int:
    """Returns how many of the changes are of one sort."""
    return sum(change.sort is sort for change in changes)
