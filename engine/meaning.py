"""From the raw tree of a condition to typed terms: names resolved, units and dimensions checked, mistakes placed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from lark import Token, Tree

from engine.mistakes import Mistakes, suggestion
from engine.nodes import Node
from engine.notation import NotationError, half_width, read_date, read_quantity
from engine.quantifying import Quantifying
from engine.quantity import NUMERIC, Dim, result_dim
from engine.scope import Scope
from engine.syntax import parse
from engine.terms import (
    Agree,
    All,
    AnyOf,
    Arithmetic,
    Call,
    Compare,
    Condition,
    Contains,
    FieldOf,
    Holds,
    IsNone,
    LinkedField,
    Literal,
    Not,
    OneOf,
    SingleField,
    Term,
    YearDay,
)
from engine.truth import NO, YES

OPERATORS = {
    **dict.fromkeys(("=", "等于"), "="),
    **dict.fromkeys(("≠", "!=", "<>", "不等于"), "≠"),
    **dict.fromkeys(("<", "低于"), "<"),
    **dict.fromkeys(("≤", "<=", "不高于"), "≤"),
    **dict.fromkeys((">", "高于"), ">"),
    **dict.fromkeys(("≥", ">=", "不低于"), "≥"),
}
SIGNS = {"+": "+", "-": "-", "×": "×", "*": "×", "÷": "÷", "/": "÷"}
_FIELDS = (FieldOf, SingleField, LinkedField)


def condition_of(node: Node, scope: Scope, mistakes: Mistakes) -> Condition | None:
    """Reads a node's text as a condition; notes every mistake and returns None when there is one."""
    text = node.text or ""
    return Meaning(node, text, 0, scope, mistakes).condition(parse(node, text, 0, mistakes))


def term_of(node: Node, scope: Scope, mistakes: Mistakes, text: str | None = None, offset: int = 0) -> Term | None:
    """Reads (part of) a node's text as a term."""
    text = (node.text or "") if text is None else text
    return Meaning(node, text, offset, scope, mistakes).term(parse(node, text, offset, mistakes))


def definition_of(node: Node, scope: Scope, mistakes: Mistakes) -> Term | Condition | None:
    """Reads a node's text as a term or a condition, whichever it is."""
    text = node.text or ""
    return Meaning(node, text, 0, scope, mistakes).any(parse(node, text, 0, mistakes))


