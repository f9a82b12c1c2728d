"""The reference evaluator with a memory: which conditions came out true, false and unknown, and which rows counted."""

from __future__ import annotations

from msgspec import Struct, field

from engine.cases import Case, given_findings
from engine.dossier import Fact
from engine.joins import Ranging
from engine.judge import severity_of
from engine.program import Row
from engine.quantity import Quantity
from engine.reference import Evaluator
from engine.rows import standing
from engine.rule import Duty
from engine.terms import Condition, ParameterOf, StepOf, Term
from engine.truth import Truth
from engine.unknown import Env, Result
from engine.verdict import State, state_of
from engine.wording import Writer


class Seen(Struct):
    """What the cases run so far reached: truths by the identity of the condition, rows by parameter, region and year.

    verdicts and grades are those of each rule.
    """

    truths: dict[int, set[Truth]] = field(default_factory=dict)
    rows: set[tuple[str, str, int, Row]] = field(default_factory=set)
    verdicts: dict[str, set[State]] = field(default_factory=dict)
    grades: dict[str, set[str]] = field(default_factory=dict)


class Recorder(Evaluator):
    """Judges one case as the reference evaluator does, and remembers what it came across."""

    def __init__(self, case: Case, seen: Seen) -> None:
        super().__init__(case.program, case.dossier)
        self.seen = seen
        self.findings.update({fact.key: fact for fact in given_findings(case)})

    def truth(self, condition: Condition | None, env: Env) -> Truth:
        """Returns whether a condition holds, and remembers it."""
        found = super().truth(condition, env)
        if condition is not None:
            self.seen.truths.setdefault(id(condition), set()).add(found)
        return found

    def value(self, term: Term, env: Env, written: bool = False) -> Result:
        """Returns the value of a term, and remembers the row of a parameter that surely counts."""
        if isinstance(term, ParameterOf):
            self._used(term, [own[0] for own in self._rows(term, env)[0] if own])
        elif isinstance(term, StepOf):
            figure = super().value(term.term, env, written)
            choices = self._rows(term.ladder, env)[0]
            steps = [standing(figure, own) or [] for own in choices] if isinstance(figure, Quantity) else []
            self._used(term.ladder, [step for own in steps for step in own])
        return super().value(term, env, written)

    def _used(self, parameter: ParameterOf, rows: list[Row]) -> None:
        if len(set(rows)) == 1:
            self.seen.rows.add((parameter.name, self.program.region, self.program.year, rows[0]))

    def candidates(self, node: Ranging, env: Env) -> tuple[Fact, ...]:
        """All facts: one that an index leaves out has been told apart by a comparison too."""
        return self.facts(node.kind)


def record(case: Case, seen: Seen) -> None:
    """Runs one case and remembers what it reached."""
    recorder, rule = Recorder(case, seen), case.rule
    for duty in rule.duties:
        found = []
        for fact in recorder.facts(duty.kind):
            scope, held = recorder.truth(duty.scope, (fact,)), recorder.truth(duty.duty, (fact,))
            state = state_of(scope, held, fact.present)
            seen.verdicts.setdefault(rule.id, set()).add(state)
            if state is State.FINDING:
                seen.grades.setdefault(rule.id, set()).add(severity_of(recorder, duty, fact))
                found.append(fact)
        _write(recorder, duty, found)


def _write(recorder: Recorder, duty: Duty, facts: list[Fact]) -> None:
    """Writes the texts of the findings and works out their amounts, for what is read only there."""
    if duty.amount is not None:
        for fact in facts:
            recorder.value(duty.amount, (fact,))
    for group in [facts] if duty.wording.detail is not None else [[fact] for fact in facts]:
        if group:
            writer = Writer(recorder, duty.wording, group, ())
            for write in (writer.problem, writer.effect, writer.measure):
                write()
