"""Fills the wording of a rule with the figures of its subjects; a printed figure never contradicts its sentence."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from engine.dossier import Fact
from engine.notation import MULTIPLES, places, show
from engine.quantity import Dim, Quantity
from engine.reference import Evaluator
from engine.rule import Wording
from engine.template import DETAIL, Figure, Group, Listing, Optional, Part, Template
from engine.tracing import word_of
from engine.truth import YES
from engine.unknown import Env, Result, Unknown
from engine.valuing import total_of

TO_FILL = "〔待补〕"
Pairs = Sequence[tuple[Quantity, Quantity]]


class _Left(Exception):
    """Raised inside an optional clause when something in it is not known."""


class Writer:
    """Writes the texts of one rule for one kind; pairs are the numbers that were compared for these subjects."""

    def __init__(self, evaluator: Evaluator, wording: Wording, facts: Sequence[Fact], pairs: Pairs) -> None:
        self.evaluator, self.wording, self.facts, self.pairs = evaluator, wording, facts, pairs

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
        if isinstance(part, str):
            return part
        if isinstance(part, Optional):
            try:
                return self.write(part.text, env, strict=True)
            except _Left:
                return ""
        if isinstance(part, Group):
            return self.group(part, strict)
        listed = isinstance(part, Listing)
        text = self.listing(part, env, strict) if isinstance(part, Listing) else self.figure(part, env)
        if not text and strict:
            raise _Left
        return text or ("" if listed else TO_FILL)  # a list with nothing in it is no gap

    def group(self, part: Group, strict: bool) -> str:
        if part.word != DETAIL:
            return str(len(self.facts))
        texts = [self.write(self.wording.detail or (), (fact,), strict) for fact in self.facts]
        return part.separator.join(dict.fromkeys(texts))

    def listing(self, part: Listing, env: Env, strict: bool) -> str:
        texts = []
        for fact in self.evaluator.facts(part.kind):
            inner = (*env[: part.depth], fact)
            if fact.present is YES and self.evaluator.truth(part.condition, inner) is YES:
                texts.append(self.write(part.text, inner, strict))
        return part.separator.join(dict.fromkeys(texts))

    def figure(self, part: Figure, env: Env) -> str:
        value = self.total(part) if part.total else self.evaluator.value(part.term, env)
        if isinstance(value, Unknown):
            return ""
        if not isinstance(value, Quantity):
            return word_of(value)
        if value.dim is Dim.DATE:
            return _part_of_date(value, part.unit)
        return careful(value, part.unit, part.decimals, self.pairs)

    def total(self, part: Figure) -> Result:
        return total_of(part.total, part.term, [self.evaluator.value(part.term, (fact,)) for fact in self.facts])


def _part_of_date(value: Quantity, part: str) -> str:
    day = date.fromordinal(int(value.nominal))
    if part == "年":
        return f"{day.year}年"
    return f"{day.month}月" if part == "月" else show(value)


def careful(value: Quantity, unit: str, decimals: int | None, pairs: Pairs) -> str:
    """Writes a figure with as many more decimals as it takes not to look like the figure it differs from.

    92.996% that is below 93% is written 92.996%, never 93.00%.
    """
    rivals = [b for a, b in pairs if a.nominal == value.nominal and a.dim == value.dim]
    rivals += [a for a, b in pairs if b.nominal == value.nominal and b.dim == value.dim]
    scale = _scale(value, unit)
    at = places(value, value.nominal / scale) if decimals is None else decimals
    while at < 12 and any(_hidden(value.nominal / scale, rival.nominal / scale, at) for rival in rivals):
        at += 1
    return show(value, unit, at)


def _scale(value: Quantity, unit: str) -> Fraction:
    if value.dim is Dim.RATIO:
        return Fraction(1, 100)
    if value.dim in (Dim.MONEY, Dim.FOREIGN):
        word = "元" if value.dim is Dim.MONEY else "美元"
        unit = unit or value.unit or ("万" if abs(value.nominal) >= 10**4 else "") + word
        return Fraction(MULTIPLES.get(unit.removesuffix(word), 1))
    return Fraction(1)


def _hidden(figure: Fraction, rival: Fraction, decimals: int) -> bool:
    """Whether rounding to this many decimals makes two different figures look equal or swaps them."""
    step = 10**decimals
    sign = -1 if figure < 0 else 1
    rounded = Fraction(sign * int(abs(figure) * step + Fraction(1, 2)), step)
    return figure != rival and ((rounded > rival) != (figure > rival) or rounded == rival)
