"""Keeping runs of a small department in a ledger, and looking into the file."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from small import OTHER, SPENT, TODAY, checked, dossier, write_rules

from engine.ledger.keeping import Keeper
from engine.library import Library, open_library
from engine.outcome import Outcome

MENDED, FOUND, UNKNOWN = "支出: 100元", "支出: 90元", ""
WAIVER = "豁免:\n- {规则: BUD-001, 对象: 甲, 理由: 已批, 批准: 财政局, 到期: 2099-12-31}\n"


class Book:
    """A rulebook of two rules and a ledger; every run is made on a later day than the one before."""

    def __init__(self, folder: Path, *rules: str) -> None:
        self.folder = folder / "规则"
        if not self.folder.exists():  # another process may be reading them
            write_rules(self.folder, *(rules or (SPENT, OTHER)))
        self.file = folder / "台账.db"
        self.day = TODAY

    @property
    def library(self) -> Library:
        """The rulebook as it is now."""
        return open_library(self.folder)

    def keeper(self, only: frozenset[str] | None = None) -> Keeper:
        """What keeps the runs."""
        return Keeper(self.file, self.folder, self.library.digest, only)

    def check(
        self,
        facts: str,
        year: int = 2022,
        only: Sequence[str] | None = None,
        department: str = "示例部门",
        day: int = 0,
    ) -> Outcome:
        """Checks a department, keeps the run and returns the outcome with its history."""
        self.day += 1
        given = dossier(facts, department, year)
        chosen = None if only is None else frozenset(only)
        keeper = self.keeper(chosen)
        (outcome,) = keeper.with_history([checked(self.library, given, chosen, day or self.day)])
        keeper.keep([(given, outcome)])
        return outcome


def projects(*items: str, complete: bool = True) -> str:
    """A list of projects, each named by a letter and a figure: 甲=支出: 90元."""
    rows = "".join(f"  - {{名称: {name}, {value}}}\n" for name, _, value in (item.partition("=") for item in items))
    rows = rows.replace(", }", "}")
    return f"项目:\n  清单完整: {'是' if complete else '否'}\n  条目:\n{rows}" if items else "项目: 无\n"


def history(outcome: Outcome, rule: str = "BUD-001") -> str:
    """The history of a rule's finding; empty where there is none."""
    return next((finding.history for finding in outcome.findings if finding.rule == rule), "")


def rows(file: Path, query: str) -> list[tuple[Any, ...]]:
    """What a query finds in a ledger."""
    with closing(sqlite3.connect(file)) as connection:
        return connection.execute(query).fetchall()


def change(file: Path, *statements: str, bare: bool = True) -> None:
    """Changes a ledger behind the engine's back."""
    with closing(sqlite3.connect(file)) as connection:
        connection.execute(f"PRAGMA foreign_keys = {'OFF' if bare else 'ON'}")
        for statement in statements:
            connection.execute(statement)
        connection.commit()
