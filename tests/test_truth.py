"""Strong Kleene logic, checked value by value: unknown is never taken for false."""

from __future__ import annotations

from itertools import product

import pytest

from engine.truth import NO, UNKNOWN, YES, Truth, every, some, truth_of

ALL = tuple(Truth)
PAIRS = tuple(product(ALL, repeat=2))
TRIPLES = tuple(product(ALL, repeat=3))


def completions(truths: tuple[Truth, ...]) -> list[tuple[Truth, ...]]:
    """Every way in which the unknown values may turn out."""
    return list(product(*[(NO, YES) if truth is UNKNOWN else (truth,) for truth in truths]))


def settled(answers: set[bool]) -> Truth:
    """The answer if all completions agree on it, else unknown."""
    return truth_of(answers.pop()) if len(answers) == 1 else UNKNOWN


@pytest.mark.parametrize("truths", [(), *[(t,) for t in ALL], *PAIRS, *TRIPLES])
def test_and_and_or_are_known_exactly_when_every_way_the_unknowns_may_turn_out_agrees(
    truths: tuple[Truth, ...],
) -> None:
    ways = completions(truths)
    assert every(truths) is settled({all(t is YES for t in way) for way in ways})
    assert some(truths) is settled({any(t is YES for t in way) for way in ways})


@pytest.mark.parametrize("truth", ALL)
def test_not_turns_yes_and_no_and_leaves_unknown_unknown(truth: Truth) -> None:
    assert ~truth is settled({way[0] is NO for way in completions((truth,))})
    assert ~~truth is truth


@pytest.mark.parametrize(("left", "right"), PAIRS)
def test_the_laws_of_de_morgan_hold(left: Truth, right: Truth) -> None:
    assert ~every((left, right)) is some((~left, ~right))
    assert ~some((left, right)) is every((~left, ~right))


@pytest.mark.parametrize(("left", "right"), PAIRS)
def test_and_and_or_do_not_depend_on_order_and_absorb_each_other(left: Truth, right: Truth) -> None:
    assert every((left, right)) is every((right, left))
    assert some((left, right)) is some((right, left))
    assert every((left, some((left, right)))) is left
    assert some((left, every((left, right)))) is left


@pytest.mark.parametrize(("a", "b", "c"), TRIPLES)
def test_and_and_or_associate_and_distribute(a: Truth, b: Truth, c: Truth) -> None:
    assert every((a, every((b, c)))) is every((every((a, b)), c)) is every((a, b, c))
    assert some((a, some((b, c)))) is some((some((a, b)), c)) is some((a, b, c))
    assert every((a, some((b, c)))) is some((every((a, b)), every((a, c))))


@pytest.mark.parametrize(("a", "b"), PAIRS)
def test_more_knowledge_never_overturns_what_was_known(a: Truth, b: Truth) -> None:
    for more in completions((a, b)):
        for join in (every, some):
            assert join((a, b)) in (UNKNOWN, join(more))


def test_the_excluded_middle_is_not_a_law_here() -> None:
    assert some((UNKNOWN, ~UNKNOWN)) is UNKNOWN
    assert every((UNKNOWN, ~UNKNOWN)) is UNKNOWN


def test_a_reader_sees_chinese_words() -> None:
    assert [truth.word for truth in (NO, UNKNOWN, YES)] == ["否", "不能确定", "是"]


def test_and_and_or_stop_at_the_deciding_value() -> None:
    def values(deciding: Truth):  # type: ignore[no-untyped-def]
        yield UNKNOWN
        yield deciding
        pytest.fail("went on after the decision")

    assert every(values(NO)) is NO
    assert some(values(YES)) is YES
