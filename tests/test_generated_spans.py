"""What generated code computes with is what the engine computes with: numbers, spans and amounts are its quantities."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from built import field
from hypothesis import given, settings
from hypothesis import strategies as st
from ranges import PLAIN

from engine import quantity as engine
from engine.generated.amounts import Amount
from engine.generated.columns import amount, amount_written, plain, plain_written, quantity
from engine.generated.spans import agrees, between, larger, over, smaller
from engine.generated.survey import kept_as
from engine.quantity import Dim, Quantity, combine, magnitude, opposite, overlap
from engine.truth import NO, UNKNOWN, YES, Truth
from engine.valuing import total_of

SIGNS: dict[str, Callable[[Any, Any], Any]] = {
    "=": lambda a, b: a == b,
    "≠": lambda a, b: a != b,
    "<": lambda a, b: a < b,
    "≤": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    "≥": lambda a, b: a >= b,
}
SUMS: dict[str, Callable[[Any, Any], Any]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "×": lambda a, b: a * b,
    "÷": lambda a, b: a.over(b),
}
TRUTHS: dict[bool | None, Truth] = {True: YES, False: NO, None: UNKNOWN}


@st.composite
def figures(draw: st.DrawFn, *dims: Dim) -> Quantity:
    """A quantity of any dimension, so near to others that their ends often touch; sometimes 约 or in its own unit."""
    low = draw(st.sampled_from((Fraction(-1), Fraction(0), Fraction(0), Fraction(1, 2), Fraction(1), Fraction(1, 100))))
    high = low + draw(st.sampled_from((0, 0, 0, Fraction(1, 2), 1)))
    dim = draw(st.sampled_from(dims or PLAIN))
    unit = draw(st.sampled_from(("个", "项", "", "千瓦"))) if dim is Dim.COUNT else draw(st.sampled_from(("", "万元")))
    half, mark = draw(st.sampled_from((Fraction(0), Fraction(1, 2)))), draw(st.sampled_from(("", "", "约")))
    return Quantity(dim, low, high, low, half, unit, mark)


def pairs(of: st.SearchStrategy[Dim]) -> st.SearchStrategy[tuple[Quantity, Quantity]]:
    """Two quantities of the same dimension."""
    return of.flatmap(lambda dim: st.tuples(figures(dim), figures(dim)))


ALIKE = pairs(st.sampled_from(PLAIN))
NUMBERS = pairs(st.sampled_from([dim for dim in PLAIN if kept_as(dim) is not Dim.AMOUNT]))
COUNTS = pairs(st.just(Dim.COUNT))
ANY = st.one_of(ALIKE, COUNTS, st.tuples(figures(), figures()))
# Dimensions that an operation joins, each as often as the others.
JOINED = [(op, left, right) for op in "+-×÷" for left in PLAIN for right in PLAIN if engine.result_dim(op, left, right)]


def shown(value: Any) -> Any:
    """An amount as plain data; None for reasons why there is none."""
    found = amount(value) if isinstance(value, Quantity) else value
    if not isinstance(found, Amount):
        return None
    ends = (found.value.low, found.value.high) if hasattr(found.value, "low") else (found.value, found.value)
    return found.dim, found.unit, ends


@settings(max_examples=1000)
@given(st.sampled_from(JOINED), st.data())
def test_sums_of_amounts_are_those_of_quantities(joined: tuple[str, Dim, Dim], data: st.DataObject) -> None:
    op, *dims = joined
    left, right = (data.draw(figures(dim)) for dim in dims)
    assert shown(SUMS[op](amount(left), amount(right))) == shown(combine(op, left, right))


@given(ANY)
def test_what_does_not_go_together_has_no_sum(pair: tuple[Quantity, Quantity]) -> None:
    left, right = pair
    for op, done in SUMS.items():
        assert shown(done(amount(left), amount(right))) == shown(combine(op, left, right))


@given(figures(), st.sampled_from(PLAIN))
def test_a_figure_of_another_dimension_than_its_field_is_not_known(value: Quantity, dim: Dim) -> None:
    assert (plain(value, dim) is None) is (plain_written(value, dim) is None) is (value.dim is not dim)


@given(ANY)
def test_comparisons_of_amounts_are_those_of_quantities(pair: tuple[Quantity, Quantity]) -> None:
    left, right = pair
    for op, sign in SIGNS.items():
        assert TRUTHS[sign(amount(left), amount(right))] is engine.compare(op, left, right)


@given(NUMBERS)
def test_comparisons_of_plain_numbers_are_those_of_quantities(pair: tuple[Quantity, Quantity]) -> None:
    left, right = pair
    for op, sign in SIGNS.items():
        assert TRUTHS[sign(plain(left, left.dim), plain(right, right.dim))] is engine.compare(op, left, right)


@given(ANY)
def test_figures_agree_where_they_may_be_the_same_as_written(pair: tuple[Quantity, Quantity]) -> None:
    left, right = pair
    expected = overlap(left.written(), right.written())
    first, second = amount_written(left), amount_written(right)
    assert first is not None
    assert second is not None
    assert TRUTHS[first.agrees(second)] is expected
    if left.dim is right.dim and left.dim is not Dim.COUNT:
        one, other = plain_written(left, left.dim), plain_written(right, right.dim)
        assert one is not None
        assert other is not None
        assert TRUTHS[agrees(one, other)] is expected


@given(ALIKE)
def test_ranges_extremes_and_signs_are_those_of_quantities(pair: tuple[Quantity, Quantity]) -> None:
    left, right = pair
    first, second = amount(left), amount(right)
    assert first is not None
    assert second is not None
    term = field("金")
    expected = {name: total_of(name, term, [left, right]) for name in ("最大", "最小")}
    assert shown(first.larger(second)) == shown(expected["最大"])
    assert shown(first.smaller(second)) == shown(expected["最小"])
    if first.like(second):
        assert shown(first.between(second)) == shown(engine.between(left, right))
        for own, name in ((larger, "最大"), (smaller, "最小")):
            assert shown(Amount(first.dim, first.unit, own(first.value, second.value))) == shown(expected[name])
        assert shown(Amount(first.dim, first.unit, between(first.value, second.value))) == shown(first.between(second))
    assert shown(-first) == shown(opposite(left))
    assert shown(abs(first)) == shown(magnitude(left))


@given(figures())
def test_a_number_of_generated_code_goes_back_to_the_quantity_it_was_made_from(value: Quantity) -> None:
    found = amount(value)
    assert found is not None
    assert shown(quantity(found, value.dim)) == shown(value)


def test_a_quotient_is_exact_and_none_over_zero() -> None:
    assert over(6, 3) == 2
    assert over(1, 3) == Fraction(1, 3)
    assert over(Fraction(1, 2), 0) is None
    assert over(1, between(-1, 1)) is None
    assert type(over(6, 3)) is int
