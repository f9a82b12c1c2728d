"""What ranges over lists: gathered in one pass over each list, by the words that facts are linked with.

存在 K 满足（甲 = 对象.乙 且 …） becomes the set of all 甲 of which … holds, and the question whether 对象.乙 is in it.
"""

from __future__ import annotations

from fractions import Fraction

from msgspec import Struct
from msgspec.structs import replace

from engine.generated.known.atoms import Atom, joined, spoken
from engine.generated.known.binding import Bound, Context, Env
from engine.generated.known.figure import ONE, Figure, Unfit
from engine.generated.known.lowering import Lowering
from engine.generated.known.needs import Needs
from engine.program import Program
from engine.quantity import Dim
from engine.terms import Aggregate, All, Compare, Condition, Exists, FieldOf, LinkedField, Term, free
from engine.vocabulary import Shape


class Gather(Struct, frozen=True):
    """One pass over the facts of a kind: which or how many meet a condition, or a sum over them, for each of `keys`.

    name is the local that holds it: a truth or a number, a set of keys or a dict of numbers where there are keys.
    """

    name: str
    kind: str
    function: str  # 存在, 数量 or 合计
    keys: tuple[str, ...]
    condition: Atom
    term: str


class Gathering(Lowering):
    """Lowers conditions and keeps what they gather; `contexts` says of each what it rests on itself."""

    def __init__(self, program: Program, needs: Needs) -> None:
        super().__init__(program, needs)
        self.gathers: list[Gather] = []
        self.contexts: list[Context] = []
        self.named: dict[str, None] = {}  # kinds whose facts are looked up by their names

    def exists(self, node: Exists, env: Env) -> Atom:
        """存在 over a list, a table or the only fact of a kind."""
        shape = self.needs.shape(node.kind)
        if shape is not Shape.LIST:
            inner = self.rows(node.kind, shape)
            return joined("or", [self.meets(node.condition, (*env[: node.depth], bound)) for bound in inner])
        name, outer, _ = self.gather(node, "存在", env)
        return f"{outer} in {name}" if outer else name

    def aggregate(self, node: Aggregate, env: Env) -> Figure:
        """数量 and 合计 over a list, 数量 over a table; the others have no form here."""
        shape = self.needs.shape(node.kind)
        if shape is not Shape.LIST:
            if node.function != "数量":
                raise Unfit
            inner = self.rows(node.kind, shape)
            met = [spoken(self.meets(node.condition, (*env[: node.depth], bound))) for bound in inner]
            return Figure(f"({' + '.join(f'({each})' for each in met)})", "", ONE)
        if node.function not in ("数量", "合计"):
            raise Unfit
        name, outer, scale = self.gather(node, node.function, env)
        return Figure(f"{name}.get({outer}, 0)" if outer else name, "", scale)

    def linked(self, term: LinkedField, linking: Bound) -> Bound:
        """The fact that a name points to; none by that name, and the department goes the general way."""
        self.named[term.kind] = None
        if not linking.plain:
            return Bound(f"{by_name(term.kind)}[{linking.name}.{term.link}]", term.kind)
        self.context.links[linking.name, term.link] = term.kind
        return Bound(pointed(linking.name, term.link), term.kind)

    def meets(self, condition: Condition | None, env: Env) -> Atom:
        """Whether a fact meets a condition; it meets none at all."""
        return True if condition is None else self.truth(condition, env)

    def rows(self, kind: str, shape: Shape) -> list[Bound]:
        """The facts of a kind that is no list, each by its own expression."""
        self.needs.kind(kind)
        if shape is Shape.SINGLE:
            return [Bound(kind, kind, plain=True)]
        return [Bound(f"{kind}.{row}", kind, row) for row in self.program.vocabulary.kinds[kind].rows]

    def gather(self, node: Exists | Aggregate, function: str, env: Env) -> tuple[str, str, Fraction]:
        """Returns the local that holds what is gathered, what to look up in it, and what one of its is worth."""
        self.needs.kind(node.kind)
        links, rest = self.split(node)
        outer = [self.word(other, env) for _, other in links]
        if not links and not rest and function != "合计":
            many = f"len({listed(node.kind)})"
            return (many if function == "数量" else f"({many} > 0)"), "", ONE
        own, self.context = self.context, Context()
        inner = (Bound("", ""),) * node.depth + (Bound(node.kind, node.kind, plain=True),)
        keys = tuple(self.word(field, inner) for field, _ in links)
        condition = joined("and", [self.truth(part, inner) for part in rest])
        term, scale = self.summed(node, inner)
        used, self.context = self.context, own
        name = self.kept(Gather("", node.kind, function, keys, condition, term), used)
        return name, key_of(tuple(outer)), scale

    def split(self, node: Exists | Aggregate) -> tuple[list[tuple[FieldOf, Term]], list[Condition]]:
        """The fields that facts are linked by with what these must equal, and the rest, about the fact alone."""
        links, rest = [], []
        for part in parts_of(node.condition):
            link = _link(part, node.depth)
            if link is not None:
                links.append(link)
            elif free(part) <= {node.depth}:
                rest.append(part)
            else:
                raise Unfit
        return links, rest

    def summed(self, node: Exists | Aggregate, inner: Env) -> tuple[str, Fraction]:
        """What is added up, as whole numbers, and what one of them is worth."""
        if isinstance(node, Exists) or node.term is None:
            return "", ONE
        if not free(node.term) <= {node.depth} or node.dim is Dim.DATE:
            raise Unfit
        figure = self.figure(node.term, inner)
        if figure.bottom or not figure.top:
            raise Unfit
        return figure.top, figure.scale

    def kept(self, gather: Gather, used: Context) -> str:
        """Returns the local of a gather; the same thing is gathered once."""
        same = (n for n, one in enumerate(self.gathers) if replace(one, name="") == gather)
        number = next(same, len(self.gathers))
        if number == len(self.gathers):
            self.gathers.append(replace(gather, name=f"{_NAMES[gather.function]}{number}"))
            self.contexts.append(used)
        self.context.gathered[number] = None
        return self.gathers[number].name


_NAMES = {"存在": "有", "数量": "数", "合计": "和"}


def listed(kind: str) -> str:
    """The local that holds the facts of a list."""
    return f"各{kind}"


def by_name(kind: str) -> str:
    """The local that holds the facts of a list by their names."""
    return f"按名{kind}"


def pointed(name: str, link: str) -> str:
    """The local that holds the fact that a variable points to."""
    return f"{name}_{link}所指"


def key_of(words: tuple[str, ...]) -> str:
    """What is looked up by one word or several."""
    return f"({', '.join(words)})" if words[1:] else "".join(words)


def parts_of(condition: Condition | None) -> tuple[Condition, ...]:
    """Returns the conditions that must hold together."""
    if isinstance(condition, All):
        return tuple(part for item in condition.items for part in parts_of(item))
    return () if condition is None else (condition,)


def _link(part: Condition, depth: int) -> tuple[FieldOf, Term] | None:
    """A text field of the ranged fact, and the term about the facts around it that it must equal."""
    if not isinstance(part, Compare) or part.op != "=" or part.left.dim is not Dim.TEXT:
        return None
    for own, other in ((part.left, part.right), (part.right, part.left)):
        reach = free(other)
        if isinstance(own, FieldOf) and own.depth == depth and reach and depth not in reach:
            return own, other
    return None
