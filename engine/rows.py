"""Which row of a parameter counts for a subject, and on which steps of a ladder a figure may stand."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import reduce
from itertools import product

from engine.dossier import NOTHING
from engine.notation import show
from engine.parameter import Value
from engine.program import Edge, Row
from engine.quantity import Quantity, between, compare, same_unit
from engine.truth import NO
from engine.unknown import Result, Unknown

Options = Sequence[tuple[str, ...]]


def fitting(rows: Sequence[Row], words: Sequence[Result], options: Options) -> list[tuple[Row, ...]]:
    """Returns the rows that count, for each combination of words that the subject's fields may have.

    Where a field is unknown it may be any word of its closed list (options), else any word of the rows or another. A
    combination without a row gives an empty tuple; of a parameter only the first row of each counts.
    """
    choices = [_choices(rows, n, word, options[n]) for n, word in enumerate(words)]
    return [_first(rows, chosen) for chosen in product(*choices)]


def _choices(rows: Sequence[Row], n: int, word: Result, options: tuple[str, ...]) -> tuple[Result, ...]:
    if not isinstance(word, Unknown):
        return (word,)
    return options or (*dict.fromkeys(row.words[n] for row in rows), NOTHING)


def _first(rows: Sequence[Row], words: tuple[Result, ...]) -> tuple[Row, ...]:
    """The rows with the words of the first one that fits."""
    fits = next((r.words for r in rows if all(w in ("", g) for w, g in zip(r.words, words, strict=True))), None)
    return tuple(row for row in rows if row.words == fits)


def standing(figure: Quantity, steps: Sequence[Row]) -> list[Row] | None:
    """Returns the steps that a figure may stand on; None where it measures something else or may stand on none."""
    edges = [edge.value for step in steps for edge in (step.low, step.high) if edge is not None]
    if any(edge.dim is not figure.dim or not same_unit(edge, figure) for edge in edges):
        return None
    touched = [step for step in steps if _may_stand(figure, step)]
    return touched if _covered(figure, touched) else None


def _may_stand(figure: Quantity, step: Row) -> bool:
    above = step.low is None or compare("≥" if step.low.included else ">", figure, step.low.value) is not NO
    below = step.high is None or compare("≤" if step.high.included else "<", figure, step.high.value) is not NO
    return above and below


def _covered(figure: Quantity, steps: Sequence[Row]) -> bool:
    """Whether every value that a figure may have lies on one of the steps."""
    # Everything below `at` is covered, and `at` itself where `past`.
    at, past = figure.low, False
    while at < figure.high or not past:
        ends = [step.high for step in steps if _begins(step.low, at, past) and _goes_on(step.high, at, past)]
        if not ends:
            return False
        if None in ends:
            return True
        at, past = max((edge.value.low, edge.included) for edge in ends if edge is not None)
        if at > figure.high:
            return True
    return True


def _begins(low: Edge | None, at: Fraction, past: bool) -> bool:
    return low is None or low.value.low < at or (low.value.low == at and (low.included or past))


def _goes_on(high: Edge | None, at: Fraction, past: bool) -> bool:
    return high is None or high.value.low > at or (high.value.low == at and high.included and not past)


def range_of(values: Sequence[Quantity | str]) -> Quantity | str | None:
    """Returns the range over the values that may count; None where there is none, or words that differ."""
    numbers = [value for value in values if isinstance(value, Quantity)]
    if numbers and len(numbers) == len(values):
        return reduce(between, numbers)
    return values[0] if len(set(values)) == 1 else None


def step_words(row: Row | Value) -> str:
    """Writes from where to where a step reaches; empty for a row that is no step."""
    low, high = row.low, row.high
    if low and high and low.value.low == high.value.low:
        return f"恰为{show(low.value)}"
    start = f"{show(low.value)}{_mark(low)}" if low else ""
    end = f"{show(high.value)}{_mark(high)}" if high else ""
    return f"{start}至{end}" if low and high else f"{start}以上" if low else f"{end}以下" if high else ""


def _mark(edge: Edge) -> str:
    return "（含）" if edge.included else "（不含）"
