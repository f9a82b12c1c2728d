"""Sets of numbers and words: what belongs to a combination belongs to its parts, as for every single value."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from engine.lint.regions import Numbers, Words, compared

POINTS = [Fraction(n, 2) for n in range(-9, 10)]
OPS = {
    "<": Fraction.__lt__,
    "≤": Fraction.__le__,
    ">": Fraction.__gt__,
    "≥": Fraction.__ge__,
    "=": Fraction.__eq__,
    "≠": Fraction.__ne__,
}
NUMBERS = st.recursive(
    st.builds(compared, st.sampled_from(sorted(OPS)), st.integers(-3, 3).map(Fraction)),
    lambda inner: st.one_of(st.builds(Numbers.__and__, inner, inner), st.builds(Numbers.__invert__, inner)),
    max_leaves=6,
)
WORDS = st.builds(Words, st.frozensets(st.sampled_from(["甲", "乙", None])), st.booleans())
ALL_WORDS = ("甲", "乙", "丙", None)


@given(st.sampled_from(sorted(OPS)), st.sampled_from(POINTS), st.sampled_from(POINTS))
def test_a_comparison_holds_for_exactly_the_numbers_of_its_set(op: str, limit: Fraction, value: Fraction) -> None:
    assert (value in compared(op, limit)) is OPS[op](value, limit)


@given(NUMBERS, NUMBERS)
def test_what_belongs_to_both_sets_of_numbers_belongs_to_their_meeting(one: Numbers, other: Numbers) -> None:
    for value in (*POINTS, None):
        assert (value in one & other) is (value in one and value in other)
        assert (value in ~one) is (value not in one)


@given(NUMBERS)
def test_a_set_without_a_number_at_any_half_is_empty_and_the_other_way_round(numbers: Numbers) -> None:
    finer = [Fraction(n, 4) for n in range(-18, 19)]
    assert numbers.empty is not any(value in numbers for value in (*finer, None))


@given(NUMBERS)
def test_seen_by_whole_numbers_a_set_holds_the_same_whole_numbers(numbers: Numbers) -> None:
    whole = numbers.whole()
    for value in range(-6, 7):
        assert (Fraction(value) in whole) is (Fraction(value) in numbers)
    assert all(cut == (Fraction(int(cut[0])), 0) for cut in whole.cuts)


@given(WORDS, WORDS)
def test_what_belongs_to_both_sets_of_words_belongs_to_their_meeting(one: Words, other: Words) -> None:
    for word in ALL_WORDS:
        assert (word in one & other) is (word in one and word in other)
        assert (word in ~one) is (word not in one)


def test_between_two_days_there_is_no_other_day() -> None:
    between = compared(">", Fraction(5)) & compared("<", Fraction(6))
    assert not between.empty
    assert between.whole().empty
