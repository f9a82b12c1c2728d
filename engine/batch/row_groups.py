"""Parquet files as a source: a piece is a run of rows along the row groups, and a row is a line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from msgspec import Struct

from engine.batch.parquet import Unsaid, groups, lines
from engine.batch.sources import LONGEST, Noted, Piece, Refusal, files_stamp

SMALLEST: Final = 2**20  # bytes of lines of a piece, about: row groups of less are taken together
MOST: Final = 4096  # pieces of one file; a larger file has larger pieces
# Pieces of one row group at most, and bytes of each: whoever reads the last has to pass over the others.
_CUTS, _LARGE = 8, 2**22
_LONG: Final = Unsaid(
    f"这一行超过{LONGEST // 2**20}MB，没有读取", "一行一个部门一个年度，请检查是不是把几个部门写在了一行里。"
)


class Rows(Struct, frozen=True):
    """A parquet file of departments, or several in a folder, read in the order of their names."""

    files: tuple[str, ...]
    root: str  # what names of files are told against; empty where the input is one file

    def pieces(self) -> list[Piece]:
        """Runs of rows of all files; raises MistakesFound where one is no parquet file or cannot hold facts."""
        return [piece for file in self.files for piece in self._cut(Path(file))]

    def lines(self, piece: Piece, noted: Noted) -> Iterator[bytes]:
        """The rows of a piece as lines; what cannot be said as a line is refused."""
        for number, line in enumerate(lines(Path(piece.path), piece.start, piece.end), 1):
            refused = line if isinstance(line, Unsaid) else _LONG if len(line) > LONGEST else None
            if refused is not None:
                noted.refused.append(Refusal(number, refused.reason, refused.hint))
            yield b"" if isinstance(line, Unsaid) or refused is not None else line

    def stamp(self) -> str:
        """What changes when one of the files does."""
        return files_stamp([Path(file) for file in self.files], Path(self.root or "."))

    def _cut(self, path: Path) -> Iterator[Piece]:
        name = path.relative_to(self.root).as_posix() if self.root else ""
        start = end = size = 0
        parts = groups(path)
        least = max(SMALLEST, sum(weight for _, weight in parts) // MOST)
        for rows, weight in parts:
            step = max(1, -(-rows // max(1, min(_CUTS, weight // max(least, _LARGE)))))
            for first in range(0, rows, step):
                taken = min(step, rows - first)
                end, size = end + taken, size + weight * taken // rows
                if size >= least:
                    yield Piece(str(path), start, end, size, name)
                    start, size = end, 0
        if end > start:
            yield Piece(str(path), start, end, size, name)
