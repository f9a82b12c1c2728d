"""Random programs and dossiers over a made-up vocabulary, for comparing evaluators; a seed always gives the same pair."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from random import Random

from engine.dossier import NOTHING, Dossier, Fact, Value, Waiver
from engine.program import Check, Program, Row
from engine.quantity import Dim, Quantity, exactly, result_dim
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
    Term,
    YearDay,
)
from engine.truth import NO, UNKNOWN, YES
from engine.vocabulary import FINDING, FINDING_KIND, Field, Kind, Shape, Vocabulary

WORDS = ("红", "黄", "蓝")
NAMES = ("一", "二", "三", "四", "五")
NUMBERS = (Dim.MONEY, Dim.RATIO, Dim.POINTS, Dim.COUNT, Dim.NUMBER, Dim.DATE, Dim.DAYS, Dim.AMOUNT)
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
    fields = {f: Field(f, dim, options=NAMES if f == "名称" else (), link=LINKS[word] if f == "属" else "") for f, dim in FIELDS.items()}
    return Kind(word, shape, "", fields, ("名称",))


VOCABULARY = Vocabulary(
    {
        "部": _kind("部", Shape.SINGLE),
        "甲": _kind("甲", Shape.LIST),
        "乙": _kind("乙", Shape.LIST),
        "丙": _kind("丙", Shape.TABLE),
        FINDING: FINDING_KIND,
    }
)


class Values:
    """Random values from small ranges, so that comparisons and joins are often close."""

    def __init__(self, random: Random) -> None:
        self.random = random

    def of(self, dim: Dim) -> Value:
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
        base = date(YEAR, 3, 1).toordinal() if dim is Dim.DATE else 0
        low = base + Fraction(self.random.randint(0, 4), self.random.choice((1, 1, 1, 2, 3)) if dim is not Dim.DATE else 1)
        high = low + self.random.choice((0,) * 8 + (1, 2))
        unit = self.random.choice(("个", "项", "", "千瓦")) if dim is Dim.COUNT else ""
        half = Fraction(1, 2) if self.random.random() < 0.2 else Fraction(0)
        return Quantity(dim, low, high, low, half, unit)


@dataclass(frozen=True)
class Place:
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
        return self.random.choice(makers)(dim, place, size) or self._field(dim, place, size) or self._literal(dim, place, 0)

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
        return Literal(dim, "数", self.values.of(dim))  # type: ignore[arg-type]

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
        if dim is not Dim.MONEY:
            return None
        depth = place.depths[-1]
        kind = place.kinds[depth]
        return ParameterOf(dim, "线", "线", (FieldOf(Dim.TEXT, "色", depth, kind, "色"),)) if kind != FINDING else None

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


def program_of(random: Random) -> Program:
    """A program: derived fields resting on one another, checks in up to three strata, the later ones on findings."""
    language = Language(random)
    for number in range(random.randint(0, 6)):
        kind = random.choice((*LISTS, "部"))
        place, key = Place((kind,), (0,)), (kind, f"推{number}")
        if language.chance(0.6):
            language.derived[key] = language.condition(place, 2)
        else:
            language.derived[key] = language.term(random.choice((Dim.MONEY, Dim.RATIO, Dim.COUNT, Dim.TEXT, Dim.TRUTH)), place, 2)
    strata = [tuple(_check(language, f"R{n}", False) for n in range(random.randint(1, 4)))]
    # A derived field on findings has one value for good, so it may read only findings that are there from the start.
    language.derived["甲", "闭环"] = _closed(random)
    language.hidden.add(("甲", "闭环"))
    for later in range(random.choice((0, 1, 1, 2))):
        strata.append(tuple(_check(language, f"S{later}{n}", True) for n in range(random.randint(1, 3))))
    rows = [Row((random.choice((*WORDS, "")),), language.values.number(Dim.MONEY)) for _ in range(random.randint(0, 3))]
    return Program("", YEAR, VOCABULARY, language.derived, {"线": tuple(rows)}, tuple(strata))


def _check(language: Language, rule: str, findings: bool) -> Check:
    kind = language.random.choice((*LISTS, "部", FINDING) if findings else (*LISTS, "部"))
    place = Place((kind,), (0,), findings)
    scope = language.condition(place, 1) if language.chance(0.6) else None
    return Check(rule, kind, language.random.choice(WORDS), scope, language.condition(place, 3))


def _closed(random: Random) -> Condition:
    rule = FieldOf(Dim.TEXT, "规则", 1, FINDING, "规则")
    named = Compare(Dim.TRUTH, "", "=", FieldOf(Dim.TEXT, "对象", 1, FINDING, "对象"), FieldOf(Dim.TEXT, "名称", 0, "甲", "名称"))
    inner = All(Dim.TRUTH, "", (OneOf(Dim.TRUTH, "", rule, ("R0", "R1")), named))
    return Exists(Dim.TRUTH, "闭环", FINDING, 1, inner if random.random() < 0.7 else inner.items[0])


def dossier_of(random: Random, program: Program) -> Dossier:
    """A dossier for any program over the vocabulary, with gaps of every kind and some waivers."""
    values = Values(random)
    facts = {"部": (_fact(values, "部", "部"),), "丙": tuple(_fact(values, "丙", name) for name in NAMES[:3])}
    for kind in ("甲", "乙"):
        supplied = random.random()
        known = tuple(_fact(values, kind, name) for name in random.sample(NAMES, random.randint(0, 4))) if supplied > 0.1 else ()
        facts[kind] = known if supplied > 0.25 else (*known, Fact(kind, "（未提供）", {}, present=UNKNOWN))
    checks = [check for stratum in program.strata for check in stratum]
    waivers = tuple(
        Waiver(check.rule, random.choice(NAMES), "", "", date(YEAR, 12, 31).toordinal()) for check in checks if random.random() < 0.3
    )
    return Dossier("部", YEAR, "", facts, waivers)


def _fact(values: Values, kind: str, key: str) -> Fact:
    found: dict[str, Value] = {"名称": key}
    for word, dim in FIELDS.items():
        chance = values.random.random()
        if word == "名称" or chance < 0.12:
            continue
        known = values.random.choice(NAMES) if word == "属" else values.of(dim)
        found[word] = NOTHING if chance < 0.18 else known
    return Fact(kind, key, found)


def turned(dossier: Dossier) -> Dossier:
    """The same dossier with every list in the opposite order."""
    return replace(dossier, facts={kind: facts[::-1] for kind, facts in dossier.facts.items()})
