"""L106 and L107: rules whose findings another rule finds as well, and rules that cannot both be met."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import product
from math import prod

from msgspec import Struct

from engine.lint.claims import IS_NO, IS_YES, Claim, Reasoning
from engine.lint.formulas import Axis, Formula, axes_of, both, needed, negate, on
from engine.lint.notes import Note
from engine.lint.points import Points
from engine.lint.realising import figures_of
from engine.lint.regions import Words
from engine.lint.settings import Reads, Setting
from engine.rule import Duty, Rule

MOST = 64  # sorts of subjects, by words, that are told apart for one pair of rules


class Sided(Struct, frozen=True, eq=False):
    """One rule and one kind of its subjects, with what it depends on."""

    rule: Rule
    duty: Duty
    root: str
    reads: Reads


class View(Struct, frozen=True, eq=False):
    """A rule in one setting: to whom it applies, what it demands and finds, and what that rests on.

    idle: it never finds anything. missed: everything it does not find.
    """

    applies: Formula
    met: Formula
    found: Formula
    missed: Formula
    idle: bool
    axes: frozenset[Axis]
    bases: frozenset[Axis]
    found_needs: frozenset[Axis]
    demanded: frozenset[Axis]


def pair_notes(reasoning: Reasoning) -> Iterator[Note]:
    """Notes on pairs of rules with the same kind of subjects."""
    kinds: dict[str, list[Sided]] = {}
    for rule in reasoning.book.rules.values():
        for duty in rule.duties:
            reads = reasoning.settings.reads(duty.scope, duty.duty)
            kinds.setdefault(duty.kind, []).append(Sided(rule, duty, reasoning.root(duty.kind), reads))
    for rules in kinds.values():
        yield from _Pairs(reasoning).notes(rules)


class _Pairs:
    def __init__(self, reasoning: Reasoning) -> None:
        self.reasoning, self.empty = reasoning, reasoning.asking.empty
        self.views: dict[tuple[int, Setting], View] = {}
        self.sorts: dict[frozenset[Axis], list[tuple[Formula, ...]]] = {}
        self.covered: set[int] = set()  # rules that another is known to cover

    def notes(self, rules: list[Sided]) -> Iterator[Note]:
        """Every pair once for each lint; of two rules that find the same, the later one is named."""
        pairs = list(self._pairs(rules))
        asking = self.reasoning.asking
        asking.points = Points()  # samples that were good for single rules would leave no room for those of pairs
        for one, other, settings in pairs:
            yield from self._conflict(one, other, settings)
        asking.points = Points()
        for one, other, _ in pairs:
            yield from self._shadow(one, other) or self._shadow(other, one)

    def _pairs(self, rules: list[Sided]) -> Iterator[tuple[Sided, Sided, list[Setting]]]:
        """Pairs of rules that speak of one thing at all (judged in a setting of each), and when both are in force."""
        bases = [view.bases if (view := self._any(side)) else frozenset[Axis]() for side in rules]
        for number, one in enumerate(rules):
            for earlier, other in enumerate(rules[:number]):
                first, last = max(one.rule.years[0], other.rule.years[0]), min(one.rule.years[1], other.rule.years[1])
                if first <= last and not bases[number].isdisjoint(bases[earlier]):
                    yield one, other, self.reasoning.settings.of(one.reads | other.reads, first, last)

    def view(self, side: Sided, setting: Setting) -> View:
        """A rule in one setting."""
        key = (id(side), setting)
        if key not in self.views:
            translator = self.reasoning.settings.at(setting)
            scope = translator.truths(side.duty.scope, side.root)
            need = translator.truths(side.duty.duty, side.root)
            found = both(scope.yes, need.no)
            axes = frozenset(axes_of(found))
            demanded = _bases(frozenset(axes_of(need.yes)))
            self.views[key] = View(
                scope.yes,
                need.yes,
                found,
                negate(found),
                self.empty(found),
                axes,
                _bases(axes),
                _bases(needed(found)),
                demanded,
            )
        return self.views[key]

    def _any(self, side: Sided) -> View | None:
        settings = self.reasoning.settings.of(side.reads, *side.rule.years)
        return self.view(side, settings[0]) if settings else None

    def _shadow(self, one: Sided, other: Sided) -> list[Note]:
        """All findings of one rule are findings of the other, wherever and whenever the first can find anything."""
        if id(one) in self.covered:
            return []  # one rule that finds as much is enough to say
        if one.rule.years[0] < other.rule.years[0] or one.rule.years[1] > other.rule.years[1]:
            return []
        settings = self.reasoning.settings.of(one.reads | other.reads, *one.rule.years, one.reads.parameters)
        for setting in settings:
            mine, theirs = self.view(one, setting), self.view(other, setting)
            if not theirs.found_needs <= mine.bases or mine.idle:
                return []
            if not self.empty(mine.found, theirs.missed):
                return []
        if not settings:
            return []
        self.covered.add(id(one))
        claims = [self._shadowed(one, other, setting) for setting in settings]
        return list(self.reasoning.notes(claims, len(settings)))

    def _shadowed(self, one: Sided, other: Sided, setting: Setting) -> tuple[Setting, Claim]:
        place = self.reasoning.places.key(one.rule.id, "要求")
        message = f"规则{one.rule.id}发现的每一个问题，规则{other.rule.id}都会发现（对象：{one.duty.kind}）"
        hint = "两条规则只留一条；要分轻重的，合并成一条规则，用分级的严重程度。"
        expected = tuple(pair for side in (one, other) for pair in ((side.duty.scope, IS_YES), (side.duty.duty, IS_NO)))
        names = (one.rule.id, f"{one.rule.id}、{other.rule.id}")
        formulas = (self.view(one, setting).found,)
        return setting, Claim(place, "L106", message, hint, names, one.duty.kind, formulas, expected)

    def _conflict(self, one: Sided, other: Sided, settings: list[Setting]) -> Iterator[Note]:
        claims = []
        for setting in settings:
            mine, theirs = self.view(one, setting), self.view(other, setting)
            if mine.demanded.isdisjoint(theirs.demanded):
                continue
            for sort in self._sorts(mine, theirs):
                if self._clash(mine, theirs, sort):
                    claims.append((setting, self._clashing(one, other, mine, theirs, sort)))
                    break
        # Only with a subject that the evaluator confirms: what the algebra cannot see into may never come about.
        yield from (note for note in self.reasoning.notes(claims, len(settings)) if note.witness)

    def _clash(self, mine: View, theirs: View, sort: tuple[Formula, ...]) -> bool:
        """Whether subjects of a sort, to whom both rules apply, can meet each of them but never both."""
        applies = (*sort, mine.applies, theirs.applies)
        if not self.empty(*applies, mine.met, theirs.met):
            return False
        return not (self.empty(*applies, mine.met) or self.empty(*applies, theirs.met))

    def _sorts(self, mine: View, theirs: View) -> Iterable[tuple[Formula, ...]]:
        """All subjects, then each sort of them by the words either rule asks about; none that is known to be fine.

        A sort is fine where a sample of it meets both rules.
        """
        together = (mine.applies, theirs.applies, mine.met, theirs.met)
        meeting = self.reasoning.asking.points.meeting
        fine = meeting(*together)
        if not fine:
            yield ()
        sorts = [sort for sort in self._by_words(mine.axes | theirs.axes) if not fine & meeting(*sort)]
        if not sorts:
            return
        box = self.reasoning.asking.first(*together)
        # Where the words do not matter for meeting both, they are met whatever the words are.
        if box is None or any(axis.stated and isinstance(axis.domain, Words) for axis in box):
            yield from sorts

    def _by_words(self, axes: frozenset[Axis]) -> list[tuple[Formula, ...]]:
        """The sorts of subjects by the words of the fields with a closed list; none where there are too many."""
        closed = [a for a in axes if a.stated and isinstance(a.domain, Words) and not a.domain.others]
        key = frozenset(closed)
        if key not in self.sorts:
            choices = []
            for axis in sorted(closed, key=lambda axis: axis.number):
                assert isinstance(axis.domain, Words)
                named = sorted(word for word in axis.domain.words if word is not None)
                choices.append([on(axis, Words(frozenset[str | None]({word}))) for word in named])
            told = choices and prod(map(len, choices)) <= MOST
            self.sorts[key] = list(product(*choices)) if told else []
        return self.sorts[key]

    def _clashing(self, one: Sided, other: Sided, mine: View, theirs: View, sort: tuple[Formula, ...]) -> Claim:
        place = self.reasoning.places.key(one.rule.id, "要求")
        message = f"规则{one.rule.id}与规则{other.rule.id}的“要求”互相矛盾：有的对象两条都适用，却不可能都做到"
        hint = "改正其中一条的界限，或用“适用”把两条规则分开。"
        expected = (
            (one.duty.scope, IS_YES),
            (other.duty.scope, IS_YES),
            (one.duty.duty, IS_YES),
            (other.duty.duty, IS_NO),
        )
        formulas = (*sort, mine.applies, theirs.found, mine.met)
        names = (one.rule.id, other.rule.id, f"{one.rule.id}、{other.rule.id}")
        return Claim(place, "L107", message, hint, names, one.duty.kind, formulas, expected)


def _bases(axes: frozenset[Axis]) -> frozenset[Axis]:
    """The stated figures and words that axes rest on."""
    return frozenset(base for axis in axes for base in figures_of(axis))
