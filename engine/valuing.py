"""Values of terms over a dossier: stated and derived fields, parameters, arithmetic, functions and aggregates."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from engine.dossier import Dossier, Fact, Nothing
from engine.joins import Index, Join, Ranging, join_of
from engine.program import Program, Row
from engine.quantity import Dim, Quantity, between, combine, exactly, extreme, magnitude, opposite, same_unit
from engine.rows import fitting, range_of, standing
from engine.terms import (
    Aggregate,
    Arithmetic,
    Call,
    Condition,
    Exists,
    FieldOf,
    LinkedField,
    Literal,
    ParameterOf,
    SingleField,
    StepOf,
    Term,
    YearDay,
    free,
)
from engine.truth import UNKNOWN, YES, Truth
from engine.unknown import NO_GAPS, Env, Gap, Result, Unknown, because
from engine.vocabulary import FINDING
from engine.workdays import workdays


class Valuing(ABC):
    """The half of the reference evaluator that computes values; each derived figure once for each fact."""

    def __init__(self, program: Program, dossier: Dossier) -> None:
        self.program, self.dossier = program, dossier
        self.findings: dict[str, Fact] = {}
        self.memo: dict[tuple[str, str, str, bool], Result] = {}
        # By node and bound facts. One over findings stays: strata see to it that all it may read was judged before.
        self.ranged: dict[tuple[int, ...], Truth | Result] = {}
        self.met: dict[tuple[int, ...], Truth] = {}  # the condition of a quantifier, besides by the fact it ranges over
        self.reads: dict[int, tuple[int, ...]] = {}
        self.joins: dict[int, Join | None] = {}
        self.indexes: dict[tuple[str, str], Index] = {}
        self.by_key = {(f.kind, f.key): f for group in dossier.facts.values() for f in group}

    def facts(self, kind: str) -> tuple[Fact, ...]:
        """Returns the facts of a kind in canonical order; for 问题 the findings concluded so far."""
        if kind == FINDING:
            return tuple(self.findings[key] for key in sorted(self.findings))
        return self.dossier.facts.get(kind, ())

    @abstractmethod
    def truth(self, condition: Condition | None, env: Env) -> Truth:
        """Returns whether a condition holds for the facts bound in env (index = depth); no condition holds always."""

    @abstractmethod
    def gaps(self, condition: Condition | None, env: Env) -> frozenset[Gap]:
        """Returns what an unknown condition waits for."""

    def value(self, term: Term, env: Env, written: bool = False) -> Result:
        """Returns the value of a term; written takes each figure as all it may stand for in its written precision."""
        if type(term) is FieldOf:  # as most are
            return self.field(env[term.depth], term.kind, term.field, written)
        return _VALUES[type(term)](self, term, env, written)

    def field(self, fact: Fact, kind: str, word: str, written: bool = False) -> Result:
        """Returns a stated or derived field of a fact."""
        found = fact.values.get(word)  # a derived field is never stated
        if found is None:
            if (kind, word) in self.program.derived:
                return self._derived(fact, kind, word, written)
            return Unknown(frozenset({Gap(kind, fact.key, word if fact.present is YES else "")}))
        return found.written() if written and isinstance(found, Quantity) else found

    def _derived(self, fact: Fact, kind: str, word: str, written: bool) -> Result:
        key = (kind, word, fact.key, written)
        if key not in self.memo:
            definition = self.program.derived[kind, word]
            if isinstance(definition, Term):
                self.memo[key] = self.value(definition, (fact,), written)
            else:
                truth = self.truth(definition, (fact,))
                gaps = self.gaps(definition, (fact,)) if truth is UNKNOWN else NO_GAPS
                self.memo[key] = Unknown(gaps) if truth is UNKNOWN else truth
        return self.memo[key]

    def _literal(self, term: Literal, env: Env, written: bool) -> Result:
        return term.value

    def _singlefield(self, term: SingleField, env: Env, written: bool) -> Result:
        return self.field(self.facts(term.kind)[0], term.kind, term.field, written)

    def _linkedfield(self, term: LinkedField, env: Env, written: bool) -> Result:
        name = self.field(env[term.depth], env[term.depth].kind, term.link)
        if isinstance(name, Unknown):
            return name
        owner = self.by_key.get((term.kind, str(name)))
        if owner is None:
            reason = "为无" if isinstance(name, Nothing) else "没有提供"
            return Unknown(
                frozenset({Gap(term.kind, "" if isinstance(name, Nothing) else str(name), term.field, reason)})
            )
        return self.field(owner, term.kind, term.field, written)

    def _parameterof(self, term: ParameterOf, env: Env, written: bool) -> Result:
        """Returns the first row that fits; where a key is unknown, the range over all words it may have."""
        rows, gaps = self._rows(term, env)
        found = range_of([own[0].value for own in rows]) if all(rows) else None
        return Unknown(gaps) if found is None else found

    def _stepof(self, term: StepOf, env: Env, written: bool) -> Result:
        """Returns what stands on the step that a figure stands on; where it may stand on several, the range."""
        figure = self.value(term.term, env, written)
        if not isinstance(figure, Quantity):
            return _unknown(term, figure)
        rows, gaps = self._rows(term.ladder, env)
        steps = [standing(figure, own) for own in rows]
        found = range_of([step.value for own in steps for step in own or ()]) if all(steps) else None
        if found is None and len(rows) == 1 and rows[0]:
            return because(term, "可能落在不同的档" if steps[0] else "不落在阶梯的任何一档")
        return Unknown(gaps) if found is None else found

    def _rows(self, term: ParameterOf, env: Env) -> tuple[list[tuple[Row, ...]], frozenset[Gap]]:
        """The rows that may count, and what would have to be known for one of them to count surely."""
        rows = self.program.parameters.get(term.name, ())
        words = [self.value(key, env) for key in term.keys]
        fields = [self.program.vocabulary.kinds[key.kind].fields.get(key.field) for key in term.keys]
        gaps = NO_GAPS.union(*(word.gaps for word in words if isinstance(word, Unknown)))
        found = fitting(rows, words, [field.options if field else () for field in fields])
        return found, gaps if gaps and rows else gaps | {Gap("参数", term.name, "")}

    def _yearday(self, term: YearDay, env: Env, written: bool) -> Result:
        return exactly(Dim.DATE, date(self.dossier.year, term.month, term.day).toordinal(), "日")

    def _arithmetic(self, term: Arithmetic, env: Env, written: bool) -> Result:
        left, right = self.value(term.left, env, written), self.value(term.right, env, written)
        if isinstance(left, Quantity) and isinstance(right, Quantity):
            found = combine(term.op, left, right)
            if isinstance(found, Quantity) and term.dim not in (found.dim, Dim.AMOUNT):
                found = "单位不同，不能相除"  # 量 ÷ 量 is a rate only of like things
            return found if isinstance(found, Quantity) else because(term, found)
        return _unknown(term, left, right)

    def _call(self, term: Call, env: Env, written: bool) -> Result:
        values = [self.value(argument, env, written) for argument in term.arguments]
        if term.function == "首个已知":
            return next((v for v in values if not isinstance(v, Unknown | Nothing)), _unknown(term, *values))
        numbers = [value for value in values if isinstance(value, Quantity)]
        if len(numbers) < len(values):
            return _unknown(term, *values)
        if term.function in ("绝对值", "负"):
            return (magnitude if term.function == "绝对值" else opposite)(numbers[0])
        start, end = numbers
        if term.function == "区间":
            return between(start, end) if start.dim == end.dim and same_unit(start, end) else because(term, "单位不同")
        if term.function == "工作日数":
            days = workdays(start, end)
            return days if isinstance(days, Quantity) else because(term, days)
        low, high, shown = end.low - start.high, end.high - start.low, end.nominal - start.nominal
        return Quantity(Dim.DAYS, low, high, shown, mark="" if low == high else "约")

    def _aggregate(self, term: Aggregate, env: Env, written: bool) -> Result:
        key = (*self.place(term, env), written)
        if key not in self.ranged:
            self.ranged[key] = self._aggregated(term, env, written)
        return self.ranged[key]

    def _aggregated(self, term: Aggregate, env: Env, written: bool) -> Result:
        """Counts or combines the facts that surely meet the condition; one that may meet it makes the whole unknown."""
        chosen: list[Env] = []
        gaps = NO_GAPS
        for inner, meets in self.ranging(term, env):
            fact = inner[-1]
            if meets is YES:
                chosen.append(inner)
            elif meets is UNKNOWN:
                own = self.gaps(term.condition, inner) if fact.present is YES else NO_GAPS
                gaps |= own or {Gap(term.kind, fact.key, "")}
        if gaps:
            return Unknown(gaps)
        if term.term is None:
            return exactly(Dim.COUNT, len(chosen))
        return total_of(term.function, term, [self.value(term.term, inner, written) for inner in chosen])

    def place(self, node: Exists | Aggregate, env: Env) -> tuple[int, ...]:
        """Names a quantifier or an aggregate together with those facts around it that it reads."""
        if id(node) not in self.reads:
            self.reads[id(node)] = tuple(free(node))
        return (id(node), *[id(env[depth]) for depth in self.reads[id(node)]])

    def ranging(self, node: Exists | Aggregate, env: Env) -> Iterator[tuple[Env, Truth]]:
        """Yields for each fact of the kind that may, bound, whether it surely is there and meets the condition."""
        place = self.place(node, env)
        for fact in self.candidates(node, env):
            inner, key = (*env[: node.depth], fact), (*place, id(fact))
            if key not in self.met:
                truth = self.truth(node.condition, inner)
                self.met[key] = truth if fact.present is YES else min(fact.present, truth)
            yield inner, self.met[key]

    def candidates(self, node: Ranging, env: Env) -> tuple[Fact, ...]:
        """Leaves out facts that an equality of texts in the condition rules out at once."""
        if id(node) not in self.joins:
            self.joins[id(node)] = join_of(node)
        join = self.joins[id(node)]
        if join is None or (node.kind, join[0]) in self.program.derived:
            return self.facts(node.kind)
        words = join[1] if isinstance(join[1], tuple) else (self.value(join[1], env),)
        known = [word for word in words if not isinstance(word, Unknown)]
        if len(known) < len(words):
            return self.facts(node.kind)
        key = (node.kind, join[0])
        if key not in self.indexes:
            self.indexes[key] = Index(self.facts(node.kind), join[0])
        return self.indexes[key].get(*known)


def _unknown(term: Term, *values: Result) -> Unknown:
    gaps = NO_GAPS.union(*(value.gaps for value in values if isinstance(value, Unknown)))
    return Unknown(gaps) if gaps else because(term, "其中一项为无")


def total_of(function: str, term: Term, values: list[Result]) -> Result:
    """Returns 合计, 最大 or 最小 of the values of a term; a value that is not known makes the total unknown."""
    numbers = [value for value in values if isinstance(value, Quantity)]
    if len(numbers) < len(values):
        return _unknown(term, *values)
    if not numbers:
        if function == "合计" and term.dim is not Dim.AMOUNT:
            return exactly(term.dim, 0)
        return because(term, "没有可汇总的事实")
    total = numbers[0]
    for number in numbers[1:]:
        found = combine("+", total, number) if function == "合计" else extreme(function, total, number)
        if isinstance(found, str):
            return because(term, found)
        total = found
    return total


_VALUES: dict[type, Callable[[Valuing, Any, Env, bool], Result]] = {
    node: getattr(Valuing, f"_{node.__name__.lower()}")
    for node in (Literal, SingleField, LinkedField, ParameterOf, StepOf, YearDay, Arithmetic, Call, Aggregate)
}
