"""Reads the words of a check or a batch that has no slip, without loading typer, which says what they mean.

What is not as plain as that (another command, --help, an option that is cut short or not there, a word that is not
allowed) is left to typer.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

ENGINES = ("durable", "reference")
FORMS = ("table", "text", "markdown", "json", "docx", "html", "xlsx")

_Once = dict[str, tuple[str, Callable[[str], Any]]]


class Verb(NamedTuple):
    """What typer calls the options of a command, and what it makes of the word behind one; None where it would object.

    often may be written several times, flags have no word behind them; needed are those without which typer objects;
    several: whether there may be several facts, or none.
    """

    once: _Once
    often: dict[str, str]
    flags: dict[str, str]
    needed: frozenset[str]
    several: bool


def _one_of(*words: str) -> Callable[[str], str | None]:
    return lambda word: word if word in words else None


def _path(word: str) -> Path | None:
    readable = os.access(word, os.R_OK) or not os.path.lexists(word)  # else typer objects
    return Path(word) if readable else None


def _number(word: str) -> int | None:
    return int(word) if word.isascii() and word.isdigit() and len(word) < 5 else None


_OFTEN = {"--rule": "rule", "--theme": "theme"}
_SHARED: _Once = {
    "--rules": ("rules", _path),
    "--year": ("year", _number),
    "--output": ("output", _path),
    "--date": ("day", str),
}
_CHECK: _Once = {
    **_SHARED,
    "--engine": ("engine", _one_of(*ENGINES)),
    "--format": ("form", _one_of(*FORMS)),
    "--near": ("near", str),
    "--ledger": ("ledger", _path),
}
_BATCH: _Once = {**_SHARED, "--jobs": ("jobs", _number), "--verify": ("verify", str), "--spark": ("spark", str)}
_FLAGS = {"--no-evidence": "no_evidence", "--parquet": "parquet", "--csv": "tables", "--restart": "restart"}
VERBS = {
    "check": Verb(_CHECK, _OFTEN, {}, frozenset(), several=True),
    "batch": Verb(_BATCH, _OFTEN, _FLAGS, frozenset({"facts", "output"}), several=False),
}


def plain_words(words: Sequence[str]) -> tuple[str, dict[str, Any]] | None:
    """Returns the command and what it is told by the words behind it, under typer's names; None: ask typer."""
    verb = VERBS.get(words[0]) if words else None
    if verb is None or os.name == "nt" or not all(map(str.isprintable, words)):  # nt: * may be file names
        return None
    told: dict[str, Any] = {}
    rest = iter(words[1:])
    for word in rest:
        name, value = ("facts", _path(word)) if not word.startswith("-") else _option(verb, word, rest)
        often = name in verb.often.values() or (verb.several and name == "facts")
        if not word or value is None or (name in told and not often):
            return None
        told[name] = [*told.get(name, ()), value] if often else value
    return (words[0], told) if verb.needed <= told.keys() else None


def _option(verb: Verb, word: str, rest: Iterator[str]) -> tuple[str, Any]:
    """An option and its value; None where either is not plain."""
    if word in verb.flags:
        return verb.flags[word], True
    behind = next(rest, "")
    if not behind or behind.startswith("-"):
        return word, None
    if word in verb.often:
        return verb.often[word], behind
    name, read = verb.once.get(word, (word, lambda _: None))
    return name, read(behind)
