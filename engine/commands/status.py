"""What `facts status` does: the facts read, judged by the reference evaluator, and what is missing told."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from engine.checking import Checker
from engine.intake.gathering import fact_files, read_all
from engine.library import open_library
from engine.mistakes import Mistakes
from engine.report.status import status_of
from engine.seconding import Second
from engine.terminal import say


def run(facts: Sequence[Path], rules: Path, form: str, today: int) -> str | bytes:
    """Returns the 取数清单 of all departments as a table (text) or as a workbook; today is an ordinal.

    One evaluator is enough: nothing is certified, and the list says so. Raises MistakesFound.
    """
    mistakes, library = Mistakes(), open_library(rules)
    dossiers = read_all(fact_files(facts, mistakes), library.book, mistakes)
    mistakes.check()
    with Second(False) as second:
        outcomes = list(Checker(library, second, today, shown=frozenset()).check(dossiers))
    library.keep()
    say(mistakes.remarked())
    pairs = zip(outcomes, dossiers, strict=True)
    states = sorted((status_of(*pair, library.book) for pair in pairs), key=lambda s: (s.department, s.year))
    if form == "xlsx":
        from engine.report.status_book import render_book

        return render_book(states)
    from engine.report.status_table import render_table

    return render_table(states)
