"""Small changes of the rows of 参数.yaml: figures a step further, 含 and 不含, rows, key words and years."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from typing import Any

from msgspec.structs import replace

from engine.mutation.change import case, edge_case, worded
from engine.mutation.edges import edges_of
from engine.mutation.mutant import Mutant, Readers
from engine.mutation.reaching import comparing, without_edge
from engine.mutation.sources import Sources
from engine.mutation.steps import in_other_unit, stepped
from engine.mutation.table import Table
from engine.parameter import Parameter, Value
from engine.rulebook import Rulebook


def mutants_of_parameter(book: Rulebook, parameter: Parameter, sources: Sources, readers: Readers) -> Iterator[Mutant]:
    """Yields the mutants of one parameter or ladder."""
    node = (sources.parameters.get(parameter.name) or sources.parameters).get("取值")
    if node is None or node.items is None or len(node.items) != len(parameter.values):
        return
    own = readers.parameters[parameter.name]
    table = Table(parameter, node.items, comparing(book, parameter.name, own), own)
    for number, value in enumerate(parameter.values):
        yield from _of_value(table, number, value)
        yield from edges_of(table, number, value)
        yield from _of_years(book, table, number, value)
        yield from _of_region(table, number, value)
        chosen = [f"{key}为{word}" for key, word in zip(parameter.sort.keys, value.words, strict=True) if word]
        hint = case(f"用到这一行：{'、'.join([f'地区为{value.region}' if value.region else '任一地区', *chosen])}")
        yield table.mutant(number, "值", f"去掉值为“{value.text}”的这一行", hint, (number, None))
    yield from _of_words(table)
    yield from without_edge(book, parameter, sources, own, table.rows[0])


def _of_value(table: Table, number: int, value: Value) -> Iterator[Mutant]:
    """The figure a step up and down and in another unit; of a ladder's words the next."""
    figure = value.value
    if isinstance(figure, str):
        others = table.parameter.sort.words
        becomes = others[(others.index(figure) + 1) % len(others)]
        if becomes != figure:
            hint = case(f"{table.compared_with}落在“{figure}”这一档")
            yield table.mutant(number, "值", worded(figure, becomes), hint, (number, replace(value, value=becomes)))
        return
    ladder = table.parameter.sort.steps is not None
    for steps in (1, -1):
        moved = stepped(figure, steps)
        hint = (
            case(f"{table.compared_with}落在{value.text}这一档，得数写进文字") if ladder else table.near(figure, steps)
        )
        words = table.figure(value.text, moved)
        yield table.mutant(number, "值", words, hint, (number, replace(value, value=moved)))
    swapped = in_other_unit(figure)
    if swapped is not None:
        words = table.figure(value.text, swapped)
        hint = edge_case(f"{value.text}上下")
        yield table.mutant(number, "值", words, hint, (number, replace(value, value=swapped)))


def _of_years(book: Rulebook, table: Table, number: int, value: Value) -> Iterator[Mutant]:
    """起 and 止 moved by a year, where a rule that reads the parameter is in force in the year that this concerns."""
    rules = [book.rules[rule] for rule in table.readers]
    for key, side, day in (("起", "start", value.start), ("止", "end", value.end)):
        if table.rows[number].get(key) is None:
            continue
        for by in (1, -1):
            moved = _another_year(day, by)
            concerned = date.fromordinal(min(day, moved) if key == "起" else max(day, moved)).year
            if any(rule.applies_in(concerned) for rule in rules):
                changed: dict[str, Any] = {side: moved}
                words = f"把“{key}”由“{_iso(day)}”改为“{_iso(moved)}”"
                hint = case(f"{concerned}年度、地区为{value.region or '全国'}")
                yield table.mutant(number, key, words, hint, (number, replace(value, **changed)))


def _of_region(table: Table, number: int, value: Value) -> Iterator[Mutant]:
    """地区 taken for the whole of which it is a part."""
    if value.region:
        whole = "".join(_LEVELS.findall(value.region)[:-1])
        words = f"把“地区”由“{value.region}”改为“{whole or '全国'}”"
        hint = case(f"地区在{whole or '外省'}、不在{value.region}")
        yield table.mutant(number, "地区", words, hint, (number, replace(value, region=whole)))


_LEVELS = re.compile(".+?(?:省|自治区|自治州|市|区|县|盟|旗)")


def _another_year(day: int, by: int) -> int:
    found = date.fromordinal(day)
    return found.replace(year=found.year + by, day=min(found.day, 28) if found.month == 2 else found.day).toordinal()


def _iso(day: int) -> str:
    return date.fromordinal(day).isoformat()


def _of_words(table: Table) -> Iterator[Mutant]:
    """The key words of two rows exchanged, where everything else that chooses the row is the same."""
    values = table.parameter.values
    for number, (one, other) in enumerate(pairwise(values)):
        if one.words != other.words and (one.region, one.start) == (other.region, other.start):
            names = ["、".join(filter(None, row.words)) or "其余" for row in (one, other)]
            words = f"把“{names[0]}”与“{names[1]}”两行对调"
            rows = ((number, replace(one, words=other.words)), (number + 1, replace(other, words=one.words)))
            yield table.mutant(number, "", words, case(f"{names[0]}的、数额在两行之间"), *rows)
