"""Finds every mistake in rule and fact files; what is found is the same as what a check would refuse."""

from __future__ import annotations

from collections.abc import Sequence
from os.path import isdir
from pathlib import Path

from msgspec import Struct

from engine.cases import Case, Known, cases_of
from engine.intake.gathering import fact_files, read_all
from engine.loading import load_checked
from engine.mistakes import Mistakes
from engine.rulebook import Rulebook
from engine.rulefolder import lies_in


class Looked(Struct, frozen=True):
    """What was looked at: the rulebook, the cases of each rule, the paths given inside it, and all of it in words."""

    book: Rulebook
    cases: dict[str, list[Case]]
    inside: tuple[Path, ...]
    counts: str

    def shows(self, file: str) -> bool:
        """Whether a file of the rulebook lies in the paths that were given."""
        return any(lies_in(Path(file), path) for path in self.inside)


def lint_all(paths: Sequence[Path], rules: Path, mistakes: Mistakes) -> Looked:
    """Checks rule folders and fact files; notes every mistake.

    A path inside the rule folder stands for the whole folder, since rules are checked against each other.
    """
    folder = next((place for path in paths for place in (path, *path.parents) if _is_rulebook(place)), rules)
    book = load_checked(folder, mistakes)
    known: Known = {}
    cases = {rule.id: cases_of(book, rule, mistakes, known) for rule in book.rules.values()}
    others = [path for path in paths if not lies_in(path, folder)]
    files = fact_files(others, mistakes) if others else []
    read_all(files, book, mistakes)
    count = sum(map(len, cases.values()))
    inside = tuple(path for path in paths if lies_in(path, folder))
    return Looked(book, cases, inside, f"{len(book.rules)}条规则、{count}个用例、{len(files)}份事实文件")


def _is_rulebook(path: Path) -> bool:
    return isdir(path) and any((path / name).is_file() for name in ("主题.yaml", "参数.yaml", "推导.yaml"))
