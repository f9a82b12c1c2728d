"""A whole run of facts that have been read: every department judged twice and compared, the outcomes told."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Container, Iterator, Sequence
from fractions import Fraction

from msgspec.structs import replace

from engine import VERSION
from engine.dossier import Dossier
from engine.judge import States, agree, by_reference
from engine.library import Library
from engine.mistakes import Mistakes, Place, suggestion
from engine.nearness import near_misses
from engine.outcome import Outcome
from engine.program import Program
from engine.rulebook import Rulebook
from engine.seconding import Second
from engine.telling import tell
from engine.verdict import State
from engine.waiving import Waivers

REFERENCE, DURABLE = "reference", "durable"


def chosen_rules(
    book: Rulebook, rules: Sequence[str], themes: Sequence[str], mistakes: Mistakes, named: str = "--rule"
) -> frozenset[str] | None:
    """Returns the ids of the rules that options name, None for all; notes ids and themes there are not.

    named is what the command calls its rules.
    """
    for rule in rules:
        if not _several(rule, book.rules, named, mistakes):
            book.check_rule(rule, Place(named), mistakes)
    for theme in themes:
        if theme not in book.themes and not _several(theme, book.themes, "--theme", mistakes):
            mistakes.add(Place("--theme"), f"没有主题“{theme}”", suggestion(theme, book.themes))
    if not rules and not themes:
        return None
    return frozenset(rules) | {rule.id for rule in book.rules.values() if rule.theme in themes}


def _several(text: str, known: Container[str], named: str, mistakes: Mistakes) -> bool:
    """Notes where several words that there are were written behind one option, and says whether they were."""
    words = text.replace("，", ",").replace("、", ",").replace(" ", ",").split(",")
    if text in known or len(words) < 2 or not all(word in known for word in words):
        return False
    mistakes.add(Place(named), f"“{text}”是几个写在一起", "请分开写：" + " ".join(f"{named} {word}" for word in words))
    return True


def code_of(rules: str, dossier: Dossier, waivers: Waivers, only: frozenset[str] | None, version: str = "") -> str:
    """Returns the 核验码: a short hash of rulebook, facts, chosen rules and version, whatever order they come in.

    `rules` is the digest of the rulebook's files; version is the engine's own where no other is named.
    """
    parts = (version or VERSION, rules, _canonical(dossier, waivers), sorted(only or ()))
    return hashlib.sha256("\n".join(map(repr, parts)).encode()).hexdigest()[:16].upper()


class Checker:
    """Checks departments with one rulebook; `near` asks for near misses within this share of their limits."""

    def __init__(
        self,
        library: Library,
        second: Second,
        today: int,
        only: frozenset[str] | None = None,
        shown: frozenset[State] = frozenset(State),
        near: Fraction | None = None,
    ) -> None:
        self.library, self.second, self.today, self.only, self.shown = library, second, today, only, shown
        self.near = near

    def check(self, dossiers: Sequence[Dossier]) -> Iterator[Outcome]:
        """Starts the second judge, and returns the outcomes as they come; raises NoResult when the judges differ."""
        jobs = [(self.program(d.region, d.year), d, Waivers.of(d, self.today)) for d in dossiers]
        answers = self.second.judge_all(jobs, self.library)
        return (self.outcome(*job, answer) for job, answer in zip(jobs, answers, strict=True))

    def outcome(
        self, program: Program, dossier: Dossier, waivers: Waivers, second: Callable[[], States | None]
    ) -> Outcome:
        """The outcome of one department, told from the reference evaluator's verdicts and vouched for by the second."""
        states, evaluator = by_reference(program, dossier, waivers)
        digest = code_of(self.library.digest, dossier, waivers, self.only)
        book = self.library.book
        outcome = tell(book, dossier, states, evaluator, waivers, digest, self.only, self.shown)
        if self.near is not None:
            rules = [rule for rule in book.rules.values() if rule.id in outcome.names]
            outcome = replace(outcome, near=tuple(near_misses(rules, evaluator, states, self.near)))
        # Only now: the second judge worked meanwhile, and nothing leaves this function before both agree.
        other = second()
        if other is not None:
            agree(states, other)
        return replace(outcome, evaluators=(REFERENCE,) if other is None else (DURABLE, REFERENCE))

    def program(self, region: str, year: int) -> Program:
        """The program of a region and year, kept with the library."""
        return self.library.program(region, year, self.only)


def _canonical(dossier: Dossier, waivers: Waivers) -> list[object]:
    """The facts in an order and form that do not depend on their file, and the day that waivers depend on."""
    return [
        (
            kind,
            fact.key,
            sorted((word, _plain(value)) for word, value in fact.values.items()),
            fact.present,
        )
        for kind in sorted(dossier.facts)
        for fact in dossier.facts[kind]
    ] + [list(dossier.waivers), waivers.day if dossier.waivers else ""]


def _plain(value: object) -> str:
    return repr(sorted(value)) if isinstance(value, frozenset) else repr(value)
