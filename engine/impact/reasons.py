"""Why a verdict differs between two rulebooks: the comparison that tips over, its figures, and the row behind it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from engine.dossier import Fact
from engine.impact.change import ABSENT, Reason
from engine.impact.edits import source_of, years_of
from engine.impact.parameters import in_force
from engine.impact.walking import Pair, differing, implied
from engine.program import Program
from engine.reference import Evaluator
from engine.rounding import Pairs
from engine.rule import Duty
from engine.rulebook import Rulebook
from engine.terms import Condition, Literal, ParameterOf, reachable
from engine.tracing import Trace, comparisons, trace, word_of
from engine.truth import NO, YES, Truth
from engine.unknown import Result

_MOST = 5  # facts named in one reason


class Judged(Struct, frozen=True):
    """One rulebook's evaluation of one department."""

    book: Rulebook
    program: Program
    evaluator: Evaluator

    def duty(self, rule: str, kind: str) -> Duty | None:
        """What a rule that is in force asks of a kind; None where it asks nothing."""
        found = self.book.rules.get(rule)
        if found is None or not found.applies_in(self.program.year):
            return None
        return next((duty for duty in found.duties if duty.kind == kind), None)

    def fact(self, kind: str, key: str) -> Fact | None:
        """The subject by its key."""
        return next((fact for fact in self.evaluator.facts(kind) if fact.key == key), None)


def reasons(old: Judged, new: Judged, rule: str, kind: str, key: str) -> tuple[Reason, ...]:
    """Returns what made the verdict on one subject differ, the nearest cause first; never nothing."""
    before, after = _Walk.of(old, rule, kind, key), _Walk.of(new, rule, kind, key)
    if before is None or after is None:
        return (_missing(old, new, rule, key),)
    if before.fact.present is not after.fact.present:
        return (Reason(f"其他规则对“{key}”的判定", _presence(before.fact), _presence(after.fact)),)
    found = [reason for part in ("适用", "要求") for reason in _asked(part, before, after)]
    found = found or list(_graded(before, after))
    return tuple(dict.fromkeys(found)) or (Reason(f"规则 {rule} 所依据的其他判定"),)


class _Walk:
    """The conditions of one duty, walked for one subject when they are asked for."""

    def __init__(self, side: Judged, duty: Duty, fact: Fact) -> None:
        self.side, self.fact = side, fact
        self.parts = {"适用": duty.scope, "要求": duty.duty}
        self.grades = dict(duty.grades)

    @classmethod
    def of(cls, side: Judged, rule: str, kind: str, key: str) -> _Walk | None:
        duty, fact = side.duty(rule, kind), side.fact(kind, key)
        return cls(side, duty, fact) if duty is not None and fact is not None else None

    def trace(self, condition: Condition | None) -> Trace | None:
        return None if condition is None else trace(self.side.evaluator, condition, (self.fact,))


def _presence(fact: Fact) -> str:
    return "有问题" if fact.present is YES else _TRUTHS[Truth.UNKNOWN]


def _missing(old: Judged, new: Judged, rule: str, key: str) -> Reason:
    """A rule that only one of the rulebooks has, or that asks something of this kind, or in this year, in one only."""
    before, after = (side.book.rules.get(rule) for side in (old, new))
    if before is None or after is None:
        return Reason("规则", "" if before else ABSENT, "" if after else ABSENT)
    if before.applies_in(old.program.year) is not after.applies_in(new.program.year):
        return Reason("适用年度", years_of(before), years_of(after))
    kinds = ["、".join(duty.kind for duty in one.duties) for one in (before, after)]
    return Reason("对象", *kinds) if kinds[0] != kinds[1] else Reason(f"其他规则对“{key}”的判定")


def _asked(part: str, before: _Walk, after: _Walk) -> Iterator[Reason]:
    traces = [walk.trace(walk.parts[part]) for walk in (before, after)]
    yield from _differences(part, traces[0], traces[1], (before, after))


