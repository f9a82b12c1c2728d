"""Derived figures (推导.yaml): fields defined from other fields, in any order but never in a circle."""

from __future__ import annotations

from collections import defaultdict

from engine.meaning import definition_of, term_of
from engine.mistakes import Mistakes, Place, suggestion
from engine.nodes import Node
from engine.parameter import Parameter
from engine.phrase import measured
from engine.quantity import Dim
from engine.rulebook import Definition
from engine.scope import Scope
from engine.terms import Call, Term
from engine.vocabulary import FINDING, Vocabulary

_DEEPEST = 30


class Derivations:
    """Types 推导.yaml, each figure when it is first needed, so that figures may use one another in any order."""

    def __init__(
        self,
        node: Node | None,
        vocabulary: Vocabulary,
        parameters: dict[str, Parameter],
        mistakes: Mistakes,
        broken: frozenset[str] | None = frozenset(),
    ) -> None:
        """`broken` names the parameters that are defined wrongly; None where a file of definitions cannot be read."""
        self.vocabulary, self.mistakes, self.broken = vocabulary, mistakes, broken
        self.sorts = {name: parameter.sort for name, parameter in parameters.items()}
        self.nodes: dict[tuple[str, str], Node] = {}
        self.words: dict[str, tuple[str, ...]] = defaultdict(tuple)
        self.done: dict[tuple[str, str], Definition | None] = {}
        self.open: list[tuple[str, str]] = []
        if node is not None and node.entries is None:
            hint = "例如：项目: {执行率: 支出 ÷ 年度预算}"
            mistakes.add(node.place, f"推导文件应是一组键值，这里是{node.sort}", hint)
            self.broken = None
        for kind, inner in (node.entries or {}).items() if node else ():
            self._collect(kind, inner, node.keys[kind] if node else inner.place)

    def _collect(self, kind: str, inner: Node, place: Place) -> None:
        known = self.vocabulary.kinds.get(kind)
        if known is None or kind == FINDING:
            kinds = [word for word in self.vocabulary.kinds if word != FINDING]
            self.mistakes.add(place, f"没有“{kind}”这种事实类型", suggestion(kind, kinds))
        elif inner.entries is None:
            hint = f"另起一行写“名称: 式子”，比“{kind}”多空两格。"
            self.mistakes.add(inner.place, f"“{kind}”下面应是一组键值，这里是{inner.sort}", hint)
        if known is None or inner.entries is None:
            self.broken = self.broken and self.broken | inner.keys.keys()
            return
        for word, definition in inner.entries.items():
            if word in known.fields:
                self.mistakes.add(inner.keys[word], f"“{kind}”本来就有字段“{word}”", "推导要用另一个名字。")
                continue
            if word in self.sorts:
                self.mistakes.add(inner.keys[word], f"“{word}”已是参数的名字", "推导要用另一个名字。")
                continue
            self.nodes[kind, word] = definition
            self.words[kind] = (*self.words[kind], word)

    def scope(self, kinds: tuple[str, ...]) -> Scope:
        """The scope of a rule or a definition on these kinds."""
        return Scope(self.vocabulary, kinds, self.sorts, self.dim, self.words, doubtful=self.doubtful)

    def doubtful(self, kind: str, word: str) -> bool:
        """Whether a word that nothing is known by may be defined wrongly, which has been noted where it is defined."""
        return self.broken is None or word in self.broken or word in self.words.get(kind, ())

    def all(self) -> dict[tuple[str, str], Definition]:
        """Types every figure."""
        found = {key: self.definition(key) for key in self.nodes}
        return {key: value for key, value in found.items() if value is not None}

    def dim(self, kind: str, word: str) -> Dim | None:
        """The dimension of a derived figure; None where there is none by that name, or it is wrong itself."""
        if (kind, word) not in self.nodes:
            return None
        found = self.definition((kind, word))
        return found.dim if found else None

    def definition(self, key: tuple[str, str]) -> Definition | None:
        """Types a figure when it is first asked for; None, after noting it, where it is wrong or in a circle."""
        if key in self.done:
            return self.done[key]
        if key in self.open:
            circle = [*self.open[self.open.index(key) :], key]
            message = "推导绕成了一圈：" + " → ".join(word for _, word in circle)
            self.mistakes.add(self.nodes[key].place, message, "请去掉其中一处引用。")
            self.done[key] = None
            return None
        if len(self.open) > _DEEPEST:
            self.mistakes.add(self.nodes[key].place, f"推导一层套一层，超过{_DEEPEST}层", "请合并几个推导。")
            self.done[key] = None
            return None
        self.open.append(key)
        found = self._typed(key)
        self.open.pop()
        self.done.setdefault(key, found)
        return self.done[key]

    def _typed(self, key: tuple[str, str]) -> Definition | None:
        node, scope = self.nodes[key], self.scope((key[0],))
        if node.text is not None:
            return definition_of(node, scope, self.mistakes)
        unknown = [word for word in node.keys if word not in ("取", "先取", "说明")]
        for word in unknown:
            self.mistakes.add(
                node.keys[word], f"推导“{key[1]}”里不认识“{word}”", suggestion(word, ("取", "先取", "说明"))
            )
        single, several = node.get("取"), node.get("先取")
        if single is not None:
            return definition_of(single, scope, self.mistakes)
        if several is None or not several.items:
            if not unknown:
                hint = "写成“名称: 式子”，或 {取: 式子}、{先取: [式子, 式子]}。"
                self.mistakes.add((several or node).place, f"推导“{key[1]}”没有写式子", hint)
            return None
        return self._first_known(key[1], several.items, scope)

    def _first_known(self, word: str, items: tuple[Node, ...], scope: Scope) -> Term | None:
        found = [(item, term_of(item, scope, self.mistakes)) for item in items]
        terms = [(item, term) for item, term in found if term is not None]
        for item, term in terms[1:]:
            if term.dim is not terms[0][1].dim:
                message = f"“先取”里{measured(terms[0][1])}，{measured(term)}"
                self.mistakes.add(item.place, message, "各项的量纲要相同。")
                return None
        if len(terms) < len(items):
            return None
        return Call(terms[0][1].dim, "", "首个已知", tuple(term for _, term in terms))
