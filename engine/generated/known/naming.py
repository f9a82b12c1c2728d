"""The names of facts that several fields name: as `reading` gives them, twins told apart by their order."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from operator import attrgetter
from typing import Any

from msgspec import UNSET

from engine.dossier import NOTHING
from engine.notation import show
from engine.quantity import Dim, exactly
from engine.vocabulary import NOTHING_WORD, Kind

_WORTH = {Dim.MONEY: Fraction(1, 100)}


class Names:
    """Names the facts of one list of one department, those that are asked for."""

    def __init__(self, kind: Kind, facts: Sequence[Any]) -> None:
        self.kind, self.facts = kind, facts
        self.words = attrgetter(*kind.key)  # of several fields: a tuple
        self.all = list(map(self.words, facts))
        self.twins = len(set(self.all)) < len(self.all)
        self.worded = all(kind.fields[word].dim is Dim.TEXT for word in kind.key)

    def of(self, fact: Any) -> str:
        """Returns the words of a fact's key, and a number for the second of the same name."""
        words = self.words(fact)
        if self.worded and NOTHING_WORD not in words and UNSET not in words:
            name = "·".join(words)
        else:
            name = "·".join(filter(None, map(self._word, self.kind.key, words))) or self.kind.word
        if not self.twins or self.all.count(words) == 1:
            return name
        own = [one for one, other in zip(self.facts, self.all, strict=True) if other == words]
        own.sort(key=self._plain)
        number = next(place for place, one in enumerate(own, 1) if one is fact)
        return name if number == 1 else f"{name}（{number}）"

    def _word(self, word: str, value: Any) -> str:
        """One part of a name; nothing where a fact has none."""
        if isinstance(value, str):
            return "" if value == NOTHING_WORD else value
        if value is UNSET:
            return ""
        dim = self.kind.fields[word].dim
        return show(exactly(dim, _number(dim, value), "日" if dim is Dim.DATE else ""))

    def _plain(self, fact: Any) -> str:
        """Orders twins as `reading` does, by the text of all that a fact says, figures by their fractions."""
        stated = ((word, getattr(fact, word, UNSET)) for word in sorted(self.kind.fields))
        return repr([(word, self._as_text(word, value)) for word, value in stated if value is not UNSET])

    def _as_text(self, word: str, value: Any) -> object:
        dim = self.kind.fields[word].dim
        if isinstance(value, str):
            return NOTHING if value == NOTHING_WORD and dim is Dim.TEXT else value
        return _number(dim, value)


def _number(dim: Dim, value: Any) -> Fraction:
    if isinstance(value, date):
        return Fraction(value.toordinal())
    return int(value) * _WORTH.get(dim, Fraction(1))
