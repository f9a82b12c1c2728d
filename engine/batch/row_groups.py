"""Parquet files as a source: a piece is a run of rows along the row groups, and a row is a line."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final

from engine.batch.parquet import Unsaid, groups, lines
from engine.batch.sources import Noted, Piece, Refusal, Stored
from engine.bounds import LARGEST

if TYPE_CHECKING:
    from engine.batch.examining import Examiner
    from engine.batch.packing import Task
    from engine.batch.written import Judged

OLDEST: Final = (2, 1)  # of Polars: 1.30 breaks down in the middle of a query
FEWEST: Final = 1000  # rows of a piece that are worth loading Polars for
SMALLEST: Final = 2**20  # bytes of lines of a piece, about: row groups of less are taken together
MOST: Final = 4096  # pieces of one file; a larger file has larger pieces
# Pieces of one row group at most, and bytes of each: whoever reads the last has to pass over the others.
_CUTS, _LARGE = 8, 2**24
_LONG: Final = Unsaid(
    f"这一行超过{LARGEST // 2**20}MB，没有读取", "一行一个部门一个年度，请检查是不是把几个部门写在了一行里。"
)


def accepted(line: bytes | Unsaid, number: int, noted: Noted) -> bytes:
    """Returns the line of a row; an empty one, and why, where it is refused."""
    refused = line if isinstance(line, Unsaid) else _LONG if len(line) > LARGEST else None
    if refused is not None:
        noted.refused.append(Refusal(number, refused.reason, refused.hint))
    return b"" if isinstance(line, Unsaid) or refused is not None else line


def _columnar() -> bool:
    """Whether a Polars is installed that is known to judge as it should."""
    if find_spec("polars") is None:
        return False
    try:
        return tuple(map(int, version("polars").split(".")[:2])) >= OLDEST
    except (PackageNotFoundError, ValueError):
        return False


class Rows(Stored, frozen=True):
    """Parquet files of departments."""

    def pieces(self) -> list[Piece]:
        """Runs of rows of all files; raises MistakesFound where one is no parquet file or cannot hold facts."""
        return [piece for file in self.files for piece in self._cut(Path(file))]

    def lines(self, piece: Piece, noted: Noted) -> Iterator[bytes]:
        """The rows of a piece as lines; what cannot be said as a line is refused."""
        for number, line in enumerate(lines(Path(piece.path), piece.start, piece.end), 1):
            yield accepted(line, number, noted)

    def judging(self, examiner: Examiner, task: Task, noted: Noted) -> Iterator[bytes | Judged]:
        """The rows of a piece, judged in columns where Polars is installed and the rules and departments are plain."""
        if task.piece.end - task.piece.start < FEWEST or not _columnar():
            return self.lines(task.piece, noted)
        from engine.batch.columnar.rows import Columns
        from engine.batch.columnar.streaming import stream

        if examiner.columns is None:
            examiner.columns = Columns(examiner.kit)
        return stream(examiner.columns, task, noted, examiner.settings.verify)

    def _cut(self, path: Path) -> Iterator[Piece]:
        name = self.name_of(path)
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
