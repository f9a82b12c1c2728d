"""Waivers (豁免): the one place where it is decided whether an approved exemption covers a finding."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from engine.dossier import Dossier, Waiver
from engine.verdict import State


class Use(StrEnum):
    """What became of a waiver in a run."""

    USED = "已用于豁免"
    EXPIRED = "已到期，不再有效"
    UNUSED = "没有对应的问题，可以撤销"


class Waivers(Struct, frozen=True):
    """The waivers of a dossier on the day of the check (an ordinal)."""

    waivers: tuple[Waiver, ...]
    day: int

    @classmethod
    def of(cls, dossier: Dossier, today: int) -> Waivers:
        """Takes the dossier's own 检查日期, else the day the caller names."""
        return cls(dossier.waivers, dossier.checked_on or today)

    def covering(self, rule: str, subject: str) -> Waiver | None:
        """Returns the waiver in force for a rule and a subject, if there is one."""
        fitting = (w for w in self.waivers if (w.rule, w.subject) == (rule, subject) and w.until >= self.day)
        return next(fitting, None)

    def state(self, rule: str, subject: str, state: State) -> State:
        """Returns the verdict after waivers: a finding that is covered becomes 已豁免."""
        if state is State.FINDING and self.covering(rule, subject) is not None:
            return State.WAIVED
        return state

    def uses(self, waived: set[tuple[str, str]]) -> list[tuple[Waiver, Use]]:
        """Returns what became of each waiver, given which (rule, subject) pairs were waived."""
        return [
            (w, Use.EXPIRED if w.until < self.day else Use.USED if (w.rule, w.subject) in waived else Use.UNUSED)
            for w in self.waivers
        ]
