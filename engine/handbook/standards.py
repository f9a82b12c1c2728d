"""The table of standards: every value of a parameter with where, for whom and since when it counts, and its basis."""

from __future__ import annotations

from collections.abc import Iterator

from engine.handbook.edition import Edition, since_words
from engine.rows import step_words

HEADERS = ("标准", "取值", "地区和条件", "起止", "依据", "核对")
WIDTHS = (12, 9, 11, 10, 15, 11)


def rows_of(name: str, edition: Edition) -> Iterator[tuple[str, ...]]:
    """The rows of a table of standards for one parameter."""
    keys = edition.book.parameters[name].sort.keys
    for value in edition.rows(name):
        words = [f"{key}：{word}" for key, word in zip(keys, value.words, strict=True) if word]
        where = "，".join([value.where, *words])
        step = step_words(value)
        checked = f"{value.checked} {value.checked_on}".strip()
        yield name, f"{step}：{value.text}" if step else value.text, where, since_words(value), value.basis, checked


def place_words(edition: Edition) -> str:
    """The region and year of an edition in brackets; empty where both are open."""
    year = f"{edition.year}年度" if edition.year is not None else ""
    words = "，".join(filter(None, (edition.region, year)))
    return f"（{words}）" if words else ""
