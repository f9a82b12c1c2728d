"""How a condition came to its truth: the same tree with the value of every part, for explanation and evidence."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from msgspec import Struct
from msgspec.structs import replace

from engine.dossier import Fact, Nothing
from engine.notation import show
from engine.quantity import NUMERIC, Dim, Quantity
from engine.reference import Evaluator
from engine.rounding import Pairs, careful
from engine.terms import (
    FIELDS,
    Aggregate,
    All,
    AnyOf,
    Arithmetic,
    Call,
    Compare,
    Condition,
    Exists,
    FieldOf,
    LinkedField,
    Node,
    Not,
    SingleField,
    StepOf,
    Term,
    children,
)
from engine.truth import NO, Truth, every, some
from engine.unknown import Env, Result, Unknown

_COMPARED = NUMERIC - {Dim.DATE}
_READ = (*FIELDS, Aggregate)
WIDEST = Fraction(1, 5)  # of a figure that may be called 约; beyond, both ends are told


class Trace(Struct, frozen=True):
    """One part of a condition or a term: its truth or its value, and the parts it is made of.

    fact is the fact whose stated field this is, if it is one; of a quantifier's parts each child is one fact.
    """

    node: Term | Condition | None
    text: str
    result: Truth | Result
    parts: tuple[Trace, ...] = ()
    fact: Fact | None = None

    @property
    def source(self) -> str:
        """Where a stated field stands; empty for everything else."""
        return self.fact.sources.get(self.node.field, "") if self.fact and isinstance(self.node, FIELDS) else ""

    @property
    def linking(self) -> bool:
        """Whether it only links a fact to its owner, which no author wrote."""
        return isinstance(self.node, Compare) and not self.text

    def __iter__(self) -> Iterator[Trace]:
        waiting = [self]
        while waiting:
            step = waiting.pop()
            yield step
            waiting += reversed(step.parts)


def word_of(value: Truth | Result, pairs: Pairs = ()) -> str:
    """Writes any value as a reader sees it beside the numbers that were compared; an unknown one as 未提供."""
    if isinstance(value, Quantity):
        return _ends(value) if _is_wide(value) else careful(value, pairs)
    if isinstance(value, Unknown):
        return "未提供"
    if isinstance(value, frozenset):
        return "、".join(sorted(value)) or "无"
    return value.word if isinstance(value, Truth) else value.value if isinstance(value, Nothing) else value


def _is_wide(value: Quantity) -> bool:
    """Whether 约 would say too little: it is 5% either way, and this range is far wider than that."""
    return value.mark == "约" and value.dim is not Dim.DATE and value.high - value.low > abs(value.nominal) * WIDEST


def _ends(value: Quantity) -> str:
    low, high = (show(replace(value, low=end, high=end, nominal=end, mark="")) for end in (value.low, value.high))
    return f"{low}至{high}"


def trace(evaluator: Evaluator, condition: Condition, env: Env) -> Trace:
    """Walks a condition once more and keeps what every part came to."""
    if isinstance(condition, Exists):
        truth = evaluator.truth(condition, env)
        return Trace(condition, condition.text, truth, tuple(_elements(evaluator, condition, env)))
    parts = tuple(
        trace(evaluator, part, env) if isinstance(part, Condition) else trace_term(evaluator, part, env)  # type: ignore[arg-type]
        for part in children(condition)
    )
    return Trace(condition, condition.text, _truth(evaluator, condition, env, parts), parts)


def _truth(evaluator: Evaluator, condition: Condition, env: Env, parts: tuple[Trace, ...]) -> Truth:
    """The truth of a condition; that of a compound one follows from its parts, which are known already."""
    truths = [part.result for part in parts if isinstance(part.result, Truth)]
    if isinstance(condition, All | AnyOf):
        return (every if isinstance(condition, All) else some)(truths)
    return ~truths[0] if isinstance(condition, Not) else evaluator.truth(condition, env)


def _elements(evaluator: Evaluator, node: Exists, env: Env) -> Iterator[Trace]:
    """The facts that matter: those that meet the condition if any does, else those that might."""
    truth = evaluator.truth(node, env)
    if truth is NO:
        return
    for inner, meets in evaluator.ranging(node, env):
        fact = inner[-1]
        if meets is truth:
            parts = (trace(evaluator, node.condition, inner),) if node.condition is not None else ()
            yield Trace(None, f"{node.kind}“{fact.key}”", meets, parts)


def trace_term(evaluator: Evaluator, term: Term, env: Env) -> Trace:
    """Walks a term: a derived figure shows its definition, a stated one its source."""
    value = evaluator.value(term, env)
    if isinstance(term, FIELDS):
        fact = _fact(evaluator, term, env)
        definition = evaluator.program.derived.get((term.kind, term.field))
        if definition is None or fact is None:
            return Trace(term, term.text, value, fact=fact)
        if isinstance(definition, Term):
            return Trace(term, term.text, value, (trace_term(evaluator, definition, (fact,)),))
        return Trace(term, term.text, value, (trace(evaluator, definition, (fact,)),))
    if isinstance(term, Aggregate):
        return Trace(term, term.text, value)
    inner = (term.term,) if isinstance(term, StepOf) else children(term)  # a ladder by itself has no value
    parts = tuple(trace_term(evaluator, part, env) for part in inner if isinstance(part, Term))
    return Trace(term, term.text, value, parts)


def _fact(evaluator: Evaluator, term: Term, env: Env) -> Fact | None:
    if isinstance(term, FieldOf):
        return env[term.depth]
    if isinstance(term, SingleField):
        return evaluator.facts(term.kind)[0]
    if isinstance(term, LinkedField):
        name = evaluator.field(env[term.depth], env[term.depth].kind, term.link)
        return evaluator.by_key.get((term.kind, str(name)))
    return None


class Evidence(Struct, frozen=True, order=True):
    """One figure a verdict rests on: the field, its value as printed, and where it stands or how it was worked out."""

    field: str
    value: str
    source: str


def evidence_of(*traces: Trace) -> tuple[Evidence, ...]:
    """Returns what a verdict rests on, each figure once, in the order of the rule."""
    found: dict[Evidence, None] = {}
    words: dict[int, str] = {}
    pairs = list({(id(left), id(right)): (left, right) for left, right in comparisons(*traces)}.values())
    for part in (part for one in traces for part in _telling(one)):
        if isinstance(part.node, Exists) and part.result is NO:
            found[Evidence(f"{part.node.kind}", "没有符合的", part.text)] = None
        if isinstance(part.result, Unknown) or not isinstance(part.node, _READ):
            continue
        stated = worked(part.parts[0], pairs) if part.parts else part.source
        source = "汇总" if isinstance(part.node, Aggregate) else stated
        if id(part.result) not in words:  # a figure that is read again is the same one
            words[id(part.result)] = word_of(part.result, pairs)
        found[Evidence(part.text, words[id(part.result)], source)] = None
    return tuple(found)


def _telling(step: Trace) -> Iterator[Trace]:
    """The parts of a trace but for the links of facts to their owners, which no author wrote."""
    waiting = [step]
    while waiting:
        part = waiting.pop()
        if part.text:
            yield part
        waiting += () if part.linking else reversed(part.parts)


def worked(step: Trace, pairs: Pairs = ()) -> str:
    """Writes how a figure was worked out: 85,038.37万元 ÷ 91,470.79万元 = 92.97%."""
    if isinstance(step.result, Truth):
        return f"{step.text}：{step.result.word}"
    if isinstance(step.node, Call) and not step.text:  # 先取: the first part that is known is the one
        return worked(next(part for part in step.parts if not isinstance(part.result, Unknown | Nothing)), pairs)
    sum_ = _sum(step, pairs)
    return " = ".join(filter(None, (step.text, sum_, word_of(step.result, pairs))))


def _sum(step: Trace, pairs: Pairs) -> str:
    if isinstance(step.node, Arithmetic):
        left, right = step.parts
        return f"{_operand(left, pairs)} {step.node.op.replace('-', '−')} {_operand(right, pairs)}"
    return ""


def _operand(step: Trace, pairs: Pairs) -> str:
    return f"（{_sum(step, pairs)}）" if isinstance(step.node, Arithmetic) else word_of(step.result, pairs)


def compared(evaluator: Evaluator, *conditions: Condition | None, env: Env) -> list[tuple[Quantity, Quantity]]:
    """Returns the comparisons of the traces of conditions, without what else makes a trace."""
    found: list[tuple[Quantity, Quantity]] = []
    for condition in conditions:
        _compared(evaluator, condition, env, found)
    return found


def _compared(evaluator: Evaluator, node: Node | None, env: Env, found: list[tuple[Quantity, Quantity]]) -> None:
    """Goes where `trace` and `trace_term` go."""
    if isinstance(node, FIELDS):
        definition = evaluator.program.derived.get((node.kind, node.field))
        fact = _fact(evaluator, node, env) if definition is not None else None
        if fact is not None:
            _compared(evaluator, definition, (fact,), found)
        return
    if isinstance(node, Compare) and node.left.dim in _COMPARED:
        left, right = evaluator.value(node.left, env), evaluator.value(node.right, env)
        if isinstance(left, Quantity) and isinstance(right, Quantity):
            found.append((left, right))
    if isinstance(node, Exists):
        truth = evaluator.truth(node, env)
        for inner, meets in evaluator.ranging(node, env) if truth is not NO and node.condition is not None else ():
            if meets is truth:
                _compared(evaluator, node.condition, inner, found)
    elif node is not None and not isinstance(node, Aggregate):
        for part in (node.term,) if isinstance(node, StepOf) else children(node):
            _compared(evaluator, part, env, found)


def comparisons(*traces: Trace) -> list[tuple[Quantity, Quantity]]:
    """Returns the pairs of numbers that were compared, so that a printed figure never contradicts its sentence."""
    found = []
    for part in (part for one in traces for part in one):
        if isinstance(part.node, Compare) and part.node.left.dim in _COMPARED:
            left, right = (inner.result for inner in part.parts)
            if isinstance(left, Quantity) and isinstance(right, Quantity):
                found.append((left, right))
    return found
