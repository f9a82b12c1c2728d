"""Amounts on a threshold and a 分 on either side of it, up to a hundred billion yuan: exact for every operator."""

from __future__ import annotations

import operator
from fractions import Fraction

import pytest
from built import compare, dossier, fact, field, known, program, yuan
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from engine.dossier import Dossier, Fact
from engine.generated.judging import Judge, compiled
from engine.generated.source import source_of
from engine.judge import States, by_reference
from engine.program import Program, Row
from engine.quantity import Dim, Quantity, exactly
from engine.terms import Arithmetic, Condition, ParameterOf, Term
from engine.verdict import State
from engine.waiving import Waivers

SIGNS = {
    "=": operator.eq,
    "≠": operator.ne,
    "<": operator.lt,
    "≤": operator.le,
    ">": operator.gt,
    "≥": operator.ge,
}
LIMITS = sorted({0, 1, 99, 101, 123456789, *(10**n for n in range(14)), *(3 * 10**n + 7 for n in range(13))})
FEN = Fraction(1, 100)


def fen(amount: int) -> Quantity:
    """A sum of money in 分."""
    return yuan(amount * FEN)


def judged(rules: Program, facts: Dossier) -> States:
    """The verdicts of the generated code, which are those of the reference."""
    waivers = Waivers.of(facts, 0)
    found = Judge(compiled(source_of(rules))).judge(facts, waivers)
    assert found == by_reference(rules, facts, waivers)[0]
    return found


def beside(limit: int, **more: Quantity) -> Dossier:
    """Facts with a sum on a limit and a 分 below and above it; their keys say by how much they differ."""
    return dossier(*(fact("甲", str(step), 金=fen(limit + step), **more) for step in (-1, 0, 1)))


def signed(left: Term, right: Term) -> tuple[Condition, ...]:
    """A comparison with every operator."""
    return tuple(compare(left, sign, right) for sign in SIGNS)


def expected(sign: str, left: Fraction | int, right: Fraction | int) -> State:
    """What plain whole numbers say."""
    return State.PASS if SIGNS[sign](left, right) else State.FINDING


@pytest.mark.parametrize("limit", LIMITS)
def test_a_sum_beside_a_figure_of_the_rule_is_judged_to_the_fen(limit: int) -> None:
    found = judged(program(*signed(field("金"), known(fen(limit)))), beside(limit))
    assert found == {(f"R{n}", "甲", str(s)): expected(sign, s, 0) for n, sign in enumerate(SIGNS) for s in (-1, 0, 1)}


@pytest.mark.parametrize("limit", LIMITS)
def test_a_sum_beside_another_field_is_judged_to_the_fen(limit: int) -> None:
    found = judged(program(*signed(field("银"), field("金"))), beside(limit, 银=fen(limit)))
    assert found == {(f"R{n}", "甲", str(s)): expected(sign, 0, s) for n, sign in enumerate(SIGNS) for s in (-1, 0, 1)}


@pytest.mark.parametrize("limit", LIMITS)
def test_a_sum_beside_a_parameter_is_judged_to_the_fen(limit: int) -> None:
    line = ParameterOf(Dim.MONEY, "线", "线", (field("色"),))
    rules = replace(program(*signed(field("金"), line)), parameters={"线": (Row(("红",), fen(limit)),)})
    facts = beside(limit, 色="红")  # type: ignore[arg-type]
    unknown = Fact("甲", "没有颜色", {"金": fen(limit)})
    found = judged(rules, replace(facts, facts={**facts.facts, "甲": (*facts.facts["甲"], unknown)}))
    assert {key: state for key, state in found.items() if key[2] != unknown.key} == {
        (f"R{n}", "甲", str(s)): expected(sign, s, 0) for n, sign in enumerate(SIGNS) for s in (-1, 0, 1)
    }


@given(st.sampled_from(LIMITS[1:]), st.integers(1, 120), st.sampled_from((-1, 0, 1)))
def test_a_rate_beside_a_percentage_is_judged_to_the_fen(base: int, percent: int, step: int) -> None:
    rate = Arithmetic(Dim.RATIO, "率", "÷", field("金"), field("银"))
    spent = base * percent + step  # of a hundred bases: the percentage itself, and a 分 on either side
    facts = dossier(fact("甲", "一", 金=fen(spent), 银=fen(base * 100)))
    found = judged(program(*signed(rate, known(exactly(Dim.RATIO, Fraction(percent, 100))))), facts)
    assert found == {(f"R{n}", "甲", "一"): expected(sign, step, 0) for n, sign in enumerate(SIGNS)}


@given(st.lists(st.integers(-(10**13), 10**13), min_size=2, max_size=2), st.sampled_from((-1, 0, 1)))
def test_sums_and_differences_are_exact_to_the_fen(parts: list[int], step: int) -> None:
    for op, total in (("+", sum(parts)), ("-", parts[0] - parts[1])):
        made = Arithmetic(Dim.MONEY, "和", op, field("金"), field("银"))
        facts = dossier(fact("甲", "一", 金=fen(parts[0]), 银=fen(parts[1])))
        found = judged(program(*signed(made, known(fen(total - step)))), facts)
        assert found == {(f"R{n}", "甲", "一"): expected(sign, step, 0) for n, sign in enumerate(SIGNS)}


@given(st.fractions(-5, 5), st.fractions(-5, 5))
def test_sums_finer_than_a_fen_are_exact_too(left: Fraction, right: Fraction) -> None:
    facts = dossier(fact("甲", "一", 金=yuan(left), 银=yuan(right)))
    found = judged(program(*signed(field("金"), field("银"))), facts)
    assert found == {(f"R{n}", "甲", "一"): expected(sign, left, right) for n, sign in enumerate(SIGNS)}
