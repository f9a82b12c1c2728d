"""A kept run proved: its rules and facts give its 核验码, and checked again, word for word what was kept."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from msgspec import Struct

from engine import VERSION
from engine.checking import Checker, code_of
from engine.dossier import Dossier
from engine.ledger.packing import Damaged, unpack_facts, write_rulebook
from engine.ledger.run import Head, Run, heads, run_in, run_of
from engine.library import Library
from engine.loading import load_checked
from engine.mistakes import Mistakes
from engine.seconding import Second
from engine.vocabulary import FINDING
from engine.waiving import Waivers

MOST = 20  # differences that are told


class Proof(Struct, frozen=True):
    """What became of a proof: whether the inputs gave the 核验码, and what differs, in Chinese (nothing: the same).

    again says whether the check was run again: only the version that made the run can do that.
    """

    head: Head
    run: Run
    again: bool
    differences: tuple[str, ...]


def verify(connection: sqlite3.Connection, code: str, second: Second) -> Proof | None:
    """Proves a kept run, None where none has the 核验码; raises Damaged where there is nothing left to prove it by.

    A run of another version is hashed as that version, and not run again.
    """
    wrong = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    if wrong != "ok":
        raise Damaged("文件的结构不完整")
    head = next(iter(heads(connection, code=code)), None)
    if head is None:
        return None
    dossier, run = facts_of(connection, code), run_in(connection, head)
    with TemporaryDirectory() as folder:
        _write_rules(connection, head, Path(folder))
        found = code_of(head.rulebook, dossier, Waivers.of(dossier, head.day), head.only, head.version)
        different = [*_heads(head, dossier)] + (
            [] if found == code else [f"规则、事实和版本现在得出的核验码是 {found}"]
        )
        if different or head.version != VERSION:
            return Proof(head, run, False, tuple(different))
        library = _library(head, Path(folder))
    if set(dossier.facts) != {word for word in library.book.vocabulary.kinds if word != FINDING}:
        raise Damaged("事实的类型与规则库的不同")
    (outcome,) = Checker(library, second, head.day, head.only, frozenset()).check([dossier])
    return Proof(head, run, True, tuple(_different(run, run_of(outcome))))


def facts_of(connection: sqlite3.Connection, code: str) -> Dossier:
    """The facts that a run was made from; raises Damaged."""
    joined = "SELECT hash, content FROM run JOIN facts ON facts.hash = run.facts WHERE code = ?"
    row = connection.execute(joined, (code,)).fetchone()
    if row is None or not isinstance(row[1], bytes):
        raise Damaged("没有这次检查的事实")
    return unpack_facts(row[1], str(row[0]))


def _write_rules(connection: sqlite3.Connection, head: Head, folder: Path) -> None:
    """Puts the files of the rulebook that a run was made with into a folder; raises Damaged."""
    row = connection.execute("SELECT files FROM rulebook WHERE digest = ?", (head.rulebook,)).fetchone()
    if row is None or not isinstance(row[0], bytes):
        raise Damaged("没有这次检查的规则文件")
    write_rulebook(row[0], head.rulebook, folder)


def _library(head: Head, folder: Path) -> Library:
    """The rulebook read anew from its files; this version has read them before."""
    mistakes = Mistakes()
    book = load_checked(folder, mistakes)
    if mistakes.found:
        first = min(mistakes.found)
        raise Damaged(f"当时的规则文件现在读不了（{Path(first.place.file).name}：{first.message}）")
    return Library(book, head.rulebook, "")


def _heads(head: Head, dossier: Dossier) -> Iterator[str]:
    """Where the head of a run says something else than its facts."""
    pairs = (
        ("部门", head.department, dossier.department),
        ("年度", head.year, dossier.year),
        ("地区", head.region, dossier.region),
    )
    return (f"{what}：台账写的是{kept}，事实里是{stated}" for what, kept, stated in pairs if kept != stated)


def _different(kept: Run, again: Run) -> Iterator[str]:
    """Where what was kept is not what comes out again."""
    yield from _lines("规则", map(" ".join, kept.titles.items()), map(" ".join, again.titles.items()))
    tables = (("判定", kept.verdicts, again.verdicts), ("问题", kept.findings, again.findings))
    for what, left, right in (*tables, ("问题的对象", kept.subjects, again.subjects)):
        yield from _lines(what, map(_words, left), map(_words, right))


def _words(row: Struct) -> str:
    return " ".join(str(getattr(row, name)) for name in row.__struct_fields__)


def _lines(what: str, kept: Iterable[str], again: Iterable[str]) -> Iterator[str]:
    left, right = dict.fromkeys(kept), dict.fromkeys(again)
    yield from (f"{what}：台账里有，重新检查没有：{line}" for line in left if line not in right)
    yield from (f"{what}：重新检查有，台账里没有：{line}" for line in right if line not in left)
