"""Findings and gaps of a batch as parquet, from the finished lines: the same lines give the same bytes.

Memory does not grow with the number of lines, and a file under its name is always whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any, Final

from msgspec import Raw, Struct, field
from msgspec.json import Decoder
from msgspec.structs import astuple, fields

from engine.batch.parquet import INSTALL
from engine.mistakes import Mistake, MistakesFound, Place

_AT_ONCE: Final = 16384  # lines of a row group
_REPEATED: Final = {"规则", "级别", "类型", "部门", "地区"}  # of few words: each kept once


class Found(Struct, frozen=True, gc=False, kw_only=True):
    """A line of 问题.jsonl; the evidence stays the JSON text that it is, and may be left out."""

    rule: str = field(name="规则")
    severity: str = field(name="级别")
    kind: str = field(name="类型")
    subject: str = field(name="对象")
    evidence: Raw = field(name="佐证", default=Raw())
    department: str = field(name="部门")
    year: int = field(name="年度")
    region: str = field(name="地区")


class Unknown(Struct, frozen=True, gc=False):
    """A line of 无法判定.jsonl."""

    rule: str = field(name="规则")
    kind: str = field(name="类型")
    subject: str = field(name="对象")
    lacking: list[str] = field(name="缺少")
    department: str = field(name="部门")
    year: int = field(name="年度")
    region: str = field(name="地区")


def write_findings(lines: Path, target: Path) -> None:
    """Writes 问题.parquet from 问题.jsonl; raises MistakesFound where pyarrow is not installed, OSError."""
    _write(lines, target, Found)


def write_unknowns(lines: Path, target: Path) -> None:
    """Writes 无法判定.parquet from 无法判定.jsonl; raises MistakesFound where pyarrow is not installed, OSError."""
    _write(lines, target, Unknown)


def _write(lines: Path, target: Path, form: type[Found] | type[Unknown]) -> None:
    try:
        import pyarrow as pa  # type: ignore[import-untyped]
        from pyarrow.parquet import ParquetWriter  # type: ignore[import-untyped]
    except ImportError:
        mistake = Mistake(Place(str(target)), "没有安装读写 parquet 的软件包 pyarrow", INSTALL)
        raise MistakesFound([mistake]) from None
    words = [each.encode_name for each in fields(form)]
    kinds = {"年度": pa.int32(), "缺少": pa.list_(pa.string())}
    schema = pa.schema([pa.field(word, kinds.get(word, pa.string())) for word in words])
    repeated = [word for word in words if word in _REPEATED]
    aside = target.with_name(f"{target.name}.new")
    try:
        with (
            lines.open("rb") as stream,
            ParquetWriter(aside, schema, compression="zstd", use_dictionary=repeated) as out,
        ):
            for columns in _columns(stream, form):
                out.write_batch(pa.record_batch(columns, schema=schema))
        aside.replace(target)
    finally:
        aside.unlink(missing_ok=True)


def _columns(stream: Iterable[bytes], form: type[Found] | type[Unknown]) -> Iterator[list[list[Any]]]:
    """The values of some lines at a time, a list for each column."""
    decode, rest = Decoder(form).decode, iter(stream)
    while rows := [astuple(decode(line)) for line in islice(rest, _AT_ONCE)]:
        yield [[_plain(value) for value in column] for column in zip(*rows, strict=True)]


def _plain(value: Any) -> Any:
    return (bytes(value).decode() or None) if isinstance(value, Raw) else value
