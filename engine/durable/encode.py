"""The facts of a session: every value its rules read, as whole numbers in the order of the values they stand for.

Numbers become ranks: only their order counts, so nothing is rounded and nothing overflows. What is unknown reaches
from below the least to above the greatest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial

from msgspec import Struct

from engine.dossier import Fact
from engine.durable.forms import SELF
from engine.durable.packing import Session, Table
from engine.durable.plan import Level, Plan
from engine.durable.questions import Column, Home
from engine.quantity import COUNTERS, Quantity
from engine.reference import Evaluator
from engine.terms import Condition, Term
from engine.truth import NO, YES, Truth
from engine.unknown import Env, Unknown

Key = tuple[str, ...]
Ends = tuple[int, int, int]  # low, high, unit
Row = tuple[int, ...]
Columns = dict[int, list[Ends]]

MOST_FACTS = 5000  # of one type in a session: the engine takes 8 KB for each
ANYTHING = (0, 1_000_000_000, 0)
FLAGS: dict[object, Ends] = {NO: (0, 0, 0), YES: (1, 1, 0)}
MAYBE = (0, 1, 0)


class Request(Struct, frozen=True):
    """A session with its facts; of subjects that nothing tells apart it has one, and `alike` says for which others.

    alike maps the place of a subject to all places it stands for, by home; a home that is not in it has all subjects.
    """

    session: Session
    facts: list[str]
    alike: dict[Home, dict[int, list[int]]]


class Encoder:
    """Settles values by the terms of an evaluator and by the answers of earlier levels, which it keeps."""

    def __init__(self, plan: Plan, evaluator: Evaluator) -> None:
        self.plan, self.evaluator = plan, evaluator
        self._words = dict(plan.words)
        self._answers: dict[int, dict[Key, Truth]] = {}
        self._bound: dict[Home, list[Env]] = {}
        self._nothing: Env = (Fact("", "", {}),) * plan.depth  # stands where a condition reads nothing

    def answer(self, question: int, truths: list[Truth]) -> None:
        """Keeps the answers to a question, one for each binding of its home."""
        home, seeds = self.plan.questions[question].home, self.plan.questions[question].seeds
        self._answers[question] = dict(zip((key_of(home, env) for env in self.bindings(home)), truths, strict=True))
        if seeds is not None:
            for (key,), truth in self._answers[question].items():
                self.evaluator.seed(*seeds, key, truth)

    def forget(self) -> None:
        """Begins a stratum, in which there may be more findings than before."""
        self._bound.clear()

    def requests(self, level: Level) -> Iterator[Request]:
        """Yields the sessions of a level with their facts as JSON texts; many subjects are divided among several."""
        tables = [table for session in level.sessions for table in session.tables]
        columns = self._columns({number for table in tables for number, _ in table.cells if number != SELF})
        for session in level.sessions:
            counts = [len(self.bindings(table.home)) for table in session.tables if _splits(table)]
            parts = max(1, -(-max(counts) // MOST_FACTS))
            yield from (self._request(session, columns, part, parts) for part in range(parts))

    def bindings(self, home: Home) -> list[Env]:
        """Returns all that the variables of a home stand for in turn, each at the index that is its depth."""
        if home not in self._bound:
            self._bound[home] = list(self._bindings(home))
        return self._bound[home]

    def _bindings(self, home: Home) -> Iterator[Env]:
        if not home.variables:
            yield self._nothing
            return
        depth, kind = home.variables[-1]
        facts, below = self.evaluator.facts(kind), home.below
        if below is None:
            yield from (_bind(self._nothing, depth, fact) for fact in facts)
            return
        partners = self._partners(home, depth, facts)
        for env in self.bindings(below):
            yield from (_bind(env, depth, fact) for fact in partners(env))

    def _partners(self, home: Home, depth: int, facts: tuple[Fact, ...]) -> Callable[[Env], Iterable[Fact]]:
        """Finds the facts that each fact of the base is paired with."""
        if home.link is None:
            return lambda env: facts
        outer, inner = home.link
        named: dict[object, list[Fact]] = {}
        unnamed: list[Fact] = []
        for fact in facts:
            value = self.evaluator.value(inner, _bind(self._nothing, depth, fact))
            (unnamed if isinstance(value, Unknown) else named.setdefault(value, [])).append(fact)

        def partners(env: Env) -> Iterable[Fact]:
            value = self.evaluator.value(outer, env)
            return facts if isinstance(value, Unknown) else (*named.get(value, ()), *unnamed)

        return partners

    # Rows

    def _request(self, session: Session, columns: Columns, part: int, parts: int) -> Request:
        request = Request(session, [], {})
        joined = {table.home.base for table in session.tables if (SELF, "j") in table.cells}
        for table in session.tables:
            kept = self._kept(table, part, parts)
            ends = [self._own(table, p) if n == SELF else _part(columns[n], p) for n, p in table.cells]
            rows = [tuple([end[n] for end in ends]) for n in kept]
            if table.side == "e":
                rows = list(dict.fromkeys(rows))
            elif table.home not in joined:
                rows, request.alike[table.home] = _merged(rows, table.cells.index((SELF, "i")))
            request.facts.extend(table.text % (*row, n) for n, row in enumerate(rows, len(request.facts)))
        return request

    def _kept(self, table: Table, part: int, parts: int) -> Sequence[int]:
        """The places of the facts that belong to a part: some of the subjects, and the elements paired with these."""
        places = range(len(self.bindings(table.home)))
        if parts == 1 or not _splits(table):
            return places
        owners = self._own(table, "j" if table.side == "e" else "i")
        count = len(self.bindings(table.home.base or table.home)) if table.side == "e" else len(places)
        first, last = count * part // parts, count * (part + 1) // parts
        return [place for place in places if first <= owners[place] < last]

    def _own(self, table: Table, part: str) -> Sequence[int]:
        home, bound = table.home, self.bindings(table.home)
        if part == "i":
            return range(len(bound))
        if part == "y":
            return [int(env[home.variables[-1][0]].present is YES) for env in bound]
        if part == "j" and home.base is not None:
            base = home.base
            places = {key_of(base, env): place for place, env in enumerate(self.bindings(base))}
            return [places[key_of(base, env)] for env in bound]
        return [0] * len(bound)

    # Columns

    def _columns(self, numbers: set[int]) -> Columns:
        columns = {number: self.plan.columns[number] for number in numbers}
        values = {number: self._values(column) for number, column in columns.items()}
        ranks = _ranks(v for n, column in columns.items() if column.sort == "number" for v in values[n])
        encode: dict[str, Callable[[object], Ends]] = {
            "flag": lambda value: FLAGS.get(value, MAYBE) if isinstance(value, Truth) else MAYBE,
            "word": self._word,
            "number": lambda value: self._number(value, ranks),
        }
        return {number: list(map(encode[column.sort], values[number])) for number, column in columns.items()}

    def _values(self, column: Column) -> list[object]:
        settle, bound = self._settling(column.source), self.bindings(column.home)
        if column.reach == column.home.depths:  # each stands for itself
            return [settle(env) for env in bound]
        settled: dict[tuple[int, ...], object] = {}
        values = []
        for env in bound:
            place = tuple([id(env[depth]) for depth in column.reach])
            if place not in settled:
                settled[place] = settle(env)
            values.append(settled[place])
        return values

    def _settling(self, source: Term | Condition | int) -> Callable[[Env], object]:
        if isinstance(source, int):
            answers, home = self._answers[source], self.plan.questions[source].home
            return lambda env: answers[key_of(home, env)]
        if isinstance(source, Condition):
            return partial(self.evaluator.truth, source)
        return partial(self.evaluator.value, source)

    def _word(self, value: object) -> Ends:
        if isinstance(value, Unknown):
            return ANYTHING
        number = self._words.setdefault(value, len(self._words) + 1)  # type: ignore[arg-type]
        return number, number, 0

    def _number(self, value: object, ranks: dict[tuple[int, int], int]) -> Ends:
        if not isinstance(value, Quantity):
            return ANYTHING
        unit = "" if value.unit in COUNTERS else value.unit
        number = self._words.setdefault(unit, len(self._words) + 1)
        low = ranks[value.low.as_integer_ratio()]
        return low, low if value.high is value.low else ranks[value.high.as_integer_ratio()], number


def _merged(rows: list[Row], place: int) -> tuple[list[Row], dict[int, list[int]]]:
    """Leaves one of the rows that differ in nothing but the subject's place; says which places each stands for."""
    places: dict[Row, list[int]] = {}
    for row in rows:
        places.setdefault((*row[:place], *row[place + 1 :]), []).append(row[place])
    alike = {group[0]: group for group in places.values()}
    return [row for row in rows if row[place] in alike], alike


def _splits(table: Table) -> bool:
    """Whether the facts of a table can be divided among sessions: subjects, and elements that belong to one subject."""
    return table.side == "s" or table.home.base is not None


def key_of(home: Home, env: Env) -> Key:
    """Names what the variables of a home stand for."""
    return tuple([env[depth].key for depth, _ in home.variables])


def _bind(env: Env, depth: int, fact: Fact) -> Env:
    return (*env[:depth], fact, *env[depth + 1 :])


def _part(ends: list[Ends], part: str) -> list[int]:
    place = "lhu".index(part)
    return [one[place] for one in ends]


def _ranks(values: Iterable[object]) -> dict[tuple[int, int], int]:
    """Numbers the ends of all quantities in their exact order, from 1; the key is numerator and denominator."""
    ends = {end.as_integer_ratio(): end for v in values if isinstance(v, Quantity) for end in (v.low, v.high)}
    # Most fractions differ already in their first 64 binary places, and whole numbers compare much faster.
    ordered = sorted(ends, key=lambda end: ((end[0] << 64) // end[1], ends[end]))
    return {end: rank for rank, end in enumerate(ordered, 1)}
