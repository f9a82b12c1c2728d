"""Two traces of the same condition walked side by side, down to the smallest parts whose truth differs."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from engine.impact.change import Reason
from engine.impact.edits import source_of
from engine.terms import FIELDS, All, AnyOf, Condition, Holds, Not
from engine.tracing import Trace
from engine.truth import NO, YES


class Pair(Struct, frozen=True):
    """A part before and after (None: it was not there), under the name of what holds it.

    definitions are the derived figures inside that are defined differently.
    """

    label: str
    old: Trace | None
    new: Trace | None
    definitions: tuple[Reason, ...] = ()


def differing(label: str, old: Trace, new: Trace) -> Iterator[Pair]:
    """Yields the smallest parts that differ in truth; a part whose truth is the same made no difference."""
    if old.result == new.result:
        return
    inner = list(_inside(label, old, new))
    if inner:
        yield from inner
    else:
        yield Pair(label, old, new, tuple(_definitions(old, new)))


def _inside(label: str, old: Trace, new: Trace) -> Iterator[Pair]:
    """The parts of two conditions built alike that differ; nothing where they are leaves or built differently."""
    if type(old.node) is not type(new.node):
        return
    if isinstance(old.node, All | AnyOf):
        yield from _listed(label, old, new)
    elif isinstance(old.node, Not):
        yield from differing(label, old.parts[0], new.parts[0])
    elif isinstance(old.node, Holds):
        fields = old.parts[0], new.parts[0]
        definitions = [part for field in fields for part in field.parts if isinstance(part.node, Condition)]
        if fields[0].text == fields[1].text and len(definitions) == len(fields):
            yield from differing(f"推导 {fields[0].text}", *definitions)


def _listed(label: str, old: Trace, new: Trace) -> Iterator[Pair]:
    """The items of 且 or 或: those that read alike are compared, a single one that was rewritten too."""
    before, after = ({source_of(part.node): part for part in one.parts} for one in (old, new))
    for text in before:
        if text in after:
            yield from differing(label, before[text], after[text])
    gone = [part for text, part in before.items() if text not in after]
    come = [part for text, part in after.items() if text not in before]
    if len(gone) == len(come) == 1:
        yield from differing(label, gone[0], come[0])
        return
    neutral = YES if isinstance(old.node, All) else NO
    yield from (Pair(label, part, None) for part in gone if part.result is not neutral)
    yield from (Pair(label, None, part) for part in come if part.result is not neutral)


def _definitions(old: Trace, new: Trace) -> Iterator[Reason]:
    """Derived figures of the same name inside both that are defined differently."""
    before, after = (
        {part.text: source_of(part.parts[0].node) for part in one if isinstance(part.node, FIELDS) and part.parts}
        for one in (old, new)
    )
    for name in sorted(before.keys() & after.keys()):
        if before[name] != after[name]:
            yield Reason(f"推导 {name}", before[name], after[name])
