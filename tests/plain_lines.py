"""A rulebook with its exact tier, and what the reference says of the same line: the two are held together here."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from small import REGION, TODAY, library

from engine.batch.line_reading import read_line
from engine.batch.lines import Teller
from engine.batch.written import Lines, Refusal
from engine.compiling import compile_program
from engine.generated.known import Known
from engine.generated.known.counting import Tally
from engine.generated.known.making import spec_of
from engine.generated.known.spec import Spec
from engine.judge import by_reference
from engine.library import Library
from engine.program import Program
from engine.waiving import Waivers

YEAR = 2022
Data = dict[str, Any]


@dataclass
class Desk:
    """One rulebook with its exact tier."""

    books: Library
    program: Program
    teller: Teller
    known: Known

    def check(self, line: bytes) -> bool:
        """Whether the exact tier takes a line; then the reader must read it, and the reference say the same."""
        findings: list[str] = []
        departments: list[str] = []
        if self.known.take(line, findings, departments) is None:
            assert (findings, departments) == ([], [])
            return False
        findings, tally = "".join(findings).splitlines(keepends=True), self.known.tally()
        dossier = read_line(line, self.books.book)
        assert not isinstance(dossier, Refusal), (dossier, line.decode())
        states, _ = by_reference(self.program, dossier, Waivers.of(dossier, TODAY))
        lines, counts = Lines(), Tally()
        self.teller.tell(dossier, states, lines, counts)
        shown = line.decode()
        assert lines.unknowns == [], (lines.unknowns, shown)
        apart = sorted({*findings} ^ {*lines.findings}), [key for key in tally if tally[key] != counts.get(key, {})]
        assert sorted(findings) == sorted(lines.findings), (*apart, shown, self.known.spec.source)
        assert departments == lines.departments, shown
        own = {rule: many for rule, many in tally.items() if many}
        assert own == counts, (own, counts, shown, self.known.spec.source)
        for one in (*findings, *departments):
            json.loads(one)
        return True

    def checks(self, lines: Iterable[bytes]) -> int:
        """How many of the lines the exact tier takes."""
        return sum(map(self.check, lines))

    def refuses(self, line: bytes) -> bool:
        """Whether the reader finds a mistake in a line; then the exact tier must not take it."""
        assert not self.check(line)
        return isinstance(read_line(line, self.books.book), Refusal)


def spec_from(books: Library, evidence: bool = True, region: str = REGION, year: int = YEAR) -> Spec | None:
    """The exact tier's spec of a whole rulebook, if it has one."""
    return spec_of(compile_program(books.book, region, year), books.book.rules, evidence, books.book.regions)


def desk_of(books: Library, evidence: bool = True, region: str = REGION, year: int = YEAR) -> Desk | None:
    """The desk of a rulebook; None where it has no exact tier."""
    spec = spec_from(books, evidence, region, year)
    if spec is None:
        return None
    program = compile_program(books.book, region, year)
    return Desk(books, program, Teller(program, books.book, None, evidence), Known(spec))


def desk(folder: Path, *rules: str, derived: str = "", parameters: str = "", evidence: bool = True) -> Desk:
    """A desk for rules that the exact tier must have a form for."""
    found = desk_of(library(folder, *rules, derived=derived, parameters=parameters), evidence)
    assert found is not None
    return found


def fact_line(*facts: Data, region: str = REGION, year: int = YEAR, **kinds: Any) -> bytes:
    """The line of a department; facts are fields of 部门 besides what it must have, kinds everything else."""
    stands: Data = {"名称": "示例部门", "年度": year, "地区": region}
    for more in facts:
        stands |= more
    return text_of({"部门": stands} | kinds)


def text_of(data: Data) -> bytes:
    """Data as a line."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()


def projects(*rows: Sequence[Any]) -> list[Data]:
    """Projects by name, budget and what was spent, in 分, and whatever else."""
    return [
        {"名称": name, "年度预算（分）": budget, "支出（分）": spent, **(more[0] if more else {})}
        for name, budget, spent, *more in rows
    ]
