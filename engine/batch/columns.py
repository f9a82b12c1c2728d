"""Columns of parquet to the text of JSON facts, many rows at once: every figure digit for digit, and none is guessed.

A null was not supplied and is left out; a list without entries is one of which it is known that there are none.
What cannot be said exactly (a fraction in a column of floating-point numbers) becomes a mark that no JSON text can
hold: REFUSED, the reason, REFUSED, what to do, REFUSED.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.compute as pc  # type: ignore[import-untyped]
from pyarrow import types

from engine.batch.fen import Fens, fen

REFUSED = "\0"
_SIGNS = bytes([*range(0x20), ord('"'), ord("\\")])  # what JSON writes with a backslash
_ESCAPED = b"[" + re.escape(_SIGNS) + b"]"
_HIDDEN = re.compile(r"[\x00-\x1f\x7f]")
_WHOLE = {pa.float16(): 2**11, pa.float32(): 2**24, pa.float64(): 2**53}  # beyond, not every whole number can be held
_NO_FIGURE = "金额存成以分计的整数（列名写 年度预算（分）），别的数存成整数、decimal 或文字，再导出一次。"
_NO_DAY = "日期存成 date，或写成 2022-08-31 这样的文字。"
_NO_ENTRY = "清单里不要有空值（null）；不知道的字段只在那一条里空着。"
_NO_TYPE = "改存为文字、整数、decimal、date、是否（boolean）、清单（list）或一组键值（struct）。"


def slips(schema: pa.Schema) -> list[tuple[str, str]]:
    """What makes a file unreadable as a whole: a message and what to do, for every column that cannot be facts."""
    return list(_slips("", list(schema)))


def _slips(above: str, fields: list[pa.Field]) -> Iterator[tuple[str, str]]:
    names = [field.name for field in fields]
    for field in fields:
        path = above + field.name
        if not field.name or _HIDDEN.search(field.name):
            yield f"有一列的列名是空的，或有看不见的控制字符（{path!r}）", "请改列名后再导出。"
        elif names.count(field.name) > 1:
            yield f"“{path}”列有两个", "请删去一个，以免后写的悄悄盖住先写的。"
        yield from _type_slips(path, field.type)


def _type_slips(path: str, kind: pa.DataType) -> Iterator[tuple[str, str]]:
    if types.is_struct(kind):
        yield from _slips(f"{path}.", [kind.field(at) for at in range(kind.num_fields)])
    elif _is_list(kind) or types.is_dictionary(kind):
        yield from _type_slips(path, kind.value_type)
    elif types.is_timestamp(kind) and kind.tz:
        yield f"“{path}”列是带时区的时刻（{kind}），不能肯定是哪一天", _NO_DAY
    elif not any(known(kind) for known in _KNOWN):
        yield f"“{path}”列的类型是 {kind}，不能作事实", _NO_TYPE


def _is_list(kind: pa.DataType) -> bool:
    return any(known(kind) for known in (types.is_list, types.is_large_list, types.is_fixed_size_list))


_KNOWN = (
    types.is_null,
    types.is_string,
    types.is_large_string,
    types.is_string_view,
    types.is_boolean,
    types.is_integer,
    types.is_floating,
    types.is_decimal,
    types.is_date,
    types.is_timestamp,
)


def is_text(kind: pa.DataType) -> bool:
    """Whether a column holds texts, or bytes that a text may stand in."""
    if types.is_dictionary(kind):
        return is_text(kind.value_type)
    texts = (types.is_string, types.is_large_string, types.is_string_view, types.is_binary, types.is_large_binary)
    return any(known(kind) for known in texts)


def objects(batch: pa.RecordBatch, fens: Fens | None = None) -> pa.Array:
    """The rows of a batch, each as one JSON object; fens: the columns to be said in 分."""
    return _object(_entries(batch.schema.names, batch.columns, "", fens or {}), len(batch))


_Said = tuple[str, Any, str]  # what is written before a value, the values (null where there is none), what after


def _entries(names: Iterable[str], columns: Iterable[Any], above: str, fens: Fens) -> Iterator[tuple[str, _Said]]:
    """The keys of an object and what is said under them."""
    for name, column in zip(names, columns, strict=True):
        path = above + name
        yield (fens[path], _said(fen(column), path, fens)) if path in fens else (name, _said(column, path, fens))


def _said(array: Any, path: str, fens: Fens) -> _Said:
    """The values of a column as JSON; path names the column to a reader."""
    kind = array.type
    if types.is_dictionary(kind):
        return _said(array.dictionary_decode(), path, fens)
    if types.is_struct(kind):
        numbers = range(kind.num_fields)
        columns = (array.field(at) for at in numbers)
        inside = _entries([kind.field(at).name for at in numbers], columns, f"{path}.", fens)
        return "", _where(array, _object(inside, len(array))), ""
    if _is_list(kind):
        return "[", _listed(array, path, fens), "]"
    if types.is_integer(kind):
        return "", array.cast(pa.string()), ""
    if types.is_floating(kind):
        return "", _figures(array, path), ""
    if types.is_decimal(kind):
        return "", _digits(array), ""
    return '"', _texts(array, path), '"'


def _texts(array: Any, path: str) -> Any:
    kind = array.type
    if types.is_null(kind):
        return pa.nulls(len(array), pa.string())
    if types.is_boolean(kind):
        return pc.if_else(array, "是", "否")
    if types.is_timestamp(kind) or types.is_date(kind):
        return _days(array, path)
    return _escaped(array.cast(pa.binary()))


def _object(entries: Iterable[tuple[str, _Said]], rows: int) -> Any:
    """Objects of keys and values; what is null is left out.

    A value that is there in every row needs no comma of its own: the others bring theirs, on the side towards it.
    What is the same in every row is joined beforehand, for each part of a row takes its time.
    """
    pairs = [(name, said) for name, said in entries if said[1].null_count < rows]
    anchor = next((at for at, (_, said) in enumerate(pairs) if not said[1].null_count), -1)
    parts: list[Any] = [""]
    for at, (name, (before, value, after)) in enumerate(pairs):
        before = "," * (at > anchor) + json.dumps(name, ensure_ascii=False) + ":" + before
        after += "," * (at < anchor)
        if value.null_count:
            # Not null_handling="skip": where all are null, Arrow leaves out the row as well.
            value, before, after = pc.fill_null(_together(before, value, after), ""), "", ""
        parts[-1] += before
        parts += [value, after]
    if anchor >= 0:
        return _together("{" + parts[0], *parts[1:-1], parts[-1] + "}")
    inside = _together(*parts) if pairs else pa.array([""] * rows, pa.string())
    return _together(pc.binary_replace_slice(inside, 0, 1, "{"), "}")  # in the place of the first comma


def _together(*parts: Any) -> Any:
    """The texts of several columns, and what is the same in every row, in one."""
    return pc.binary_join_element_wise(*(part for part in parts if not isinstance(part, str) or part), "")


def _where(array: Any, found: Any) -> Any:
    """The texts where the column holds something, null elsewhere."""
    return pc.if_else(array.is_valid(), found, pa.scalar(None, pa.string())) if array.null_count else found


def _listed(array: Any, path: str, fens: Fens) -> Any:
    if types.is_fixed_size_list(array.type):
        array = array.cast(pa.list_(array.type.value_type))
    items = _together(*_said(array.flatten(), path, fens))
    if items.null_count:
        items = items.fill_null(_mark(f"“{path}”的清单里有空的一条", _NO_ENTRY))
    ends = pc.cumulative_sum(pc.fill_null(pc.list_value_length(array), 0)).cast(pa.int32())
    starts = pa.concat_arrays([pa.array([0], pa.int32()), ends])
    return _where(array, pc.binary_join(pa.ListArray.from_arrays(starts, items), ","))


def _digits(array: Any) -> Any:
    """Decimals as they are written: trailing noughts stay, and there is no exponent."""
    found = array.cast(pa.string())
    short = pc.match_substring(found, "E")
    if not pc.any(short).as_py():
        return found
    return _replaced(found, short, [format(value, "f") for value in array.filter(short).to_pylist()])


def _figures(array: Any, path: str) -> Any:
    """Floating-point numbers that are whole and certain; any other may have been another figure before."""
    most = _WHOLE[array.type]
    numbers = array.cast(pa.float64())
    sure = pc.and_(pc.equal(pc.trunc(numbers), numbers), pc.less_equal(pc.abs(numbers), float(most)))
    found = pc.if_else(sure, numbers, 0.0).cast(pa.int64()).cast(pa.string())
    if pc.all(sure).as_py() is not False:
        return found
    doubtful = pc.invert(sure)
    shown = [f"“{path}”是浮点数 {value!r}，不能肯定原来的数" for value in numbers.filter(doubtful).to_pylist()]
    return _replaced(found, doubtful, [_mark(reason, _NO_FIGURE) for reason in shown])


def _days(array: Any, path: str) -> Any:
    days = array.cast(pa.date32(), safe=False)
    found = days.cast(pa.string())
    timed = pc.not_equal(days.cast(array.type), array)
    if not pc.any(timed).as_py():
        return found
    shown = array.filter(timed).cast(pa.string()).to_pylist()
    return _replaced(found, timed, [_mark(f"“{path}”是带时刻的 {value}，不是日期", _NO_DAY) for value in shown])


def _escaped(array: Any) -> Any:
    """Texts as they stand between quotes; bytes that are no UTF-8 stay what they are, for the reader to refuse."""
    held = array.buffers()[2]
    if held is not None and len(content := held.to_pybytes()) != len(content.translate(None, _SIGNS)):
        signs = pc.match_substring_regex(array, _ESCAPED)
        array = _replaced(array, signs, [_written(text) for text in array.filter(signs).to_pylist()])
    return array.view(pa.string())


def _written(text: bytes) -> bytes:
    shown = text.decode("utf-8", "surrogateescape")
    return json.dumps(shown, ensure_ascii=False)[1:-1].encode("utf-8", "surrogateescape")


def _replaced(array: Any, where: Any, values: list[Any]) -> Any:
    return pc.replace_with_mask(array, where.fill_null(False), pa.array(values, array.type))


def _mark(reason: str, hint: str) -> str:
    return REFUSED.join(("", _HIDDEN.sub("", reason), hint, ""))
