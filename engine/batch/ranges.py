"""Files of department lines, cut into byte ranges at line breaks and read line by line, however long a line is.

Where a file is cut depends on the file alone: nobody can tell from the results how many processes there were.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final

from engine.batch.sources import MARK, Noted, Piece, Refusal, Stored
from engine.bounds import LARGEST

SMALLEST: Final = 2**20  # bytes of a range
MOST: Final = 4096  # ranges of one file; a larger file has larger ranges
_BLOCK: Final = 2**16


class Lines(Stored, frozen=True):
    """Files of department lines."""

    def pieces(self) -> list[Piece]:
        """The byte ranges of all files."""
        return [piece for file in self.files for piece in self._cut(Path(file))]

    def lines(self, piece: Piece, noted: Noted) -> Iterator[bytes]:
        """The lines of a range without their breaks; one that is too long is refused without being held."""
        with open(piece.path, "rb", buffering=_BLOCK) as stream:
            stream.seek(piece.start)
            if not piece.start and stream.read(len(MARK)) != MARK:
                stream.seek(0)
            left = piece.end - stream.tell()
            number = 0
            while left > 0 and (line := stream.readline(LARGEST + 1)):
                number += 1
                left -= len(line)
                if len(line) > LARGEST and not line.endswith(b"\n"):
                    left -= _skip(stream)
                    noted.refused.append(Refusal(number, *_too_long()))
                    line = b""
                yield line.rstrip(b"\r\n")

    def _cut(self, path: Path) -> Iterator[Piece]:
        name = self.name_of(path)
        with path.open("rb") as stream:
            total = stream.seek(0, 2)
            step, start = max(SMALLEST, -(-total // MOST)), 0
            while start < total:
                end = _break_after(stream, start + step - 1, total)
                yield Piece(str(path), start, end, end - start, name)
                start = end


def _break_after(stream: BinaryIO, at: int, total: int) -> int:
    """Where the line ends that the byte at `at` belongs to, behind its break; the end of the file where it has none."""
    stream.seek(at)
    while at < total:
        block = stream.read(_BLOCK)
        found = block.find(b"\n")
        if found >= 0 or not block:
            return at + found + 1 if block else total
        at += len(block)
    return total


def _skip(stream: BinaryIO) -> int:
    """Passes over the rest of a line; returns how many bytes that were."""
    passed = 0
    while block := stream.readline(_BLOCK):
        passed += len(block)
        if block.endswith(b"\n"):
            break
    return passed


def _too_long() -> tuple[str, str]:
    return f"这一行超过{LARGEST // 2**20}MB，没有读取", "一个部门一个年度写一行，请检查是不是把几个部门写在了一行里。"
