"""What the fast path must find in a department: the fields that generated source reads, each by its kind."""

from __future__ import annotations

from engine.generated.known.figure import Unfit
from engine.quantity import Dim
from engine.vocabulary import FINDING, Field, Shape, Vocabulary

READABLE = frozenset({Dim.MONEY, Dim.COUNT, Dim.NUMBER, Dim.DATE, Dim.TEXT, Dim.TRUTH})


class Needs:
    """Collects the fields of each kind, for tables those of each row; a list may be needed without any field."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.fields: dict[str, set[str]] = {}
        self.rows: dict[str, dict[str, set[str]]] = {}

    def kind(self, kind: str) -> None:
        """A kind is needed, with what its facts are named by and whatever its links in use point to."""
        if kind == FINDING:
            raise Unfit
        if kind not in self.fields:
            declared = self.vocabulary.kinds[kind]
            self.fields[kind] = set()
            if declared.shape is Shape.TABLE:
                self.rows[kind] = {row: set() for row in declared.rows}
            elif declared.shape is Shape.LIST and len(declared.key) == 1:
                self.field(kind, declared.key[0])
            for word in declared.required:  # a name that a fact must state must be that of a fact
                if declared.fields[word].link:
                    self.field(kind, word)

    def subject(self, kind: str) -> None:
        """The facts of a kind are judged, so that they must have their names."""
        self.kind(kind)
        for word in self.vocabulary.kinds[kind].key:
            if word in self.vocabulary.kinds[kind].required and kind not in self.rows:
                self.field(kind, word)

    def field(self, kind: str, word: str, row: str = "") -> Field:
        """A field is needed; raises Unfit for one that the fast path cannot read."""
        self.kind(kind)
        field = self.vocabulary.kinds[kind].fields.get(word)
        if field is None or field.dim not in READABLE:
            raise Unfit
        if row:
            self.rows[kind][row].add(word)
        elif word not in self.fields[kind]:
            self.fields[kind].add(word)
            if field.link:
                self.kind(field.link)
        return field

    def shape(self, kind: str) -> Shape:
        """How many facts of a kind there are."""
        return self.vocabulary.kinds[kind].shape
