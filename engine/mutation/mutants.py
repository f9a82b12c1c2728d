"""A rulebook to its mutants: one small thing changed at a time, in every rule, derived figure and parameter."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from msgspec.structs import replace

from engine.mistakes import Place
from engine.mutation.change import case
from engine.mutation.changing import changes
from engine.mutation.mutant import DERIVED, RULE, Mutant, Readers
from engine.mutation.rows import mutants_of_parameter
from engine.mutation.sources import Sources, definition_pieces, grades_of, pieces_of
from engine.mutation.spots import put
from engine.nodes import Node
from engine.rule import Duty, Rule
from engine.rulebook import Definition, Rulebook
from engine.terms import Call


def mutants_of(book: Rulebook, sources: Sources, readers: Readers, rules: list[Rule]) -> list[Mutant]:
    """Returns the mutants of some rules, and of the derived figures and parameters that these read."""
    chosen = {rule.id for rule in rules}
    found = [mutant for rule in rules for mutant in mutants_of_rule(book, rule, sources.rules[rule.id])]
    for key, definition in book.derived.items():
        if chosen.intersection(readers.derived.get(key, ())):
            found += mutants_of_definition(book, key, definition, sources, readers.derived[key])
    for name, parameter in book.parameters.items():
        if chosen.intersection(readers.parameters.get(name, ())):
            found += mutants_of_parameter(book, parameter, sources, readers)
    return found


def mutants_of_rule(book: Rulebook, rule: Rule, source: Node) -> Iterator[Mutant]:
    """Yields the mutants of one rule; a word that is read for several kinds of subjects changes for all of them."""
    changed: dict[tuple[Place, str], Mutant] = {}
    for piece in pieces_of(rule, source):
        text = piece.source.text or ""
        for change in changes(piece.root, text, book.vocabulary, book.parameters):
            root: Any = put(piece.root, change.way, change.node)
            place = piece.source.inside(change.at)
            before = changed.get((place, change.words))
            now = piece.put(before.rules[rule.id] if before is not None else rule, root)
            changed[place, change.words] = Mutant(
                (RULE, rule.id), place, change.words, _one_line(text), change.hint, (rule.id,), {rule.id: now}
            )
    yield from changed.values()
    yield from _of_shape(rule, source)


def _of_shape(rule: Rule, source: Node) -> Iterator[Mutant]:
    """适用 dropped, grades dropped or exchanged, 适用年度 ended a year early."""

    def mutant(node: Node, words: str, hint: str, changed: Rule) -> Mutant:
        return Mutant((RULE, rule.id), node.place, words, "", case(hint), (rule.id,), {rule.id: changed})

    scope = source.get("适用")
    if scope is not None:
        bare = _for_all(rule, lambda duty: replace(duty, scope=None))
        yield mutant(scope, "去掉“适用”", "结果为“不适用”，而且没有做到“要求”", bare)
    items = grades_of(source)
    for number, (node, below) in enumerate(pairwise(items)):
        grade, other = (_text(item, "级别") for item in (node, below))
        dropped = _for_all(rule, lambda duty, n=number: replace(duty, grades=(*duty.grades[:n], *duty.grades[n + 1 :])))
        yield mutant(node, f"去掉“{grade}”这一级", f"发现问题、级别为“{grade}”", dropped)
        exchanged = _for_all(rule, lambda duty, n=number: _exchanged(duty, n))
        hint = f"发现问题、级别为“{grade}”或“{other}”"
        yield mutant(node, f"把“{grade}”与“{other}”两级对调", hint, exchanged)
    years = source.get("适用年度")
    if years is not None and rule.years[0] < rule.years[1] < 9999:
        ended = replace(rule, years=(rule.years[0], rule.years[1] - 1))
        yield mutant(years, f"把适用年度的“{rule.years[1]}”改为“{ended.years[1]}”", f"{rule.years[1]}年度", ended)


def _for_all(rule: Rule, change: Any) -> Rule:
    return replace(rule, duties=tuple(change(duty) for duty in rule.duties))


def _exchanged(duty: Duty, number: int) -> Duty:
    """The words of two grades exchanged, their conditions left where they are."""
    grades = list(duty.grades)
    (first, when), (second, then) = grades[number], grades[number + 1]
    grades[number : number + 2] = [(second, when), (first, then)]
    return replace(duty, grades=tuple(grades))


def mutants_of_definition(
    book: Rulebook, key: tuple[str, str], definition: Definition, sources: Sources, readers: tuple[str, ...]
) -> Iterator[Mutant]:
    """Yields the mutants of one derived figure."""
    source = (sources.derived.get(key[0]) or sources.derived).get(key[1])
    if source is None:
        return

    def mutant(place: Place, words: str, text: str, hint: str, changed: Any) -> Mutant:
        return Mutant((DERIVED, ".".join(key)), place, words, _one_line(text), hint, readers, derived={key: changed})

    pieces = definition_pieces(definition, source)
    for node, root, way in pieces:
        text = node.text or ""
        for change in changes(root, text, book.vocabulary, book.parameters):
            changed = put(definition, (*way, *change.way), change.node)
            yield mutant(node.inside(change.at), change.words, text, change.hint, changed)
    if isinstance(definition, Call) and len(pieces) > 1:
        for number, (node, _, _) in enumerate(pieces):
            yield from _of_order(definition, number, node, mutant)


def _of_order(definition: Call, number: int, node: Node, mutant: Any) -> Iterator[Mutant]:
    """One of 先取 dropped, or put behind the next."""
    items, text = definition.arguments, node.text or ""
    dropped = replace(definition, arguments=(*items[:number], *items[number + 1 :]))
    yield mutant(node.place, f"去掉“先取”里的“{text}”", text, case(f"只有“{text}”算得出"), dropped)
    if number + 1 < len(items):
        order = (*items[:number], items[number + 1], items[number], *items[number + 2 :])
        hint = case(f"“{text}”和后面一项都算得出，而且不相等")
        yield mutant(
            node.place, f"把“先取”里的“{text}”移到后面一项之后", text, hint, replace(definition, arguments=order)
        )


def _text(node: Node, key: str) -> str:
    return (node.get(key) or node).text or ""


def _one_line(text: str) -> str:
    return " ".join(text.split())
