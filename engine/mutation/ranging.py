"""Small changes of what ranges over facts: 存在, 不存在, 每个, 数量, 合计, 最大, 最小."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from msgspec.structs import replace

from engine.mutation.change import Change, Setting, case
from engine.mutation.spots import Spot
from engine.quantity import Dim
from engine.terms import Aggregate, All, Compare, Condition, Exists, Node, Not

Changes = Callable[[Spot, Setting], Iterator[Change]]


def _exists(spot: Spot, setting: Setting) -> Iterator[Change]:
    """存在 to 不存在 and 每个, 不存在 to 存在, 每个 to 存在, and 满足 dropped where it holds one condition."""
    node: Any = spot.node
    above = spot.above if spot.above is not None and spot.above.node.text == node.text else None
    link, condition = _split(node.condition)
    each = node.text.startswith("每个")
    hint, some = case(f"有的{node.kind}符合、有的不符合"), case(f"有符合的{node.kind}的、没有的各一个")
    if above is None:
        yield Change(spot.way, Not(Dim.TRUTH, node.text, node), spot.start, "存在", "不存在", some)
        if condition is not None:
            every = replace(node, condition=_both(link, Not(Dim.TRUTH, "", condition)))
            yield Change(spot.way, Not(Dim.TRUTH, node.text, every), spot.start, "存在", "每个", hint)
    elif each and isinstance(condition, Not):
        loose = replace(node, condition=_both(link, condition.item))
        yield Change(above.way, loose, spot.start, "每个", "存在", hint)
    elif not each:
        yield Change(above.way, node, spot.start, "不存在", "存在", some)
    if condition is not None and not each:
        yield from _loosened(spot, setting, link)


def _loosened(spot: Spot, setting: Setting, link: Condition | None) -> Iterator[Change]:
    """满足 dropped; where several conditions are joined, each is dropped by itself elsewhere."""
    node: Any = spot.node
    inner = setting.inside(spot)[-1]
    if not isinstance(inner.node, All):
        at = setting.text.rfind("满足", spot.start, inner.start)
        words = setting.text[at : spot.end - (1 if isinstance(node, Aggregate) else 0)].strip()
        hint = case(f"有{node.kind}、但“{inner.node.text}”不成立")
        yield Change(spot.way, replace(node, condition=link), at, words, "", hint)


def _aggregate(spot: Spot, setting: Setting) -> Iterator[Change]:
    node: Any = spot.node
    link, condition = _split(node.condition)
    for other in ("合计", "最大", "最小") if node.term is not None else ():
        if other != node.function and not (other == "合计" and node.dim is Dim.DATE):
            hint = case(f"有两条以上{node.kind}，{node.term.text}各不相同")
            yield Change(spot.way, replace(node, function=other), spot.start, node.function, other, hint)
    if condition is not None:
        yield from _loosened(spot, setting, link)


def _split(condition: Condition | None) -> tuple[Condition | None, Condition | None]:
    """The link of a fact to its owner, which nobody wrote, and what the author wrote."""
    if isinstance(condition, All) and not condition.text:
        link, own = condition.items
        return link, own
    linking = isinstance(condition, Compare) and not condition.text
    return (condition, None) if linking else (None, condition)


def _both(link: Condition | None, condition: Condition) -> Condition:
    return condition if link is None else All(Dim.TRUTH, "", (link, condition))


CHANGES_OF_RANGES: dict[type[Node], Changes] = {Exists: _exists, Aggregate: _aggregate}
