"""Where the parts of a rulebook stand: rules, their conditions and grades, parameters, derived figures, themes."""

from __future__ import annotations

from engine.loading import DERIVED, PARAMETERS, THEMES
from engine.mistakes import Place
from engine.nodes import Node
from engine.rulebook import Rulebook


class Places:
    """Looks places up in the trees of the files; what is not found stands where its file begins."""

    def __init__(self, book: Rulebook) -> None:
        self.book = book

    def key(self, rule: str, key: str) -> Place:
        """Where the value of a key of a rule begins."""
        source = self.book.sources[rule]
        return (source.get(key) or source).place

    def part(self, rule: str, key: str, text: str) -> Place:
        """Where a part of a condition begins."""
        return _inside(self.book.sources[rule].get(key), text) or self.key(rule, "编号")

    def grade(self, rule: str, number: int) -> Place:
        """Where a grade of severity stands."""
        at = self.book.sources[rule].get("严重程度")
        items = at.items if at is not None else None
        return items[number].place if items else self.key(rule, "严重程度")

    def bases(self, rule: str) -> tuple[Node, ...]:
        """The entries of 依据 of a rule."""
        at = self.book.sources[rule].get("依据")
        return (at.items or ()) if at is not None else ()

    def parameter(self, name: str) -> Place:
        """Where a parameter begins."""
        return self._word(PARAMETERS, name)

    def derived(self, kind: str, word: str) -> Place:
        """Where a derived figure begins."""
        source = self.book.sources.get(DERIVED)
        inner = source.get(kind) if source is not None else None
        return inner.keys.get(word, inner.place) if inner is not None else Place(DERIVED)

    def derived_part(self, kind: str, word: str, text: str) -> Place:
        """Where a part of a derived condition begins."""
        source = self.book.sources.get(DERIVED)
        inner = source.get(kind) if source is not None else None
        at = inner.get(word) if inner is not None else None
        return _inside(at, text) or self.derived(kind, word)

    def theme(self, word: str) -> Place:
        """Where a theme stands."""
        source = self.book.sources.get(THEMES)
        for item in (source.items or ()) if source is not None else ():
            found = item.get("主题")
            if found is not None and found.text == word:
                return found.place
        return Place(THEMES)

    def _word(self, file: str, word: str) -> Place:
        source = self.book.sources.get(file)
        return source.keys.get(word, source.place) if source is not None else Place(file)


def _inside(node: Node | None, text: str) -> Place | None:
    """Where a text begins inside a longer one; its own beginning where it is not found."""
    if node is None or node.text is None:
        return None
    return node.inside(max(node.text.find(text), 0))
