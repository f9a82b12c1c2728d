"""What the HTML report shows of one department, in the order of reading; the templates only give it its dress."""

from __future__ import annotations

from msgspec import Struct

from engine.outcome import Finding, Outcome, Verdict
from engine.report.blocks import Block
from engine.report.charts import Bars, Dots


class Tag(Struct, frozen=True):
    """What the filters know an item by: its verdict, its severity (a place in SEVERITIES or none) and its themes."""

    verdict: str
    severity: str
    themes: str


class Card(Struct, frozen=True):
    """One finding with what it rests on."""

    finding: Finding
    severity: str  # its class
    verdicts: tuple[Verdict, ...]
    figures: int  # how many, of all subjects


class Line(Struct, frozen=True):
    """One block of the pasted part, or one hint: what is shown, what is copied, the card of a problem."""

    block: Block
    key: int  # its place among what can be copied
    tag: Tag | None
    card: Card | None = None


class Wait(Struct, frozen=True):
    """Something that was not supplied: the rules that wait for it and how many verdicts are missing."""

    words: str
    rules: tuple[str, ...]
    verdicts: int
    tag: Tag


class Judged(Struct, frozen=True):
    """The verdicts of a rule that have the same words (what is missing, or the margin) in one line of a table."""

    rule: str
    kind: str
    subjects: tuple[str, ...]
    words: str
    tag: Tag


class Waived(Struct, frozen=True):
    """A waiver, what became of it, and the verdict it covers."""

    rule: str
    subject: str
    use: str
    reason: str
    approver: str
    until: str
    verdicts: tuple[Verdict, ...]
    tag: Tag


class View(Struct, frozen=True):
    """One department."""

    outcome: Outcome
    day: str
    headline: tuple[str, ...]
    counts: dict[str, int]  # by the name of a state
    bars: tuple[Bars, ...]
    dots: tuple[Dots, ...]
    lines: tuple[Line, ...]
    hints: tuple[Line, ...]
    waits: tuple[Wait, ...]
    unknown: tuple[Judged, ...]
    waived: tuple[Waived, ...]
    near: tuple[Judged, ...] | None
    coverage: tuple[tuple[str, dict[str, int]], ...]  # rule, how many verdicts of each state
    passed: tuple[Judged, ...]
    outside: tuple[Judged, ...]
    pasted: dict[str, object]
