"""The questions put to durable-rules, as static data: what each is asked of, and the rules that decide it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

from engine.durable.forms import Cell, Conjunction, Side
from engine.program import Check
from engine.quantity import Dim
from engine.terms import All, Compare, Condition, Term, free
from engine.truth import Truth
from engine.verdict import State

Sort = Literal["number", "word", "flag"]
Outcome = Truth | State


class Home(Struct, frozen=True):
    """What something is true of: nothing in particular, each fact of a kind, or each pair of a base's fact and another.

    variables are (depth, kind); link holds a text of the base and one of the last variable: pairs in which they surely
    differ are left out.
    """

    variables: tuple[tuple[int, str], ...]
    base: Home | None = None
    link: tuple[Term, Term] | None = None

    @property
    def depths(self) -> frozenset[int]:
        """The depths of the variables."""
        return frozenset(depth for depth, _ in self.variables)

    @property
    def below(self) -> Home | None:
        """The home without its last variable, for pairs."""
        return self.base or (Home(self.variables[:-1]) if len(self.variables) > 1 else None)


class Column(Struct, frozen=True):
    """A value that every fact of a home gets before a session: of a term, of a settled condition, of a question.

    reach holds the depths of the variables it depends on, so that it is settled once where it depends on none.
    """

    home: Home
    source: Term | Condition | int
    sort: Sort
    reach: frozenset[int]


class Rule(Struct, frozen=True):
    """The outcome holds of a subject that meets own and has an element meeting some and none meeting any of none."""

    outcome: Outcome
    subject: Home
    own: Conjunction
    element: Home | None = None
    some: Conjunction | None = None
    none: tuple[Conjunction, ...] = ()

    def conjunctions(self) -> Iterator[Conjunction]:
        """What the rule asks, pattern by pattern."""
        yield self.own
        if self.some is not None:
            yield self.some
        yield from self.none

    def cells(self) -> Iterator[Cell]:
        """Every property that the rule reads."""
        for atom in (atom for conjunction in self.conjunctions() for atom in conjunction):
            yield atom.left
            if isinstance(atom.right, Cell):
                yield atom.right


class Question(Struct, frozen=True):
    """Rules that decide one thing for each fact of a home, and the level at which all they rest on is known.

    The answer is a verdict for a check; a derived field named in `seeds` becomes known to the terms settled later.
    """

    home: Home
    level: int
    rules: tuple[Rule, ...]
    check: Check | None = None
    seeds: tuple[str, str] | None = None


class NeedsPairs(Exception):
    """Raised while a quantifier is lowered: a value mixes the subject and the element, so they must be paired first."""


class Frame(Struct, frozen=True):
    """Where the parts of a condition stand: on the subject's facts, or (in a quantifier) on the element's."""

    subject: Home
    element: Home | None = None
    depth: int = -1

    @property
    def paired(self) -> bool:
        """Whether the element's facts are pairs with the subject, on which everything can stand."""
        return self.element is not None and self.element.base is not None

    def place(self, reach: frozenset[int]) -> tuple[Side, Home]:
        """Returns the side on which something stands that reads these variables."""
        if self.element is None:
            return "s", self.subject
        if self.paired or reach <= {self.depth}:
            return "e", self.element
        if self.depth not in reach:
            return "s", self.subject
        raise NeedsPairs

    def outside(self, reach: frozenset[int]) -> bool:
        """Whether a condition inside the quantifier reads nothing of the element, but something of the subject."""
        return self.element is not None and not self.paired and bool(reach) and self.depth not in reach

    def mixes(self, reach: frozenset[int]) -> bool:
        """Whether this can stand on pairs only."""
        return self.element is not None and not self.paired and self.depth in reach and len(reach) > 1

    def home_of(self, reach: frozenset[int]) -> Home:
        """Returns the smallest home on which something that reads these variables can be judged."""
        for home in (self.element, self.subject):
            if home is not None and home.depths == reach:
                return home
        variables = {**dict(self.subject.variables), **dict(self.element.variables if self.element else ())}
        return Home(tuple((depth, kind) for depth, kind in sorted(variables.items()) if depth in reach))


def link_between(condition: Condition, base: Home, depth: int) -> tuple[Term, Term] | None:
    """Finds an equality of texts between base and element that must hold wherever the condition does."""
    if isinstance(condition, All):
        return next((found for item in condition.items if (found := link_between(item, base, depth))), None)
    if not isinstance(condition, Compare) or condition.op != "=" or condition.left.dim is not Dim.TEXT:
        return None
    for outer, inner in ((condition.left, condition.right), (condition.right, condition.left)):
        if free(inner) == {depth} and free(outer) and free(outer) <= base.depths and outer.dim is inner.dim:
            return outer, inner
    return None
