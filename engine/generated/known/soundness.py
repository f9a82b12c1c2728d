"""What makes a line unsound beyond its types: names that are alike or hide something, links to nothing, doubled keys.

Whatever is not surely sound leaves the fast path; the general way then says what is wrong, if anything is.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from operator import attrgetter
from typing import Any

from msgspec import to_builtins

from engine.generated.known.spec import Sound, Spec
from engine.headings import folded
from engine.nodes import HIDDEN
from engine.vocabulary import NOTHING_WORD, Shape


class Leave(Exception):
    """Raised where a department must go the general way."""


class Soundness:
    """Looks after the departments of one spec; `names` holds what several fields name, for findings alone."""

    def __init__(self, spec: Spec) -> None:
        self.plans = [_Plan(sound) for sound in spec.sound]
        kinds = spec.vocabulary.kinds
        self.lists = [(kind, _needed(spec, kind)) for kind in spec.lists]
        self.single = len(kinds)
        self.tables = []
        for kind in kinds.values():
            if kind.shape is Shape.SINGLE:
                self.single += _needed(spec, kind.word)
            elif kind.shape is Shape.TABLE:
                self.tables.append(kind.word)

    def check(self, department: Any, written: int) -> None:
        """Raises Leave unless a department is sound; `written` is how many keys its line has."""
        clean((department.部门.名称,))
        names: dict[str, set[str]] = {}
        for plan in self.plans:
            facts = getattr(department, plan.sound.kind)
            plan.check(() if facts == NOTHING_WORD else facts, names)
        if written != self.quick(department) and written != counted(to_builtins(department)):
            raise Leave  # a key that was written twice, and one of its values lost

    def quick(self, department: Any) -> int:
        """How many keys a department has where its facts state what is needed and no more."""
        total = self.single
        for kind, needed in self.lists:
            facts = getattr(department, kind)
            if facts != NOTHING_WORD:
                total += len(facts) * needed if len(facts) > _FEW else counted(to_builtins(facts))
        return total + sum(counted(to_builtins(getattr(department, kind))) for kind in self.tables)


def _needed(spec: Spec, kind: str) -> int:
    return len(spec.fields[kind] | spec.vocabulary.kinds[kind].required)


def counted(value: Any) -> int:
    """How many keys there are in a value, at every depth."""
    if isinstance(value, dict):
        return len(value) + sum(counted(item) for item in value.values() if isinstance(item, dict | list))
    return sum(map(counted, value)) if isinstance(value, list) else 0


class _Plan:
    def __init__(self, sound: Sound) -> None:
        self.sound = sound
        self.key = attrgetter(sound.key) if sound.key else None
        self.texts = [(attrgetter(word), nothing) for word, nothing in sound.texts]
        self.links = [(attrgetter(word), target, nothing) for word, target, nothing in sound.links]

    def check(self, facts: Sequence[Any], names: dict[str, set[str]]) -> None:
        if self.key is not None:
            names[self.sound.kind] = distinct(list(map(self.key, facts)))
        for text, nothing in self.texts:
            clean(set(map(text, facts)) - (_NOTHING if nothing else _NONE))
        for link, target, nothing in self.links:
            if not set(map(link, facts)) - (_NOTHING if nothing else _NONE) <= names[target]:
                raise Leave


_FEW = 4  # facts of which all fields are counted at once; of more, first those that all of them have
_NONE: frozenset[str] = frozenset()
_NOTHING = frozenset({NOTHING_WORD})
# Anything but small ASCII letters, digits and signs, the common Chinese characters and some of their signs: names
# without any have no blanks, hide nothing, and are alike only where they are the same.
_UNUSUAL = re.compile(r"[^!-@\[-~\u4e00-\u9fff、。《》]")


def clean(texts: Collection[str]) -> None:
    """Raises Leave where a text has blanks at its ends, hides something, or says 无 where there must be something."""
    if NOTHING_WORD in texts:
        raise Leave
    if _UNUSUAL.search("".join(texts)) and any(text != text.strip() or HIDDEN.search(text) for text in texts):
        raise Leave


def distinct(names: list[str]) -> set[str]:
    """Returns clean names as a set; raises Leave where two are the same or differ only in width, case or blanks."""
    found = set(names)
    clean(found)
    unusual = _UNUSUAL.search("".join(names)) is not None
    if len({folded(name) for name in names} if unusual else found) < len(names):
        raise Leave
    return found
