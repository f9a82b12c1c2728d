"""One rule, read and checked: its duty for each kind of subject, its wording and its basis."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from engine.program import Check
from engine.template import Template, nodes_in
from engine.terms import Condition, Node, Term

SEVERITIES = ("严重", "较大", "一般", "提示")


class Basis(Struct, frozen=True):
    """A law, norm or document a rule rests on; checked is 已核 or 待核, checked_on the day of that as written."""

    document: str
    number: str
    clause: str
    checked: str
    checked_on: str = ""

    def __str__(self) -> str:
        number = f"（{self.number}）" if self.number else ""
        mark = "" if self.checked == "已核" else "【待核】"
        return f"《{self.document}》{number}{self.clause}{mark}"

    def cited(self) -> str:
        """The basis as a report cites it: name, 文号 where it has one, article."""
        number = self.number if "〔" in self.number else ""
        clause = self.clause if self.clause.startswith("第") else ""
        return f"《{self.document}》" + "，".join(filter(None, (number, clause)))


class Wording(Struct, frozen=True):
    """The texts of a rule for one kind of subject; detail is None where each subject has its own paragraph."""

    problem: Template
    detail: Template | None
    effect: Template
    measure: Template


class Duty(Struct, frozen=True):
    """What a rule asks of one kind: 适用, 要求, the grades of severity in order, and the wording.

    amount is the money that a finding concerns, of one subject; None where the rule does not say.
    """

    kind: str
    scope: Condition | None
    duty: Condition
    grades: tuple[tuple[str, Condition | None], ...]
    wording: Wording
    amount: Term | None = None

    def conditions(self) -> Iterator[Condition]:
        """Yields 适用, 要求 and the conditions of the grades, those there are."""
        yield from filter(None, (self.scope, self.duty, *(when for _, when in self.grades)))

    def tested(self) -> Iterator[Node]:
        """Yields what cases can test: every condition of the duty, every term and condition of its wording."""
        yield from self.conditions()
        words = self.wording
        for template in (words.problem, words.detail or (), words.effect, words.measure):
            yield from nodes_in(template)

    def roots(self) -> Iterator[Node]:
        """Yields every condition and term of the duty: those that cases test, and the amount."""
        yield from self.tested()
        if self.amount is not None:
            yield self.amount


class Rule(Struct, frozen=True):
    """A rule of the rulebook."""

    id: str
    name: str
    theme: str
    years: tuple[int, int]
    basis: tuple[Basis, ...]
    duties: tuple[Duty, ...]
    office: str
    due: str
    caution: str
    indicator: str
    file: str

    def tested(self) -> Iterator[Node]:
        """Yields what cases can test: every condition of the rule, every term and condition of its wording."""
        for duty in self.duties:
            yield from duty.tested()

    def roots(self) -> Iterator[Node]:
        """Yields every condition and term of the rule."""
        for duty in self.duties:
            yield from duty.roots()

    def checks(self) -> tuple[Check, ...]:
        """The rule as a program holds it, a check for each kind of subject."""
        return tuple(Check(self.id, duty.kind, self.theme, duty.scope, duty.duty) for duty in self.duties)

    def applies_in(self, year: int) -> bool:
        """Whether the rule is in force for a year of assessment."""
        return self.years[0] <= year <= self.years[1]
