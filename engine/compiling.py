"""Rulebook to Program: the rules of one region and year, parameters looked up, checks ordered by what they read."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from engine.mistakes import Mistakes, Place
from engine.parameter import rows_in_force
from engine.program import Check, Program
from engine.rulebook import Rulebook
from engine.terms import (
    Aggregate,
    All,
    AnyOf,
    Compare,
    Condition,
    Exists,
    FieldOf,
    Literal,
    Not,
    OneOf,
    Term,
    reachable,
)
from engine.truth import NO, UNKNOWN, Truth, every, some, truth_of
from engine.vocabulary import FINDING


def compile_program(book: Rulebook, region: str, year: int, only: frozenset[str] | None = None) -> Program:
    """Resolves a rulebook for one region and year; `only` keeps the named rules and those whose findings they read."""
    checks = [check for rule in book.rules.values() if rule.applies_in(year) for check in rule.checks()]
    reads = _reads(book, checks)
    if only is not None:
        checks = _needed(checks, reads, only)
    parameters = rows_in_force(book.parameters, region, year)
    return Program(region, year, book.vocabulary, book.derived, parameters, _strata(checks, reads))


def find_circles(book: Rulebook, mistakes: Mistakes) -> None:
    """Notes rules that read each other's findings in a circle: neither could be judged before the other."""
    checks = [check for rule in book.rules.values() for check in rule.checks()]
    reads = _reads(book, checks)
    placed = {check for stratum in _strata(checks, reads) for check in stratum}
    circle = sorted({check.rule for check in checks if check not in placed and check in _below(check, reads)})
    if circle:
        place = Place(book.rules[circle[0]].file)
        message = f"规则互相等待对方的结果，绕成了一圈：{'、'.join(circle)}" if circle[1:] else "规则等待自己的结果"
        mistakes.add(place, message, "请在“存在 问题 满足（规则 …）”里写明只看哪些规则。")


def find_late_amounts(book: Rulebook, mistakes: Mistakes) -> None:
    """Notes amounts that depend on findings: where only some rules are asked for, they would be others."""
    for rule in book.rules.values():
        nodes = reachable((duty.amount for duty in rule.duties), book.derived)
        if any(isinstance(node, Exists | Aggregate) and node.kind == FINDING for node in nodes):
            source = book.sources.get(rule.id)
            at = source.get("涉及金额") if source is not None else None
            hint = "只选几条规则检查时，别的问题没有查，金额就不对。请只用事实的字段和推导。"
            mistakes.add(at.place if at else Place(rule.file), "涉及金额不能看其他规则发现的问题", hint)


def readers_of(book: Rulebook) -> dict[str, tuple[str, ...]]:
    """Returns for each rule the ids of the rules that may read its findings."""
    checks = [check for rule in book.rules.values() for check in rule.checks()]
    readers: dict[str, set[str]] = {rule: set() for rule in book.rules}
    for check, found in _reads(book, checks).items():
        for read in found:
            readers[read.rule].add(check.rule)
    return {rule: tuple(sorted(found)) for rule, found in readers.items()}


def _below(check: Check, reads: dict[Check, frozenset[Check]]) -> set[Check]:
    """Everything that a check reads, and what that reads."""
    found: set[Check] = set()
    waiting = [check]
    while waiting:
        more = reads[waiting.pop()] - found
        found |= more
        waiting.extend(more)
    return found


def _needed(checks: list[Check], reads: dict[Check, frozenset[Check]], only: frozenset[str]) -> list[Check]:
    named = {check for check in checks if check.rule in only}
    kept = named.union(*(_below(check, reads) for check in named))
    return [check for check in checks if check in kept]


def _strata(checks: list[Check], reads: dict[Check, frozenset[Check]]) -> tuple[tuple[Check, ...], ...]:
    """Orders checks so that each comes after those it reads; what lies on a circle is left out."""
    strata: list[tuple[Check, ...]] = []
    done: set[Check] = set()
    waiting = list(checks)
    while ready := [check for check in waiting if reads[check] <= done]:
        strata.append(tuple(ready))
        done.update(ready)
        waiting = [check for check in waiting if check not in done]
    return tuple(strata)


def _reads(book: Rulebook, checks: list[Check]) -> dict[Check, frozenset[Check]]:
    """For each check those whose findings it may read."""
    by_rule: dict[str, list[Check]] = {}
    for check in checks:
        by_rule.setdefault(check.rule, []).append(check)
    return {check: frozenset(_read(book, check, by_rule)) for check in checks}


def _read(book: Rulebook, check: Check, by_rule: dict[str, list[Check]]) -> Iterator[Check]:
    if check.kind == FINDING:
        # Findings as subjects: 适用 tells which ones, the others cannot be told apart before the run.
        for other in _named(check.scope, 0, by_rule):
            if other is not check and may_be(check.scope, 0, other):
                yield other
    for node in reachable((check.scope, check.duty), book.derived):
        if isinstance(node, Exists | Aggregate) and node.kind == FINDING:
            others = _named(node.condition, node.depth, by_rule)
            yield from (other for other in others if may_be(node.condition, node.depth, other))


def _named(condition: Condition | None, depth: int, by_rule: dict[str, list[Check]]) -> Iterator[Check]:
    """The checks of the rules that a condition on findings names, all where it names none: most name two or three."""
    items = condition.items if isinstance(condition, All) else (condition,)
    words = next((words for item in items if (words := _rules_in(item, depth)) is not None), None)
    return chain.from_iterable(by_rule.values() if words is None else (by_rule.get(word, []) for word in words))


def _rules_in(item: Condition | None, depth: int) -> tuple[str, ...] | None:
    """The ids in 规则 = "甲" or 规则 属于 {甲, 乙}; None for any other condition."""
    if isinstance(item, OneOf):
        return item.words if _is_rule(item.term, depth) else None
    if isinstance(item, Compare) and item.op == "=" and _is_rule(item.left, depth) and isinstance(item.right, Literal):
        return (str(item.right.value),)
    return None


def _is_rule(term: Term, depth: int) -> bool:
    return isinstance(term, FieldOf) and (term.depth, term.field) == (depth, "规则")


def may_be(condition: Condition | None, depth: int, check: Check) -> bool:
    """Whether a finding of a check could meet a condition on findings, judged by its rule, theme and kind alone."""
    known = {"规则": check.rule, "主题": check.theme, "对象类型": check.kind}
    return condition is None or _meets(condition, depth, known) is not NO


def _meets(node: Condition, depth: int, known: dict[str, str]) -> Truth:
    """The truth of a condition as far as these words of the finding decide it."""
    if isinstance(node, All | AnyOf):
        return (every if isinstance(node, All) else some)(_meets(item, depth, known) for item in node.items)
    if isinstance(node, Not):
        return ~_meets(node.item, depth, known)
    if isinstance(node, OneOf):
        word = _word(node.term, depth, known)
        return UNKNOWN if word is None else truth_of(word in node.words)
    if isinstance(node, Compare):
        words = _word(node.left, depth, known), _word(node.right, depth, known)
        return UNKNOWN if None in words else truth_of((words[0] == words[1]) is (node.op == "="))
    return UNKNOWN


def _word(term: Term, depth: int, known: dict[str, str]) -> str | None:
    if isinstance(term, Literal) and isinstance(term.value, str):
        return term.value
    return known.get(term.field) if isinstance(term, FieldOf) and term.depth == depth else None
