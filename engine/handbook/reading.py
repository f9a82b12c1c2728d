"""Reads a rulebook for looking at: as a whole, or as much of it as can be read with a word on what cannot."""

from __future__ import annotations

from pathlib import Path

from msgspec.structs import replace

from engine.loading import load_checked
from engine.mistakes import Mistakes, MistakesFound
from engine.rulebook import Rulebook


def whole(folder: Path) -> Rulebook:
    """Reads a rulebook with its cases; raises MistakesFound."""
    mistakes = Mistakes()
    book = load_checked(folder, mistakes)
    mistakes.check()
    return book


def readable(folder: Path, wanted: str = "") -> tuple[Rulebook, str]:
    """Reads what can be read of a rulebook, and says how many files have mistakes.

    Raises MistakesFound where nothing can be read, or where the wanted rule is one that cannot.
    """
    mistakes = Mistakes()
    book = load_checked(folder, mistakes)
    rules = {name: rule for name, rule in book.rules.items() if rule.duties}
    if not rules or (wanted and wanted not in rules and any(name.startswith(wanted) for name in book.unread)):
        mistakes.check()
    names = dict.fromkeys(mistake.place.file for mistake in MistakesFound(mistakes.found).mistakes)
    if not names:
        return book, ""
    files = "、".join(list(names)[:3]) + ("等" if len(names) > 3 else "")
    notice = f"另有{len(names)}个文件有错误，其中的内容没有或没有全部列出：{files}。详见 cli.py lint。"
    return replace(book, rules=rules), notice
