"""The way a case takes through its rule: every comparison with how it came out, so that two cases can be compared."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from engine.cases import NO_WAIVERS, Case, given_findings
from engine.dossier import NOTHING
from engine.judge import by_reference
from engine.quantity import Quantity
from engine.terms import (
    FIELDS,
    Aggregate,
    Agree,
    All,
    AnyOf,
    Call,
    Compare,
    Condition,
    Exists,
    FieldOf,
    LinkedField,
    Not,
    OneOf,
    ParameterOf,
    StepOf,
    Term,
    children,
)
from engine.truth import YES, Truth
from engine.unknown import Env, Result, Unknown
from engine.verdict import State

Path = tuple[object, ...]


class Walk:
    """One case judged: the states of its subjects, its way, and the comparisons that came out even."""

    def __init__(self, case: Case) -> None:
        self.case, self.level = case, set[int]()
        self.ways: dict[tuple[str, str, str], tuple[object, ...]] = {}  # through derived figures, each fact's once
        self.states, self.evaluator = by_reference(case.program, case.dossier, NO_WAIVERS, given_findings(case))
        self.near: dict[tuple[int, str], Fraction] = {}
        self.values: dict[tuple[object, ...], Result] = {}
        self.walked: Path | None = None

    @property
    def expected(self) -> Path:
        """What the case asks for, and what came out: two cases that differ in it need no closer look."""
        case, results = self.case, self.case.results
        wanted = repr(results if isinstance(results, State) else sorted(results.values()))
        return (wanted, case.severity, case.text, case.missing, *sorted(self.states.values()))

    @property
    def path(self) -> Path:
        """Everything the case shows of its rule, in a form that two cases can be compared by."""
        if self.walked is None:
            self.walked = self._path()
        return self.walked

    def beside(self) -> dict[tuple[int, str], Fraction]:
        """The comparisons (by identity) and sides on which a figure lies just beside its limit, and how far off."""
        return self.near if self.path is not None else {}

    def even(self) -> set[int]:
        """The comparisons (by identity) that came out even."""
        return self.level if self.path is not None else set()

    def _path(self) -> Path:
        case, subjects = self.case, []
        for duty in case.rule.duties:
            conditions = [duty.scope, duty.duty, *(condition for _, condition in duty.grades)]
            for fact in self.evaluator.facts(duty.kind):
                state = self.states.get((case.rule.id, duty.kind, fact.key))
                if state is None:
                    continue  # a finding of the rule itself, which it does not judge
                shown = conditions[:1] if state is State.NOT_APPLICABLE else conditions
                ways = tuple(tuple(self._condition(c, (fact,))) for c in shown if c is not None)
                subjects.append(repr((duty.kind, state, fact.present, ways)))
        return tuple(sorted(subjects))

    def _value(self, term: Term, env: Env, written: bool = False) -> Result:
        """The value of a term, worked out once."""
        key = (id(term), written, *map(id, env))
        if key not in self.values:
            self.values[key] = self.evaluator.value(term, env, written)
        return self.values[key]

    def _condition(self, node: Condition, env: Env) -> Iterator[object]:
        if isinstance(node, All | AnyOf | Not):
            for child in children(node):
                assert isinstance(child, Condition)
                yield from self._condition(child, env)
            return
        yield self.evaluator.truth(node, env)
        if isinstance(node, Exists):
            yield self._elements(node, env)
        elif isinstance(node, Compare | Agree):
            yield self._sign(node, env)
        elif isinstance(node, OneOf):
            word = self._value(node.term, env)
            yield word if word in node.words else ""  # each word of the list is a thing of its own
        if not isinstance(node, Exists):
            for child in children(node):
                assert isinstance(child, Term)
                yield from self._term(child, env)

    def _elements(self, node: Exists | Aggregate, env: Env) -> str:
        """How each fact came out, whatever their order and number; a list that is empty shows as such."""
        ways = []
        for inner, meets in self.evaluator.ranging(node, env):
            own = tuple(self._condition(node.condition, inner)) if node.condition is not None else ()
            fact = inner[-1]
            ways.append(repr((meets, fact.present if fact.present is YES else fact.key, own)))
        there = len(self.evaluator.facts(node.kind)) > 0
        return repr((there, sorted(set(ways))))

    def _sign(self, node: Compare | Agree, env: Env) -> str:
        """Which side is the greater; of figures that may agree in their precision, whether they just touch."""
        written = isinstance(node, Agree)
        left, right = (self._value(side, env, written) for side in (node.left, node.right))
        if not isinstance(left, Quantity) or not isinstance(right, Quantity):
            return "=" if left == right else "?"
        if left.exact and right.exact and left.low == right.low:
            self.level.add(id(node))
            return "="
        if written and (left.high == right.low or right.high == left.low):
            return "touching"
        sign = "<" if left.high < right.low else ">" if left.low > right.high else "~"
        if sign != "~":
            self._measure(id(node), sign, left, right)
        return sign

    def _measure(self, node: int, sign: str, left: Quantity, right: Quantity) -> None:
        """Keeps how far a figure beside its limit is from it: within a hundredth of it, or a step of its last digit."""
        gap = abs(left.nominal - right.nominal)
        if gap <= max(abs(right.nominal) / 100, 2 * left.half):
            self.near[node, sign] = min(gap, self.near.get((node, sign), gap))

    def _term(self, term: Term, env: Env) -> Iterator[object]:
        value = self._value(term, env)
        if isinstance(term, ParameterOf | StepOf):
            program = self.case.program
            name = term.name if isinstance(term, ParameterOf) else term.ladder.name
            yield repr(value) if isinstance(value, Quantity | str) else (program.region, program.year)
            yield repr(program.parameters.get(name))  # another region or year may have other rows
            if isinstance(term, StepOf):  # its ladder by itself has no value
                yield self._edges(term, env)
                yield from self._term(term.term, env)
            return
        yield _sort(value)
        if isinstance(term, Call):
            yield self._called(term, env)
        if isinstance(term, Aggregate):
            yield self._elements(term, env)
        elif isinstance(term, FIELDS):
            yield from self._derived(term, env)
        else:
            for child in children(term):
                if isinstance(child, Term):
                    yield from self._term(child, env)

    def _edges(self, term: StepOf, env: Env) -> str:
        """On which side of each edge of a ladder a figure stands; only a case on the edge shows whether it is 含."""
        figure, sides = self._value(term.term, env), []
        rows = self.case.program.parameters.get(term.ladder.name, ())
        edges = [edge.value for row in rows for edge in (row.low, row.high) if edge is not None]
        for number, edge in enumerate(edges):
            if not isinstance(figure, Quantity) or not figure.exact or figure.dim is not edge.dim:
                return ""
            sides.append("=" if figure.low == edge.low else "<" if figure.low < edge.low else ">")
            if sides[-1] != "=":
                self._measure(id(term), f"{number}{sides[-1]}", figure, edge)
        return "".join(sides)

    def _called(self, term: Call, env: Env) -> str:
        """What a function makes of its arguments beyond their sorts: a sign that is dropped, days off between dates."""
        values = [self._value(argument, env) for argument in term.arguments]
        numbers = [value for value in values if isinstance(value, Quantity)]
        if term.function == "工作日数":
            return repr([number.low for number in numbers])
        return repr([(number.low > 0) - (number.low < 0) for number in numbers]) if term.function == "绝对值" else ""

    def _derived(self, term: Term, env: Env) -> tuple[object, ...]:
        """The way through the definition of a derived figure."""
        assert isinstance(term, FIELDS)
        definition = self.case.program.derived.get((term.kind, term.field))
        owner = env[term.depth] if isinstance(term, FieldOf) else None
        if isinstance(term, LinkedField):
            name = self.evaluator.field(env[term.depth], env[term.depth].kind, term.link)
            owner = self.evaluator.by_key.get((term.kind, str(name)))
        elif owner is None:
            owner = next(iter(self.evaluator.facts(term.kind)), None)
        if definition is None or owner is None:
            return ()
        key = (term.kind, term.field, owner.key)
        if key not in self.ways:
            inside = (owner,)
            way = (
                self._condition(definition, inside)
                if isinstance(definition, Condition)
                else self._term(definition, inside)
            )
            self.ways[key] = tuple(way)
        return self.ways[key]


def _sort(value: Truth | Result) -> object:
    """What sort of value it is; how much does not matter here."""
    if isinstance(value, Unknown):
        return "?"
    if isinstance(value, Quantity):
        return value.exact
    return "无" if value is NOTHING else value if isinstance(value, Truth) else "有"
