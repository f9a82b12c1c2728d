"""The two rulebooks that are compared and the facts both are applied to, each read once; raises MistakesFound."""

from __future__ import annotations

import re
from collections.abc import Sequence
from os.path import isdir
from pathlib import Path
from tempfile import TemporaryDirectory

from msgspec.structs import replace

from engine.dossier import Dossier
from engine.impact.comparing import Side
from engine.impact.revision import export, in_repository
from engine.intake.gathering import fact_files, read_all
from engine.library import open_library
from engine.loading import load_checked
from engine.mistakes import Mistake, Mistakes, MistakesFound
from engine.rulebook import Rulebook


def open_sides(old: str, new: str, rules: Path) -> tuple[Side, Side]:
    """Opens two rulebooks, each a folder or a git revision of the rule folder; no second one means `rules` as it is."""
    new = new or str(rules)
    # A revision is one of the folder it is compared with, unless that is no folder of a git repository.
    folder = next((Path(name) for name in (new, old) if isdir(name) and in_repository(Path(name))), rules)
    return open_side(old, folder), open_side(new, folder)


def open_side(name: str, folder: Path) -> Side:
    """Opens one rulebook: a folder if there is one of that name, else a revision of `folder`."""
    if isdir(name):
        return Side(_shown(Path(name)), open_library(Path(name)).book)
    with TemporaryDirectory() as place:
        commit = export(name, folder, Path(place))
        return Side(name if commit.startswith(name) else f"{name}（{commit}）", load_from(Path(place), name))


def _shown(folder: Path) -> str:
    """A folder as seen from where the user stands, if it lies below."""
    here = Path.cwd()
    return str(folder.relative_to(here) if folder.is_absolute() and folder.is_relative_to(here) else folder)


def load_from(place: Path, name: str) -> Rulebook:
    """Reads a rulebook from a passing copy; its mistakes are placed in `name`, for the copy is gone when it is read."""
    mistakes = Mistakes()
    book = load_checked(place, mistakes)
    copies = re.compile(re.escape(str(place)) + "/?")
    found = [_renamed(mistake, copies, f"{name}:") for mistake in mistakes.found]
    if found:
        raise MistakesFound(found)
    return book


def _renamed(mistake: Mistake, copies: re.Pattern[str], name: str) -> Mistake:
    place = replace(mistake.place, file=copies.sub(name, mistake.place.file))
    return Mistake(place, copies.sub(name, mistake.message), copies.sub(name, mistake.hint))


def read_facts(paths: Sequence[Path], sides: Sequence[Side]) -> list[Dossier]:
    """Reads the departments in the order of their names and years, with the themes and rules of all rulebooks.

    A fact may name a theme, and a waiver a rule, that only one of the rulebooks has.
    """
    mistakes = Mistakes()
    last = sides[-1].book
    themes = {theme: title for side in sides for theme, title in side.book.themes.items()}
    rules = {rule: one for side in sides for rule, one in side.book.rules.items()}
    book = replace(last, vocabulary=last.vocabulary.with_topics(tuple(themes)), themes=themes, rules=rules)
    found = read_all(fact_files(paths, mistakes), book, mistakes)
    mistakes.check()
    return sorted(found, key=lambda dossier: (dossier.department, dossier.year))
