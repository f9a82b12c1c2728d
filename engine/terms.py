"""The condition language after reading: typed, resolved trees over the fields of facts; plain, frozen, printable data.

Variables are numbered by depth: 0 is the rule's subject, 1 the element of a quantifier, 2 the element of one inside it.
Every node keeps the text its author wrote, for explanations.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from engine.quantity import Dim, Quantity
from engine.truth import Truth


class Node(Struct, frozen=True):
    """Any part of a condition: what it measures (Dim.TRUTH for conditions) and the words it was written in."""

    dim: Dim
    text: str


class Term(Node, frozen=True):
    """A part that has a value."""


class Condition(Node, frozen=True):
    """A part that holds or does not; its dim is Dim.TRUTH."""


class Literal(Term, frozen=True):
    """A value written in the rule itself."""

    value: Quantity | str | Truth


class FieldOf(Term, frozen=True):
    """A field, stated or derived, of the fact bound at a depth."""

    depth: int
    kind: str
    field: str


class SingleField(Term, frozen=True):
    """A field of a kind that a department has exactly one fact of."""

    kind: str
    field: str


class LinkedField(Term, frozen=True):
    """A field of the fact that a link field of the fact at a depth points to (项目.年度预算 seen from a 监控记录)."""

    depth: int
    link: str
    kind: str
    field: str


class ParameterOf(Term, frozen=True):
    """A dated, regional parameter; its row is chosen by fields of the fact at a depth."""

    name: str
    keys: tuple[FieldOf, ...]


class StepOf(Term, frozen=True):
    """阶梯: what stands on the step of a ladder that a figure stands on."""

    term: Term
    ladder: ParameterOf


class YearDay(Term, frozen=True):
    """A day of the year under assessment (本年8月31日)."""

    month: int
    day: int


class Arithmetic(Term, frozen=True):
    """left op right; op is one of + - × ÷."""

    op: str
    left: Term
    right: Term


class Call(Term, frozen=True):
    """A function of terms: 绝对值, 区间, 间隔日数, 工作日数, 负 (a sign), 首个已知 (先取: the first that is known)."""

    function: str
    arguments: tuple[Term, ...]


class Aggregate(Term, frozen=True):
    """数量, 合计, 最大 or 最小 over the facts of a kind, bound at `depth`; term is None for 数量.

    The condition already holds the link to the enclosing fact.
    """

    function: str
    kind: str
    depth: int
    term: Term | None
    condition: Condition | None


class Compare(Condition, frozen=True):
    """left op right; op is one of = ≠ < ≤ > ≥; for texts and truths only = and ≠."""

    op: str
    left: Term
    right: Term


class Agree(Condition, frozen=True):
    """相符: two figures may be the same number within the precision they are written in."""

    left: Term
    right: Term


class OneOf(Condition, frozen=True):
    """属于: a text is one of the given words."""

    term: Term
    words: tuple[str, ...]


class Contains(Condition, frozen=True):
    """包含: the tags of a field hold a text."""

    tags: Term
    term: Term


class IsNone(Condition, frozen=True):
    """为无: it is known that there is none."""

    term: Term


class Holds(Condition, frozen=True):
    """A yes-or-no term used as a condition."""

    term: Term


class Not(Condition, frozen=True):
    """非."""

    item: Condition


class All(Condition, frozen=True):
    """且 over any number of conditions."""

    items: tuple[Condition, ...]


class AnyOf(Condition, frozen=True):
    """或 over any number of conditions."""

    items: tuple[Condition, ...]


class Exists(Condition, frozen=True):
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


def free(node: Node | None) -> frozenset[int]:
    """Returns the depths of the variables that a node reads and does not bind itself."""
    if node is None:
        return frozenset()
    if isinstance(node, FieldOf | LinkedField):
        return frozenset({node.depth})
    found = frozenset[int]().union(*map(free, children(node)))
    return found - {node.depth} if isinstance(node, Aggregate | Exists) else found


def children(node: Node) -> list[Node]:
    """Returns the nodes directly inside a node."""
    found: list[Node] = []
    for name in _INSIDE[type(node)]:
        value = getattr(node, name)
        if type(value) is tuple:
            found += value
        elif value is not None:
            found.append(value)
    return found


_INSIDE: dict[type[Node], tuple[str, ...]] = {
    **dict.fromkeys((Literal, FieldOf, SingleField, LinkedField, YearDay), ()),
    **dict.fromkeys((Arithmetic, Compare, Agree), ("left", "right")),
    **dict.fromkeys((OneOf, IsNone, Holds), ("term",)),
    **dict.fromkeys((All, AnyOf), ("items",)),
    ParameterOf: ("keys",),
    StepOf: ("term", "ladder"),
    Call: ("arguments",),
    Aggregate: ("term", "condition"),
    Contains: ("tags", "term"),
    Not: ("item",),
    Exists: ("condition",),
}


FIELDS = (FieldOf, SingleField, LinkedField)


def reachable(roots: Iterable[Node | None], derived: Mapping[tuple[str, str], Node]) -> Iterator[Node]:
    """Yields every node inside the roots, and inside the derived figures they use, each figure once."""
    seen: set[tuple[str, str]] = set()
    waiting = [root for root in roots if root is not None]
    while waiting:
        node = waiting.pop()
        yield node
        waiting.extend(children(node))
        key = (node.kind, node.field) if isinstance(node, FIELDS) else ("", "")
        if key in derived and key not in seen:
            seen.add(key)
            waiting.append(derived[key])
