"""How conditions compare a parameter, and its 含 or 不含 turned wherever they say 达到 or 未达到."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from engine.mutation.change import edge_case, worded
from engine.mutation.mutant import PARAMETER, Mutant
from engine.mutation.sources import Sources, definition_pieces, pieces_of
from engine.mutation.spots import Way, put, spots
from engine.mutation.wordings import EDGE, MIRRORED, REACHING, sign_between
from engine.nodes import Node as Tree
from engine.parameter import Parameter
from engine.rule import Rule
from engine.rulebook import Definition, Rulebook
from engine.terms import Compare, Node, ParameterOf, StepOf, reachable

_SIDES = {"<": "≥", "≥": "≥", ">": ">", "≤": ">"}  # which of two neighbours a limit belongs to


def comparing(book: Rulebook, name: str, readers: tuple[str, ...]) -> frozenset[tuple[str, str]]:
    """Returns what a parameter is compared with, and how: ≥ where it belongs to what lies above it, > where below.

    Of a ladder, what it is looked up by.
    """
    roots = [root for rule in readers for root in book.rules[rule].roots()]
    found = set()
    for node in reachable(roots, book.derived):
        if isinstance(node, StepOf) and node.ladder.name == name:
            found.add((node.term.text, ""))
        if isinstance(node, Compare):
            for side, other, op in ((node.right, node.left, node.op), (node.left, node.right, MIRRORED[node.op])):
                if isinstance(side, ParameterOf) and side.name == name:
                    found.add((other.text, _SIDES.get(op, op)))
    return frozenset(found)


def without_edge(
    book: Rulebook, parameter: Parameter, sources: Sources, readers: tuple[str, ...], row: Tree
) -> Iterator[Mutant]:
    """Yields the one mutant of 含 or 不含, unless nobody says 达到 of the parameter."""
    rules: dict[str, Rule] = {}
    derived: dict[tuple[str, str], Definition] = {}
    for name in readers:
        for piece in pieces_of(book.rules[name], sources.rules[name]):
            root: Any = turned(piece.root, piece.source.text or "", parameter.name)
            if root is not piece.root:
                rules[name] = piece.put(rules.get(name, book.rules[name]), root)
    for key, definition in book.derived.items():
        source = (sources.derived.get(key[0]) or sources.derived).get(key[1])
        changed: Any = definition
        for node, part, way in definition_pieces(definition, source) if source is not None else ():
            changed = put(changed, way, turned(part, node.text or "", parameter.name))
        if changed != definition:
            derived[key] = changed
    if rules or derived:
        at = row.get("值") or row
        text = (at.text or "").replace("(", "（").replace(")", "）")
        bare, mark, rest = text.partition("（")
        becomes = "（不含）" if parameter.sort.inclusive else "（含）"
        words = worded(f"{mark}{rest}", becomes) if mark else worded(text, f"{text}{becomes}")
        values = "或".join(
            dict.fromkeys(value.text.replace("(", "（").partition("（")[0] for value in parameter.values)
        )
        place = at.inside(len(bare)) if mark else at.place
        owner, hint = (PARAMETER, parameter.name), edge_case(f"恰好{values}")
        yield Mutant(owner, place, words, "值", hint, readers, rules=rules, derived=derived)


def turned(root: Node, text: str, name: str) -> Node | None:
    """Returns a condition with every 达到 and 未达到 of a parameter turned as if its 含 were 不含."""
    found: list[tuple[Way, Node]] = []
    parts = spots(root, text)
    for spot in parts:
        node: Any = spot.node
        if isinstance(node, Compare) and isinstance(node.right, ParameterOf) and node.right.name == name:
            left, right = (part for part in parts if part.above is spot)
            if sign_between(text, left.end, right.start)[1] in REACHING:
                found.append((spot.way, Compare(node.dim, node.text, EDGE[node.op], node.left, node.right)))
    changed: Node | None = root
    for way, node in found:
        changed = put(changed, way, node) if changed is not None else None
    return changed
