"""What makes a line unsound beyond its types: names that are alike or hide something, links to nothing, doubled keys.

Whatever is not surely sound leaves the fast path; the general way then says what is wrong, if anything is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from operator import attrgetter
from typing import Any

from msgspec import to_builtins

from engine.bounds import EMPTY_WORDS, HIDDEN, MOST_FACTS
from engine.generated.known.spec import Sound, Spec
from engine.headings import folded
from engine.vocabulary import NOTHING_WORD, Shape

_BLANKS = (b" :", b"\t:", b"\n:", b"\r:")  # where a key and its colon are not counted as one
# Words for what is not known, where a field asks for 无; names like those that twins are told apart by.
_ASKED, _NUMBER = re.compile(rf"^(?:{EMPTY_WORDS.pattern})。*$", re.MULTILINE), re.compile(r"（\d+）\Z")
NAME = attrgetter("部门.名称")
Column = Callable[[Sequence[Any]], list[str]]
_FEW = 4  # facts of which all keys are counted at once; of more, first those that all of them have
_NONE: frozenset[str] = frozenset()
_NOTHING = frozenset({NOTHING_WORD})
# Anything but small ASCII letters, digits and signs, the common Chinese characters and some of their signs: names
# without any have no blanks, hide nothing, and are alike only where they are the same.
_UNUSUAL = re.compile(r"[^!-@\[-~\u4e00-\u9fff、。《》]")


class Leave(Exception):
    """Raised where a department must go the general way."""


def columns_source(sounds: Sequence[Sound]) -> str:
    """Returns `columns`: for each field that is looked after a function of a list's facts that returns its texts."""
    fields = dict.fromkeys(
        word for sound in sounds for word in (sound.key, *(text.word for text in sound.texts)) if word
    )
    return "".join(
        ["columns = {\n", *(f"    {w!r}: lambda facts: [one.{w} for one in facts],\n" for w in fields), "}\n"]
    )


class Soundness:
    """Looks after the departments of one spec; `columns` are what `columns_source` makes."""

    def __init__(self, spec: Spec, columns: dict[str, Column]) -> None:
        self.plans = [_Plan(sound, columns) for sound in spec.sound]
        self.lists = [(kind, _needed(spec, kind)) for kind in spec.lists]
        shapes = {kind.word: kind.shape for kind in spec.vocabulary.kinds.values()}
        self.tables = [kind for kind, shape in shapes.items() if shape is Shape.TABLE]
        singles = [kind for kind, shape in shapes.items() if shape is Shape.SINGLE]
        self.least = len(shapes) + sum(_needed(spec, kind) for kind in singles)

    def check(self, department: Any, line: bytes) -> None:
        """Raises Leave unless a department is sound; no key stands in its line twice, and one of its values lost."""
        clean((NAME(department),))
        names: dict[str, set[str]] = {}
        for plan in self.plans:
            facts = getattr(department, plan.kind)
            plan.check(() if facts == NOTHING_WORD else facts, names)
        # Every key has its colon, so that with no more colons than keys every key stands there once.
        if line.count(b":") == self.fewest(department):
            return
        if line.count(b'":') != _keys(to_builtins(department)) or any(blank in line for blank in _BLANKS):
            raise Leave

    def fewest(self, department: Any) -> int:
        """How many keys a department has at least: all where its facts state what is needed and no more."""
        total = self.least
        for kind, needed in self.lists:
            facts = getattr(department, kind)
            if facts != NOTHING_WORD:
                total += len(facts) * needed if len(facts) > _FEW else sum(map(len, to_builtins(facts)))
        for kind in self.tables:
            rows = to_builtins(getattr(department, kind))
            total += len(rows) + sum(map(len, rows.values()))
        return total


def _needed(spec: Spec, kind: str) -> int:
    return len(spec.fields[kind] | spec.vocabulary.kinds[kind].required)


def _keys(value: Any) -> int:
    """How many keys there are in a value, at every depth."""
    if isinstance(value, dict):
        return len(value) + sum(_keys(item) for item in value.values() if isinstance(item, dict | list))
    return sum(map(_keys, value)) if isinstance(value, list) else 0


class _Plan:
    def __init__(self, sound: Sound, columns: dict[str, Column]) -> None:
        self.kind = sound.kind
        self.key = columns[sound.key] if sound.key else None
        self.texts = [(columns[t.word], t.nothing, t.asked, t.naming) for t in sound.texts if not t.link]
        links = [t for t in sound.texts if t.link]
        self.links = [(columns[t.word], t.link, _NOTHING if t.nothing else _NONE, t.asked, t.naming) for t in links]

    def check(self, facts: Sequence[Any], names: dict[str, set[str]]) -> None:
        if len(facts) > MOST_FACTS:
            raise Leave
        if self.key is not None:
            names[self.kind] = distinct(self.key(facts))
        for text, nothing, asked, naming in self.texts:
            words = text(facts)
            whole = clean(words, nothing)
            if (asked and _ASKED.search("\n".join(words))) or (naming and "）" in whole and _numbered(words)):
                raise Leave
        for link, target, beside, asked, naming in self.links:
            pointed = set(link(facts)) - beside
            if not pointed <= names[target]:
                raise Leave
            whole = "\n".join(pointed)
            if (asked and _ASKED.search(whole)) or (naming and "）" in whole and _numbered(pointed)):
                raise Leave


def _numbered(words: Iterable[str]) -> bool:
    """Whether a word looks like the name of a twin."""
    return any(map(_NUMBER.search, words))


def clean(texts: Collection[str], nothing: bool = False) -> str:
    """Returns all texts; raises Leave where one has blanks at its ends, hides something, or says 无 and may not."""
    whole = "".join(texts)
    if NOTHING_WORD in whole and not nothing and NOTHING_WORD in texts:
        raise Leave
    if _UNUSUAL.search(whole) and any(text != text.strip() or HIDDEN.search(text) for text in texts):
        raise Leave
    return whole


def distinct(names: list[str]) -> set[str]:
    """Returns clean names as a set; raises Leave where two are the same or differ only in width, case or blanks."""
    found = set(names)
    if len(found) < len(names) or NOTHING_WORD in found:
        raise Leave
    if _UNUSUAL.search("".join(names)):
        clean(found)
        if len({folded(name) for name in names}) < len(names):
            raise Leave
    return found
