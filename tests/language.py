"""Random terms and conditions of every kind over the made-up vocabulary."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from random import Random

from made_up import LINKS, LISTS, NAMES, VOCABULARY, WORDS, Values
from msgspec import Struct
from msgspec.structs import replace

from engine.quantity import Dim, result_dim
from engine.terms import (
    Aggregate,
    Agree,
    All,
    AnyOf,
    Arithmetic,
    Call,
    Compare,
    Condition,
    Contains,
    Exists,
    FieldOf,
    Holds,
    IsNone,
    LinkedField,
    Literal,
    Not,
    OneOf,
    ParameterOf,
    SingleField,
    StepOf,
    Term,
    YearDay,
)
from engine.vocabulary import FINDING

NUMBERS = (Dim.MONEY, Dim.RATIO, Dim.POINTS, Dim.COUNT, Dim.NUMBER, Dim.DATE, Dim.DAYS, Dim.AMOUNT)


class Place(Struct, frozen=True):
    """Where a term or condition stands: the kinds by depth, the depths it may read, whether it may read findings."""

    kinds: tuple[str, ...]
    depths: tuple[int, ...]
    findings: bool = False
    in_aggregate: bool = False

    def inside(self, kind: str, everything: bool, aggregate: bool = False) -> Place:
        """Inside a quantifier: the new variable and the one around it, or everything around it."""
        depth = len(self.kinds)
        depths = (*self.depths, depth) if everything or self.in_aggregate or aggregate else (depth - 1, depth)
        return Place((*self.kinds, kind), depths, self.findings, self.in_aggregate or aggregate)


class Language:
    """Random terms and conditions over stated fields and the derived fields defined so far."""

    def __init__(self, random: Random) -> None:
        self.random, self.values = random, Values(random)
        self.derived: dict[tuple[str, str], Term | Condition] = {}
        self.hidden: set[tuple[str, str]] = set()  # derived fields on findings, not for the first stratum

    def chance(self, share: float) -> bool:
        """True for this share of calls."""
        return self.random.random() < share

    # Terms

    def term(self, dim: Dim, place: Place, size: int) -> Term:
        """A term of a dimension."""
        makers: list[Callable[[Dim, Place, int], Term | None]] = [self._field, self._field, self._literal, self._single]
        if size > 0:
            makers += [self._linked, self._arithmetic, self._call, self._aggregate, self._parameter]
        return (
            self.random.choice(makers)(dim, place, size)
            or self._field(dim, place, size)
            or self._literal(dim, place, 0)
        )

    def _words(self, kind: str, dim: Dim, place: Place) -> list[str]:
        stated = [word for word, field in VOCABULARY.kinds[kind].fields.items() if field.dim is dim]
        hidden = set() if place.findings else self.hidden
        return stated + [w for (k, w), d in self.derived.items() if k == kind and d.dim is dim and (k, w) not in hidden]

    def _literal(self, dim: Dim, place: Place, size: int) -> Term:
        if dim is Dim.DATE and self.chance(0.3):
            return YearDay(dim, "本年某日", 3, self.random.randint(1, 4))
        if dim is Dim.AMOUNT:
            value = self.values.number(dim)
            return Literal(value.dim, "数", replace(value, half=Fraction(0)))
        return Literal(dim, "数", self.values.of(dim))

    def _field(self, dim: Dim, place: Place, size: int) -> Term | None:
        depth = self.random.choice(place.depths)
        words = self._words(place.kinds[depth], dim, place)
        word = self.random.choice(words) if words else ""
        return FieldOf(dim, word, depth, place.kinds[depth], word) if words else None

    def _single(self, dim: Dim, place: Place, size: int) -> Term | None:
        words = self._words("部", dim, place)
        word = self.random.choice(words) if words else ""
        return SingleField(dim, f"部.{word}", "部", word) if words else None

    def _linked(self, dim: Dim, place: Place, size: int) -> Term | None:
        depth = self.random.choice(place.depths)
        target = LINKS.get(place.kinds[depth])
        words = self._words(target, dim, place) if target else []
        if not target or not words:
            return None
        word = self.random.choice(words)
        return LinkedField(dim, f"{target}.{word}", depth, "属", target, word)

    def _arithmetic(self, dim: Dim, place: Place, size: int) -> Term | None:
        ways = [(op, a, b) for op in "+-×÷" for a in NUMBERS for b in NUMBERS if result_dim(op, a, b) is dim]
        if not ways:
            return None
        op, left, right = self.random.choice(ways)
        a, b = self.term(left, place, size - 1), self.term(right, place, size - 1)
        found = result_dim(op, a.dim, b.dim)
        return Arithmetic(found, f"{a.text}{op}{b.text}", op, a, b) if found is not None else None

    def _call(self, dim: Dim, place: Place, size: int) -> Term | None:
        if dim is Dim.DAYS:
            ends = tuple(self.term(Dim.DATE, place, size - 1) for _ in range(2))
            return Call(dim, "间隔", self.random.choice(("间隔日数", "工作日数")), ends)
        if dim in (Dim.TEXT, Dim.TRUTH, Dim.TAGS, Dim.DATE, Dim.AMOUNT):
            return None
        function = self.random.choice(("绝对值", "负", "区间", "首个已知"))
        count = 1 if function in ("绝对值", "负") else 2
        return Call(dim, function, function, tuple(self.term(dim, place, size - 1) for _ in range(count)))

    def _aggregate(self, dim: Dim, place: Place, size: int) -> Term | None:
        function = "数量" if dim is Dim.COUNT and self.chance(0.7) else self.random.choice(("合计", "最大", "最小"))
        kind = self.random.choice((*LISTS, FINDING) if place.findings and function == "数量" else LISTS)
        if dim not in NUMBERS or (dim is Dim.DATE and function == "合计"):
            return None
        inner = place.inside(kind, everything=True, aggregate=True)
        term = None if function == "数量" else self._field(dim, replace(inner, depths=inner.depths[-1:]), 0)
        if function != "数量" and term is None:
            return None
        condition = self.condition(inner, size - 1) if self.chance(0.7) else None
        return Aggregate(dim, f"{function}({kind})", function, kind, len(place.kinds), term, condition)

    def _parameter(self, dim: Dim, place: Place, size: int) -> Term | None:
        depth = place.depths[-1]
        kind = place.kinds[depth]
        if dim not in (Dim.MONEY, Dim.TEXT) or kind == FINDING:
            return None
        keys = (FieldOf(Dim.TEXT, "色", depth, kind, "色"),)
        if dim is Dim.MONEY and self.chance(0.5):
            return ParameterOf(dim, "线", "线", keys)
        name = "数梯" if dim is Dim.MONEY else "词梯"
        figure = self.term(Dim.RATIO, place, size - 1)
        return StepOf(dim, name, figure, ParameterOf(dim, name, name, keys))

    # Conditions

    def condition(self, place: Place, size: int) -> Condition:
        """A condition; the larger its size, the deeper it may be."""
        leaves = (self._compare, self._compare, self._compare, self._one_of, self._other)
        branches = (self._all, self._any, self._not, self._exists, self._exists)
        makers = leaves if size <= 0 or (size == 1 and len(place.kinds) > 3) else leaves + branches
        return self.random.choice(makers)(place, size)

    def _compare(self, place: Place, size: int) -> Condition:
        dim = self.random.choice((*NUMBERS, Dim.TEXT, Dim.TEXT, Dim.TRUTH))
        left, right = self.term(dim, place, min(size, 2)), self.term(dim, place, min(size, 2) - 1)
        ops = ("=", "≠") if dim in (Dim.TEXT, Dim.TRUTH) else ("=", "≠", "<", "≤", ">", "≥")
        return Compare(Dim.TRUTH, "比较", self.random.choice(ops), left, right)

    def _one_of(self, place: Place, size: int) -> Condition:
        words = tuple(self.random.sample((*WORDS, *NAMES), self.random.choice((1, 2, 3, 8))))
        return OneOf(Dim.TRUTH, "属于", self.term(Dim.TEXT, place, min(size, 1)), words)

    def _other(self, place: Place, size: int) -> Condition:
        choice = self.random.randrange(4)
        if choice == 0:
            dim = self.random.choice((Dim.MONEY, Dim.RATIO, Dim.AMOUNT))
            return Agree(Dim.TRUTH, "相符", self.term(dim, place, size), self.term(dim, place, size))
        if choice == 1:
            return Contains(Dim.TRUTH, "包含", self.term(Dim.TAGS, place, 0), self.term(Dim.TEXT, place, 0))
        if choice == 2:
            dim = self.random.choice((Dim.TEXT, Dim.MONEY, Dim.AMOUNT))
            return IsNone(Dim.TRUTH, "为无", self._field(dim, place, 0) or self._literal(dim, place, 0))
        return Holds(Dim.TRUTH, "是否", self.term(Dim.TRUTH, place, size))

    def _several(self, place: Place, size: int) -> tuple[Condition, ...]:
        count = 11 if self.chance(0.03) else self.random.choice((2, 2, 2, 3, 4))
        return tuple(self.condition(place, size - 1 if count < 11 else 0) for _ in range(count))

    def _all(self, place: Place, size: int) -> Condition:
        return All(Dim.TRUTH, "且", self._several(place, size))

    def _any(self, place: Place, size: int) -> Condition:
        return AnyOf(Dim.TRUTH, "或", self._several(place, size))

    def _not(self, place: Place, size: int) -> Condition:
        return Not(Dim.TRUTH, "非", self.condition(place, size - 1))

    def _exists(self, place: Place, size: int) -> Condition:
        kind = self.random.choice((*LISTS, FINDING, FINDING) if place.findings else LISTS)
        inner = place.inside(kind, everything=self.chance(0.2))
        condition = None if self.chance(0.1) else self.condition(inner, size - 1)
        if self.chance(0.5) and kind != FINDING:
            condition = All(Dim.TRUTH, "", (self._link(inner), *((condition,) if condition else ())))
        return Exists(Dim.TRUTH, f"存在 {kind}", kind, len(place.kinds), condition)

    def _link(self, place: Place) -> Condition:
        """The equality of texts by which an element belongs to a fact around it."""
        depth, outer = len(place.kinds) - 1, place.depths[-2]
        own, other = self.random.choice((("属", "名称"), ("名称", "属"), ("色", "色")))
        left = FieldOf(Dim.TEXT, own, depth, place.kinds[depth], own)
        other = "对象" if place.kinds[outer] == FINDING else other
        return Compare(Dim.TRUTH, "属于外层", "=", left, FieldOf(Dim.TEXT, other, outer, place.kinds[outer], other))
