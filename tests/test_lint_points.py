"""Samples met before: a sample meets a formula exactly where its values do; what one meets is never called empty."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from engine.lint.asking import Asking
from engine.lint.formulas import FALSE, TRUE, Axis, Both, Either, Formula, Linear, On, both, either, on
from engine.lint.points import MOST, Points
from engine.lint.regions import ANY, Words, compared
from engine.lint.solving import Solver
from engine.quantity import Dim

SPENT, BUDGET = Axis("field", "支出", ANY, Dim.MONEY, number=1), Axis("field", "年度预算", ANY, Dim.MONEY, number=2)
NATURE = Axis("field", "性质", Words(frozenset({"经常性", "阶段性", None})), Dim.TEXT, number=3)
ONE = Fraction(1)
RATE = Axis(
    "quotient",
    "率",
    ANY,
    Dim.RATIO,
    parts=(Linear(Fraction(0), ((SPENT, ONE),)), Linear(Fraction(0), ((BUDGET, ONE),))),
    number=4,
)
numbers = st.integers(-3, 3).map(Fraction)
literals = st.one_of(
    st.builds(on, st.sampled_from((SPENT, BUDGET, RATE)), st.builds(compared, st.sampled_from("<≤>≥=≠"), numbers)),
    st.builds(on, st.just(NATURE), st.sampled_from([Words(frozenset[str | None]({w})) for w in ("经常性", "阶段性")])),
)


def combined(inner: st.SearchStrategy[Formula]) -> st.SearchStrategy[Formula]:
    """且 and 或 of some formulas."""
    lists = st.lists(inner, min_size=1, max_size=3)
    return lists.map(lambda items: both(*items)) | lists.map(lambda items: either(*items))


formulas = st.recursive(literals, combined, max_leaves=6)
samples = st.fixed_dictionaries({SPENT: numbers, BUDGET: numbers, NATURE: st.sampled_from(["经常性", "阶段性"])})


def holds(formula: Formula, sample: dict[Axis, object]) -> bool:
    """Whether the values of a sample meet a formula, worked out by hand."""
    if isinstance(formula, Both | Either):
        return (all if isinstance(formula, Both) else any)(holds(item, sample) for item in formula.items)
    assert isinstance(formula, On)
    if formula.axis is not RATE:
        return sample[formula.axis] in formula.values  # type: ignore[operator]
    spent, budget = sample[SPENT], sample[BUDGET]
    assert isinstance(spent, Fraction)
    assert isinstance(budget, Fraction)
    return bool(budget) and spent / budget in formula.values  # type: ignore[operator]


@given(st.lists(samples, max_size=4), st.lists(formulas, min_size=1, max_size=3), st.lists(samples, max_size=2))
def test_the_bits_tell_which_samples_meet_all_formulas_also_when_samples_come_later(
    first: list[dict[Axis, object]], asked: list[Formula], later: list[dict[Axis, object]]
) -> None:
    points = Points()
    for group in (first, later):
        for sample in group:
            points.add(sample)  # type: ignore[arg-type]
        every = [*first, *later][: len(points.points)]
        wanted = sum(all(holds(formula, sample) for formula in asked) << n for n, sample in enumerate(every))
        assert points.meeting(*asked) == wanted


@given(samples, st.lists(formulas, min_size=1, max_size=3))
def test_what_a_sample_meets_is_not_called_empty_without_it(sample: dict[Axis, object], asked: list[Formula]) -> None:
    if all(holds(formula, sample) for formula in asked):
        assert not Asking(Solver(False)).empty(*asked)


@given(st.lists(formulas, min_size=1, max_size=2))
def test_an_axis_that_a_sample_says_nothing_of_keeps_the_value_it_got(asked: list[Formula]) -> None:
    points = Points()
    points.add({NATURE: "经常性"})
    assert points.meeting(*asked) == points.meeting(*asked)
    negated = [on(SPENT, compared("<", Fraction(0))), on(SPENT, compared("≥", Fraction(0)))]
    assert points.meeting(*negated) == 0


def test_nothing_meets_what_never_holds_and_no_sample_is_kept_beyond_the_limit() -> None:
    points = Points()
    assert points.meeting(TRUE) == 0
    for _ in range(MOST + 5):
        points.add({NATURE: "经常性"})
    assert points.meeting(TRUE) == (1 << MOST) - 1
    assert points.meeting(FALSE) == 0
    points.add({})
    assert len(points.points) == MOST
