"""Which words mean what at one place of a rule: the variables around it, derived figures and parameters."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct, field
from msgspec.structs import replace

from engine.quantity import Dim
from engine.terms import FieldOf, LinkedField, Node, ParameterOf, SingleField, Term, children
from engine.vocabulary import Field, Kind, Shape, Vocabulary

SUBJECT = "对象"


class ParameterSort(Struct, frozen=True):
    """What the language needs to know of a parameter: its dimension, whether 达到 includes it, its key fields.

    Of a ladder `steps` is the dimension it is looked up by, and `words` what stands on its steps where that is words.
    """

    dim: Dim
    inclusive: bool
    keys: tuple[str, ...]
    steps: Dim | None = None
    words: tuple[str, ...] = ()


class Scope(Struct, frozen=True):
    """The kinds of the variables by depth (0 the subject), and everything else that a word may name.

    derived returns the dimension of a derived field of a kind, or None where there is none by that name; doubtful says
    whether a word of a kind may be one that is defined wrongly elsewhere, so that nobody need be told it is unknown.
    """

    vocabulary: Vocabulary
    kinds: tuple[str, ...]
    parameters: dict[str, ParameterSort]
    derived: Callable[[str, str], Dim | None]
    derived_words: dict[str, tuple[str, ...]] = field(default_factory=dict)
    in_aggregate: bool = False
    doubtful: Callable[[str, str], bool] = lambda kind, word: False

    def inside(self, kind: str, aggregate: bool = False) -> Scope:
        """The scope of a quantifier's or an aggregate's condition over a kind."""
        return replace(self, kinds=(*self.kinds, kind), in_aggregate=self.in_aggregate or aggregate)

    @property
    def depth(self) -> int:
        """The depth of the innermost variable."""
        return len(self.kinds) - 1

    @property
    def kind(self) -> Kind:
        """The kind of the innermost variable."""
        return self.vocabulary.kinds[self.kinds[-1]]

    def field(self, kind: str, word: str) -> Field | None:
        """A stated or derived field of a kind."""
        stated = self.vocabulary.kinds[kind].fields.get(word)
        if stated is not None:
            return stated
        dim = self.derived(kind, word)
        return None if dim is None else Field(word, dim)

    def bare(self, word: str) -> Term | None:
        """A word without a dot: a field of the innermost variable, or a parameter."""
        kind = self.kinds[-1]
        found = self.field(kind, word)
        if found is not None:
            return FieldOf(found.dim, word, self.depth, kind, word)
        parameter = self.parameters.get(word)
        if parameter is None:
            return None
        keys = [FieldOf(Dim.TEXT, key, self.depth, kind, key) for key in parameter.keys if self.field(kind, key)]
        return ParameterOf(parameter.dim, word, word, tuple(keys))

    def dotted(self, owner: str, word: str) -> Term | None:
        """A field of the subject, of an enclosing variable, of a single kind, or of the fact a link points to."""
        text = f"{owner}.{word}"
        depth = self.depth_of(owner)
        if depth is not None:
            found = self.field(self.kinds[depth], word)
            return FieldOf(found.dim, text, depth, self.kinds[depth], word) if found else None
        kind = self.vocabulary.kinds.get(owner)
        found = self.field(owner, word) if kind else None
        if kind is None or found is None:
            return None
        if kind.shape is Shape.SINGLE:
            return SingleField(found.dim, text, owner, word)
        for depth in range(self.depth, -1, -1):
            link = self.vocabulary.kinds[self.kinds[depth]].links.get(owner)
            if link:
                return LinkedField(found.dim, text, depth, link, owner, word)
        return None

    def excludes(self, node: Node) -> bool:
        """Whether a parameter marked 不含 is somewhere inside, where 达到 could not respect the mark."""
        sort = self.parameters.get(node.name) if isinstance(node, ParameterOf) else None
        return (sort is not None and not sort.inclusive) or any(map(self.excludes, children(node)))

    def depth_of(self, owner: str) -> int | None:
        """The depth of the variable that 对象 or the name of its kind stands for."""
        if owner == SUBJECT:
            return 0
        depths = [depth for depth, kind in enumerate(self.kinds) if kind == owner]
        return depths[-1] if len(depths) == 1 else None

    def ambiguous(self, owner: str) -> bool:
        """Whether more than one variable around is of this kind."""
        return self.kinds.count(owner) > 1

    def words(self) -> list[str]:
        """Every word that could stand alone here, for suggestions."""
        kind = self.kinds[-1]
        return [*self.kind.fields, *self.derived_words.get(kind, ()), *self.parameters]
