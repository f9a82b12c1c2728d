"""From terms and conditions to expressions of whole numbers, words and truths over facts that are all known.

A variable of a condition is the name of a local of the generated function, or one row of a table, whose own word is
known beforehand. What ranges over a list is gathered once, before it is asked for (`gathering`).
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from engine.generated.known.atoms import Atom, alike, denied, joined, one_of, spoken
from engine.generated.known.binding import Bound, Context, Env, reached
from engine.generated.known.figure import ONE, WORTH, Figure, Unfit, constant, limit_of, minus, over, plus, size, times
from engine.generated.known.needs import Needs
from engine.program import Program
from engine.quantity import COUNTERS, NUMERIC, Dim, Quantity
from engine.terms import (
    Aggregate,
    All,
    AnyOf,
    Arithmetic,
    Call,
    Compare,
    Condition,
    Exists,
    FieldOf,
    Holds,
    IsNone,
    LinkedField,
    Literal,
    Not,
    OneOf,
    ParameterOf,
    SingleField,
    Term,
    YearDay,
)
from engine.truth import YES, Truth
from engine.vocabulary import NOTHING_WORD, Shape

MOST_STEPS = 20_000  # conditions and terms that a check may come to


class Lowering:
    """Expressions of one program; `gather` is asked for what ranges over lists, and answers with an expression."""

    def __init__(self, program: Program, needs: Needs) -> None:
        self.program, self.needs = program, needs
        self.context = Context()
        self.steps = 0  # since the last `begin`

    def begin(self) -> None:
        """Begins another check."""
        self.context, self.steps = Context(), 0

    def step(self) -> None:
        """Raises Unfit where a check has no end: each figure that it rests on may rest on others twice."""
        self.steps += 1
        if self.steps > MOST_STEPS:
            raise Unfit

    # Conditions

    def truth(self, condition: Condition, env: Env) -> Atom:
        """Returns a condition as an expression that is true or false; raises Unfit."""
        self.step()
        match condition:
            case All(items=items) | AnyOf(items=items):
                return joined("and" if isinstance(condition, All) else "or", [self.truth(item, env) for item in items])
            case Not(item=item):
                return denied(self.truth(item, env))
            case Compare():
                return self.compare(condition, env)
            case OneOf(term=term, words=words) if NOTHING_WORD not in words:
                return one_of(self.word(term, env), words)
            case Holds(term=term):
                return self.flag(term, env)
            case IsNone(term=term):
                return one_of(self.word(term, env), (NOTHING_WORD,)) if term.dim is Dim.TEXT else self.never(term, env)
            case Exists():
                return self.exists(condition, env)
        raise Unfit

    def compare(self, node: Compare, env: Env) -> Atom:
        """Returns a comparison; figures must measure the same, words and truths are the same or not."""
        if node.left.dim is not node.right.dim or node.left.dim not in (*NUMERIC, Dim.TEXT, Dim.TRUTH):
            raise Unfit
        if node.left.dim in NUMERIC:
            return limit_of(node.op, self.figure(node.left, env), self.figure(node.right, env))
        read = self.word if node.left.dim is Dim.TEXT else self.flag
        same = alike(read(node.left, env), read(node.right, env))
        return same if node.op == "=" else denied(same)

    def never(self, term: Term, env: Env) -> Atom:
        """为无 of a figure: there is one, or the department goes the general way, which looking at it shows."""
        if term.dim not in NUMERIC:
            raise Unfit
        figure = self.figure(term, env)
        return joined("or", [f"{side} is None" for side in (figure.top, figure.bottom) if side])

    # Terms

    def figure(self, term: Term, env: Env) -> Figure:
        """Returns a figure in the base unit of its dimension; raises Unfit."""
        self.step()
        if term.dim not in NUMERIC or term.dim is Dim.AMOUNT:
            raise Unfit
        match term:
            case Literal(value=value):
                return self.known(value)
            case YearDay(month=month, day=day):
                return constant(date(self.program.year, month, day).toordinal())
            case Arithmetic(op=op, left=left, right=right):
                return self.arithmetic(op, left, right, env)
            case Call(function="绝对值", arguments=(item,)):
                return size(self.figure(item, env))
            case Call(function="负", arguments=(item,)):
                return minus(self.figure(item, env))
            case Call(function="首个已知", arguments=(item, *_)):
                return self.figure(item, env)
            case Call(function="间隔日数", arguments=(start, end)):
                return plus(self.figure(end, env), minus(self.figure(start, env)))
            case Aggregate():
                return self.aggregate(term, env)
            case ParameterOf():
                return self.known(self.parameter(term, env))
        return self.stated(term, env)

    def known(self, value: object) -> Figure:
        """Returns a figure that stands in the rules; an approximation has no form here."""
        if not isinstance(value, Quantity) or not value.exact or value.mark:
            raise Unfit
        if value.dim is Dim.COUNT and value.unit not in COUNTERS:
            raise Unfit
        return constant(value.low)

    def parameter(self, term: ParameterOf, env: Env) -> object:
        """Returns the value of a parameter that has one row for everybody."""
        rows = self.program.parameters.get(term.name, ())
        if not rows or any(rows[0].words) or rows[0].low is not None or rows[0].high is not None:
            raise Unfit
        return rows[0].value

    def arithmetic(self, op: str, left: Term, right: Term, env: Env) -> Figure:
        """Returns left op right; points are hundredths of rates, so their sums convert as in `quantity.combine`."""
        one, other = self.figure(left, env), self.figure(right, env)
        if op == "×":
            return times(one, other)
        if op == "÷":
            if left.dim is Dim.DATE or right.dim is Dim.DATE:
                raise Unfit
            if other.top:
                self.context.divisors[other.top] = None
            return over(one, other)
        if (left.dim, right.dim) == (Dim.RATIO, Dim.POINTS):
            other = times(other, constant(Fraction(1, 100)))
        total = plus(one, other if op == "+" else minus(other))
        return times(total, constant(100)) if op == "-" and left.dim is right.dim is Dim.RATIO else total

    def stated(self, term: Term, env: Env) -> Figure:
        """Returns a field that is a figure, or what it is derived from."""
        found = self.field(term, env)
        if not isinstance(found, str):
            figure = self.figure(*found)
            return reached(figure, term, found[1][0], f"{figure.top} {figure.bottom}")
        if term.dim is Dim.DATE:
            return Figure(f"{found}.toordinal()", "", Fraction(1))
        return Figure(found, "", WORTH.get(term.dim, ONE))

    def word(self, term: Term, env: Env) -> str:
        """Returns an expression for a word; one known beforehand is a literal."""
        if term.dim is not Dim.TEXT:
            raise Unfit
        if isinstance(term, Literal):
            if not isinstance(term.value, str) or term.value == NOTHING_WORD:
                raise Unfit
            return repr(term.value)
        found = self.field(term, env)
        if isinstance(found, str):
            return found
        word = self.word(*found)
        return reached(word, term, found[1][0], word)

    def flag(self, term: Term, env: Env) -> Atom:
        """Returns an expression for a yes or no."""
        if isinstance(term, Literal) and isinstance(term.value, Truth):
            return term.value is YES
        if term.dim is not Dim.TRUTH or isinstance(term, Literal):
            raise Unfit
        if isinstance(term, FieldOf | SingleField | LinkedField):
            derived = self.program.derived.get((term.kind, term.field))
            if isinstance(derived, Condition):
                owner = self.owner(term, env)
                truth = self.truth(derived, (owner,))
                if not isinstance(term, LinkedField):
                    return truth
                there = f"{owner.name}.{self.program.vocabulary.kinds[owner.kind].key[0]} is not None"
                return reached(f"({there} and {spoken(truth)})", term, owner, "" if isinstance(truth, bool) else there)
        found = self.field(term, env)
        return f"{found} == '是'" if isinstance(found, str) else self.flag(*found)

    def field(self, term: Term, env: Env) -> str | tuple[Term, Env]:
        """Returns the expression of a stated field, or the definition of a derived one and what it is bound to."""
        if not isinstance(term, FieldOf | SingleField | LinkedField):
            raise Unfit
        owner = self.owner(term, env)
        derived = self.program.derived.get((term.kind, term.field))
        if derived is not None:
            if not isinstance(derived, Term):
                raise Unfit
            return derived, (owner,)
        if owner.row and term.field == self.program.vocabulary.kinds[owner.kind].key[0]:
            return repr(owner.row)
        self.needs.field(owner.kind, term.field, owner.row)
        if not owner.plain:
            return f"{owner.name}.{term.field}"
        self.context.fields[owner.name, term.field] = None
        return f"{owner.name}_{term.field}"

    def owner(self, term: FieldOf | SingleField | LinkedField, env: Env) -> Bound:
        """Returns what a field belongs to."""
        if isinstance(term, FieldOf):
            return env[term.depth]
        if isinstance(term, SingleField):
            self.needs.kind(term.kind)
            return Bound(term.kind, term.kind, plain=True)
        if self.needs.shape(term.kind) is not Shape.LIST:
            raise Unfit
        linking = env[term.depth]
        self.needs.field(linking.kind, term.link, linking.row)
        self.needs.kind(term.kind)
        return self.linked(term, linking)

    # What ranges over lists

    def exists(self, node: Exists, env: Env) -> Atom:
        """Returns whether there is such a fact."""
        raise NotImplementedError

    def aggregate(self, node: Aggregate, env: Env) -> Figure:
        """Returns how many there are, or what they come to."""
        raise NotImplementedError

    def linked(self, term: LinkedField, linking: Bound) -> Bound:
        """Returns what stands for the fact that a name points to."""
        raise NotImplementedError
