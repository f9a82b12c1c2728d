"""Keeping runs of a small department in a ledger, and looking into the file."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from small import OTHER, SPENT, TODAY, checked, dossier, rule_text, write_rules

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


HINT = rule_text("年度预算 ≥ 100元", rule="TGT-001", severity="提示", theme="绩效监控")
WHOLE = rule_text("总预算 ≥ 100元", kind="预算收支", rule="BUD-009", problem="总预算{总预算}。")


def three_years(folder: Path) -> Book:
    """A ledger of three years: 甲 lasts, 乙 was mended and came back, 丙 is new, 丁 was mended, 戊 cannot be told."""
    book = Book(folder, SPENT, HINT, WHOLE)
    every = {"甲": FOUND, "乙": FOUND, "丙": MENDED, "丁": FOUND, "戊": FOUND, "己": FOUND}
    changed = {2020: {}, 2021: {"乙": MENDED}, 2022: {"丙": FOUND, "丁": MENDED, "戊": UNKNOWN}}
    for year, values in changed.items():
        items = [f"{name}={value}, 年度预算: 1元" for name, value in (every | values).items()]
        waiver = WAIVER.replace("对象: 甲", "对象: 己") if year == 2022 else ""
        book.check(projects(*items).replace("{名称: 戊, ,", "{名称: 戊,") + "预算收支: {总预算: 1元}\n" + waiver, year)
    return book
