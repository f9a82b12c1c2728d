"""What a piece came to, as one file: whole or not there, and known to be whole when it is found again.

A file begins with 16 hexadecimal digits, the length of the record and its checksum; the record follows, then findings,
unknowns and departments as they go into the results. It is written under another name and renamed when it is complete.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final
from zlib import crc32

import msgspec
from msgspec import Struct

from engine.batch.sources import Noted, Piece, Refusal, Source
from engine.batch.written import Judged

if TYPE_CHECKING:
    from engine.batch.examining import Examiner, Part

_HEAD: Final = 16
NAME: Final = 12  # bytes of a name: eight of the digest of department and year, four of the line


class Task(Struct, frozen=True):
    """A piece to be judged: its number in the input, only departments of this year, lines that are not judged.

    names: of all its departments, where lines are skipped: whoever looks for twins again must find the same ones.
    """

    number: int
    piece: Piece
    year: int | None = None
    skip: tuple[int, ...] = ()
    names: bytes = b""


class Record(Struct, array_like=True):
    """What is known of a piece besides its results, whose sizes it tells in their order.

    names are those of all departments, also of lines that were skipped as twins; departments is how many were judged;
    tally: rule, state, how many.
    """

    number: int
    lines: int
    sizes: tuple[int, int, int]
    departments: int
    check: int
    tally: dict[str, dict[str, int]]
    names: bytes
    refused: list[Refusal]
    skip: tuple[int, ...]
    other_years: int
    checked: int
    notice: str


class Broken(Exception):
    """Raised when a file is not what was written; its piece is judged again."""


def examined(examiner: Examiner, source: Source, task: Task) -> tuple[bytes, Part]:
    """Judges a piece; returns its record and what the examiner made of it."""
    noted, other = Noted(), [0]
    judging = getattr(source, "judging", None)
    lines: Iterable[bytes | Judged] = (
        source.lines(task.piece, noted) if judging is None else judging(examiner, task, noted)
    )
    if task.year is not None:
        lines = _of_year(lines, task.year, other)
    part = examiner.examine(lines, frozenset(task.skip))
    refused = noted.refused + [Refusal(one.line, one.reason, one.hint) for one in part.rejects]
    if noted.files:
        refused = [Refusal(one.line, one.reason, one.hint, one.file or noted.files[one.line - 1]) for one in refused]
    results = _results(part)
    record = Record(
        task.number,
        part.lines,
        (len(results[0]), len(results[1]), len(results[2])),
        len(part.names),
        _sum(results),
        part.tally,
        task.names or b"".join(digest + line.to_bytes(4, "little") for digest, line in part.names),
        sorted(refused, key=lambda one: one.line),
        task.skip,
        other[0],
        part.checked,
        part.notice,
    )
    return msgspec.msgpack.encode(record), part


def packed(record: bytes, part: Part) -> list[bytes]:
    """The content of the file of a piece."""
    return [f"{len(record):08x}{crc32(record):08x}".encode(), record, *_results(part)]


def put(folder: Path, number: int, content: Sequence[bytes]) -> None:
    """Writes the file of a piece, as a whole or not at all; raises OSError."""
    aside = folder / f"{number:06d}.{os.getpid()}"
    try:
        with open(aside, "wb", buffering=0) as stream:
            for data in content:
                _write(stream.fileno(), data)
        aside.replace(place_of(folder, number))
    except BaseException:
        aside.unlink(missing_ok=True)
        raise


def place_of(folder: Path, number: int) -> Path:
    """The file of a piece."""
    return folder / f"{number:06d}.part"


def record_of(path: Path) -> tuple[Record, int]:
    """The record of a file and where its results begin; raises Broken."""
    try:
        with path.open("rb") as stream:
            head = stream.read(_HEAD)
            data = stream.read(int(head[:8], 16))
        if f"{len(data):08x}{crc32(data):08x}".encode() != head:
            raise Broken
        found = msgspec.msgpack.decode(data, type=Record)
        if min(found.sizes) < 0 or len(found.names) % NAME:
            raise Broken
        return found, _HEAD + len(data)
    except (OSError, ValueError, msgspec.MsgspecError):
        raise Broken from None


def proved(path: Path) -> Record:
    """The record of a file that another run left, whose results are all there; raises Broken."""
    found, start = record_of(path)
    data = path.read_bytes()[start:]
    if len(data) != sum(found.sizes) or crc32(data) != found.check:
        raise Broken
    return found


def _write(file: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(file, rest) :]


def _results(part: Part) -> tuple[bytes, bytes, bytes]:
    return part.findings, part.unknowns, part.departments


def _sum(results: Iterable[bytes]) -> int:
    check = 0
    for data in results:
        check = crc32(data, check)
    return check


def _of_year(lines: Iterable[bytes | Judged], year: int, other: list[int]) -> Iterator[bytes | Judged]:
    """The lines of one year; those of others are counted and left empty. What names no year is for the examiner."""
    from engine.batch.naming import named

    for line in lines:
        stands = named(line) if isinstance(line, bytes) and line else None
        if stands is not None and stands[1] not in ("", str(year)):
            other[0] += 1
            line = b""
        yield line
