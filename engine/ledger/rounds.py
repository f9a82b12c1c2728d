"""The kept runs of a department as its history sees them: only those that a year's last word rests on are read."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

from engine.ledger.history import History, Round
from engine.ledger.run import Head, heads, states_in


def history_before(connection: sqlite3.Connection, department: str, year: int, code: str, day: int) -> History:
    """The history of a department before a check on a day (an ordinal) with a 核验码; raises Damaged.

    Runs of the same year made for a later day say nothing of it, nor does the same check made before.
    """
    return _history(connection, department, year, lambda head: head.code != code and head.day <= day)


def history_of(connection: sqlite3.Connection, department: str, year: int) -> History:
    """The history of a department with all runs of a year itself; raises Damaged."""
    return _history(connection, department, year, lambda head: True)


def _history(connection: sqlite3.Connection, department: str, year: int, counts: Callable[[Head], bool]) -> History:
    runs = [head for head in heads(connection, department) if head.year < year or (head.year == year and counts(head))]
    rules = {head.id: _rules(connection, head) for head in runs}
    last = {(head.year, rule): head.id for head in runs for rule in rules[head.id]}
    needed = {*last.values(), *(head.id for head in runs if head.year == year)}
    rounds = [Round(head.year, rules[head.id], states_in(connection, head)) for head in runs if head.id in needed]
    return History.of(year, rounds)


def _rules(connection: sqlite3.Connection, head: Head) -> frozenset[str]:
    return frozenset(str(rule) for (rule,) in connection.execute("SELECT rule FROM judged WHERE run = ?", (head.id,)))
