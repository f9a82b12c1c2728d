"""The four readings of every comparison, checked against all the values that its operands may have."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable
from itertools import product

import pytest

from engine.durable.forms import (
    SELF,
    Atom,
    Cell,
    Dnf,
    Forms,
    both,
    both_fit,
    compared,
    either,
    either_fits,
    flag,
    one_of,
    same_word,
)

OPERATORS: dict[str, Callable[[int, int], bool]] = {
    "=": operator.eq,
    "≠": operator.ne,
    "<": operator.lt,
    "≤": operator.le,
    ">": operator.gt,
    "≥": operator.ge,
}
RANGES = [(low, high) for low in range(1, 5) for high in range(low, 5)]
ANY = (0, 9)  # what an unknown value is
A, B = ("e", 0), ("s", 1)

Facts = dict[tuple[int, str], int]


def facts(a: tuple[int, int], b: tuple[int, int] = (0, 0), units: tuple[int, int] = (1, 1)) -> Facts:
    """The properties that the cells of A and B stand for."""
    return {
        (0, "l"): a[0],
        (0, "h"): a[1],
        (0, "u"): units[0],
        (1, "l"): b[0],
        (1, "h"): b[1],
        (1, "u"): units[1],
        (SELF, "z"): 0,
    }


def holds(dnf: Dnf, values: Facts) -> bool:
    """Whether any conjunction of plain comparisons holds."""

    def true(atom: Atom) -> bool:
        left = values[atom.left.column, atom.left.part]
        if isinstance(atom.right, Cell):
            return OPERATORS[atom.op](left, values[atom.right.column, atom.right.part])
        return (left in atom.right) is (atom.op == "∈")

    return any(all(map(true, conjunction)) for conjunction in dnf)


def readings(forms: Forms, values: Facts) -> tuple[bool, bool, bool, bool]:
    """What the four readings come to."""
    sure, never, perhaps, doubtful = (holds(dnf, values) for dnf in forms)
    return sure, never, perhaps, doubtful


def right(possible: Iterable[bool]) -> tuple[bool, bool, bool, bool]:
    """What the four readings must come to, given every way the operands may turn out."""
    ways = set(possible)
    return ways == {True}, ways == {False}, True in ways, False in ways


def values_of(ends: tuple[int, int]) -> range:
    """All that a value may be; an unknown one may be more than any known one."""
    return range(ends[0], ends[1] + 1)


@pytest.mark.parametrize("op", OPERATORS)
def test_numbers_compare_as_all_the_values_they_may_have(op: str) -> None:
    forms = compared(op, A, B, units=False)
    for a, b in product([*RANGES, ANY], repeat=2):
        ways = (OPERATORS[op](x, y) for x in values_of(a) for y in values_of(b))
        assert readings(forms, facts(a, b)) == right(ways), (a, b)


@pytest.mark.parametrize("op", OPERATORS)
def test_figures_in_different_units_are_never_surely_anything(op: str) -> None:
    forms = compared(op, A, B, units=True)
    plain = compared(op, A, B, units=False)
    for a, b in product(RANGES, repeat=2):
        assert readings(forms, facts(a, b, units=(1, 2))) == (False, False, True, True)
        assert readings(forms, facts(a, b, units=(2, 2))) == readings(plain, facts(a, b))


def test_words_are_the_same_when_both_are_known_and_have_one_number() -> None:
    forms = same_word(A, B)
    for a, b in product([(2, 2), (3, 3), ANY], repeat=2):
        ways = {x == y for x in values_of(a) for y in values_of(b)}
        assert readings(forms, facts(a, b)) == right(ways), (a, b)


def test_a_word_is_one_of_several() -> None:
    forms = one_of(A, (2, 3))
    for a in [(2, 2), (3, 3), (4, 4), ANY]:
        assert readings(forms, facts(a)) == right(x in (2, 3) for x in values_of(a)), a


@pytest.mark.parametrize("joined", [False, True])
def test_a_truth_is_a_range_of_zero_and_one(joined: bool) -> None:
    for ends in [(0, 0), (0, 1), (1, 1)]:
        forms = flag(B if joined else A, joined)
        assert readings(forms, facts(ends, ends)) == right(bool(x) for x in values_of(ends)), ends


def test_what_may_become_absence_has_the_element_on_its_left() -> None:
    leaves = [compared(op, A, B, units=True) for op in OPERATORS] + [
        same_word(A, B),
        one_of(A, (2,)),
        flag(B, joined=True),
    ]
    for forms in leaves:
        atoms = [atom for dnf in (forms.perhaps, forms.doubtful) for conjunction in dnf for atom in conjunction]
        assert {atom.left.side for atom in atoms} == {"e"}


def test_and_or_and_not_of_forms_are_those_of_their_readings() -> None:
    left, other = compared("<", A, B, units=False), same_word(A, B)
    for a, b in product([*RANGES, ANY], repeat=2):
        x, y = readings(left, facts(a, b)), readings(other, facts(a, b))
        assert readings(both([left, other]), facts(a, b)) == (x[0] and y[0], x[1] or y[1], x[2] and y[2], x[3] or y[3])
        assert readings(either([left, other]), facts(a, b)) == (
            x[0] or y[0],
            x[1] and y[1],
            x[2] or y[2],
            x[3] and y[3],
        )
        assert readings(left.negated(), facts(a, b)) == (x[1], x[0], x[3], x[2])


def test_and_of_nothing_holds() -> None:
    assert readings(both([]), facts(ANY)) == (True, False, True, False)


def test_a_product_of_many_alternatives_does_not_fit() -> None:
    unequal = compared("≠", A, B, units=False)
    assert both_fit([unequal] * 3)
    assert not both_fit([unequal] * 4)  # sixteen conjunctions
    assert not both_fit([unequal.negated()] * 5)  # fifteen atoms in one
    assert either_fits([unequal.negated()] * 3)
    assert not either_fits([unequal.negated()] * 4)
