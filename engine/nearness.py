"""Near misses (临界): what was found in order, or not to be the rule's business, and yet lies close to the limit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from engine.dossier import Fact
from engine.judge import States
from engine.margin import Margin, margins_of
from engine.outcome import Near
from engine.reference import Evaluator
from engine.rule import Duty, Rule
from engine.terms import FIELDS, All, AnyOf, Compare, Condition, Exists, Holds, Not
from engine.tracing import Trace, trace
from engine.truth import YES
from engine.verdict import State


def near_misses(rules: Iterable[Rule], evaluator: Evaluator, states: States, share: Fraction) -> Iterator[Near]:
    """Yields what would become a finding if one figure moved by at most this share of its limit (5% is 1/20)."""
    for rule in rules:
        for duty in rule.duties:
            for fact in evaluator.facts(duty.kind):
                state = states.get((rule.id, duty.kind, fact.key))
                step = _watched(evaluator, duty, fact, state)
                margin = closest_of(step) if step is not None else None
                if state is not None and margin is not None and margin.closeness <= share:
                    yield Near(rule.id, rule.name, duty.kind, fact.key, state, str(margin))


def _watched(evaluator: Evaluator, duty: Duty, fact: Fact, state: State | None) -> Trace | None:
    """The condition that keeps a subject from being a finding; None where one step would not make it one."""
    condition: Condition | None = None
    if state is State.PASS:
        condition = duty.duty
    elif state is State.NOT_APPLICABLE and evaluator.truth(duty.duty, (fact,)) is not YES:
        condition = duty.scope
    return trace(evaluator, condition, (fact,)) if condition is not None else None


def closest_of(step: Trace) -> Margin | None:
    """The comparison whose tipping over would tip the whole over first; None where no figure alone could do it."""
    node = step.node
    if isinstance(node, Not):
        return closest_of(step.parts[0])
    if isinstance(node, Holds) and isinstance(step.parts[0].node, FIELDS):
        return closest_of(step.parts[0].parts[0]) if step.parts[0].parts else None
    if isinstance(node, Exists) or node is None:
        return None  # the other facts of a list may hold it up or make it fail as well
    if isinstance(node, Compare) and node.op in ("=", "≠"):
        return None  # there is no coming near to being equal
    if not isinstance(node, All | AnyOf):
        return next(margins_of(step), None)
    parts = [closest_of(part) for part in step.parts if part.result is step.result]
    known = [part for part in parts if part is not None]
    if isinstance(node, All) is (step.result is YES):  # one part is enough to tip it over
        return min(known, key=_closeness, default=None)
    return max(known, key=_closeness) if known and len(known) == len(parts) else None


def _closeness(margin: Margin) -> Fraction:
    return margin.closeness
