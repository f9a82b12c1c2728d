"""Small changes of conditions: made on texts of every form, checked for their types, and written back into the text."""

from __future__ import annotations

from functools import cache
from typing import Any

from hypothesis import strategies as st
from reading_conditions import PARAMETERS
from small import tree, words

from engine.mistakes import Mistakes
from engine.mutation.change import Change
from engine.mutation.changing import changes
from engine.parameter import Parameter
from engine.parameter_reading import parameters_of
from engine.quantity import NUMERIC, Dim, Quantity, opposite, result_dim
from engine.terms import (
    Aggregate,
    Agree,
    Arithmetic,
    Call,
    Compare,
    Condition,
    Contains,
    Literal,
    Node,
    Not,
    OneOf,
    Term,
    children,
)

PLAIN = (
    "支出 ≥ 100万元",
    "支出 低于 年度预算",
    "年度预算 > 0元",
    "执行率 不低于 下限",
    "年度预算 达到 上限",
    "未支出 未达到 上限",
    "执行率 达到 90%",
    "年度预算 高于 分类线",
    "支出 = 1,234.5万元",
    "性质 = 经常性",
    "性质 ≠ 阶段性",
    "性质 属于 {经常性, 阶段性}",
    "性质 不属于 {阶段性}",
    "编码 为无",
    "编码 不为无",
    "大项目",
    "下达日期 ≥ 本年8月31日",
    "下达日期 < 2022-12-01",
    "支出 相符 年度预算",
    "支出 不相符 年度预算 − 未支出",
    "绝对值(支出 − 年度预算) ≤ 5万元",
    "支出 ÷ 年度预算 > 90% + 5个百分点",
    "支出 − 未支出 − (年度预算 − 支出) < 支出 × 90% ÷ 3",
    "区间(支出, 年度预算) ≥ 100万元 × 2",
    "间隔日数(下达日期, 本年12月31日) > 30日",
    "存在 监控记录",
    "不存在 监控记录",
    "存在 监控记录 满足（类型 = 年中）",
    "不存在 监控记录 满足（类型 属于 {年中, 重点} 且 截止月份 ≥ 7）",
    "每个 监控记录 满足（完成日期 不为无）",
    "存在 目标 满足（量化 且 位置 = 对象.名称）",
    "数量(监控记录 满足 类型 = 重点) ≥ 2个",
    "合计(采购.合同金额) ≤ 年度预算 × 120%",
    "最大(采购.合同金额 满足 品目 = 对象.名称) < 支出",
)
TEXTS = st.recursive(
    st.sampled_from(PLAIN),
    lambda inner: st.one_of(
        st.builds(lambda a, b: f"（{a}） 且 {b}" if " 或 " in a else f"{a} 且 {b}", inner, st.sampled_from(PLAIN)),
        st.builds(lambda a, b, c: f"{a} 或（{b} 且 {c}）", st.sampled_from(PLAIN), inner, st.sampled_from(PLAIN)),
        st.builds(lambda a: f"非（{a}）", inner),
    ),
    max_leaves=4,
)


@cache
def parameters() -> dict[str, Parameter]:
    """The parameters that the texts name."""
    mistakes = Mistakes()
    found = parameters_of(tree(PARAMETERS), mistakes)
    mistakes.check()
    return found


def slips(root: Node, text: str) -> list[Change]:
    """Every small change of a condition."""
    return changes(root, text, words(), parameters())


def words_of(root: Node, text: str) -> list[str]:
    """The changes of a condition, in words."""
    return [change.words for change in slips(root, text)]


def typed(node: Node) -> bool:
    """Whether every part of a condition measures what the part around it needs."""
    return _fits(node) and all(typed(part) for part in children(node))


def _fits(node: Any) -> bool:
    if isinstance(node, Arithmetic):
        return result_dim(node.op, node.left.dim, node.right.dim) is node.dim
    if isinstance(node, Compare | Agree):
        dims = {node.left.dim, node.right.dim}
        same = len(dims) == 1 or (Dim.AMOUNT in dims and dims <= NUMERIC - {Dim.NUMBER})
        ordered = isinstance(node, Agree) or node.op not in ("=", "≠")
        return same and (not ordered or dims <= NUMERIC)
    if isinstance(node, Call):
        dims = {argument.dim for argument in node.arguments}
        return len(dims) == 1 and node.dim is (Dim.DAYS if node.function.endswith("日数") else node.arguments[0].dim)
    if isinstance(node, Aggregate):
        return node.dim is (node.term.dim if node.term is not None else Dim.COUNT)
    if isinstance(node, OneOf):
        return node.term.dim is Dim.TEXT and bool(node.words)
    if isinstance(node, Contains):
        return node.tags.dim is Dim.TAGS and node.term.dim is Dim.TEXT
    if isinstance(node, Literal):
        return not isinstance(node.value, Quantity) or node.value.dim is node.dim
    return isinstance(node, Term | Condition) and (not isinstance(node, Condition) or node.dim is Dim.TRUTH)


def bare(node: Any) -> Any:
    """A condition without the words it was written in, and figures without the digits they were written with."""
    if isinstance(node, Quantity):
        return node.dim, node.low, node.high
    if isinstance(node, tuple):
        return tuple(map(bare, node))
    if isinstance(node, Not) and isinstance(node.item, Compare) and node.item.op == "=":
        return bare(Compare(node.dim, "", "≠", node.item.left, node.item.right))
    if isinstance(node, Call) and node.function == "负" and isinstance(node.arguments[0], Literal):
        value: Any = node.arguments[0].value
        return bare(Literal(node.dim, "", opposite(value)))
    if isinstance(node, Node):
        fields = [name for name in node.__struct_fields__ if name != "text"]
        return type(node).__name__, *(bare(getattr(node, name)) for name in fields)
    return node
