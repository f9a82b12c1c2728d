"""What a batch reads, whatever it is stored as: cut into pieces that any process can read again on its own.

A source is plain data, so that it can be sent to another process or machine. Every form of input has a module of its
own with a class of these three: `pieces`, `lines`, `stamp`; `engine.batch.opening` chooses it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from hashlib import blake2b
from pathlib import Path
from typing import Final, Protocol

from msgspec import Struct, field

LINES: Final = (".jsonl", ".ndjson")
COLUMNS: Final = (".parquet",)
MARK: Final = b"\xef\xbb\xbf"  # of UTF-8 files by some editors; in the middle where files were joined
_ENDS: Final = 64 * 1024  # bytes at either end of a file by which it is known again


class Refusal(Struct, array_like=True):
    """Why one line is not judged: the line counted from 1 within its piece (0: no line), the file where it is told."""

    line: int
    reason: str
    hint: str
    file: str = ""


class Piece(Struct, frozen=True):
    """A run of an input that is read, judged and kept as a whole; what its bounds count is its source's own.

    file: what rejects name, empty where the input is one file; path: what is opened; size: its share of the work;
    groups: fact files that belong together, where pieces are made of files.
    """

    path: str
    start: int
    end: int
    size: int
    file: str = ""
    groups: tuple[tuple[str, ...], ...] = ()


class Noted(Struct):
    """What the reader of a piece has to say besides lines: what it refused, and the file of each line (or nothing)."""

    refused: list[Refusal] = field(default_factory=list)
    files: list[str] = field(default_factory=list)


class Source(Protocol):
    """An input: cut the same way whoever asks, and read piece by piece in bounded memory."""

    def pieces(self) -> list[Piece]:
        """The pieces in the order of the input; they depend on the input alone."""

    def lines(self, piece: Piece, noted: Noted) -> Iterator[bytes]:
        """The department lines of a piece, none with its line break; an empty one for what is blank or refused."""

    def stamp(self) -> str:
        """What changes when the input does."""


class Stored(Struct, frozen=True):
    """A file of departments, or several in a folder, read in the order of their names."""

    files: tuple[str, ...]
    root: str  # what names of files are told against; empty where the input is one file

    def stamp(self) -> str:
        """What changes when one of the files does."""
        return files_stamp([Path(file) for file in self.files], Path(self.root or "."))

    def name_of(self, path: Path) -> str:
        """What rejects call a file; nothing where there is but one."""
        return path.relative_to(self.root).as_posix() if self.root else ""


def ends_of(path: Path) -> str:
    """What a file is known again by: size, times of its last change, and a hash of its first and last 64 KB.

    Of the times one can be set by anybody (`cp -p`, archives), and is; the other is the system's own.
    """
    digest = blake2b(digest_size=16)
    with path.open("rb") as stream:
        stat = os.fstat(stream.fileno())
        digest.update(stream.read(_ENDS))
        if stat.st_size > _ENDS:
            stream.seek(max(_ENDS, stat.st_size - _ENDS))
            digest.update(stream.read(_ENDS))
    return f"{stat.st_size} {stat.st_mtime_ns} {stat.st_ctime_ns} {digest.hexdigest()}"


def files_stamp(files: Sequence[Path], root: Path) -> str:
    """What changes when one of several files does, or when one comes or goes."""
    digest = blake2b(digest_size=16)
    for file in files:
        digest.update(f"{os.path.relpath(file, root)}\0{ends_of(file)}\n".encode(errors="surrogateescape"))
    return digest.hexdigest()
