"""What the variables of a condition stand for in generated source, and what a condition needs beside its expression."""

from __future__ import annotations

from typing import TypeVar

from msgspec import Struct, field

from engine.generated.known.figure import Unfit
from engine.terms import LinkedField, Term

T = TypeVar("T")


class Bound(Struct, frozen=True):
    """What a variable stands for: an expression for a fact of a kind, or a row of a table (`row`).

    A `plain` one is the variable of a loop, or the only fact of its kind: its fields are loaded into locals.
    """

    name: str
    kind: str
    row: str = ""
    plain: bool = False


class Context(Struct):
    """What one condition uses: fields of plain variables, divisors that must be above zero, what was gathered."""

    fields: dict[tuple[str, str], None] = field(default_factory=dict)
    links: dict[tuple[str, str], str] = field(default_factory=dict)  # of a variable, by its field, to a kind
    divisors: dict[str, None] = field(default_factory=dict)
    gathered: dict[int, None] = field(default_factory=dict)

    def add(self, other: Context) -> None:
        """Takes in what another one uses."""
        self.fields |= other.fields
        self.links |= other.links
        self.divisors |= other.divisors
        self.gathered |= other.gathered


Env = tuple[Bound, ...]


def reached(lowered: T, term: Term, owner: Bound, text: str) -> T:
    """Returns what a derived figure comes to; raises Unfit unless its text looks at the fact that a name points to.

    Where a name points to nothing, that must show: nothing is known of the figure then, whatever it rests on.
    """
    if isinstance(term, LinkedField) and f"{owner.name}." not in text:
        raise Unfit
    return lowered
