"""Runs all cases of a rulebook with both evaluators."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from engine.cases import Known, cases_of, run
from engine.loading import load_checked
from engine.mistakes import Mistakes, Place
from engine.rule import Rule
from engine.rulebook import Rulebook
from engine.rulefolder import lies_in
from engine.seconding import Second


def run_all(folder: Path, paths: Sequence[Path], second: Second, mistakes: Mistakes) -> str:
    """Runs the cases of the rules in a folder (only those in the given files or folders, where given).

    Notes every case that does not come out as written; returns a summary.
    """
    book, rules = chosen(folder, paths, mistakes)
    count, known = 0, Known()
    for rule in rules:
        for case in cases_of(book, rule, mistakes, known):
            count += 1
            mistakes.found.extend(run(book, case, second.judge))
    return f"{len(rules)}条规则的{count}个用例全部符合（{'两个求值器' if second.wanted else '参照求值器'}）。"


def chosen(folder: Path, paths: Sequence[Path], mistakes: Mistakes) -> tuple[Rulebook, list[Rule]]:
    """Reads a rulebook; returns it with the rules in the given files or folders (all, where none are given).

    Raises MistakesFound where it cannot be used; notes where there are no rules.
    """
    book = load_checked(folder, mistakes)
    mistakes.check()
    rules = [r for r in book.rules.values() if not paths or any(lies_in(Path(r.file), path) for path in paths)]
    if not rules:
        mistakes.add(Place(str(paths[0]) if paths else str(folder)), "这里没有规则", "请写规则文件或规则所在的文件夹。")
    return book, rules
