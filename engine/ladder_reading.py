"""The steps of a ladder in 参数.yaml: from where to where, every edge with its 含 or 不含, and what stands on it."""

from __future__ import annotations

import re

from msgspec import Struct

from engine.mistakes import Mistakes, suggestion
from engine.nodes import Node
from engine.notation import EXAMPLES, NotationError, half_width, read_quantity
from engine.program import Edge
from engine.quantity import NUMERIC, Dim, Quantity, compare
from engine.truth import YES

LADDER, FROM, TO = "阶梯", "自", "至"
_DIMS = {str(dim): dim for dim in Dim if dim in NUMERIC - {Dim.DATE, Dim.AMOUNT}}
_MEANT = {"百分比": "比率", "百分率": "比率", "比例": "比率", "%": "比率", "钱": "金额", "天数": "日数", "数量": "个数"}
_EDGE = re.compile(r"(.*)\((含|不含)\)")


class Step(Struct, frozen=True):
    """One step: its edges (None: without an end on that side)."""

    low: Edge | None
    high: Edge | None


def dim_of_ladder(name: str, node: Node, mistakes: Mistakes) -> Dim | None:
    """Returns what a ladder is looked up by, None where the parameter is none; notes a word that measures nothing.

    Steps without the word 阶梯 are one mistake, however many there are.
    """
    at = node.get(LADDER)
    if at is None:
        _check_no_steps(name, node, mistakes)
        return None
    if at.text not in _DIMS:
        what = f"“{at.text}”" if at.text else at.sort
        right = suggestion(_MEANT.get(at.text or "", at.text or ""), _DIMS)
        mistakes.add(at.place, f"参数“{name}”的“{LADDER}”要写按什么查，这里是{what}", right)
        return None
    return _DIMS[at.text]


def _check_no_steps(name: str, node: Node, mistakes: Mistakes) -> None:
    rows = (node.get("取值") or node).items or ()
    written = {key: row.keys[key] for row in reversed(rows) for key in (TO, FROM) if key in row.keys}
    if written:
        keys = "”“".join(key for key in (FROM, TO) if key in written)
        hint = f"是阶梯的，在“取值”上面加一行 {LADDER}: 比率（或金额、个数……）；不是的，删去“{keys}”。"
        mistakes.add(min(written.values()), f"参数“{name}”没有写“{LADDER}”，各行不能写“{keys}”", hint)


def step_of(name: str, node: Node, dim: Dim | None, mistakes: Mistakes) -> Step | None:
    """Reads the edges of one row; None after noting a mistake."""
    if dim is None:
        return Step(None, None)
    if node.get(FROM) is None and node.get(TO) is None:
        hint = f"例如：{{{FROM}: 10%（不含）, {TO}: 20%（含）, 值: 1分, ……}}；没有上限的只写“{FROM}”。"
        mistakes.add(node.place, f"阶梯“{name}”的这一档没有写“{FROM}”和“{TO}”", hint)
        return None
    before = len(mistakes.found)
    low, high = (_edge(name, node, key, dim, mistakes) for key in (FROM, TO))
    if low and high and len(mistakes.found) == before:
        _check_order(name, node, low, high, mistakes)
    return Step(low, high) if len(mistakes.found) == before else None


def _edge(name: str, node: Node, key: str, dim: Dim, mistakes: Mistakes) -> Edge | None:
    at = node.get(key)
    if at is None or not at.text:
        return None
    match = _EDGE.fullmatch(half_width(at.text).strip())
    if match is None:
        hint = f"请写“{at.text}（含）”或“{at.text}（不含）”：恰好等于这个数的算不算在这一档。"
        mistakes.add(at.place, f"阶梯“{name}”的“{key}”没有写明含、不含", hint)
        return None
    try:
        return Edge(read_quantity(match[1], dim), match[2] == "含")
    except NotationError as error:
        mistakes.add(at.place, f"阶梯“{name}”的“{key}”：{error.message}", error.hint)
        return None


def _check_order(name: str, node: Node, low: Edge, high: Edge, mistakes: Mistakes) -> None:
    """A step that ends before it begins would never be stood on."""
    if compare(">", low.value, high.value) is YES:
        mistakes.add(
            node.entries[FROM].place if node.entries else node.place, f"阶梯“{name}”的“{FROM}”高于“{TO}”", "请对调。"
        )
    elif compare("=", low.value, high.value) is YES and not (low.included and high.included):
        hint = f"只有一个数的一档，“{FROM}”和“{TO}”都写（含）。"
        mistakes.add(node.place, f"阶梯“{name}”的这一档里一个数也没有", hint)


def value_on_step(text: str) -> Quantity | str:
    """Reads what stands on a step: a figure with its unit, or a word; raises NotationError."""
    if half_width(text).strip().endswith(("(含)", "(不含)")):
        raise NotationError("阶梯的“值”不写含、不含", f"含、不含写在“{FROM}”“{TO}”后面。")
    if not any(sign.isdigit() for sign in half_width(text)):
        return text.strip()
    found = read_quantity(text, Dim.AMOUNT)
    if found.dim is Dim.NUMBER:
        raise NotationError(f"“{text}”缺少单位", f"例如：{EXAMPLES[Dim.SCORE]}、{EXAMPLES[Dim.RATIO]}")
    return found
