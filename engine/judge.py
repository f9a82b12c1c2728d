"""Judges a dossier with two evaluators and compares them: a verdict is issued only when both agree."""

from __future__ import annotations

from msgspec import Struct

from engine.dossier import Dossier, Fact
from engine.program import Program
from engine.reference import Evaluator
from engine.rule import Duty
from engine.truth import NO, YES
from engine.verdict import NoResult, State, state_of
from engine.waiving import Waivers

Key = tuple[str, str, str]  # rule, kind of subject, key of subject
States = dict[Key, State]


class Disagreement(Struct, frozen=True):
    """Two evaluators gave different verdicts for the same rule and subject."""

    key: Key
    reference: State | None
    other: State | None

    def __str__(self) -> str:
        rule, kind, subject = self.key
        first, second = self.reference or "没有结果", self.other or "没有结果"
        return f"{rule} {kind}“{subject}”：reference 判为{first}，durable 判为{second}"


class EvaluatorsDisagree(NoResult):
    """Raised instead of a result when two evaluators differ; no result is issued."""

    def __init__(self, differences: list[Disagreement]) -> None:
        self.differences = differences
        shown = "\n".join(f"  {d}" for d in differences[:20])
        super().__init__(f"两个求值器的结果不一致，没有出具结果：\n{shown}\n请把规则文件和事实文件交给维护人员。")


def by_reference(
    program: Program, dossier: Dossier, waivers: Waivers, given: tuple[Fact, ...] = ()
) -> tuple[States, Evaluator]:
    """Judges every rule and subject with the reference evaluator; returns the evaluator for explanations.

    given are findings there are from the start (the 先有问题 of a case).
    """
    evaluator = Evaluator(program, dossier)
    evaluator.findings.update({fact.key: fact for fact in given})
    states: States = {}
    for stratum in program.strata:
        found = []
        for check in stratum:
            for fact in evaluator.facts(check.kind):
                scope = evaluator.truth(check.scope, (fact,))
                duty = evaluator.truth(check.duty, (fact,)) if scope is not NO else NO  # 不适用 whatever the duty
                state = waivers.state(check.rule, fact.key, state_of(scope, duty, fact.present))
                states[check.rule, check.kind, fact.key] = state
                found.append((check, fact, state))
        # Only now: checks of one stratum must not see each other's findings.
        for check, fact, state in found:
            evaluator.conclude(check, fact, state)
    return states, evaluator


def severity_of(evaluator: Evaluator, duty: Duty, fact: Fact) -> str:
    """Returns the first grade that surely holds; a grade that cannot be told is passed over for a milder one."""
    held = (grade for grade, when in duty.grades if evaluator.truth(when, (fact,)) is YES)
    return next(held, duty.grades[-1][0])


def agree(reference: States, other: States) -> None:
    """Raises EvaluatorsDisagree unless both gave the same verdict everywhere."""
    keys = sorted(reference.keys() | other.keys())
    found = [Disagreement(k, reference.get(k), other.get(k)) for k in keys if reference.get(k) != other.get(k)]
    if found:
        raise EvaluatorsDisagree(found)
