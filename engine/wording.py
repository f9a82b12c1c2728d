"""Fills the wording of a rule with the figures of its subjects; a printed figure never contradicts its sentence."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from engine.dossier import NOTHING, Fact
from engine.notation import show
from engine.quantity import Dim, Quantity
from engine.reference import Evaluator
from engine.rounding import Pairs, careful
from engine.rule import Wording
from engine.template import DETAIL, Choice, Figure, Group, Listing, Optional, Part, Template
from engine.tracing import word_of
from engine.truth import UNKNOWN, YES
from engine.unknown import Env, Result, Unknown
from engine.valuing import total_of

TO_FILL = "〔待补〕"


class _Left(Exception):
    """Raised inside an optional clause when something in it is not known."""


class Writer:
    """Writes the texts of one rule for one kind; pairs are the numbers that were compared for these subjects."""

    def __init__(self, evaluator: Evaluator, wording: Wording, facts: Sequence[Fact], pairs: Pairs) -> None:
        self.evaluator, self.wording, self.facts = evaluator, wording, facts
        self.compared: dict[Fraction, list[tuple[Quantity, Quantity]]] = {}
        unlike = {(a.dim, a.nominal, b.dim, b.nominal): (a, b) for a, b in pairs}  # thousands have one budget
        for pair in unlike.values():
            for side in pair:
                self.compared.setdefault(side.nominal, []).append(pair)

    def problem(self) -> str:
        """The problem: one text over all subjects where the rule has 明细, else that of the first subject."""
        return self.write(self.wording.problem, (self.facts[0],))

    def measure(self) -> str:
        """The measure that answers the problem."""
        return self.write(self.wording.measure, (self.facts[0],))

    def effect(self) -> str:
        """The effect, a sentence or nothing."""
        return self.write(self.wording.effect, (self.facts[0],))

    def write(self, template: Template, env: Env, strict: bool = False) -> str:
        """Fills a template for the facts bound in env; strict gives up (for an optional clause) on anything unknown."""
        return "".join(self.part(part, env, strict) for part in template)

    def part(self, part: Part, env: Env, strict: bool) -> str:
        """Writes one part of a template; what is not known is marked as to be filled in."""
        if isinstance(part, str):
            return part
        if isinstance(part, Optional):
            try:
                return self.write(part.text, env, strict=True)
            except _Left:
                return ""
        if isinstance(part, Group):
            return self.group(part, strict)
        if isinstance(part, Choice):
            return self.choice(part, env, strict)
        listed = isinstance(part, Listing)
        text = self.listing(part, env, strict) if isinstance(part, Listing) else self.figure(part, env, strict)
        if not text and strict:
            raise _Left
        return text or ("" if listed else TO_FILL)  # a list with nothing in it is no gap

    def group(self, part: Group, strict: bool) -> str:
        """Writes something over all subjects of the paragraph: their number, or the details of each."""
        if part.word != DETAIL:
            return str(len(self.facts))
        texts = [self.write(self.wording.detail or (), (fact,), strict) for fact in self.facts]
        return part.separator.join(dict.fromkeys(texts))

    def choice(self, part: Choice, env: Env, strict: bool) -> str:
        """Writes the text that goes with the condition; where that is not known, neither."""
        truth = self.evaluator.truth(part.condition, env)
        if truth is UNKNOWN and strict:
            raise _Left
        return "" if truth is UNKNOWN else self.write(part.held if truth is YES else part.failed, env, strict)

    def listing(self, part: Listing, env: Env, strict: bool) -> str:
        """Writes one text for each fact that surely is there and meets the condition, equal texts once."""
        texts = []
        for fact in self.evaluator.candidates(part, env):
            inner = (*env[: part.depth], fact)
            if fact.present is YES and self.evaluator.truth(part.condition, inner) is YES:
                texts.append(self.write(part.text, inner, strict))
        return part.separator.join(dict.fromkeys(texts))

    def figure(self, part: Figure, env: Env, strict: bool) -> str:
        """Writes one value; nothing where it is not known, nor in an optional clause where there is none."""
        value = self.total(part) if part.total else self.evaluator.value(part.term, env)
        if isinstance(value, Unknown) or (strict and value is NOTHING):
            return ""
        if not isinstance(value, Quantity):
            return word_of(value)
        if value.dim is Dim.DATE:
            return _part_of_date(value, part.unit)
        return careful(value, self.compared.get(value.nominal, ()), part.unit, part.decimals)

    def total(self, part: Figure) -> Result:
        """The sum, the greatest or the least of a figure over all subjects."""
        return total_of(part.total, part.term, [self.evaluator.value(part.term, (fact,)) for fact in self.facts])


def _part_of_date(value: Quantity, part: str) -> str:
    """The year or the month of a date; the whole date where it does not say in which month it lies."""
    first, last = (date.fromordinal(int(end)) for end in (value.low, value.high))
    if part == "年" and first.year == last.year:
        return f"{first.year}年"
    return f"{first.month}月" if part == "月" and f"{first:%Y%m}" == f"{last:%Y%m}" else show(value)
