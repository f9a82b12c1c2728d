"""What is not known, and why: an unknown value carries the gaps that keep it so."""

from __future__ import annotations

from msgspec import Struct

from engine.dossier import Fact, Value
from engine.terms import Term


class Gap(Struct, frozen=True, order=True):
    """A fact that was not supplied: which field of which fact of which kind (no field: the list itself), or why not."""

    kind: str
    key: str
    field: str
    reason: str = ""


class Unknown(Struct, frozen=True):
    """No value, and what it waits for."""

    gaps: frozenset[Gap]


Env = tuple[Fact, ...]
Result = Value | Unknown
NO_GAPS: frozenset[Gap] = frozenset()


def because(term: Term, reason: str) -> Unknown:
    """Returns that a term has no value, for a reason that no fact can mend."""
    return Unknown(frozenset({Gap("计算", term.text, "", reason)}))
