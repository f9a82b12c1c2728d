"""Conditions as two formulas, surely true and surely false, in the three-valued logic of the reference evaluator."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from engine.lint.axes import Axes, plus
from engine.lint.figuring import Figuring, Opaque
from engine.lint.formulas import FALSE, TRUE, Axis, Formula, both, either, negate, on
from engine.lint.regions import ANY_NUMBER, Numbers, Words
from engine.program import Row
from engine.quantity import NUMERIC, Dim
from engine.rulebook import Definition
from engine.terms import (
    FIELDS,
    All,
    AnyOf,
    Compare,
    Condition,
    Contains,
    FieldOf,
    Holds,
    IsNone,
    LinkedField,
    Literal,
    Not,
    OneOf,
    SingleField,
    Term,
)
from engine.truth import YES, Truth

YES_WORD, NO_WORD = Words(frozenset({"是"})), Words(frozenset({"否"}))


class Truths(Struct, frozen=True):
    """Where a condition is surely true and where it is surely false; anywhere else it cannot be told."""

    yes: Formula
    no: Formula

    def __invert__(self) -> Truths:
        return Truths(self.no, self.yes)


ALWAYS = Truths(TRUE, FALSE)


class Translator(Figuring):
    """Conditions of one region and year."""

    def __init__(
        self,
        axes: Axes,
        derived: Mapping[tuple[str, str], Definition],
        rows: Mapping[str, tuple[Row, ...]],
        year: int,
    ) -> None:
        super().__init__(axes, derived, rows, year)
        self.memo: dict[tuple[int, str], Truths] = {}

    def truths(self, condition: Condition | None, entity: str = "") -> Truths:
        """Both formulas of a condition on the subject (or on the fact of an entity); no condition holds always."""
        if condition is None:
            return ALWAYS
        key = (id(condition), entity)
        if key not in self.memo:
            try:
                self.memo[key] = self._truths(condition, entity)
            except Opaque:
                self.memo[key] = self._symbol(entity, condition)
        return self.memo[key]

    def _symbol(self, entity: str, *parts: object) -> Truths:
        axis = self.axes.symbol(entity, *parts)
        return Truths(on(axis, YES_WORD), on(axis, NO_WORD))

    def _truths(self, node: Condition, entity: str) -> Truths:
        if isinstance(node, All | AnyOf):
            parts = [self.truths(item, entity) for item in node.items]
            yes, no = [part.yes for part in parts], [part.no for part in parts]
            return Truths(both(*yes), either(*no)) if isinstance(node, All) else Truths(either(*yes), both(*no))
        if isinstance(node, Not):
            return ~self.truths(node.item, entity)
        if isinstance(node, Compare):
            return self._compare(node, entity)
        if isinstance(node, Holds):
            return self._holds(node.term, entity)
        if isinstance(node, OneOf):
            return self._words(node.term, frozenset(node.words), entity)
        if isinstance(node, IsNone):
            return self._is_none(node.term, entity)
        if isinstance(node, Contains):
            return self._contains(node, entity)
        return self._symbol(entity, node)

    def _compare(self, node: Compare, entity: str) -> Truths:
        if node.left.dim is Dim.TRUTH:
            return self._same_truth(node, entity)
        if node.left.dim not in NUMERIC:
            return self._same_word(node, entity)
        yes, no = [], []
        for first, left in self.cases(node.left, entity):
            for second, right in self.cases(node.right, entity):
                meets = self.axes.meets(plus(left, right, -1), node.op)
                yes.append(both(first, second, meets))
                no.append(both(first, second, negate(meets)))
        return Truths(either(*yes), either(*no))

    def _same_truth(self, node: Compare, entity: str) -> Truths:
        for term, other in ((node.left, node.right), (node.right, node.left)):
            if isinstance(other, Literal) and isinstance(other.value, Truth):
                found = self._holds(term, entity)
                return found if (other.value is YES) is (node.op == "=") else ~found
        raise Opaque

    def _same_word(self, node: Compare, entity: str) -> Truths:
        left, right = self._word(node.left, entity), self._word(node.right, entity)
        if isinstance(left, str):
            left, right = right, left
        if isinstance(left, str):
            same = ALWAYS if left == right else ~ALWAYS
        elif isinstance(right, str):
            same = self._in(left, frozenset({right}))
        elif left is right and left.sort != "linked":
            same = ALWAYS
        else:
            same = self._symbol(entity, "same", *sorted((id(left), id(right))))
        return same if node.op == "=" else ~same

    def _words(self, term: Term, words: frozenset[str], entity: str) -> Truths:
        found = self._word(term, entity)
        if isinstance(found, str):
            return ALWAYS if found in words else ~ALWAYS
        return self._in(found, words)

    def _in(self, axis: Axis, words: frozenset[str]) -> Truths:
        chosen = Words(frozenset[str | None](words))
        found = Truths(on(axis, chosen), on(axis, ~chosen))
        if axis.sort != "linked":
            return found
        there = self.axes.linked(axis.entity)
        return Truths(both(found.yes, there), both(found.no, there))

    def _word(self, term: Term, entity: str) -> Axis | str:
        """The axis of a text, or the word itself."""
        if isinstance(term, Literal) and isinstance(term.value, str):
            return term.value
        if not isinstance(term, FIELDS):
            raise Opaque
        owner, definition = self.place(term, entity), self._definition(term)
        if isinstance(definition, Term):
            return self._word(definition, owner)
        return self.axes.field(owner, term.kind, term.field)

    def _definition(self, term: FieldOf | SingleField | LinkedField) -> Definition | None:
        return self.derived.get((term.kind, term.field))

    def _holds(self, term: Term, entity: str) -> Truths:
        if not isinstance(term, FIELDS):
            raise Opaque
        owner, definition = self.place(term, entity), self._definition(term)
        if isinstance(definition, Condition):
            return self.truths(definition, owner)
        if definition is not None:
            return self._holds(definition, owner)
        if owner not in ("", term.kind):
            raise Opaque
        axis = self.axes.field(owner, term.kind, term.field)
        return Truths(on(axis, YES_WORD), on(axis, NO_WORD))

    def _is_none(self, term: Term, entity: str) -> Truths:
        if not isinstance(term, FIELDS):
            raise Opaque
        owner, definition = self.place(term, entity), self._definition(term)
        if isinstance(definition, FIELDS):
            return self._is_none(definition, owner)
        if isinstance(term, LinkedField) or owner not in ("", term.kind):
            raise Opaque
        if isinstance(definition, Condition):
            truths = self.truths(definition, owner)
            return Truths(FALSE, either(truths.yes, truths.no))
        if definition is not None:
            return self._never_none(definition, owner)
        return self._stated_none(term, owner)

    def _never_none(self, definition: Term, owner: str) -> Truths:
        """What is worked out is known or unknown, but never 无."""
        if definition.dim in NUMERIC:
            return Truths(FALSE, either(*(guard for guard, _ in self.cases(definition, owner))))
        if isinstance(definition, Literal):
            return ~ALWAYS
        raise Opaque

    def _stated_none(self, term: FieldOf | SingleField | LinkedField, owner: str) -> Truths:
        if term.dim is Dim.TRUTH:
            return ~ALWAYS
        if term.dim is Dim.TAGS:
            options = self.axes.vocabulary.kinds[term.kind].fields[term.field].options
            if not options:
                raise Opaque
            tags = [self.axes.tag(owner, term.kind, term.field, word) for word in options]
            return Truths(both(*(on(tag, NO_WORD) for tag in tags)), either(*(on(tag, YES_WORD) for tag in tags)))
        axis = self.axes.field(owner, term.kind, term.field)
        if axis.dim in NUMERIC:
            return Truths(on(axis, Numbers(False, nothing=True)), on(axis, ANY_NUMBER))
        nothing = Words(frozenset({None}))
        return Truths(on(axis, nothing), on(axis, ~nothing))

    def _contains(self, node: Contains, entity: str) -> Truths:
        word = self._word(node.term, entity)
        if not isinstance(word, str) or not isinstance(node.tags, FieldOf | SingleField) or self._definition(node.tags):
            raise Opaque
        owner = self.place(node.tags, entity)
        if owner not in ("", node.tags.kind):
            raise Opaque
        axis = self.axes.tag(owner, node.tags.kind, node.tags.field, word)
        return Truths(on(axis, YES_WORD), on(axis, NO_WORD))
