"""The condition language after reading: typed, resolved trees over the fields of facts; plain, frozen, printable data.

Variables are numbered by depth: 0 is the rule's subject, 1 the element of a quantifier, 2 the element of one inside it.
Every node keeps the text its author wrote, for explanations.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

from engine.quantity import Dim, Quantity
from engine.truth import Truth


@dataclass(frozen=True, slots=True)
class Node:
    """Any part of a condition: what it measures (Dim.TRUTH for conditions) and the words it was written in."""

    dim: Dim
    text: str


@dataclass(frozen=True, slots=True)
class Term(Node):
    """A part that has a value."""


@dataclass(frozen=True, slots=True)
class Condition(Node):
    """A part that holds or does not; its dim is Dim.TRUTH."""


@dataclass(frozen=True, slots=True)
class Literal(Term):
    """A value written in the rule itself."""

    value: Quantity | str | Truth


@dataclass(frozen=True, slots=True)
class FieldOf(Term):
    """A field, stated or derived, of the fact bound at a depth."""

    depth: int
    kind: str
    field: str


@dataclass(frozen=True, slots=True)
class SingleField(Term):
    """A field of a kind that a department has exactly one fact of."""

    kind: str
    field: str


@dataclass(frozen=True, slots=True)
class LinkedField(Term):
    """A field of the fact that a link field of the fact at a depth points to (项目.年度预算 seen from a 监控记录)."""

    depth: int
    link: str
    kind: str
    field: str


@dataclass(frozen=True, slots=True)
class ParameterOf(Term):
    """A dated, regional parameter; its row is chosen by fields of the fact at a depth."""

    name: str
    keys: tuple[FieldOf, ...]


@dataclass(frozen=True, slots=True)
class YearDay(Term):
    """A day of the year under assessment (本年8月31日)."""

    month: int
    day: int


@dataclass(frozen=True, slots=True)
class Arithmetic(Term):
    """left op right; op is one of + - × ÷."""

    op: str
    left: Term
    right: Term


@dataclass(frozen=True, slots=True)
class Call(Term):
    """A function of terms: 绝对值, 区间, 间隔日数, 工作日数, 负 (a sign), 首个已知 (先取: the first that is known)."""

    function: str
    arguments: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Aggregate(Term):
    """数量, 合计, 最大 or 最小 over the facts of a kind, bound at `depth`; term is None for 数量.

    The condition already holds the link to the enclosing fact.
    """

    function: str
    kind: str
    depth: int
    term: Term | None
    condition: Condition | None


@dataclass(frozen=True, slots=True)
class Compare(Condition):
    """left op right; op is one of = ≠ < ≤ > ≥; for texts and truths only = and ≠."""

    op: str
    left: Term
    right: Term


@dataclass(frozen=True, slots=True)
class Agree(Condition):
    """相符: two figures may be the same number within the precision they are written in."""

    left: Term
    right: Term


@dataclass(frozen=True, slots=True)
class OneOf(Condition):
    """属于: a text is one of the given words."""

    term: Term
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Contains(Condition):
    """包含: the tags of a field hold a text."""

    tags: Term
    term: Term


@dataclass(frozen=True, slots=True)
class IsNone(Condition):
    """为无: it is known that there is none."""

    term: Term


@dataclass(frozen=True, slots=True)
class Holds(Condition):
    """A yes-or-no term used as a condition."""

    term: Term


@dataclass(frozen=True, slots=True)
class Not(Condition):
    """非."""

    item: Condition


@dataclass(frozen=True, slots=True)
class All(Condition):
    """且 over any number of conditions."""

    items: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class AnyOf(Condition):
    """或 over any number of conditions."""

    items: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Exists(Condition):
    """存在: some fact of a kind, bound at `depth`, meets the condition, which holds the link to its owner too.

    每个 K 满足（c） is read as 非 存在 K 满足（link 且 非 c）.
    """

    kind: str
    depth: int
    condition: Condition | None


def depths(node: Node | None) -> set[int]:
    """Returns the depths of all variables that a node reads."""
    if node is None:
        return set()
    found = {node.depth} if isinstance(node, FieldOf | LinkedField) else set()
    for item in children(node):
        found |= depths(item)
    return found


def children(node: Node) -> list[Node]:
    """Returns the nodes directly inside a node."""
    values = [getattr(node, f.name) for f in fields(node)]
    return [n for v in values for n in (v if isinstance(v, tuple) else (v,)) if isinstance(n, Node)]
