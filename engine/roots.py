"""Where a figure that depends on one number in a simple way is zero: a straight line, or a quotient of two."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

Point = tuple[Fraction, Fraction]
NEEDED = 5  # points: three determine the curve, two confirm that it is one


def root_of(points: Sequence[Point]) -> Fraction | None:
    """Returns x where y is zero, for points on one curve y = (ax + b) / (cx + d).

    Exact. None where the points do not lie on such a curve, or the curve never meets zero; five points are needed.
    """
    first, *_ = points
    if len(points) < NEEDED or all(y == first[1] for _, y in points):
        return None
    line = _of_line(points)
    return _of_quotient(points) if line is None else line


def _of_line(points: Sequence[Point]) -> Fraction | None:
    (x0, y0), (x1, y1), *rest = points
    slope = (y1 - y0) / (x1 - x0)
    if slope == 0 or any(y != y0 + slope * (x - x0) for x, y in rest):
        return None
    return x0 - y0 / slope


def _of_quotient(points: Sequence[Point]) -> Fraction | None:
    """Solves ax + b - dy = xy for the first three points (c is 1: a line has been tried) and tries the others."""
    rows = [(x, Fraction(1), -y, x * y) for x, y in points[:3]]
    whole = _determinant([row[:3] for row in rows])
    if whole == 0:
        return None
    a, b, d = (
        _determinant([tuple(row[3] if n == at else row[n] for n in range(3)) for row in rows]) / whole
        for at in range(3)
    )
    if a == 0 or any(x + d == 0 or y != (a * x + b) / (x + d) for x, y in points):
        return None
    return -b / a


def _determinant(m: Sequence[Sequence[Fraction]]) -> Fraction:
    (a, b, c), (d, e, f), (g, h, i) = m
    return a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g)
