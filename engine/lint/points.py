"""Samples met before: where one of them meets some formulas, nobody need ask again whether anything does."""

from __future__ import annotations

from functools import reduce
from operator import and_, or_

from engine.lint.formulas import Axis, Both, Formula, On
from engine.lint.realising import Chosen, figures_of, picks, value_of, word_in
from engine.lint.regions import Words

MOST = 1000  # samples kept; each is looked at once for every figure and word of the rules
NOWHERE = "（没有）"  # what cannot be worked out lies in no set
Known = dict[Axis, object]


class Points:
    """Samples of values for every axis, and for each formula which of them meet it, as the bits of a number.

    An axis that a sample says nothing of gets one value of its domain, for good, the first time somebody asks.
    """

    def __init__(self) -> None:
        self.points: list[Known] = []
        self.masks: dict[object, tuple[Formula, int, int]] = {}  # the formula is kept so that its identity is its own

    def add(self, values: Chosen) -> None:
        """Keeps a sample."""
        if values and len(self.points) < MOST:
            self.points.append(dict(values))

    def meeting(self, *formulas: Formula) -> int:
        """The samples that meet all the formulas, as the bits of a number; 0 where none is known to."""
        mask = (1 << len(self.points)) - 1
        for formula in formulas:
            mask &= self._mask(formula)
            if not mask:
                break
        return mask

    def _mask(self, formula: Formula) -> int:
        key = (formula.axis, formula.values) if isinstance(formula, On) else id(formula)
        _, count, mask = self.masks.get(key, (formula, 0, 0))
        if count < len(self.points):
            if isinstance(formula, On):
                for number in range(count, len(self.points)):
                    mask |= _lies(formula, self.points[number]) << number
            elif isinstance(formula, Both):
                mask = reduce(and_, map(self._mask, formula.items), (1 << len(self.points)) - 1)
            else:
                mask = reduce(or_, map(self._mask, formula.items), 0)
            self.masks[key] = (formula, len(self.points), mask)
        return mask


def _lies(formula: On, point: Known) -> bool:
    axis = formula.axis
    if axis not in point:
        point[axis] = _value(axis, point)
    value = point[axis]
    return value is not NOWHERE and value in formula.values  # type: ignore[operator]  # numbers on numbers, words on words


def _value(axis: Axis, point: Known) -> object:
    """The value of an axis that a sample says nothing of: worked out, or some value of its domain."""
    if isinstance(axis.domain, Words):
        return word_in(axis.domain)
    if not axis.parts:
        return next(picks(axis.domain, axis), None)
    for figure in figures_of(axis):
        if figure not in point:
            point[figure] = _value(figure, point)
    worked = value_of(axis, {figure: point[figure] for figure in figures_of(axis)})  # type: ignore[misc]
    return NOWHERE if worked is None else worked
