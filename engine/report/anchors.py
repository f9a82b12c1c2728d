"""Where in a finding's text its evidence stands: the figures a reader may ask after, each with what is known of it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from operator import itemgetter

from msgspec import Struct

from engine.outcome import Finding, Verdict
from engine.tracing import Evidence, word_of

SHORTEST = 4  # characters of a word that is looked for; shorter ones (是, 无, 划出) stand in a text by chance
_BARE = re.compile(r"\d+|\d{4}年")  # a number without a unit and a year by itself stand anywhere
TRIED, LOOK = 20, 40  # places of a figure that are compared; characters before one that are looked at
_SIGN = re.compile("[，。；：、（）“”‘’《》\\n]")
_LONGER = (("个", "百分点"), ("个", "月"), ("人", "次"))  # a unit that goes on is another unit


class Spot(Struct, frozen=True):
    """A stretch of a finding's text (from, to), and the evidence that stands there, with the subjects it is of."""

    start: int
    end: int
    evidence: tuple[tuple[Verdict, Evidence], ...]


class Anchored(Struct, frozen=True):
    """A finding's text with its spots in order, and the evidence that has none, names of the subjects last."""

    spots: tuple[Spot, ...]
    rest: tuple[tuple[Verdict, Evidence], ...]


def anchored(finding: Finding, verdicts: Sequence[Verdict]) -> Anchored:
    """Finds every piece of evidence in the text behind the heading sentence, the longest first, none over another.

    A figure is looked for where its own subject is spoken of; where that names it not, before the first subject, for
    the same figure in the words on another subject is another figure. Of equal figures each goes where the words
    before speak of its field. Names of subjects are no figures, and neither is what the basis and the effect say.
    """
    body = range(len(finding.title) + 1, len(finding.title) + 1 + len(finding.problem))
    page = _Page(finding.text, body, (verdict.subject for verdict in verdicts))
    pairs = [(verdict, piece) for verdict in verdicts for piece in _figures(verdict)]
    found: dict[tuple[int, int], list[int]] = {}
    rest: list[int] = []
    names = {name for verdict in verdicts for name in (verdict.subject, *verdict.subject.split("·"))}
    for number in sorted(range(len(pairs)), key=lambda n: (-len(pairs[n][1].value), n)):
        verdict, piece = pairs[number]
        spot = None if piece.value in names else page.spot(verdict.subject, piece)
        (rest if spot is None else found.setdefault(spot, [])).append(number)
    for spot, own in found.items():
        strangers = _strangers(page.before(spot[0]), [pairs[n][1] for n in own])
        rest += [n for n in own if pairs[n][1] in strangers]
        own[:] = [n for n in own if pairs[n][1] not in strangers]
    spots = tuple(Spot(*spot, tuple(pairs[n] for n in sorted(found[spot]))) for spot in sorted(found))
    rest.sort(key=lambda n: (pairs[n][1].value in names, n))
    return Anchored(
        spots, tuple((verdict, piece) for verdict, piece in map(pairs.__getitem__, rest) if piece in verdict.evidence)
    )


def _figures(verdict: Verdict) -> Iterator[Evidence]:
    """The evidence, and the figure that was measured where it has no name of its own (支出 ÷ 年度预算)."""
    yield from verdict.evidence
    measured = verdict.measured
    if measured is not None and all(piece.field != measured.name for piece in verdict.evidence):
        pair = measured.left, measured.right
        yield Evidence(measured.name, word_of(measured.left, [pair]), str(measured))


def _strangers(before: str, pieces: Sequence[Evidence]) -> set[Evidence]:
    """Those of equal pieces that are not the one the words before call by its name, nor were worked out with it."""
    named = {_word(piece) for piece in pieces if before.endswith(_word(piece))}
    if not named:
        return set()
    told = [piece.field + piece.source for piece in pieces if _word(piece) in named]
    return {
        piece
        for piece in pieces
        if not any(word in piece.field + piece.source for word in named)
        and not any(_word(piece) in own for own in told)
    }


def _word(piece: Evidence) -> str:
    """A field without whose it is, 年度预算 of 领域.年度预算; what was worked out without a name stays whole."""
    return piece.field if "(" in piece.field else piece.field.rpartition(".")[2]


