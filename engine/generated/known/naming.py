"""The names of facts that several fields name: as `reading` gives them, twins told apart by their order."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import date
from fractions import Fraction
from operator import attrgetter
from typing import Any

from msgspec import UNSET

from engine.dossier import NOTHING
from engine.generated.known.figure import ONE, WORTH
from engine.notation import show
from engine.quantity import Dim, exactly
from engine.vocabulary import NOTHING_WORD, Kind

Name = Callable[[Any], str]


class Namer:
    """Names the facts of one kind; `held` are the fields that they may state."""

    def __init__(self, kind: Kind, held: Collection[str]) -> None:
        self.kind = kind
        self.key = [word for word in kind.key if word in held]
        self.words: Callable[[Any], tuple[Any, ...]] = lambda fact: tuple([getattr(fact, word) for word in self.key])
        if len(self.key) > 1:
            self.words = attrgetter(*self.key)
        ends = [*self.key[:1], *self.key[-1:]]
        self.columns = [attrgetter(word) for word in ends if not kind.fields[word].options]
        self.fields = sorted(held)

    def names(self, facts: Sequence[Any]) -> Name:
        """Returns what names the facts of a list: by the words of the key, the second of a name by a number too."""
        if any(_told_apart(list(map(column, facts))) for column in self.columns):
            return self.plainly
        groups: dict[str, list[Any]] = {}
        for fact in facts:
            groups.setdefault(self.plainly(fact), []).append(fact)
        numbered: dict[int, str] = {}

        def of(fact: Any) -> str:
            name = self.plainly(fact)
            own = groups[name]
            if len(own) == 1:
                return name
            if id(fact) not in numbered:
                ordered = self._ordered(own)
                if name == self.kind.word:  # facts without a word come before those that are called like their kind
                    ordered.sort(key=lambda one: any(map(self._word, self.key, self.words(one))))
                for number, one in enumerate(ordered, 1):
                    numbered[id(one)] = name if number == 1 else f"{name}（{number}）"
            return numbered[id(fact)]

        return of

    def _ordered(self, twins: list[Any]) -> list[Any]:
        """Twins in the order in which `reading` has them: by the text of all that each says."""
        rows = [[getattr(fact, word, UNSET) for word in self.fields] for fact in twins]
        differing = [n for n, values in enumerate(zip(*rows, strict=True)) if any(v != values[0] for v in values)]
        if any(row[n] is UNSET for row in rows for n in differing):
            return sorted(twins, key=self._stated)
        texts = [[repr(self._as_text(self.fields[n], row[n])) for n in differing] for row in rows]
        return [twins[n] for n in sorted(range(len(twins)), key=texts.__getitem__)]

    def plainly(self, fact: Any) -> str:
        """Returns the name of a fact that is alone in having it."""
        words = self.words(fact)
        try:
            name = "·".join(words)
        except TypeError:  # figures, or fields that are not stated
            name = NOTHING_WORD
        if NOTHING_WORD not in name:
            return name
        return "·".join(filter(None, map(self._word, self.key, words))) or self.kind.word

    def _word(self, word: str, value: Any) -> str:
        """One part of a name; nothing where a fact has none."""
        if isinstance(value, str):
            return "" if value == NOTHING_WORD else value
        if value is UNSET:
            return ""
        dim = self.kind.fields[word].dim
        return show(exactly(dim, _number(dim, value), "日" if dim is Dim.DATE else ""))

    def _stated(self, fact: Any) -> str:
        """Orders twins as `reading` does, by the text of all that a fact says, figures by their fractions."""
        stated = ((word, getattr(fact, word, UNSET)) for word in self.fields)
        return repr([(word, self._as_text(word, value)) for word, value in stated if value is not UNSET])

    def _as_text(self, word: str, value: Any) -> object:
        dim = self.kind.fields[word].dim
        if isinstance(value, str):
            return NOTHING if value == NOTHING_WORD and dim is Dim.TEXT else value
        return _number(dim, value)


def _told_apart(words: list[Any]) -> bool:
    """Whether what names begin or end with tells all of them apart, whatever else they hold."""
    try:
        whole = "".join(words)
    except TypeError:  # figures, or fields that are not stated
        return False
    return "·" not in whole and NOTHING_WORD not in whole and len(set(words)) == len(words)


def _number(dim: Dim, value: Any) -> Fraction:
    if isinstance(value, date):
        return Fraction(value.toordinal())
    return int(value) * WORTH.get(dim, ONE)
