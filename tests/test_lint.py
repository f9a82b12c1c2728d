"""What the algebra of lint says of random conditions, held against every fact of a grid and the reference evaluator."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from random_conditions import CONDITIONS, GRID, SETTING, desk, meets, truth_at

from engine.lint.asking import Asking
from engine.lint.formulas import both, negate
from engine.lint.settings import Setting
from engine.lint.solving import Solver
from engine.lint.witness import Verifier, sample_of
from engine.truth import NO, YES

BENCH, SETTINGS = desk()
TRANSLATOR = SETTINGS.at(SETTING)
SOME = Random(1).sample(GRID, 120)


@given(CONDITIONS)
def test_the_formulas_of_a_condition_are_true_of_a_fact_exactly_where_the_evaluator_is(text: str) -> None:
    condition = BENCH.condition(text, "项目")
    truths = TRANSLATOR.truths(condition)
    turned = negate(truths.yes), negate(truths.no)
    for fact in SOME:
        found = truth_at(BENCH, condition, fact)
        assert (found is YES, found is NO) == (meets(truths.yes, fact), meets(truths.no, fact)), fact
        assert (found is not YES, found is not NO) == (meets(turned[0], fact), meets(turned[1], fact)), fact


@pytest.mark.parametrize("wanted", [True, False])
@given(CONDITIONS)
def test_what_is_called_impossible_is_met_by_no_fact_of_the_grid(wanted: bool, text: str) -> None:
    condition, asking = BENCH.condition(text, "项目"), Asking(Solver(wanted))
    truths = TRANSLATOR.truths(condition)
    found = {truth_at(BENCH, condition, fact) for fact in GRID}
    assert not (asking.empty(truths.yes) and YES in found)
    assert not (asking.empty(truths.no) and NO in found)


@given(CONDITIONS)
def test_a_sample_is_what_the_evaluator_takes_it_for(text: str) -> None:
    condition, asking = BENCH.condition(text, "项目"), Asking(Solver())
    truths = TRANSLATOR.truths(condition)
    for formula, wanted in ((truths.yes, YES), (truths.no, NO)):
        chosen = asking.sample(formula)
        if chosen is not None:
            sample = sample_of("项目", chosen, SETTINGS.book.vocabulary, SETTING)
            assert sample is not None, chosen
            assert Verifier(SETTINGS).truths(sample, SETTING, condition) == [wanted], sample.text


@given(CONDITIONS)
def test_what_some_fact_of_the_grid_meets_is_never_without_a_sample(text: str) -> None:
    condition, asking = BENCH.condition(text, "项目"), Asking(Solver())
    truths = TRANSLATOR.truths(condition)
    found = {truth_at(BENCH, condition, fact) for fact in GRID}
    assert YES not in found or asking.sample(truths.yes) is not None
    assert NO not in found or asking.sample(truths.no) is not None


@given(CONDITIONS, CONDITIONS)
def test_what_is_said_to_follow_follows_for_every_fact_of_the_grid(first: str, second: str) -> None:
    one, other = BENCH.condition(first, "项目"), BENCH.condition(second, "项目")
    asking = Asking(Solver())
    if asking.empty(TRANSLATOR.truths(one).yes, negate(TRANSLATOR.truths(other).yes)):
        for fact in GRID:
            assert truth_at(BENCH, one, fact) is not YES or truth_at(BENCH, other, fact) is YES


def test_a_field_that_is_known_to_be_none_meets_no_comparison_and_no_negated_one() -> None:
    truths = TRANSLATOR.truths(BENCH.condition("支出 ≥ 1元", "项目"))
    nothing = next(fact for fact in GRID if not hasattr(fact.values["支出"], "low"))
    assert not meets(truths.yes, nothing)
    assert not meets(truths.no, nothing)
    assert meets(both(negate(truths.yes), negate(truths.no)), nothing)


def test_a_condition_with_a_parameter_that_has_no_row_here_is_never_true_nor_false() -> None:
    truths = SETTINGS.at(Setting("广东省", 1900)).truths(BENCH.condition("年度预算 ≥ 半线 且 性质 = 经常性", "项目"))
    fact = next(fact for fact in GRID if fact.values["性质"] == "经常性")
    assert not meets(truths.yes, fact)
    assert not meets(truths.no, fact)
