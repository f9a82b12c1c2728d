"""Terms as linear forms over axes, case by case: which parameter row, which figure known first, which sign."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from itertools import combinations, product

from engine.lint.axes import ZERO, Axes, excluded, plus, times
from engine.lint.formulas import TRUE, Formula, Linear, both, on
from engine.lint.regions import Words
from engine.lint.steps import limits, reach
from engine.program import Row
from engine.quantity import COUNTERS, NUMERIC, Dim, Quantity
from engine.rulebook import Definition
from engine.terms import (
    FIELDS,
    Arithmetic,
    Call,
    FieldOf,
    LinkedField,
    Literal,
    ParameterOf,
    SingleField,
    StepOf,
    Term,
    YearDay,
)

Case = tuple[Formula, Linear]
MOST = 64  # cases of one term


class Opaque(Exception):
    """Raised for what the algebra cannot see into; the comparison it stands in becomes a symbol."""


class Figuring:
    """Terms of one region and year; a case is a guard, which holds only where the term is known, and its value."""

    def __init__(
        self,
        axes: Axes,
        derived: Mapping[tuple[str, str], Definition],
        rows: Mapping[str, tuple[Row, ...]],
        year: int,
    ) -> None:
        self.axes, self.derived, self.rows, self.year = axes, derived, rows, year
        self.figured: dict[tuple[str, str, str], list[Case]] = {}

    def cases(self, term: Term, entity: str) -> list[Case]:
        """The cases of a number; raises Opaque."""
        if term.dim is Dim.AMOUNT or term.dim not in NUMERIC:
            raise Opaque  # what it measures is known only when the facts are read
        found = self._cases(term, entity)
        if len(found) > MOST:
            raise Opaque
        return found

    def _cases(self, term: Term, entity: str) -> list[Case]:
        if isinstance(term, FIELDS):
            return self._field(term, entity)
        if isinstance(term, Literal) and isinstance(term.value, Quantity):
            return [(TRUE, Linear(_exact(term.value)))]
        if isinstance(term, YearDay):
            return [(TRUE, Linear(Fraction(date(self.year, term.month, term.day).toordinal())))]
        if isinstance(term, ParameterOf):
            return self._parameter(term, entity)
        if isinstance(term, StepOf):
            return self._step(term, entity)
        if isinstance(term, Arithmetic):
            return self._arithmetic(term, entity)
        if isinstance(term, Call):
            return self._call(term, entity)
        return self._blind(term, entity)

    def _blind(self, term: Term, entity: str) -> list[Case]:
        form = Linear(ZERO, ((self.axes.figure(entity, term), Fraction(1)),))
        return [(self.axes.known(form), form)]

    def place(self, term: FieldOf | SingleField | LinkedField, entity: str) -> str:
        """Whose field it is."""
        if isinstance(term, FieldOf):
            if term.depth:
                raise Opaque
            return entity
        if isinstance(term, SingleField):
            return term.kind
        return f"{entity}→{term.link}.{term.kind}"

    def _field(self, term: FieldOf | SingleField | LinkedField, entity: str) -> list[Case]:
        owner = self.place(term, entity)
        definition = self.derived.get((term.kind, term.field))
        if isinstance(definition, Term):
            key = (owner, term.kind, term.field)
            if key not in self.figured:
                self.figured[key] = self.cases(definition, owner)
            return self.figured[key]
        form = Linear(ZERO, ((self.axes.field(owner, term.kind, term.field), Fraction(1)),))
        return [(self.axes.known(form), form)]

    def _parameter(self, term: ParameterOf, entity: str) -> list[Case]:
        return [(guard, Linear(_exact(rows[0].value))) for guard, rows in self._chosen(term, entity)]

    def _chosen(self, term: ParameterOf, entity: str) -> list[tuple[Formula, list[Row]]]:
        """The rows of a parameter by their words, with the subjects that they are taken for."""
        alike: dict[tuple[str, ...], list[Row]] = {}
        for row in self.rows.get(term.name, ()):
            alike.setdefault(row.words, []).append(row)
        found: list[tuple[Formula, list[Row]]] = []
        before: list[Formula] = []
        for words, rows in alike.items():
            guard = self._worded(words, term, entity)
            found.append((both(guard, excluded(*before)), rows))
            before.append(guard)
        return found

    def _worded(self, words: tuple[str, ...], term: ParameterOf, entity: str) -> Formula:
        """The subject's fields have these words, of which an empty one stands for any."""
        if len(words) != len(term.keys):
            raise Opaque
        named = [(word, key) for word, key in zip(words, term.keys, strict=True) if word]
        if any((key.kind, key.field) in self.derived or key.depth for _, key in named):
            raise Opaque
        axes = [(self.axes.field(entity, key.kind, key.field), word) for word, key in named]
        return both(*(on(axis, Words(frozenset({word}))) for axis, word in axes))

    def _step(self, term: StepOf, entity: str) -> list[Case]:
        """The steps of a ladder, each where the figure stands on it."""
        figures, found = self.cases(term.term, entity), list[Case]()
        for chosen, steps in self._chosen(term.ladder, entity):
            if any(not (reach(one) & reach(other)).empty for one, other in combinations(steps, 2)):
                raise Opaque  # two steps for one figure: which of them counts cannot be told
            if any(edge.value.dim is not term.term.dim for step in steps for edge in (step.low, step.high) if edge):
                raise Opaque
            for step, (known, form) in product(steps, figures):
                stands = [self.axes.meets(plus(form, Linear(at), -1), op) for op, at in limits(step)]
                found.append((both(chosen, known, *stands), Linear(_exact(step.value))))
        return found

    def _arithmetic(self, term: Arithmetic, entity: str) -> list[Case]:
        found = []
        for first, left in self.cases(term.left, entity):
            for second, right in self.cases(term.right, entity):
                guard, form = self._combined(term, left, right)
                found.append((both(first, second, guard), form))
        return found

    def _combined(self, term: Arithmetic, left: Linear, right: Linear) -> tuple[Formula, Linear]:
        dims = term.left.dim, term.right.dim
        if term.op in "+-":
            sign = 1 if term.op == "+" else -1
            if term.op == "-" and dims == (Dim.RATIO, Dim.RATIO):
                return TRUE, times(plus(left, right, -1), 100)
            scale = Fraction(1, 100) if dims == (Dim.RATIO, Dim.POINTS) else Fraction(1)
            return TRUE, plus(left, right, sign * scale)
        if term.op == "×":
            if left.items and right.items:
                raise Opaque
            return TRUE, times(left, right.constant) if not right.items else times(right, left.constant)
        return self._divided(left, right)

    def _divided(self, left: Linear, right: Linear) -> tuple[Formula, Linear]:
        known = self.axes.meets(right, "≠")
        if not right.items:
            return known, times(left, 1 / right.constant) if right.constant else left
        if not left.items and not left.constant:
            return known, left
        axis, factor = self.axes.quotient(left, right)
        return known, Linear(ZERO, ((axis, factor),))

    def _call(self, term: Call, entity: str) -> list[Case]:
        if term.function == "区间":
            raise Opaque  # a range: neither end decides
        if term.function == "首个已知":
            return self._first_known(term, entity)
        if term.function == "间隔日数":
            start, end = (self.cases(argument, entity) for argument in term.arguments)
            return [(both(a, b), plus(last, first, -1)) for a, first in start for b, last in end]
        if term.function not in ("绝对值", "负"):
            return self._blind(term, entity)
        found = []
        for guard, form in self.cases(term.arguments[0], entity):
            if term.function == "绝对值":
                found.append((both(guard, self.axes.meets(form, "≥")), form))
                guard = both(guard, self.axes.meets(form, "<"))
            found.append((guard, times(form, -1)))
        return found

    def _first_known(self, term: Call, entity: str) -> list[Case]:
        found: list[Case] = []
        before: list[Formula] = []
        for argument in term.arguments:
            own = self.cases(argument, entity)
            found += [(both(guard, excluded(*before)), form) for guard, form in own]
            before += [guard for guard, _ in own]
        return found


def _exact(value: Quantity | str) -> Fraction:
    if isinstance(value, str) or not value.exact or (value.dim is Dim.COUNT and value.unit not in COUNTERS):
        raise Opaque
    return value.low
