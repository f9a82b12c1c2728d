"""Random programs and dossiers over the made-up vocabulary; the same seed always gives the same pair."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise
from random import Random

from language import Language, Place
from made_up import FIELDS, LISTS, NAMES, VOCABULARY, WORDS, YEAR, Values
from msgspec.structs import replace

from engine.dossier import NOTHING, Dossier, Fact, Value, Waiver
from engine.program import Check, Edge, Program, Row
from engine.quantity import Dim, exactly
from engine.terms import All, Compare, Condition, Exists, FieldOf, OneOf
from engine.truth import UNKNOWN
from engine.vocabulary import FINDING

FIGURES = (Dim.MONEY, Dim.RATIO, Dim.COUNT, Dim.TEXT, Dim.TRUTH)


def pair_of(seed: int, size: int = 4) -> tuple[Program, Dossier]:
    """The program and the dossier of a seed."""
    random = Random(seed)
    program = program_of(random)
    return program, dossier_of(random, [check.rule for stratum in program.strata for check in stratum], size)


def program_of(random: Random) -> Program:
    """A program: derived fields resting on one another, checks in up to three strata, the later ones on findings."""
    language = Language(random)
    for number in range(random.randint(0, 6)):
        kind = random.choice((*LISTS, "部"))
        place, key = Place((kind,), (0,)), (kind, f"推{number}")
        dim = None if language.chance(0.6) else random.choice(FIGURES)
        language.derived[key] = language.term(dim, place, 2) if dim else language.condition(place, 2)
    strata = [tuple(_check(language, f"R{n}", False) for n in range(random.randint(1, 4)))]
    # A derived field on findings has one value for good: it may read only those there are when it is first read.
    language.derived["甲", "闭环"] = _closed(random)
    language.hidden.add(("甲", "闭环"))
    strata += _later(language)
    rows = [Row((random.choice((*WORDS, "")),), language.values.number(Dim.MONEY)) for _ in range(random.randint(0, 3))]
    ladders = {name: tuple(_steps(language, dim)) for name, dim in (("数梯", Dim.MONEY), ("词梯", Dim.TEXT))}
    return Program("", YEAR, VOCABULARY, language.derived, {"线": tuple(rows), **ladders}, tuple(strata))


def _steps(language: Language, dim: Dim) -> Iterator[Row]:
    """The steps of a few ladders side by side; mostly they meet, sometimes they overlap or leave a gap."""
    random = language.random
    for word in random.sample((*WORDS, ""), random.randint(0, 3)):
        edges = sorted({language.values.number(Dim.RATIO).nominal for _ in range(random.randint(1, 3))})
        ends = [None, *(Edge(exactly(Dim.RATIO, edge), random.random() < 0.5) for edge in edges), None]
        for low, high in pairwise(ends):
            begin = low and replace(low, included=not low.included if random.random() < 0.8 else low.included)
            value = random.choice(WORDS) if dim is Dim.TEXT else language.values.number(dim)
            if random.random() < 0.9:
                yield Row((word,), value, begin, high)


def _later(language: Language) -> Iterator[tuple[Check, ...]]:
    for later in range(language.random.choice((0, 1, 1, 2))):
        yield tuple(_check(language, f"S{later}{n}", True) for n in range(language.random.randint(1, 3)))


def _check(language: Language, rule: str, findings: bool) -> Check:
    kind = language.random.choice((*LISTS, "部", FINDING) if findings else (*LISTS, "部"))
    place = Place((kind,), (0,), findings)
    scope = language.condition(place, 1) if language.chance(0.6) else None
    return Check(rule, kind, language.random.choice(WORDS), scope, language.condition(place, 3))


def _closed(random: Random) -> Condition:
    rule, subject = (FieldOf(Dim.TEXT, word, 1, FINDING, word) for word in ("规则", "对象"))
    named = Compare(Dim.TRUTH, "", "=", subject, FieldOf(Dim.TEXT, "名称", 0, "甲", "名称"))
    first = OneOf(Dim.TRUTH, "", rule, ("R0", "R1"))
    return Exists(Dim.TRUTH, "闭环", FINDING, 1, All(Dim.TRUTH, "", (first, named)) if random.random() < 0.7 else first)


def dossier_of(random: Random, rules: Sequence[str], size: int = 4) -> Dossier:
    """A dossier of lists up to a size, with gaps of every kind and waivers of some of the rules."""
    values = Values(random)
    facts = {"部": (_fact(values, "部", "部"),), "丙": tuple(_fact(values, "丙", name) for name in NAMES[:3])}
    for kind in ("甲", "乙"):
        supplied = random.random()
        count = 0 if supplied < 0.1 else random.randint(0, size)
        names = random.sample(NAMES, count) if size < len(NAMES) else [f"{NAMES[n % 5]}{n}" for n in range(count)]
        known = tuple(_fact(values, kind, name) for name in names)
        facts[kind] = known if supplied > 0.25 else (*known, Fact(kind, "（未提供）", {}, present=UNKNOWN))
    waived = [(rule, random.choice(NAMES)) for rule in rules if random.random() < 0.3]
    until = date(YEAR, 12, 31).toordinal()
    return Dossier("部", YEAR, "", facts, tuple(Waiver(rule, name, "", "", until) for rule, name in waived))


def _fact(values: Values, kind: str, key: str) -> Fact:
    found: dict[str, Value] = {"名称": key}
    for word, dim in FIELDS.items():
        chance = values.random.random()
        if word != "名称" and chance > 0.12:
            known = values.random.choice(NAMES) if word == "属" else values.of(dim)
            found[word] = NOTHING if chance < 0.18 else known
    return Fact(kind, key, found)


def turned(dossier: Dossier) -> Dossier:
    """The same dossier with every list in the opposite order."""
    return replace(dossier, facts={kind: facts[::-1] for kind, facts in dossier.facts.items()})
