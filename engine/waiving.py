"""Waivers (豁免): the one place where it is decided whether an approved exemption covers a finding."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct

from engine.dossier import Dossier, Waiver
from engine.verdict import State


class Use(StrEnum):
    """What became of a waiver in a run."""

    USED = "已用于豁免"
    EXPIRED = "已到期，不再有效"
    UNUSED = "没有对应的问题，可以撤销"
    WAITING = "对象因资料不足无法判定，暂未用上"
    NOT_RUN = "本次没有检查这条规则"
    ASTRAY = "没有这个对象，请核对名称"


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

    def uses(self, verdicts: Mapping[tuple[str, str], State]) -> list[tuple[Waiver, Use]]:
        """Returns what became of each waiver, given the verdicts by rule and subject."""
        rules = {rule for rule, _ in verdicts}
        return [
            (waiver, self._use(waiver, verdicts.get((waiver.rule, waiver.subject)), rules)) for waiver in self.waivers
        ]

    def _use(self, waiver: Waiver, state: State | None, rules: set[str]) -> Use:
        if waiver.until < self.day:
            return Use.EXPIRED
        if waiver.rule not in rules:
            return Use.NOT_RUN
        if state is None:
            return Use.ASTRAY
        return {State.WAIVED: Use.USED, State.UNKNOWN: Use.WAITING}.get(state, Use.UNUSED)
