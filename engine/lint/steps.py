"""The steps of ladders as sets of numbers and as comparisons."""

from __future__ import annotations

from fractions import Fraction

from engine.lint.regions import Cut, Numbers
from engine.parameter import Value
from engine.program import Row


def reach(step: Row | Value) -> Numbers:
    """The numbers that stand on a step."""
    cuts: list[Cut] = []
    if step.low is not None:
        cuts.append((step.low.value.low, 0 if step.low.included else 1))
    if step.high is not None:
        cuts.append((step.high.value.low, 1 if step.high.included else 0))
    return Numbers(step.low is None, tuple(cuts))


def limits(step: Row) -> list[tuple[str, Fraction]]:
    """The comparisons that a figure on the step meets, each as an operator and a number."""
    found = []
    if step.low is not None:
        found.append(("≥" if step.low.included else ">", step.low.value.low))
    if step.high is not None:
        found.append(("≤" if step.high.included else "<", step.high.value.low))
    return found
