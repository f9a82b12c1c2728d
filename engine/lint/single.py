"""L101 to L104: a rule that never finds anything or always does, a scope and grades of severity without effect."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from engine.lint.claims import IS_NO, IS_YES, NOT_NO, NOT_YES, Claim, Expected, Reasoning
from engine.lint.formulas import Formula, both, negate
from engine.lint.notes import Note
from engine.lint.parts import parts_of
from engine.lint.settings import Setting
from engine.lint.translating import Translator, Truths
from engine.mistakes import Place
from engine.rule import Duty, Rule
from engine.terms import Condition


def single_notes(reasoning: Reasoning) -> Iterator[Note]:
    """Notes on each rule by itself, and on each derived condition."""
    for rule in reasoning.book.rules.values():
        by_kind = [list(_of_duty(reasoning, rule, duty)) for duty in rule.duties]
        # A grade or a part may be there for one kind of subjects only; useless is what is so for all of them.
        shared = set.intersection(*({(note.place, note.code) for note in notes} for notes in by_kind))
        seen = set[tuple[Place, str]]()
        for note in (note for notes in by_kind for note in notes):
            key = (note.place, note.code)
            if note.code not in _FOR_ALL_KINDS or (key in shared and key not in seen):
                seen.add(key)
                yield note
    yield from _derived_notes(reasoning)


_FOR_ALL_KINDS = ("L104", "L105")


def _of_duty(reasoning: Reasoning, rule: Rule, duty: Duty) -> Iterator[Note]:
    conditions = (duty.scope, duty.duty, *(condition for _, condition in duty.grades))
    settings = reasoning.settings.of(reasoning.settings.reads(*conditions), *rule.years)
    one = _OfRule(reasoning, rule, duty)
    claims = [(setting, claim) for setting in settings for claim in one.claims(setting)]
    yield from reasoning.notes(claims, len(settings))


def _derived_notes(reasoning: Reasoning) -> Iterator[Note]:
    for (kind, word), definition in reasoning.book.derived.items():
        if isinstance(definition, Condition):
            settings = reasoning.settings.of(reasoning.settings.reads(definition), 0, 9999)
            about = (kind, reasoning.root(kind), (f"{kind}.{word}", word, kind))
            at = partial(reasoning.places.derived_part, kind, word)
            claims = [
                (setting, claim)
                for setting in settings
                for claim in parts_of(reasoning.asking, reasoning.settings.at(setting), about, definition, at)
            ]
            yield from reasoning.notes(claims, len(settings))


class _OfRule:
    """What is claimed of one rule and one kind of its subjects."""

    def __init__(self, reasoning: Reasoning, rule: Rule, duty: Duty) -> None:
        self.reasoning, self.rule, self.duty = reasoning, rule, duty
        self.root, self.empty = reasoning.root(duty.kind), reasoning.asking.empty
        self.about = f"规则{rule.id}" + (f"（对象：{duty.kind}）" if len(rule.duties) > 1 else "")

    def claims(self, setting: Setting) -> Iterator[Claim]:
        """Everything that is certain in one setting."""
        translator, duty = self.reasoning.settings.at(setting), self.duty
        scope, need = (translator.truths(condition, self.root) for condition in (duty.scope, duty.duty))
        if duty.scope is not None and self.empty(scope.yes):
            yield self._claim("L103", "适用", f"{self.about}的“适用”永远不成立", "改写“适用”；不再用的规则请删去。")
            return
        if duty.scope is not None:
            yield from self._scope(translator, scope)
        found = both(scope.yes, need.no)
        whole = list(self._whole(scope, need, found))
        yield from whole
        if not whole:
            yield from self._parts(translator, "要求", duty.duty, scope.yes)
        if not self.empty(found):
            yield from self._grades(translator, found)

    def _scope(self, translator: Translator, scope: Truths) -> Iterator[Claim]:
        assert self.duty.scope is not None
        if self.empty(scope.no):
            message, hint = f"{self.about}的“适用”没有排除任何对象", "删去“适用”，或改成真正要限定的条件。"
            yield self._claim("L103", "适用", message, hint, (scope.yes,), ((self.duty.scope, IS_YES),))
        else:
            yield from self._parts(translator, "适用", self.duty.scope, None)

    def _whole(self, scope: Truths, need: Truths, found: Formula) -> Iterator[Claim]:
        applies = (self.duty.scope, IS_YES)
        if self.empty(found):
            message = f"{self.about}永远不会发现问题：凡适用的对象，“要求”都不会不成立"
            hint = "核对“要求”的方向和界限，也看“适用”是否已经排除了要查的对象。"
            yield self._claim("L101", "要求", message, hint, (scope.yes,), (applies, (self.duty.duty, NOT_NO)))
        elif self.empty(scope.yes, need.yes):
            message = f"{self.about}只要适用就不可能做到：“要求”永远不会成立"
            hint = "核对“要求”里互相矛盾的界限；如果适用本身就是问题，请把它写进“要求”。"
            yield self._claim("L102", "要求", message, hint, (found,), (applies, (self.duty.duty, IS_NO)))

    def _parts(
        self, translator: Translator, key: str, condition: Condition, context: Formula | None
    ) -> Iterator[Claim]:
        about = (self.duty.kind, self.root, self._names())
        within = () if context is None else (context,)
        at = partial(self.reasoning.places.part, self.rule.id, key)
        yield from parts_of(self.reasoning.asking, translator, about, condition, at, within)

    def _grades(self, translator: Translator, found: Formula) -> Iterator[Claim]:
        before: list[tuple[str, Condition, Truths]] = []
        basic = ((self.duty.scope, IS_YES), (self.duty.duty, IS_NO))
        for number, (grade, condition) in enumerate(self.duty.grades):
            truths = translator.truths(condition, self.root)
            taken = both(*(negate(earlier.yes) for _, _, earlier in before))
            if self.empty(found, truths.yes):
                message = f"规则{self.rule.id}的级别“{grade}”永远不会取到：发现问题时它的条件不会成立"
                yield self._grade(number, message, (found,), (*basic, (condition, NOT_YES)))
            elif before and self.empty(found, truths.yes, taken):
                names = "、".join(f"“{name}”" for name, _, _ in before)
                message = f"规则{self.rule.id}的级别“{grade}”永远轮不到：它成立时前面的{names}已经成立"
                yield self._grade(number, message, (found, truths.yes), (*basic, (condition, IS_YES)))
            if condition is not None:
                before.append((grade, condition, truths))

    def _grade(
        self,
        number: int,
        message: str,
        formulas: tuple[Formula, ...],
        expected: tuple[Expected, ...],
    ) -> Claim:
        place = self.reasoning.places.grade(self.rule.id, number)
        hint = "调整各级的先后或界限，从最严重的写起。"
        return Claim(place, "L104", message, hint, self._names(), self.duty.kind, formulas, expected)

    def _names(self) -> tuple[str, ...]:
        return (self.rule.id,)

    def _claim(
        self,
        code: str,
        key: str,
        message: str,
        hint: str,
        formulas: tuple[Formula, ...] = (),
        expected: tuple[Expected, ...] = (),
    ) -> Claim:
        place = self.reasoning.places.key(self.rule.id, key)
        return Claim(place, code, message, hint, self._names(), self.duty.kind, formulas, expected)
