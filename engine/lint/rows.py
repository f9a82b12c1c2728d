"""L203 and L204: years and words for which a parameter has no row, and rows that nobody ever gets."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import pairwise, product
from math import prod

from engine.lint.notes import Note
from engine.lint.reading import Readers
from engine.parameter import Parameter, Value
from engine.rulebook import Rulebook

OTHER = "（其他）"  # stands for any word that no row names
MOST = 256  # combinations of words that are told apart
_LAST_YEAR = 9998


def row_notes(book: Rulebook, readers: Readers) -> Iterator[Note]:
    """Notes on the rows of every parameter."""
    for parameter in book.parameters.values():
        options = [_options(book, key) for key in parameter.sort.keys]
        yield from _gaps_in_years(parameter)
        yield from _missing_words(parameter, options)
        first, last = readers.years(parameter.name)
        for value in parameter.values:
            reason = _never(parameter, value, options, first, last)
            if reason:
                hint = "改正“起”“止”或条件；不再用的请删去。"
                names = (parameter.name, value.where)
                yield Note(value.place, "L204", f"参数“{parameter.name}”的这一行永远用不到：{reason}", "", hint, names)


def _options(book: Rulebook, key: str) -> tuple[str, ...]:
    """The closed list of a key; empty where any word may come."""
    fields = [kind.fields[key] for kind in book.vocabulary.kinds.values() if key in kind.fields]
    found = tuple(dict.fromkeys(option for field in fields for option in field.options))
    return found if fields and all(field.options for field in fields) else ()


def _first_year(value: Value) -> int:
    """The first year whose last day lies in a row."""
    return date.fromordinal(value.start).year


def _last_year(value: Value) -> int:
    """The last year whose last day lies in a row."""
    day = date.fromordinal(value.end)
    return day.year if (day.month, day.day) == (12, 31) else day.year - 1


def _gaps_in_years(parameter: Parameter) -> Iterator[Note]:
    alike: dict[object, list[Value]] = {}
    for value in parameter.values:
        alike.setdefault((value.region, value.words), []).append(value)
    for rows in alike.values():
        rows.sort(key=lambda value: (value.start, value.end))
        reached = _last_year(rows[0])
        for before, after in pairwise(rows):
            reached = max(reached, _last_year(before))
            lost = [year for year in range(reached + 1, _first_year(after)) if not _row(parameter, before, year)]
            if lost:
                years = f"{lost[0]}" if len(lost) == 1 else f"{lost[0]}至{lost[-1]}"
                until = f"前一行（第{before.place.line}行）到{_last_year(before)}年度为止"
                message = f"参数“{parameter.name}”缺{years}年度的取值：{until}"
                names = (parameter.name, before.where)
                yield Note(after.place, "L203", message, "", "补上缺的一行，或改正“起”“止”。", names)


def _row(parameter: Parameter, like: Value, year: int) -> Value | None:
    """The row that the words and region of another get in a year."""
    rows = parameter.rows(like.region, year)
    return next((value for _, value in rows if _fits(value, like.words)), None)


def _fits(value: Value, words: tuple[str, ...]) -> bool:
    return all(own in ("", word) for own, word in zip(value.words, words, strict=True))


def _missing_words(parameter: Parameter, options: list[tuple[str, ...]]) -> Iterator[Note]:
    """Options of a closed list without a row, in a region and from a year on in which others have one."""
    seen = set()
    for value in parameter.values:
        year = _first_year(value)
        rows = [found for _, found in parameter.rows(value.region, year)]
        for n, words in enumerate(options):
            named = {row.words[n] for row in rows}
            lost = [word for word in words if word not in named] if "" not in named and named else []
            key = (value.region, n, tuple(lost))
            if lost and key not in seen:
                seen.add(key)
                where = value.where
                message = f"参数“{parameter.name}”在{where}没有“{parameter.sort.keys[n]}”为{'、'.join(lost)}的取值"
                hint = "补上缺的一行；不该有取值的，在规则的“适用”里排除。"
                yield Note(value.place, "L203", message, "", hint, (parameter.name, where))


def _never(parameter: Parameter, value: Value, options: list[tuple[str, ...]], first: int, last: int) -> str:
    """Why nobody ever gets a row; empty where somebody may."""
    start, end = _first_year(value), _last_year(value)
    if start > end:
        return "起止之间没有一个12月31日（取值看评价年度的12月31日）"
    if max(start, first) > min(end, last):
        return "用到它的规则在这些年度都不适用"
    choices = [
        (word,) if word else (*(known or (OTHER,)), *_named(parameter, n))
        for n, (word, known) in enumerate(zip(value.words, options, strict=True))
    ]
    if prod(map(len, choices)) > MOST:
        return ""
    turns = {start} | {year for other in parameter.values for year in (_first_year(other), _last_year(other) + 1)}
    years = {max(start, first, 1)} | {year for year in turns if max(start, first) <= year <= min(end, last, _LAST_YEAR)}
    regions = {other.region for other in parameter.values if other.region.startswith(value.region)}
    for region, year in product(sorted(regions), sorted(years)):
        rows = [found for _, found in parameter.rows(region, year)]
        if any(_got(value, rows, words) for words in product(*choices)):
            return ""
    return "各种情形都有更近、更具体或更晚的一行"


def _got(value: Value, rows: list[Value], words: tuple[str, ...]) -> bool:
    """Whether a subject with these words gets the row, or the ladder that it belongs to."""
    chosen = next((row for row in rows if _fits(row, words)), None)
    alike = chosen is not None and (chosen.words, chosen.start, chosen.region) == (
        value.words,
        value.start,
        value.region,
    )
    return alike and value in rows


def _named(parameter: Parameter, n: int) -> tuple[str, ...]:
    return tuple(dict.fromkeys(other.words[n] for other in parameter.values if other.words[n]))
