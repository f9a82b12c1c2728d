"""What the fast path of one program is made of: plain data that can be kept, and from which it starts at once."""

from __future__ import annotations

from msgspec import Struct

from engine.vocabulary import Vocabulary


class Told(Struct, frozen=True):
    """How the findings of a group are written: rules in the order of their limits, and the pieces of the line's end.

    `kind` is the list that the subjects belong to, empty where a department has one of them; `named` says that several
    fields name them, so that the name is put together for findings alone, as the value `subject`. scope: whether the
    group counts the subjects in its scope; limits are those of a family, `scoped` says that they belong to the scope.
    """

    rules: tuple[str, ...]
    pieces: tuple[str, ...]
    kind: str = ""
    named: bool = False
    scope: bool = False
    limits: tuple[int, ...] = ()
    scoped: bool = False
    subject: int = 0


class Words(Struct, frozen=True):
    """A field of words of a list: they must be clean, or name a fact of the list `link`; 无 only where `nothing` is.

    asked: words like 没有 and 不详 are refused; naming: several fields name a fact, and this is one of them.
    """

    word: str
    link: str
    nothing: bool
    asked: bool
    naming: bool


class Sound(Struct, frozen=True):
    """What the types of a line cannot say of one list.

    key: the one field that names its facts, which must differ; texts are its other fields of words.
    """

    kind: str
    key: str
    texts: tuple[Words, ...]


class Spec(Struct, frozen=True):
    """The fast path of one region and year: the source of `judge`, what it reads, what it says."""

    region: str
    year: int
    source: str
    vocabulary: Vocabulary
    fields: dict[str, frozenset[str]]
    rows: dict[str, dict[str, frozenset[str]]]
    lists: tuple[str, ...]
    groups: tuple[Told, ...]
    sound: tuple[Sound, ...]
