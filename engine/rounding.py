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
    rivals = [b for a, b in pairs if a.nominal == value.nominal and a.dim == value.dim]
    rivals += [a for a, b in pairs if b.nominal == value.nominal and b.dim == value.dim]
    if not rivals:
        return show(value, unit, decimals)
    scale, _ = scale_of(value, unit)
    figure, beside = value.nominal / scale, {rival.nominal / scale for rival in rivals}
    at = places(value, figure) if decimals is None else decimals
    while at < MOST and any(_hidden(figure, rival, at) for rival in beside):
        at += 1
    return show(value, unit, at)


def _hidden(figure: Fraction, rival: Fraction, decimals: int) -> bool:
    """Whether rounding makes different figures look equal, swaps them, or makes equal ones look different."""
    shown = _rounded(figure, decimals)
    if figure == rival:
        return shown != rival and (rival * 10**ENOUGH).denominator == 1
    alike = shown == rival or (shown != figure and shown == _rounded(rival, decimals))
    return alike or (shown > rival) != (figure > rival)


def _rounded(figure: Fraction, decimals: int) -> Fraction:
    """Half away from zero, as figures are printed."""
    step, parts = 10**decimals, figure.denominator
    return Fraction((-1 if figure < 0 else 1) * ((2 * abs(figure.numerator) * step + parts) // (2 * parts)), step)
