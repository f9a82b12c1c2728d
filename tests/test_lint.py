"""What the algebra of lint says of random conditions, held against every fact of a grid and the reference evaluator."""

from __future__ import annotations

from datetime import date
from itertools import combinations
from random import Random

import pytest
from hypothesis import given
from random_conditions import CONDITIONS, GRID, SETTING, desk, meets, truth_at
from small import tree, words

from engine.lint.asking import Asking
from engine.lint.formulas import KNOWN, Axis, both, either, negate, on
from engine.lint.regions import Words
from engine.lint.searching import TooMuch, boxes
from engine.lint.settings import Reads, Setting, Settings
from engine.lint.solving import Solver
from engine.lint.witness import Verifier, sample_of
from engine.mistakes import Mistakes
from engine.parameter_reading import parameters_of
from engine.quantity import Quantity
from engine.rulebook import Rulebook
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


def test_a_formula_with_too_many_ways_of_being_met_is_left_alone() -> None:
    places = [[Axis("symbol", f"{bird}{hole}", KNOWN) for hole in range(7)] for bird in range(8)]
    yes, no = (Words(frozenset({word})) for word in "是否")
    somewhere = [either(*(on(axis, yes) for axis in row)) for row in places]
    alone = [
        either(on(one[hole], no), on(other[hole], no)) for one, other in combinations(places, 2) for hole in range(7)
    ]
    with pytest.raises(TooMuch):
        list(boxes(*somewhere, *alone))
    assert not Asking(Solver()).empty(*somewhere, *alone)  # though in truth eight birds never fit into seven holes
    assert Asking(Solver()).sample(*somewhere, *alone) is None


def test_each_region_and_year_in_which_rows_differ_is_looked_at_once() -> None:
    rows = [
        "{值: 1元, 止: 2020-12-31, 依据: 甲, 核对: 待核}",
        "{值: 2元, 起: 2021-01-01, 止: 2022-06-30, 依据: 甲, 核对: 待核}",
        "{值: 3元, 地区: 广东省, 起: 2021-01-01, 依据: 甲, 核对: 待核}",
    ]
    mistakes = Mistakes()
    known = parameters_of(tree(f"界: {{取值: [{', '.join(rows)}]}}\n"), mistakes)
    settings = Settings(Rulebook(words(), {}, known, {}, {}))
    looked = settings.of(Reads(frozenset({"界"}), False, frozenset()), 0, 9999)
    found = {settings.at(setting).rows["界"][0].value for setting in looked}
    assert len(looked) == 4  # 1, 2, and 3 before and behind the last day of the second row
    assert {str(value.low) for value in found if isinstance(value, Quantity)} == {"1", "2", "3"}
    assert all(settings.at(setting).rows["界"] for setting in looked)


def test_days_of_the_year_under_assessment_move_with_it() -> None:
    condition = BENCH.condition("下达日期 ≥ 本年3月2日", "项目")
    fact = next(fact for fact in GRID if getattr(fact.values["下达日期"], "low", None) == date(2022, 3, 1).toordinal())
    assert meets(SETTINGS.at(Setting("", 2022)).truths(condition).no, fact)
    assert meets(SETTINGS.at(Setting("", 2021)).truths(condition).yes, fact)
    reads = SETTINGS.reads(condition, BENCH.condition("下达日期 ≥ 2020-05-01", "项目"))
    assert {setting.year for setting in SETTINGS.of(reads, 0, 9999)} >= {2019, 2020, 2021}
