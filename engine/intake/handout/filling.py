"""The tree of a fact file to the tables of our workbook: every text as it stands; what no table can hold is refused."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from engine.headings import Headings
from engine.intake.layout import (
    COMPLETE,
    COMPLETE_WORDS,
    ITEMS,
    NO_WORD,
    SINGLE_HEADER,
    header_of,
    joinable,
    joined,
    source_header,
)
from engine.mistakes import Mistakes
from engine.nodes import Node
from engine.paper.sheet import LONGEST, fitting
from engine.quantity import Dim
from engine.value_reading import SOURCE, VALUE, stated
from engine.vocabulary import NOTHING_WORD, Field, Kind, Shape

MOST_ROWS = 1_048_000  # of the 1,048,576 of a sheet; some stand above the facts
_STRANGE = ("写不进工作簿：这里的写法不是事实文件的写法", "请先执行 cli.py lint，改正以后再转换。")


class Column(Struct, frozen=True):
    """A column of facts: its header, and the field whose values stand in it (None: it says where they stand)."""

    header: str
    field: Field | None = None


class Table(Struct, frozen=True):
    """What stands on the sheet of one kind: the labels above the header with their values, the columns, the texts.

    A kind that there is one fact of has a row for each of its fields, in the order of the vocabulary.
    """

    kind: Kind
    labels: dict[str, str]
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]


class Filler:
    """Fills the tables; notes at its place what a table cannot hold."""

    def __init__(self, headings: Headings, mistakes: Mistakes) -> None:
        self.headings, self.mistakes = headings, mistakes

    def whole(self, tree: Node | None, kinds: Iterable[Kind]) -> dict[str, Node]:
        """What a file says of each kind."""
        return self._mapping(tree, [kind.word for kind in kinds])

    def table(self, kind: Kind, node: Node | None) -> Table:
        """The table of a kind; one without facts where the file says nothing of it."""
        if kind.shape is Shape.SINGLE:
            return self._single(kind, node)
        if kind.shape is Shape.TABLE:
            return self._fixed(kind, node)
        return self._listed(kind, node)

    def _single(self, kind: Kind, node: Node | None) -> Table:
        columns = tuple(Column(header) for header in SINGLE_HEADER)
        fact = self._mapping(node, (*kind.fields, SOURCE))
        cells = {word: self._cell(kind.fields[word], child) for word, child in fact.items() if word != SOURCE}
        rows = tuple((self._header(kind, f), *cells.get(f.word, ("", "")), "") for f in kind.fields.values())
        return Table(kind, {SOURCE: self._source(fact.get(SOURCE))}, columns, rows)

    def _fixed(self, kind: Kind, node: Node | None) -> Table:
        entries = self._mapping(node, (*kind.rows, SOURCE))
        values = [field for field in kind.fields.values() if field.word != kind.key[0]]
        facts = [self._mapping(entries.get(row), (*(f.word for f in values), SOURCE)) for row in kind.rows]
        named = kind.fields[kind.key[0]]
        columns = (Column(named.word, named), *self._columns(kind, values, facts))
        rows = tuple((row, *self._row(columns[1:], fact)) for row, fact in zip(kind.rows, facts, strict=True))
        return Table(kind, {SOURCE: self._source(entries.get(SOURCE))}, columns, rows)

    def _listed(self, kind: Kind, node: Node | None) -> Table:
        items, labels = self._items(node)
        if len(items) > MOST_ROWS and node is not None:
            message = f"“{kind.word}”有{len(items):,}条，一张工作表只放得下{MOST_ROWS:,}条"
            self.mistakes.add(node.place, message, "请存成 YAML 或 JSON。")
            items = ()
        facts = [self._fact(kind, item) for item in items]
        columns = tuple(self._columns(kind, kind.fields.values(), facts))
        return Table(kind, labels, columns, tuple(self._row(columns, fact) for fact in facts))

    def _items(self, node: Node | None) -> tuple[Sequence[Node], dict[str, str]]:
        """The facts of a list, and what stands above them: whether they are all there is, and where they stand."""
        labels = {COMPLETE: "", SOURCE: ""}
        inner = node
        if node is not None and node.entries is not None:
            whole = self._mapping(node, (COMPLETE, ITEMS, SOURCE))
            labels = {COMPLETE: self._text(whole.get(COMPLETE)), SOURCE: self._source(whole.get(SOURCE))}
            inner = whole.get(ITEMS)
            if inner is None or labels[COMPLETE] not in ("", *COMPLETE_WORDS[:2]):
                self.mistakes.add(node.place, *_STRANGE)
        if inner is None:
            return (), labels
        if inner.items is None and inner.text != NOTHING_WORD:
            self.mistakes.add(inner.place, *_STRANGE)
        elif not inner.items and labels[COMPLETE] != NO_WORD:
            labels[COMPLETE] = NOTHING_WORD
        return inner.items or (), labels

    def _fact(self, kind: Kind, item: Node) -> dict[str, Node]:
        fact = self._mapping(item, (*kind.fields, SOURCE))
        if item.entries is not None and not item.entries.keys() - {SOURCE}:
            self.mistakes.add(
                item.place, f"“{kind.word}”的一条没有内容，工作表里会是空行", "请写上内容，或删去这一条。"
            )
        return fact

    def _row(self, columns: Iterable[Column], fact: dict[str, Node]) -> tuple[str, ...]:
        """The texts of a fact under the columns."""
        texts = {SOURCE: self._source(fact.get(SOURCE))}
        for column in columns:
            if column.field is not None and column.field.word in fact:
                value, source = self._cell(column.field, fact[column.field.word])
                texts |= {column.header: value, source_header(column.field): source}
        return tuple(texts.get(column.header, "") for column in columns)

    def _cell(self, field: Field, node: Node) -> tuple[str, str]:
        """The text of a value and where it stands by its own word."""
        whole = {} if node.entries is None else self._mapping(node, (VALUE, SOURCE))
        return self._value(field, stated(node)), self._source(whole.get(SOURCE))

    def _value(self, field: Field, node: Node) -> str:
        if field.dim is not Dim.TAGS or node.text == NOTHING_WORD:
            return self._text(node)
        words = [self._text(item) for item in (node.items if node.items is not None else (node,))]
        if not all(words) or NOTHING_WORD in words:
            self.mistakes.add(node.place, *_STRANGE)
        elif not joinable(words):
            message = f"“{field.word}”有一项里有顿号、逗号或分号，写进一格会分成几项"
            self.mistakes.add(node.place, message, "请换成“和”“及”；本来是几项的，写成 [甲, 乙]。")
        return self._fitting(joined(words), node) or NOTHING_WORD

    def _source(self, node: Node | None) -> str:
        return "" if node is None else self._text(node)

    def _text(self, node: Node | None) -> str:
        if node is None:
            return ""
        if not node.text:
            self.mistakes.add(node.place, *_STRANGE)
        return self._fitting(node.text or "", node)

    def _fitting(self, text: str, node: Node) -> str:
        if fitting(text) != text:
            self.mistakes.add(node.place, f"这一项超过{LONGEST}个字，一格放不下", "请缩短，或存成 YAML、JSON。")
        return text

    def _mapping(self, node: Node | None, known: Sequence[str]) -> dict[str, Node]:
        """The entries of a mapping; what is no mapping, or has other keys, is no fact file and would be lost."""
        if node is None:
            return {}
        if node.entries is None:
            self.mistakes.add(node.place, *_STRANGE)
        for key, place in node.keys.items():
            if key not in known:
                self.mistakes.add(place, f"写不进工作簿：这里不认识“{key}”", _STRANGE[1])
        return {key: child for key, child in (node.entries or {}).items() if key in known}

    def _header(self, kind: Kind, field: Field) -> str:
        return header_of(field, self.headings.column(kind.word, field.word).unit)

    def _columns(self, kind: Kind, fields: Iterable[Field], facts: Sequence[dict[str, Node]]) -> Iterator[Column]:
        """A column for each field, one more for what single values say of where they stand, and 出处 of the rows."""
        own = {word for fact in facts for word, node in fact.items() if node.get(SOURCE) is not None}
        for field in fields:
            yield Column(self._header(kind, field), field)
            if field.word in own:
                yield Column(source_header(field))
        yield Column(SOURCE)
