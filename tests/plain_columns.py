"""Random rulebooks and departments of the exact tier, as rows of columns: both ways of judging held together."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random
from typing import Any

import pyarrow as pa
from plain_departments import Departments
from plain_lines import spec_from
from random_plain import PARAMETERS, Author, rules_of
from small import library

from engine.batch import columns
from engine.batch.columnar.rows import Tier
from engine.batch.written import add
from engine.generated.known import Known
from engine.generated.known.counting import Tally
from engine.generated.known.shapes import holds
from engine.generated.known.spec import Spec
from engine.quantity import WHOLE_UNITS, Dim
from engine.vocabulary import Kind, Shape

WHOLE = (Dim.MONEY, Dim.COUNT, Dim.NUMBER)


def schema_of(spec: Spec) -> Any:
    """The columns of all that departments of a spec may state."""
    return pa.schema([(word, _type(kind, spec)) for word, kind in spec.vocabulary.kinds.items()])


def _type(kind: Kind, spec: Spec) -> Any:
    read = spec.fields[kind.word]
    if kind.shape is Shape.TABLE:
        rows = spec.rows[kind.word]
        return pa.struct([(row, pa.struct(_fields(kind, rows[row], kind.key[0]))) for row in kind.rows])
    fact = pa.struct(_fields(kind, read))
    return pa.list_(fact) if kind.shape is Shape.LIST else fact


def _fields(kind: Kind, read: frozenset[str], given: str = "") -> list[tuple[str, Any]]:
    return [
        (word + WHOLE_UNITS.get(field.dim, ""), pa.int64() if field.dim in WHOLE else pa.string())
        for word, field in kind.fields.items()
        if word != given and holds(kind, read, word)
    ]


def fitted(value: Any, kind: Any) -> Any:
    """A value of a line as a column of a type can hold it; null where it cannot."""
    if pa.types.is_struct(kind):
        inner = [kind.field(at) for at in range(kind.num_fields)]
        whole = isinstance(value, dict)
        return {field.name: fitted(value.get(field.name), field.type) for field in inner} if whole else None
    if pa.types.is_list(kind):
        found = [] if value == "无" else value
        return [fitted(item, kind.value_type) for item in found] if isinstance(found, list) else None
    if pa.types.is_integer(kind):
        return value if isinstance(value, int) and not isinstance(value, bool) else None
    return value if isinstance(value, str) else None


def rows_of(spec: Spec, random: Random, many: int) -> Any:
    """Random departments, those among them that are not plain as the columns can hold them."""
    departments, schema = Departments(spec, random), schema_of(spec)
    rows = []
    for number in range(many):
        line = json.loads(departments.line().replace(b"a b", b"ab"))  # names with blanks go line by line
        row = {name: fitted(value, schema.field(name).type) for name, value in line.items()}
        row["部门"]["名称"] = f"局{number}"
        rows.append(row)
    return pa.RecordBatch.from_pylist(rows, schema=schema)


def spec_of_seed(seed: int, folder: Path) -> tuple[Spec | None, Random]:
    """The rulebook that a seed begins with, where the exact tier has a form for it."""
    random = Random(seed)
    author = Author(random)
    texts = rules_of(author)
    books = library(folder / str(seed), *texts, derived=author.derivations(), parameters=PARAMETERS)
    return spec_from(books), random


def held_together(spec: Spec, batch: Any) -> tuple[int, int]:
    """How many departments are judged in columns, and how many by the exact tier; all that are have the same lines."""
    import polars as pl

    own: Tally = {}
    line_by_line: Tally = {}
    known, tier = Known(spec), Tier(Known(spec))
    found = tier.judged(pl.DataFrame(pl.from_arrow(batch)))
    taken = 0
    for one, line in zip(found, columns.objects(batch, {}).cast("binary").to_pylist(), strict=True):
        findings: list[str] = []
        departments: list[str] = []
        taken += known.take(line, findings, departments) is not None
        tally = known.tally()
        if one is not None:
            written = "".join(findings).encode(), "".join(departments).encode()
            assert (one.findings, one.told) == written, (line.decode(), spec.source)
            add(line_by_line, tally)
            add(own, one.tally)
    assert _counted(own) == _counted(line_by_line), spec.source
    return sum(one is not None for one in found), taken


def _counted(tally: Tally) -> Tally:
    return {rule: {word: n for word, n in own.items() if n} for rule, own in tally.items() if any(own.values())}
