"""Judges a department, stratum by stratum and level by level, from what the engine answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from engine.dossier import Dossier, Fact
from engine.durable.encode import Encoder, Request
from engine.durable.failures import DurableFailed
from engine.durable.plan import Level, Plan
from engine.durable.process import Fired, Player
from engine.durable.questions import Outcome
from engine.program import Check, Program
from engine.reference import Evaluator
from engine.truth import UNKNOWN, Truth
from engine.verdict import State

States = dict[tuple[str, str, str], State]  # by rule, kind and key of the subject


def judge(
    program: Program,
    dossier: Dossier,
    worker: Player,
    waived: Callable[[str, str], bool],
    plan: Plan | None = None,
    given: Iterable[Fact] = (),
) -> States:
    """Returns every verdict; waived tells whether a finding of a rule on a subject is waived.

    plan saves making one; given are findings there are from the start.
    """
    worker.start()  # it comes up while the first facts are settled
    if plan is None:
        from engine.durable.planning import plan_of  # not needed where a plan was kept

        plan = plan_of(program)
    evaluator = Evaluator(program, dossier)
    evaluator.findings.update({fact.key: fact for fact in given})
    encoder = Encoder(plan, evaluator)
    states: States = {}
    for stratum in plan.strata:
        encoder.forget()
        verdicts = [verdict for level in stratum for verdict in _verdicts(plan, level, encoder, worker)]
        # Only now: the checks of one stratum do not see each other's findings.
        for check, fact, state in verdicts:
            if state is State.FINDING and waived(check.rule, fact.key):
                state = State.WAIVED
            states[check.rule, check.kind, fact.key] = state
            evaluator.conclude(check, fact, state)
    return states


def _verdicts(plan: Plan, level: Level, encoder: Encoder, worker: Player) -> Iterator[tuple[Check, Fact, State]]:
    """Plays the sessions of a level, keeps the answers for the levels after it, and yields the verdicts."""
    requests = list(encoder.requests(level))
    fired = worker.play([(request.session.ruleset, request.facts) for request in requests])
    outcomes = _outcomes(plan, zip(requests, fired, strict=True))
    for number in level.questions:
        question = plan.questions[number]
        bound = encoder.bindings(question.home)
        found = [outcomes.pop((number, place), None) for place in range(len(bound))]
        if question.check is not None:
            for env, state in zip(bound, found, strict=True):
                yield question.check, env[0], state if isinstance(state, State) else State.UNKNOWN
        else:
            encoder.answer(number, [truth if isinstance(truth, Truth) else UNKNOWN for truth in found])
    if outcomes:
        raise DurableFailed("判定进程的回答中有不存在的对象")


def _outcomes(plan: Plan, played: Iterable[tuple[Request, Fired]]) -> dict[tuple[int, int], Outcome]:
    """Returns what was fired of which question and subject; two outcomes for one subject are a failure."""
    outcomes: dict[tuple[int, int], Outcome] = {}
    for request, firings in played:
        known = request.session.outcomes
        alike = [request.alike.get(plan.questions[question].home) for question, _ in known]
        for rule, place in firings:
            if not 0 <= rule < len(known):
                raise DurableFailed("判定进程的回答中有不存在的规则")
            (question, outcome), places = known[rule], alike[rule]
            for one in (place,) if places is None else places.get(place, (place,)):
                if outcomes.setdefault((question, one), outcome) is not outcome:
                    raise DurableFailed(f"同一对象得出两个不同的判定（{outcomes[question, one]}、{outcome}）")
    return outcomes
