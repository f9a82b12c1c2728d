"""A rulebook opened for use, with what was compiled from it, kept in the cache so that the next run starts at once."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from engine import cache
from engine.mistakes import Mistakes
from engine.program import Program
from engine.rulebook import Rulebook
from engine.rulefolder import judging, rule_files
from engine.verdict import NoResult

MOST = 16  # programs kept; a run over more regions and years compiles the rest again
Key = tuple[str, int, frozenset[str] | None]  # region, year, the rules chosen (None: all)


class Library(Struct):
    """A rulebook without mistakes, the hash of the files that verdicts rest on, and what was made from it so far."""

    book: Rulebook
    digest: str
    name: str
    programs: dict[Key, Program] = {}
    plans: dict[Key, bytes] = {}
    kept: int = 0

    def program(self, region: str, year: int, only: frozenset[str] | None = None) -> Program:
        """The program of a region and year, compiled once for all departments and kept with the library."""
        key = (region, year, only)
        if key not in self.programs:
            from engine.compiling import compile_program  # only where none was kept

            self.programs[key] = compile_program(self.book, region, year, only)
        return self.programs[key]

    def keep(self) -> None:
        """Puts the library into the cache if something was made from it since it was opened."""
        made = len(self.programs) + len(self.plans)
        if self.digest and self.kept < made <= 2 * MOST:
            cache.keep(self.name, replace(self, book=replace(self.book, cases={}, sources={}), kept=made))
            self.kept = made


def open_library(folder: Path) -> Library:
    """Reads a rulebook, from the cache where its files are unchanged; raises MistakesFound, NoResult."""
    digest, beside = _digests(folder)
    name = sha256(f"{digest} {beside} {cache.engine_stamp()} {folder}".encode(errors="surrogateescape")).hexdigest()
    found = cache.recall(name) if digest else None
    if isinstance(found, Library):
        return found
    from engine.loading import load_checked  # grammar and models: only where files have changed

    mistakes = Mistakes()
    book = load_checked(folder, mistakes)
    mistakes.check()
    if (digest, beside) != _digests(folder):
        # Kept under the hash of what was there before, it would be taken for that from then on.
        raise NoResult(f"规则库 {folder} 在读取的时候被改动，没有出具结果。请再运行一次。")
    return Library(book, digest, name)


def _digests(folder: Path) -> tuple[str, str]:
    """The hash of the files that verdicts rest on, and of those beside; empty where they cannot be read."""
    try:
        files = rule_files(folder, all_read=True)
        chosen = judging(files, folder)
        judged = set(chosen)
        beside = cache.fingerprint([path for path in files if path not in judged], folder)
        return cache.fingerprint(chosen, folder), beside
    except OSError:
        return "", ""  # what cannot be read is said by the loader
