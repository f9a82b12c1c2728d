"""Asks z3, where it is installed, whether figures can lie in a box at all, with exact rationals and a time limit."""

from __future__ import annotations

from fractions import Fraction
from importlib.util import find_spec
from typing import Any

from engine.lint.formulas import Axis, Linear
from engine.lint.realising import Chosen, figures_of
from engine.lint.regions import Numbers
from engine.lint.searching import Box

# Effort for one question: the first is counted in steps, so that a slow machine answers like a fast one; the second
# is there for steps that take long.
STEPS, MILLISECONDS = 500_000, 2000


class Solver:
    """Decides boxes whose figures depend on one another; `skipped` counts those left alone because z3 is missing."""

    def __init__(self, wanted: bool = True) -> None:
        self.installed = wanted and find_spec("z3") is not None
        self.skipped = 0

    def solve(self, box: Box) -> tuple[bool | None, Chosen]:
        """Whether the box holds anything (None: cannot be told), and figures that lie in it where z3 names them."""
        if not self.installed:
            self.skipped += 1
            return None, {}
        import z3

        solver = z3.Solver()
        solver.set("rlimit", STEPS)
        solver.set("timeout", MILLISECONDS)
        numbers = {axis: values for axis, values in box.items() if isinstance(values, Numbers)}
        figures = {figure: z3.Real(f"x{n}") for n, figure in enumerate(_figures(numbers))}
        for axis, values in numbers.items():
            if not values.nothing:
                solver.add(*_conditions(z3, axis, figures), _inside(z3, _term(z3, axis, figures), values))
        answer = solver.check()
        if answer != z3.sat:
            return (False if answer == z3.unsat else None), {}
        return True, _model(solver.model(), figures)


def _figures(numbers: dict[Axis, Numbers]) -> dict[Axis, None]:
    return {figure: None for axis in numbers for figure in figures_of(axis)}


def _model(model: Any, figures: dict[Axis, Any]) -> Chosen:
    found: Chosen = {}
    for figure, variable in figures.items():
        value = model.eval(variable, model_completion=True)
        if not hasattr(value, "numerator_as_long"):
            return {}  # a root: no figure anybody could write down
        found[figure] = Fraction(value.numerator_as_long(), value.denominator_as_long())
    return found


def _real(z3: Any, value: Fraction) -> Any:
    return z3.RealVal(f"{value.numerator}/{value.denominator}")


def _term(z3: Any, axis: Axis, figures: dict[Axis, Any]) -> Any:
    if not axis.parts:
        return figures[axis]
    parts = [_sum(z3, part, figures) for part in axis.parts]
    return parts[0] if axis.sort == "sum" else parts[0] / parts[1]


def _sum(z3: Any, form: Linear, figures: dict[Axis, Any]) -> Any:
    parts = [_real(z3, factor) * _term(z3, axis, figures) for axis, factor in form.items]
    if form.constant or not parts:
        parts.append(_real(z3, form.constant))
    return z3.Sum(parts) if len(parts) > 1 else parts[0]


def _conditions(z3: Any, axis: Axis, figures: dict[Axis, Any]) -> list[Any]:
    """No divisor is zero."""
    found = [condition for part in axis.parts for item, _ in part.items for condition in _conditions(z3, item, figures)]
    if axis.sort == "quotient":
        found.append(_sum(z3, axis.parts[1], figures) != 0)
    return found


def _inside(z3: Any, term: Any, values: Numbers) -> Any:
    """The term lies in the set: one condition for each of its intervals."""
    ends = [*values.cuts]
    intervals, start = [], None
    inside = values.inside
    for value, side in ends:
        if inside:
            upper = term <= _real(z3, value) if side else term < _real(z3, value)
            intervals.append(z3.And(start, upper) if start is not None else upper)
        else:
            start = term > _real(z3, value) if side else term >= _real(z3, value)
        inside = not inside
    if inside:
        intervals.append(start if start is not None else z3.BoolVal(True))
    return z3.Or(*intervals)
