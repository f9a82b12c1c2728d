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


class Done(Struct):
    """Lines as they go into the results, UTF-8, those of lines and those of columns in their order."""

    findings: list[bytes] = []
    departments: list[bytes] = []

    def add(self, written: Lines) -> None:
        """Takes over what was written of lines since the last time."""
        for texts, own in ((written.findings, self.findings), (written.departments, self.departments)):
            if texts:
                own.append("".join(texts).encode())
                texts.clear()


class Judged(Struct, frozen=True):
    """A department that was judged on the way, with what is written of it; tally: the counts of it and others.

    findings and told, the line of the department, are UTF-8; digest is that of its name and year; line is the
    department itself where it belongs to the sample.
    """

    department: str
    year: int
    digest: bytes
    findings: bytes
    told: bytes
    line: bytes = b""
    tally: Tally = {}


def add(tally: Tally, more: Tally) -> None:
    """Adds counts to a tally."""
    for rule, found in more.items():
        own = tally.setdefault(rule, {})
        for word, count in found.items():
            own[word] = own.get(word, 0) + count
