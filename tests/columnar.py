"""Departments of the workload in parquet files, judged in columns and line by line."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq
from small import TODAY

from benchmarks.departments import department
from engine.batch.columnar.rows import Columns
from engine.batch.examining import Examiner, Part, Settings
from engine.batch.packing import Record, Task, examined
from engine.batch.row_groups import Rows

Change = Callable[[dict[str, Any]], None]


def departments(many: int, seed: int = 1) -> list[dict[str, Any]]:
    """Departments of the workload, as rows."""
    chance, found = Random(seed), []
    for number in range(many):
        row = department(number, chance)
        found.append(row | {kind: [] if row[kind] == "无" else row[kind] for kind in ("改革事项", "目标调整")})
    return found


def stored(path: Path, rows: list[dict[str, Any]]) -> Rows:
    """A parquet file of rows, a few to a group."""
    whole = pa.Table.from_pylist(departments(40), schema=None)
    pq.write_table(pa.Table.from_pylist(rows, schema=whole.schema), path, row_group_size=7)
    return Rows((str(path),), "")


def both(
    rules: Path, source: Rows, verify: tuple[int, int] = (0, 1), **task: Any
) -> Iterator[tuple[Record, Part, Record, Part]]:
    """What each piece comes to in columns, and line by line."""
    for number, piece in enumerate(source.pieces()):
        made = []
        for read in (source, _Lines(source)):
            examiner = Examiner(Settings(str(rules), today=TODAY, verify=verify))
            try:
                record, part = examined(examiner, read, Task(number, piece, **task))
            finally:
                examiner.close()
            made += [msgspec.msgpack.decode(record, type=Record), part]
        yield made[0], made[1], made[2], made[3]


class _Lines:
    """A source without its columns."""

    def __init__(self, source: Rows) -> None:
        self.lines, self.pieces, self.stamp = source.lines, source.pieces, source.stamp


def same(rules: Path, source: Rows, **more: Any) -> None:
    """Asserts that both ways come to the same bytes and counts."""
    for record, part, other, by_lines in both(rules, source, **more):
        assert part.findings.decode().splitlines() == by_lines.findings.decode().splitlines()
        assert (part.unknowns, part.departments) == (by_lines.unknowns, by_lines.departments)
        assert record.tally == other.tally
        assert record == other


def changed(tmp_path: Path, rules: Path, change: Change, fewer: int) -> None:
    """Asserts that `fewer` of twelve departments, of which every third is changed, go line by line, to the same end."""
    rows = departments(12)
    for row in rows[::3]:
        change(row)
    source = stored(tmp_path / "a.parquet", rows)
    judged = in_columns(rules, source)
    assert judged == 12 - fewer
    same(rules, source)


def in_columns(rules: Path, source: Rows) -> int:
    """How many departments of a file are judged in columns."""
    columns = Columns(Examiner(Settings(str(rules))).kit)
    table = pq.read_table(source.files[0]).combine_chunks().to_batches()[0]
    return sum(one is not None for one in columns.judged(table, None, frozenset()))
