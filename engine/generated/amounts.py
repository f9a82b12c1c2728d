"""Amounts of which only the facts say what they measure (22个, 10%, 133.8亿元), as generated code computes with them.

Whatever goes wrong between two of them (different dimensions or units, a base of zero) comes to None.
"""

from __future__ import annotations

from engine.generated.spans import HUNDRED, Number, agrees, between, larger, over, smaller
from engine.quantity import NUMERIC, Dim, result_dim

_RESULTS = {
    (op, left.value, right.value): dim.value
    for op in "+-×÷"
    for left in NUMERIC
    for right in NUMERIC
    if (dim := result_dim(op, left, right)) is not None
}
_COUNT, _RATIO, _POINTS = Dim.COUNT.value, Dim.RATIO.value, Dim.POINTS.value


class Amount:
    """A number with its dimension (the Chinese word) and, of things counted, their unit: empty where it only counts."""

    __slots__ = ("dim", "unit", "value")
    __hash__ = None  # type: ignore[assignment]

    def __init__(self, dim: str, unit: str, value: Number) -> None:
        self.dim, self.unit, self.value = dim, unit, value

    def __repr__(self) -> str:
        return f"Amount({self.dim!r}, {self.unit!r}, {self.value!r})"

    def like(self, other: Amount) -> bool:
        """Whether two amounts can be compared."""
        return self.dim == other.dim and self.unit == other.unit

    def __lt__(self, other: Amount) -> bool | None:
        return self.value < other.value if self.like(other) else None

    def __le__(self, other: Amount) -> bool | None:
        return self.value <= other.value if self.like(other) else None

    def __gt__(self, other: Amount) -> bool | None:
        return self.value > other.value if self.like(other) else None

    def __ge__(self, other: Amount) -> bool | None:
        return self.value >= other.value if self.like(other) else None

    def __eq__(self, other: object) -> bool | None:  # type: ignore[override]
        return self.value == other.value if isinstance(other, Amount) and self.like(other) else None

    def __ne__(self, other: object) -> bool | None:  # type: ignore[override]
        return self.value != other.value if isinstance(other, Amount) and self.like(other) else None

    def __add__(self, other: Amount) -> Amount | None:
        return self._made("+", other, self.value + _scaled(self, other))

    def __sub__(self, other: Amount) -> Amount | None:
        found = self.value - _scaled(self, other)
        return self._made("-", other, found * HUNDRED if self.dim == other.dim == _RATIO else found)

    def __mul__(self, other: Amount) -> Amount | None:
        return self._made("×", other, self.value * other.value)

    def __neg__(self) -> Amount:
        return Amount(self.dim, self.unit, -self.value)

    def __abs__(self) -> Amount:
        return Amount(self.dim, self.unit, abs(self.value))

    def over(self, other: Amount) -> Amount | None:
        """Returns self ÷ other."""
        return self._made("÷", other, over(self.value, other.value))

    def _made(self, op: str, other: Amount, value: Number | None) -> Amount | None:
        dim = _RESULTS.get((op, self.dim, other.dim))
        if dim is None or value is None:
            return None
        if op != "×" and self.dim == other.dim == _COUNT and self.unit != other.unit:
            return None
        return Amount(dim, (self if dim == self.dim else other).unit if dim == _COUNT else "", value)

    def agrees(self, other: Amount) -> bool | None:
        """Whether both can be the same number within the precision they are written in (相符)."""
        return agrees(self.value, other.value) if self.like(other) else None

    def between(self, other: Amount) -> Amount | None:
        """Returns the range over both."""
        return Amount(self.dim, self.unit, between(self.value, other.value)) if self.like(other) else None

    def larger(self, other: Amount) -> Amount | None:
        """Returns the greater of both."""
        return Amount(self.dim, self.unit, larger(self.value, other.value)) if self.like(other) else None

    def smaller(self, other: Amount) -> Amount | None:
        """Returns the lesser of both."""
        return Amount(self.dim, self.unit, smaller(self.value, other.value)) if self.like(other) else None


def _scaled(left: Amount, right: Amount) -> Number:
    """The right side of a sum: points beside a ratio are hundredths."""
    if left.dim == _RATIO and right.dim == _POINTS:
        return over(right.value, HUNDRED) or 0
    return right.value
