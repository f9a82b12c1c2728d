"""A made-up vocabulary for comparing evaluators, and random values for it from small ranges."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from random import Random

from engine.quantity import Dim, Quantity
from engine.truth import NO, YES, Truth
from engine.vocabulary import FINDING, FINDING_KIND, Field, Kind, Shape, Vocabulary

WORDS = ("红", "黄", "蓝")
NAMES = ("一", "二", "三", "四", "五")
FIELDS = {
    "名称": Dim.TEXT,
    "色": Dim.TEXT,
    "金": Dim.MONEY,
    "银": Dim.MONEY,
    "率": Dim.RATIO,
    "数": Dim.COUNT,
    "号": Dim.NUMBER,
    "日": Dim.DATE,
    "量": Dim.AMOUNT,
    "签": Dim.TAGS,
    "是": Dim.TRUTH,
    "属": Dim.TEXT,
}
LINKS = {"甲": "乙", "乙": "甲", "丙": "甲", "部": "甲"}
LISTS = ("甲", "乙", "丙")
YEAR = 2022


def _kind(word: str, shape: Shape) -> Kind:
    fields = {name: Field(name, dim, link=LINKS[word] if name == "属" else "") for name, dim in FIELDS.items()}
    return Kind(word, shape, "", fields, ("名称",))


_SHAPES = {"部": Shape.SINGLE, "甲": Shape.LIST, "乙": Shape.LIST, "丙": Shape.TABLE}
VOCABULARY = Vocabulary({**{word: _kind(word, shape) for word, shape in _SHAPES.items()}, FINDING: FINDING_KIND})


class Values:
    """Random values; the ranges are so small that comparisons and joins are often close."""

    def __init__(self, random: Random) -> None:
        self.random = random

    def of(self, dim: Dim) -> Quantity | str | frozenset[str] | Truth:
        """A known value of a dimension."""
        if dim is Dim.TEXT:
            return self.random.choice(WORDS)
        if dim is Dim.TAGS:
            return frozenset(self.random.sample(WORDS, self.random.randint(0, 2)))
        return self.random.choice((YES, NO)) if dim is Dim.TRUTH else self.number(dim)

    def number(self, dim: Dim) -> Quantity:
        """A number, sometimes an approximation, sometimes written with a precision, sometimes in a unit of its own."""
        if dim is Dim.AMOUNT:
            dim = self.random.choice((Dim.MONEY, Dim.RATIO, Dim.COUNT))
        low = Fraction(self.random.randint(0, 4), self.random.choice((1, 1, 1, 2, 3)))
        if dim is Dim.DATE:
            low = Fraction(date(YEAR, 3, 1).toordinal() + self.random.randint(0, 4))
        high = low + self.random.choice((0,) * 8 + (1, 2))
        unit = self.random.choice(("个", "项", "", "千瓦")) if dim is Dim.COUNT else ""
        half = Fraction(1, 2) if self.random.random() < 0.2 else Fraction(0)
        return Quantity(dim, low, high, low, half, unit)
