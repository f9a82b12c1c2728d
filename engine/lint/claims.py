"""What the algebra claims, setting by setting, and how claims become notes, with samples the evaluator confirms."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from engine.lint.asking import Asking
from engine.lint.formulas import Formula
from engine.lint.notes import Note
from engine.lint.places import Places
from engine.lint.settings import Setting, Settings
from engine.lint.solving import Solver
from engine.lint.witness import Verifier, sample_of
from engine.mistakes import Place
from engine.rulebook import Rulebook
from engine.terms import Condition
from engine.truth import NO, UNKNOWN, YES, Truth
from engine.vocabulary import Shape

NOT_NO, NOT_YES = frozenset({UNKNOWN, YES}), frozenset({UNKNOWN, NO})
IS_YES, IS_NO = frozenset({YES}), frozenset({NO})
Expected = tuple[Condition | None, frozenset[Truth]]


class Claim(Struct, frozen=True):
    """Something proved in one setting; whatever meets the formulas must show what is expected of each condition."""

    place: Place
    code: str
    message: str
    hint: str
    names: tuple[str, ...]
    kind: str
    formulas: tuple[Formula, ...] = ()
    expected: tuple[Expected, ...] = ()


class Reasoning:
    """The rulebook as the algebra sees it: settings, questions, the evaluator that confirms samples, and places."""

    def __init__(self, book: Rulebook, solver: Solver) -> None:
        self.book, self.settings, self.asking = book, Settings(book), Asking(solver)
        self.verifier, self.places = Verifier(self.settings), Places(book)

    def root(self, kind: str) -> str:
        """The entity of a subject: a single kind is the same fact whoever names it."""
        return kind if self.book.vocabulary.kinds[kind].shape is Shape.SINGLE else ""

    def notes(self, claims: Iterable[tuple[Setting, Claim]], looked: int) -> Iterator[Note]:
        """Notes from claims of `looked` settings; one that holds only in some says where."""
        found: dict[tuple[Place, str, str], list[tuple[Setting, Claim]]] = {}
        for setting, claim in claims:
            found.setdefault((claim.place, claim.code, claim.message), []).append((setting, claim))
        for (place, code, message), group in found.items():
            if code in _EVERYWHERE and len(group) < looked:
                continue
            witness = self._witness(*group[0])
            if witness is None:
                continue
            where = "" if len(group) == looked else f"（{_where([setting for setting, _ in group])}）"
            yield Note(place, code, message + where, witness, group[0][1].hint, group[0][1].names)

    def _witness(self, setting: Setting, claim: Claim) -> str | None:
        """A sample that the evaluator confirms; empty where none can be named, None where one contradicts the claim."""
        chosen = self.asking.sample(*claim.formulas) if claim.formulas else None
        sample = None if chosen is None else sample_of(claim.kind, chosen, self.book.vocabulary, setting)
        if sample is None:
            return ""
        truths = self.verifier.truths(sample, setting, *(condition for condition, _ in claim.expected))
        right = all(truth in wanted for truth, (_, wanted) in zip(truths, claim.expected, strict=True))
        return sample.text if right else None


# A part that one region's figures make useless is of use in the others.
_EVERYWHERE = ("L105",)


def _where(settings: list[Setting]) -> str:
    shown = "、".join(map(str, settings[:3]))
    return shown + (f"等{len(settings)}种情形" if len(settings) > 3 else "") + "时"
