"""What one sheet holds: the facts of its kind, and of kinds whose facts may stand in columns beside them."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from engine.bounds import MOST_FACTS
from engine.headings import Headings, folded
from engine.intake.grids.grid import Grid
from engine.intake.layout import COMPLETE, kinds_of, labelled
from engine.intake.tables.answers import AnswerReader, asked_at
from engine.intake.tables.columns import Columns, captions_of, columns_of, tell_unknown
from engine.intake.tables.header import Head, Header, header_text, plain_text
from engine.intake.tables.listing import Listing
from engine.intake.tables.names import Names, names_of
from engine.intake.tables.parts import Part, fixed_rows, one_fact
from engine.intake.tables.recognising import Known, alike, ignored, recognise, title_of
from engine.intake.tables.rows import Picking
from engine.intake.tables.single import FieldReader
from engine.intake.tables.suspecting import YEAR_FIELD, Years, check_rows, years_above, years_in
from engine.intake.uniting import assumed
from engine.mistakes import Mistakes, suggestion
from engine.nodes import Node
from engine.unreadable import too_many
from engine.value_reading import SOURCE
from engine.vocabulary import Kind, Shape, Vocabulary


class Surveyor:
    """Reads the sheets of one file one after the other.

    known counts those that are known; unknown are the titles of the others, with the kinds that they may be of; years
    are those that tables name, each for all of its rows; answered names the 取数清单 that was filled in, unanswered are
    the departments of those that were not.
    """

    def __init__(self, vocabulary: Vocabulary, headings: Headings, mistakes: Mistakes) -> None:
        self.headings, self.mistakes = headings, mistakes
        self.kinds: dict[str, Kind] = {kind.word: kind for kind in kinds_of(vocabulary, headings)}
        self.names = {word: names_of(kind, headings) for word, kind in self.kinds.items()}
        self.keys = frozenset(word for kind in self.kinds.values() for word in kind.key)
        self.heads = frozenset(
            name for names in self.names.values() for word in names.kind.fields for name in self._heads(names, word)
        )
        self.known = 0
        self.answered = ""
        self.unanswered: list[Part] = []
        self.years: list[Years] = []
        self.unknown: dict[str, list[str]] = {}

    def _heads(self, names: Names, word: str) -> tuple[str, ...]:
        """What the column of a field may be called, as it is written."""
        return (word, *self.headings.column(names.kind.word, word).names)

    def parts(self, grid: Grid) -> list[Part]:
        """The facts on one sheet; says why where it is not read."""
        if ignored(grid, self.headings):
            return []
        if asked_at(grid):
            return self._answers(grid)
        found = recognise(grid, self.names)
        if isinstance(found, list):
            self._tell_unknown(grid, found)
            return []
        self.known += 1
        if _overlaps(grid):
            self.mistakes.add(grid.place, "合并的单元格互相重叠，没有读", "请取消全部合并，再重新合并，然后保存。")
            return []
        if grid.hidden:
            self.mistakes.remark(grid.place, "工作表是隐藏的，也读了")
        if found.form is not None:
            return [self._form(grid, found)]
        if found.header is None:
            columns = "、".join(list(found.names.kind.fields)[:8])
            message = f"找不到“{found.names.kind.word}”的表头（看了前30行）"
            self.mistakes.add(grid.place, message, f"表头的列名如：{columns}；别的列名请写在 表头.yaml 里。")
            return []
        return self._table(grid, found.names, found.header)

    def title(self, word: str) -> str:
        """What the sheet of a kind is best called."""
        return (*self.names[word].table.titles, word)[0]

    def _tell_unknown(self, grid: Grid, fitting: Sequence[str]) -> None:
        self.unknown[title_of(grid)] = list(fitting)
        if fitting:
            titles = "”或“".join(map(self.title, fitting))
            message = f"没有读：从列名看不出是哪一种资料，请把工作表改名为“{titles}”"
        else:
            known = [title for names in self.names.values() for title in (*names.table.titles, names.kind.word)]
            hint = suggestion(title_of(grid), known)
            meant = [self.title(word) for word in alike(grid, self.names)[:2]]
            named = f"是否想写“{'”或“'.join(meant)}”？" if meant else hint if hint.startswith("是否") else ""
            message = "没有读：认不出是什么资料" + (f"，工作表的名称{named}" if named else "")
        self.mistakes.remark(grid.place, message)

    def _answers(self, grid: Grid) -> list[Part]:
        """The facts of a 取数清单 that was filled in; of several in one file, those of one department."""
        self.known += 1
        reader = AnswerReader(grid, self.names, self.headings, self.keys, self.mistakes)
        parts, whose = reader.parts(), reader.department()
        if not parts:
            self.unanswered += whose
            return []
        if self.answered and whose:
            message = f"{self.answered}里已经有填好的取数清单，一个文件只能是一个部门一个年度的"
            self.mistakes.add(grid.place, message, "请分成几个文件。")
            return []
        self.answered = f"工作表“{grid.title}”"
        return whose + parts

    def _form(self, grid: Grid, found: Known) -> Part:
        assert found.form is not None
        reader = FieldReader(grid, found.form, found.names, self.headings, self.keys, self.mistakes)
        entries, keys = reader.read()
        labels = self._labels(grid, found.form.top)
        self._note_years(grid, found.names, found.form.top)
        return Part(found.names.kind, grid.at(found.form.top), (), entries, keys, source=labels.get(SOURCE))

    def _note_years(self, grid: Grid, names: Names, top: int, heads: Sequence[Head] = ()) -> None:
        """Takes note of the year of a sheet and of its columns; kinds that tell of other years as well have none."""
        if folded(YEAR_FIELD) not in names.ignored:
            self.years.append(years_above(grid, top, title_of(grid)))
            self.years += [years_in([(head.place, head.text)]) for head in heads]

    def _labels(self, grid: Grid, top: int) -> dict[str, Node]:
        """What stands above the header in our own workbook: a label first in its row, its value behind or beside it."""
        found: dict[str, Node] = {}
        for row, cells in enumerate(grid.rows[: top - 1], 1):
            column = next((at for at, cell in enumerate(cells, 1) if cell is not None and cell != ""), 0)
            label, said = labelled(header_text(grid.cell(row, column)))
            text = said or plain_text(grid.cell(row, column + 1))
            if label and text:
                found[label] = Node(grid.at(row, column if said else column + 1), text)
        return found

    def _table(self, grid: Grid, names: Names, header: Header) -> list[Part]:
        """The facts of a kind, and those of other kinds that stand beside them."""
        if names.kind.shape is Shape.LIST:
            others = [other for other in self.names.values() if other.table.beside == names.kind.word]
        else:
            others = []
        beside = [other for other in others if self._stands_beside(header, names, other)]
        captions = captions_of(grid, header, (names, *beside))
        columns = columns_of(header, names, self.headings, captions, self.mistakes)
        tell_unknown(header, (names, *beside), self.mistakes)
        if not self._has_needed(grid, header, columns):
            return []
        more = {other.kind.word: columns_of(header, other, self.headings, captions, self.mistakes) for other in beside}
        every = (*columns.fields, *(column for own in more.values() for column in own.fields))
        rows = Picking(grid, header, replace(columns, fields=every), self.heads, self.mistakes).rows()
        if len(rows.numbers) > MOST_FACTS:
            self.mistakes.add(grid.place, *too_many(names.kind.word, len(rows.numbers)))
            return []
        year = check_rows(grid, header, columns, rows, self.mistakes)
        self.years += [(year,)] if year is not None else []
        self._note_years(grid, names, header.top, [column.head for column in every])
        listing = Listing(grid, rows, self.keys, self.mistakes)
        parts = [self._part(grid, header, columns, listing)]
        return parts + [self._part_beside(grid, header, names, own, listing) for own in more.values()]

    def _part_beside(self, grid: Grid, header: Header, names: Names, own: Columns, listing: Listing) -> Part:
        """Facts that stand in columns beside those of another kind: never known to be all."""
        only = frozenset(header.known(own.names) - self._shared(header, names, own.names))
        items, place = listing.facts(own, only, title_of(grid)), grid.at(header.top)
        if items:
            heads = "”“".join(column.head.text for column in own.fields if column.field.word in only)
            sheet = self.title(own.names.kind.word)
            said = f"“{heads}”一列读作“{own.names.kind.word}”，按清单不完整处理：别处可能还有；"
            self.mistakes.remark(place, f"{said}都在这里的，请在“{sheet}”表的“{COMPLETE}”写“是”，不用再抄一遍")
        return Part(own.names.kind, place, items, complete=assumed(place) if items else None)

    def _shared(self, header: Header, names: Names, other: Names) -> set[str]:
        """The fields of another kind whose columns this one reads as well."""
        return {
            other.fields[name]
            for head in header.heads
            if (name := head.name(other)) in other.fields and head.name(names) in names.fields
        }

    def _stands_beside(self, header: Header, names: Names, other: Names) -> bool:
        known = header.known(other)
        return other.needed <= known and bool(known - self._shared(header, names, other))

    def _has_needed(self, grid: Grid, header: Header, columns: Columns) -> bool:
        """Whether every column is there that a fact of the kind must have."""
        names = columns.names
        lacking = [word for word in names.kind.fields if word in names.needed and columns.get(word) is None]
        if lacking and names.kind.shape is not Shape.SINGLE:
            message = f"“{names.kind.word}”的表头里没有“{'”“'.join(lacking)}”"
            shown = "、".join(head.text for head in header.heads[:12])
            hint = f"表头在第{header.bottom}行：{shown}。请补上这一列，或在 表头.yaml 里写明它在这张表里叫什么。"
            self.mistakes.add(grid.at(header.bottom), message, hint)
            return False
        return True

    def _part(self, grid: Grid, header: Header, columns: Columns, listing: Listing) -> Part:
        kind, place = columns.names.kind, grid.at(header.top)
        labels = self._labels(grid, header.top)
        items = listing.facts(columns, title=title_of(grid))
        if kind.shape is Shape.LIST:
            return Part(kind, place, items, complete=labels.get(COMPLETE), source=labels.get(SOURCE))
        read = one_fact if kind.shape is Shape.SINGLE else fixed_rows
        entries, keys = read(kind, items, self.mistakes)
        return Part(kind, place, (), entries, keys, source=labels.get(SOURCE))


def _overlaps(grid: Grid) -> bool:
    """Whether merged cells take up more rows and columns than there are, which no spreadsheet makes."""
    width = max(map(len, grid.rows), default=0)
    return sum(span.bottom - span.top + 1 for span in grid.merged) > len(grid.rows) * max(width, 1)
