"""Small changes of terms: figures a step further, other units and words, other functions and fields."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

from msgspec.structs import replace

from engine.mutation.change import Change, Setting, case, edge_case
from engine.mutation.spots import Spot
from engine.mutation.steps import ABOVE, BELOW, between, in_other_unit, stepped, written
from engine.mutation.wordings import MIRRORED, sign_between
from engine.quantity import NUMERIC, Dim, Quantity, exactly, result_dim
from engine.terms import (
    Arithmetic,
    Call,
    Compare,
    Contains,
    FieldOf,
    LinkedField,
    Literal,
    Node,
    SingleField,
    StepOf,
    Term,
    YearDay,
)
from engine.truth import Truth

Changes = Callable[[Spot, Setting], Iterator[Change]]
_OTHER_SIGN = {"+": "-", "-": "+", "×": "÷", "÷": "×"}


def _beside(spot: Spot) -> tuple[str, Term | None]:
    """How a term is compared, seen from the other side, and with what."""
    above = spot.above.node if spot.above is not None else None
    if not isinstance(above, Compare):
        return "", None
    if spot.node is above.right:
        return above.op, above.left
    return MIRRORED[above.op], above.right


def _literal(spot: Spot, setting: Setting) -> Iterator[Change]:
    node: Any = spot.node
    if isinstance(node.value, Quantity):
        yield from _figure(spot, node)
    elif isinstance(node.value, Truth):
        word = "否" if node.text == "是" else "是"
        yield Change(
            spot.way, Literal(node.dim, node.text, ~node.value), spot.start, node.text, word, case(f"为{word}的")
        )
    else:
        yield from _word(spot, setting, node)


def _figure(spot: Spot, node: Literal) -> Iterator[Change]:
    value: Any = node.value
    op, other = _beside(spot)

    def becomes(figure: Quantity, hint: str) -> Change:
        changed = Literal(figure.dim, node.text, figure)
        return Change(spot.way, changed, spot.start, node.text, written(figure, node.text), hint)

    for steps in (1, -1):
        yield becomes(stepped(value, steps), _near(spot, between(value, steps, op)))
    swapped = in_other_unit(value)
    if swapped is not None:
        yield becomes(swapped, _near(spot, f"{node.text}上下"))
    if other is not None and other.dim is Dim.AMOUNT and value.dim in (Dim.RATIO, Dim.POINTS):
        dim, size = (Dim.POINTS, 100) if value.dim is Dim.RATIO else (Dim.RATIO, Fraction(1, 100))
        yield becomes(exactly(dim, value.nominal * size), case(f"{other.text}是{dim}"))


def _near(spot: Spot, figures: str) -> str:
    """Asks for figures at a limit; where a figure is no limit, for a text that shows what was worked out from it."""
    op, other = _beside(spot)
    if isinstance(other, StepOf):  # between two steps there is no figure that it could come to
        return case(f"{other.term.text}落在“{other.ladder.text}”里值为{spot.node.text}的一档，和与它相邻的两档")
    if other is not None and op:
        return edge_case(f"{other.text}{figures}")
    whole = spot.above.node.text if spot.above is not None else spot.node.text
    return case(f"“{whole}”的得数写进文字，或恰在界限上")


def _word(spot: Spot, setting: Setting, node: Literal) -> Iterator[Change]:
    """A word of a closed list becomes the next of the list."""
    above: Any = spot.above.node if spot.above is not None else None
    if not isinstance(above, Compare | Contains):
        return
    other = above.tags if isinstance(above, Contains) else above.left if above.right is node else above.right
    options = setting.options(other)
    if node.value in options and len(options) > 1:
        becomes = options[(options.index(str(node.value)) + 1) % len(options)]
        changed = Literal(node.dim, node.text, becomes)
        hint = case(f"{other.text}为“{node.value}”的和为“{becomes}”的各一个")
        yield Change(spot.way, changed, spot.start, node.text, becomes, hint)


def _year_day(spot: Spot, setting: Setting) -> Iterator[Change]:
    node: Any = spot.node
    op, other = _beside(spot)
    for op_of_days, steps in (("+", 1), ("-", -1)):
        day = Literal(Dim.DAYS, "1日", exactly(Dim.DAYS, 1, "日"))
        changed = Arithmetic(Dim.DATE, node.text, op_of_days, node, day)
        becomes = f"{node.text}{'后' if steps > 0 else '前'}一天"
        before = (op in BELOW) if steps > 0 else (op in ABOVE)
        day_named = node.text if not before else f"{node.text}的{'后' if steps > 0 else '前'}一天"
        hint = edge_case(f"{other.text if other is not None else ''}恰好{day_named}")
        yield Change(spot.way, changed, spot.start, node.text, becomes, hint)


def _arithmetic(spot: Spot, setting: Setting) -> Iterator[Change]:
    """Signs taken for their opposites, and what is taken away or divided by taken for what it is taken from."""
    node: Any = spot.node
    left, right = setting.inside(spot)
    at, sign = sign_between(setting.text, left.end, right.start)
    other, by = _OTHER_SIGN[node.op], setting.constant(node.right)
    idle = by is not None and by.exact and by.nominal == (0 if other in "+-" else 1)  # adds nothing, takes nothing away
    if not idle and result_dim(other, node.left.dim, node.right.dim) is node.dim:
        becomes = other.replace("-", "−")
        hint = case(f"“{node.text}”的两项都写明，{right.node.text}不为零")
        yield Change(spot.way, replace(node, op=other), at, sign, becomes, hint)
    if not _either_way(spot) and result_dim(node.op, node.right.dim, node.left.dim) is node.dim:
        first, second = setting.text[spot.start : at].rstrip(), setting.text[at + len(sign) : spot.end].lstrip()
        if isinstance(node.left, Arithmetic) and left.start == spot.start:
            first = f"({first})"
        hint = case(f"{left.node.text}与{right.node.text}不相等")
        turned = replace(node, left=node.right, right=node.left)
        yield Change(spot.way, turned, spot.start, node.text, f"{second} {sign} {first}", hint)


def _either_way(spot: Spot) -> bool:
    """Whether the order of two figures makes no difference."""
    node: Any = spot.node
    above: Any = spot.above.node if spot.above is not None else None
    return node.op in "+×" or (node.op == "-" and isinstance(above, Call) and above.function == "绝对值")


def _call(spot: Spot, setting: Setting) -> Iterator[Change]:
    """绝对值 and signs dropped, 区间 settled at one end, days counted in the other manner."""
    node: Any = spot.node
    if node.function in ("绝对值", "负"):
        inner = node.arguments[0]
        yield Change(spot.way, inner, spot.start, node.text, inner.text, case(f"{inner.text}小于零"))
    elif node.function == "区间":
        for end in node.arguments:
            hint = case(f"“{node.text}”的两头不相等")
            yield Change(spot.way, end, spot.start, node.text, end.text, hint)
    elif node.function in _DAYS:
        other = _DAYS[node.function]
        hint = case("两个日期之间有周末或节假日")
        yield Change(spot.way, replace(node, function=other), spot.start, node.function, other, hint)


_DAYS = {"间隔日数": "工作日数", "工作日数": "间隔日数"}


def _field(spot: Spot, setting: Setting) -> Iterator[Change]:
    """A figure or date taken for another of the same fact that the same text names."""
    node: Any = spot.node
    if node.dim not in NUMERIC:
        return
    for part in setting.parts:
        other: Any = part.node
        alike = type(other) is type(node) and (other.dim, other.kind) == (node.dim, node.kind)
        if alike and other.field != node.field and getattr(other, "depth", 0) == getattr(node, "depth", 0):
            hint = case(f"{node.text}与{other.text}不相等")
            yield Change(spot.way, replace(other, text=node.text), spot.start, node.text, other.text, hint)
            return


CHANGES_OF_TERMS: dict[type[Node], Changes] = {
    Literal: _literal,
    YearDay: _year_day,
    Arithmetic: _arithmetic,
    Call: _call,
    FieldOf: _field,
    SingleField: _field,
    LinkedField: _field,
}
