"""Random departments of which all that a spec reads is there, in small ranges; now and then one that is not plain."""

from __future__ import annotations

from random import Random
from typing import Any

from plain_lines import Data, text_of

from engine.generated.known.shapes import MOST
from engine.generated.known.spec import Spec
from engine.quantity import WHOLE_UNITS as UNITS
from engine.quantity import Dim
from engine.vocabulary import Field, Kind, Shape

NAMES = ("甲", "乙", "丙", "a b", "（甲）", "甲·乙")
FEN = (-1, 0, 0, 1, 2, 3, 4, 5, 6, 10, 20, 100, 101, 99)
LARGE = (10**13, 5 * 10**13 + 1, MOST, -MOST, MOST + 1)
WHOLE = (Dim.MONEY, Dim.COUNT, Dim.NUMBER)


class Departments:
    """Departments for one spec."""

    def __init__(self, spec: Spec, random: Random) -> None:
        self.spec, self.random = spec, random
        self.wild = False  # whether this one may hold what is not plain
        self.large = False
        self.names: dict[str, list[str]] = {}

    def line(self) -> bytes:
        """The line of another department."""
        self.wild, self.large = self.random.random() < 0.15, self.random.random() < 0.1
        self.names = {}
        kinds = self.spec.vocabulary.kinds
        pointed = {field.link for kind in kinds.values() for field in kind.fields.values() if field.link}
        for word in pointed & self.spec.fields.keys():
            self.names[word] = self.random.sample(NAMES, self.random.randint(0, 6))
        facts = {word: self.kind(kinds[word]) for word in self.spec.fields if word != "部门"}
        about = self.fact(kinds["部门"], self.spec.fields["部门"])
        about |= {"名称": "某局", "年度": self.spec.year, "地区": self.spec.region}
        return text_of({"部门": about} | facts)

    def kind(self, kind: Kind) -> Any:
        """All facts of a kind."""
        read = self.spec.fields[kind.word]
        if kind.shape is Shape.SINGLE:
            return self.fact(kind, read)
        if kind.shape is Shape.TABLE:
            rows = self.spec.rows[kind.word]
            chosen = [row for row in kind.rows if rows[row] or self.random.random() < 0.3]
            return {row: self.fact(kind, rows[row], kind.key[0]) for row in chosen}
        names = self.names.get(kind.word)
        if names is None:
            alone = len(kind.key) == 1
            many = self.random.choice((0, 0, 1, 2, 3, 5, 9)) if not alone else self.random.randint(0, 6)
            names = self.random.sample(NAMES, many) if alone else [""] * many
        facts = [self.fact(kind, read) | ({kind.key[0]: name} if name else {}) for name in names]
        if facts and len(kind.key) > 1 and self.random.random() < 0.3:
            facts.append(dict(self.random.choice(facts)))  # a twin
        return facts or self.random.choice(("无", []))

    def fact(self, kind: Kind, read: frozenset[str], given: str = "") -> Data:
        """A fact that states what is read and needed, and more now and then."""
        found: Data = {}
        for word, field in kind.fields.items():
            needed = word in read or word in kind.required
            if word == given or (not needed and self.random.random() < 0.9) or (self.wild and self.one_in(40)):
                continue
            value = self.value(kind, field, word in read)
            if value is not None:
                found[word + UNITS.get(field.dim, "")] = value
        items = list(found.items())
        self.random.shuffle(items)
        return dict(items)

    def value(self, kind: Kind, field: Field, read: bool) -> Any:
        """A value of a field; None for one that a plain department does not state."""
        if self.wild and self.one_in(60):
            return self.random.choice(("无", "暂无", " 甲", "不知道", "5万元", 1.5, True, []))
        if field.dim in WHOLE:
            return self.random.choice(LARGE if self.large and self.one_in(3) else FEN)
        if field.dim is Dim.DATE:
            return f"2022-03-{self.random.choice((1, 2, 3, 4, 15, 28)):02}"
        if field.dim is Dim.TRUTH:
            return self.random.choice("是否")
        if field.dim is not Dim.TEXT or (field.link and not read):
            return None
        if field.word not in kind.required and self.one_in(5):
            return "无"
        if field.link:
            return self.random.choice(self.names.get(field.link) or ["无"])
        return self.random.choice(field.options or NAMES)

    def one_in(self, many: int) -> bool:
        """True once in so many times."""
        return self.random.randrange(many) == 0
