"""Terms: figures, dates, names, sums and functions, with their dimensions checked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from lark import Token, Tree

from engine.notation import NotationError, half_width, read_date, read_quantity
from engine.phrase import Part, Phrase
from engine.quantity import NUMERIC, Dim, result_dim
from engine.terms import Arithmetic, Call, Literal, Term, YearDay

SIGNS = {"+": "+", "-": "-", "×": "×", "*": "×", "÷": "÷", "/": "÷"}
FUNCTIONS = {"绝对值": 1, "区间": 2, "间隔日数": 2, "工作日数": 2}
_HINT = "金额可以加减金额、乘除数或比率；比率减比率得百分点；日期之差用 间隔日数(起, 止)。"


class Figures(Phrase):
    """The terms of a phrase."""

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
                self.wrong(sign, f"{total.dim}{op}{right.dim}没有意义（“{total.text}”{op}“{right.text}”）", _HINT)
                return None
            text = self.source[
                int(tree.meta.start_pos) : child.meta.end_pos if isinstance(child, Tree) else child.end_pos
            ]
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

    def _arity(self, tree: Tree[Token], name: str, given: list[Part], wanted: int) -> bool:
        if len(given) != wanted:
            self.wrong(tree, f"“{name}”要{wanted}项，这里写了{len(given)}项")
        return len(given) == wanted

    def _function(self, tree: Tree[Token], name: str, arguments: tuple[Term, ...]) -> Term | None:
        dims = {argument.dim for argument in arguments}
        dated = name in ("间隔日数", "工作日数")
        if dated and dims != {Dim.DATE}:
            self.wrong(tree, f"“{name}”要两个日期", f"例如：{name}(通知书日期, 合同签订日期)")
            return None
        if not dated and (len(dims) > 1 or not dims <= NUMERIC - {Dim.DATE}):
            self.wrong(tree, f"“{name}”里要{'量纲相同的' if len(arguments) > 1 else ''}数值")
            return None
        return Call(Dim.DAYS if dated else arguments[0].dim, self.text(tree), name, arguments)
