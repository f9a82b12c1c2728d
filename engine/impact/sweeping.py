"""Judges every department at every value of a sweep; only the rules that the parameter can reach are judged."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from engine.dossier import Dossier, Fact
from engine.impact.affected import affected
from engine.impact.change import Change, Standing
from engine.impact.comparing import Side, standing
from engine.impact.reasons import Judged
from engine.impact.sweep import Step, Swept, values_of
from engine.impact.whatif import Wanted, chosen_rows, with_value
from engine.judge import Key, by_reference
from engine.mistakes import Mistakes
from engine.parameter import Parameter, Value
from engine.program import Program
from engine.quantity import Quantity
from engine.verdict import State
from engine.vocabulary import FINDING
from engine.waiving import Waivers

Standings = dict[Key, Standing]
Prepared = tuple[Program, tuple[Fact, ...]]


class Sweeper:
    """A sweep of one parameter over departments; raises MistakesFound for a range that cannot be gone through."""

    def __init__(
        self, side: Side, wanted: Wanted, dossiers: Sequence[Dossier], today: int, beside: Sequence[str] = ()
    ) -> None:
        """`beside` are the assumptions that the side was made with, in words."""
        mistakes = Mistakes()
        found = chosen_rows(side.book, wanted, dossiers, mistakes)
        self.values: list[tuple[Quantity, str]] = values_of(wanted, *found, mistakes) if found else []
        mistakes.check()
        assert found is not None  # else a mistake has been raised
        self.parameter: Parameter = found[0]
        self.rows: tuple[Value, ...] = found[1]
        self.wanted, self.dossiers, self.today, self.beside = wanted, dossiers, today, tuple(beside)
        self.side = Side(side.name, side.book, affected(side.book, [wanted.name]))

    def steps(self) -> Iterator[Step]:
        """Yields what comes of each value in order."""
        before: list[Standings] = []
        prepared = [self._prepared(dossier) for dossier in self.dossiers]
        for value, text in self.values:
            after = list(self._judged(value, text, prepared))
            changes = (
                (n, change)
                for n, (old, new) in enumerate(zip(before, after, strict=True) if before else ())
                for change in self._changes(old, new)
            )
            yield Step(value, text, _counts(after, State.FINDING), _counts(after, State.UNKNOWN), tuple(changes))
            before = after

    def swept(self, steps: Sequence[Step]) -> Swept:
        """Puts the steps together with what they were taken from."""
        departments = tuple((dossier.department, dossier.year) for dossier in self.dossiers)
        rules = tuple(sorted(self.side.only or ()))
        return Swept(self.parameter, self.wanted.text, self.beside, self.rows, departments, rules, tuple(steps))

    def _judged(self, value: Quantity, text: str, prepared: Sequence[Prepared]) -> Iterator[Standings]:
        parameter = with_value(self.parameter, self.rows, value, text)
        for dossier, (program, given) in zip(self.dossiers, prepared, strict=True):
            rows = parameter.in_force(dossier.region, dossier.year)
            changed = replace(program, parameters=program.parameters | {parameter.name: rows})
            states, evaluator = by_reference(changed, dossier, Waivers.of(dossier, self.today), given)
            judged = Judged(self.side.book, changed, evaluator)
            only = self.side.only or frozenset()
            yield {key: standing(judged, key, state) for key, state in states.items() if key[0] in only}

    def _prepared(self, dossier: Dossier) -> Prepared:
        """The rules to judge at every value, and the findings of the others, which are judged once."""
        judged, _ = self.side.judge(dossier, self.today)
        only, program = self.side.only or frozenset(), judged.program
        if any(check.rule in only and check.kind == FINDING for stratum in program.strata for check in stratum):
            return program, ()  # findings as subjects: which there are depends on the order of judging
        strata = (tuple(check for check in stratum if check.rule in only) for stratum in program.strata)
        given = tuple(fact for fact in judged.evaluator.findings.values() if fact.values["规则"] not in only)
        return replace(program, strata=tuple(filter(None, strata))), given

    def _changes(self, old: Standings, new: Standings) -> Iterator[Change]:
        for key in sorted(old.keys() | new.keys()):
            before, after = old.get(key, Standing()), new.get(key, Standing())
            if before != after:
                yield Change(key[0], self.side.book.rules[key[0]].name, key[1], key[2], before, after)


def _counts(departments: Sequence[Standings], state: State) -> tuple[int, ...]:
    return tuple(sum(one.state is state for one in standings.values()) for standings in departments)
