"""The evaluator that defines the meaning: a plain walk over the trees, exact, in strong Kleene logic."""

from __future__ import annotations

from collections.abc import Callable
from itertools import repeat
from typing import Any

from engine.dossier import NOTHING, Fact, Nothing, Value
from engine.gaps import gaps_of
from engine.program import Check
from engine.quantity import Dim, Quantity, compare, overlap
from engine.terms import (
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
)
from engine.truth import UNKNOWN, YES, Truth, every, some, truth_of
from engine.unknown import Env, Gap, Unknown
from engine.valuing import Valuing
from engine.verdict import State
from engine.vocabulary import FINDING


class Evaluator(Valuing):
    """Values and truths of one program over one dossier."""

    def conclude(self, check: Check, fact: Fact, state: State) -> None:
        """Registers a verdict: a finding becomes a fact, one that could not be judged may be a fact."""
        if state not in (State.FINDING, State.UNKNOWN):
            return
        key = f"{check.rule}·{check.kind}·{fact.key}"
        values: dict[str, Value] = {"规则": check.rule, "主题": check.theme, "对象类型": check.kind, "对象": fact.key}
        present = YES if state is State.FINDING else UNKNOWN
        self.findings[key] = Fact(FINDING, key, values, present=present)
        self.indexes = {place: index for place, index in self.indexes.items() if place[0] != FINDING}

    def seed(self, kind: str, field: str, key: str, truth: Truth) -> None:
        """Sets a yes-or-no derived figure of a fact that another evaluator has judged."""
        unknown = Unknown(frozenset({Gap(kind, key, field)}))
        for written in (False, True):
            self.memo[kind, field, key, written] = unknown if truth is UNKNOWN else truth

    def truth(self, condition: Condition | None, env: Env) -> Truth:
        """Returns whether a condition holds for the facts bound in env (index = depth); no condition holds always."""
        if condition is None:
            return YES
        return _JUDGES[type(condition)](self, condition, env)

    def _all(self, node: All, env: Env) -> Truth:
        return every(map(self.truth, node.items, repeat(env)))

    def _anyof(self, node: AnyOf, env: Env) -> Truth:
        return some(map(self.truth, node.items, repeat(env)))

    def _not(self, node: Not, env: Env) -> Truth:
        return ~self.truth(node.item, env)

    def _exists(self, node: Exists, env: Env) -> Truth:
        key = self.place(node, env)
        if key not in self.ranged:
            self.ranged[key] = some(truth for _, truth in self.ranging(node, env))
        return self.ranged[key]  # type: ignore[return-value]

    def _holds(self, node: Holds, env: Env) -> Truth:
        value = self.value(node.term, env)
        return value if isinstance(value, Truth) else UNKNOWN

    def _isnone(self, node: IsNone, env: Env) -> Truth:
        value = self.value(node.term, env)
        return UNKNOWN if isinstance(value, Unknown) else truth_of(value in (NOTHING, frozenset()))

    def _oneof(self, node: OneOf, env: Env) -> Truth:
        value = self.value(node.term, env)
        return UNKNOWN if isinstance(value, Unknown) else truth_of(value in node.words)

    def _contains(self, node: Contains, env: Env) -> Truth:
        tags, word = self.value(node.tags, env), self.value(node.term, env)
        if not isinstance(tags, frozenset) or isinstance(word, Unknown):
            return UNKNOWN
        return truth_of(word in tags)

    def _agree(self, node: Agree, env: Env) -> Truth:
        left, right = self.value(node.left, env, written=True), self.value(node.right, env, written=True)
        if isinstance(left, Quantity) and isinstance(right, Quantity):
            return overlap(left, right)
        return UNKNOWN

    def _compare(self, node: Compare, env: Env) -> Truth:
        left, right = self.value(node.left, env), self.value(node.right, env)
        kinds = type(left), type(right)
        if kinds == _NUMBERS:
            return compare(node.op, left, right)  # type: ignore[arg-type]
        if Quantity in kinds or Unknown in kinds:
            return UNKNOWN
        if Nothing in kinds and node.left.dim not in (Dim.TEXT, Dim.TRUTH):
            return UNKNOWN
        return truth_of((left == right) is (node.op == "="))

    def gaps(self, condition: Condition | None, env: Env) -> frozenset[Gap]:
        """Returns what an unknown condition waits for."""
        return gaps_of(self, condition, env)


_NUMBERS = (Quantity, Quantity)
_JUDGES: dict[type, Callable[[Evaluator, Any, Env], Truth]] = {
    node: getattr(Evaluator, f"_{node.__name__.lower()}")
    for node in (Compare, Agree, OneOf, Contains, IsNone, Holds, Not, All, AnyOf, Exists)
}
