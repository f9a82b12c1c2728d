"""L201 and L202: figures that stand on no step of a ladder, or on two."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from engine.lint.formulas import Axis
from engine.lint.notes import Note
from engine.lint.realising import picks
from engine.lint.regions import Numbers
from engine.lint.steps import reach
from engine.notation import show
from engine.parameter import Parameter, Value
from engine.quantity import Dim, exactly
from engine.rows import step_words
from engine.rulebook import Rulebook

_COUNTED = (Dim.NUMBER, Dim.COUNT, Dim.DAYS)  # between 6 and 7 there is nothing


def ladder_notes(book: Rulebook) -> Iterator[Note]:
    """Notes on the steps of every ladder."""
    for parameter in book.parameters.values():
        if parameter.sort.steps is None:
            continue
        ladders: dict[object, list[Value]] = {}
        for value in parameter.values:
            ladders.setdefault((value.region, value.start, value.words), []).append(value)
        for steps in ladders.values():
            yield from _overlaps(parameter, steps)
            yield from _gaps(parameter, steps)


def _overlaps(parameter: Parameter, steps: list[Value]) -> Iterator[Note]:
    for first, second in combinations(steps, 2):
        shared = reach(first) & reach(second)
        if shared.empty:
            continue
        same = first.value == second.value
        what = "重叠，值相同" if same else f"重叠而值不同（{first.text}与{second.text}）"
        this, that = step_words(second), step_words(first)
        message = f"阶梯“{parameter.name}”的这一档（{this}）与第{first.place.line}行（{that}）{what}"
        hint = "合成一档。" if same else "把边界上的数只放进一档：一档写（含），相邻的一档写（不含）。"
        yield Note(second.place, "L202", message, _sample(parameter, shared), hint, (parameter.name,))


def _gaps(parameter: Parameter, steps: list[Value]) -> Iterator[Note]:
    """Figures between the lowest and the highest edge that no step holds."""
    outside = Numbers(True)
    for step in steps:
        outside = outside & ~reach(step)
    edges = sorted(cut for step in steps for cut in reach(step).cuts)
    if not edges or outside.empty:
        return
    low = min((reach(step).cuts[0] for step in steps if step.low is not None), default=None)
    high = max((reach(step).cuts[-1] for step in steps if step.high is not None), default=None)
    if any(step.low is None for step in steps):
        low = None
    if any(step.high is None for step in steps):
        high = None
    inner = (
        outside
        & (Numbers(False, (low,)) if low else Numbers(True))
        & (Numbers(True, (high,)) if high else Numbers(True))
    )
    if parameter.sort.steps in _COUNTED:
        inner = inner.whole()
    if inner.empty:
        return
    message = f"阶梯“{parameter.name}”有空档：有的数不在任何一档里"
    hint = "让相邻两档接上：前一档的“至”与后一档的“自”写同一个数，一个（含）、一个（不含）。"
    yield Note(steps[0].place, "L201", message, _sample(parameter, inner), hint, (parameter.name,))


def _sample(parameter: Parameter, values: Numbers) -> str:
    dim = parameter.sort.steps or Dim.NUMBER
    found = next(picks(values, Axis("figure", "", dim=dim)), None)
    return "" if found is None else show(exactly(dim, found))