class _Page:
    """A text in which stretches are given away: first the names of the subjects are found, then their figures."""

    def __init__(self, text: str, body: range, subjects: Iterable[str]) -> None:
        self.text, self.body = text, body
        self.taken: list[tuple[int, int]] = []
        self.places = self._places(set(subjects))
        self.starts = sorted(self.places.values())
        self.taken = []  # a name may be a piece of evidence itself

    def _places(self, subjects: set[str]) -> dict[str, int]:
        """Where each subject is named first, long names before the short ones that they hold."""
        found: dict[str, int] = {}
        for subject in sorted(subjects, key=lambda name: (-len(name), name)):
            for name in dict.fromkeys((subject, subject.partition("·")[0])):
                spot = next(filter(self._free, _all(self.text, name, self.body.start, self.body.stop)), None)
                if spot is not None and subject not in found:
                    found[subject] = spot[0]
                    insort(self.taken, spot)
        return found

    def spot(self, subject: str, piece: Evidence) -> tuple[int, int] | None:
        """The stretch that holds a piece of evidence of a subject; None where it stands nowhere or only by chance."""
        value = piece.value
        if _BARE.fullmatch(value) or (len(value) < SHORTEST and not re.search(r"\d", value)):
            return None
        for words in dict.fromkeys((value, value.removeprefix("-"))):  # -23.4% is told as 下降23.4%
            for start, end, least in self._ranges(subject):
                whole = (spot for spot in _all(self.text, words, start, end) if _whole(self.text, *spot))
                fitting = islice(filter(self._open, whole), TRIED)
                liked = [(self._likeness(spot[0], _word(piece)), spot) for spot in fitting]
                likeness, best = max(liked, key=itemgetter(0), default=(-1, (0, 0)))  # the first of equals
                if likeness >= least:
                    self._claim(best)
                    return best
        return None

    def before(self, at: int) -> str:
        """The words before a place, from the last sign on."""
        return _SIGN.split(self.text[max(self.body.start, at - LOOK) : at])[-1]

    def _likeness(self, at: int, word: str) -> int:
        """How many signs of a field's name stand in the words before a place."""
        words = self.before(at)
        return sum(sign in words for sign in set(word))

    def _ranges(self, subject: str) -> Iterator[tuple[int, int, int]]:
        """Where to look for the figures of a subject, and how alike the words before must be at least.

        First in its own words, then in those before the first subject: of 有3个项目 only where the field is told.
        """
        if subject in self.places:
            start = self.places[subject]
            after = bisect_right(self.starts, start)
            yield start, self.starts[after] if after < len(self.starts) else self.body.stop, 0
        yield self.body.start, self.starts[0] if self.starts else self.body.stop, int(subject in self.places)

    def _open(self, spot: tuple[int, int]) -> bool:
        """Whether a stretch can be had: it is free, or the same figure stands there already."""
        return self._taken(spot) or self._free(spot)

    def _taken(self, spot: tuple[int, int]) -> bool:
        at = bisect_left(self.taken, spot)
        return at < len(self.taken) and self.taken[at] == spot

    def _claim(self, spot: tuple[int, int]) -> None:
        if not self._taken(spot):
            insort(self.taken, spot)

    def _free(self, spot: tuple[int, int]) -> bool:
        """Whether nothing stands there yet; what is taken lies in order and apart."""
        at = bisect_left(self.taken, spot)
        before = at == 0 or self.taken[at - 1][1] <= spot[0]
        return before and (at == len(self.taken) or self.taken[at][0] >= spot[1])


def _all(text: str, word: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    at = text.find(word, start, end) if word else -1
    while at >= 0:
        yield at, at + len(word)
        at = text.find(word, at + 1, end)


def _whole(text: str, start: int, end: int) -> bool:
    """Whether a value is not part of a longer figure: 2.97% does not stand in 92.97%, 6个 not in 6个百分点."""
    value, before, after = text[start:end], text[max(start - 2, 0) : start], text[end : end + 3]
    if value[0].isdigit() and re.search(r"(\d[.,]?|[-−约])$", before):
        return False
    if re.match(r"\d|[.,]\d" if value[-1].isdigit() else r"\d", after):
        return False
    return not any(value.endswith(unit) and after.startswith(more) for unit, more in _LONGER)
