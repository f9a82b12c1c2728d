"""Where in a finding's text its evidence stands: the figures a reader may ask after, each with what is known of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from engine.outcome import Finding, Verdict
from engine.tracing import Evidence

SHORTEST = 4  # characters of a word that is looked for; shorter ones (是, 无, 划出) stand in a text by chance
_BARE = re.compile(r"\d+|\d{4}年")  # a number without a unit and a year by itself stand anywhere
_LONGER = (("个", "百分点"), ("个", "月"), ("人", "次"))  # a unit that goes on is another unit


class Spot(Struct, frozen=True):
    """A stretch of a finding's text (from, to), and the evidence that stands there, with the subjects it is of."""

    start: int
    end: int
    evidence: tuple[tuple[Verdict, Evidence], ...]


class Anchored(Struct, frozen=True):
    """A finding's text with its spots in order, and the evidence that is not in it word for word."""

    spots: tuple[Spot, ...]
    rest: tuple[tuple[Verdict, Evidence], ...]


def anchored(finding: Finding, verdicts: Sequence[Verdict]) -> Anchored:
    """Finds every piece of evidence in the text behind the heading sentence, the longest first, none over another.

    A figure is looked for where its own subject is spoken of; where that names it not, before the first subject, for
    the same figure in the words on another subject is another figure.
    """
    text, body = finding.text, len(finding.title) + 1
    places = _places(text, body, verdicts)
    pairs = [(verdict, piece) for verdict in verdicts for piece in verdict.evidence]
    found: dict[tuple[int, int], list[int]] = {}
    rest: list[int] = []
    for number in sorted(range(len(pairs)), key=lambda n: (-len(pairs[n][1].value), n)):
        verdict, piece = pairs[number]
        ranges, taken = list(_ranges(verdict, body, len(text), places)), list(found)
        values = (piece.value, piece.value.removeprefix("-"))  # -23.4% is told as 下降23.4%
        spot = next((spot for value in values for spot in _free(text, value, ranges, taken)), None)
        (rest if spot is None else found.setdefault(spot, [])).append(number)
    spots = tuple(Spot(*spot, tuple(pairs[n] for n in sorted(found[spot]))) for spot in sorted(found))
    return Anchored(spots, tuple(pairs[n] for n in sorted(rest)))


def _places(text: str, body: int, verdicts: Iterable[Verdict]) -> dict[str, int]:
    """Where each subject is named first, long names before the short ones that they hold."""
    found: dict[str, int] = {}
    taken: list[tuple[int, int]] = []
    for subject in sorted({verdict.subject for verdict in verdicts}, key=lambda name: (-len(name), name)):
        for name in (subject, subject.partition("·")[0]):
            free = (at for at in _all(text, name, body) if all(at >= end or at + len(name) <= s for s, end in taken))
            at = next(free, None)
            if at is not None:
                found[subject] = at
                taken.append((at, at + len(name)))
                break
    return found


def _ranges(verdict: Verdict, body: int, end: int, places: dict[str, int]) -> Iterator[tuple[int, int]]:
    """Where to look for the figures of a subject: in its own words, then in those before the first subject."""
    starts = sorted(places.values())
    if verdict.subject in places:
        start = places[verdict.subject]
        yield start, next((other for other in starts if other > start), end)
    yield body, starts[0] if starts else end


def _free(
    text: str, value: str, ranges: Iterable[tuple[int, int]], taken: Sequence[tuple[int, int]]
) -> Iterator[tuple[int, int]]:
    """The stretches that hold a value and nothing else yet, the likeliest first."""
    if _BARE.fullmatch(value) or (len(value) < SHORTEST and not re.search(r"\d", value)):
        return
    for first, last in ranges:
        for start in _all(text, value, first):
            end = start + len(value)
            apart = all(start >= b or end <= a for a, b in taken)
            if end <= last and ((start, end) in taken or apart) and _whole(text, start, end):
                yield start, end


def _all(text: str, word: str, start: int) -> Iterator[int]:
    at = text.find(word, start) if word else -1
    while at >= 0:
        yield at
        at = text.find(word, at + 1)


def _whole(text: str, start: int, end: int) -> bool:
    """Whether a value is not part of a longer figure: 2.97% does not stand in 92.97%, 6个 not in 6个百分点."""
    value, before, after = text[start:end], text[:start], text[end:]
    if value[0].isdigit() and re.search(r"(\d[.,]?|[-−约])$", before):
        return False
    if re.match(r"\d|[.,]\d" if value[-1].isdigit() else r"\d", after):
        return False
    return not any(value.endswith(unit) and after.startswith(more) for unit, more in _LONGER)
