"""A piece of a parquet file read for the examiner: rows that are judged in columns, and the others as lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from msgspec.structs import replace

from engine.batch.columnar.rows import Columns
from engine.batch.examining import drawn
from engine.batch.parquet import Said, batches
from engine.batch.row_groups import accepted
from engine.batch.written import Judged

if TYPE_CHECKING:
    from engine.batch.packing import Task
    from engine.batch.sources import Noted

AT_ONCE: Final = 2048  # rows that are judged together, where they are not too large


def stream(columns: Columns, task: Task, noted: Noted, share: tuple[int, int]) -> Iterator[bytes | Judged]:
    """Yields the rows of a piece in their order; of the sample (share a/b) with their lines."""
    piece, first = task.piece, 0
    for batch, said in batches(Path(piece.path), piece.start, piece.end, AT_ONCE):
        last = first + len(batch)
        skip = frozenset(number - 1 - first for number in task.skip if first < number <= last)
        rows = columns.judged(batch, task.year, skip)
        twice = [one is None or drawn(one.digest, share) for one in rows]
        asked = [number for number, again in enumerate(twice) if again]
        lines = dict(zip(asked, _lines(batch, said, asked, first, noted), strict=True)) if asked else {}
        for number, one in enumerate(rows):
            line = lines.get(number)
            yield (line or b"") if one is None else replace(one, line=line) if line else one
        first = last


def _lines(batch: Any, said: Said, asked: list[int], first: int, noted: Noted) -> Iterable[bytes]:
    """Some rows of a batch as lines."""
    some = batch if len(asked) == len(batch) else batch.take(asked)
    return [accepted(line, first + at + 1, noted) for at, line in zip(asked, said(some), strict=True)]
