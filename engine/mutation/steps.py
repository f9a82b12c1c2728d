"""Figures a little larger or smaller than written, in other units, and the values between which somebody would notice.

One step is one unit of the last digit written: 1个百分点 for 60%, 0.1万元 for 380.5万元, a day for a date.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from msgspec.structs import replace

from engine.notation import show
from engine.quantity import Dim, Quantity, exactly

ABOVE, BELOW = ("<", "≥"), (">", "≤")  # whether a limit itself belongs to what lies above it or to what lies below
_WHOLE = (Dim.DATE, Dim.COUNT, Dim.DAYS, Dim.NUMBER)
_UNITS = {"万元": ("元", 1), "元": ("万元", 10**4), "亿元": ("万元", 10**4), "万美元": ("美元", 1)}


def step_of(value: Quantity) -> Fraction:
    """Returns one unit of the last digit that a figure was written with."""
    return 2 * value.half if value.half else Fraction(1)


def stepped(value: Quantity, steps: int) -> Quantity:
    """Returns the same figure some steps further up (or down, below zero)."""
    by = steps * step_of(value)
    return replace(value, low=value.low + by, high=value.high + by, nominal=value.nominal + by)


def in_other_unit(value: Quantity) -> Quantity | None:
    """Returns the same digits in the unit most easily taken for theirs; None where there is none."""
    if value.unit not in _UNITS or not value.nominal:
        return None
    unit, size = _UNITS[value.unit]
    ratio = Fraction(size) / _size(value.unit)
    low, high, nominal, half = (end * ratio for end in (value.low, value.high, value.nominal, value.half))
    return Quantity(value.dim, low, high, nominal, half, unit, value.mark)


def _size(unit: str) -> int:
    return 10**8 if unit.startswith("亿") else 10**4 if unit.startswith("万") else 1


def written(value: Quantity, like: str = "") -> str:
    """Writes a figure as an author would, with commas only where the one it is to be `like` has them."""
    if value.dim is Dim.DATE:
        return f"{date.fromordinal(int(value.nominal)):%Y-%m-%d}"
    text = show(value)
    return text if "," in like else text.replace(",", "")


def between(value: Quantity, steps: int, op: str = "") -> str:
    """Names the figures that fall on another side when a limit moves by some steps; op says how it is compared."""
    step = step_of(value)
    little = step if value.dim in _WHOLE else step / 10
    below, itself, above = (
        written(exactly(value.dim, value.nominal + by, value.unit)) for by in (-little, Fraction(0), little)
    )
    if op in ABOVE:
        return f"恰好{itself}" if steps > 0 else below
    if op in BELOW:
        return above if steps > 0 else f"恰好{itself}"
    if op:
        return f"恰好{itself}"
    return f"{itself}、{above}" if steps > 0 else f"{below}、{itself}"
