"""From a box to values: figures and words that really lie in it, found by choosing some and working out the others."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from engine.lint.formulas import Axis, Linear
from engine.lint.regions import Numbers, Set, Words
from engine.lint.searching import Box
from engine.quantity import Dim

Chosen = dict[Axis, Fraction | str | None]
_ROUNDS = 4
# What a made-up fact looks like where nothing else decides, in base units.
_USUAL = {
    Dim.MONEY: (10**7, 10**6, 10**4, 1, 0, -(10**4)),
    Dim.FOREIGN: (10**7, 10**4, 1, 0),
    Dim.RATIO: (Fraction(1, 2), 1, Fraction(9, 10), 0),
    Dim.DATE: (738000, 737000),
    Dim.SCORE: (90, 50, 0),
}
_STEP = {
    Dim.MONEY: Fraction(10**4),
    Dim.FOREIGN: Fraction(10**4),
    Dim.RATIO: Fraction(1, 100),
    Dim.POINTS: Fraction(1, 10),
}


def figures_of(axis: Axis) -> Iterator[Axis]:
    """Yields the stated and unseen figures that an axis is worked out from; a plain figure yields itself."""
    if not axis.parts:
        yield axis
    for part in axis.parts:
        for item, _ in part.items:
            yield from figures_of(item)


def exact(box: Box) -> bool:
    """Whether the box speaks only of what one fact states: then values that lie in it are a fact that lies in it."""
    return all(figure.stated for axis in box for figure in figures_of(axis))


def realised(box: Box) -> Chosen | None:
    """Values for every figure and word of the box; None where none were found, which does not mean there are none."""
    words: Chosen = {axis: word_in(values) for axis, values in box.items() if isinstance(values, Words)}
    numbers: dict[Axis, Numbers] = {}
    for axis, values in box.items():
        for figure in figures_of(axis) if isinstance(values, Numbers) else ():
            own = box.get(figure, figure.domain)
            assert isinstance(own, Numbers)
            numbers[figure] = own
    worked = {axis: limits for axis, limits in box.items() if axis.parts and isinstance(limits, Numbers)}
    offers = {figure: list(picks(own, figure)) for figure, own in numbers.items()}
    if any(not offer and not numbers[figure].nothing for figure, offer in offers.items()):
        return None
    for start in _STARTS if worked else _STARTS[:1]:
        found = _mended(
            worked, numbers, {f: offer[start % len(offer)] if offer else None for f, offer in offers.items()}
        )
        if found is not None:
            return words | found
    return None


_STARTS = (0, -1, 1)  # which of the numbers on offer to begin with


def _mended(
    worked: dict[Axis, Numbers], numbers: dict[Axis, Numbers], values: dict[Axis, Fraction | None]
) -> Chosen | None:
    """The values, changed one by one until what is worked out from them lies in its sets; None where that fails."""
    for _ in range(_ROUNDS):
        wrong = [axis for axis, limits in worked.items() if value_of(axis, values) not in limits]
        if not wrong:
            return dict(values)
        for axis in wrong:
            _mend(axis, worked[axis], values, numbers)
    return None


def value_of(axis: Axis, values: dict[Axis, Fraction | None]) -> Fraction | None:
    """The value on an axis; None where it is not known."""
    if not axis.parts:
        return values[axis]
    parts = [_total(part, values) for part in axis.parts]
    if axis.sort == "sum" or None in parts:
        return parts[0] if None not in parts else None
    over, under = parts
    return over / under if under and over is not None else None


def _total(form: Linear, values: dict[Axis, Fraction | None]) -> Fraction | None:
    total = form.constant
    for axis, factor in form.items:
        value = value_of(axis, values)
        if value is None:
            return None
        total += factor * value
    return total


def _mend(axis: Axis, wanted: Numbers, values: dict[Axis, Fraction | None], numbers: dict[Axis, Numbers]) -> bool:
    """Changes one figure so that the axis takes a wanted value, if one figure can do that."""
    for figure in dict.fromkeys(figures_of(axis)):
        before = values[figure]
        for target in picks(wanted, axis):
            found = _solved(axis, target, figure, values)
            if found is not None and found in numbers[figure] and not (figure.whole and found.denominator > 1):
                values[figure] = found
                if value_of(axis, values) == target:
                    return True
        values[figure] = before
    return False


def _solved(axis: Axis, target: Fraction, figure: Axis, values: dict[Axis, Fraction | None]) -> Fraction | None:
    """The figure that brings the axis to the target, taken as a straight line through two points (checked later)."""
    at = {}
    for point in (Fraction(1), Fraction(2)):
        at[point] = value_of(axis, values | {figure: point})
    first, second = at.values()
    if first is None or second is None or first == second:
        return None
    return 1 + (target - first) / (second - first)


def word_in(values: Words) -> str | None:
    """A word of the set, 无 only where there is no other."""
    if values.others:
        return next(word for word in ("甲", "乙", "丙", *map(str, range(len(values.words)))) if word in values)
    named = sorted(word for word in values.words if word is not None)
    return named[0] if named else None


def picks(values: Set, axis: Axis) -> Iterator[Fraction]:
    """Yields some numbers of a set: the usual ones, then its ends and what lies near and between them."""
    if not isinstance(values, Numbers):
        return
    ends = [value for value, _ in values.cuts]
    step = _STEP.get(axis.dim, Fraction(1))
    usual = [Fraction(number) for number in _USUAL.get(axis.dim, (1, 0, 10, 100))]
    between = [(a + b) / 2 for a, b in pairwise(ends)]
    near = [end + side for end in ends for side in (0, step, -step, 10 * step, -10 * step)]
    seen = set()
    for number in (*near, *usual, *between, *(n / 1000 for n in ends)):
        if number in values and number not in seen and not (axis.whole and number.denominator > 1):
            seen.add(number)
            yield number
