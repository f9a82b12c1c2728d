"""Random programs over random dossiers with findings given beforehand: the generated code says what the reference says.

JIXIAO_CASES sets how many, JIXIAO_SEED the first of them: a failure names the seed that repeats it.
"""

from __future__ import annotations

import os
from collections import Counter
from random import Random

import pytest
from generate import pair_of, turned
from made_up import NAMES, WORDS
from msgspec.structs import replace

from engine.dossier import Dossier, Fact
from engine.generated.judging import Judge, compiled
from engine.generated.source import source_of
from engine.judge import by_reference
from engine.program import Check, Program
from engine.quantity import Dim
from engine.terms import All, AnyOf, Not
from engine.vocabulary import FINDING
from engine.waiving import Waivers

FIRST = int(os.environ.get("JIXIAO_SEED", "0"))
CASES = int(os.environ.get("JIXIAO_CASES", "500"))
BLOCK = 50


def given_to(program: Program, seed: int) -> tuple[Fact, ...]:
    """Up to four findings of rules of the program, some on subjects that the rules will find wanting themselves."""
    random = Random(seed)
    rules = [check.rule for stratum in program.strata for check in stratum]
    found = {}
    for _ in range(random.choice((0, 0, 2, 4))):
        rule, kind, subject = random.choice(rules), random.choice("甲乙丙"), random.choice(NAMES)
        values = {"规则": rule, "主题": random.choice(WORDS), "对象类型": kind, "对象": subject}
        found[f"{rule}·{kind}·{subject}"] = Fact(FINDING, f"{rule}·{kind}·{subject}", values)
    return tuple(found.values())


def case(seed: int) -> tuple[Program, Dossier]:
    """The program and dossier of a seed; every 25th has long lists, every third says everything several times."""
    program, dossier = pair_of(seed, size=25 if seed % 25 == 0 else 4)
    strata = tuple((*stratum, *map(repeated, stratum)) for stratum in program.strata)
    return replace(program, strata=strata) if seed % 3 == 0 else program, dossier


def repeated(check: Check) -> Check:
    """Another check made of the same conditions, as look-alike rules are."""
    both = All(Dim.TRUTH, "", (check.scope or check.duty, Not(Dim.TRUTH, "", check.duty)))
    return Check(f"{check.rule}b", check.kind, check.theme, AnyOf(Dim.TRUTH, "", (both, check.duty)), both)


def difference(seed: int) -> str:
    """Says where the answers of a seed differ; nothing where they are the same, and in the same order."""
    program, dossier = case(seed)
    judge = Judge(compiled(source_of(program)))
    for given in ((), given_to(program, seed)):
        for order in (dossier, turned(dossier)):
            waivers = Waivers.of(order, 0)
            expected, _ = by_reference(program, order, waivers, given)
            found = judge.judge(order, waivers, given)
            if list(expected.items()) != list(found.items()):
                wrong = {key: (expected.get(key), found.get(key)) for key in {**expected, **found}}
                shown = {key: pair for key, pair in wrong.items() if pair[0] != pair[1]} or "the order"
                return f"JIXIAO_SEED={seed} JIXIAO_CASES=1: {shown}"
    return ""


@pytest.mark.parametrize("first", range(FIRST, FIRST + CASES, BLOCK))
def test_generated_code_says_what_the_reference_says_in_either_order_of_facts(first: int) -> None:
    wrong = [found for seed in range(first, min(first + BLOCK, FIRST + CASES)) if (found := difference(seed))]
    assert not wrong, "\n".join(wrong)


def parts_of(program: Program) -> set[str]:
    """Which of the ways of generated code a program takes."""
    source = source_of(program)
    marks = {
        "Lookup(": "parameters",
        ".step(": "ladders",
        "Span(": "spans",
        "Amount(": "amounts",
        ".agrees(": "相符 of amounts",
        " agrees(": "相符",
        "working_days(": "working days",
        ".among(": "findings of some rules",
        ".at(": "joins",
        "s.conclude()": "strata",
        "def x": "shared parts",
        ".get(str(": "links",
        "_written(": "written precision",
        "empty(": "none of a figure",
        "s.a": "single facts",
    }
    return {name for mark, name in marks.items() if mark in source}


def test_the_random_cases_take_every_way_through_the_generated_code() -> None:
    ways = Counter(way for seed in range(200) for way in parts_of(case(seed)[0]))
    assert len(ways) == 15, ways
