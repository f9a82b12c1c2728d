"""Prints a figure with as many decimals as it takes not to contradict the comparison it stands in."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from engine.notation import places, scale_of, show
from engine.quantity import Dim, Quantity

MOST = 12  # decimals; two figures that differ only beyond are the same to every reader
ENOUGH = 6  # decimals of a threshold that somebody wrote; more come from a division without end
Pairs = Sequence[tuple[Quantity, Quantity]]


def careful(value: Quantity, pairs: Pairs, unit: str = "", decimals: int | None = None) -> str:
    """Writes a figure so that it looks neither like the figure it differs from nor unlike the one it equals.

    pairs are the numbers that were compared. 92.996% that is below 93% is written 92.996%, never 93.00%.
    """
    if value.dim is Dim.DATE:
        return show(value)
    rivals = [b for a, b in pairs if _same(a, value)] + [a for a, b in pairs if _same(b, value)]
    if not rivals:
        return show(value, unit, decimals)
    scale, _ = scale_of(value, unit)
    unlike = {rival.nominal.as_integer_ratio(): rival.nominal for rival in rivals}
    figure, beside = value.nominal / scale, [rival / scale for rival in unlike.values()]
    at = places(value, figure) if decimals is None else decimals
    while at < MOST and any(_hidden(figure, rival, at) for rival in beside):
        at += 1
    return show(value, unit, at)


def _same(one: Quantity, other: Quantity) -> bool:
    """Whether two quantities are printed from the same number; the parts of a fraction are compared at once."""
    return one.dim is other.dim and one.nominal.as_integer_ratio() == other.nominal.as_integer_ratio()


def _hidden(figure: Fraction, rival: Fraction, decimals: int) -> bool:
    """Whether rounding makes different figures look equal, swaps them, or makes equal ones look different."""
    shown = _rounded(figure, decimals)
    if figure == rival:
        return shown != rival and 10**ENOUGH % rival.denominator == 0
    alike = shown == rival or (shown != figure and shown == _rounded(rival, decimals))
    return alike or (shown > rival) != (figure > rival)


def _rounded(figure: Fraction, decimals: int) -> Fraction:
    """Half away from zero, as figures are printed."""
    step, parts = 10**decimals, figure.denominator
    return Fraction((-1 if figure < 0 else 1) * ((2 * abs(figure.numerator) * step + parts) // (2 * parts)), step)
