"""Terms as source: every value as the dimension it is kept as asks for it, in as few lines as it takes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from engine.generated import literals
from engine.generated.body import NONE, Atom, Body, guarded
from engine.generated.columns import amount, plain
from engine.generated.parts import EMPTY, PLAIN_MODE
from engine.generated.survey import PLAIN
from engine.quantity import NUMERIC, Dim, Quantity, result_dim
from engine.rows import range_of
from engine.terms import (
    FIELDS,
    Aggregate,
    Arithmetic,
    Call,
    Exists,
    FieldOf,
    LinkedField,
    Literal,
    Node,
    ParameterOf,
    SingleField,
    StepOf,
    Term,
    YearDay,
    free,
)
from engine.truth import YES


class Figuring(Body):
    """The half of a function that computes values."""

    def figure(self, term: Term, mode: str = PLAIN_MODE) -> Atom:
        """Returns what stands for the value of a term: a number or amount (None also where it is none), else a word,
        a frozenset, True, False or NOTHING; mode WRITTEN takes each figure as all it may stand for."""
        key = (self.survey.number(term), mode)
        known = self.recall(key)
        if known is not None:
            return known
        if mode == PLAIN_MODE and self.shared(term):
            return self.kept(self.parts.shared(term, self.kinds[0]), "r0")
        return self.note(key, _FIGURES[type(term)](self, term, mode))

    def shared(self, node: Node) -> bool:
        """Whether a part has a function of its own, which is not this one."""
        return self.survey.shared(node) and self.own != self.survey.number(node)

    def as_amount(self, term: Term, mode: str) -> Atom:
        """Returns a number together with its dimension."""
        sort, found = self.survey.sort(term), self.figure(term, mode)
        if sort is Dim.AMOUNT or found == NONE:
            return found
        if sort not in PLAIN:
            return NONE
        code = f"Amount({sort.value!r}, '', {found.code})"
        if isinstance(term, Literal):
            return Atom(self.parts.constant(code, term.text), True)
        return self.put(guarded(code, found), sure=found.sure)

    def pair(self, left: Term, right: Term, mode: str = PLAIN_MODE) -> tuple[Atom, Atom, bool]:
        """Returns two terms in the same form, and whether they are amounts; None twice where they cannot be."""
        sorts = {self.survey.sort(left), self.survey.sort(right)}
        if not sorts <= NUMERIC:
            return NONE, NONE, False
        if Dim.AMOUNT in sorts:
            return self.as_amount(left, mode), self.as_amount(right, mode), True
        return self.figure(left, mode), self.figure(right, mode), False

    def _literal(self, term: Literal, mode: str) -> Atom:
        if isinstance(term.value, Quantity):
            return self._constant(term.value, self.survey.sort(term), term.text)
        if isinstance(term.value, frozenset):
            return Atom(self.parts.constant(f"frozenset({literals.words(tuple(term.value))})", term.text), True)
        return Atom(repr(term.value) if isinstance(term.value, str) else repr(term.value is YES), True)

    def _constant(self, value: Quantity | str | None, sort: Dim, text: str) -> Atom:
        if not isinstance(value, Quantity):
            return NONE if value is None else Atom(repr(value), True)
        number = amount(value) if sort is Dim.AMOUNT else plain(value, value.dim)
        code = literals.number(number) if number is not None else "None"
        return Atom(code if code.isdigit() else self.parts.constant(code, text), True)

    def _fieldof(self, term: FieldOf, mode: str) -> Atom:
        return self.stated(f"r{term.depth}", term.kind, term.field, term.dim, self._mode(term, mode))

    def _mode(self, term: FieldOf | SingleField | LinkedField, mode: str) -> str:
        """Words and truths are the same in whatever precision; only of numbers is asked whether there is none."""
        if self.survey.definition(term.kind, term.field) is None and self.survey.sort(term) not in NUMERIC:
            return PLAIN_MODE
        return mode

    def _singlefield(self, term: SingleField, mode: str) -> Atom:
        part = self.parts.kind(term.kind)
        part.alone = True
        return self.stated(f"s.a{part.number}", term.kind, term.field, term.dim, self._mode(term, mode))

    def _linkedfield(self, term: LinkedField, mode: str) -> Atom:
        kind = self.kinds[term.depth]
        name = self.stated(f"r{term.depth}", kind, term.link, Dim.TEXT, PLAIN_MODE)
        part = self.parts.kind(term.kind)
        part.linked = True
        owner = self.put(guarded(f"s.b{part.number}.get(str({name.code}))", name))
        found = self.put("None")
        with self.block(f"if {owner.code} is not None:"):
            inner = self.stated(owner.code, term.kind, term.field, term.dim, self._mode(term, mode))
            self.line(f"{found.code} = {inner.code}")
        return found

    def _parameterof(self, term: ParameterOf, mode: str) -> Atom:
        rows, sort = self.survey.program.parameters.get(term.name, ()), self.survey.sort(term)
        if not rows or not term.keys:
            return self._constant(range_of([rows[0].value]) if rows else None, sort, term.text)
        name = self.parts.lookup(term.name, sort, self._options(term), ladder=False)
        return self.put(f"{name}.at({', '.join(self.figure(key).code for key in term.keys)})", term.text)

    def _options(self, term: ParameterOf) -> tuple[tuple[str, ...], ...]:
        fields = [self.survey.program.vocabulary.kinds[key.kind].fields.get(key.field) for key in term.keys]
        return tuple(field.options if field else () for field in fields)

    def _stepof(self, term: StepOf, mode: str) -> Atom:
        sort, of = self.survey.sort(term), self.survey.sort(term.term)
        if of not in NUMERIC:
            return NONE
        figure = self.figure(term.term, mode)
        name = self.parts.lookup(term.ladder.name, sort, self._options(term.ladder), ladder=True)
        words = "".join(f", {self.figure(key).code}" for key in term.ladder.keys)
        return self.put(f"{name}.step({figure.code}, {of.name}{words})", term.text)

    def _yearday(self, term: YearDay, mode: str) -> Atom:
        self.parts.days.add((term.month, term.day))
        return Atom(f"s.y{term.month:02}{term.day:02}", True)

    def _arithmetic(self, term: Arithmetic, mode: str) -> Atom:
        left, right, amounts = self.pair(term.left, term.right, mode)
        if NONE in (left, right):
            return NONE
        if amounts:
            sign = {"+": "+", "-": "-", "×": "*"}.get(term.op)
            code = f"{left.code} {sign} {right.code}" if sign else f"{left.code}.over({right.code})"
            return self._measured(term.dim, self.put(guarded(code, left, right), term.text))
        dims = self.survey.sort(term.left), self.survey.sort(term.right)
        found = result_dim(term.op, *dims)
        if found is None or term.dim not in (found, Dim.AMOUNT):
            return NONE
        sure = term.op != "÷" and left.sure and right.sure
        return self.put(guarded(_sum(term.op, dims, left.code, right.code), left, right), term.text, sure)

    def _measured(self, dim: Dim, found: Atom) -> Atom:
        """An amount whose dimension the rule knows beforehand is that or nothing."""
        if dim is Dim.AMOUNT:
            return found
        value = found.code if dim is Dim.COUNT else f"{found.code}.value"
        return self.put(f"None if {found.code} is None or {found.code}.dim != {dim.value!r} else {value}")

    def _call(self, term: Call, mode: str) -> Atom:
        if term.function == "首个已知":
            return self._first(term, mode)
        if term.function in ("绝对值", "负"):
            found = self.figure(term.arguments[0], mode)
            code = f"abs({found.code})" if term.function == "绝对值" else f"-{found.code}"
            return self.put(guarded(code, found), term.text, found.sure)
        start, end, amounts = self.pair(term.arguments[0], term.arguments[1], mode)
        dims = {self.survey.sort(argument) for argument in term.arguments}
        if amounts:
            code = f"{start.code}.between({end.code})"
        elif term.function == "区间":
            code = f"between({start.code}, {end.code})" if len(dims) == 1 else "None"
        else:
            days = f"working_days({start.code}, {end.code})"
            code = f"{end.code} - {start.code}" if term.function == "间隔日数" else days
        return self.put(guarded(code, start, end), term.text)

    def _first(self, term: Call, mode: str) -> Atom:
        """先取: the first that is known, each looked at only where those before it are not."""
        sort = self.survey.sort(term)
        take = self.as_amount if sort is Dim.AMOUNT else self.figure
        found = self.put(take(term.arguments[0], mode).code)
        words = "" if sort in NUMERIC else f" or {found.code} is NOTHING"
        for argument in term.arguments[1:]:
            with self.block(f"if {found.code} is None{words}:"):
                self.line(f"{found.code} = {take(argument, mode).code}", argument.text)
        if words:
            self.line(f"{found.code} = None if {found.code} is NOTHING else {found.code}")
        return found

    def _aggregate(self, term: Aggregate, mode: str) -> Atom:
        return self.ranged(term, mode)

    def ranged(self, node: Exists | Aggregate, mode: str) -> Atom:
        """Asks the function of a quantifier or aggregate."""
        used = tuple((depth, self.kinds[depth]) for depth in sorted(free(node)))
        request = self.parts.ranging(node, mode, used)
        if request.home:
            return self.kept(request, request.home)
        return self.put(f"{request.name}({', '.join(['s', *(f'r{d}' for d, _ in used)])})", request.title)

    def none_of(self, term: Term) -> Atom:
        """Returns what stands for whether there is none: True, False, None where it is not known."""
        sort = self.survey.sort(term)
        if isinstance(term, FIELDS) and sort in NUMERIC:
            return _FIGURES[type(term)](self, term, EMPTY)
        found = self.figure(term)
        code = {Dim.TAGS: f"{found.code} is NOTHING or not {found.code}"}.get(sort, f"{found.code} is NOTHING")
        return self.put(guarded("False" if sort in NUMERIC else code, found))


def _sum(op: str, dims: tuple[Dim, Dim], left: str, right: str) -> str:
    """The code of left op right over bare numbers; points beside a ratio are hundredths."""
    if op == "÷":
        return f"over({left}, {right})"
    if op == "-" and dims == (Dim.RATIO, Dim.RATIO):
        return f"({left} - {right}) * 100"
    if dims == (Dim.RATIO, Dim.POINTS) and op in "+-":
        right = f"over({right}, 100)"
    return f"{left} {op.replace('×', '*')} {right}"


_FIGURES: dict[type, Callable[[Figuring, Any, str], Atom]] = {
    node: getattr(Figuring, f"_{node.__name__.lower()}")
    for node in (Literal, FieldOf, SingleField, LinkedField, ParameterOf, StepOf, YearDay, Arithmetic, Call, Aggregate)
}
