"""What a rule says of a subject: one of five states, and the table from two truths to a state."""

from __future__ import annotations

from enum import StrEnum

from engine.truth import NO, YES, Truth


class State(StrEnum):
    """The five verdicts; the value is the word that a reader sees."""

    FINDING = "发现问题"
    PASS = "未发现问题"
    NOT_APPLICABLE = "不适用"
    UNKNOWN = "无法判定"
    WAIVED = "已豁免"

    @property
    def code(self) -> str:
        """The name used in JSON."""
        return self.name.lower()


def state_of(scope: Truth, duty: Truth, present: Truth) -> State:
    """Returns the verdict from 适用, 要求 and whether the subject is sure to exist.

    What may not exist (an item of a list that was not supplied) never makes a finding.
    """
    if scope is NO:
        return State.NOT_APPLICABLE
    if scope is YES and duty is YES:
        return State.PASS
    if scope is YES and duty is NO and present is YES:
        return State.FINDING
    return State.UNKNOWN


class NoResult(Exception):
    """Raised when a run cannot vouch for its result and therefore gives none; the Chinese message says why."""
