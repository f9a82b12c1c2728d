"""Says a condition or a figure in plain Chinese, as a leader who approves the rule would read it aloud."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from engine.handbook.signs import bracketed, compared
from engine.notation import show
from engine.quantity import Dim, Quantity
from engine.terms import (
    Aggregate,
    Agree,
    All,
    AnyOf,
    Arithmetic,
    Call,
    Compare,
    Condition,
    Contains,
    Exists,
    FieldOf,
    Holds,
    IsNone,
    LinkedField,
    Literal,
    Node,
    Not,
    OneOf,
    ParameterOf,
    SingleField,
    StepOf,
    Term,
    YearDay,
)
from engine.truth import Truth
from engine.vocabulary import FINDING

_FLIPPED = {"=": "≠", "≠": "=", "<": "≥", "≥": "<", ">": "≤", "≤": ">"}


class Speaker:
    """Says the conditions of one rule or definition; `standard` gives the value of a parameter where it has only one.

    What the language knows and this class does not is said in its author's own words.
    """

    def __init__(self, subject: str, standard: Callable[[str], str]) -> None:
        self.subject, self.standard = subject, standard

    def term(self, node: Term, depth: int = 0) -> str:
        """Says a value, seen from the variable at a depth."""
        if isinstance(node, FieldOf):
            return node.field if node.depth == depth else f"该{self.owner(node)}的{node.field}"
        if isinstance(node, SingleField):
            return "评价年度" if node.text == "部门.年度" else f"{node.kind}的{node.field}"
        if isinstance(node, LinkedField):
            return f"所属{node.kind}的{node.field}"
        if isinstance(node, ParameterOf):
            value = self.standard(node.name)
            return node.name + (f"（{value}）" if value else "")
        if isinstance(node, Literal):
            return _literal(node)
        if isinstance(node, YearDay):
            return f"当年{node.month}月{node.day}日"
        return self._worked_out(node, depth)

    def owner(self, node: FieldOf) -> str:
        """The word for the fact that an outer field belongs to."""
        return self.subject if node.depth == 0 else node.kind

    def _worked_out(self, node: Term, depth: int) -> str:
        if isinstance(node, Arithmetic):
            left, right = (self._operand(node, part, depth) for part in (node.left, node.right))
            return left + ("−" if node.op == "-" else node.op) + right
        if isinstance(node, StepOf):
            return f"{self.term(node.term, depth)}按“{node.ladder.name}”分档的取值"
        if isinstance(node, Aggregate):
            owned = self.described(node.kind, node.condition, depth + 1, "全部")
            if node.term is None:
                return f"{owned}的个数"
            return f"{owned}的{self.term(node.term, node.depth)}{_TOTALS[node.function]}"
        if isinstance(node, Call):
            return self._call(node, [self.term(argument, depth) for argument in node.arguments])
        return node.text

    def _call(self, node: Call, said: list[str]) -> str:
        if node.function == "绝对值":
            return f"{said[0]}的绝对值" if not isinstance(node.arguments[0], Arithmetic) else f"（{said[0]}）的绝对值"
        if node.function == "负":
            return f"−{said[0]}"
        if node.function == "区间":
            return f"{said[0]}与{said[1]}之间尚未确定的数"
        if node.function == "首个已知":
            return "；不知道的，取".join(said)
        if node.function in _SPANS:
            return f"自{said[0]}至{said[1]}的{_SPANS[node.function]}"
        return node.text

    def _operand(self, node: Arithmetic, part: Term, depth: int) -> str:
        said = self.term(part, depth)
        return (
            f"（{said}）" if isinstance(part, Arithmetic) and bracketed(node.op, part.op, part is node.right) else said
        )

    def condition(self, node: Condition, depth: int = 0) -> str:
        """Says a condition, seen from the variable at a depth."""
        if isinstance(node, All):
            return _joined([self._part(item, depth) for item in node.items if not _linking(item)])
        if isinstance(node, AnyOf):
            return "，或者".join(self._part(item, depth) for item in node.items)
        if isinstance(node, Not):
            return self._not(node, depth)
        if isinstance(node, Exists):
            return self._exists(node, depth, "有" if node.kind != FINDING else "已发现")
        if isinstance(node, Compare):
            return self._compare(node, node.op, depth)
        if isinstance(node, Holds):
            return f"符合“{self.term(node.term, depth)}”"
        if isinstance(node, IsNone):
            return f"没有{self.term(node.term, depth)}"
        return self._simple(node, depth, "")

    def _part(self, node: Condition, depth: int) -> str:
        """One of several conditions; those joined in themselves stand in brackets."""
        said = self.condition(node, depth)
        return f"（{said}）" if isinstance(node, All | AnyOf) else said

    def _simple(self, node: Condition, depth: int, no: str) -> str:
        if isinstance(node, OneOf):
            return f"{self.term(node.term, depth)}{'不属于' if no else '为'}{_words(node.words, no)}"
        if isinstance(node, Contains):
            return f"{self.term(node.tags, depth)}{no}包含{self.term(node.term, depth)}"
        if isinstance(node, Agree):
            return f"{self.term(node.left, depth)}与{self.term(node.right, depth)}{no}相符"
        return node.text

    def _not(self, node: Not, depth: int) -> str:
        item = node.item
        if isinstance(item, Exists):
            each = _each(item)
            if node.text.startswith("每个") and each is not None:
                return f"每一{item.kind}都做到（{self.condition(each, depth + 1)}）"
            return self._exists(item, depth, "没有" if item.kind != FINDING else "没有发现")
        if isinstance(item, IsNone):
            return f"有{self.term(item.term, depth)}"
        if isinstance(item, Compare):
            return self._compare(item, _FLIPPED[item.op], depth)
        if isinstance(item, Holds):
            return f"不符合“{self.term(item.term, depth)}”"
        if isinstance(item, Not):
            return self.condition(item.item, depth)
        if isinstance(item, All | AnyOf):
            return f"并非（{self.condition(item, depth)}）"
        return self._simple(item, depth, "不")

    def _exists(self, node: Exists, depth: int, verb: str) -> str:
        return verb + self.described(node.kind, node.condition, depth + 1)

    def described(self, kind: str, condition: Condition | None, depth: int, how_many: str = "") -> str:
        """Names the facts of a kind that meet a condition: 本项目的、类型为“年中”的监控记录."""
        items = condition.items if isinstance(condition, All) else (condition,) if condition is not None else ()
        items = tuple(inner for item in items for inner in _flat(item))
        owners = [item.right for item in items if isinstance(item, Compare) and _linking(item)]
        links = [f"本{self.owner(owner)}的" for owner in owners if isinstance(owner, FieldOf)]
        rest = [item for item in items if not _linking(item)]
        said = [self._part(item, depth) for item in rest]
        if any("，" in part for part in said):
            whole = self.condition(rest[0], depth) if len(rest) == 1 else _joined(said)
            return "、".join([*links, "满足下列条件的"]) + f"{how_many}{kind}（{whole}）"
        if rest and not links and isinstance(rest[0], Not) and isinstance(rest[0].item, IsNone):
            said[0] = f"写明{said[0].removeprefix('有')}"  # not 有有编码的项目
        return "、".join([*links, "、".join(said) + "的"] if said else links) + how_many + kind

    def _compare(self, node: Compare, op: str, depth: int) -> str:
        left, right = self.term(node.left, depth), self.term(node.right, depth)
        if node.left.dim in (Dim.TEXT, Dim.TRUTH):
            if isinstance(node.right, Literal):
                return f"{left}{'为' if op == '=' else '不是'}{right}"
            if isinstance(node.right, FieldOf) and _word(node.left) == node.right.field:
                right = right.removesuffix(f"的{node.right.field}")
            return f"{left}与{right}{'相同' if op == '=' else '不同'}"
        written = node.text.removeprefix(node.left.text).removesuffix(node.right.text).strip()
        if written in ("达到", "未达到") and op == node.op:
            return f"{left}{written}{right}"
        if isinstance(node.right, Literal) and _word(node.left).endswith("月份"):
            return f"{left}{compared(op, Dim.DATE)}{right}月"
        return f"{left}{compared(op, node.left.dim)}{right}"


_TOTALS = {"合计": "合计", "最大": "的最大值", "最小": "的最小值"}
_SPANS = {"间隔日数": "日数", "工作日数": "工作日数"}


def _joined(said: Sequence[str]) -> str:
    return "，并且".join(filter(None, ("，".join(said[:-1]), said[-1])))


def _word(node: Term) -> str:
    return node.field if isinstance(node, FieldOf) else ""


def _linking(node: Node) -> bool:
    """Whether a condition only joins a fact to its owner: nobody wrote it."""
    return isinstance(node, Compare) and node.text == ""


def _flat(node: Condition) -> Sequence[Condition]:
    return node.items if isinstance(node, All) else (node,)


def _each(node: Exists) -> Condition | None:
    """What 每个 asks of every fact: the condition that none may fail."""
    items = node.condition.items if isinstance(node.condition, All) else (node.condition,)
    return next((item.item for item in items if isinstance(item, Not)), None)


def _words(words: Sequence[str], no: str) -> str:
    quoted = [f"“{word}”" for word in words]
    if no:
        return "".join(quoted)
    return "或".join(["、".join(quoted[:-1]), quoted[-1]] if quoted[1:] else quoted)


def _literal(node: Literal) -> str:
    if isinstance(node.value, Truth):
        return f"“{node.value.word}”"
    if isinstance(node.value, Quantity):
        return show(node.value)
    return f"“{node.value}”"
