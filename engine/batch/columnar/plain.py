"""Columns of departments as frames of facts, and which departments are not plain enough to be judged in columns.

What is plain here the exact tier takes as well (`engine.generated.known.shapes` and `soundness`); what is not is judged
line by line, so that being too strict costs time and nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from engine.batch.columnar import texts
from engine.batch.columnar.facts import NUMBER, PLACE, Chunk, Facts
from engine.batch.columnar.reading import ENTRIES
from engine.bounds import LARGEST
from engine.generated.known.shapes import MOST, holds
from engine.generated.known.spec import Spec, Words
from engine.quantity import WHOLE_UNITS, Dim
from engine.reading import DEPARTMENT
from engine.vocabulary import NOTHING_WORD, Field, Kind, Shape

_ENTRY = 60  # bytes of a key with what stands around it
_INTEGERS = frozenset({pl.Int8, pl.Int16, pl.Int32, pl.Int64, pl.UInt8, pl.UInt16, pl.UInt32, pl.UInt64})
_TYPES: Mapping[Dim, frozenset[Any]] = {
    Dim.MONEY: _INTEGERS,
    Dim.COUNT: _INTEGERS,
    Dim.NUMBER: _INTEGERS,
    Dim.DATE: frozenset({pl.String, pl.Date}),
    Dim.TEXT: frozenset({pl.String}),
    Dim.TRUTH: frozenset({pl.String, pl.Boolean}),
}


def fits(schema: Mapping[str, Any], spec: Spec) -> bool:
    """Whether columns hold what the fast path reads, and nothing that it does not know."""
    kinds = spec.vocabulary.kinds
    if schema.keys() - kinds.keys() or kinds.keys() - schema.keys():
        return False
    return all(_kind_fits(kinds[word], dtype, spec) for word, dtype in schema.items())


def _kind_fits(kind: Kind, dtype: Any, spec: Spec) -> bool:
    if kind.shape is Shape.LIST:
        if not isinstance(dtype, pl.List):
            return False
        dtype = dtype.inner
    if not isinstance(dtype, pl.Struct):
        return False
    inner = {field.name: field.dtype for field in dtype.fields}
    if len(inner) * (texts.LONGEST + _ENTRY) * ENTRIES > LARGEST:
        return False
    if kind.shape is not Shape.TABLE:
        return _fact_fits(kind, inner, spec.fields[kind.word])
    rows = spec.rows.get(kind.word, {})
    if inner.keys() - set(kind.rows) or {row for row in rows if rows[row]} - inner.keys():
        return False
    return all(
        isinstance(one, pl.Struct)
        and _fact_fits(kind, {f.name: f.dtype for f in one.fields}, rows.get(row, frozenset()), kind.key[0])
        for row, one in inner.items()
    )


def _fact_fits(kind: Kind, inner: Mapping[str, Any], read: frozenset[str], given: str = "") -> bool:
    held = [word for word in kind.fields if word != given and holds(kind, read, word)]
    known = {named(kind.fields[word]): kind.fields[word] for word in held}
    needed = {named(kind.fields[word]) for word in (read | kind.required) - {given}}
    if inner.keys() - known.keys() or needed - inner.keys():
        return False
    return all(any(dtype == one for one in _TYPES[known[name].dim]) for name, dtype in inner.items())


def named(field: Field) -> str:
    """Returns the key of a field in a line."""
    return field.word + WHOLE_UNITS.get(field.dim, "")


def chunk_of(rows: pl.DataFrame, spec: Spec) -> Chunk:
    """Returns the frames of departments, with what is in doubt where they are not plain."""
    rows = rows.with_columns(pl.int_range(pl.len(), dtype=pl.UInt32).alias(NUMBER))
    chunk = Chunk(Facts("", rows.select(NUMBER)), {})
    for kind in spec.vocabulary.kinds.values():
        if kind.shape is Shape.LIST:
            _add_list(chunk, rows, kind, spec)
        else:
            _add_single(chunk.departments, rows, kind, spec)
    lengths = [pl.col(f"{kind}#") for kind in chunk.lists]
    place = (pl.col(f"{DEPARTMENT}.年度") == spec.year) & (pl.col(f"{DEPARTMENT}.地区") == spec.region)
    chunk.departments.doubts += [~place, pl.sum_horizontal(lengths) > ENTRIES if lengths else pl.lit(False)]
    for sound in spec.sound:
        facts = chunk.lists[sound.kind]
        if sound.key:
            facts.doubts += _alike(facts, f"{sound.kind}.{sound.key}")
        for text in sound.texts:
            _look_after(chunk, facts, text, spec)
    return chunk


def _add_single(facts: Facts, rows: pl.DataFrame, kind: Kind, spec: Spec) -> None:
    """The columns of what there is one of, or of a table's rows."""
    column = rows[kind.word]
    facts.doubts.append(facts.bring(f"{kind.word}?", column.is_null()))
    if kind.shape is not Shape.TABLE:
        _add_fact(facts, column, kind, spec.fields[kind.word])
        return
    own, inner = spec.rows.get(kind.word, {}), column.struct.unnest()
    for row in inner.columns:
        _add_fact(facts, inner[row], kind, own.get(row, frozenset()), row)


