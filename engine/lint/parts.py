"""L105: parts of a condition that say nothing beside the others, or that never hold beside them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from msgspec import Struct

from engine.lint.asking import Asking
from engine.lint.claims import IS_YES, NOT_NO, NOT_YES, Claim, Expected
from engine.lint.formulas import Formula, both, either, negate
from engine.lint.translating import Translator, Truths
from engine.mistakes import Place
from engine.terms import All, AnyOf, Condition, Not

About = tuple[str, str, tuple[str, ...]]  # the kind of the subject, its entity, the names of the notes
At = Callable[[str], Place]


def parts_of(
    asking: Asking,
    translator: Translator,
    about: About,
    condition: Condition,
    at: At,
    context: tuple[Formula, ...] = (),
) -> Iterator[Claim]:
    """Claims on the parts of a condition, of which only what meets the context matters."""
    yield from _Parts(asking, translator, about, at, context).walk(condition, nested=False)


class _Beside(Struct, frozen=True):
    """A part and the others it stands beside, both turned over where they are joined by 或."""

    part: Truths
    others: Truths


class _Parts:
    def __init__(
        self, asking: Asking, translator: Translator, about: About, at: At, context: tuple[Formula, ...]
    ) -> None:
        self.empty, self.translator, self.about, self.at, self.context = asking.empty, translator, about, at, context

    def walk(self, node: Condition, nested: bool) -> Iterator[Claim]:
        if isinstance(node, Not):
            yield from self.walk(node.item, nested)
        if not isinstance(node, All | AnyOf):
            return
        left = list(node.items)
        for item in reversed(node.items):
            others = [other for other in left if other is not item]
            claim = self._claim(node, item, others, nested)
            if claim is not None:
                yield claim
                left = others
        for item in left:
            yield from self.walk(item, nested=True)

    def _claim(self, node: All | AnyOf, item: Condition, others: list[Condition], nested: bool) -> Claim | None:
        joined = isinstance(node, All)
        beside = self._beside(joined, item, others)
        part, rest = beside.part, beside.others
        if self.empty(*self.context, part.no):
            word, wanted = ("总是成立", NOT_NO) if joined else ("永远不成立", NOT_YES)
            return self._said(item, f"这一部分{word}", part.yes, (item, wanted))
        if nested and self.empty(*self.context, rest.yes, part.yes):
            word = "同时成立不了，整个“且”永远不成立" if joined else "总有一个成立，整个“或”总是成立"
            return self._said(item, f"这一部分与并列的其他部分{word}", rest.yes, (item, NOT_YES if joined else NOT_NO))
        same = self.empty(*self.context, rest.yes, negate(part.yes)) and self.empty(
            *self.context, part.no, negate(rest.no)
        )
        if same and others:
            shown = "、".join(f"“{other.text}”" for other in others[:2])
            return self._said(item, f"这一部分多余：有{shown}在，去掉它结果也一样", part.yes, (item, IS_YES), joined)
        return None

    def _beside(self, joined: bool, item: Condition, others: list[Condition]) -> _Beside:
        part = self._truths(item)
        rest = [self._truths(other) for other in others]
        if not joined:
            part, rest = ~part, [~other for other in rest]
        together = Truths(both(*(other.yes for other in rest)), either(*(other.no for other in rest)))
        return _Beside(part, together)

    def _truths(self, condition: Condition) -> Truths:
        return self.translator.truths(condition, self.about[1])

    def _said(self, item: Condition, what: str, sample: Formula, expected: Expected, joined: bool = True) -> Claim:
        kind, _, names = self.about
        message = f"“{item.text}”{what}"
        hint = "删去这一部分，或改正写错的界限、方向。"
        shown = (*self.context, sample) if joined else ()
        return Claim(self.at(item.text), "L105", message, hint, names, kind, shown, (expected,))
