"""Terms: figures, dates, names, sums and functions, with their dimensions checked."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from lark import Token, Tree

from engine.mistakes import suggestion
from engine.notation import NotationError, half_width, read_date, read_quantity
from engine.phrase import Part, Phrase, measured
from engine.quantity import NUMERIC, Dim, result_dim
from engine.terms import Arithmetic, Call, Literal, ParameterOf, StepOf, Term, YearDay

SIGNS = {"+": "+", "-": "-", "×": "×", "*": "×", "÷": "÷", "/": "÷"}
LADDER = "阶梯"
FUNCTIONS = {"绝对值": 1, "区间": 2, "间隔日数": 2, "工作日数": 2, LADDER: 2}
FORMS = {
    "绝对值": "绝对值(x)",
    "区间": "区间(a, b)",
    "间隔日数": "间隔日数(起, 止)",
    "工作日数": "工作日数(起, 止)",
    "阶梯": "阶梯(数, 阶梯的名字)",
    "数量": "数量(项目 满足 支出 = 0元)",
    "合计": "合计(项目.年度预算)",
    "最大": "最大(项目.年度预算)",
    "最小": "最小(项目.年度预算)",
}
_DAY = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
_HINT = "金额可以加减金额、乘除数或比率；比率减比率得百分点；日期之差用 间隔日数(起, 止)。"


def _end(part: Part) -> int:
    """Where a part ends in the text, behind the bracket that closes it."""
    if isinstance(part, Tree):
        return int(getattr(part.meta, "container_end_pos", part.meta.end_pos))
    return part.end_pos or 0


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
            total = Arithmetic(dim, self.source[int(tree.meta.start_pos) : _end(child)], op, total, right)
        return total

    def _negative(self, tree: Tree[Token]) -> Term | None:
        item = self.term(tree.children[0])
        if item is not None and item.dim not in NUMERIC - {Dim.DATE}:
            hint = f"日期之差用 {FORMS['间隔日数']}。" if item.dim is Dim.DATE else ""
            self.wrong(tree, f"{measured(item)}，前面不能加负号", hint)
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
            day = _DAY.fullmatch(half_width(self.text(tree)))
            message = f"条件里不认识日期“{day[0]}”" if day else error.message
            hint = f"应写成“{day[1]}-{int(day[2]):02}-{int(day[3]):02}”。" if day else error.hint
            self.wrong(tree, message, hint)
            return None

    def _year_day(self, tree: Tree[Token]) -> Term | None:
        month, day = half_width(self.text(tree)).removeprefix("本年").removesuffix("日").split("月")
        try:
            date(2001, int(month), int(day))  # any common year: 2月29日 does not exist in every year
        except ValueError:
            self.wrong(tree, f"不是每年都有“{self.text(tree)}”这一天", "请写每年都有的日子，例如：本年12月31日。")
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
        if isinstance(found, ParameterOf):
            return self._parameter(tree, found)
        return found

    def _parameter(self, tree: Tree[Token], found: ParameterOf) -> Term | None:
        if self.scope.parameters[found.name].steps is not None:
            hint = f"应写成 阶梯(数, {found.name})，例如 阶梯(执行率, {found.name})。"
            self.wrong(tree, f"“{found.name}”是阶梯，不能单独用", hint)
            return None
        return found if self._keyed(tree, found) else None

    def _step(self, tree: Tree[Token], given: list[Part]) -> Term | None:
        """阶梯(x, name): the ladder of that name, looked up by x."""
        term, at = self.term(given[0]), given[1]
        word = self.text(at)
        sort, found = self.scope.parameters.get(word), self.scope.bare(word)
        if sort is None or sort.steps is None or not isinstance(found, ParameterOf):
            ladders = [name for name, other in self.scope.parameters.items() if other.steps is not None]
            what = f"“{word}”不是阶梯" if sort or found else f"没有阶梯“{word}”"
            if not self.scope.doubtful(self.scope.kinds[-1], word):
                self.wrong(at, what, suggestion(word, ladders) or "阶梯写在 参数.yaml 里。")
            return None
        if term is None or not isinstance(at, Tree) or not self._keyed(at, found):
            return None
        if term.dim not in (sort.steps, Dim.AMOUNT):
            self.wrong(given[0], f"“{word}”按{sort.steps}查，{measured(term)}", f"写法：{FORMS['阶梯']}。")
            return None
        return StepOf(sort.dim, self.text(tree), term, found)

    def _keyed(self, tree: Tree[Token], parameter: ParameterOf) -> bool:
        """Whether the fact at hand has all the fields that choose the row of a parameter."""
        has = {key.field for key in parameter.keys}
        lacking = [key for key in self.scope.parameters[parameter.name].keys if key not in has]
        if lacking:
            kind = self.scope.kinds[-1]
            message = f"参数“{parameter.name}”按“{'”“'.join(lacking)}”取值，“{kind}”没有这样的字段"
            self.wrong(tree, message, "请换用别的参数，或先在有这个字段的类型里写成推导。")
        return not lacking

    def _arity(self, tree: Tree[Token], name: str, given: list[Part], wanted: int) -> bool:
        if len(given) != wanted:
            self.wrong(tree, f"“{name}”要{wanted}项，这里写了{len(given)}项", f"写法：{FORMS[name]}。")
        return len(given) == wanted

    def _function(self, tree: Tree[Token], name: str, arguments: tuple[Term, ...]) -> Term | None:
        dims = {argument.dim for argument in arguments}
        dated = name in ("间隔日数", "工作日数")
        if dated and dims != {Dim.DATE}:
            wrong = next(argument for argument in arguments if argument.dim is not Dim.DATE)
            self.wrong(tree, f"“{name}”要两个日期，{measured(wrong)}", f"例如：{name}(通知书日期, 合同签订日期)")
            return None
        if not dated and (len(dims) > 1 or not dims <= NUMERIC - {Dim.DATE}):
            what = "，".join(map(measured, arguments))
            self.wrong(
                tree,
                f"“{name}”里要{'量纲相同的' if len(arguments) > 1 else ''}数值，这里{what}",
                f"写法：{FORMS[name]}。",
            )
            return None
        return Call(Dim.DAYS if dated else arguments[0].dim, self.text(tree), name, arguments)
