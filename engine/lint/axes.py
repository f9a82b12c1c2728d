"""The axes of a rulebook, each made once: fields, words of tags, sums, quotients, and what cannot be seen into."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from msgspec.structs import replace

from engine.lint.formulas import FALSE, KNOWN, SYMBOL, TRUE, Axis, Formula, Linear, both, negate, on
from engine.lint.regions import ANY, ANY_NUMBER, Set, Words, compared
from engine.quantity import NUMERIC, Dim
from engine.terms import Node
from engine.vocabulary import Field, Kind, Vocabulary

ZERO, ONE = Fraction(0), Fraction(1)
_TURNED = {"<": ">", "≤": "≥", ">": "<", "≥": "≤", "=": "=", "≠": "≠"}


class Axes:
    """Makes axes; asked twice for the same thing it returns the same object."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.made: dict[object, Axis] = {}

    def _of(self, key: object, make: Callable[[], Axis]) -> Axis:
        if key not in self.made:
            self.made[key] = replace(make(), number=len(self.made))
        return self.made[key]

    def field(self, entity: str, kind: str, word: str) -> Axis:
        """A stated field; entity is empty for the subject, the kind for a single one, anything else is linked."""
        known = self.vocabulary.kinds[kind]
        sort = "field" if entity in ("", kind) else "linked"
        name = f"{entity}.{word}" if entity else word

        def make() -> Axis:
            field = known.fields[word]
            whole = field.dim is Dim.DATE
            return Axis(sort, name, domain_of(known, field), field.dim, entity, word, whole=whole)

        return self._of(("field", entity, kind, word), make)

    def tag(self, entity: str, kind: str, word: str, tag: str) -> Axis:
        """Whether the tags of a field hold a word."""
        sort = "tag" if entity in ("", kind) else "linked"
        make = lambda: Axis(sort, tag, KNOWN, Dim.TAGS, entity, word)  # noqa: E731
        return self._of(("tag", entity, kind, word, tag), make)

    def symbol(self, entity: str, *parts: object) -> Axis:
        """The truth of something the algebra cannot see into."""
        key = ("symbol", entity, *map(shape, parts))
        return self._of(key, lambda: Axis("symbol", "", SYMBOL))

    def figure(self, entity: str, node: Node) -> Axis:
        """A number the algebra cannot see into."""
        return self._of(("figure", entity, shape(node)), lambda: Axis("figure", node.text, ANY_NUMBER, node.dim))

    def sum(self, items: tuple[tuple[Axis, Fraction], ...]) -> Axis:
        """Several multiples of figures added up."""
        parts = (Linear(ZERO, items),)
        return self._of(("sum", *((id(axis), factor) for axis, factor in items)), lambda: _worked("sum", parts))

    def quotient(self, over: Linear, under: Linear) -> tuple[Axis, Fraction]:
        """A ratio of two linear forms, both scaled to begin with one, and the factor that was taken out."""
        top, first = _scaled(over)
        bottom, second = _scaled(under)
        key = ("quotient", _key(top), _key(bottom))
        return self._of(key, lambda: _worked("quotient", (top, bottom))), first / second

    def meets(self, form: Linear, op: str) -> Formula:
        """The linear form op zero, as a set of values on one axis."""
        if not form.items:
            return TRUE if form.constant in compared(op, ZERO) else FALSE
        scaled, factor = _scaled(Linear(ZERO, form.items))
        axis = scaled.items[0][0] if len(scaled.items) == 1 else self.sum(scaled.items)
        values = compared(op if factor > 0 else _TURNED[op], -form.constant / factor)
        return on(axis, values)

    def known(self, form: Linear) -> Formula:
        """Every figure in it is known, and no divisor is zero."""
        return both(*(self._is_known(axis) for axis, _ in form.items))

    def _is_known(self, axis: Axis) -> Formula:
        if axis.sort == "quotient":
            over, under = axis.parts
            return both(self.known(over), self.known(under), self.meets(under, "≠"))
        if axis.sort == "figure":
            return on(self.symbol("", ("known", id(axis))), Words(frozenset({"是"})))
        known = on(axis, ANY_NUMBER)
        return both(known, self.linked(axis.entity)) if axis.sort == "linked" else known

    def linked(self, entity: str) -> Formula:
        """The fact that a link points to is there, with this field."""
        return on(self.symbol("", ("linked", entity)), Words(frozenset({"是"})))


def _worked(sort: str, parts: tuple[Linear, ...]) -> Axis:
    return Axis(sort, "", ANY_NUMBER, parts=parts)


def _key(form: Linear) -> object:
    return (form.constant, *((id(axis), factor) for axis, factor in form.items))


def _scaled(form: Linear) -> tuple[Linear, Fraction]:
    """The form with one as its first factor, and what it was divided by."""
    factor = form.items[0][1] if form.items else form.constant
    items = tuple((axis, value / factor) for axis, value in form.items)
    return Linear(form.constant / factor, items), factor


def plus(left: Linear, right: Linear, factor: Fraction | int = 1) -> Linear:
    """left + factor × right; figures that cancel out are dropped."""
    total = dict(left.items)
    for axis, value in right.items:
        total[axis] = total.get(axis, ZERO) + factor * value
    items = sorted(((axis, value) for axis, value in total.items() if value), key=lambda item: item[0].number)
    return Linear(left.constant + factor * right.constant, tuple(items))


def times(form: Linear, factor: Fraction | int) -> Linear:
    """factor × form."""
    return plus(Linear(ZERO), form, factor)


def domain_of(kind: Kind, field: Field) -> Set:
    """All values that a field can have where it is known."""
    always = field.word in kind.required or (kind.rows and field.word == kind.key[0])
    if field.dim in NUMERIC:
        return ANY_NUMBER if always else ANY
    if field.dim is Dim.TRUTH:
        return KNOWN
    nothing: frozenset[str | None] = frozenset() if always else frozenset({None})
    if field.options:
        return Words(nothing | frozenset(field.options))
    return Words(frozenset({None}), True) if always else Words(frozenset(), True)


def shape(node: object) -> object:
    """A part of a condition without the words it was written in, so that two of one structure are equal."""
    if isinstance(node, Node):
        names = [name for name in node.__struct_fields__ if name not in ("text", "dim")]
        return (type(node).__name__, *(shape(getattr(node, name)) for name in names))
    return tuple(map(shape, node)) if isinstance(node, tuple) else node


def excluded(*guards: Formula) -> Formula:
    """None of the guards."""
    return both(*map(negate, guards))
