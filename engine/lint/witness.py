"""Sample facts for notes: values in the notation of fact files, read back, and asked of the reference evaluator."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from msgspec import Struct

from engine.dossier import NOTHING, Dossier, Fact, Value
from engine.lint.formulas import Axis
from engine.lint.realising import Chosen
from engine.lint.settings import Setting, Settings
from engine.notation import NotationError, read_quantity
from engine.program import Program
from engine.quantity import Dim
from engine.reference import Evaluator
from engine.terms import Condition
from engine.truth import NO, YES, Truth
from engine.vocabulary import NOTHING_WORD, Shape, Vocabulary

_UNITS: dict[Dim, tuple[tuple[Fraction | int, str], ...]] = {
    Dim.MONEY: ((10**4, "万元"), (1, "元")),
    Dim.FOREIGN: ((10**4, "万美元"), (1, "美元")),
    Dim.RATIO: ((Fraction(1, 100), "%"),),
    Dim.POINTS: ((1, "个百分点"),),
    Dim.COUNT: ((1, "个"),),
    Dim.SCORE: ((1, "分"),),
    Dim.DAYS: ((1, "日"),),
    Dim.NUMBER: ((1, ""),),
    Dim.AMOUNT: ((1, "个"),),
}
_DECIMALS = 8


class Sample(Struct, frozen=True):
    """A made-up subject: what would be written of it, and the facts that this is read as."""

    kind: str
    text: str
    fact: Fact
    dossier: Dossier


def sample_of(kind: str, chosen: Chosen, vocabulary: Vocabulary, setting: Setting) -> Sample | None:
    """The facts that values stand for; None where a value cannot be written down."""
    texts: dict[str, dict[str, str]] = {kind: {}}
    values: dict[str, dict[str, Value]] = {kind: {}}
    for axis, value in sorted(chosen.items(), key=lambda item: (item[0].entity, item[0].field, item[0].name)):
        if not axis.stated:
            continue
        owner = axis.entity or kind
        read = _read(axis, value)
        if read is None:
            return None
        if axis.sort == "tag":
            _add_tag(texts.setdefault(owner, {}), values.setdefault(owner, {}), axis, value)
        else:
            texts.setdefault(owner, {})[axis.field], values.setdefault(owner, {})[axis.field] = read
    facts: dict[str, tuple[Fact, ...]] = {
        word: (Fact(word, word, values.get(word, {})),)
        for word, known in vocabulary.kinds.items()
        if known.shape is Shape.SINGLE
    }
    fact = Fact(kind, kind, values[kind])
    facts[kind] = (fact,)
    text = "；".join(("" if word == kind else f"{word}: ") + _braces(own) for word, own in texts.items() if own)
    return Sample(kind, text or "{}", fact, Dossier(kind, setting.year, setting.region, facts))


def _braces(texts: dict[str, str]) -> str:
    return "{" + ", ".join(f"{word}: {text}" for word, text in texts.items()) + "}"


def _add_tag(texts: dict[str, str], values: dict[str, Value], axis: Axis, value: Fraction | str | None) -> None:
    before = values.get(axis.field, frozenset())
    assert isinstance(before, frozenset)
    tags = before | {axis.name} if value == "是" else before
    values[axis.field] = tags
    texts[axis.field] = f"[{', '.join(sorted(tags))}]" if tags else NOTHING_WORD


def _read(axis: Axis, value: Fraction | str | None) -> tuple[str, Value] | None:
    """The value as it is written, and as it is read again; None where the two cannot agree."""
    if value is None:
        return NOTHING_WORD, NOTHING
    if isinstance(value, str):
        return value, (YES if value == "是" else NO) if axis.dim is Dim.TRUTH else value
    text = _written(axis.dim, value)
    try:
        return None if text is None else (text, read_quantity(text, axis.dim))
    except NotationError:
        return None


def _written(dim: Dim, value: Fraction) -> str | None:
    if dim is Dim.DATE:
        whole = value.denominator == 1 and 693596 <= value <= 766644  # the years 1900 to 2099
        return date.fromordinal(int(value)).isoformat() if whole else None
    for scale, unit in _UNITS[dim]:
        figure = value / scale
        if unit in ("万元", "万美元") and figure and (abs(figure) < 1 or figure * 100 % 1):
            continue
        text = f"{float(round(figure, _DECIMALS)):.{_DECIMALS}f}".rstrip("0").rstrip(".")
        return f"{'0' if text == '-0' else text}{unit}"
    return None


class Verifier:
    """Asks the reference evaluator what a condition comes to for a sample."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.programs: dict[Setting, Program] = {}

    def truths(self, sample: Sample, setting: Setting, *conditions: Condition | None) -> list[Truth]:
        """The truth of each condition."""
        if setting not in self.programs:
            self.programs[setting] = self._program(setting)
        evaluator = Evaluator(self.programs[setting], sample.dossier)
        return [evaluator.truth(condition, (sample.fact,)) for condition in conditions]

    def _program(self, setting: Setting) -> Program:
        book, rows = self.settings.book, self.settings.at(setting).rows
        known = {name: rows[name] for name in book.parameters}
        return Program(setting.region, setting.year, book.vocabulary, book.derived, known, ())
