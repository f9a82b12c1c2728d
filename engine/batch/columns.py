"""Columns of parquet to the text of JSON facts, many rows at once: every figure digit for digit, and none is guessed.

A null was not supplied and is left out; a list without entries is one of which it is known that there are none.
What cannot be said exactly (a fraction in a column of floating-point numbers) becomes a mark that no JSON text can
hold: REFUSED, the reason, REFUSED, what to do, REFUSED.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.compute as pc  # type: ignore[import-untyped]
from pyarrow import types

REFUSED = "\0"
_ESCAPED = rb'["\\\x00-\x1f]'
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


def objects(batch: pa.RecordBatch) -> pa.Array:
    """The rows of a batch, each as one JSON object."""
    names = batch.schema.names
    return _joined(names, [texts(column, name) for name, column in zip(names, batch.columns, strict=True)], len(batch))


def texts(array: Any, path: str) -> Any:
    """The values of a column as JSON texts, null where there is none; path names the column to a reader."""
    kind = array.type
    if types.is_dictionary(kind):
        return texts(array.dictionary_decode(), path)
    if types.is_struct(kind):
        names = [kind.field(at).name for at in range(kind.num_fields)]
        inner = [texts(array.field(at), f"{path}.{name}") for at, name in enumerate(names)]
        return _where(array, _joined(names, inner, len(array)))
    if _is_list(kind):
        return _listed(array, path)
    if types.is_boolean(kind):
        return pc.if_else(array, '"是"', '"否"')
    if types.is_integer(kind):
        return array.cast(pa.string())
    if types.is_null(kind):
        return pa.nulls(len(array), pa.string())
    return _scalars(array, path)


def _scalars(array: Any, path: str) -> Any:
    kind = array.type
    if types.is_decimal(kind):
        return _digits(array)
    if types.is_floating(kind):
        return _figures(array, path)
    if types.is_timestamp(kind) or types.is_date(kind):
        return _days(array, path)
    return _quoted(array.cast(pa.binary()))


def _joined(names: list[str], values: list[Any], rows: int) -> Any:
    """Objects of keys and values; what is null is left out.

    A value that is there in every row needs no comma of its own: the others bring theirs, on the side towards it.
    """
    pairs = [(name, value) for name, value in zip(names, values, strict=True) if value.null_count < rows]
    anchor = next((at for at, (_, value) in enumerate(pairs) if not value.null_count), -1)
    parts: list[Any] = []
    for at, (name, value) in enumerate(pairs):
        key = "," * (at > anchor) + json.dumps(name, ensure_ascii=False) + ":"
        part = [key, value, "," * (at < anchor)]
        # Not null_handling="skip": where all are null, Arrow leaves out the row as well.
        parts += part if not value.null_count else [pc.fill_null(pc.binary_join_element_wise(*part, ""), "")]
    if anchor >= 0:
        return pc.binary_join_element_wise("{", *parts, "}", "")
    inside = pc.binary_join_element_wise(*parts, "") if parts else pa.array([""] * rows, pa.string())
    return pc.binary_join_element_wise(pc.binary_replace_slice(inside, 0, 1, "{"), "}", "")


def _where(array: Any, found: Any) -> Any:
    """The texts where the column holds something, null elsewhere."""
    return pc.if_else(array.is_valid(), found, pa.scalar(None, pa.string())) if array.null_count else found


def _listed(array: Any, path: str) -> Any:
    if types.is_fixed_size_list(array.type):
        array = array.cast(pa.list_(array.type.value_type))
    items = texts(array.flatten(), path)
    if items.null_count:
        items = items.fill_null(_mark(f"“{path}”的清单里有空的一条", _NO_ENTRY))
    ends = pc.cumulative_sum(pc.fill_null(pc.list_value_length(array), 0)).cast(pa.int32())
    starts = pa.concat_arrays([pa.array([0], pa.int32()), ends])
    inside = pc.binary_join(pa.ListArray.from_arrays(starts, items), ",")
    return _where(array, pc.binary_join_element_wise("[", inside, "]", ""))


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
    found = pc.binary_join_element_wise('"', days.cast(pa.string()), '"', "")
    timed = pc.not_equal(days.cast(array.type), array)
    if not pc.any(timed).as_py():
        return found
    shown = array.filter(timed).cast(pa.string()).to_pylist()
    return _replaced(found, timed, [_mark(f"“{path}”是带时刻的 {value}，不是日期", _NO_DAY) for value in shown])


def _quoted(array: Any) -> Any:
    """Texts in quotes; the few that hold a quote, a backslash or a control sign are written as JSON wants them."""
    signs = pc.match_substring_regex(array, _ESCAPED)
    if pc.any(signs).as_py():
        array = _replaced(array, signs, [_escaped(text) for text in array.filter(signs).to_pylist()])
    return pc.binary_join_element_wise(b'"', array, b'"', b"").view(pa.string())


def _escaped(text: bytes) -> bytes:
    """What stands between the quotes; bytes that are no UTF-8 stay what they are, for the reader to refuse."""
    shown = text.decode("utf-8", "surrogateescape")
    return json.dumps(shown, ensure_ascii=False)[1:-1].encode("utf-8", "surrogateescape")


def _replaced(array: Any, where: Any, values: list[Any]) -> Any:
    return pc.replace_with_mask(array, where.fill_null(False), pa.array(values, array.type))


def _mark(reason: str, hint: str) -> str:
    return REFUSED.join(("", _HIDDEN.sub("", reason), hint, ""))
