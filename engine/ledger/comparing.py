"""A year of a department beside the years before, as the ledger has them: every problem with what has become of it."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator

from msgspec import Struct

from engine.ledger.history import History, Key, Mark, Past, Round, Word
from engine.ledger.rounds import history_of
from engine.ledger.run import KeptFinding, heads, run_in


class Change(Struct, frozen=True):
    """What has become of one problem, in the words in which it was last found.

    text is empty where those words tell of other subjects too: one of them may be settled while another is not.
    """

    word: Word
    severity: str
    rule: str
    title: str
    kind: str
    subject: str
    text: str
    year: int  # in which the text was printed
    since: int | None


def changes(connection: sqlite3.Connection, department: str, year: int) -> list[Change]:
    """Every problem of a year and those of the years before that are not settled, in the order of `Word`.

    Of the year itself the last run counts that judged a rule. Raises Damaged.
    """
    history = history_of(connection, department, year)
    now = {rule: rounds.pop() for rule, rounds in history.same.items()}
    texts, titles = _texts(connection, department, year)
    found = []
    for key in _problems(history, now):
        past = history.past(key)
        word = _word(past, now.get(key[0]), key)
        if word is not None:
            finding, text, printed = texts.get(key, (None, "", year))
            severity = "" if finding is None else finding.severity
            found.append(Change(word, severity, key[0], titles.get(key[0], ""), *key[1:], text, printed, past.since))
    order = list(Word)
    return sorted(found, key=lambda change: (order.index(change.word), change.rule, change.kind, change.subject))


def _word(past: Past, now: Round | None, key: Key) -> Word | None:
    if now is None:
        return Word.UNCHECKED if past.outstanding else None
    return past.word(now.states.get(key))


def _problems(history: History, now: dict[str, Round]) -> set[Key]:
    """Everything that any run took for a problem."""
    rounds = {id(one): one for finals in history.finals.values() for one in finals.values()}
    rounds |= {id(one): one for own in history.same.values() for one in own} | {id(one): one for one in now.values()}
    return {key for one in rounds.values() for key in one.states if one.mark(key) is Mark.FOUND}


def _texts(
    connection: sqlite3.Connection, department: str, year: int
) -> tuple[dict[Key, tuple[KeptFinding, str, int]], dict[str, str]]:
    """The finding in which each problem was last printed, its own words, of which year; the names of the rules."""
    found: dict[Key, tuple[KeptFinding, str, int]] = {}
    titles: dict[str, str] = {}
    for head in heads(connection, department):
        if head.year <= year:
            run = run_in(connection, head)
            titles |= run.titles
            by_number = {finding.number: finding for finding in run.findings}
            told = Counter(one.number for one in run.subjects)
            for one in run.subjects:
                if (finding := by_number.get(one.number)) is not None:
                    text = finding.text if told[one.number] == 1 else ""
                    found[finding.rule, one.kind, one.subject] = finding, text, head.year
    return found, titles


def standing(connection: sqlite3.Connection, department: str, year: int) -> Iterator[tuple[Key, KeptFinding, str]]:
    """The problems that a year's last runs found, each with its finding and the run's 核验码; raises Damaged."""
    last: dict[str, tuple[int, str]] = {}
    runs = {head.code: run_in(connection, head) for head in heads(connection, department) if head.year == year}
    for turn, (code, run) in enumerate(runs.items()):
        last |= dict.fromkeys(run.titles, (turn, code))
    for turn, (code, run) in enumerate(runs.items()):
        by_number = {finding.number: finding for finding in run.findings}
        for one in run.subjects:
            finding = by_number.get(one.number)
            if finding is not None and last.get(finding.rule) == (turn, code):
                yield (finding.rule, one.kind, one.subject), finding, code
