"""L501 to L503: cases that test nothing new, a scope without a case outside it, limits without a case on them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engine.cases import Case
from engine.lint.notes import Note
from engine.lint.paths import Path, Walk
from engine.lint.places import Places
from engine.quantity import NUMERIC
from engine.rule import Rule
from engine.rulebook import Rulebook
from engine.terms import Compare, Literal, Node, ParameterOf, Term, YearDay, children, reachable
from engine.verdict import State

_ORDERING = ("<", "≤", ">", "≥")


def case_notes(book: Rulebook, places: Places, cases: Mapping[str, list[Case]]) -> Iterator[Note]:
    """Notes on the cases of every rule."""
    for rule in book.rules.values():
        own = cases.get(rule.id, [])
        walked = [Walk(case) for case in own]
        yield from _twins(rule, walked)
        yield from _without_outsiders(rule, own, places)
        yield from _unmarked_limits(book, rule, walked, places)


def _twins(rule: Rule, walked: list[Walk]) -> Iterator[Note]:
    groups: dict[Path, list[Walk]] = {}
    for walk in walked:
        groups.setdefault(walk.expected, []).append(walk)
    for group in (group for group in groups.values() if len(group) > 1):
        seen: dict[Path, Case] = {}
        for walk in group:
            first = seen.setdefault(walk.path, walk.case)
            if first is not walk.case and not _nearest(walk, walked):
                message = f"{rule.id}的用例“{walk.case.name}”没有验证新东西：与“{first.name}”走的是同一条路"
                hint = "删去一个；或改成边界上的数、缺一项资料、写上应印出的“文字”。"
                yield Note(walk.case.place, "L501", message, "", hint, (rule.id, walk.case.name))


def _nearest(walk: Walk, walked: list[Walk]) -> bool:
    """Whether no other case of the rule comes as close to one of its limits on the same side."""
    others = [other for other in walked if other is not walk]
    return any(
        all(gap < other.beside()[side] for other in others if side in other.beside())
        for side, gap in walk.beside().items()
    )


def _without_outsiders(rule: Rule, cases: list[Case], places: Places) -> Iterator[Note]:
    results = {
        state
        for case in cases
        for state in ([case.results] if isinstance(case.results, State) else case.results.values())
    }
    if any(duty.scope is not None for duty in rule.duties) and State.NOT_APPLICABLE not in results:
        message = f"{rule.id}写了“适用”，但没有结果为“不适用”的用例"
        hint = "加一个被“适用”排除的对象，最好恰好差一点。"
        yield Note(places.key(rule.id, "用例"), "L502", message, "", hint, (rule.id,))


def _unmarked_limits(book: Rulebook, rule: Rule, walked: list[Walk], places: Places) -> Iterator[Note]:
    """Limits of the conditions and grades, those inside derived conditions too, on which no case stands."""
    limits: dict[int, str] = {}
    for duty in rule.duties:
        nodes = reachable(duty.conditions(), book.derived)
        limits |= {id(n): n.text for n in nodes if isinstance(n, Compare) and n.op in _ORDERING and _is_limit(n)}
    met: set[str] = set()
    for walk in walked:
        if met >= set(limits.values()):
            return
        met |= {limits[node] for node in walk.even() if node in limits}
    texts = sorted(set(limits.values()) - met)
    if texts:
        message = f"{rule.id}没有用例恰好落在界限上：{'、'.join(f'“{text}”' for text in texts)}"
        hint = "加一个正好等于界限的用例，把含、不含钉住。"
        yield Note(places.key(rule.id, "用例"), "L503", message, "", hint, (rule.id,))


def _is_limit(node: Compare) -> bool:
    """Whether one side is fixed: figures written out, parameters, days of the year."""
    return node.left.dim in NUMERIC and (_fixed(node.left) or _fixed(node.right))


def _fixed(term: Node) -> bool:
    if isinstance(term, Literal | ParameterOf | YearDay):
        return True
    inner = [child for child in children(term) if isinstance(child, Term)]
    return bool(inner) and all(map(_fixed, inner))
