"""Exact quantities: an interval of rational numbers in one dimension, with the precision it was written in.

Two kinds of inexactness are kept apart. An *approximation* (约, 余, 近, 不足) makes `low` and `high` differ and
counts in every comparison. *Written precision* (`half`: half a unit of the last written digit) counts only in 相符,
where figures are compared as intervals with inclusive ends, the way XBRL Calculations 1.1 does.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from fractions import Fraction
from itertools import product
from operator import eq, ge, gt, le, lt, ne

from msgspec import Struct
from msgspec.structs import replace

from engine.truth import NO, UNKNOWN, YES, Truth, truth_of

ZERO = Fraction(0)


class Dim(StrEnum):
    """What a value measures; the value of each member is the Chinese word that authors read and write."""

    MONEY = "金额"
    FOREIGN = "美元金额"
    RATIO = "比率"
    POINTS = "百分点"
    COUNT = "个数"
    SCORE = "分值"
    NUMBER = "数"
    DATE = "日期"
    DAYS = "日数"
    AMOUNT = "量"  # known only when the facts are read: an indicator may be 22个, 10% or 133.8亿元
    TEXT = "文本"
    TAGS = "多选"
    TRUTH = "是否"


# How a key says that its figures are whole numbers of the smallest unit: 年度预算（分）.
WHOLE_UNITS = {Dim.MONEY: "（分）", Dim.COUNT: "（个）"}
NUMERIC = frozenset(Dim) - {Dim.TEXT, Dim.TAGS, Dim.TRUTH}


class Quantity(Struct, frozen=True):
    """A number between low and high (both inclusive) in the base unit of its dimension.

    Base units: 元, 美元, 1 (ratios: 95% is 19/20), 百分点, 个, 分, days; for dates the proleptic ordinal of the day.
    nominal is the figure that is printed; mark is the word of approximation (约, 余, …); unit is the unit to print
    in, and for countable things the thing counted (座, 千瓦).
    """

    dim: Dim
    low: Fraction
    high: Fraction
    nominal: Fraction
    half: Fraction = ZERO
    unit: str = ""
    mark: str = ""

    @property
    def exact(self) -> bool:
        """Whether the value is one number, not a range."""
        return self.low == self.high

    def written(self) -> Quantity:
        """The same figure as all it may stand for in the precision it was written in; 约 and 余 say that already."""
        return (
            replace(self, low=self.low - self.half, high=self.high + self.half, half=ZERO)
            if self.half and not self.mark
            else self
        )


def exactly(dim: Dim, value: Fraction | int, unit: str = "") -> Quantity:
    """Returns a quantity that is one number."""
    number = Fraction(value)
    return Quantity(dim, number, number, number, unit=unit)


def between(least: Quantity, most: Quantity) -> Quantity:
    """Returns the range between two quantities of the same dimension, for a figure not settled between them."""
    low, high = min(least.low, most.low), max(least.high, most.high)
    mark = "" if low == high else "约"
    return Quantity(least.dim, low, high, (least.nominal + most.nominal) / 2, unit=least.unit or most.unit, mark=mark)


def result_dim(op: str, left: Dim, right: Dim) -> Dim | None:
    """Returns the dimension of left op right (op one of + - × ÷), or None where the two do not go together."""
    if Dim.AMOUNT in (left, right) and {left, right} <= NUMERIC:
        return Dim.RATIO if op == "÷" and left == right else Dim.AMOUNT
    if op in "+-":
        return _SUMS.get((left, op, right)) or (left if left == right and left in NUMERIC - {Dim.DATE} else None)
    if left not in NUMERIC or right not in NUMERIC or Dim.DATE in (left, right):
        return None
    if op == "×":
        return _PRODUCTS.get((left, right)) or _PRODUCTS.get((right, left))
    if left == right:
        return Dim.NUMBER if left is Dim.NUMBER else Dim.RATIO
    return left if right in (Dim.NUMBER, Dim.RATIO) or (left is Dim.MONEY and right is Dim.COUNT) else None


_SUMS = {
    (Dim.RATIO, "-", Dim.RATIO): Dim.POINTS,  # 10% less 2.5% is 7.5个百分点, not 7.5%
    (Dim.RATIO, "+", Dim.POINTS): Dim.RATIO,
    (Dim.RATIO, "-", Dim.POINTS): Dim.RATIO,
    (Dim.DATE, "+", Dim.DAYS): Dim.DATE,
    (Dim.DATE, "-", Dim.DAYS): Dim.DATE,
}
_PRODUCTS = {(dim, factor): dim for dim in NUMERIC - {Dim.DATE} for factor in (Dim.NUMBER, Dim.RATIO)}
_PRODUCTS[(Dim.RATIO, Dim.NUMBER)] = Dim.RATIO
_PRODUCTS[(Dim.NUMBER, Dim.RATIO)] = Dim.RATIO
Operation = Callable[[Fraction, Fraction], Fraction]
_OPERATIONS: dict[str, Operation] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "×": lambda a, b: a * b,
    "÷": lambda a, b: a / b,
}


def combine(op: str, left: Quantity, right: Quantity) -> Quantity | str:
    """Returns left op right by interval arithmetic, or the Chinese reason why there is no value.

    Points are kept as hundredths (5个百分点 is 5), ratios as plain numbers, so their sums convert.
    """
    dim = result_dim(op, left.dim, right.dim)
    if dim is None or (op in "+-÷" and not same_unit(left, right)):
        return f"单位不同（{left.unit or left.dim}与{right.unit or right.dim}），不能计算"
    if op == "÷" and right.low <= 0 <= right.high:
        return "基数为零" if right.exact else "基数可能为零"
    scale = _scale(op, left.dim, right.dim)
    apply = _OPERATIONS[op] if scale == (1, 1) else _scaled(_OPERATIONS[op], *scale)
    unit = left.unit if dim == left.dim else right.unit if dim == right.dim else ""
    if left.low is left.high is left.nominal and right.low is right.high is right.nominal:  # a plain figure: one number
        number = apply(left.low, right.low)
        return Quantity(dim, number, number, number, unit=unit)
    if op in "+-":
        first, last = (right.low, right.high) if op == "+" else (right.high, right.low)
        ends = [apply(left.low, first), apply(left.high, last)]
    else:
        ends = [apply(a, b) for a, b in product(_ends(left), _ends(right))]
    nominal = apply(left.nominal, right.nominal) if op != "÷" or right.nominal else ends[0]
    low, high = min(ends), max(ends)
    return Quantity(dim, low, high, nominal, unit=unit, mark="" if low == high else "约")


def _ends(value: Quantity) -> tuple[Fraction, ...]:
    return (value.low,) if value.low is value.high else (value.low, value.high)


def _scaled(apply: Operation, before: Fraction | int, after: Fraction | int) -> Operation:
    """An operation with its right operand and its result multiplied."""
    return lambda a, b: apply(a, b * before) * after


def _scale(op: str, left: Dim, right: Dim) -> tuple[Fraction | int, Fraction | int]:
    """Returns what to multiply the right operand and the result with, so that ratios and points mix."""
    if op == "-" and left == right == Dim.RATIO:
        return 1, 100
    if op in "+-" and (left, right) == (Dim.RATIO, Dim.POINTS):
        return Fraction(1, 100), 1
    return 1, 1


def same_unit(left: Quantity, right: Quantity) -> bool:
    """Whether two quantities can be compared or added: counted things must be the same sort of thing."""
    if left.dim is Dim.COUNT and right.dim is Dim.COUNT:
        return left.unit == right.unit or {left.unit, right.unit} <= COUNTERS
    return True


# Measure words that only count; any other word (千瓦, 吨, 亩) is a unit of its own.
COUNTERS = frozenset("个项家名人位座根户次件条份处场期批部台套张篇间所只类种宗本村镇街站笔起门辆员") | {""}


def extreme(function: str, left: Quantity, right: Quantity) -> Quantity | str:
    """Returns 最大 or 最小 of two quantities, or the Chinese reason why there is none."""
    if left.dim != right.dim or not same_unit(left, right):
        return "单位不同，不能比较大小"
    pick = max if function == "最大" else min
    low, high = pick(left.low, right.low), pick(left.high, right.high)
    shown = pick((left, right), key=lambda q: q.nominal)
    return Quantity(left.dim, low, high, shown.nominal, shown.half, shown.unit, shown.mark)


def opposite(value: Quantity) -> Quantity:
    """Returns the quantity with its sign turned."""
    return replace(value, low=-value.high, high=-value.low, nominal=-value.nominal)


def magnitude(value: Quantity) -> Quantity:
    """Returns the quantity without its sign."""
    if value.low >= 0:
        return value
    if value.high <= 0:
        return opposite(value)
    return replace(value, low=ZERO, high=max(-value.low, value.high), nominal=abs(value.nominal))


_RELATIONS = {"=": eq, "≠": ne, "<": lt, "≤": le, ">": gt, "≥": ge}


def compare(op: str, left: Quantity, right: Quantity) -> Truth:
    """Returns whether left op right (= ≠ < ≤ > ≥) holds for all, some or none of the values both may have."""
    if left.dim is not right.dim or (left.dim is Dim.COUNT and not same_unit(left, right)):
        return UNKNOWN
    if left.low is left.high and right.low is right.high:  # plain figures: one comparison
        return truth_of(_RELATIONS[op](left.low, right.low))
    if op in ("=", "≠"):
        equal = UNKNOWN
        if left.high < right.low or right.high < left.low:
            equal = NO
        elif left.exact and right.exact:
            equal = YES
        return equal if op == "=" else ~equal
    if op in (">", "≥"):
        left, right = right, left
    strict = op in ("<", ">")
    if left.high < right.low or (not strict and left.high == right.low):
        return YES
    if left.low > right.high or (strict and left.low == right.high):
        return NO
    return UNKNOWN


def overlap(left: Quantity, right: Quantity) -> Truth:
    """Returns whether two figures, widened to their written precision before, can be the same number (相符)."""
    if left.dim != right.dim or not same_unit(left, right):
        return UNKNOWN
    return YES if left.low <= right.high and right.low <= left.high else NO
