"""Checks as generated source judges them: alone, or in a family of look-alikes that differ in one limit.

A finding is a scope that holds and a duty that does not: so many conditions that must all hold. Where checks share all
of them but the constant of one comparison, one bisection tells how many of them hold.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import lcm

from msgspec import Struct

from engine.generated.known.atoms import Atom, spoken
from engine.generated.known.binding import Bound, Context
from engine.generated.known.evidence import Form
from engine.generated.known.figure import Limit, rounded

FEWEST = 4  # look-alikes that are worth a bisection


class Single(Struct):
    """One check of one subject: the parts of its scope, and of what makes a finding where the scope holds."""

    rule: str
    subject: Bound
    scope: list[Atom]
    fault: list[Atom]
    form: Form
    context: Context


class Group(Struct):
    """One check, or a family whose members hold from their limit on; limits are in rising order, members alike.

    `number` is what the limits are compared with, `guard` whether the weakest of them holds; both are empty for one
    check alone. scoped: the limit belongs to the scope.
    """

    rules: tuple[str, ...]
    subject: Bound
    scope: list[Atom]
    fault: list[Atom]
    form: Form
    context: Context
    limits: tuple[int, ...] = ()
    number: str = ""
    guard: str = ""
    scoped: bool = False


def grouped(singles: Sequence[Single]) -> list[Group]:
    """Returns all checks, look-alikes together, in the order of the first of each."""
    families: dict[tuple[object, ...], list[tuple[int, Limit]]] = {}
    for place, single in enumerate(singles):
        for key, limit in _holes(single):
            families.setdefault(key, []).append((place, limit))
    found: dict[int, Group] = {}
    taken: set[int] = set()
    for key, members in sorted(families.items(), key=lambda item: (-len(item[1]), item[1][0][0])):
        free = [(place, limit) for place, limit in members if place not in taken]
        if len({place for place, _ in free}) == len(free) >= FEWEST:
            taken |= {place for place, _ in free}
            found[free[0][0]] = _family([(singles[place], limit) for place, limit in free], key)
    alone = {place: _alone(single) for place, single in enumerate(singles) if place not in taken}
    return [group for _, group in sorted((found | alone).items())]


def _holes(single: Single) -> Iterator[tuple[tuple[object, ...], Limit]]:
    """What is left of a check without one of its limits: look-alikes have the same left."""
    for scoped, atoms in ((True, single.scope), (False, single.fault)):
        for place, atom in enumerate(atoms):
            if isinstance(atom, Limit) and atom.op not in "=≠":
                scope, fault = ([*map(spoken, part)] for part in (single.scope, single.fault))
                (scope if scoped else fault)[place] = ""
                left = (single.subject, tuple(scope), tuple(fault), single.form)
                yield (scoped, place, atom.top, atom.bottom, atom.op, *left), atom


def _alone(single: Single) -> Group:
    return Group((single.rule,), single.subject, single.scope, single.fault, single.form, single.context)


def _family(members: list[tuple[Single, Limit]], key: tuple[object, ...]) -> Group:
    """Puts the members in the order in which they come to hold."""
    scoped, place = bool(key[0]), int(str(key[1]))
    number, limits = _numbered([limit for _, limit in members])
    order = sorted(range(len(members)), key=lambda at: (limits[at], at))
    first, weakest = members[order[0]]
    scope, fault = list(first.scope), list(first.fault)
    del (scope if scoped else fault)[place]
    rules = tuple(members[at][0].rule for at in order)
    context = Context()
    for single, _ in members:
        context.add(single.context)
    ordered = tuple(limits[at] for at in order)
    return Group(rules, first.subject, scope, fault, first.form, context, ordered, number, spoken(weakest), scoped)


def _numbered(limits: list[Limit]) -> tuple[str, list[int]]:
    """Returns a whole number, and for each limit the least whole number with which it holds."""
    top, bottom, op = limits[0].top, limits[0].bottom, limits[0].op
    if not bottom:
        whole = [rounded(limit) for limit in limits]
        return (top, [n for _, n in whole]) if whole[0][0] == "≥" else (f"-({top})", [-n for _, n in whole])
    # top ÷ bottom ≥ n ÷ scale says top × scale ÷ bottom, rounded down, ≥ n; for > one less is rounded down.
    scale = lcm(*(limit.limit.denominator for limit in limits))
    wholes = [int(limit.limit * scale) for limit in limits]
    less = " - 1" if op in "<>" else ""
    if op in "≥>":
        return f"({top} * {scale}{less}) // ({bottom})", wholes
    return f"(-({top}) * {scale}{less}) // ({bottom})", [-n for n in wholes]
