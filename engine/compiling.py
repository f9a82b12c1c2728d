"""Rulebook to Program: the rules of a region and year, parameters looked up, checks ordered by the findings they read."""

from __future__ import annotations

from collections.abc import Iterator

from engine.mistakes import Mistakes, Place
from engine.program import Check, Program
from engine.quantity import Dim
from engine.rulebook import Definition, Rulebook
from engine.terms import (
    Aggregate,
    All,
    AnyOf,
    Compare,
    Condition,
    Exists,
    FieldOf,
    Literal,
    Node,
    Not,
    OneOf,
    children,
)
from engine.vocabulary import FINDING


def compile_program(book: Rulebook, region: str, year: int, only: frozenset[str] | None = None) -> Program:
    """Resolves a rulebook for one region and year; `only` keeps the named rules and those whose findings they read."""
    checks = [
        Check(rule.id, duty.kind, rule.theme, duty.scope, duty.duty)
        for rule in book.rules.values()
        if rule.applies_in(year)
        for duty in rule.duties
    ]
    reads = {check: _read(book, check, checks) for check in checks}
    if only is not None:
        checks = _needed(checks, reads, only)
    parameters = {name: tuple(row for row, _ in p.rows(region, year)) for name, p in book.parameters.items()}
    return Program(region, year, book.vocabulary, book.derived, parameters, _strata(checks, reads))


def find_circles(book: Rulebook, mistakes: Mistakes) -> None:
    """Notes rules that read each other's findings in a circle: neither could be judged before the other."""
    checks = [Check(r.id, d.kind, r.theme, d.scope, d.duty) for r in book.rules.values() for d in r.duties]
    reads = {check: _read(book, check, checks) for check in checks}
    placed = {check for stratum in _strata(checks, reads) for check in stratum}
    circle = sorted({check.rule for check in checks if check not in placed})
    if circle:
        place = Place(book.rules[circle[0]].file)
        message = f"规则互相依赖对方的结果，绕成了一圈：{'、'.join(circle)}"
        mistakes.add(place, message, "请在“存在 问题 满足（规则 …）”里写明只看哪些规则。")


def _needed(checks: list[Check], reads: dict[Check, frozenset[Check]], only: frozenset[str]) -> list[Check]:
    kept = {check for check in checks if check.rule in only}
    while more := {read for check in kept for read in reads[check]} - kept:
        kept |= more
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


def _read(book: Rulebook, check: Check, checks: list[Check]) -> frozenset[Check]:
    """The checks whose findings a check may read."""
    found: set[Check] = set()
    if check.kind == FINDING:
        # Findings as subjects: 适用 tells which ones, the others cannot be told apart before the run.
        found |= {other for other in checks if other is not check and _may_be(check.scope, 0, other)}
    for node in _reachable(book, check):
        if isinstance(node, Exists | Aggregate) and node.kind == FINDING:
            found |= {other for other in checks if _may_be(node.condition, node.depth, other)}
    return frozenset(found)


def _reachable(book: Rulebook, check: Check) -> Iterator[Node]:
    """Every node of a check, those of the derived figures it uses included."""
    seen: set[tuple[str, str]] = set()
    waiting: list[Node | Definition] = [part for part in (check.scope, check.duty) if part is not None]
    while waiting:
        node = waiting.pop()
        yield node
        waiting.extend(children(node))
        key = (getattr(node, "kind", ""), getattr(node, "field", ""))
        if key in book.derived and key not in seen:
            seen.add(key)
            waiting.append(book.derived[key])


def _may_be(condition: Condition | None, depth: int, check: Check) -> bool:
    """Whether a finding of a check could meet a condition on findings, judged by its rule, theme and kind alone."""
    known = {"规则": check.rule, "主题": check.theme, "对象类型": check.kind}

    def own(node: Node) -> str | None:
        return known.get(node.field) if isinstance(node, FieldOf) and node.depth == depth else None

    def may(node: Node) -> bool:
        if isinstance(node, All):
            return all(map(may, node.items))
        if isinstance(node, AnyOf):
            return any(map(may, node.items))
        if isinstance(node, Not):
            return may_not(node.item)
        if isinstance(node, OneOf) and own(node.term) is not None:
            return own(node.term) in node.words
        if isinstance(node, Compare) and node.left.dim is Dim.TEXT:
            return _equal(node) is not (node.op == "≠")
        return True

    def may_not(node: Node) -> bool:
        if isinstance(node, All):
            return any(map(may_not, node.items))
        if isinstance(node, AnyOf):
            return all(map(may_not, node.items))
        if isinstance(node, Not):
            return may(node.item)
        if isinstance(node, OneOf) and own(node.term) is not None:
            return own(node.term) not in node.words
        if isinstance(node, Compare) and node.left.dim is Dim.TEXT:
            return _equal(node) is not (node.op == "=")
        return True

    def _equal(node: Compare) -> bool | None:
        """Whether both texts are the same, None where that is not known before the run."""
        left, right = own(node.left), own(node.right)
        left = node.left.value if isinstance(node.left, Literal) else left  # type: ignore[assignment]
        right = node.right.value if isinstance(node.right, Literal) else right  # type: ignore[assignment]
        return None if left is None or right is None else left == right

    return condition is None or may(condition)
