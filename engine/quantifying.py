"""The parts of a phrase that range over other facts: 存在, 每个, 数量, 合计, 最大, 最小."""

from __future__ import annotations

from lark import Token, Tree

from engine.figures import FORMS, FUNCTIONS, LADDER, Figures
from engine.mistakes import suggestion
from engine.phrase import Part, measured
from engine.quantity import NUMERIC, Dim
from engine.scope import Scope
from engine.terms import Aggregate, All, Compare, Condition, Exists, FieldOf, Not, Term, depths
from engine.vocabulary import Shape

AGGREGATES = ("数量", "合计", "最大", "最小")


class Quantifying(Figures):
    """The quantifiers and aggregates of a phrase."""

    def _exists(self, tree: Tree[Token]) -> Condition | None:
        word, name, inner = tree.children
        found = self._over(tree, name, inner, negate=False)
        if found is None:
            return None
        return Not(Dim.TRUTH, self.text(tree), found) if str(word).startswith("不") else found

    def _each(self, tree: Tree[Token]) -> Condition | None:
        found = self._over(tree, tree.children[1], tree.children[2], negate=True)
        return None if found is None else Not(Dim.TRUTH, self.text(tree), found)

    def _over(self, tree: Tree[Token], name: Part, inner: Part | None, negate: bool) -> Exists | None:
        """Reads a quantifier over a kind; 每个 is read as no fact for which the condition fails."""
        kind = str(name)
        if not self._is_list(name, "存在"):
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
            condition = Not(Dim.TRUTH, "", condition)  # no text: nobody wrote it
        whole = _both(link, condition)
        if depth > 1 and not aggregate and any(d < depth - 1 for d in depths(whole)):
            self._too_far(tree, kind, link if all(d >= depth - 1 for d in depths(condition)) else None)
            return None
        return Exists(Dim.TRUTH, self.text(tree), kind, depth, whole)

    def _too_far(self, tree: Tree[Token], kind: str, link: Condition | None) -> None:
        """Says that an inner list reaches over a level, by what its author wrote or by the link of its kind."""
        if isinstance(link, Compare):
            owner = link.right.text.partition(".")[0]
            hint = f"请先在“{owner}”的推导里写好这个条件，再在这里用推导的字段。"
            self.wrong(tree, f"里层的“存在 {kind}”只看属于“{owner}”的那些，而“{owner}”隔着一层", hint)
        else:
            hint = "里层的“存在”只能用里层自己和紧邻外层的字段；请先在推导里算好，再用推导的字段。"
            self.wrong(tree, f"嵌套的“存在 {kind}”隔层使用了外面的字段", hint)

    def _is_list(self, name: Part, word: str) -> bool:
        kind, known = str(name), self.scope.vocabulary.kinds
        lists = [other for other, found in known.items() if found.shape is not Shape.SINGLE]
        if kind not in known:
            self.wrong(name, f"没有“{kind}”这种事实类型", suggestion(kind, lists))
        elif kind not in lists:
            self.wrong(name, f"“{kind}”只有一份，不能用“{word}”", f"直接写 {kind}.字段。")
        else:
            return True
        return False

    def _call(self, tree: Tree[Token]) -> Term | None:
        name, arguments = str(tree.children[0]), tree.children[1]
        given = arguments.children if isinstance(arguments, Tree) else []
        if name in AGGREGATES:
            return self._aggregate(tree, name, given[0]) if self._arity(tree, name, given, 1) else None
        if name not in FUNCTIONS:
            self.wrong(tree, f"没有“{name}”这个函数", suggestion(name, [*AGGREGATES, *FUNCTIONS]))
            return None
        if name == LADDER:
            return self._step(tree, given) if self._arity(tree, name, given, 2) else None
        terms = [self.term(item) for item in given]
        if not self._arity(tree, name, given, FUNCTIONS[name]) or None in terms:
            return None
        return self._function(tree, name, tuple(term for term in terms if term is not None))

    def _aggregate(self, tree: Tree[Token], function: str, given: Part) -> Term | None:
        parts = given.children if isinstance(given, Tree) and given.data in ("selection", "name") else []
        if not isinstance(given, Tree) or not parts:
            self.wrong(tree, f"“{function}”里要写事实类型", f"例如：{FORMS[function]}。")
            return None
        kind, word, inner = str(parts[0]), parts[1], parts[2] if len(parts) > 2 else None
        if not self._is_list(parts[0], function):
            return None
        if (function == "数量") == (word is not None):
            what, right = ("不要", f"{function}({kind})") if word is not None else ("要", f"{function}({kind}.字段)")
            self.wrong(tree, f"“{function}”里{what}写字段", f"应写成 {right}。")
            return None
        outer = self.scope
        self.scope = outer.inside(kind, aggregate=True)
        term = self._summed(given, function, str(word)) if word is not None else None
        condition = self.condition(inner) if inner is not None else None
        whole, depth = _both(link_of(self.scope), condition), self.scope.depth
        self.scope = outer
        if (word is not None and term is None) or (inner is not None and condition is None):
            return None
        return Aggregate(term.dim if term else Dim.COUNT, self.text(tree), function, kind, depth, term, whole)

    def _summed(self, tree: Tree[Token], function: str, word: str) -> Term | None:
        term = self.scope.bare(word)
        if not isinstance(term, FieldOf):
            self._no_field(tree.children[1], self.scope.kinds[-1], word)
        elif term.dim not in NUMERIC or (term.dim is Dim.DATE and function == "合计"):
            self.wrong(tree, f"{measured(term)}，不能{function}", "数条数用 数量(类型 满足 …)。")
        else:
            return term
        return None

    def _selection(self, tree: Tree[Token]) -> None:
        self.wrong(tree, "“满足”不能写在这里", "“满足”只用在 存在、每个、数量、合计、最大、最小 里。")


def link_of(scope: Scope) -> Condition | None:
    """The join that belongs to a kind: its facts that point to the nearest enclosing fact they can point to."""
    kind = scope.kind
    for depth in range(scope.depth - 1, -1, -1):
        outer = scope.vocabulary.kinds[scope.kinds[depth]]
        word = kind.links.get(outer.word)
        if word:
            own = FieldOf(Dim.TEXT, word, scope.depth, kind.word, word)
            key = FieldOf(Dim.TEXT, f"{outer.word}.{outer.key[0]}", depth, outer.word, outer.key[0])
            return Compare(Dim.TRUTH, "", "=", own, key)  # no text: nobody wrote it, and explanations leave it out
    return None


def _both(link: Condition | None, condition: Condition | None) -> Condition | None:
    parts = tuple(part for part in (link, condition) if part is not None)
    return parts[0] if len(parts) == 1 else All(Dim.TRUTH, "", parts) if parts else None
