"""What an unknown condition waits for: the fields, lists and parameters without which it cannot be judged."""

from __future__ import annotations

from engine.dossier import NOTHING, Fact, Nothing
from engine.quantity import Quantity
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
    Node,
    Not,
    OneOf,
    ParameterOf,
    Term,
    children,
)
from engine.truth import NO, UNKNOWN, YES, Truth
from engine.unknown import NO_GAPS, Env, Gap, Unknown
from engine.valuing import Valuing
from engine.vocabulary import FINDING, Vocabulary


def gaps_of(evaluator: Valuing, condition: Condition | None, env: Env) -> frozenset[Gap]:
    """Returns the gaps of those parts of a condition that are unknown; nothing where it is known."""
    return NO_GAPS if condition is None else _judged(evaluator, condition, env)[1]


def _judged(evaluator: Valuing, condition: Condition, env: Env) -> tuple[Truth, frozenset[Gap]]:
    """Returns the truth of a condition and its gaps at once: each part is judged once, at whatever depth it stands."""
    if isinstance(condition, All | AnyOf):
        return _of_items(evaluator, condition, env)
    if isinstance(condition, Not):
        truth, found = _judged(evaluator, condition.item, env)
        return ~truth, found
    truth = evaluator.truth(condition, env)
    if truth is not UNKNOWN:
        return truth, NO_GAPS
    if isinstance(condition, Exists):
        return truth, _of_exists(evaluator, condition, env)
    return truth, _of_plain(evaluator, condition, env)


def _of_items(evaluator: Valuing, condition: All | AnyOf, env: Env) -> tuple[Truth, frozenset[Gap]]:
    settled = NO if isinstance(condition, All) else YES
    truth, found = ~settled, NO_GAPS
    for item in condition.items:
        own, gaps = _judged(evaluator, item, env)
        if own is settled:
            return settled, NO_GAPS
        if own is UNKNOWN:
            truth, found = UNKNOWN, found | gaps
    return truth, found


def missing_of(
    evaluator: Valuing, scope: Condition | None, duty: Condition, fact: Fact, vocabulary: Vocabulary
) -> tuple[Gap, ...]:
    """Returns what the verdict of a rule on a subject waits for, in order."""
    found = gaps_of(evaluator, scope, (fact,)) | gaps_of(evaluator, duty, (fact,))
    if fact.present is not YES:
        # Which verdicts of other rules would matter cannot be told before the list is there.
        found = frozenset(gap for gap in found if gap.kind != FINDING) | {Gap(fact.kind, fact.key, "")}
    return tuple(sorted(due(found, vocabulary)))


def due(gaps: frozenset[Gap], vocabulary: Vocabulary) -> frozenset[Gap]:
    """Leaves out fields of which nobody can say yet whether they are to be filled in.

    Such a field is declared to come after others; while one of these is among the gaps itself, the case in which it
    counts is not established. A gap that stands alone always stays.
    """
    return frozenset(gap for gap in gaps if not any(earlier in gaps for earlier in _before(gap, vocabulary)))


def _before(gap: Gap, vocabulary: Vocabulary) -> list[Gap]:
    """The gaps that would come before a gap."""
    kind = vocabulary.kinds.get(gap.kind)
    field = kind.fields.get(gap.field) if kind else None
    return [Gap(gap.kind, gap.key, word) for word in (field.after if field else ())]


def _of_plain(evaluator: Valuing, condition: Condition, env: Env) -> frozenset[Gap]:
    found = NO_GAPS.union(*(_of_term(evaluator, term, env) for term in _terms(condition)))
    found = found or NO_GAPS.union(*(_of_keys(evaluator, term, env) for term in _terms(condition)))
    return found or frozenset({Gap("比较", condition.text, "", _reason(evaluator, condition, env))})


def _of_exists(evaluator: Valuing, node: Exists, env: Env) -> frozenset[Gap]:
    found = NO_GAPS
    for inner, truth in evaluator.ranging(node, env):
        fact = inner[-1]
        if truth is UNKNOWN:
            own = gaps_of(evaluator, node.condition, inner) if fact.present is YES else NO_GAPS
            found |= own or {Gap(node.kind, fact.key, "")}
    return found


def _terms(condition: Condition) -> tuple[Term, ...]:
    if isinstance(condition, Compare | Agree):
        return condition.left, condition.right
    if isinstance(condition, Contains):
        return condition.tags, condition.term
    if isinstance(condition, OneOf | IsNone | Holds):
        return (condition.term,)
    return ()


def _of_term(evaluator: Valuing, term: Term, env: Env) -> frozenset[Gap]:
    value = evaluator.value(term, env)
    return value.gaps if isinstance(value, Unknown) else NO_GAPS


def _of_keys(evaluator: Valuing, node: Node, env: Env) -> frozenset[Gap]:
    """The unknown fields that left a parameter between several of its rows.

    Inside an aggregate the fields of the facts it ranges over choose the row; those have no one value to be asked for.
    """
    keys = [key for key in node.keys if key.depth < len(env)] if isinstance(node, ParameterOf) else ()
    return NO_GAPS.union(
        *(_of_term(evaluator, key, env) for key in keys), *(_of_keys(evaluator, part, env) for part in children(node))
    )


def _reason(evaluator: Valuing, condition: Condition, env: Env) -> str:
    values = [evaluator.value(term, env) for term in _terms(condition)]
    if any(isinstance(value, Nothing) for value in values) or NOTHING in values:
        return "其中一项为无"
    numbers = [value for value in values if isinstance(value, Quantity)]
    if len({number.dim for number in numbers}) > 1:
        return "单位不同，不能比较"
    return "只知道数值在一个范围内，范围跨过界限，不能确定"
