"""Reads the words of a check that is written without a slip, without loading typer, which says what they mean.

What is not as plain as that (another command, --help, an option that is cut short or not there, a word that is not
allowed) is left to typer.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

ENGINES = ("durable", "reference")
FORMS = ("table", "text", "markdown", "json", "docx", "html", "xlsx")


def _one_of(*words: str) -> Callable[[str], str | None]:
    return lambda word: word if word in words else None


def _path(word: str) -> Path | None:
    readable = os.access(word, os.R_OK) or not os.path.lexists(word)  # else typer objects
    return Path(word) if readable else None


# What typer calls an option, and what it makes of the word behind it; None where it would object.
_ONCE: dict[str, tuple[str, Callable[[str], Any]]] = {
    "--rules": ("rules", _path),
    "--year": ("year", lambda word: int(word) if word.isascii() and word.isdigit() and len(word) < 5 else None),
    "--engine": ("engine", _one_of(*ENGINES)),
    "--format": ("form", _one_of(*FORMS)),
    "--output": ("output", _path),
    "--date": ("day", str),
    "--near": ("near", str),
    "--ledger": ("ledger", _path),
}
_OFTEN = {"--rule": "rule", "--theme": "theme"}


def plain_check(words: Sequence[str]) -> dict[str, Any] | None:
    """Returns what a check is told by the words after the program's name, under typer's names; None: ask typer."""
    if words[:1] != ["check"] or os.name == "nt" or not all(map(str.isprintable, words)):  # nt: * may be file names
        return None
    told: dict[str, Any] = {}
    rest = iter(words[1:])
    for word in rest:
        name, value = ("facts", _path(word)) if not word.startswith("-") else _option(word, next(rest, ""))
        often = name in ("facts", *_OFTEN.values())
        if not word or value is None or (name in told and not often):
            return None
        told[name] = [*told.get(name, ()), value] if often else value
    return told


def _option(word: str, behind: str) -> tuple[str, Any]:
    """An option and its value; None where either is not plain."""
    if not behind or behind.startswith("-"):
        return word, None
    if word in _OFTEN:
        return _OFTEN[word], behind
    name, read = _ONCE.get(word, (word, lambda _: None))
    return name, read(behind)
