"""A department's facts of one year, frozen: what was supplied, where it stands, and what was not supplied."""

from __future__ import annotations

from enum import Enum

from msgspec import Struct, field

from engine.quantity import Quantity
from engine.truth import YES, Truth
from engine.vocabulary import NOTHING_WORD


class Nothing(Enum):
    """The value of a field of which it is known that there is none (无)."""

    NONE = NOTHING_WORD


NOTHING = Nothing.NONE
Value = Quantity | str | frozenset[str] | Truth | Nothing


class Fact(Struct, frozen=True):
    """One fact: a field that is not in `values` is unknown; `key` is unique within the kind and names it to a reader.

    present is UNKNOWN for the stand-in of what a list that was supplied only in part, or not at all, may still hold,
    and for findings that could not be judged.
    """

    kind: str
    key: str
    values: dict[str, Value]
    sources: dict[str, str] = field(default_factory=dict)
    present: Truth = YES


class Waiver(Struct, frozen=True, order=True):
    """An approved exemption of one subject from one rule, until a day (an ordinal) that is included."""

    rule: str
    subject: str
    reason: str
    approver: str
    until: int
    source: str = ""


class Dossier(Struct, frozen=True):
    """All facts of one department and year by kind, each list in canonical order.

    Lists not supplied in full end with a stand-in whose fields are all unknown.
    """

    department: str
    year: int
    region: str
    facts: dict[str, tuple[Fact, ...]]
    waivers: tuple[Waiver, ...] = ()
    checked_on: int | None = None
    file: str = ""
