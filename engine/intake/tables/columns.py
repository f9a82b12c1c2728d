"""The columns of a found table: which field each holds, in which unit, and what is not read and why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct

from engine.headings import FRACTION, PERCENT, Headings
from engine.intake.grids.grid import Grid
from engine.intake.tables.header import Head, Header
from engine.intake.tables.names import Names
from engine.intake.tables.units import fits, money_units
from engine.mistakes import Mistakes, nearest
from engine.quantity import Dim
from engine.vocabulary import Field

_MANY = 20  # unknown columns that are told one by one
_FREE = frozenset({Dim.TEXT, Dim.TAGS, Dim.TRUTH, Dim.DATE, Dim.NUMBER})  # what takes no unit


class Meaning(Struct, frozen=True):
    """What a bare number and a sign in a column mean; `clash` says why its unit cannot be told."""

    unit: str = ""
    ratio: str = ""
    headed: bool = False  # the unit or the ratio stands in the header itself
    signs: dict[str, str] = {}
    clash: str = ""
    since_1904: bool = False


class Column(Struct, frozen=True):
    """A column that holds a field; its source and its unit may stand in columns of their own (0: they do not)."""

    field: Field
    head: Head
    meaning: Meaning
    source: int = 0
    units: int = 0


class Columns(Struct, frozen=True):
    """All columns of a table that are read; `source` is the one that says where each row stands (None: there is none).

    same are columns that must say the same in every row.
    """

    names: Names
    fields: tuple[Column, ...]
    source: Head | None
    same: tuple[Head, ...]

    @property
    def used(self) -> set[int]:
        """The numbers of all columns that are read."""
        more = {self.source.column} if self.source is not None else set()
        return more | {n for column in self.fields for n in (column.head.column, column.source, column.units) if n}

    def get(self, word: str) -> Column | None:
        """The column of a field."""
        return next((column for column in self.fields if column.field.word == word), None)


class Captions(Struct, frozen=True):
    """What a grid says outside of its columns: units of money, and from when its workbook counts the days."""

    units: tuple[str, ...]
    since_1904: bool = False

    def unit(self, declared: str) -> tuple[str, str]:
        """The unit of a column whose header has none, and why there is none where two are named."""
        if len(self.units) > 1:
            return "", f"表上写了几个单位（{'、'.join(self.units)}）"
        above = self.units[0] if self.units else ""
        if above and declared and above != declared:
            return "", f"表上写的单位是{above}，表头.yaml 写的是{declared}"
        return above or declared, ""


def captions_of(grid: Grid, header: Header, names: Iterable[Names]) -> Captions:
    """What a grid says above its header, or beside the table, of the unit of its money."""
    kinds = list(names)
    known = [head for head in header.heads if any(head.name(kind) for kind in kinds)]
    taken = frozenset((row, head.column) for head in known for row in range(header.top, header.bottom + 1))
    last = max((head.column for head in known), default=0)
    found = money_units(grid, header.bottom, taken, last)
    return Captions(tuple(dict.fromkeys(unit for unit, _, _ in found)), grid.since_1904)


def columns_of(header: Header, names: Names, headings: Headings, captions: Captions, mistakes: Mistakes) -> Columns:
    """The columns of a kind; two columns for one field are a mistake, for nobody knows which holds."""
    heads: dict[str, Head] = {}
    sources: dict[str, Head] = {}
    units: dict[str, Head] = {}
    same: list[Head] = []
    for head in header.heads:
        name = head.name(names)
        if name in names.fields:
            _one(heads, names.fields[name], head, mistakes)
        elif name in names.sources:
            _one(sources, names.sources[name], head, mistakes)
        elif name in names.units:
            for word in names.units[name]:
                _one(units, word, head, mistakes)
        elif name in names.same:
            same.append(head)
    found = []
    for word, head in heads.items():
        field, source, unit = names.kind.fields[word], sources.get(word), units.get(word)
        meaning = meaning_of(field, head, names.kind.word, headings, captions, mistakes)
        found.append(Column(field, head, meaning, source.column if source else 0, unit.column if unit else 0))
    return Columns(names, tuple(found), sources.get(""), tuple(same))


def _one(heads: dict[str, Head], word: str, head: Head, mistakes: Mistakes) -> None:
    first = heads.setdefault(word, head)
    if first is not head:
        message = f"“{first.text}”（{first.place.cell}）和“{head.text}”都是“{word or '出处'}”，不知道用哪一列"
        mistakes.add(head.place, message, "请删去一列，或把不用的一列改名。")


def meaning_of(
    field: Field, head: Head, kind: str, headings: Headings, captions: Captions, mistakes: Mistakes
) -> Meaning:
    """What the bare numbers and the signs under a header mean."""
    said, signs = headings.column(kind, field.word), headings.meanings(kind, field.word)
    if head.unit and field.dim not in _FREE:
        if not fits(head.unit, field.dim):
            unit = "%" if head.unit == PERCENT else head.unit
            message = f"列名写着“{unit}”，“{field.word}”是{field.dim}"
            mistakes.add(head.place, message, "请核对列名，或在 表头.yaml 里改正这个列名对应的字段。")
        elif field.dim is Dim.AMOUNT and head.unit == PERCENT:
            return Meaning("%", headed=True, signs=signs)
        elif head.unit in (PERCENT, FRACTION):
            return Meaning(ratio=head.unit, headed=True, signs=signs)
        return Meaning(head.unit, headed=True, signs=signs)
    if field.dim is Dim.MONEY:
        unit, clash = captions.unit(said.unit)
        return Meaning(unit, signs=signs, clash=clash)
    only = {Dim.SCORE: "分", Dim.COUNT: "个", Dim.POINTS: "个百分点"}.get(field.dim, "")
    return Meaning(said.unit or only, said.ratio, signs=signs, since_1904=captions.since_1904)


def tell_unknown(header: Header, kinds: Sequence[Names], mistakes: Mistakes) -> None:
    """Says which columns nobody reads, and what their authors may have meant."""
    unknown = [head for head in header.heads if not any(head.name(kind) for kind in kinds)]
    fields = {head.name(kind) for head in header.heads for kind in kinds}
    free = {word for kind in kinds for word in kind.kind.fields if not fields & _names_of(kind, word)}
    if len(unknown) > _MANY:
        shown = "”“".join(head.text for head in unknown[:5])
        mistakes.remark(unknown[0].place, f"有{len(unknown)}列没有读：不知道是什么（“{shown}”……）")
        return
    for head in unknown:
        close = nearest(head.text, free)
        hint = f"，是否想写{'或'.join(f'“{word}”' for word in close)}？" if close else ""
        mistakes.remark(head.place, f"“{head.text}”一列没有读：不知道是什么{hint}")


def _names_of(kind: Names, word: str) -> set[str]:
    return {name for name, field in kind.fields.items() if field == word}
