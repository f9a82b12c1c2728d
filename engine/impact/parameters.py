"""The rows of parameters, laid side by side: which row says something else in the other rulebook."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from engine.dossier import Nothing
from engine.impact.change import ABSENT, Reason
from engine.parameter import FIRST, LAST, Parameter, Value
from engine.program import Row
from engine.rows import step_words
from engine.unknown import Result, Unknown


def in_force(
    old: Parameter | None, new: Parameter | None, region: str, year: int, words: tuple[Result, ...] = ()
) -> Iterator[Reason]:
    """Yields the rows in force for a region and year that differ; `words` are those of the subject where known."""
    before, after = (_winning(parameter, region, year, words) for parameter in (old, new))
    name = (old or new).name if old or new else ""  # type: ignore[union-attr]
    yield from _differences(f"参数 {name}", before, after)


def _winning(parameter: Parameter | None, region: str, year: int, words: tuple[Result, ...]) -> dict[str, str]:
    found: dict[str, str] = {}
    rows = [(row, value) for row, value in parameter.rows(region, year) if _fits(row, words)] if parameter else []
    known = bool(words) and not any(isinstance(word, Unknown | Nothing) for word in words)
    for row, value in rows:
        if known and row.words != rows[0][0].words:
            continue  # only the first row that fits counts, of a ladder all steps with its words
        found.setdefault("、".join(filter(None, (*row.words, step_words(row)))), value.text)
    return found


def _fits(row: Row, words: tuple[Result, ...]) -> bool:
    pairs = zip(row.words, words, strict=False)
    return all(not own or isinstance(word, Unknown) or own == word for own, word in pairs)


def edits(old: Mapping[str, Parameter], new: Mapping[str, Parameter]) -> Iterator[Reason]:
    """Yields every row of every parameter that differs, in force or not, its basis too."""
    for name in sorted(old.keys() | new.keys()):
        before, after = (_all(book.get(name)) for book in (old, new))
        texts = ({label: value.text for label, value in rows.items()} for rows in (before, after))
        yield from _differences(f"参数 {name}", *texts)
        for label in (label for label in before if label in after):
            sources = [_source(rows[label]) for rows in (before, after)]
            if sources[0] != sources[1]:
                yield Reason(_named(f"参数 {name}", label) + "的依据", *sources)


def _all(parameter: Parameter | None) -> dict[str, Value]:
    return {_label(value): value for value in parameter.values} if parameter is not None else {}


def _label(value: Value) -> str:
    """Names a row by region, words and step, and by its days where it is not always in force."""
    days = "".join(
        f"{date.fromordinal(day).isoformat()}{word}"
        for day, word in ((value.start, "起"), (value.end, "止"))
        if day not in (FIRST, LAST)
    )
    return "、".join(filter(None, (value.region, *value.words, days, step_words(value))))


def _source(value: Value) -> str:
    return value.basis + ("" if value.checked == "已核" else "【待核】")


def _differences(name: str, before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[Reason]:
    for label in dict.fromkeys([*before, *after]):
        old, new = before.get(label, ABSENT), after.get(label, ABSENT)
        if old != new:
            yield Reason(_named(name, label), old, new)


def _named(name: str, label: str) -> str:
    return f"{name}（{label}）" if label else name
