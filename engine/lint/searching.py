"""Goes through the boxes of a formula: for each way of meeting it, one set of values on every axis it speaks of."""

from __future__ import annotations

from collections.abc import Iterator

from engine.lint.formulas import Axis, Both, Either, Formula, On
from engine.lint.regions import Set, meet

Box = dict[Axis, Set]
MOST = 4000  # steps; a formula that needs more is left alone, which no note ever rests on


class TooMuch(Exception):
    """Raised where a formula has more ways of being met than can be gone through."""


class _Steps:
    def __init__(self) -> None:
        self.taken = 0

    def take(self) -> None:
        self.taken += 1
        if self.taken > MOST:
            raise TooMuch


def boxes(*formulas: Formula) -> Iterator[Box]:
    """Yields the boxes of all formulas together; none at all if they contradict each other; raises TooMuch."""
    yield from _search({}, list(formulas), [], _Steps())


def _search(box: Box, todo: list[Formula], choices: list[Either], steps: _Steps) -> Iterator[Box]:
    while True:
        steps.take()
        if not _narrow(box, todo, choices):
            return
        forced, choices, dead = _simplified(box, choices)
        if dead:
            return
        if not forced:
            break
        todo = forced
    if not choices:
        yield box
        return
    choice = min(choices, key=lambda item: len(item.items))
    rest = [item for item in choices if item is not choice]
    for option in choice.items:
        yield from _search(dict(box), [option], list(rest), steps)


def _narrow(box: Box, todo: list[Formula], choices: list[Either]) -> bool:
    """Puts what must hold into the box; False where that leaves nothing."""
    while todo:
        formula = todo.pop()
        if isinstance(formula, On):
            found = meet(box[formula.axis], formula.values) if formula.axis in box else formula.values
            if found.empty:
                return False
            box[formula.axis] = found
        elif isinstance(formula, Both):
            todo.extend(formula.items)
        else:
            choices.append(formula)
    return True


def _simplified(box: Box, choices: list[Either]) -> tuple[list[Formula], list[Either], bool]:
    """Drops options that the box rules out; one that is left alone must hold."""
    forced: list[Formula] = []
    left: list[Either] = []
    for choice in choices:
        options = [item for item in choice.items if _open(box, item)]
        if not options:
            return [], [], True
        if len(options) == 1:
            forced.append(options[0])
        elif not any(_settled(box, item) for item in options):
            left.append(choice if len(options) == len(choice.items) else Either(tuple(options)))
    return forced, left, False


def _open(box: Box, formula: Formula) -> bool:
    if isinstance(formula, On):
        return formula.axis not in box or not meet(box[formula.axis], formula.values).empty
    if isinstance(formula, Both):
        return all(_open(box, item) for item in formula.items)
    return any(_open(box, item) for item in formula.items)


def _settled(box: Box, formula: Formula) -> bool:
    """Whether the box meets a literal already."""
    return (
        isinstance(formula, On) and formula.axis in box and meet(box[formula.axis], formula.values) == box[formula.axis]
    )