def _graded(before: _Walk, after: _Walk) -> Iterator[Reason]:
    """The grades of severity, each by its name."""
    for grade in dict.fromkeys([*before.grades, *after.grades]):
        both = before, after
        if grade in before.grades and grade in after.grades:
            traces = [walk.trace(walk.grades[grade]) for walk in both]
            yield from _differences(f"级别“{grade}”", traces[0], traces[1], both)
        else:
            words = (source_of(walk.grades[grade], "其余") if grade in walk.grades else ABSENT for walk in both)
            yield Reason(f"级别“{grade}”", *words)


def _differences(part: str, old: Trace | None, new: Trace | None, walks: tuple[_Walk, _Walk]) -> Iterator[Reason]:
    """The comparisons that differ, then the rows of parameters and the definitions that they rest on."""
    if old is None or new is None:
        found = old or new
        pairs = [Pair(part, old, new)] if found is not None and found.result is not YES else []
    else:
        pairs = list(differing(part, old, new))
    for pair in pairs:
        yield _reason(pair)
    for pair in pairs:
        yield from _rows(pair, walks)
        yield from pair.definitions


_TRUTHS = {YES: "成立", NO: "不成立", Truth.UNKNOWN: "不能确定"}


def _reason(pair: Pair) -> Reason:
    """One comparison before and after; figures that are the same on both sides are said once."""
    compared = comparisons(*(one for one in (pair.old, pair.new) if one is not None))
    old, new = pair.old, pair.new
    if old is None or new is None or source_of(old.node) != source_of(new.node):
        return Reason(pair.label, _said(old, compared), _said(new, compared))
    before, after = _figures(old, compared), _figures(new, compared)
    same = [figure for figure in before if figure in after]
    own = ([figure for figure in side if figure not in same] for side in (before, after))
    words = (_truth(one) + _bracketed(side) for one, side in zip((old, new), own, strict=True))
    return Reason(source_of(new.node) + _bracketed(same), *words)


def _said(step: Trace | None, pairs: Pairs) -> str:
    if step is None:
        return ABSENT
    return f"“{source_of(step.node)}”{_truth(step)}{_bracketed(_figures(step, pairs))}"


def _truth(step: Trace) -> str:
    return _TRUTHS[step.result] if isinstance(step.result, Truth) else _TRUTHS[Truth.UNKNOWN]


def _bracketed(words: Sequence[str]) -> str:
    return f"（{'，'.join(words)}）" if words else ""


def _figures(step: Trace, pairs: Pairs) -> list[str]:
    """The values that a comparison compares; of a quantifier the facts that meet it."""
    if implied(step):
        return _figures(step.parts[0], pairs)
    facts = [part.text for part in step.parts if part.node is None]
    if facts:
        return facts[:_MOST] + ([f"共{len(facts)}个"] if len(facts) > _MOST else [])
    terms = [part for part in step.parts if not isinstance(part.node, Literal | Condition) and part.text]
    return [f"{source_of(part.node)} {word_of(part.result, pairs)}" for part in terms]


def _rows(pair: Pair, walks: tuple[_Walk, _Walk]) -> Iterator[Reason]:
    """The rows of the parameters that a comparison rests on, where they say something else."""
    words: dict[str, tuple[Result, ...]] = {}
    names: set[str] = set()
    for one, walk in zip((pair.old, pair.new), walks, strict=True):
        for node in reachable((one.node if one else None,), walk.side.book.derived):
            names |= {node.name} if isinstance(node, ParameterOf) else set()
        for part in one or ():
            if isinstance(part.node, ParameterOf):
                words[part.node.name] = tuple(inner.result for inner in part.parts)
    program = walks[1].side.program
    for name in sorted(names):
        old, new = (walk.side.book.parameters.get(name) for walk in walks)
        yield from in_force(old, new, program.region, program.year, words.get(name, ()))
