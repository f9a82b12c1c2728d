"""What the cases of a rulebook reach: verdicts, grades, conditions each way, rows of parameters; and what they miss."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from engine.cases import Known, cases_of
from engine.casework import chosen
from engine.mistakes import Mistakes, Place
from engine.mutation.mutant import readers_of
from engine.mutation.recording import Seen, record
from engine.mutation.sources import Sources, definition_pieces, grades_of, pieces_of, sources_of
from engine.mutation.spots import Spot, spots
from engine.nodes import Node
from engine.rule import Rule
from engine.rulebook import Rulebook
from engine.terms import All, AnyOf, Condition, Not
from engine.terms import Node as Part
from engine.truth import NO, UNKNOWN, YES, Truth
from engine.verdict import State

WAYS = {YES: "成立", NO: "不成立", UNKNOWN: "不能确定"}


class Point(Struct, frozen=True):
    """One thing that a case may reach: whose, of which sort, where it stands, in which words, and whether it was."""

    owner: str
    sort: str
    place: Place
    words: str
    reached: bool


VERDICTS, GRADES, ROWS = "判定", "级别", "参数行"
SORTS = (VERDICTS, GRADES, *WAYS.values(), ROWS)


def points_of(folder: Path, paths: Sequence[Path], mistakes: Mistakes) -> list[Point]:
    """Runs the cases of the rules in some files or folders; returns every point of these rules and of what they read.

    Raises MistakesFound where the rulebook cannot be used.
    """
    book, rules = chosen(folder, paths, mistakes)
    sources, readers = sources_of(book, folder, mistakes), readers_of(book)
    own = {rule.id for rule in rules}
    derived = [key for key in book.derived if own & {*readers.derived.get(key, ())}]
    parameters = [name for name in book.parameters if own & {*readers.parameters.get(name, ())}]
    shared = [readers.derived[key] for key in derived] + [readers.parameters[name] for name in parameters]
    seen, known = Seen(), Known()
    for name in sorted(own.union(*shared)):
        for case in cases_of(book, book.rules[name], mistakes, known):
            record(case, seen)
    mistakes.check()
    found = [point for rule in rules for point in _of_rule(rule, sources.rules[rule.id], seen)]
    found += [point for key in derived for point in _of_definition(book, key, sources, seen)]
    return found + [point for name in parameters for point in _of_parameter(book, name, sources, seen)]


def _of_rule(rule: Rule, source: Node, seen: Seen) -> Iterator[Point]:
    """The verdicts and grades that a rule can give, and its conditions."""
    place = (source.get("要求") or source).place
    states = [State.FINDING, State.PASS, State.UNKNOWN]
    if any(duty.scope is not None for duty in rule.duties):
        states.insert(2, State.NOT_APPLICABLE)
    for state in states:
        yield Point(rule.id, VERDICTS, place, f"判定“{state}”", state in seen.verdicts.get(rule.id, ()))
    for node in grades_of(source):
        grade = (node.get("级别") or node).text or ""
        yield Point(rule.id, GRADES, node.place, f"级别“{grade}”", grade in seen.grades.get(rule.id, ()))
    truths: dict[tuple[Place, str], set[Truth]] = {}
    for piece in pieces_of(rule, source):
        _collect(piece.root, piece.source, seen, truths)
    yield from _ways(rule.id, truths)


def _of_definition(book: Rulebook, key: tuple[str, str], sources: Sources, seen: Seen) -> Iterator[Point]:
    source = (sources.derived.get(key[0]) or sources.derived).get(key[1])
    truths: dict[tuple[Place, str], set[Truth]] = {}
    for node, root, _ in definition_pieces(book.derived[key], source) if source is not None else ():
        _collect(root, node, seen, truths)
    yield from _ways(f"推导 {'.'.join(key)}", truths)


def _collect(root: Part, source: Node, seen: Seen, truths: dict[tuple[Place, str], set[Truth]]) -> None:
    """Adds what each condition of a text came to; one that is read for several kinds of subjects is one condition."""
    for spot in spots(root, source.text or ""):
        if _whole(spot):
            own = truths.setdefault((source.inside(spot.start), spot.node.text), set())
            own |= seen.truths.get(id(spot.node), set())


def _whole(spot: Spot) -> bool:
    """Whether it is one condition to its author: no 且, 或 or 非, and 不为无 or 不存在 with its 不."""
    node, above = spot.node, spot.above.node if spot.above is not None else None
    if isinstance(node, Not):
        return node.item.text == node.text
    denied = isinstance(above, Not) and above.text == node.text
    return isinstance(node, Condition) and not isinstance(node, All | AnyOf) and not denied


def _ways(owner: str, truths: dict[tuple[Place, str], set[Truth]]) -> Iterator[Point]:
    for (place, text), found in truths.items():
        for truth, way in WAYS.items():
            yield Point(owner, way, place, f"“{' '.join(text.split())}”{way}", truth in found)


def _of_parameter(book: Rulebook, name: str, sources: Sources, seen: Seen) -> Iterator[Point]:
    """The rows of a parameter: each is used where a case's region, year and subject come upon it."""
    parameter = book.parameters[name]
    used = {
        id(value)
        for other, region, year, row in seen.rows
        if other == name
        for own, value in parameter.rows(region, year)
        if own == row
    }
    for value in parameter.values:
        what = "、".join(filter(None, (value.region, *value.words)))
        yield Point(
            f"参数 {name}",
            ROWS,
            value.place,
            f"值为“{value.text}”的一行{f'（{what}）' if what else ''}",
            id(value) in used,
        )


def table_of(points: Sequence[Point]) -> str:
    """Writes for each rule, figure and parameter how many of its points of each sort were reached."""
    from tabulate import tabulate

    owners = dict.fromkeys(point.owner for point in points)
    rows = [
        [owner, *(_share([p for p in points if (p.owner, p.sort) == (owner, sort)]) for sort in SORTS)]
        for owner in owners
    ]
    return tabulate(rows, ("", *SORTS), tablefmt="simple", disable_numparse=True)


def _share(points: Sequence[Point]) -> str:
    return f"{sum(point.reached for point in points)}/{len(points)}" if points else ""


def report(points: Sequence[Point]) -> str:
    """Writes the table, everything that no case ever reached, and the sum."""
    left = [point for point in points if not point.reached]
    lines = [
        f"{point.place}  {point.owner}：没有一个用例使{point.words}" for point in left if point.sort in WAYS.values()
    ]
    lines += [f"{point.place}  {point.owner}：没有一个用例用到{point.words}" for point in left if point.sort == ROWS]
    lines += [
        f"{point.place}  {point.owner}：没有一个用例得出{point.words}" for point in left if point.sort in SORTS[:2]
    ]
    total = f"{len(points)}处可以用到的，用例用到了{len(points) - len(left)}处，没有用到{len(left)}处。\n"
    return "\n".join([table_of(points), "", *lines, total])
