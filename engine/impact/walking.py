"""Two traces of the same condition walked side by side, down to the smallest parts whose truth differs."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from engine.impact.change import Reason
from engine.impact.edits import source_of
from engine.terms import FIELDS, All, AnyOf, Condition, Holds, Not
from engine.tracing import Trace
from engine.truth import NO, YES, Truth


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
    sort = next((sort for sort in (All, AnyOf) if isinstance(old.node, sort) or isinstance(new.node, sort)), None)
    if sort is not None:
        yield from _listed(label, _items(old, sort), _items(new, sort), YES if sort is All else NO)
    elif isinstance(old.node, Not) and isinstance(new.node, Not):
        if not (implied(old) or implied(new)):
            yield from differing(label, old.parts[0], new.parts[0])
    elif isinstance(old.node, Holds) and isinstance(new.node, Holds):
        fields = old.parts[0], new.parts[0]
        definitions = [part for field in fields for part in field.parts if isinstance(part.node, Condition)]
        if fields[0].text == fields[1].text and len(definitions) == len(fields):
            yield from differing(f"推导 {fields[0].text}", *definitions)


def implied(step: Trace) -> bool:
    """Whether a negation is part of a word (不存在, 不属于, 每个) and what it negates reads like the whole."""
    return isinstance(step.node, Not) and source_of(step.node) == source_of(step.parts[0].node)


def _items(step: Trace, sort: type[All | AnyOf]) -> tuple[Trace, ...]:
    """The items of a list; a condition that is none is a list of one."""
    return step.parts if isinstance(step.node, sort) else (step,)


def _listed(label: str, old: tuple[Trace, ...], new: tuple[Trace, ...], neutral: Truth) -> Iterator[Pair]:
    """The items of 且 or 或: those that read alike are compared, a single one that was rewritten too."""
    before, after = ({source_of(part.node): part for part in side} for side in (old, new))
    for text in before:
        if text in after:
            yield from differing(label, before[text], after[text])
    gone = [part for text, part in before.items() if text not in after]
    come = [part for text, part in after.items() if text not in before]
    if len(gone) == len(come) == 1:
        yield from differing(label, gone[0], come[0])
        return
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
