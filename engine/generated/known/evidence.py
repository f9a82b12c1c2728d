"""How a finding comes out of generated source: the pieces of its line, and the expressions that stand between them."""

from __future__ import annotations

import json
from fractions import Fraction

from msgspec import Struct

from engine.generated.known.binding import Bound
from engine.generated.known.figure import WORTH, Unfit
from engine.generated.known.gathering import Gathering
from engine.generated.reads import Read
from engine.terms import FIELDS, Aggregate


class Form(Struct, frozen=True):
    """The end of a line of findings, in pieces between its values; words hold nothing that JSON must escape."""

    pieces: tuple[str, ...]
    values: tuple[str, ...]
    subject: int = 0  # which of the values names the subject


def form_of(kind: str, grade: str, subject: str, evidence: list[tuple[str, str, str]] | None) -> Form:
    """Returns the form of a check's findings, from the word of 级别 on.

    grade is that word, or an expression for it in brackets; evidence are labels, quotes and expressions.
    """
    varies = grade.startswith("(")
    pieces, values = ["" if varies else f'{grade}","类型":"{kind}","对象":"'], [subject]
    if varies:
        pieces, values = ["", f'","类型":"{kind}","对象":"'], [grade, subject]
    end = '"' if evidence is None else '","佐证":{'
    for number, (label, quote, value) in enumerate(evidence or ()):
        pieces.append(f"{end}{',' if number else ''}{json.dumps(label, ensure_ascii=False)}:{quote}")
        values.append(value)
        end = quote
    pieces.append(end if evidence is None else end + "}")
    return Form(tuple(pieces), tuple(values), int(varies))


def evidence_in(reads: tuple[Read, ...], lowering: Gathering, bound: Bound) -> list[tuple[str, str, str]]:
    """Returns for each figure of the evidence its label, its quotes and the expression for it; raises Unfit."""
    return [(read.label, *_shown(read, lowering, bound)) for read in reads]


def _shown(read: Read, lowering: Gathering, bound: Bound) -> tuple[str, str]:
    """The quotes around one figure, and the expression for it."""
    term = read.term
    if isinstance(term, Aggregate):
        figure = lowering.figure(term, (bound,))
        factor = figure.scale / WORTH[term.dim] if term.dim in WORTH else Fraction(0)
        if figure.bottom or factor.denominator > 1 or factor == 0:
            raise Unfit
        return "", figure.top if factor == 1 else f"{figure.top} * {factor}"
    if not isinstance(term, FIELDS):
        raise Unfit
    found = lowering.field(term, (bound,))
    if not isinstance(found, str):
        raise Unfit
    return ("" if term.dim in WORTH else '"'), found
