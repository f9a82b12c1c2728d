"""Which column names a kind understands: its own words, those of 表头.yaml, and what is passed over on purpose."""

from __future__ import annotations

from msgspec import Struct

from engine.headings import Headings, Table, folded
from engine.intake.layout import source_header
from engine.value_reading import SOURCE
from engine.vocabulary import Kind

ROW_SOURCE = ""  # stands for the whole row where the names of fields stand


class Names(Struct, frozen=True):
    """The folded column names of one kind.

    fields: name -> field; sources: name -> the field whose source stands there (ROW_SOURCE: of the row); units: name
    of a column that holds units -> the fields measured in them; titled: fields that the sheet's title stands for.
    """

    kind: Kind
    table: Table
    fields: dict[str, str]
    sources: dict[str, str]
    units: dict[str, tuple[str, ...]]
    titled: tuple[str, ...]
    ignored: frozenset[str]
    same: frozenset[str]

    @property
    def needed(self) -> frozenset[str]:
        """The fields that a table must have a column for."""
        return self.kind.required - set(self.titled)

    def knows(self, name: str) -> bool:
        """Whether something is known of a column, be it that nobody reads it."""
        return (
            name in self.fields
            or name in self.sources
            or name in self.units
            or name in self.ignored
            or name in self.same
        )


def names_of(kind: Kind, headings: Headings) -> Names:
    """The column names that a kind understands."""
    table = headings.table(kind.word)
    fields = {folded(name): word for word, column in table.columns.items() for name in column.names}
    fields |= {folded(word): word for word in kind.fields}
    sources = {folded(source_header(field)): field.word for field in kind.fields.values()} | {SOURCE: ROW_SOURCE}
    units: dict[str, tuple[str, ...]] = {}
    for word, column in table.columns.items():
        for name in map(folded, column.unit_names):
            units[name] = (*units.get(name, ()), word)
    return Names(
        kind,
        table,
        fields,
        sources,
        units,
        tuple(word for word, column in table.columns.items() if column.titled),
        frozenset(map(folded, (*headings.ignored, *table.ignored))),
        frozenset(map(folded, headings.same)) - frozenset(map(folded, table.ignored)),
    )
