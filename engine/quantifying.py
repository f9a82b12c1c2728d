"""The parts of a condition that range over other facts: 存在, 每个, 数量, 合计, 最大, 最小, functions, unknown names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lark import Token, Tree

from engine.mistakes import suggestion
from engine.quantity import NUMERIC, Dim
from engine.scope import SUBJECT, Scope
from engine.terms import Aggregate, All, Call, Compare, Condition, Exists, FieldOf, Not, Term, depths
from engine.vocabulary import Shape

if TYPE_CHECKING:
    from engine.meaning import Meaning

AGGREGATES = ("数量", "合计", "最大", "最小")
FUNCTIONS = {"绝对值": 1, "区间": 2, "间隔日数": 2, "工作日数": 2}


class Quantifying:
    """The quantifier half of Meaning."""

    scope: Scope

    def _exists(self: Meaning, tree: Tree[Token]) -> Condition | None:
        word, name, inner = tree.children
        found = self._over(tree, str(name), inner, negate=False)
        if found is None:
            return None
        return Not(Dim.TRUTH, self.text(tree), found) if str(word).startswith("不") else found

    def _each(self: Meaning, tree: Tree[Token]) -> Condition | None:
        found = self._over(tree, str(tree.children[1]), tree.children[2], negate=True)
        return None if found is None else Not(Dim.TRUTH, self.text(tree), found)

    def _over(
        self: Meaning, tree: Tree[Token], kind: str, inner: Tree[Token] | Token | None, negate: bool
    ) -> Exists | None:
        """Reads a quantifier over a kind; 每个 is read as no fact for which the condition fails."""
        if not self._is_list(tree, kind):
            return None
        outer = self.scope
        self.scope = outer.inside(kind)
        condition = self.condition(inner) if inner is not None else None
        link, depth = link_of(self.scope), self.scope.depth
        aggregate = self.scope.in_aggregate
        self.scope = outer
        if inner is not None and condition is None:
            return None
        if negate and condition is not None:
            condition = Not(Dim.TRUTH, condition.text, condition)
        whole = _both(link, condition)
        if depth > 1 and not aggregate and any(d < depth - 1 for d in depths(whole)):
            hint = "里层的“存在”只能用里层自己和紧邻外层的字段；请先在推导里算好，再用推导的字段。"
            self.wrong(tree, f"嵌套的“存在 {kind}”隔层使用了外面的字段", hint)
            return None
        return Exists(Dim.TRUTH, self.text(tree), kind, depth, whole)

    def _is_list(self: Meaning, tree: Tree[Token], kind: str) -> bool:
        known = self.scope.vocabulary.kinds
        if kind not in known:
            self.wrong(tree, f"没有“{kind}”这种事实类型", suggestion(kind, known))
        elif known[kind].shape is Shape.SINGLE:
            self.wrong(tree, f"“{kind}”只有一份，不用“存在”", f"直接写 {kind}.字段。")
        else:
            return True
        return False

    def _call(self: Meaning, tree: Tree[Token]) -> Term | None:
        name, given = str(tree.children[0]), tree.children[1].children
        if name in AGGREGATES:
            return self._aggregate(tree, name, given[0]) if self._arity(tree, name, given, 1) else None
        if name not in FUNCTIONS:
            self.wrong(tree, f"没有“{name}”这个函数", suggestion(name, [*AGGREGATES, *FUNCTIONS]))
            return None
        arguments = [self.term(item) for item in given]
        if not self._arity(tree, name, given, FUNCTIONS[name]) or None in arguments:
            return None
        return self._function(tree, name, tuple(a for a in arguments if a is not None))

    def _arity(self: Meaning, tree: Tree[Token], name: str, given: list[Tree[Token]], wanted: int) -> bool:
        if len(given) != wanted:
            self.wrong(tree, f"“{name}”要{wanted}项，这里写了{len(given)}项")
        return len(given) == wanted

    def _function(self: Meaning, tree: Tree[Token], name: str, arguments: tuple[Term, ...]) -> Term | None:
        dims = {argument.dim for argument in arguments}
        dated = name in ("间隔日数", "工作日数")
        if dated and dims != {Dim.DATE}:
            self.wrong(tree, f"“{name}”要两个日期", f"例如：{name}(通知书日期, 合同签订日期)")
            return None
        if not dated and (len(dims) > 1 or not dims <= NUMERIC - {Dim.DATE}):
            self.wrong(tree, f"“{name}”里要{'量纲相同的' if len(arguments) > 1 else ''}数值")
            return None
        return Call(Dim.DAYS if dated else arguments[0].dim, self.text(tree), name, arguments)

    def _aggregate(self: Meaning, tree: Tree[Token], function: str, given: Tree[Token]) -> Term | None:
        parts = given.children if isinstance(given, Tree) and given.data in ("selection", "name") else None
        if parts is None:
            self.wrong(tree, f"“{function}”里要写事实类型", "例如：数量(项目 满足 支出 = 0元)、合计(项目.年度预算)")
            return None
        kind, word, inner = str(parts[0]), parts[1], parts[2] if len(parts) > 2 else None
        if not self._is_list(tree, kind):
            return None
        if (function == "数量") == (word is not None):
            right = f"{function}({kind})" if word is not None else f"{function}({kind}.字段)"
            self.wrong(tree, f"“{function}”应写成 {right}")
            return None
        outer = self.scope
        self.scope = outer.inside(kind, aggregate=True)
        term = self._summed(given, str(word)) if word is not None else None
        condition = self.condition(inner) if inner is not None else None
        whole, depth = _both(link_of(self.scope), condition), self.scope.depth
        self.scope = outer
        if (word is not None and term is None) or (inner is not None and condition is None):
            return None
        return Aggregate(term.dim if term else Dim.COUNT, self.text(tree), function, kind, depth, term, whole)

    def _summed(self: Meaning, tree: Tree[Token], word: str) -> Term | None:
        term = self.scope.bare(word)
        if term is None:
            self._unknown(tree, self.scope.kinds[-1], word)
        elif term.dim not in NUMERIC:
            self.wrong(tree, f"“{word}”是{term.dim}，不能汇总")
        else:
            return term
        return None

    def _selection(self: Meaning, tree: Tree[Token]) -> None:
        self.wrong(tree, "“满足”只能写在 存在、每个、数量、合计、最大、最小 里")

    def _unknown(self: Meaning, tree: Tree[Token], first: str, second: str | None) -> None:
        """Says which names there are where a name is not known."""
        scope, kinds = self.scope, self.scope.vocabulary.kinds
        if second is None:
            outer = [o for o in (SUBJECT, *scope.kinds[:-1]) if scope.depth and scope.dotted(o, first) is not None]
            hint = f"外层的字段要写“{outer[0]}.{first}”。" if outer else suggestion(first, scope.words())
            self.wrong(tree, f"“{scope.kinds[-1]}”没有字段“{first}”，也没有这个名字的推导和参数", hint)
        elif scope.ambiguous(first):
            self.wrong(tree, f"这里有两层“{first}”，“{first}.{second}”分不清是哪一层", f"外层写“{SUBJECT}.{second}”，里层直接写“{second}”。")
        elif first not in kinds and first != SUBJECT:
            self.wrong(tree, f"没有“{first}”这种事实类型", suggestion(first, [*kinds, SUBJECT]))
        else:
            kind = scope.kinds[0] if first == SUBJECT else first
            if scope.field(kind, second) is not None:
                self.wrong(tree, f"从“{scope.kinds[-1]}”够不到“{first}”", "只能用外层对象、唯一的类型，或由字段指向的类型。")
                return
            hint = suggestion(second, [*kinds[kind].fields, *scope.derived_words.get(kind, ())])
            self.wrong(tree, f"“{kind}”没有字段“{second}”", hint)


def link_of(scope: Scope) -> Condition | None:
    """The join that belongs to a kind: its facts that point to the nearest enclosing fact they can point to."""
    kind = scope.kind
    for depth in range(scope.depth - 1, -1, -1):
        outer = scope.vocabulary.kinds[scope.kinds[depth]]
        word = kind.links.get(outer.word)
        if word:
            own = FieldOf(Dim.TEXT, word, scope.depth, kind.word, word)
            key = FieldOf(Dim.TEXT, f"{outer.word}.{outer.key[0]}", depth, outer.word, outer.key[0])
            return Compare(Dim.TRUTH, f"{word} = {key.text}", "=", own, key)
    return None


def _both(link: Condition | None, condition: Condition | None) -> Condition | None:
    parts = tuple(part for part in (link, condition) if part is not None)
    return parts[0] if len(parts) == 1 else All(Dim.TRUTH, condition.text if condition else "", parts) if parts else None
