"""Small changes of a condition as slips of the hand make them: one part each, in the author's own words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from msgspec.structs import replace

from engine.mutation.change import Change, Setting, case, edge_case
from engine.mutation.changing_terms import CHANGES_OF_TERMS
from engine.mutation.ranging import CHANGES_OF_RANGES
from engine.mutation.spots import Spot, put, spots
from engine.mutation.wordings import OPPOSITE, at_limit, sign_between, swaps
from engine.parameter import Parameter
from engine.quantity import NUMERIC, Dim
from engine.terms import Agree, All, AnyOf, Compare, Contains, Holds, IsNone, Node, Not, OneOf
from engine.vocabulary import Vocabulary


def changes(root: Node, text: str, vocabulary: Vocabulary, parameters: Mapping[str, Parameter]) -> list[Change]:
    """Returns every small change of a condition or term; none leaves it as it was, and no two come to the same."""
    found: dict[Node | None, Change] = {}
    setting = Setting(text, tuple(spots(root, text)), vocabulary, parameters)
    for spot in setting.parts:
        for change in _CHANGES[type(spot.node)](spot, setting) if type(spot.node) in _CHANGES else ():
            changed = put(root, change.way, change.node)
            if changed != root:
                found.setdefault(changed, change)
    return list(found.values())


def _compare(spot: Spot, setting: Setting) -> Iterator[Change]:
    node: Any = spot.node
    left, right = setting.inside(spot)
    at, sign = sign_between(setting.text, left.end, right.start)
    numeric = node.left.dim in NUMERIC and node.right.dim in NUMERIC
    for op, word in swaps(node.op, sign, numeric):
        if op == OPPOSITE[node.op]:
            hint = both_ways(node)
        elif at_limit(node.op):
            hint = edge_case(equal_sides(node, setting))
        else:
            hint = case(f"{left.node.text}{'高' if op in '≥>' else '低'}于{right.node.text}")
        yield Change(spot.way, replace(node, op=op), at, sign, word, hint)


def both_ways(node: Node) -> str:
    """Asks for cases in which a condition holds and in which it does not."""
    return case(f"“{node.text}”成立的和不成立的各一个")


def equal_sides(node: Compare, setting: Setting) -> str:
    """Names the facts for which both sides are equal, with the limit where there is one."""
    for one, other in ((node.left, node.right), (node.right, node.left)):
        if limit := setting.limit(other):
            return f"{one.text}恰好{limit}"
    return f"{node.left.text}与{node.right.text}恰好相等"


def _agree(spot: Spot, setting: Setting) -> Iterator[Change]:
    node: Any = spot.node
    left, right = setting.inside(spot)
    at, sign = sign_between(setting.text, left.end, right.start)
    exact = Compare(Dim.TRUTH, node.text, "=", node.left, node.right)
    same = "≠" if sign.startswith("不") else "="
    hint = edge_case(f"{left.node.text}与{right.node.text}只差一点，在书写精度以内")
    yield Change(spot.way, exact, at, sign, same, hint)
    yield from _negated(spot, setting)


def _negated(spot: Spot, setting: Setting) -> Iterator[Change]:
    """相符, 属于, 包含 and 为无 turned into their opposites; the negative forms are turned where their 非 stands."""
    if spot.above is not None and isinstance(spot.above.node, Not) and spot.above.node.text == spot.node.text:
        return
    first = setting.inside(spot)[0]
    at = first.end + len(setting.text[first.end :]) - len(setting.text[first.end :].lstrip(" )）\n"))
    sign = _SIGNS[type(spot.node)]
    yield Change(spot.way, _not(spot.node), at, sign, _NEGATIVE[sign], both_ways(spot.node))


_SIGNS: dict[type[Any], str] = {Agree: "相符", OneOf: "属于", Contains: "包含", IsNone: "为无"}
_NEGATIVE = {sign: f"不{sign}" for sign in _SIGNS.values()}


def _not(node: Any) -> Not:
    return Not(Dim.TRUTH, node.text, node)


def _one_of(spot: Spot, setting: Setting) -> Iterator[Change]:
    node: Any = spot.node
    yield from _negated(spot, setting)
    at = setting.inside(spot)[0].end
    for number, word in enumerate(node.words):
        at = setting.text.find(word, at)
        words = (*node.words[:number], *node.words[number + 1 :])
        if words:
            yield Change(spot.way, replace(node, words=words), at, word, "", case(f"{node.term.text}为“{word}”"))
        at += len(word)


def _holds(spot: Spot, setting: Setting) -> Iterator[Change]:
    if spot.above is None or not isinstance(spot.above.node, Not):
        text = spot.node.text
        yield Change(spot.way, _not(spot.node), spot.start, text, f"非 {text}", both_ways(spot.node))


def _negation(spot: Spot, setting: Setting) -> Iterator[Change]:
    """非 dropped, and 不相符, 不属于, 不包含, 不为无 turned into what they deny."""
    node: Any = spot.node
    hint = both_ways(node.item)
    if node.item.text != node.text:
        yield Change(spot.way, node.item, spot.start, "非", "", hint)
    elif type(node.item) in _SIGNS:
        item = setting.inside(spot)[0]
        sign = _SIGNS[type(node.item)]
        at = setting.text.find(_NEGATIVE[sign], setting.inside(item)[0].end)
        yield Change(spot.way, node.item, at, _NEGATIVE[sign], sign, hint)


def _joined(spot: Spot, setting: Setting) -> Iterator[Change]:
    """且 and 或 turned into each other, and one of the items dropped."""
    node: Any = spot.node
    items = setting.inside(spot)
    other, sign, becomes = (AnyOf, "且", "或") if isinstance(node, All) else (All, "或", "且")
    at, _ = sign_between(setting.text, items[0].end, items[1].start)
    hint = case(f"“{items[0].node.text}”成立而“{items[1].node.text}”不成立，反过来的也要一个")
    yield Change(spot.way, other(node.dim, node.text, node.items), at, sign, becomes, hint)
    others = "不成立、其余都" if isinstance(node, All) else "成立、其余都不"
    for number, item in enumerate(items):
        text = item.node.text
        hint = case(f"只有“{text}”{others}成立")
        if len(items) == 2:
            yield Change(spot.way, items[1 - number].node, item.start, text, "", hint)
        else:
            yield Change((*spot.way, ("items", number)), None, item.start, text, "", hint)


_CHANGES: dict[type[Node], Callable[[Spot, Setting], Iterator[Change]]] = {
    Compare: _compare,
    Agree: _agree,
    OneOf: _one_of,
    Contains: _negated,
    IsNone: _negated,
    Holds: _holds,
    Not: _negation,
    All: _joined,
    AnyOf: _joined,
    **CHANGES_OF_RANGES,
    **CHANGES_OF_TERMS,
}