class Meaning(Quantifying):
    """Types one text; every method returns None after noting a mistake."""

    def __init__(self, node: Node, text: str, offset: int, scope: Scope, mistakes: Mistakes) -> None:
        self.node, self.source, self.offset = node, text, offset
        self.scope, self.mistakes = scope, mistakes

    def wrong(self, tree: Tree[Token] | Token, message: str, hint: str = "") -> None:
        """Notes a mistake at the place of a part of the text."""
        start = tree.start_pos if isinstance(tree, Token) else getattr(tree.meta, "start_pos", 0)
        self.mistakes.add(self.node.inside(self.offset + (start or 0)), message, hint)

    def text(self, tree: Tree[Token] | Token) -> str:
        """The words of a part, as written."""
        if isinstance(tree, Token):
            return self.source[tree.start_pos or 0 : tree.end_pos]
        meta = tree.meta
        return "" if meta.empty else self.source[meta.start_pos : meta.end_pos]

    def any(self, tree: Tree[Token] | Token | None) -> Term | Condition | None:
        """Types a part as what it is."""
        if not isinstance(tree, Tree):
            return None
        read: Callable[[Tree[Token]], Term | Condition | None] = getattr(self, f"_{tree.data}")
        return read(tree)

    def condition(self, tree: Tree[Token] | Token | None) -> Condition | None:
        """Types a part that must be a condition."""
        found = self.any(tree)
        if tree is None or found is None or not isinstance(found, Term):
            return found
        if found.dim is Dim.TRUTH:
            return Holds(Dim.TRUTH, found.text, found)
        self.wrong(tree, f"这里要一个条件，“{found.text}”是{found.dim}", "请补上比较，例如：低于 95%。")
        return None

    def term(self, tree: Tree[Token] | Token | None) -> Term | None:
        """Types a part that must be a value."""
        found = self.any(tree)
        if tree is None or found is None or isinstance(found, Term):
            return found
        self.wrong(tree, f"这里要一个数或文字，“{found.text}”是条件")
        return None

    # Conditions

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
        left = None if self._bare(first) and not self._bare(last) else self.term(first)
        right = self._beside(last, left) if left is not None or not self._bare(first) else self.term(last)
        if left is None and self._bare(first) and right is not None and not self._bare(last):
            left = self._beside(first, right)
        return None if left is None or right is None else (left, right)

    def _bare(self, tree: Tree[Token] | Token) -> str:
        """The word of a part that is one undotted name, else nothing."""
        if isinstance(tree, Tree) and tree.data == "name" and tree.children[1] is None:
            return str(tree.children[0])
        return ""

    def _beside(self, tree: Tree[Token] | Token, other: Term | None) -> Term | None:
        word = self._bare(tree)
        if not word or other is None:
            return self.term(tree)
        if other.dim is Dim.TRUTH and word in ("是", "否"):
            return Literal(Dim.TRUTH, word, YES if word == "是" else NO)
        options = self.options(other)
        if word in options:
            return Literal(Dim.TEXT, word, word)
        if options and self.scope.bare(word) is None:
            self.wrong(tree, f"“{word}”不是“{other.text}”的可选值", suggestion(word, options))
            return None
        return self.term(tree)

    def options(self, term: Term) -> tuple[str, ...]:
        """The closed list of words of a field, or nothing."""
        if isinstance(term, _FIELDS):
            field = self.scope.field(term.kind, term.field)
            return field.options if field else ()
        return ()

    def _comparable(self, tree: Tree[Token], op: str, left: Term, right: Term) -> bool:
        pair = {left.dim, right.dim}
        if Dim.TAGS in pair:
            self.wrong(tree, "多选字段用“包含”来判断", "例如：覆盖 包含 下属单位")
        elif left.dim == right.dim or (Dim.AMOUNT in pair and pair <= NUMERIC - {Dim.NUMBER}):
            if left.dim in NUMERIC or op in ("=", "≠"):
                return self._known_option(tree, left, right)
            self.wrong(tree, f"{left.dim}只能用“=”和“≠”比较")
        elif pair <= NUMERIC and Dim.NUMBER in pair and isinstance(left if left.dim is Dim.NUMBER else right, Literal):
            bare, other = (left, right) if left.dim is Dim.NUMBER else (right, left)
            unit = {Dim.RATIO: "%", Dim.MONEY: "万元", Dim.POINTS: "个百分点", Dim.COUNT: "个", Dim.DAYS: "日", Dim.SCORE: "分"}
            right_form = bare.text + unit.get(other.dim, "")
            self.wrong(tree, f"“{bare.text}”没有单位，“{other.text}”是{other.dim}", f"是否想写“{right_form}”？")
        else:
            self.wrong(tree, f"“{left.text}”是{left.dim}，“{right.text}”是{right.dim}，不能比较", "两边的量纲要相同。")
        return False

    def _known_option(self, tree: Tree[Token], left: Term, right: Term) -> bool:
        for field, literal in ((left, right), (right, left)):
            options = self.options(field)
            if options and isinstance(literal, Literal) and literal.value not in options:
                self.wrong(tree, f"“{literal.value}”不是“{field.text}”的可选值", suggestion(str(literal.value), options))
                return False
        return True

    def _agree(self, tree: Tree[Token]) -> Condition | None:
        left, right = self.term(tree.children[0]), self.term(tree.children[2])
        if left is None or right is None:
            return None
        pair = {left.dim, right.dim}
        if not pair <= NUMERIC or (left.dim != right.dim and Dim.AMOUNT not in pair):
            self.wrong(tree, f"“{left.text}”是{left.dim}，“{right.text}”是{right.dim}，不能看是否相符")
            return None
        return self._maybe_not(tree, Agree(Dim.TRUTH, self.text(tree), left, right))

    def _maybe_not(self, tree: Tree[Token], found: Condition) -> Condition:
        """Turns 不相符, 不属于, 不包含, 不为无 into 非 of the positive form."""
        return Not(Dim.TRUTH, found.text, found) if str(tree.children[1]).startswith("不") else found

    def _one_of(self, tree: Tree[Token]) -> Condition | None:
        term = self.term(tree.children[0])
        if term is None:
            return None
        words = tuple(str(word).strip('"') for word in tree.children[2:])
        options = self.options(term)
        for token, word in zip(tree.children[2:], words, strict=True):
            if options and word not in options:
                self.wrong(token, f"“{word}”不是“{term.text}”的可选值", suggestion(word, options))
                return None
        if term.dim is not Dim.TEXT:
            self.wrong(tree, f"“属于”用于文字，“{term.text}”是{term.dim}", "数值请用 ≥ 和 ≤。")
            return None
        return self._maybe_not(tree, OneOf(Dim.TRUTH, self.text(tree), term, words))

    def _contains(self, tree: Tree[Token]) -> Condition | None:
        tags = self.term(tree.children[0])
        term = self._beside(tree.children[2], tags)
        if tags is None or term is None:
            return None
        if tags.dim is not Dim.TAGS or term.dim is not Dim.TEXT:
            self.wrong(tree, f"“包含”左边要多选字段、右边要文字，这里是{tags.dim}和{term.dim}")
            return None
        if not self._known_option(tree, tags, term):
            return None
        return self._maybe_not(tree, Contains(Dim.TRUTH, self.text(tree), tags, term))

    def _is_none(self, tree: Tree[Token]) -> Condition | None:
        term = self.term(tree.children[0])
        if term is None:
            return None
        if not isinstance(term, _FIELDS):
            self.wrong(tree, "“为无”只能用于字段")
            return None
        return self._maybe_not(tree, IsNone(Dim.TRUTH, self.text(tree), term))

    # Terms

    def _chain(self, tree: Tree[Token]) -> Term | None:
        total = self.term(tree.children[0])
        for sign, child in zip(tree.children[1::2], tree.children[2::2], strict=True):
            right = self.term(child)
            if total is None or right is None:
                total = None
                continue
            op = SIGNS[str(sign)]
            dim = result_dim(op, total.dim, right.dim)
            if dim is None:
                self.wrong(sign, f"{total.dim}{op}{right.dim}没有意义（“{total.text}”{op}“{right.text}”）", _ARITHMETIC_HINT)
                return None
            text = self.source[_start(tree) : child.meta.end_pos if isinstance(child, Tree) else child.end_pos]
            total = Arithmetic(dim, text, op, total, right)
        return total

    def _negative(self, tree: Tree[Token]) -> Term | None:
        item = self.term(tree.children[0])
        if item is not None and item.dim not in NUMERIC - {Dim.DATE}:
            self.wrong(tree, f"{item.dim}不能取负")
            return None
        return None if item is None else Call(item.dim, self.text(tree), "负", (item,))

    def _date(self, tree: Tree[Token]) -> Term | None:
        return self._literal(tree, lambda text: Literal(Dim.DATE, text, read_date(text)))

    def _quantity(self, tree: Tree[Token]) -> Term | None:
        def read(text: str) -> Literal:
            value = read_quantity(text, Dim.AMOUNT)
            return Literal(value.dim, text, value)

        return self._literal(tree, read)

    def _literal(self, tree: Tree[Token], read: Callable[[str], Literal]) -> Term | None:
        try:
            return read(self.text(tree))
        except NotationError as error:
            self.wrong(tree, error.message, error.hint)
            return None

    def _year_day(self, tree: Tree[Token]) -> Term | None:
        month, day = half_width(self.text(tree)).removeprefix("本年").removesuffix("日").split("月")
        try:
            date(2001, int(month), int(day))  # any common year: 2月29日 does not exist in every year
        except ValueError:
            self.wrong(tree, f"不是每年都有“{self.text(tree)}”这一天")
            return None
        return YearDay(Dim.DATE, self.text(tree), int(month), int(day))

    def _string(self, tree: Tree[Token]) -> Term | None:
        text = self.text(tree)[1:-1]
        return Literal(Dim.TEXT, text, text)

    def _name(self, tree: Tree[Token]) -> Term | None:
        first, second = tree.children
        found = self.scope.bare(str(first)) if second is None else self.scope.dotted(str(first), str(second))
        if found is None:
            self._unknown(tree, str(first), None if second is None else str(second))
        return found


_ARITHMETIC_HINT = "金额可以加减金额、乘除数或比率；比率减比率得百分点；日期之差用 间隔日数(起, 止)。"


def _start(tree: Tree[Token]) -> int:
    return int(tree.meta.start_pos)
