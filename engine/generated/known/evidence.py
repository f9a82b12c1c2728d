"""How a finding's evidence comes out of generated source: a form with gaps, and the expressions that fill them."""

from __future__ import annotations

import json
from fractions import Fraction

from msgspec import Struct

from engine.generated.known.figure import Unfit
from engine.generated.known.gathering import Gathering
from engine.generated.known.lowering import Bound
from engine.generated.reads import Read
from engine.quantity import Dim
from engine.terms import FIELDS, Aggregate

_WHOLE = {Dim.MONEY: Fraction(1, 100), Dim.COUNT: Fraction(1), Dim.NUMBER: Fraction(1)}


class Form(Struct, frozen=True):
    """The end of a line of findings with a %s for each of `values`; words hold nothing that JSON must escape."""

    text: str
    values: tuple[str, ...]
    subject: int = 0  # which of the values names the subject


def form_of(kind: str, grade: str, subject: str, evidence: list[tuple[str, str, str]] | None) -> Form:
    """Returns the form of a check's findings, from the word of 级别 on.

    grade is that word, or an expression for it in brackets; evidence are labels, gaps and what fills them.
    """
    varies = grade.startswith("(")
    text = "%s" if varies else _quoted(grade)
    text += f'","类型":"{_quoted(kind)}","对象":"%s"'
    values = [*([grade] if varies else []), subject]
    if evidence is not None:
        shown = ",".join(f"{_quoted(json.dumps(label, ensure_ascii=False))}:{gap}" for label, gap, _ in evidence)
        text += f',"佐证":{{{shown}}}'
        values += [value for *_, value in evidence]
    return Form(text, tuple(values), int(varies))


def evidence_in(reads: tuple[Read, ...], lowering: Gathering, bound: Bound) -> list[tuple[str, str, str]]:
    """Returns for each figure of the evidence its label, its gap and the expression that fills it; raises Unfit."""
    return [(read.label, *_shown(read, lowering, bound)) for read in reads]


def _shown(read: Read, lowering: Gathering, bound: Bound) -> tuple[str, str]:
    """The gap for one figure, and the expression that fills it."""
    term = read.term
    if isinstance(term, Aggregate):
        figure = lowering.figure(term, (bound,))
        factor = figure.scale / _WHOLE.get(term.dim, Fraction(0)) if term.dim in _WHOLE else Fraction(0)
        if figure.bottom or factor.denominator > 1 or factor == 0:
            raise Unfit
        return "%d", figure.top if factor == 1 else f"{figure.top} * {factor}"
    if not isinstance(term, FIELDS):
        raise Unfit
    found = lowering.field(term, (bound,))
    if not isinstance(found, str):
        raise Unfit
    return ("%d" if term.dim in _WHOLE else '"%s"'), found


def _quoted(text: str) -> str:
    """A text as it stands in a form: a % is no gap."""
    return text.replace("%", "%%")
