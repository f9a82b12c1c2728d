"""Keeps the runs of a check and says what earlier runs say of its findings; a run is kept whole or not at all."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Sequence
from pathlib import Path

import msgspec
from msgspec.structs import replace

from engine import VERSION
from engine.dossier import Dossier
from engine.ledger.history import History
from engine.ledger.opening import LONGEST, LedgerRefused, reading, transaction, writing
from engine.ledger.packing import pack_facts, read_rulebook
from engine.ledger.rounds import history_before
from engine.ledger.run import heads, insert, keys_of, run_of
from engine.outcome import Outcome


class Keeper:
    """Keeps checks made with one rulebook in one file; `digest` is that of the rules as they were when judging.

    What could not be kept is said when all else is done: the result is the inspector's, whatever the ledger's state.
    """

    def __init__(self, file: Path, rules: Path, digest: str, only: frozenset[str] | None) -> None:
        self.file, self.rules, self.digest, self.only = file, rules, digest, only

    def with_history(self, outcomes: Sequence[Outcome]) -> list[Outcome]:
        """The same outcomes, their findings followed through the years; unchanged where the ledger cannot be read."""
        try:
            if not os.path.isfile(self.file) or not os.path.getsize(self.file):
                return [followed(outcome, History(outcome.year)) for outcome in outcomes]
            with reading(self.file) as connection:
                return [
                    followed(one, history_before(connection, one.department, one.year, one.digest, one.day or 0))
                    for one in outcomes
                ]
        except LedgerRefused:
            return list(outcomes)  # `keep` will say so

    def keep(self, checked: Sequence[tuple[Dossier, Outcome]]) -> str:
        """Records every run; returns a remark; raises LedgerRefused, having kept those before it whole."""
        new = done = 0
        try:
            rulebook = self._rulebook()
            with writing(self.file) as connection:
                for dossier, outcome in checked:
                    new += self._record(connection, dossier, outcome, rulebook)
                    done += 1
        except LedgerRefused as error:
            rest = "、".join(f"{outcome.department}{outcome.year}年度" for _, outcome in checked[done : done + 5])
            raise LedgerRefused(
                f"结果已经给出，但{rest}{'等' if len(checked) > done + 5 else ''}没有记入台账。{error}"
            ) from None
        again = f"，{done - new}次台账里已有（核验码相同），没有重复记" if done > new else ""
        return f"已记入台账 {self.file}：{new}次检查{again}。"

    def _rulebook(self) -> bytes:
        try:
            digest, files = read_rulebook(self.rules)
        except OSError:
            digest, files = "", b""
        if digest != self.digest:
            raise LedgerRefused("检查期间规则文件有改动，不能保证记下的就是检查所用的。请重新检查。")
        return files

    def _record(self, connection: sqlite3.Connection, dossier: Dossier, outcome: Outcome, rulebook: bytes) -> bool:
        """Keeps one run in one transaction; returns whether it is new."""
        key, facts = pack_facts(dossier)
        if max(len(facts), len(rulebook)) > LONGEST:
            raise LedgerRefused(f"{outcome.department}的事实或规则太大，台账记不下。")
        day, run = outcome.day or 0, run_of(outcome)
        with transaction(connection):
            turn = connection.execute("SELECT coalesce(max(turn), 0) + 1 FROM run").fetchone()[0]
            known = heads(connection, code=outcome.digest)
            if known:
                if day >= known[0].day:
                    connection.execute("UPDATE run SET day = ?, turn = ? WHERE id = ?", (day, turn, known[0].id))
                return False
            connection.execute("INSERT OR IGNORE INTO rulebook VALUES (?, ?)", (self.digest, rulebook))
            connection.execute("INSERT OR IGNORE INTO facts VALUES (?, ?)", (key, facts))
            chosen = None if self.only is None else msgspec.json.encode(sorted(self.only)).decode()
            what = (outcome.digest, outcome.department, outcome.year, outcome.region, day, turn, VERSION)
            judges = "、".join(outcome.evaluators)
            made = connection.execute(
                "INSERT INTO run VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (*what, judges, chosen, self.digest, key),
            )
            insert(connection, made.lastrowid or 0, run)
        return True


def followed(outcome: Outcome, history: History) -> Outcome:
    """The same outcome with the history of every finding."""
    pairs = zip(outcome.findings, keys_of(outcome), strict=True)
    findings = (replace(finding, history=history.sentence(keys)) for finding, keys in pairs)
    return replace(outcome, findings=tuple(findings))
