"""What a finding of a batch shows as its evidence: the figures that a rule reads, under fixed labels, as plain JSON.

Labels and values are settled here and nowhere else, so that a department has the same line whatever judged it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from engine.dossier import Fact, Nothing
from engine.notation import show
from engine.program import Check, Program
from engine.quantity import WHOLE_UNITS, Dim, Quantity
from engine.terms import FIELDS, Aggregate, Exists, FieldOf, LinkedField, Node, SingleField, Term, children, depths
from engine.truth import Truth
from engine.unknown import Result, Unknown
from engine.valuing import Valuing

Shown = int | str | list[str]
# How many of the unit of the label make one of the base unit; figures of other dimensions are texts with their unit.
_WHOLE = {Dim.MONEY: 100, Dim.COUNT: 1, Dim.NUMBER: 1}


class Read(Struct, frozen=True):
    """One figure that a rule reads of its subject (bound at depth 0), and what it is called in evidence."""

    label: str
    term: Term


def reads_of(check: Check, program: Program) -> tuple[Read, ...]:
    """Returns the stated fields and the aggregates that 适用 and 要求 rest on, each label once, in order of appearance.

    What stands inside 存在 and inside aggregates belongs to other facts and is left out; so are literals, parameters
    (not the fields that choose their row) and days of the year. A derived figure gives way to what it rests on; one of
    another fact stands itself where that cannot be named from the subject.
    """
    finder = _Finder(program.derived)
    found: dict[str, Read] = {}
    for part in (check.scope, check.duty):
        for term in () if part is None else finder.figures(part):
            found.setdefault(label_of(term), Read(label_of(term), term))
    return tuple(found.values())


def label_of(term: Term) -> str:
    """What a figure is called: 年度预算（分）, 性质, 部门.总预算（分）, 数量(采购 满足 …)（个）."""
    if isinstance(term, FieldOf):
        word = term.field
    else:
        word = f"{term.kind}.{term.field}" if isinstance(term, SingleField | LinkedField) else term.text
    return word + WHOLE_UNITS.get(term.dim, "")


def evidence_of(reads: Iterable[Read], evaluator: Valuing, fact: Fact) -> dict[str, Shown]:
    """Returns the evidence of one subject, label to value; what is not known is left out."""
    values = ((read, shown(evaluator.value(read.term, (fact,)), read.term.dim)) for read in reads)
    return {read.label: value for read, value in values if value is not None}


def shown(value: Result, dim: Dim) -> Shown | None:
    """Returns a value as JSON holds it, None for an unknown one; dim is the dimension of the term.

    Money is a whole number of 分, a count and a plain number is a whole number, a day is 2022-08-31, yes and no are 是
    and 否, none is 无, several words are a sorted list; any other figure is a text as a report writes it.
    """
    if isinstance(value, Unknown):
        return None
    if isinstance(value, Quantity):
        return _figure(value, dim)
    if isinstance(value, frozenset):
        return sorted(value)
    return value.word if isinstance(value, Truth) else value.value if isinstance(value, Nothing) else value


def _figure(value: Quantity, dim: Dim) -> int | str:
    if value.mark or not value.exact or value.dim is not dim:
        return show(value)
    if dim is Dim.DATE:
        return date.fromordinal(int(value.nominal)).isoformat()
    whole = value.nominal * _WHOLE.get(dim, 0)
    return int(whole) if dim in _WHOLE and whole.denominator == 1 else show(value)


class _Finder:
    """Finds the figures of conditions; those of each derived figure once, for figures may share their parts."""

    def __init__(self, derived: Mapping[tuple[str, str], Node]) -> None:
        self.derived = derived
        self.known: dict[tuple[str, str], tuple[Term, ...]] = {}

    def figures(self, node: Node) -> tuple[Term, ...]:
        """The figures of a node in order of appearance, each once."""
        if isinstance(node, Exists):
            return ()
        if isinstance(node, Aggregate):
            return (node,)
        if isinstance(node, FIELDS):
            return self.field(node)
        return tuple(dict.fromkeys(term for part in children(node) for term in self.figures(part)))

    def field(self, node: FieldOf | SingleField | LinkedField) -> tuple[Term, ...]:
        place = (node.kind, node.field)
        if place not in self.derived:
            return (node,)
        if place not in self.known:
            self.known[place] = self.figures(self.derived[place])
        if isinstance(node, FieldOf):
            return self.known[place]
        moved = [_moved(term, node) for term in self.known[place]]
        return (node,) if None in moved else tuple(term for term in moved if term is not None)


def _moved(term: Term, owner: SingleField | LinkedField) -> Term | None:
    """A figure of another fact as the subject names it; None where it takes more than one step to get there."""
    if isinstance(term, FieldOf):
        return replace(owner, dim=term.dim, text=f"{term.kind}.{term.field}", field=term.field)
    return None if isinstance(term, LinkedField) or 0 in depths(term) else term
