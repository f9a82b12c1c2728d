"""What nobody has checked against the original yet: bases and values marked 待核, with the rules that rest on them."""

from __future__ import annotations

from engine.handbook.edition import Edition, when_words
from engine.rule import Basis

Rows = list[tuple[str, ...]]


def unchecked(edition: Edition) -> tuple[Rows, Rows]:
    """Returns the unchecked bases with their rules, and the unchecked values of standards with theirs."""
    bases: dict[Basis, list[str]] = {}
    users: dict[str, list[str]] = {}
    for rule in edition.rules():
        for basis in rule.basis:
            if basis.checked != "已核":
                bases.setdefault(basis, []).append(rule.id)
        for name in edition.parameters(rule):
            users.setdefault(name, []).append(rule.id)
    cited: Rows = [(_cited(basis), "、".join(rules)) for basis, rules in bases.items()]
    return sorted(cited), _values(edition, users)


def _cited(basis: Basis) -> str:
    number = f"（{basis.number}）" if basis.number else ""
    return f"《{basis.document}》{number}{basis.clause}"


def _values(edition: Edition, users: dict[str, list[str]]) -> Rows:
    return [
        (name, value.text, when_words(parameter.sort.keys, value), value.basis, "、".join(users.get(name, ())))
        for name, parameter in edition.book.parameters.items()
        for value in edition.rows(name)
        if value.checked != "已核"
    ]
