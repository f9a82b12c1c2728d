"""The forms an Outcome is given to a reader in; none of them adds or leaves out a word of another's findings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib import import_module

from engine.outcome import Outcome
from engine.verdict import State

# Which verdicts a form shows the evidence of; working it out for the others would only cost time.
_FOUND = frozenset({State.FINDING, State.WAIVED})
SHOWN = {
    "table": frozenset[State](),
    "text": _FOUND,
    "markdown": _FOUND,
    "json": _FOUND | {State.PASS},
    "docx": _FOUND,
    "html": _FOUND | {State.PASS},
    "xlsx": _FOUND,
}


def renderer(form: str) -> Callable[[Sequence[Outcome]], str | bytes]:
    """Returns what renders outcomes in one form (a key of SHOWN), departments in order of name and year."""
    render: Callable[[Sequence[Outcome]], str | bytes] = import_module(f"engine.report.{form}").render
    return lambda outcomes: render(sorted(outcomes, key=lambda outcome: (outcome.department, outcome.year)))
