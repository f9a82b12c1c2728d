"""Columns of money in 元 with two decimals, said in 分: the same amounts to the digit, which the exact tier takes.

年度预算（元）: 12345.60 and 年度预算（分）: 1234560 are one statement, of one precision; databases store the former.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import pyarrow as pa  # type: ignore[import-untyped]
from pyarrow import types

from engine.quantity import Dim

Fens = Mapping[str, str]  # columns by their paths, and the names that they have in 分
_KEY = re.compile(r"(.+?)\s*(?:[（(]\s*([^（()）]*?)\s*[)）])?")  # a field, and the unit that its key may carry


def fen_columns(schema: pa.Schema) -> Fens:
    """The columns that can be said in 分."""
    found = {path: (kind, word, beside) for path, kind, word, beside in _yuan("", "", list(schema))}
    if not found:
        return {}
    from engine.kinds import vocabulary  # what a field measures decides: 目标值（分） would be a score

    kinds = vocabulary().kinds
    money = {
        (kind.word, field.word) for kind in kinds.values() for field in kind.fields.values() if field.dim is Dim.MONEY
    }
    return {
        path: f"{word}（分）"
        for path, (kind, word, beside) in found.items()
        if (kind, word) in money and word not in beside
    }


def _yuan(above: str, kind: str, fields: list[pa.Field]) -> Iterator[tuple[str, str, str, list[str]]]:
    """Columns of 元 with two decimals: path, kind of facts, field, and the fields beside them."""
    for field in fields:
        path, inner = above + field.name, field.type
        while types.is_list(inner) or types.is_large_list(inner) or types.is_fixed_size_list(inner):
            inner = inner.value_type
        word, unit = _parted(field.name)
        if types.is_struct(inner):
            below = [inner.field(at) for at in range(inner.num_fields)]
            yield from _yuan(f"{path}.", kind or field.name, below)
        elif unit == "元" and types.is_decimal128(field.type) and field.type.scale == 2:
            yield path, kind, word, [_parted(other.name)[0] for other in fields if other is not field]


def _parted(key: str) -> tuple[str, str]:
    """The field that a key names and the unit that it carries, if it does."""
    found = _KEY.fullmatch(key)
    return (found[1], found[2] or "") if found else (key, "")


def fen(array: Any) -> Any:
    """The same amounts as whole numbers of 分: decimals are whole numbers already, beside their scale."""
    whole = pa.decimal128(array.type.precision, 0)
    return pa.Array.from_buffers(whole, len(array), array.buffers(), array.null_count, array.offset)
