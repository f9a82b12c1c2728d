"""Makes the plan of a program: its questions lowered, put in order and packed into sessions."""

from __future__ import annotations

from engine.durable.lowering import Lowering
from engine.durable.packing import sessions_of
from engine.durable.plan import Level, Plan
from engine.durable.questions import Question
from engine.durable.reach import deepest
from engine.program import Program


def plan_of(program: Program) -> Plan:
    """Lowers a program; the same program always gives the same plan."""
    lowering = Lowering(program)
    strata = []
    for checks in program.strata:
        numbers = lowering.stratum(checks)
        levels: dict[int, list[int]] = {}
        for number in numbers:
            levels.setdefault(lowering.questions[number].level, []).append(number)
        strata.append(tuple(_level(levels[at], lowering.questions) for at in sorted(levels)))
    conditions = [part for checks in program.strata for check in checks for part in (check.scope, check.duty) if part]
    depth = 1 + max(map(deepest, (*conditions, *program.derived.values())), default=0)
    return Plan(tuple(strata), tuple(lowering.questions), tuple(lowering.columns), lowering.words, depth)


def _level(numbers: list[int], questions: list[Question]) -> Level:
    rules = [(number, rule) for number in numbers for rule in questions[number].rules]
    return Level(tuple(numbers), sessions_of(rules))
