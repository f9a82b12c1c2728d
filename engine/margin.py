"""How far the comparison that decided a verdict is from tipping over, and which verdicts lie close to their limits."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from msgspec import Struct

from engine.quantity import NUMERIC, Dim, Quantity, combine, exactly, magnitude
from engine.rounding import careful
from engine.terms import FIELDS, All, AnyOf, Compare, Exists, Holds, Not
from engine.tracing import Trace
from engine.truth import NO, UNKNOWN
from engine.unknown import Unknown


class Margin(Struct, frozen=True):
    """A comparison of two numbers that decided: the words of the left one, both values, and left less right."""

    name: str
    left: Quantity
    right: Quantity
    gap: Quantity

    def __str__(self) -> str:
        """执行率比95%低2.03个百分点."""
        more, less = ("多", "少") if self.gap.dim in (Dim.DAYS, Dim.COUNT) else ("高", "低")
        side = more if self.gap.nominal > 0 else less if self.gap.nominal < 0 else ""
        limit, size = careful(self.right, [(self.left, self.right)]), magnitude(self.gap)
        if not side:
            return f"{self.name}恰为{limit}"
        return f"{self.name}比{limit}{side}{careful(size, [(size, exactly(size.dim, 0))])}"

    @property
    def closeness(self) -> Fraction:
        """The distance as a share of the limit (50万元 of 1000万元: 1/20); of a limit of zero the distance itself."""
        scale = 100 if self.gap.dim is Dim.POINTS and self.right.dim is Dim.RATIO else 1
        return magnitude(self.gap).high / (abs(self.right.nominal) * scale or 1)


def margins_of(step: Trace) -> Iterator[Margin]:
    """Returns the margins of the comparisons that made a condition hold or fail, in reading order."""
    for decisive in _decisive(step):
        left, right = (part.result for part in decisive.parts)
        if not (isinstance(left, Quantity) and isinstance(right, Quantity)) or left.dim in (Dim.DATE, Dim.NUMBER):
            continue
        gap = combine("-", left, right)
        if isinstance(gap, str) or not right.exact or gap.low < 0 < gap.high:
            continue  # a limit that is itself a range, or a difference of either sign, is no figure to name
        if gap.nominal or left.exact:
            yield Margin(decisive.parts[0].text, left, right, gap)


def margin_of(step: Trace, alone: bool = False) -> Margin | None:
    """Returns how far the first comparison that decided is from tipping over; None where it cannot be said.

    `alone` leaves out comparisons beside which others decided as much: tipping one of them over changes nothing.
    """
    first = next(_decisive(step, alone), None)
    return None if first is None else next(margins_of(first), None)


def _decisive(step: Trace, alone: bool = False) -> Iterator[Trace]:
    """The numeric comparisons that made the truth what it is, or each of which made it so alone, in reading order."""
    node = step.node
    if step.result is UNKNOWN or isinstance(step.result, Unknown):
        return
    if isinstance(node, Compare) and node.left.dim in NUMERIC:
        yield step
    elif isinstance(node, Not):
        yield from _decisive(step.parts[0], alone)
    elif isinstance(node, All | AnyOf):
        deciding = [part for part in step.parts if part.result is step.result]
        if alone and len(deciding) > 1 and isinstance(node, All) is (step.result is NO):
            return
        for part in deciding:
            yield from _decisive(part, alone)
    elif isinstance(node, Holds) and isinstance(step.parts[0].node, FIELDS):
        for part in step.parts[0].parts:
            yield from _decisive(part, alone)
    elif node is None or isinstance(node, Exists):
        for part in step.parts:
            yield from _decisive(part, alone)
