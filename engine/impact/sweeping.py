"""Judges every department at every value of a sweep; only the rules that the parameter can reach are judged."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from engine.dossier import Dossier
from engine.impact.affected import affected
from engine.impact.change import Change, Standing
from engine.impact.comparing import Side, standing
from engine.impact.sweep import Step, Swept, values_of
from engine.impact.whatif import Wanted, chosen_rows, with_value
from engine.judge import Key
from engine.mistakes import Mistakes
from engine.parameter import Parameter, Value
from engine.quantity import Quantity
from engine.verdict import State

Standings = dict[Key, Standing]


class Sweeper:
    """A sweep of one parameter over departments; raises MistakesFound for a range that cannot be gone through."""

    def __init__(self, side: Side, wanted: Wanted, dossiers: Sequence[Dossier], today: int) -> None:
        mistakes = Mistakes()
        found = chosen_rows(side.book, wanted, dossiers, mistakes)
        self.values: list[tuple[Quantity, str]] = values_of(wanted, *found, mistakes) if found else []
        mistakes.check()
        assert found is not None  # else a mistake has been raised
        self.parameter: Parameter = found[0]
        self.rows: tuple[Value, ...] = found[1]
        self.wanted, self.dossiers, self.today = wanted, dossiers, today
        self.side = Side(side.name, side.book, affected(side.book, [wanted.name]))

    def steps(self) -> Iterator[Step]:
        """Yields what comes of each value in order."""
        before: list[Standings] = []
        for value, text in self.values:
            after = list(self._judged(value, text))
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
        return Swept(self.parameter, self.wanted.text, self.rows, departments, rules, tuple(steps))

    def _judged(self, value: Quantity, text: str) -> Iterator[Standings]:
        parameter = with_value(self.parameter, self.rows, value, text)
        book = replace(self.side.book, parameters=self.side.book.parameters | {parameter.name: parameter})
        side = Side(self.side.name, book, self.side.only)
        for dossier in self.dossiers:
            judged, states = side.judge(dossier, self.today)
            yield {key: standing(judged, key, state) for key, state in states.items()}

    def _changes(self, old: Standings, new: Standings) -> Iterator[Change]:
        for key in sorted(old.keys() | new.keys()):
            before, after = old.get(key, Standing()), new.get(key, Standing())
            if before != after:
                yield Change(key[0], self.side.book.rules[key[0]].name, key[1], key[2], before, after)


def _counts(departments: Sequence[Standings], state: State) -> tuple[int, ...]:
    return tuple(sum(one.state is state for one in standings.values()) for standings in departments)
