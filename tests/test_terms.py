"""The parts of a condition are found whatever they stand in."""

from __future__ import annotations

from generate import pair_of

from engine import terms
from engine.terms import Condition, Node, Term, children


def test_the_parts_of_a_node_are_all_the_nodes_that_its_fields_hold() -> None:
    assert set(terms._INSIDE) == {kind for base in (Term, Condition) for kind in base.__subclasses__()}
    waiting: list[Node] = [
        part
        for seed in range(300)
        for stratum in pair_of(seed)[0].strata
        for check in stratum
        for part in (check.scope, check.duty)
        if part is not None
    ]
    while waiting:
        node = waiting.pop()
        values = [getattr(node, name) for name in node.__struct_fields__]
        held = [part for value in values for part in (value if isinstance(value, tuple) else (value,))]
        assert children(node) == [part for part in held if isinstance(part, Node)]
        waiting += children(node)
