"""Conditions as source, in strong Kleene logic: True, False, and None for what cannot be told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from engine.generated import literals
from engine.generated.body import NONE, Atom, guarded
from engine.generated.figuring import Figuring
from engine.generated.parts import PLAIN_MODE, WRITTEN
from engine.quantity import NUMERIC, Dim
from engine.terms import (
    FIELDS,
    Agree,
    All,
    AnyOf,
    Compare,
    Condition,
    Contains,
    Exists,
    Holds,
    IsNone,
    Not,
    OneOf,
    free,
)

DEEPEST = 12  # blocks inside one another; what stands deeper has a function of its own
SIGNS = {"=": "==", "≠": "!=", "<": "<", "≤": "<=", ">": ">", "≥": ">="}


class Deciding(Figuring):
    """A whole function: conditions over values."""

    def truth(self, node: Condition, remember: bool = True) -> Atom:
        """Returns what stands for the truth of a condition; not remembered, it may be overwritten."""
        key = (self.survey.number(node), "truth")
        known = self.recall(key)
        if known is not None:
            return known
        if self.shared(node):
            return self.kept(self.parts.shared(node, self.kinds[0]), "r0")
        if self.level > DEEPEST and not isinstance(node, Exists | Holds):
            rows = tuple((depth, self.kinds[depth]) for depth in sorted(free(node)))
            request = self.parts.nested(node, rows)
            return self.put(f"{request.name}({', '.join(['s', *(f'r{d}' for d, _ in rows)])})", request.title)
        found = _TRUTHS[type(node)](self, node)
        return self.note(key, found) if remember else found

    def _all(self, node: All) -> Atom:
        return self._joined(node.items, "True", "False")

    def _anyof(self, node: AnyOf) -> Atom:
        return self._joined(node.items, "False", "True")

    def _joined(self, items: tuple[Condition, ...], neutral: str, decisive: str) -> Atom:
        """且 and 或: what is decisive ends it; short of that, one that cannot be told leaves the whole so."""
        if not items:
            return Atom(neutral, True)
        first = self.truth(items[0], remember=False)
        found = first if self.own_variable(first) else self.put(first.code)
        for item in items[1:]:
            with self.block(f"if {found.code} is not {decisive}:"):
                other = self.truth(item)
                self.line(f"if {other.code} is not {neutral}:")
                self.line(f"    {found.code} = {other.code}")
        return found

    def _not(self, node: Not) -> Atom:
        found = self.truth(node.item)
        return self.put(guarded(f"not {found.code}", found), sure=found.sure)

    def _exists(self, node: Exists) -> Atom:
        return self.ranged(node, PLAIN_MODE)

    def _holds(self, node: Holds) -> Atom:
        if self.survey.sort(node.term) is not Dim.TRUTH:
            return NONE
        found = self.figure(node.term)
        if isinstance(node.term, FIELDS) and isinstance(
            self.survey.definition(node.term.kind, node.term.field), Condition
        ):
            return found
        return self.put(f"None if {found.code} is NOTHING else {found.code}", node.text)

    def _isnone(self, node: IsNone) -> Atom:
        self.remark(node.text)
        return self.none_of(node.term)

    def _oneof(self, node: OneOf) -> Atom:
        found = self.figure(node.term)
        return self.put(guarded(f"{found.code} in {literals.words(node.words)}", found), node.text)

    def _contains(self, node: Contains) -> Atom:
        if self.survey.sort(node.tags) is not Dim.TAGS:
            return NONE
        tags, word = self.figure(node.tags), self.figure(node.term)
        code = f"None if {tags.code} is NOTHING else {word.code} in {tags.code}"
        return self.put(guarded(code, tags, word), node.text)

    def _agree(self, node: Agree) -> Atom:
        left, right, amounts = self.pair(node.left, node.right, WRITTEN)
        code = f"{left.code}.agrees({right.code})" if amounts else f"agrees({left.code}, {right.code})"
        if not amounts and self.survey.sort(node.left) is not self.survey.sort(node.right):
            code = "None"
        return self.put(guarded(code, left, right), node.text)

    def _compare(self, node: Compare) -> Atom:
        sorts = [self.survey.sort(node.left), self.survey.sort(node.right)]
        if sorts[0] in NUMERIC or sorts[1] in NUMERIC:
            left, right, amounts = self.pair(node.left, node.right)
            if not amounts and sorts[0] is not sorts[1]:
                return NONE
            return self.put(guarded(f"{left.code} {SIGNS[node.op]} {right.code}", left, right), node.text)
        left, right = self.figure(node.left), self.figure(node.right)
        signs = {"=": "is", "≠": "is not"} if sorts == [Dim.TRUTH, Dim.TRUTH] else SIGNS
        code = f"{left.code} {signs[node.op]} {right.code}"
        if node.left.dim not in (Dim.TEXT, Dim.TRUTH):
            code = f"None if {left.code} is NOTHING or {right.code} is NOTHING else {code}"
        return self.put(guarded(code, left, right), node.text)


_TRUTHS: dict[type, Callable[[Deciding, Any], Atom]] = {
    node: getattr(Deciding, f"_{node.__name__.lower()}")
    for node in (Compare, Agree, OneOf, Contains, IsNone, Holds, Not, All, AnyOf, Exists)
}
