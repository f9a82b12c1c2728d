"""Exact sets of values: unions of intervals with open or closed rational ends, and sets of words, finite or all others.

A set of numbers is a row of cuts: a cut lies just before (0) or just after (1) a number, and each one leads from
outside to inside or back. 无 (known that there is none) is a value of its own.
"""

from __future__ import annotations

from bisect import bisect_right
from fractions import Fraction
from math import ceil, floor

from msgspec import Struct

Cut = tuple[Fraction, int]


class Numbers(Struct, frozen=True):
    """A set of numbers: whether it begins inside at minus infinity, where it changes, and whether 无 belongs to it."""

    inside: bool
    cuts: tuple[Cut, ...] = ()
    nothing: bool = False

    def __and__(self, other: Numbers) -> Numbers:
        if not self.cuts and self.inside:
            return other if self.nothing or not other.nothing else Numbers(other.inside, other.cuts)
        if not other.cuts and other.inside:
            return self if other.nothing or not self.nothing else Numbers(self.inside, self.cuts)
        states, now, cuts = [self.inside, other.inside], self.inside and other.inside, list[Cut]()
        left, right = list(self.cuts), list(other.cuts)
        at = [0, 0]
        while at[0] < len(left) or at[1] < len(right):
            cut = min(side[n] for side, n in zip((left, right), at, strict=True) if n < len(side))
            for which, side in enumerate((left, right)):
                if at[which] < len(side) and side[at[which]] == cut:
                    states[which] = not states[which]
                    at[which] += 1
            if all(states) is not now:
                now = not now
                cuts.append(cut)
        return Numbers(self.inside and other.inside, tuple(cuts), self.nothing and other.nothing)

    def __invert__(self) -> Numbers:
        return Numbers(not self.inside, self.cuts, not self.nothing)

    def __contains__(self, value: Fraction | None) -> bool:
        if value is None:
            return self.nothing
        return self.inside is (bisect_right(self.cuts, (value, 0)) % 2 == 0)

    @property
    def empty(self) -> bool:
        """Whether nothing belongs to it, not even 无."""
        return not (self.inside or self.cuts or self.nothing)

    def whole(self) -> Numbers:
        """The same set seen by whole numbers only (days): every cut moved to just before the next whole number."""
        cuts: list[Cut] = []
        for value, side in self.cuts:
            cut = (Fraction(floor(value) + 1 if side else ceil(value)), 0)
            if cuts and cuts[-1] == cut:
                cuts.pop()
            else:
                cuts.append(cut)
        return Numbers(self.inside, tuple(cuts), self.nothing)


class Words(Struct, frozen=True):
    """A set of words: the named ones, or (others) all but the named ones; None stands for 无."""

    words: frozenset[str | None]
    others: bool = False

    def __and__(self, other: Words) -> Words:
        if self.others and other.others:
            return Words(self.words | other.words, True)
        if self.others or other.others:
            named, rest = (other, self) if self.others else (self, other)
            return Words(named.words - rest.words)
        return Words(self.words & other.words)

    def __invert__(self) -> Words:
        return Words(self.words, not self.others)

    def __contains__(self, word: str | None) -> bool:
        return (word in self.words) is not self.others

    @property
    def empty(self) -> bool:
        """Whether no word belongs to it."""
        return not self.words and not self.others


Set = Numbers | Words
ANY_NUMBER = Numbers(True)
ANY = Numbers(True, nothing=True)


def compared(op: str, value: Fraction) -> Numbers:
    """The numbers x for which x op value holds (= ≠ < ≤ > ≥)."""
    before, after = (value, 0), (value, 1)
    return {
        "<": Numbers(True, (before,)),
        "≤": Numbers(True, (after,)),
        ">": Numbers(False, (after,)),
        "≥": Numbers(False, (before,)),
        "=": Numbers(False, (before, after)),
        "≠": Numbers(True, (before, after)),
    }[op]


def meet(left: Set, right: Set) -> Set:
    """What belongs to both sets; sets of numbers and of words never meet on one axis."""
    if isinstance(left, Numbers) and isinstance(right, Numbers):
        return left & right
    assert isinstance(left, Words)
    assert isinstance(right, Words)
    return left & right