def _add_fact(facts: Facts, values: pl.Series, kind: Kind, read: frozenset[str], row: str = "") -> None:
    """The fields of what there is one of; a row of which nothing is read need not be there."""
    prefix = f"{kind.word}.{row}." if row else f"{kind.word}."
    wrong = _add_fields(facts, values.struct.unnest(), kind, read, prefix)
    if not row or read:
        facts.doubts += wrong
    elif wrong:
        there = facts.bring(f"{prefix}?", values.is_not_null())
        facts.doubts.append(pl.any_horizontal(wrong) & there)


def _add_list(chunk: Chunk, rows: pl.DataFrame, kind: Kind, spec: Spec) -> None:
    column, departments = rows[kind.word], chunk.departments
    lengths = column.list.len()
    departments.doubts.append(departments.bring(f"{kind.word}?", column.is_null()))
    departments.bring(f"{kind.word}#", lengths.fill_null(0))
    entries = rows.select(NUMBER, kind.word).filter(lengths > 0).explode(kind.word)
    frame = entries.select(
        NUMBER, pl.int_range(pl.len(), dtype=pl.UInt32).alias(PLACE), pl.col(kind.word).is_null().alias("?")
    )
    facts = chunk.lists[kind.word] = Facts(kind.word, frame, [pl.col("?")])
    values = entries[kind.word].struct.unnest()
    facts.doubts += _add_fields(facts, values, kind, spec.fields[kind.word], f"{kind.word}.")


def _add_fields(facts: Facts, values: pl.DataFrame, kind: Kind, read: frozenset[str], prefix: str) -> list[pl.Expr]:
    """Fields by their words, days as days, truths as the words for them; returns where they are not plain."""
    fields = {named(field): field for field in kind.fields.values()}
    days = [name for name, dtype in values.schema.items() if dtype == pl.String and fields[name].dim is Dim.DATE]
    facts.frame = facts.frame.hstack(
        values.select(
            _typed(name, fields[name], dtype).alias(prefix + fields[name].word) for name, dtype in values.schema.items()
        )
    )
    wrong = []
    for name in values.columns:
        field, column = fields[name], pl.col(prefix + fields[name].word)
        needed = field.word in read or field.word in kind.required
        if name in days:
            shaped = values.select(_day_there(name).alias(f"{prefix}{name}?")).to_series()
            found = facts.bring(shaped.name, ~shaped)
        elif field.dim is Dim.TEXT and not field.options:
            listed = field.word in read and kind.shape is Shape.LIST
            found = column.is_null() | _text_wrong(values[name].alias(prefix + field.word), kind, field, listed)
            found = found if needed else found & column.is_not_null()
        elif field.dim in _NUMBERS and values.schema[name] == pl.UInt64:
            found = facts.bring(f"{prefix}{name}?", values[name] > MOST)
        else:
            found = ~_fits(column, kind, field)
        wrong.append(found.fill_null(needed))
    return wrong


