"""Department lines as a batch reads them, and what an examiner makes of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec
from small import TODAY, facts_text, tree
from trees import plain

from engine.batch.examining import Examiner, Part, Settings
from engine.batch.line_reading import read_line
from engine.batch.lines import Teller
from engine.batch.written import Lines, Refusal, add
from engine.compiling import compile_program
from engine.generated.judging import Judge, judge_of
from engine.generated.known.counting import Tally
from engine.judge import by_reference
from engine.library import Library
from engine.mistakes import Mistakes, Place
from engine.program import Program
from engine.region import check_region
from engine.waiving import Waivers

Line = dict[str, Any]


def line_of(facts: str = "", department: str = "示例部门", year: int = 2022) -> bytes:
    """The line of a department whose facts are written as in a fact file."""
    node = tree(facts if "\n部门:" in f"\n{facts}" else facts_text(facts, department, year))
    assert node is not None
    return json.dumps(plain(node), ensure_ascii=False).encode()


def examiner(rules: Path, verify: tuple[int, int] = (0, 1), **more: Any) -> Examiner:
    """An examiner of a rules folder; nothing is judged twice unless asked for."""
    return Examiner(Settings(str(rules), today=TODAY, verify=verify, **more))


def examined(rules: Path, *lines: bytes, **more: Any) -> Part:
    """What lines come to."""
    found = examiner(rules, **more)
    try:
        return found.examine(lines)
    finally:
        found.close()


def rows(lines: bytes) -> list[Line]:
    """The lines of a result as data."""
    return [msgspec.json.decode(line) for line in lines.splitlines()]


# A stand-in for the tier of plain departments, to see what an examiner makes of it


class Exact:
    """Takes the departments of one region and year of which everything is known."""

    def __init__(self, books: Library, program: Program) -> None:
        self.books, self.program, self.taken = books, program, 0
        self.places = {(program.region, program.year)}
        self.teller = Teller(program, books.book, None, True)
        self.counts: Tally = {}

    def admit(self, region: str) -> None:
        """It is asked for its own region alone."""

    def take(self, line: bytes, findings: list[str], departments: list[str]) -> tuple[str, int] | None:
        """Judges a line if it can."""
        found = read_line(line, self.books.book)
        if isinstance(found, Refusal) or (found.region, found.year) != (self.program.region, self.program.year):
            return None
        states, _ = by_reference(self.program, found, Waivers.of(found, TODAY))
        lines, counts = Lines(), Tally()
        self.teller.tell(found, states, lines, counts)
        if lines.unknowns:
            return None
        self.taken += 1
        add(self.counts, counts)
        findings += lines.findings
        departments += lines.departments
        return found.department, found.year

    def tally(self) -> Tally:
        """What was counted since the last time."""
        counts, self.counts = self.counts, {}
        return counts


class Stocked:
    """What a batch needs of a rulebook, with the stand-in for plain departments."""

    only = None

    def __init__(self, books: Library) -> None:
        self.library, self.digest = books, books.digest
        self.tiers: dict[tuple[str, int], Exact] = {}

    def home(self, region: str) -> str | None:
        """Every region has standards of its own."""
        return region if check_region(region, Place(""), Mistakes()) else None

    def known(self, region: str, year: int) -> Exact:
        """The tier of a region and year."""
        key = (region, year)
        return self.tiers.setdefault(key, Exact(self.library, self.program(region, year)))

    def titles(self) -> dict[str, tuple[str, str]]:
        """The rules with their names and themes."""
        return {rule.id: (rule.name, rule.theme) for rule in self.library.book.rules.values()}

    def judge(self, region: str, year: int) -> Judge:
        """What judges departments of a region and year three-valued."""
        return judge_of(self.program(region, year))

    def program(self, region: str, year: int) -> Program:
        """The program of a region and year."""
        programs, key = self.library.programs, (region, year, None)
        if key not in programs:
            programs[key] = compile_program(self.library.book, region, year)
        return programs[key]
