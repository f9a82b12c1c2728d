"""From the raw tree of a condition to typed terms: names resolved, units and dimensions checked, mistakes placed."""

from __future__ import annotations

from lark import Token, Tree

from engine.mistakes import Mistakes, nearest, suggestion
from engine.nodes import Node
from engine.notation import EXAMPLES, half_width, show
from engine.phrase import Part, alike_hint, measured
from engine.quantifying import Quantifying
from engine.quantity import NUMERIC, Dim, Quantity, exactly
from engine.scope import Scope
from engine.syntax import parse
from engine.terms import (
    FIELDS,
    Agree,
    All,
    AnyOf,
    Compare,
    Condition,
    Contains,
    IsNone,
    Literal,
    Not,
    OneOf,
    ParameterOf,
    Term,
)
from engine.truth import NO, YES
from engine.vocabulary import NOTHING_WORD

OPERATORS = {
    **dict.fromkeys(("=", "等于"), "="),
    **dict.fromkeys(("≠", "!=", "<>", "不等于"), "≠"),
    **dict.fromkeys(("<", "低于"), "<"),
    **dict.fromkeys(("≤", "<=", "不高于"), "≤"),
    **dict.fromkeys((">", "高于"), ">"),
    **dict.fromkeys(("≥", ">=", "不低于"), "≥"),
}


def condition_of(
    node: Node, scope: Scope, mistakes: Mistakes, text: str | None = None, offset: int = 0
) -> Condition | None:
    """Reads (part of) a node's text as a condition; notes every mistake and returns None when there is one."""
    text = (node.text or "") if text is None else text
    return Meaning(node, text, offset, scope, mistakes).condition(parse(node, text, offset, mistakes))


def term_of(node: Node, scope: Scope, mistakes: Mistakes, text: str | None = None, offset: int = 0) -> Term | None:
    """Reads (part of) a node's text as a term."""
    text = (node.text or "") if text is None else text
    return Meaning(node, text, offset, scope, mistakes).term(parse(node, text, offset, mistakes))


def definition_of(node: Node, scope: Scope, mistakes: Mistakes) -> Term | Condition | None:
    """Reads a node's text as a term or a condition, whichever it is."""
    text = node.text or ""
    return Meaning(node, text, 0, scope, mistakes).any(parse(node, text, 0, mistakes))


_UNITS = {
    Dim.RATIO: "%",
    Dim.MONEY: "万元",
    Dim.FOREIGN: "万美元",
    Dim.POINTS: "个百分点",
    Dim.COUNT: "个",
    Dim.DAYS: "日",
    Dim.SCORE: "分",
}


def _unquoted(text: str) -> str:
    return text[1:-1] if half_width(text[:1]) == '"' else text


def _with_unit(bare: Term, dim: Dim) -> str:
    """What was probably meant by a number without its unit; 0.9 beside a ratio is 90%."""
    value = bare.value if isinstance(bare, Literal) else None
    if dim is Dim.RATIO and isinstance(value, Quantity) and 0 < value.nominal <= 1:
        return f"是否想写“{show(exactly(dim, value.nominal))}”？"
    return f"是否想写“{bare.text}{_UNITS[dim]}”？" if dim in _UNITS else f"写法例如：{EXAMPLES[dim]}。"


