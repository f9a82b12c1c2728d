"""A parameter while its rows are changed one at a time."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from engine.mutation.change import edge_case, worded
from engine.mutation.mutant import PARAMETER, Mutant
from engine.mutation.steps import between, written
from engine.nodes import Node
from engine.parameter import Parameter, Value
from engine.quantity import Quantity


class Table(Struct, frozen=True):
    """A parameter while its rows are changed: the trees of the rows, how it is compared, and who reads it."""

    parameter: Parameter
    rows: tuple[Node, ...]
    compared: frozenset[tuple[str, str]]
    readers: tuple[str, ...]

    def mutant(self, number: int, key: str, words: str, hint: str, *rows: tuple[int, Value | None]) -> Mutant:
        """The mutant with other rows in the places of some (None: dropped)."""
        values = dict(enumerate(self.parameter.values)) | dict(rows)
        changed = replace(self.parameter, values=tuple(value for value in values.values() if value is not None))
        row = self.rows[number]
        place = (row.get(key) or row).place
        owner, name = (PARAMETER, self.parameter.name), self.parameter.name
        return Mutant(owner, place, words, key, hint, self.readers, parameters={name: changed})

    def figure(self, text: str, becomes: Quantity) -> str:
        """Says that a figure becomes another; its 含 or 不含 stays."""
        bare = text.replace("(", "（")
        return worded(text, written(becomes, text) + bare[len(bare.partition("（")[0]) :].replace(")", "）"))

    @property
    def compared_with(self) -> str:
        """What the figures of this parameter are held against, in the author's words; empty where that is manifold."""
        names = sorted({name for name, _ in self.compared})
        return "、".join(names) if len(names) < 3 else ""

    def near(self, value: Quantity, steps: int) -> str:
        """Asks for figures at a limit, on the side that the comparisons in use tell apart."""
        ops = {op for _, op in self.compared}
        return edge_case(f"{self.compared_with}{between(value, steps, ops.pop() if len(ops) == 1 else '')}")
