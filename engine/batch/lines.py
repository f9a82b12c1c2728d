"""What a batch writes of a department: a line of JSON for each finding and each verdict that facts are lacking for.

Departments that the exact tier judges have the same lines; see engine/generated/reads.py for labels and values.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from msgspec import Struct
from msgspec.json import encode

from engine.batch.written import Lines, add
from engine.dossier import Dossier, Fact
from engine.gaps import missing_of
from engine.generated.known.counting import WITH_FINDINGS, Tally
from engine.generated.reads import Read, evidence_of, reads_of
from engine.judge import States, severity_of
from engine.outcome import gap_text
from engine.program import Check, Program
from engine.reference import Evaluator
from engine.rule import Duty
from engine.rulebook import Rulebook
from engine.verdict import State

_TOLD = (State.FINDING, State.UNKNOWN)
_COUNTED = (*_TOLD, State.WAIVED)


class _Asked(Struct, frozen=True):
    """A check with what its lines need."""

    check: Check
    duty: Duty
    reads: tuple[Read, ...]


class Teller:
    """Tells the verdicts of a program in lines; `only` leaves out rules that ran just because others read them."""

    def __init__(self, program: Program, book: Rulebook, only: frozenset[str] | None, evidence: bool) -> None:
        self.program, self.only, self.evidence = program, only, evidence
        duties = {(rule.id, duty.kind): duty for rule in book.rules.values() for duty in rule.duties}
        self.asked = [
            _Asked(check, duties[check.rule, check.kind], reads_of(check, program) if evidence else ())
            for stratum in program.strata
            for check in stratum
            if only is None or check.rule in only
        ]

    def tell(self, dossier: Dossier, states: States, lines: Lines, tally: Tally) -> None:
        """Adds the lines of one department, and its verdicts to the tally."""
        told = {key: state for key, state in states.items() if state in _TOLD}
        own = tally_of(states, self.only)
        add(tally, own)
        about = {"部门": dossier.department, "年度": dossier.year, "地区": dossier.region}
        for state, line in self.lines(dossier, states, told, about) if told else ():
            (lines.findings if state is State.FINDING else lines.unknowns).append(line)
        counts = {str(state): sum(found.get(state.name, 0) for found in own.values()) for state in _COUNTED}
        lines.departments.append(_line(about | counts))

    def lines(
        self, dossier: Dossier, states: States, told: States, about: dict[str, Any]
    ) -> Iterator[tuple[State, str]]:
        """Yields the lines of findings and unknown verdicts, in the order of the program and of the facts."""
        evaluator = concluded(self.program, dossier, states)
        pairs = {(rule, kind) for rule, kind, _ in told}
        for asked in self.asked:
            check = asked.check
            if (check.rule, check.kind) not in pairs:
                continue
            for fact in evaluator.facts(check.kind):
                state = told.get((check.rule, check.kind, fact.key))
                if state is not None:
                    yield state, _line(self.verdict(asked, fact, state, evaluator) | about)

    def verdict(self, asked: _Asked, fact: Fact, state: State, evaluator: Evaluator) -> dict[str, Any]:
        """What a line says of one verdict, but for the department."""
        check, duty = asked.check, asked.duty
        subject = {"类型": check.kind, "对象": fact.key}
        if state is State.UNKNOWN:
            gaps = missing_of(evaluator, check.scope, check.duty, fact, self.program.vocabulary)
            return {"规则": check.rule} | subject | {"缺少": list(dict.fromkeys(map(gap_text, gaps)))}
        found = {"规则": check.rule, "级别": severity_of(evaluator, duty, fact)} | subject
        return found | {"佐证": evidence_of(asked.reads, evaluator, fact)} if self.evidence else found


def tally_of(states: States, only: frozenset[str] | None) -> Tally:
    """Counts the verdicts of one department."""
    tally: Tally = {}
    for (rule, _, _), state in states.items():
        if only is None or rule in only:
            own = tally.setdefault(rule, {})
            own[state.name] = own.get(state.name, 0) + 1
    for own in tally.values():
        if State.FINDING.name in own:
            own[WITH_FINDINGS] = 1
    return tally


def concluded(program: Program, dossier: Dossier, states: States) -> Evaluator:
    """The reference evaluator once all verdicts are known, to ask for values, gaps and severities."""
    evaluator = Evaluator(program, dossier)
    checks = {(check.rule, check.kind): check for stratum in program.strata for check in stratum}
    for (rule, kind, key), state in states.items():
        if state in _TOLD:
            evaluator.conclude(checks[rule, kind], Fact(kind, key, {}), state)
    return evaluator


def _line(content: dict[str, Any]) -> str:
    return encode(content).decode() + "\n"