_FEW = 6  # words that are compared one by one faster than they are looked up
_NUMBERS = (Dim.MONEY, Dim.COUNT, Dim.NUMBER)


def _typed(name: str, field: Field, dtype: pl.DataType) -> pl.Expr:
    column = pl.col(name)
    if field.dim in _NUMBERS:
        return column if dtype == pl.Int64 else column.cast(pl.Int64, strict=False)
    if dtype == pl.Boolean:
        return pl.when(column).then(pl.lit("是")).when(~column).then(pl.lit("否"))
    return column.str.to_date("%Y-%m-%d", strict=False) if field.dim is Dim.DATE and dtype == pl.String else column


def _day_there(name: str) -> pl.Expr:
    """Whether a text is a day, written in full."""
    column = pl.col(name)
    day = column.str.to_date("%Y-%m-%d", strict=False).dt.year().is_between(1900, 2199).fill_null(False)
    return pl.when(column.is_not_null()).then(day & column.str.contains(r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"))


def _text_wrong(column: pl.Series, kind: Kind, field: Field, listed: bool) -> pl.Expr:
    found, text = texts.doubtful(column), pl.col(column.name)
    found = found | (text == NOTHING_WORD) if field.word in kind.required else found
    if field.word in kind.key and not listed:
        found = found | text.str.contains(r"（\d+）$")  # a name like those that twins are told apart by
    return found if listed else found | texts.empty(text)


def _fits(column: pl.Expr, kind: Kind, field: Field) -> pl.Expr:
    """Whether a figure, a day or a word of a list of options is one."""
    if field.dim in (Dim.TEXT, Dim.TRUTH):
        nothing = () if field.word in kind.required or field.dim is Dim.TRUTH else (NOTHING_WORD,)
        words = [*(field.options if field.dim is Dim.TEXT else ("是", "否")), *nothing]
        return column.is_in(words) if len(words) > _FEW else pl.any_horizontal([column == word for word in words])
    return column.dt.year().is_between(1900, 2199) if field.dim is Dim.DATE else column.is_between(-MOST, MOST)


def _alike(facts: Facts, key: str) -> list[pl.Expr]:
    """Where names are alike, or name nothing; two that only seem alike cost a department its place in the columns."""
    names = facts.frame[key]
    compared = texts.compared(names)
    column = pl.col(key) if compared is names else facts.bring(f"{key}~", compared)
    return [texts.repeated(column), pl.col(key) == NOTHING_WORD]


def _look_after(chunk: Chunk, facts: Facts, text: Words, spec: Spec) -> None:
    """What must not stand in a field of words of a list, or must be there by that name."""
    column = pl.col(f"{facts.kind}.{text.word}")
    if text.asked:
        facts.doubts.append(texts.empty(column))
    if text.naming and (numbered := texts.numbered(facts.frame[column.meta.output_name()])) is not None:
        facts.doubts.append(numbered)
    if text.link:
        key = f"{text.link}.{spec.vocabulary.kinds[text.link].key[0]}"
        _link(facts, text.word, chunk.lists[text.link].frame.select(NUMBER, PLACE, name=key))


def _link(facts: Facts, link: str, named: pl.DataFrame) -> None:
    """Finds the places that facts point to, null for 无; where one points to nothing is in doubt."""
    column = pl.col(f"{facts.kind}.{link}")
    asked = facts.frame.select(NUMBER, column.alias("name"))
    found = asked.join(named, on=[NUMBER, "name"], how="left", maintain_order="left")
    if len(found) > len(asked):  # departments with twins are in doubt anyway
        named = named.unique(subset=[NUMBER, "name"], keep="first")
        found = asked.join(named, on=[NUMBER, "name"], how="left", maintain_order="left")
    place = facts.bring(f"→{link}", found[PLACE])
    facts.doubts.append(place.is_null() & (column != NOTHING_WORD))
