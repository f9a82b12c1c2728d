"""Departments in parquet files, a row each, as the same lines that a JSONL file holds, however large the file.

Two forms: a column for each kind of facts, nested as the JSON form has them; or one column of text (卷宗 or line) with
the JSON form itself. A row that cannot be said as JSON is refused with its reason, and the others go on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from msgspec import Struct

from engine.mistakes import Mistake, MistakesFound, Place

WHOLE: Final = ("卷宗", "line")  # the column that holds the JSON form
INSTALL: Final = "请执行：.venv/bin/pip install -c constraints.txt pyarrow"
_AT_ONCE, _MOST = 2**22, 256  # bytes of lines and rows that are turned into lines at once
_SIGNS: Final = 6  # around a key and a value
_BUFFER: Final = 2**18  # bytes read of a column at once
_DAMAGED: Final = "文件可能没有写完或已损坏，请重新导出。"


class Unsaid(Struct, frozen=True):
    """A row that is no line of facts: why, and what to do."""

    reason: str
    hint: str


Said = Callable[[Any], Iterator[bytes | Unsaid]]  # rows in columns -> their lines


def groups(path: Path) -> list[tuple[int, int]]:
    """The rows of each row group, and about how many bytes their lines are.

    Raises MistakesFound where the file as a whole cannot be read.
    """
    with _opened(path) as file:
        parts = [file.metadata.row_group(at) for at in range(file.num_row_groups)]
        return [(part.num_rows, _weight(part)) for part in parts]


def _weight(part: Any) -> int:
    """About how many bytes the lines of a row group are: its own and, before each value, a key.

    What the columns hold says little: a word that is there a million times is held once.
    """
    columns = [part.column(at) for at in range(part.num_columns)]
    weight: int = part.total_byte_size
    for each in columns:
        weight += each.num_values * (len(each.path_in_schema.rpartition(".")[2].encode()) + _SIGNS)
    return weight


def lines(path: Path, start: int, end: int) -> Iterator[bytes | Unsaid]:
    """The rows from start (counted from 0) up to end as lines; an empty one where the text is lacking.

    Raises MistakesFound where this part of the file is damaged.
    """
    for batch, said in batches(path, start, end, _MOST):
        yield from said(batch)


def batches(path: Path, start: int, end: int, most: int) -> Iterator[tuple[Any, Said]]:
    """The rows from start up to end, at most so many at once, with what turns rows of them into lines.

    Raises MistakesFound as `lines` does.
    """
    with _opened(path, f"第{start + 1}到{end}行") as file:
        wanted, at, size = _wanted(file.metadata, start, end)
        said = _texts if _whole(file.schema_arrow) else _objects_of(file.schema_arrow)
        many = max(1, min(most, _AT_ONCE * most // _MOST // max(1, size)))
        for batch in file.iter_batches(batch_size=many, row_groups=wanted, use_threads=False):
            first, last = max(start - at, 0), min(end - at, len(batch))
            at += len(batch)
            if first < last:
                yield batch.slice(first, last - first), said
            if at >= end:
                return


def _wanted(metadata: Any, start: int, end: int) -> tuple[list[int], int, int]:
    """The row groups that hold the rows, where the first of them begins, and about how long a line of them is."""
    wanted: list[int] = []
    first = at = size = rows = 0
    for number in range(metadata.num_row_groups):
        group = metadata.row_group(number)
        if at < end and at + group.num_rows > start:
            first = at if not wanted else first
            wanted.append(number)
            size, rows = size + _weight(group), rows + group.num_rows
        at += group.num_rows
    return wanted, first, size // max(1, rows)


def _texts(batch: Any) -> Iterator[bytes]:
    return (line or b"" for line in batch.column(0).cast("binary").to_pylist())


def _objects_of(schema: Any) -> Said:
    """What turns rows of this schema into lines."""
    from engine.batch.columns import REFUSED, objects
    from engine.batch.fen import fen_columns

    fens, mark = fen_columns(schema), REFUSED.encode()

    def said(batch: Any) -> Iterator[bytes | Unsaid]:
        for line in objects(batch, fens).cast("binary").to_pylist():
            if mark in line:
                _, reason, hint, _ = line.decode(errors="replace").split(REFUSED, 3)
                yield Unsaid(reason, hint)
            else:
                yield line

    return said


@contextmanager
def _opened(path: Path, rows: str = "") -> Iterator[Any]:
    """A file whose columns can be facts; what pyarrow finds wrong with it is told in our words."""
    place = Place(str(path))
    try:
        import pyarrow as pa  # type: ignore[import-untyped]
        from pyarrow.parquet import ParquetFile  # type: ignore[import-untyped]
    except ImportError:
        raise MistakesFound([Mistake(place, "没有安装读写 parquet 的软件包 pyarrow", INSTALL)]) from None
    try:
        with ParquetFile(path, buffer_size=_BUFFER) as file:
            _check(file.schema_arrow, place)
            yield file
    except (pa.ArrowException, OSError) as error:
        message = f"{rows}读不出来" if rows else "不是完整的 parquet 文件"
        raise MistakesFound([Mistake(place, message, _DAMAGED)]) from error


def _check(schema: Any, place: Place) -> None:
    """Raises MistakesFound with every column that cannot be facts."""
    from engine.batch.columns import slips

    held = next((name for name in schema.names if name in WHOLE), "")
    if held and len(schema.names) > 1:
        message = f"有了“{held}”列，不能再有别的列"
        raise MistakesFound([Mistake(place, message, f"只留“{held}”一列，或者删去“{held}”，每类事实一列。")])
    if found := [] if _whole(schema) else [Mistake(place, *slip) for slip in slips(schema)]:
        raise MistakesFound(found)


def _whole(schema: Any) -> bool:
    """Whether the rows are the JSON form itself, as text."""
    from engine.batch.columns import is_text

    return schema.names[:1] in ([name] for name in WHOLE) and is_text(schema.types[0])
