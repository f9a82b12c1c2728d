"""The smallest changes of one fact that give a subject other verdicts; each is tried out before it is told."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import floor
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from engine.dossier import NOTHING, Dossier, Fact, Value
from engine.judge import by_reference
from engine.program import Check, Program
from engine.quantity import Dim, Quantity, combine
from engine.reference import Evaluator
from engine.roots import NEEDED, root_of
from engine.terms import Compare
from engine.truth import NO, YES, Truth
from engine.unknown import Env, Result
from engine.verdict import State, state_of
from engine.vocabulary import FINDING, Field
from engine.waiving import Waivers

MOST_FIELDS = 40  # that are tried for one subject; its own come first
MOST_DAYS = 45  # that a date is moved, day by day
FREE = "……"  # stands for any text
_NO_WAIVERS = Waivers((), 0)


class Flip(Struct, frozen=True):
    """A field of a fact, what it is (None: unknown), what it would have to be, and the verdict then."""

    kind: str
    key: str
    field: str
    old: Value | None
    new: Value
    state: State


class _Read(NamedTuple):
    kind: str
    key: str
    field: str


class _Recorder(Evaluator):
    """The reference evaluator; keeps which stated fields were read and by how much the sides of comparisons differ."""

    def __init__(self, program: Program, dossier: Dossier) -> None:
        super().__init__(program, dossier)
        self.read: dict[_Read, None] = {}
        self.sides: dict[tuple[int, tuple[str, ...]], tuple[Fraction, Fraction]] = {}

    def field(self, fact: Fact, kind: str, word: str, written: bool = False) -> Result:
        if (kind, word) not in self.program.derived and fact.present is YES and kind != FINDING:
            self.read[_Read(kind, fact.key, word)] = None
        return super().field(fact, kind, word, written)

    def truth(self, condition: object, env: Env) -> Truth:
        if isinstance(condition, Compare):
            left, right = self.value(condition.left, env), self.value(condition.right, env)
            if isinstance(left, Quantity) and isinstance(right, Quantity):
                gap = combine("-", left, right)
                if isinstance(gap, Quantity):
                    self.sides[id(condition), tuple(fact.key for fact in env)] = gap.low, gap.high
        return super().truth(condition, env)  # type: ignore[arg-type]


class Flipping:
    """Tries out changes of single facts for one check and subject."""

    def __init__(self, program: Program, dossier: Dossier, check: Check, subject: str) -> None:
        self.program, self.dossier, self.check, self.subject = program, dossier, check, subject
        self.alone = check in program.strata[0]
        self.state, recorder = self._judged(dossier)
        own = sorted(recorder.read, key=lambda read: (read.kind, read.key) != (check.kind, subject))
        self.fields = own[:MOST_FIELDS]

    def flips(self) -> list[Flip]:
        """Returns for each field that was read the nearest change to every other verdict, own fields first."""
        return [flip for read in self.fields for flip in sorted(self._of_field(read), key=_is_out)]

    def _of_field(self, read: _Read) -> Iterator[Flip]:
        fact = next(fact for fact in self.dossier.facts[read.kind] if fact.key == read.key)
        kind = self.program.vocabulary.kinds[read.kind]
        field, old = kind.fields[read.field], fact.values.get(read.field)
        if read.field in kind.key or field.link:
            return
        candidates = self._figures(read, old) if isinstance(old, Quantity) else _words(field, old)
        passed_over = {self.state, State.UNKNOWN}
        for new in candidates:
            state, _ = self._judged(_with(self.dossier, read, new))
            if state not in passed_over:
                yield Flip(*read, old, new, state)
                if isinstance(old, Quantity):
                    passed_over.add(state)  # what lies farther off is of no use

    def _figures(self, read: _Read, old: Quantity) -> list[Quantity]:
        """The figures that may tip a comparison over, the nearest first, written with the decimals of the old one."""
        if not old.exact:
            return []
        step = old.half * 2 or Fraction(1)
        if old.dim is Dim.DATE:
            moves = [sign * n for n in range(1, MOST_DAYS + 1) for sign in (1, -1)]
        else:
            moves = sorted({near for root in self._roots(read, old) for near in _around(root, old.low, step)}, key=abs)
        figures = [_moved(old, move * step) for move in moves]
        return [new for new in figures if new.low >= 0 or old.low < 0 or old.dim in (Dim.RATIO, Dim.POINTS)]

    def _roots(self, read: _Read, old: Quantity) -> Iterator[Fraction]:
        """Where the comparisons that are made would be even, the others facts staying as they are."""
        width = abs(old.low) / 1000 or Fraction(1)  # so near that an 绝对值 or 最大 between is seldom met
        samples = [_moved(old, width * n) for n in (0, 1, 2, 3, 5)]
        seen = [(new.low, self._judged(_with(self.dossier, read, new))[1].sides) for new in samples]
        for key in seen[0][1]:
            for end in (0, 1):  # of what is a range, both ends may tip over
                points = [(x, sides[key][end]) for x, sides in seen if key in sides]
                root = root_of(points) if len(points) == NEEDED else None
                if root is not None:
                    yield root

    def _judged(self, dossier: Dossier) -> tuple[State, _Recorder]:
        """The verdict on the subject, waivers apart, and what was read for it."""
        recorder = _Recorder(self.program, dossier)
        if not self.alone:
            _, before = by_reference(self.program, dossier, _NO_WAIVERS)
            recorder.findings.update(before.findings)
        fact = next(fact for fact in recorder.facts(self.check.kind) if fact.key == self.subject)
        scope = recorder.truth(self.check.scope, (fact,))
        duty = recorder.truth(self.check.duty, (fact,)) if scope is not NO else NO
        return state_of(scope, duty, fact.present), recorder


def _is_out(flip: Flip) -> bool:
    """Whether the rule would only no longer apply, which is seldom what is asked."""
    return flip.state is State.NOT_APPLICABLE


def _words(field: Field, old: Value | None) -> list[Value]:
    """What else a field of words may say; of a free text only whether there is one can matter."""
    if field.dim is Dim.TRUTH:
        return [truth for truth in (YES, NO) if truth is not old]
    if field.dim is Dim.TAGS:
        tags = old if isinstance(old, frozenset) else frozenset[str]()
        return [tags ^ {word} for word in field.options]
    if field.dim is not Dim.TEXT:
        return []
    words: list[Value] = [*field.options] if field.options else [FREE] if old in (None, NOTHING) else []
    return [word for word in (*words, *(() if field.options else (NOTHING,))) if word != old]


def _around(root: Fraction, at: Fraction, step: Fraction) -> Iterator[int]:
    """The moves by whole steps that end on the root or just beside it."""
    nearest = floor((root - at) / step)
    yield from (move for move in range(nearest - 1, nearest + 3) if move)


def _moved(old: Quantity, by: Fraction) -> Quantity:
    return replace(old, low=old.low + by, high=old.high + by, nominal=old.nominal + by)


def _with(dossier: Dossier, read: _Read, new: Value) -> Dossier:
    """The dossier with one field of one fact changed."""
    facts = tuple(
        replace(fact, values=fact.values | {read.field: new}) if fact.key == read.key else fact
        for fact in dossier.facts[read.kind]
    )
    return replace(dossier, facts=dossier.facts | {read.kind: facts})
