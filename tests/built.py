"""Small programs and dossiers over the made-up vocabulary, written out by hand for tests of the durable evaluator."""

from __future__ import annotations

from made_up import FIELDS, VOCABULARY, YEAR

from engine.dossier import Dossier, Fact, Value
from engine.durable.judging import judge
from engine.durable.plan import Plan
from engine.durable.planning import plan_of
from engine.durable.process import Worker
from engine.judge import States, by_reference
from engine.program import Check, Program
from engine.quantity import Dim, Quantity, exactly
from engine.terms import All, AnyOf, Compare, Condition, Exists, FieldOf, Literal, Not, Term
from engine.truth import NO, UNKNOWN, YES, Truth
from engine.verdict import State
from engine.waiving import Waivers


def field(word: str, kind: str = "甲", depth: int = 0) -> FieldOf:
    """A stated field."""
    return FieldOf(FIELDS[word], word, depth, kind, word)


def known(value: Quantity | str) -> Literal:
    """A value written in a rule."""
    return Literal(value.dim if isinstance(value, Quantity) else Dim.TEXT, str(value), value)


def yuan(amount: object) -> Quantity:
    """A sum of money."""
    return exactly(Dim.MONEY, amount)


def compare(left: Term, op: str, right: Term) -> Compare:
    """A comparison."""
    return Compare(Dim.TRUTH, f"{left.text}{op}{right.text}", op, left, right)


def every(*items: Condition) -> All:
    """且."""
    return All(Dim.TRUTH, "且", items)


def some(*items: Condition) -> AnyOf:
    """或."""
    return AnyOf(Dim.TRUTH, "或", items)


def no(item: Condition) -> Not:
    """非."""
    return Not(Dim.TRUTH, "非", item)


def exists(kind: str, condition: Condition | None, depth: int = 1) -> Exists:
    """存在."""
    return Exists(Dim.TRUTH, f"存在 {kind}", kind, depth, condition)


def program(
    *duties: Condition, kind: str = "甲", derived: dict[tuple[str, str], Term | Condition] | None = None
) -> Program:
    """A program of one stratum with a check for each duty: R0, R1, …"""
    checks = tuple(Check(f"R{n}", kind, "", None, duty) for n, duty in enumerate(duties))
    return Program("", YEAR, VOCABULARY, derived or {}, {}, (checks,))


def fact(kind: str, key: str, present: Truth = YES, **values: Value) -> Fact:
    """A fact with its name among its fields."""
    return Fact(kind, key, {"名称": key, **values}, present=present)


def dossier(*facts: Fact) -> Dossier:
    """A dossier of these facts; every other list is empty."""
    kinds = {kind: tuple(f for f in facts if f.kind == kind) for kind in ("部", "甲", "乙", "丙")}
    return Dossier("部", YEAR, "", kinds)


def by_durable(rules: Program, facts: Dossier, worker: Worker, plan: Plan | None = None) -> States:
    """The verdicts of durable-rules, without waivers."""
    return judge(rules, facts, worker, lambda rule, key: False, plan or plan_of(rules))


def expected(rules: Program, facts: Dossier) -> States:
    """The verdicts of the reference evaluator, without waivers."""
    return by_reference(rules, facts, Waivers((), 0))[0]


STATE_OF = {YES: State.PASS, NO: State.FINDING, UNKNOWN: State.UNKNOWN}  # of a duty without 适用
