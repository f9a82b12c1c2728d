"""All notes on a rulebook, in the order of their places, without those that somebody has explained."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from engine.cases import Case
from engine.lint.acknowledged import entries_of, sifted
from engine.lint.bases import basis_notes
from engine.lint.casework import case_notes
from engine.lint.catalogue import explanations
from engine.lint.claims import Reasoning
from engine.lint.ladders import ladder_notes
from engine.lint.notes import Note
from engine.lint.pairs import pair_notes
from engine.lint.reading import Readers
from engine.lint.rows import row_notes
from engine.lint.single import single_notes
from engine.lint.solving import Solver
from engine.lint.usage import usage_notes
from engine.linting import lint_all
from engine.mistakes import Mistakes
from engine.rulebook import Rulebook
from engine.rulefolder import ACKNOWLEDGED


class Report(Struct, frozen=True):
    """What lint has to say of files without mistakes: the notes nobody has explained, and how many somebody has."""

    notes: tuple[Note, ...]
    known: int
    looked: str
    skipped: int = 0

    def __str__(self) -> str:
        lines = [*map(str, self.notes)]
        if self.skipped:
            lines.append(f"没有安装 z3-solver，{self.skipped}处牵涉几个字段的比较没有推断。补装后再看：make workbench")
        counts: dict[str, int] = {}
        for note in self.notes:
            counts[note.code] = counts.get(note.code, 0) + 1
        if counts:
            shown = "、".join(f"{code} {count}个" for code, count in sorted(counts.items()))
            lines.append(f"共{len(self.notes)}个提示：{shown}。说明见：cli.py lint --explain {min(counts)}")
        return "".join(f"{line}\n" for line in lines)

    @property
    def remark(self) -> str:
        """The closing line for the person at the terminal."""
        known = f"；{self.known}个已知提示有说明，没有列出" if self.known else ""
        return f"没有错误：{self.looked}{known}。"


def report_of(
    paths: Sequence[Path], rules: Path, today: int, mistakes: Mistakes, solver: Solver | None = None
) -> Report:
    """Lints files; notes every mistake, and looks further only where there are none.

    Notes are on the rulebook; they are given for the paths that lie in it, and not where only fact files are named.
    """
    looked = lint_all(paths, rules, mistakes)
    entries = entries_of(looked.book.sources.get(ACKNOWLEDGED), explanations(), mistakes)
    if mistakes.found or not looked.inside:
        return Report((), 0, looked.counts)
    solver = solver or Solver()
    notes, known = sifted(notes_of(looked.book, looked.cases, today, solver), entries)
    shown = sorted(note for note in notes if looked.shows(note.place.file))
    return Report(tuple(shown), known, looked.counts, solver.skipped)


def notes_of(book: Rulebook, cases: Mapping[str, list[Case]], today: int, solver: Solver) -> list[Note]:
    """Every note on a rulebook without mistakes; today is the day of the check, an ordinal."""
    reasoning, readers = Reasoning(book, solver), Readers(book)
    found = [
        *single_notes(reasoning),
        *pair_notes(reasoning),
        *ladder_notes(book),
        *row_notes(book, readers),
        *usage_notes(book, reasoning.places, readers),
        *basis_notes(book, reasoning.places, today),
        *case_notes(book, reasoning.places, cases),
    ]
    return sorted(set(found))
