"""What is written of departments as they are judged: lines by result, counts by rule, and why a line was refused."""

from __future__ import annotations

from msgspec import Struct

from engine.generated.known.counting import Tally


class Refusal(Struct, frozen=True):
    """Why a line is not judged, and what to do about it."""

    reason: str
    hint: str


class Lines(Struct):
    """The lines of departments in the order they were added; every text ends with a line break and may hold several."""

    findings: list[str] = []
    unknowns: list[str] = []
    departments: list[str] = []


def add(tally: Tally, more: Tally) -> None:
    """Adds counts to a tally."""
    for rule, found in more.items():
        own = tally.setdefault(rule, {})
        for word, count in found.items():
            own[word] = own.get(word, 0) + count