class Meaning(Quantifying):
    """The conditions of a phrase."""

    def _several(self, tree: Tree[Token]) -> tuple[Condition, ...] | None:
        items = [self.condition(child) for child in tree.children]
        return tuple(i for i in items if i is not None) if None not in items else None

    def _any_of(self, tree: Tree[Token]) -> Condition | None:
        items = self._several(tree)
        return None if items is None else AnyOf(Dim.TRUTH, self.text(tree), items)

    def _all_of(self, tree: Tree[Token]) -> Condition | None:
        items = self._several(tree)
        return None if items is None else All(Dim.TRUTH, self.text(tree), items)

    def _negated(self, tree: Tree[Token]) -> Condition | None:
        item = self.condition(tree.children[0])
        return None if item is None else Not(Dim.TRUTH, self.text(tree), item)

    def _compare(self, tree: Tree[Token]) -> Condition | None:
        sides = self._sides(tree)
        if sides is None:
            return None
        left, right = sides
        sign = str(tree.children[1])
        if sign in ("达到", "未达到"):
            sort = self.scope.parameters.get(right.text)
            if not isinstance(right, ParameterOf) and self.scope.excludes(right):
                hint = "或改用 高于、不高于 写明。"
                self.wrong(tree, f"“{right.text}”里的参数写明不含，“{sign}”后面要直接写参数", hint)
                return None
            reach = ">" if sort and not sort.inclusive else "≥"
            op = reach if sign == "达到" else {">": "≤", "≥": "<"}[reach]
        else:
            op = OPERATORS[sign]
        if not self._comparable(tree, op, left, right):
            return None
        return Compare(Dim.TRUTH, self.text(tree), op, left, right)

    def _sides(self, tree: Tree[Token]) -> tuple[Term, Term] | None:
        """Types both sides of a comparison; a bare word beside a field with options is one of its options."""
        first, last = tree.children[0], tree.children[2]
        if self._bare(first) and (not self._bare(last) or (not self._known(first) and self._known(last))):
            right = self.term(last)
            left = None if right is None else self._beside(first, right)
        else:
            left = self.term(first)
            right = None if left is None and self._bare(last) else self._beside(last, left)
        return None if left is None or right is None else (left, right)

    def _known(self, tree: Part) -> bool:
        return self.scope.bare(self._bare(tree)) is not None

    def _bare(self, tree: Part) -> str:
        """The word of a part that is one undotted name, else nothing."""
        if isinstance(tree, Tree) and tree.data == "name" and tree.children[1] is None:
            return str(tree.children[0])
        return ""

    def _beside(self, tree: Part, other: Term | None) -> Term | None:
        word = self._bare(tree)
        if not word or other is None:
            return self.term(tree)
        if other.dim is Dim.TRUTH and word in ("是", "否"):
            return Literal(Dim.TRUTH, word, YES if word == "是" else NO)
        options = self.options(other)
        if word in options:
            return Literal(Dim.TEXT, word, word)
        if self.scope.bare(word) is not None:
            return self.term(tree)
        if options:
            self.wrong(tree, f"“{word}”不是“{other.text}”的可选值", suggestion(word, options))
        elif other.dim is Dim.TRUTH:
            self.wrong(tree, f"“{other.text}”只能同“是”或“否”比较", f"也可以直接写“{other.text}”或“非 {other.text}”。")
        elif word == NOTHING_WORD:
            self.wrong(tree, "“无”不能用来比较", f"应写成“{other.text} 为无”或“{other.text} 不为无”。")
        elif other.dim is Dim.TEXT and not self._outer(word) and not self.scope.doubtful(self.scope.kinds[-1], word):
            near = suggestion(word, self.scope.words()) if nearest(word, self.scope.words()) else ""
            self.wrong(tree, f"“{word}”不是字段、推导或参数", f'如果是文字，要加引号，写成 "{word}"。{near}')
        else:
            return self.term(tree)
        return None

    def _comparable(self, tree: Tree[Token], op: str, left: Term, right: Term) -> bool:
        pair = {left.dim, right.dim}
        if Dim.TAGS in pair:
            tags, other = (left, right) if left.dim is Dim.TAGS else (right, left)
            hint = f"应写成“{tags.text} 包含 {other.text}”。"
            self.wrong(tree, f"“{tags.text}”是多选字段，不能用“{tree.children[1]}”", hint)
        elif left.dim == right.dim or (Dim.AMOUNT in pair and pair <= NUMERIC - {Dim.NUMBER}):
            if left.dim in NUMERIC or op in ("=", "≠"):
                return self._known_option(tree, left, right)
            self.wrong(tree, f"“{left.text}”是{left.dim}，只能用“=”和“≠”比较", "比大小用于数、金额、比率和日期。")
        elif pair <= NUMERIC and Dim.NUMBER in pair and isinstance(left if left.dim is Dim.NUMBER else right, Literal):
            bare, other = (left, right) if left.dim is Dim.NUMBER else (right, left)
            place = tree.children[0 if bare is left else 2]
            self.wrong(place, f"“{bare.text}”没有单位，“{other.text}”是{other.dim}", _with_unit(bare, other.dim))
        else:
            self.wrong(tree, f"{measured(left)}，{measured(right)}，不能比较", alike_hint(left, right))
        return False

    def _known_option(self, tree: Tree[Token], left: Term, right: Term) -> bool:
        for field, literal, at in ((left, right, 2), (right, left, 0)):
            options = self.options(field)
            if options and isinstance(literal, Literal) and literal.value not in options:
                self.wrong(
                    tree.children[at],
                    f"“{literal.value}”不是“{field.text}”的可选值",
                    suggestion(str(literal.value), options),
                )
                return False
        return True

    def _agree(self, tree: Tree[Token]) -> Condition | None:
        left, right = self.term(tree.children[0]), self.term(tree.children[2])
        if left is None or right is None:
            return None
        pair = {left.dim, right.dim}
        if not pair <= NUMERIC or (left.dim != right.dim and Dim.AMOUNT not in pair):
            message = f"{measured(left)}，{measured(right)}，不能看是否相符"
            self.wrong(tree, message, "“相符”用于量纲相同的两个数；文字用“=”。")
            return None
        return self._maybe_not(tree, Agree(Dim.TRUTH, self.text(tree), left, right))

    def _maybe_not(self, tree: Tree[Token], found: Condition) -> Condition:
        """Turns 不相符, 不属于, 不包含, 不为无 into 非 of the positive form."""
        return Not(Dim.TRUTH, found.text, found) if str(tree.children[1]).startswith("不") else found

    def _one_of(self, tree: Tree[Token]) -> Condition | None:
        term = self.term(tree.children[0])
        if term is None:
            return None
        if term.dim is not Dim.TEXT:
            hint = f"应写成“{term.text} 包含 ……”。" if term.dim is Dim.TAGS else "数值请用 ≥ 和 ≤。"
            self.wrong(tree, f"“属于”用于文字，{measured(term)}", hint)
            return None
        words = tuple(_unquoted(self.text(word)) for word in tree.children[2:])
        options = self.options(term)
        for token, word in zip(tree.children[2:], words, strict=True):
            if options and word not in options:
                self.wrong(token, f"“{word}”不是“{term.text}”的可选值", suggestion(word, options))
                return None
        return self._maybe_not(tree, OneOf(Dim.TRUTH, self.text(tree), term, words))

    def _contains(self, tree: Tree[Token]) -> Condition | None:
        tags = self.term(tree.children[0])
        term = self._beside(tree.children[2], tags)
        if tags is None or term is None:
            return None
        if tags.dim is not Dim.TAGS or term.dim is not Dim.TEXT:
            message = f"“包含”左边要多选字段，右边要文字；这里{measured(tags)}，{measured(term)}"
            self.wrong(tree, message, "单选的文字用“=”或“属于”。")
            return None
        if not self._known_option(tree, tags, term):
            return None
        return self._maybe_not(tree, Contains(Dim.TRUTH, self.text(tree), tags, term))

    def _is_none(self, tree: Tree[Token]) -> Condition | None:
        term = self.term(tree.children[0])
        if term is None:
            return None
        if not isinstance(term, FIELDS):
            self.wrong(tree, f"“为无”只能用于事实的字段，“{term.text}”不是", "例如：验收日期 为无。")
            return None
        return self._maybe_not(tree, IsNone(Dim.TRUTH, self.text(tree), term))
