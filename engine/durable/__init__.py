"""Judges a department with durable-rules: the same verdicts as the reference evaluator, or an exception, never a guess.

Terms, sums and absences are settled in Python; comparing, joining, quantifying, and resting one answer on another are
the engine's work. It runs in a process of its own, and only in the shapes in which it was found to be right.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from engine.dossier import Dossier, Fact
from engine.durable.encode import Encoder
from engine.durable.failures import DurableError, DurableFailed, DurableMissing
from engine.durable.plan import Level, Plan, plan_of
from engine.durable.process import Fired, Worker
from engine.durable.questions import Outcome
from engine.program import Check, Program
from engine.reference import Evaluator
from engine.truth import UNKNOWN, Truth
from engine.verdict import State

__all__ = ["DurableError", "DurableFailed", "DurableMissing", "Plan", "Worker", "judge", "plan_of"]

States = dict[tuple[str, str, str], State]  # by rule, kind and key of the subject
Outcomes = dict[tuple[int, int], Outcome]  # by question and place of the subject among those of its home


def judge(
    program: Program, dossier: Dossier, worker: Worker, waived: Callable[[str, str], bool], plan: Plan | None = None
) -> States:
    """Returns every verdict; `waived` tells whether a rule is waived for a subject, `plan` saves making one."""
    plan = plan or plan_of(program)
    evaluator = Evaluator(program, dossier)
    encoder = Encoder(plan, evaluator)
    states: States = {}
    for stratum in plan.strata:
        encoder.forget()
        verdicts = [verdict for level in stratum for verdict in _settle(plan, level, encoder, worker)]
        # Only now: the checks of one stratum do not see each other's findings.
        for check, fact, state in verdicts:
            if state is State.FINDING and waived(check.rule, fact.key):
                state = State.WAIVED
            states[check.rule, check.kind, fact.key] = state
            evaluator.conclude(check, fact, state)
    return states


def _settle(plan: Plan, level: Level, encoder: Encoder, worker: Worker) -> Iterator[tuple[Check, Fact, State]]:
    """Plays the sessions of a level, keeps the answers for the levels above, and yields the verdicts."""
    requests = zip((session.ruleset for session in level.sessions), encoder.facts(level), strict=True)
    outcomes = _outcomes(level, worker.play(list(requests)))
    for number in level.questions:
        question = plan.questions[number]
        bound = encoder.bindings(question.home)
        found = [outcomes.get((number, place)) for place in range(len(bound))]
        if question.check is not None:
            for env, state in zip(bound, found, strict=True):
                yield question.check, env[0], state if isinstance(state, State) else State.UNKNOWN
        else:
            encoder.answer(number, [truth if isinstance(truth, Truth) else UNKNOWN for truth in found])


def _outcomes(level: Level, fired: list[Fired]) -> Outcomes:
    """Returns what the rules that fired say; two rules that say different things of one subject are a failure."""
    outcomes: Outcomes = {}
    for session, firings in zip(level.sessions, fired, strict=True):
        for rule, place in firings:
            question, outcome = session.outcomes[rule]
            if outcomes.setdefault((question, place), outcome) is not outcome:
                raise DurableFailed(f"同一对象得出两个不同的判定（{outcomes[question, place]}、{outcome}）")
    return outcomes
