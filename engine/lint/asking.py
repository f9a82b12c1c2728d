"""Questions to the algebra: whether nothing at all meets some formulas, and if something may, a sample of it."""

from __future__ import annotations

from itertools import islice

from engine.lint.formulas import Axis, Formula
from engine.lint.points import Points
from engine.lint.realising import Chosen, exact, realised
from engine.lint.regions import Numbers
from engine.lint.searching import Box, TooMuch, boxes
from engine.lint.solving import Solver

BOXES = 40  # ways of meeting a formula that are tried for a sample


class Asking:
    """Answers questions; boxes of figures that depend on one another are decided once each."""

    def __init__(self, solver: Solver) -> None:
        self.solver = solver
        self.decided: dict[object, tuple[bool | None, Chosen]] = {}
        self.points = Points()

    def empty(self, *formulas: Formula) -> bool:
        """Whether it is certain that nothing meets all the formulas."""
        if self.points.meeting(*formulas):
            return False
        try:
            for box in boxes(*formulas):
                found, values = self._decide(box)
                if found is not False:
                    self.points.add(values)
                    return False
        except TooMuch:
            return False
        return True

    def first(self, *formulas: Formula) -> Box | None:
        """The first box in which something surely meets all the formulas, and which is no symbol's guess."""
        try:
            return next((box for box in islice(boxes(*formulas), BOXES) if self._decide(box)[0] and exact(box)), None)
        except TooMuch:
            return None

    def sample(self, *formulas: Formula) -> Chosen | None:
        """Values of stated fields that meet all the formulas; None where the algebra cannot name any."""
        try:
            for box in islice(boxes(*formulas), BOXES):
                found, chosen = self._decide(box)
                if found and exact(box):
                    return _words(box) | chosen if chosen else None
        except TooMuch:
            pass
        return None

    def _decide(self, box: Box) -> tuple[bool | None, Chosen]:
        """Whether there are figures in a box (words there always are), and which."""
        numbers = {axis: values for axis, values in box.items() if isinstance(values, Numbers)}
        if not numbers:
            return True, realised(box) or {}
        key = frozenset(numbers.items())
        if key not in self.decided:
            self.decided[key] = self._decided(numbers)
        found, chosen = self.decided[key]
        return found, _words(box) | chosen if chosen else {}

    def _decided(self, numbers: dict[Axis, Numbers]) -> tuple[bool | None, Chosen]:
        chosen = realised(dict(numbers))
        if chosen is not None:
            return True, chosen
        if any(axis.parts for axis in numbers):
            return self.solver.solve(dict(numbers))
        return None, {}


def _words(box: Box) -> Chosen:
    return realised({axis: values for axis, values in box.items() if not isinstance(values, Numbers)}) or {}
