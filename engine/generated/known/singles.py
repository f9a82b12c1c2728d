"""Each check of a program as the fast path judges it: its scope and its fault, lowered for every sort of subject."""

from __future__ import annotations

from collections.abc import Iterator

from engine.generated.known.atoms import Atom, denied, spoken
from engine.generated.known.binding import Bound, Context
from engine.generated.known.evidence import evidence_in, form_of
from engine.generated.known.figure import Limit, Unfit
from engine.generated.known.gathering import Gathering, parts_of
from engine.generated.known.groups import Single
from engine.generated.reads import reads_of
from engine.program import Check
from engine.rule import Duty
from engine.terms import AnyOf, Condition, Not
from engine.vocabulary import FINDING, Shape


def singles_of(check: Check, duty: Duty, lowering: Gathering, evidence: bool) -> Iterator[Single]:
    """Yields a check for a list's facts or the only fact of its kind, or one for each row of a table; raises Unfit."""
    if check.kind == FINDING:
        raise Unfit
    lowering.needs.subject(check.kind)
    for bound in subjects_of(check.kind, lowering):
        lowering.begin()
        scope: list[Atom] = [
            atom for part in parts_of(check.scope) if (atom := lowering.truth(part, (bound,))) is not True
        ]
        scope.sort(key=_seldom)
        fault: list[Atom] = [atom for atom in _faults(check.duty, lowering, bound) if atom is not True]
        grade = _grade(duty, lowering, bound)
        used, lowering.context = lowering.context, Context()
        shown = evidence_in(reads_of(check, lowering.program), lowering, bound) if evidence else None
        lowering.context.divisors.clear()
        used.add(lowering.context)
        form = form_of(check.kind, grade, _subject(bound, lowering), shown)
        yield Single(check.rule, bound, scope, fault, form, used)


def _seldom(atom: Atom) -> bool:
    """Puts first what seldom holds and is asked fast: that a whole number reaches some limit."""
    return not (isinstance(atom, Limit) and not atom.bottom and atom.op in "≥>" and atom.limit > 1)


def subjects_of(kind: str, lowering: Gathering) -> list[Bound]:
    """What the facts of a kind are called in the source."""
    shape = lowering.needs.shape(kind)
    return [Bound(kind, kind, plain=True)] if shape is Shape.LIST else lowering.rows(kind, shape)


def _faults(duty: Condition, lowering: Gathering, bound: Bound) -> list[Atom]:
    """What must hold together for the duty not to."""
    if isinstance(duty, AnyOf):
        return [atom for item in duty.items for atom in _faults(item, lowering, bound)]
    if isinstance(duty, Not):
        return [lowering.truth(part, (bound,)) for part in parts_of(duty.item)]
    return [denied(lowering.truth(duty, (bound,)))]


def _grade(duty: Duty, lowering: Gathering, bound: Bound) -> str:
    """The severity, or an expression for it in brackets: the first grade that holds, else the last."""
    last = duty.grades[-1][0]
    graded = [(word, True if when is None else lowering.truth(when, (bound,))) for word, when in duty.grades]
    text = repr(last)
    for word, when in reversed(graded):
        text = repr(word) if when is True else text if when is False else f"{word!r} if {spoken(when)} else {text}"
    return f"({text})" if " if " in text else text[1:-1]


def _subject(bound: Bound, lowering: Gathering) -> str:
    """What names a subject: a word, or the fact itself where several fields name it."""
    kind = lowering.program.vocabulary.kinds[bound.kind]
    if bound.row:
        return repr(bound.row)
    if kind.shape is Shape.SINGLE:
        if not kind.key:
            return repr(bound.kind)
        lowering.needs.field(bound.kind, kind.key[0])
        return f"{bound.name}.{kind.key[0]}"
    return f"{bound.name}.{kind.key[0]}" if len(kind.key) == 1 else bound.name
