"""The three truth values of strong Kleene logic; unknown is never taken for false."""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum


class Truth(IntEnum):
    """False, unknown, true, ordered so that 且 is the least and 或 the greatest (Kleene 1952, §64)."""

    NO = 0
    UNKNOWN = 1
    YES = 2

    def __invert__(self) -> Truth:
        return Truth(2 - self)

    @property
    def word(self) -> str:
        """The Chinese word that a reader sees."""
        return ("否", "不能确定", "是")[self]


NO, UNKNOWN, YES = Truth.NO, Truth.UNKNOWN, Truth.YES


def every(truths: Iterable[Truth]) -> Truth:
    """Returns 且 over the given values; YES when there are none."""
    result = YES
    for truth in truths:
        if truth is NO:
            return NO
        if truth is UNKNOWN:
            result = UNKNOWN
    return result


def some(truths: Iterable[Truth]) -> Truth:
    """Returns 或 over the given values; NO when there are none."""
    result = NO
    for truth in truths:
        if truth is YES:
            return YES
        if truth is UNKNOWN:
            result = UNKNOWN
    return result


def truth_of(holds: bool) -> Truth:
    """Returns YES or NO for a two-valued answer."""
    return YES if holds else NO
