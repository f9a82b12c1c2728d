"""Verdicts to an Outcome: severities, evidence, margins and texts; the words are the same in every form of output."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from msgspec.structs import replace

from engine.amount import amount_of
from engine.dossier import Dossier, Fact
from engine.gaps import missing_of
from engine.judge import States, severity_of
from engine.margin import Margin, margin_of
from engine.nearness import closest_of
from engine.outcome import Finding, Outcome, Verdict
from engine.quantity import Quantity
from engine.reference import Evaluator
from engine.rows import step_words
from engine.rule import SEVERITIES, Duty, Rule
from engine.rulebook import Rulebook
from engine.terms import ParameterOf, reachable
from engine.tracing import Trace, compared, evidence_of, trace
from engine.unknown import Gap
from engine.verdict import State
from engine.waiving import Waivers
from engine.wording import Writer


def tell(
    book: Rulebook,
    dossier: Dossier,
    states: States,
    evaluator: Evaluator,
    waivers: Waivers,
    digest: str,
    only: frozenset[str] | None = None,
    shown: frozenset[State] = frozenset(State),
) -> Outcome:
    """Puts the verdicts of one evaluator into words; who agreed with it is for the caller to add.

    `only` leaves out rules that ran just because others read them; `shown` are the states whose evidence and margin
    somebody will read.
    """
    rules = [rule for rule in book.rules.values() if only is None or rule.id in only]
    outcome = _Teller(book, evaluator, states, shown).outcome(rules, dossier, digest)
    uses = waivers.uses(_by_subject(outcome.verdicts))
    used = tuple(use for use in uses if only is None or use[0].rule in only)
    return replace(outcome, waivers=used, day=waivers.day)


def _by_subject(verdicts: Iterable[Verdict]) -> dict[tuple[str, str], State]:
    """The verdict of each rule on each subject; where kinds share a name, the one that was waived."""
    return {(v.rule, v.subject): v.state for v in sorted(verdicts, key=lambda v: v.state is State.WAIVED)}


def _measured(step: Trace, state: State) -> Margin | None:
    """The comparison that a verdict is told by: where all is in order, of several limits the one that is closest."""
    closest = closest_of(step) if state is State.PASS else None
    return closest or margin_of(step, alone=state is State.NOT_APPLICABLE)


class _Teller:
    def __init__(self, book: Rulebook, evaluator: Evaluator, states: States, shown: frozenset[State]) -> None:
        self.book, self.evaluator, self.states, self.shown = book, evaluator, states, shown

    def outcome(self, rules: Sequence[Rule], dossier: Dossier, digest: str) -> Outcome:
        """All that the rules say; waivers are not counted yet."""
        year = self.evaluator.program.year
        current = [rule for rule in rules if rule.applies_in(year)]
        told = {rule.id: list(self.verdicts(rule)) for rule in current}
        findings = sorted((f for rule in current for f in self.findings(rule, told[rule.id])), key=self.place)
        return Outcome(
            department=dossier.department,
            year=dossier.year,
            region=dossier.region,
            digest=digest,
            verdicts=tuple(verdict for own in told.values() for verdict in own),
            findings=tuple(findings),
            waivers=(),
            themes=self.book.themes,
            names={rule.id: rule.name for rule in current},
            parameters=tuple(self.parameters(findings)),
            skipped=tuple(rule.id for rule in rules if not rule.applies_in(year)),
            topics={rule.id: rule.theme for rule in current},
        )

    def verdicts(self, rule: Rule) -> Iterable[Verdict]:
        for duty in rule.duties:
            for fact in self.evaluator.facts(duty.kind):
                state = self.states.get((rule.id, duty.kind, fact.key))
                if state is not None:
                    yield self.verdict(rule, duty, fact, state)

    def verdict(self, rule: Rule, duty: Duty, fact: Fact, state: State) -> Verdict:
        traces = self.traces(duty, fact) if state in self.shown else ()
        outside = state is State.NOT_APPLICABLE
        return Verdict(
            rule=rule.id,
            kind=duty.kind,
            subject=fact.key,
            state=state,
            severity=severity_of(self.evaluator, duty, fact) if state in (State.FINDING, State.WAIVED) else "",
            missing=self.missing(duty, fact) if state is State.UNKNOWN else (),
            evidence=evidence_of(*traces) if traces else (),
            measured=_measured(traces[0 if outside else -1], state) if traces else None,
        )

    def traces(self, duty: Duty, fact: Fact) -> tuple[Trace, ...]:
        """适用 (where there is one) and 要求, walked for one subject."""
        parts = (duty.scope, duty.duty)
        return tuple(trace(self.evaluator, part, (fact,)) for part in parts if part is not None)

    def missing(self, duty: Duty, fact: Fact) -> tuple[Gap, ...]:
        return missing_of(self.evaluator, duty.scope, duty.duty, fact, self.book.vocabulary)

    def findings(self, rule: Rule, verdicts: Iterable[Verdict]) -> Iterable[Finding]:
        """One finding for what is pasted, one for what is only a hint."""
        own = [v for v in verdicts if v.state is State.FINDING]
        own.sort(key=lambda v: v.hint)
        for _, group in groupby(own, key=lambda v: v.hint):
            yield self.finding(rule, list(group))

    def finding(self, rule: Rule, verdicts: list[Verdict]) -> Finding:
        writers = [writer for duty in rule.duties for writer in self.writers(duty, verdicts)]
        effects = dict.fromkeys(writer.effect() for writer in writers)
        return Finding(
            rule=rule.id,
            title=rule.name,
            severity=min((v.severity for v in verdicts), key=SEVERITIES.index),
            theme=rule.theme,
            problems=tuple(dict.fromkeys(writer.problem() for writer in writers)),
            effect="".join(effects),
            measures=tuple(dict.fromkeys(writer.measure() for writer in writers)),
            office=rule.office,
            due=rule.due,
            subjects=tuple(v.subject for v in verdicts),
            basis=rule.basis,
            caution=rule.caution,
            indicator=rule.indicator,
            amount=self.amount(rule, verdicts),
        )

    def amount(self, rule: Rule, verdicts: list[Verdict]) -> Quantity | None:
        """The money that the findings of a rule concern together."""
        duties = {duty.kind: duty for duty in rule.duties}
        if all(duty.amount is None for duty in rule.duties):
            return None
        facts = {(fact.kind, fact.key): fact for kind in duties for fact in self.evaluator.facts(kind)}
        return amount_of(self.evaluator, ((duties[v.kind].amount, facts[v.kind, v.subject]) for v in verdicts))

    def writers(self, duty: Duty, verdicts: list[Verdict]) -> Iterable[Writer]:
        """One writer for each paragraph: all subjects of a kind together where the rule has 明细, else each alone."""
        own = [v for v in verdicts if v.kind == duty.kind]
        own.sort(key=lambda v: SEVERITIES.index(v.severity))  # within a severity in the order of the facts
        facts = {fact.key: fact for fact in self.evaluator.facts(duty.kind)} if own else {}
        chosen = [facts[v.subject] for v in own]
        for group in [chosen] if duty.wording.detail is not None else [[fact] for fact in chosen]:
            if group:
                asked = (duty.scope, duty.duty)
                pairs = [pair for fact in group for pair in compared(self.evaluator, *asked, env=(fact,))]
                yield Writer(self.evaluator, duty.wording, group, pairs)

    def place(self, finding: Finding) -> tuple[int, int, str]:
        """Where a finding stands in the report: by theme, then by gravity."""
        themes = [*self.book.themes, finding.theme]
        return themes.index(finding.theme), SEVERITIES.index(finding.severity), finding.rule

    def parameters(self, findings: list[Finding]) -> Iterable[str]:
        """Where the values of the parameters come from that the findings rest on."""
        rules = {finding.rule for finding in findings}
        program = self.evaluator.program
        names = {
            node.name
            for rule in self.book.rules.values()
            if rule.id in rules
            for duty in rule.duties
            for node in reachable((*duty.conditions(), duty.amount), self.book.derived)
            if isinstance(node, ParameterOf)
        }
        for name in sorted(names):
            for row, value in self.book.parameters[name].rows(program.region, program.year):
                chosen = "、".join(filter(None, (*row.words, step_words(row))))
                words = f"（{chosen}）" if chosen else ""
                mark = "" if value.checked == "已核" else "【待核】"
                yield f"{name}{words}：{value.text}，{value.basis}{mark}"
