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
class Literal(Node):
    """A value written in the rule itself."""

    value: Quantity | str | Truth


@dataclass(frozen=True, slots=True)
class FieldOf(Node):
    """A field, stated or derived, of the fact bound at a depth."""

    depth: int
    kind: str
    field: str


@dataclass(frozen=True, slots=True)
class SingleField(Node):
    """A field of a kind that a department has exactly one fact of."""

    kind: str
    field: str


@dataclass(frozen=True, slots=True)
class LinkedField(Node):
    """A field of the fact that a link field of the fact at a depth points to (项目.年度预算 seen from a 监控记录)."""

    depth: int
    link: str
    kind: str
    field: str


@dataclass(frozen=True, slots=True)
class ParameterOf(Node):
    """A dated, regional parameter; its row is chosen by fields of the fact at a depth."""

    name: str
    keys: tuple[FieldOf, ...]


@dataclass(frozen=True, slots=True)
class YearDay(Node):
    """A day of the year under assessment (本年8月31日)."""

    month: int
    day: int


@dataclass(frozen=True, slots=True)
class Arithmetic(Node):
    """left op right; op is one of + - × ÷."""

    op: str
    left: Term
    right: Term


@dataclass(frozen=True, slots=True)
class Call(Node):
    """A function of terms: 绝对值, 区间, 间隔日数, 工作日数, 负 (a sign), 首个已知 (the first known, for derived fields)."""

    function: str
    arguments: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Aggregate(Node):
    """数量, 合计, 最大 or 最小 over the facts of a kind, bound at `depth`; term is None for 数量.

    The condition already holds the link to the enclosing fact.
    """

    function: str
    kind: str
    depth: int
    term: Term | None
    condition: Condition | None


@dataclass(frozen=True, slots=True)
class Compare(Node):
    """left op right; op is one of = ≠ < ≤ > ≥; for texts and truths only = and ≠."""

    op: str
    left: Term
    right: Term


@dataclass(frozen=True, slots=True)
class Agree(Node):
    """相符: two figures may be the same number within the precision they are written in."""

    left: Term
    right: Term


@dataclass(frozen=True, slots=True)
class OneOf(Node):
    """属于: a text is one of the given words."""

    term: Term
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Contains(Node):
    """包含: the tags of a field hold a text."""

    tags: Term
    term: Term


@dataclass(frozen=True, slots=True)
class IsNone(Node):
    """为无: it is known that there is none."""

    term: Term


@dataclass(frozen=True, slots=True)
class Holds(Node):
    """A yes-or-no term used as a condition."""

    term: Term


@dataclass(frozen=True, slots=True)
class Not(Node):
    """非."""

    item: Condition


@dataclass(frozen=True, slots=True)
class All(Node):
    """且 over any number of conditions."""

    items: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class AnyOf(Node):
    """或 over any number of conditions."""

    items: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Exists(Node):
    """存在: some fact of a kind, bound at `depth`, meets the condition (which already holds the link to the enclosing fact).

    每个 K 满足（c） is read as 非 存在 K 满足（link 且 非 c）.
    """

    kind: str
    depth: int
    condition: Condition | None


Term = Literal | FieldOf | SingleField | LinkedField | ParameterOf | YearDay | Arithmetic | Call | Aggregate
Condition = Compare | Agree | OneOf | Contains | IsNone | Holds | Not | All | AnyOf | Exists


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
