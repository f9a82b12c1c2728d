"""Parquet files as a source: a piece is a row group, a row is a line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from engine.batch.parquet import Refused, groups, lines
from engine.batch.sources import Noted, Piece, Refusal, files_stamp


class Rows(Struct, frozen=True):
    """A parquet file, or several in a folder, read in the order of their names."""

    files: tuple[str, ...]
    root: str  # what names of files are told against; empty where the input is one file

    def pieces(self) -> list[Piece]:
        """The row groups of all files; raises MistakesFound where one is no parquet file."""
        return [
            Piece(file, group, group + 1, rows, Path(file).relative_to(self.root).as_posix() if self.root else "")
            for file in self.files
            for group, rows in enumerate(groups(Path(file)))
        ]

    def lines(self, piece: Piece, noted: Noted) -> Iterator[bytes]:
        """The rows of a group as lines; what cannot be said as a line is refused."""
        for number, line in enumerate(lines(Path(piece.path), piece.start), 1):
            if isinstance(line, Refused):
                noted.refused.append(Refusal(number, line.reason, line.hint))
                yield b""
            else:
                yield line

    def stamp(self) -> str:
        """What changes when one of the files does."""
        return files_stamp([Path(file) for file in self.files], Path(self.root or "."))
