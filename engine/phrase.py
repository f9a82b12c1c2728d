"""One condition or term while its words get their meaning: where it stands, and what is wrong in it."""

from __future__ import annotations

from collections.abc import Callable

from lark import Token, Tree

from engine.mistakes import Mistakes, suggestion
from engine.nodes import Node
from engine.notation import EXAMPLES
from engine.quantity import NUMERIC, Dim
from engine.scope import SUBJECT, Scope
from engine.terms import FIELDS, Condition, Holds, Literal, ParameterOf, StepOf, Term

Part = Tree[Token] | Token


class Phrase:
    """Types one text, part by part; every method returns None after noting a mistake.

    The parts are typed by the methods named after the rules of the grammar: terms in `Figures`, what ranges over
    other facts in `Quantifying`, conditions in `Meaning`.
    """

    def __init__(self, node: Node, text: str, offset: int, scope: Scope, mistakes: Mistakes) -> None:
        self.node, self.source, self.offset = node, text, offset
        self.scope, self.mistakes = scope, mistakes

    def wrong(self, tree: Part, message: str, hint: str = "") -> None:
        """Notes a mistake at the place of a part of the text."""
        start = tree.start_pos if isinstance(tree, Token) else getattr(tree.meta, "start_pos", 0)
        self.mistakes.add(self.node.inside(self.offset + (start or 0)), message, hint)

    def text(self, tree: Part) -> str:
        """The words of a part, as written."""
        if isinstance(tree, Token):
            return self.source[tree.start_pos or 0 : tree.end_pos]
        meta = tree.meta
        return "" if meta.empty else self.source[meta.start_pos : meta.end_pos]

    def any(self, tree: Part | None) -> Term | Condition | None:
        """Types a part as what it is."""
        if not isinstance(tree, Tree):
            return None
        read: Callable[[Tree[Token]], Term | Condition | None] = getattr(self, f"_{tree.data}")
        return read(tree)

    def condition(self, tree: Part | None) -> Condition | None:
        """Types a part that must be a condition."""
        found = self.any(tree)
        if isinstance(found, Condition):
            return found
        if tree is None or found is None:
            return None
        if found.dim is Dim.TRUTH:
            return Holds(Dim.TRUTH, found.text, found)
        self.wrong(tree, f"这里要一个条件，{measured(found)}", "请补上比较，例如：低于 95%。")
        return None

    def term(self, tree: Part | None) -> Term | None:
        """Types a part that must be a value."""
        found = self.any(tree)
        if isinstance(found, Term):
            return found
        if tree is None or found is None:
            return None
        self.wrong(tree, f"这里要一个数或文字，“{found.text}”是条件", "条件之间用 且、或 连接。")
        return None

    def options(self, term: Term) -> tuple[str, ...]:
        """The closed list of words of a field or a ladder, or nothing."""
        if isinstance(term, StepOf):
            return self.scope.parameters[term.ladder.name].words
        if isinstance(term, FIELDS):
            field = self.scope.field(term.kind, term.field)
            return field.options if field else ()
        return ()

    def _outer(self, word: str) -> list[str]:
        """The outer subjects that have a field by a name."""
        scope = self.scope
        return [o for o in (SUBJECT, *scope.kinds[:-1]) if scope.depth and scope.dotted(o, word) is not None]

    def _unknown(self, tree: Tree[Token], first: str, second: str | None) -> None:
        """Says which names there are where a name is not known."""
        scope, kinds = self.scope, self.scope.vocabulary.kinds
        kind = scope.kinds[0] if first == SUBJECT else first if second is not None else scope.kinds[-1]
        if scope.doubtful(kind, first if second is None else second):
            return
        if second is None:
            outer = self._outer(first)
            hint = f"外层的字段要写“{outer[0]}.{first}”。" if outer else suggestion(first, scope.words())
            self.wrong(tree, f"“{scope.kinds[-1]}”没有字段“{first}”，也没有这个名字的推导和参数", hint)
        elif scope.ambiguous(first):
            outer_form = f"写“{SUBJECT}.{second}”" if scope.kinds[0] == first else "的字段请先写成推导"
            hint = f"里层直接写“{second}”，外层{outer_form}。"
            self.wrong(tree, f"这里有两层“{first}”，“{first}.{second}”分不清是哪一层", hint)
        elif first not in kinds and first != SUBJECT:
            self.wrong(tree, f"没有“{first}”这种事实类型", suggestion(first, [SUBJECT, *kinds]))
        else:
            if scope.field(kind, second) is not None:
                hint = f"“{first}”有很多条，要写 存在 {first} 满足（…）、合计({first}.{second}) 这样的式子。"
                self.wrong(tree, f"从“{scope.kinds[-1]}”不能直接写“{first}.{second}”", hint)
                return
            self._no_field(_token(tree, 1), kind, second)

    def _no_field(self, at: Part, kind: str, word: str) -> None:
        """Says that a kind has no such field, unless there is one that is defined wrongly."""
        if not self.scope.doubtful(kind, word):
            known = [*self.scope.vocabulary.kinds[kind].fields, *self.scope.derived_words.get(kind, ())]
            self.wrong(at, f"“{kind}”没有字段“{word}”", suggestion(word, known))


def _token(tree: Tree[Token], number: int) -> Part:
    part = tree.children[number]
    return tree if part is None else part


_UNLIKELY = {(Dim.POINTS, Dim.RATIO), *((Dim.NUMBER, dim) for dim in NUMERIC - {Dim.NUMBER})}  # slips of the unit


def alike_hint(left: Term, right: Term) -> str:
    """What to do about two sides that measure different things; 百分点 for % and a bare parameter are common slips."""
    for side, other in ((right, left), (left, right)):
        if side.dim is Dim.POINTS and other.dim is Dim.RATIO and isinstance(side, Literal):
            return f"是否想写“{side.text.replace('个百分点', '%').replace('百分点', '%')}”？百分点是两个比率相减的差。"
        if isinstance(side, ParameterOf) and (side.dim, other.dim) in _UNLIKELY:
            return f"两边的量纲要相同。参数.yaml 里“{side.text}”的值多半写错了单位，例如应是：{EXAMPLES[other.dim]}。"
    return "两边的量纲要相同。"


def measured(term: Term) -> str:
    """What a term measures, as a part of a sentence."""
    return f"“{term.text}”{'只有是和否' if term.dim is Dim.TRUTH else f'是{term.dim}'}"
