"""How much money a finding concerns: the sum over its subjects, never a part of it."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from engine.dossier import Fact, Nothing
from engine.quantity import Quantity
from engine.reference import Evaluator
from engine.terms import Term
from engine.unknown import Unknown
from engine.valuing import total_of


def amount_of(evaluator: Evaluator, found: Iterable[tuple[Term | None, Fact]]) -> Quantity | None:
    """Returns the sum of a term over its fact, for each pair; of approximations a range, as everywhere.

    A fact that belongs to another one of them (a project to its field of work) is inside that one's money already.
    None where the amount of any subject is not known, is negative or there is none, or where it cannot be told what
    lies inside: with a figure below zero (spent more than budgeted) a sum would hide some of the others' money.
    """
    pairs = list(found)
    keys = {(fact.kind, fact.key) for _, fact in pairs}
    values = []
    for term, fact in pairs:
        inside = _inside(evaluator, fact, keys)
        if term is None or inside is None:
            return None
        if not inside:
            value = evaluator.value(term, (fact,))
            if isinstance(value, Quantity) and value.low < 0:
                return None
            values.append((term, value))
    if not values:
        return None
    total = total_of("合计", values[0][0], [value for _, value in values])
    return replace(total, unit="") if isinstance(total, Quantity) and total.nominal else None  # 0元 concerns no money


def _inside(evaluator: Evaluator, fact: Fact, keys: set[tuple[str, str]]) -> bool | None:
    """Whether a fact belongs to another one of those with these keys; None where that is not known."""
    kinds = {kind for kind, _ in keys} - {fact.kind}
    links = evaluator.program.vocabulary.kinds[fact.kind].links
    owners = {kind: evaluator.field(fact, fact.kind, word) for kind, word in links.items() if kind in kinds}
    if any((kind, str(owner)) in keys for kind, owner in owners.items() if not isinstance(owner, Nothing)):
        return True
    return None if any(isinstance(owner, Unknown) for owner in owners.values()) else False
