"""One run as the ledger keeps it: plain rows made from an outcome, and the same rows read back."""

from __future__ import annotations

import re
import sqlite3
from collections import Counter
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

import msgspec
from msgspec import Struct

from engine.ledger.history import Key
from engine.ledger.packing import Damaged
from engine.outcome import Outcome
from engine.verdict import State


class Head(Struct, frozen=True):
    """What a run is: day is an ordinal, chosen the ids of the rules that were asked for (None: all), as JSON.

    turn counts the runs as they were recorded; rulebook and facts are the hashes under which those are kept.
    """

    id: int
    code: str
    department: str
    year: int
    region: str
    day: int
    turn: int
    version: str
    evaluators: str
    chosen: str | None
    rulebook: str
    facts: str

    @property
    def only(self) -> frozenset[str] | None:
        """The rules that were asked for, None for all; raises Damaged."""
        if self.chosen is None:
            return None
        try:
            return msgspec.json.decode(self.chosen, type=frozenset[str])
        except msgspec.MsgspecError:
            raise Damaged("所选规则的内容已损坏") from None


class _Judged(Struct, frozen=True):
    rule: str
    title: str


class KeptVerdict(Struct, frozen=True):
    """The verdict of a rule on a subject; state is a code of State."""

    rule: str
    kind: str
    subject: str
    state: str
    severity: str


class KeptFinding(Struct, frozen=True):
    """A finding in the words in which it was printed."""

    number: int
    rule: str
    title: str
    severity: str
    theme: str
    text: str
    measure: str
    office: str
    due: str


class KeptSubject(Struct, frozen=True):
    """A subject of a finding, by the finding's number and its own position, with the fingerprint of the problem."""

    number: int
    position: int
    kind: str
    subject: str
    fingerprint: str


class Run(Struct, frozen=True):
    """What came of a run, but for its head; titles holds the names of the rules that were judged."""

    titles: dict[str, str]
    verdicts: tuple[KeptVerdict, ...]
    findings: tuple[KeptFinding, ...]
    subjects: tuple[KeptSubject, ...]

    def states(self) -> dict[Key, State]:
        """The verdict on every subject; raises Damaged."""
        try:
            return {(v.rule, v.kind, v.subject): State[v.state.upper()] for v in self.verdicts}
        except KeyError:
            raise Damaged("判定的内容已损坏") from None


def fingerprint(department: str, rule: str, kind: str, subject: str) -> str:
    """Returns what a problem is known by over the years: the same whatever its figures are."""
    return sha256(f"{department}\0{rule}\0{kind}\0{subject}".encode()).hexdigest()[:32]


def run_of(outcome: Outcome) -> Run:
    """Returns what is kept of an outcome."""
    verdicts = [KeptVerdict(v.rule, v.kind, v.subject, v.state.code, v.severity) for v in outcome.verdicts]
    findings, subjects = [], []
    for number, (finding, keys) in enumerate(zip(outcome.findings, keys_of(outcome), strict=True), 1):
        words = (finding.title, finding.severity, finding.theme, finding.text, finding.measure)
        findings.append(KeptFinding(number, finding.rule, *words, finding.office, finding.due))
        for position, (rule, kind, subject) in enumerate(keys, 1):
            found = fingerprint(outcome.department, rule, kind, subject)
            subjects.append(KeptSubject(number, position, kind, subject, found))
    verdicts.sort(key=lambda v: (v.rule, v.kind, v.subject))
    return Run(dict(sorted(outcome.names.items())), tuple(verdicts), tuple(findings), tuple(subjects))


def keys_of(outcome: Outcome) -> list[list[Key]]:
    """For each finding the problems that it merges, in the order of its subjects."""
    return [[(v.rule, v.kind, v.subject) for v in verdicts] for verdicts in outcome.behind()]


_CODE = re.compile("[0-9A-F]{16}")
_HEAD = f"SELECT {', '.join(Head.__struct_fields__)} FROM run"
_TABLES = (
    (KeptVerdict, "verdict", "rule, kind, subject"),
    (KeptFinding, "finding", "number"),
    (KeptSubject, "subject", "number, position"),
)


def heads(connection: sqlite3.Connection, department: str | None = None, code: str | None = None) -> list[Head]:
    """The runs of a department, the one of a 核验码, or all, in the order in which they were made; raises Damaged."""
    asked = {"department": department, "code": code}
    where = " AND ".join(f"{column} = :{column}" for column, value in asked.items() if value is not None)
    rows = connection.execute(f"{_HEAD}{where and f' WHERE {where}'} ORDER BY department, year, day, turn", asked)
    found: list[Head] = [_row(Head, row) for row in rows]
    if not all(_CODE.fullmatch(head.code) for head in found):
        raise Damaged("核验码不对")
    return found


def run_in(connection: sqlite3.Connection, head: Head) -> Run:
    """What is kept of a run; raises Damaged."""
    rows = connection.execute("SELECT rule, title FROM judged WHERE run = ? ORDER BY rule", (head.id,))
    titles = {row.rule: row.title for row in (_row(_Judged, row) for row in rows)}
    return Run(titles, *(tuple(_rows(connection, head.id, *table)) for table in _TABLES))


def states_in(connection: sqlite3.Connection, head: Head) -> dict[Key, State]:
    """The verdict of a run on every subject; raises Damaged."""
    return Run({}, tuple(_rows(connection, head.id, *_TABLES[0])), (), ()).states()


def counts_in(connection: sqlite3.Connection) -> dict[int, Counter[str]]:
    """How many verdicts of each state (a code) the runs have, and under the empty word how many rules they judged."""
    found: dict[int, Counter[str]] = {}
    rules = "SELECT run, '', count(*) FROM judged GROUP BY run"
    for run, state, count in connection.execute(
        f"SELECT run, state, count(*) FROM verdict GROUP BY run, state UNION ALL {rules}"
    ):
        found.setdefault(run, Counter())[str(state)] = count
    return found


def insert(connection: sqlite3.Connection, number: int, run: Run) -> None:
    """Writes what came of a run under the number of its head, within the caller's transaction."""
    judged = [(number, rule, title) for rule, title in run.titles.items()]
    connection.executemany("INSERT INTO judged VALUES (?, ?, ?)", judged)
    for rows, (sort, table, _) in zip((run.verdicts, run.findings, run.subjects), _TABLES, strict=True):
        marks = ", ".join("?" * (len(sort.__struct_fields__) + 1))
        values = ((number, *msgspec.structs.astuple(row)) for row in rows)
        connection.executemany(f"INSERT INTO {table} VALUES ({marks})", values)


def _rows(connection: sqlite3.Connection, number: int, sort: type[Any], table: str, order: str) -> Iterator[Any]:
    columns = ", ".join(sort.__struct_fields__)
    rows = connection.execute(f"SELECT {columns} FROM {table} WHERE run = ? ORDER BY {order}", (number,))
    return (_row(sort, row) for row in rows)


def _row(sort: type[Any], row: tuple[Any, ...]) -> Any:
    try:
        return msgspec.convert(dict(zip(sort.__struct_fields__, row, strict=True)), sort)
    except msgspec.MsgspecError:
        raise Damaged(f"“{sort.__name__}”表里有不该有的内容") from None
