"""The forms an Outcome is given to a reader in; none of them adds or leaves out a word of another's findings."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module

from engine.outcome import Outcome
from engine.verdict import State

# Which verdicts a form shows the evidence of; working it out for the others would only cost time.
_FOUND = frozenset({State.FINDING, State.WAIVED})
SHOWN = {"table": frozenset[State](), "text": _FOUND, "json": _FOUND | {State.PASS}}


def render(form: str, outcomes: Sequence[Outcome]) -> str:
    """Returns the outcomes of a run in one form (a key of SHOWN), departments in the order of their names and years."""
    ordered = sorted(outcomes, key=lambda outcome: (outcome.department, outcome.year))
    text: str = import_module(f"engine.report.{form}").render(ordered)
    return text
