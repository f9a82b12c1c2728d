"""One small change of a condition or term, and what has to be known around a condition to think of one."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from engine.mutation.spots import Spot, Way
from engine.parameter import Parameter
from engine.quantity import Quantity, combine
from engine.terms import FIELDS, Arithmetic, Literal, Node, ParameterOf, YearDay
from engine.vocabulary import Vocabulary


class Change(Struct, frozen=True):
    """Another node at the end of a way (None: taken out), the words at an offset that become others, what shows it.

    Empty `becomes` means that the words are dropped.
    """

    way: Way
    node: Node | None
    at: int
    was: str
    becomes: str
    hint: str

    @property
    def words(self) -> str:
        """What was changed, in words."""
        return worded(self.was, self.becomes)


def worded(was: str, becomes: str) -> str:
    """Says that some words become others, or are dropped."""
    return f"把“{was}”改为“{becomes}”" if becomes else f"去掉“{was}”"


def case(what: str) -> str:
    """Asks for a case of some facts."""
    return f"请补用例：{what}"


def edge_case(what: str) -> str:
    """Asks for a case at a limit."""
    return f"请补边界用例：{what}"


class Setting(Struct, frozen=True):
    """The text of a condition with all its parts, the words there are, and the parameters that it may name."""

    text: str
    parts: tuple[Spot, ...]
    vocabulary: Vocabulary
    parameters: Mapping[str, Parameter]

    def inside(self, spot: Spot) -> list[Spot]:
        """The parts directly inside a part, in the order of the text."""
        return [part for part in self.parts if part.above is spot]

    def options(self, term: Node) -> tuple[str, ...]:
        """The closed list of words of a field, or nothing."""
        if not isinstance(term, FIELDS):
            return ()
        field = self.vocabulary.kinds[term.kind].fields.get(term.field)
        return field.options if field is not None else ()

    def limit(self, term: Node) -> str:
        """The value that a term has whatever the facts are, as written; empty where it depends on them."""
        if isinstance(term, Literal | YearDay):
            return term.text
        if isinstance(term, ParameterOf):
            rows = self.parameters[term.name].values
            return "或".join(dict.fromkeys(row.text.replace("(", "（").partition("（")[0] for row in rows))
        return ""

    def constant(self, term: Node) -> Quantity | None:
        """The figure that a term comes to whatever the facts and the year are; None where it depends on them."""
        if isinstance(term, Literal):
            return term.value if isinstance(term.value, Quantity) else None
        if isinstance(term, ParameterOf):
            values = {row.value for row in self.parameters[term.name].values}
            only = values.pop() if len(values) == 1 else None
            return only if isinstance(only, Quantity) else None
        if isinstance(term, Arithmetic):
            left, right = self.constant(term.left), self.constant(term.right)
            found = combine(term.op, left, right) if left is not None and right is not None else None
            return found if isinstance(found, Quantity) else None
        return None
