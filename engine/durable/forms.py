"""Three-valued conditions as two-valued ones: what surely holds, surely fails, possibly holds and possibly fails.

Every value is a pair of whole numbers, the low and the high end of what it may be (an unknown one may be anything), so
each of the four is a disjunction of conjunctions of plain comparisons between whole numbers, with no negation left.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import product
from math import prod
from typing import Literal, NamedTuple

Side = Literal["s", "e"]  # the subject's fact or the element's
SELF = -1  # the column number of what every fact has: i index, j index of its subject, y surely present, z zero

MOST_CONJUNCTIONS = 12  # a rule for each, and `none` patterns for each: 16 patterns a rule are the engine's limit
MOST_ATOMS = 12  # in one conjunction: 29 joins and markers a pattern are the engine's limit


class Cell(NamedTuple):
    """One property of a fact: l low, h high, u unit of the value in a column of the plan."""

    side: Side
    column: int
    part: str


class Atom(NamedTuple):
    """left op right; op is one of = ≠ < ≤ > ≥ between cells, ∈ ∉ with a set of numbers."""

    left: Cell
    op: str
    right: Cell | tuple[int, ...]


Conjunction = tuple[Atom, ...]
Dnf = tuple[Conjunction, ...]


class Forms(NamedTuple):
    """One condition in its four readings."""

    sure: Dnf
    never: Dnf
    perhaps: Dnf
    doubtful: Dnf

    def negated(self) -> Forms:
        """The four readings of 非."""
        return Forms(self.never, self.sure, self.doubtful, self.perhaps)

    @property
    def size(self) -> int:
        """How much this adds to a conjunction or disjunction that it becomes a part of."""
        return max(len(dnf) * max(map(len, dnf), default=0) for dnf in self)


def both(items: Sequence[Forms]) -> Forms:
    """且 over any number of conditions."""
    sure, never, perhaps, doubtful = ([getattr(i, name) for i in items] for name in Forms._fields)
    return Forms(_conjoin(sure), _disjoin(never), _conjoin(perhaps), _disjoin(doubtful))


def either(items: Sequence[Forms]) -> Forms:
    """或 over any number of conditions."""
    return both([item.negated() for item in items]).negated()


def both_fit(items: Sequence[Forms]) -> bool:
    """Whether 且 over the conditions stays inside the limits of a rule."""
    for conjoined in (0, 2):
        dnfs = [item[conjoined] for item in items]
        if prod(map(len, dnfs)) > MOST_CONJUNCTIONS or sum(map(_longest, dnfs)) > MOST_ATOMS:
            return False
    return all(sum(len(item[disjoined]) for item in items) <= MOST_CONJUNCTIONS for disjoined in (1, 3))


def either_fits(items: Sequence[Forms]) -> bool:
    """Whether 或 over the conditions stays inside the limits of a rule."""
    return both_fit([item.negated() for item in items])


def _longest(dnf: Dnf) -> int:
    return max(map(len, dnf), default=0)


def _conjoin(dnfs: list[Dnf]) -> Dnf:
    # The product must not be built before `both_fit` has said that it is small.
    return tuple(dict.fromkeys(tuple(dict.fromkeys(sum(chosen, ()))) for chosen in product(*dnfs)))


def _disjoin(dnfs: list[Dnf]) -> Dnf:
    return tuple(dict.fromkeys(conjunction for dnf in dnfs for conjunction in dnf))


# Leaves. Where a leaf joins two facts, `a` must be the element's side, so that every atom of perhaps and doubtful
# has the element on its left: those become patterns of facts that must not be there.


def compared(op: str, a: tuple[Side, int], b: tuple[Side, int], units: bool) -> Forms:
    """Numbers: a op b; with units, figures in different units of count are never surely anything."""
    forms = _NUMBERS[op](_ends(a), _ends(b))
    if not units:
        return forms
    unit_a, unit_b = Cell(*a, "u"), Cell(*b, "u")
    same, other = Atom(unit_a, "=", unit_b), ((Atom(unit_a, "≠", unit_b),),)
    sure, never = (tuple((*conjunction, same) for conjunction in dnf) for dnf in forms[:2])
    return Forms(sure, never, forms.perhaps + other, forms.doubtful + other)


Ends = tuple[Cell, Cell]


def _ends(value: tuple[Side, int]) -> Ends:
    return Cell(*value, "l"), Cell(*value, "h")


def _less(a: Ends, b: Ends) -> Forms:
    sure, never = Atom(a[1], "<", b[0]), Atom(a[0], "≥", b[1])
    perhaps, doubtful = Atom(a[0], "<", b[1]), Atom(a[1], "≥", b[0])
    return Forms(((sure,),), ((never,),), ((perhaps,),), ((doubtful,),))


def _more(a: Ends, b: Ends) -> Forms:
    sure, never = Atom(a[0], ">", b[1]), Atom(a[1], "≤", b[0])
    perhaps, doubtful = Atom(a[1], ">", b[0]), Atom(a[0], "≤", b[1])
    return Forms(((sure,),), ((never,),), ((perhaps,),), ((doubtful,),))


def _equal(a: Ends, b: Ends) -> Forms:
    sure = (Atom(a[0], "=", b[0]), Atom(a[1], "=", b[1]), Atom(a[0], "=", a[1]))
    never = ((Atom(a[1], "<", b[0]),), (Atom(a[0], ">", b[1]),))
    perhaps = (Atom(a[0], "≤", b[1]), Atom(a[1], "≥", b[0]))
    doubtful = ((Atom(a[0], "<", b[1]),), (Atom(a[1], ">", b[0]),))
    return Forms((sure,), never, (perhaps,), doubtful)


_NUMBERS: dict[str, Callable[[Ends, Ends], Forms]] = {
    "<": _less,
    ">": _more,
    "=": _equal,
    "≥": lambda a, b: _less(a, b).negated(),
    "≤": lambda a, b: _more(a, b).negated(),
    "≠": lambda a, b: _equal(a, b).negated(),
}


def same_word(a: tuple[Side, int], b: tuple[Side, int]) -> Forms:
    """Words: a = b. The low end of an unknown word is 0, that of a known one its number."""
    (low, high), (other_low, other_high) = _ends(a), _ends(b)
    known, other_known = Atom(low, "∉", (0,)), Atom(other_low, "∉", (0,))
    never = (Atom(low, "≠", other_low), known, other_known)
    perhaps = (Atom(low, "≤", other_high), Atom(high, "≥", other_low))
    doubtful = ((Atom(low, "≠", other_low),), (Atom(low, "∈", (0,)),))
    return Forms(((Atom(low, "=", other_low), known),), (never,), (perhaps,), doubtful)


def one_of(a: tuple[Side, int], numbers: tuple[int, ...]) -> Forms:
    """Words: a is one of the words with these numbers."""
    low = Cell(*a, "l")
    sure, perhaps = Atom(low, "∈", numbers), Atom(low, "∈", (0, *numbers))
    return Forms(((sure,),), ((Atom(low, "∉", (0, *numbers)),),), ((perhaps,),), ((Atom(low, "∉", numbers),),))


def flag(a: tuple[Side, int], joined: bool) -> Forms:
    """A truth: NO is 0 to 0, YES 1 to 1, unknown 0 to 1; joined compares the subject's with the element's zero."""
    low, high = _ends(a)
    zero = Cell("e", SELF, "z")
    atoms = (
        (Atom(zero, "<", low), Atom(zero, "≥", high), Atom(zero, "<", high), Atom(zero, "≥", low))
        if joined
        else (Atom(low, "∈", (1,)), Atom(high, "∈", (0,)), Atom(high, "∈", (1,)), Atom(low, "∈", (0,)))
    )
    sure, never, perhaps, doubtful = (((atom,),) for atom in atoms)
    return Forms(sure, never, perhaps, doubtful)
