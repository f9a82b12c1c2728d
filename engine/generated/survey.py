"""What can be known of a Program before it runs: what each term measures, which parts are equal, what reads findings.

Equal parts have the same number, whatever words they were written in.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from engine.joins import Join, join_of
from engine.program import Program
from engine.quantity import NUMERIC, Dim, Quantity, result_dim
from engine.terms import (
    FIELDS,
    Aggregate,
    All,
    AnyOf,
    Arithmetic,
    Call,
    Condition,
    Exists,
    Literal,
    Node,
    ParameterOf,
    SingleField,
    StepOf,
    Term,
    children,
    free,
    reachable,
)
from engine.vocabulary import FINDING

PLAIN = NUMERIC - {Dim.COUNT, Dim.AMOUNT}  # kept as bare numbers; the others as amounts, with their unit
HEAVY = 6  # a condition of so many parts is worth remembering where it stands twice


def kept_as(dim: Dim) -> Dim:
    """Returns what a value of a dimension is kept as: Dim.AMOUNT for things counted and what only the facts tell."""
    return Dim.AMOUNT if dim is Dim.COUNT else dim


class Survey:
    """A program looked through once."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self._numbers: dict[Any, int] = {}
        self._number: dict[int, int] = {}
        self._sorts: dict[int, Dim] = {}
        self._late: dict[int, bool] = {}
        roots = [part for stratum in program.strata for check in stratum for part in (check.scope, check.duty)]
        self.nodes = list(reachable(roots, program.derived))
        self.times = Counter(map(self.number, self.nodes))
        self.told = any(check.kind == FINDING for stratum in program.strata for check in stratum) or any(
            isinstance(node, Exists | Aggregate | SingleField) and node.kind == FINDING for node in self.nodes
        )

    def read_rules(self) -> frozenset[str] | None:
        """Returns the rules whose findings others read by name; None where any finding may be read."""
        if any(check.kind == FINDING for stratum in self.program.strata for check in stratum):
            return None
        found: set[str] = set()
        for node in self.nodes:
            if isinstance(node, Exists | Aggregate) and node.kind == FINDING:
                names = _named(join_of(node))
                if names is None:
                    return None
                found.update(names)
        return frozenset(found)

    def number(self, node: Node) -> int:
        """Returns the same number for equal parts."""
        if id(node) not in self._number:
            values = [getattr(node, name) for name in node.__struct_fields__ if name != "text"]
            key = (type(node).__name__, *map(self._plain, values))
            self._number[id(node)] = self._numbers.setdefault(key, len(self._numbers))
        return self._number[id(node)]

    def _plain(self, value: Any) -> Any:
        if isinstance(value, Node):
            return "node", self.number(value)
        return tuple(map(self._plain, value)) if isinstance(value, tuple) else (type(value).__name__, value)

    def reads_findings(self, node: Node) -> bool:
        """Whether a part may change its value when findings are concluded."""
        if id(node) not in self._late:
            found: Iterable[Node] = reachable([node], self.program.derived)
            self._late[id(node)] = any(isinstance(n, Exists | Aggregate) and n.kind == FINDING for n in found)
        return self._late[id(node)]

    def shared(self, node: Node) -> bool:
        """Whether a part is of the subject alone, stands in several places and is worth remembering."""
        if not isinstance(node, All | AnyOf | Arithmetic | StepOf) or self.times[self.number(node)] < 2:
            return False
        few = 3 if isinstance(node, Term) else HEAVY
        return free(node) == {0} and sum(1 for _ in _inside(node)) >= few and not self.reads_findings(node)

    def definition(self, kind: str, field: str) -> Term | Condition | None:
        """Returns the definition of a derived figure, None for what is stated."""
        return self.program.derived.get((kind, field))

    def sort(self, term: Term) -> Dim:
        """Returns what a term is kept as: a dimension of numbers, Dim.AMOUNT, or that of words and truths."""
        if id(term) not in self._sorts:
            self._sorts[id(term)] = kept_as(self._measure(term))
        return self._sorts[id(term)]

    def _measure(self, term: Term) -> Dim:
        if isinstance(term, FIELDS):
            return self.field_sort(term.kind, term.field, term.dim)
        if isinstance(term, Literal):
            return term.value.dim if isinstance(term.value, Quantity) else term.dim
        if isinstance(term, ParameterOf | StepOf):
            return self._row_sort(term.ladder.name if isinstance(term, StepOf) else term.name, term.dim)
        if isinstance(term, Arithmetic):
            return self._result(term)
        if isinstance(term, Call) and term.function != "间隔日数" and term.function != "工作日数":
            return _common([self.sort(argument) for argument in term.arguments], term.dim)
        if isinstance(term, Aggregate) and term.term is not None:
            return _common([self.sort(term.term), kept_as(term.dim)], term.dim)
        return term.dim

    def field_sort(self, kind: str, field: str, dim: Dim) -> Dim:
        """Returns what a field is kept as; dim where the vocabulary does not know it."""
        definition = self.definition(kind, field)
        if definition is not None:
            return self.sort(definition) if isinstance(definition, Term) else Dim.TRUTH
        known = self.program.vocabulary.kinds.get(kind)
        found = known.fields.get(field) if known else None
        return kept_as(found.dim if found else dim)

    def _row_sort(self, name: str, dim: Dim) -> Dim:
        rows = self.program.parameters.get(name, ())
        return _common([kept_as(v.dim) if isinstance(v := row.value, Quantity) else Dim.TEXT for row in rows], dim)

    def _result(self, term: Arithmetic) -> Dim:
        left, right = self.sort(term.left), self.sort(term.right)
        found = result_dim(term.op, left, right) if left in PLAIN and right in PLAIN else None
        return found if found is not None and term.dim is Dim.AMOUNT else term.dim


def _common(sorts: list[Dim], dim: Dim) -> Dim:
    """What values of several sorts are kept as together."""
    if not sorts:
        return kept_as(dim)
    return sorts[0] if len(set(sorts)) == 1 else Dim.AMOUNT if set(sorts) <= NUMERIC else sorts[0]


def _named(join: Join | None) -> tuple[str, ...] | None:
    """The rules that a finding must be of to meet a condition, if it names them."""
    if join is None or join[0] != "规则":
        return None
    if isinstance(join[1], Literal):
        return (str(join[1].value),)
    return join[1] if isinstance(join[1], tuple) else None


def _inside(node: Node) -> Iterator[Node]:
    yield node
    for child in children(node):
        yield from _inside(child)
