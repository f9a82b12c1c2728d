"""Small rulebooks under lint: the notes of one code, as they are written for their readers."""

from __future__ import annotations

from pathlib import Path

from small import TODAY, write_rules

from engine.lint.notes import Note
from engine.lint.running import notes_of
from engine.lint.solving import Solver
from engine.linting import lint_all
from engine.mistakes import Mistakes


def linted(
    folder: Path, *rules: str, derived: str = "", parameters: str = "", today: int = TODAY, solver: bool = True
) -> list[Note]:
    """All notes on a small rulebook; raises MistakesFound where it has mistakes."""
    write_rules(folder, *rules, derived=derived, parameters=parameters)
    mistakes = Mistakes()
    looked = lint_all([folder], folder, mistakes)
    mistakes.check()
    return notes_of(looked.book, looked.cases, today, Solver(solver))


def said(notes: list[Note], code: str) -> list[str]:
    """The messages of the notes of one code."""
    return [note.message for note in notes if note.code == code]


def samples(notes: list[Note], code: str) -> list[str]:
    """The samples of the notes of one code."""
    return [note.witness for note in notes if note.code == code]


def lines(notes: list[Note], code: str) -> list[tuple[str, int, int]]:
    """Where the notes of one code stand: file name, line, column."""
    return [(Path(note.place.file).name, note.place.line, note.place.column) for note in notes if note.code == code]
