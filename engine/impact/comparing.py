"""Two rulebooks over the same departments: every verdict that differs, and the reason of each, in a fixed order.

Only the reference evaluator judges here: what is reported is a difference, and a mistake of the evaluator's own that
changed both sides alike would not show. A check of either rulebook is what both evaluators vouch for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct, field

from engine.compiling import compile_program
from engine.dossier import Dossier
from engine.impact.change import Change, Department, Standing
from engine.impact.reasons import Judged, reasons
from engine.judge import Key, States, by_reference, severity_of
from engine.program import Program
from engine.rulebook import Rulebook
from engine.verdict import State
from engine.waiving import Waivers


class Side(Struct):
    """One of the two rulebooks, as the user named it, with its programs; `only` leaves out all rules but these."""

    name: str
    book: Rulebook
    only: frozenset[str] | None = None
    programs: dict[tuple[str, int], Program] = field(default_factory=dict)

    def judge(self, dossier: Dossier, today: int) -> tuple[Judged, States]:
        """Judges a department with the reference evaluator; today decides on waivers without a day of their own."""
        key = (dossier.region, dossier.year)
        if key not in self.programs:
            self.programs[key] = compile_program(self.book, *key, self.only)
        states, evaluator = by_reference(self.programs[key], dossier, Waivers.of(dossier, today))
        shown = {key: state for key, state in states.items() if self.only is None or key[0] in self.only}
        return Judged(self.book, self.programs[key], evaluator), shown


def compare(old: Side, new: Side, dossiers: Iterable[Dossier], today: int) -> Iterator[Department]:
    """Yields the changes of each department in the order given."""
    for dossier in dossiers:
        (before, old_states), (after, new_states) = old.judge(dossier, today), new.judge(dossier, today)
        changes = _changes(before, after, old_states, new_states)
        yield Department(dossier.department, dossier.year, dossier.region, tuple(changes))


def _changes(old: Judged, new: Judged, old_states: States, new_states: States) -> Iterator[Change]:
    for key in sorted(old_states.keys() | new_states.keys()):
        before, after = standing(old, key, old_states.get(key)), standing(new, key, new_states.get(key))
        if before != after:
            rule = new.book.rules.get(key[0]) or old.book.rules[key[0]]
            yield Change(key[0], rule.name, key[1], key[2], before, after, reasons(old, new, *key))


def standing(side: Judged, key: Key, state: State | None) -> Standing:
    """Returns a verdict with its severity: of a finding, waived or not, the first grade that surely holds."""
    duty, fact = side.duty(*key[:2]), side.fact(*key[1:])
    if duty is None or fact is None or state not in (State.FINDING, State.WAIVED):
        return Standing(state)
    return Standing(state, severity_of(side.evaluator, duty, fact))
