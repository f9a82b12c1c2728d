"""Who reads what: the parameters and derived figures that rules use in conditions, grades and wording."""

from __future__ import annotations

from collections.abc import Iterator

from engine.rule import Rule
from engine.rulebook import Rulebook
from engine.terms import FIELDS, Node, ParameterOf, children, reachable


class Readers:
    """What every rule reads, directly or through derived figures."""

    def __init__(self, book: Rulebook) -> None:
        self.parameters: dict[str, list[Rule]] = {}
        self.figures: set[tuple[str, str]] = set()
        for rule in book.rules.values():
            names = set()
            for node in reachable(rule.roots(), book.derived):
                if isinstance(node, ParameterOf):
                    names.add(node.name)
                    self.figures |= {(key.kind, key.field) for key in node.keys}
                elif isinstance(node, FIELDS):
                    self.figures.add((node.kind, node.field))
            for name in names:
                self.parameters.setdefault(name, []).append(rule)
        defined = {
            node.name for root in book.derived.values() for node in _inside(root) if isinstance(node, ParameterOf)
        }
        self.read = self.parameters.keys() | defined

    def years(self, parameter: str) -> tuple[int, int]:
        """The first and the last year of the rules that read a parameter; all years where none does."""
        rules = self.parameters.get(parameter, [])
        if not rules:
            return 0, 9999
        return min(rule.years[0] for rule in rules), max(rule.years[1] for rule in rules)


def _inside(node: Node) -> Iterator[Node]:
    yield node
    for child in children(node):
        yield from _inside(child)
