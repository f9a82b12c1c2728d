"""A 取数清单 that came back: what was filled in beside each thing that was missing, as facts of its kind.

A cell has room for one value of one fact; what needs more is refused, with the sheet where it belongs.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from engine.headings import Headings, folded
from engine.intake.grids.grid import Grid
from engine.intake.layout import (
    ANSWER,
    ASKED_FOR,
    ASKED_KIND,
    ASKED_LIST,
    ASKED_OF,
    ELSEWHERE,
    WANTED,
    answerable,
    named,
    title_of,
)
from engine.intake.tables.columns import Captions, meaning_of
from engine.intake.tables.figuring import UNIT_HINT
from engine.intake.tables.header import FIRST_ROWS, Head, header_text
from engine.intake.tables.listing import several
from engine.intake.tables.marks import Marks, marks_of
from engine.intake.tables.names import Names
from engine.intake.tables.parts import Part
from engine.intake.tables.tally import Tally
from engine.intake.tables.texts import CellReader
from engine.mistakes import Mistakes, Place, suggestion
from engine.nodes import Node
from engine.quantity import Dim
from engine.reading import DEPARTMENT
from engine.vocabulary import NOTHING_WORD, Kind, Shape

_NEEDED = (ASKED_KIND, ASKED_FOR, ANSWER)
_WHOSE = re.compile(rf"(.+?)(20[0-9]{{2}})年度{WANTED}")
_WITH_UNIT = "请在这一格里连单位写，如 126.67万元。"


def asked_at(grid: Grid) -> dict[str, int]:
    """The columns of a 取数清单 by their headers, and its header row under the empty name; empty where it is none."""
    for row, cells in enumerate(grid.rows[:FIRST_ROWS], 1):
        found = {header_text(cell): column for column, cell in enumerate(cells, 1) if isinstance(cell, str)}
        if all(word in found for word in _NEEDED):
            return found | {"": row}
    return {}


class AnswerReader:
    """Reads the answers of one sheet; known are the fields by which facts are known."""

    def __init__(
        self, grid: Grid, kinds: Mapping[str, Names], headings: Headings, known: frozenset[str], mistakes: Mistakes
    ) -> None:
        self.grid, self.kinds, self.headings, self.known, self.mistakes = grid, kinds, headings, known, mistakes
        # A kind may be told by its sheet, as our own lists do; its own word comes last and wins.
        self.titles = {folded(title): names for names in kinds.values() for title in self._titles(names)}
        self.titles |= {folded(word): names for word, names in kinds.items()}
        self.columns = asked_at(grid)
        self.marks = marks_of(grid).get(self.columns[ANSWER], Marks())
        self.facts: dict[tuple[str, str], Node] = {}
        self.empty: dict[str, Node] = {}

    def _titles(self, names: Names) -> tuple[str, ...]:
        return (*names.table.titles, named(names.kind, self.headings))

    def parts(self) -> list[Part]:
        """The facts of each kind; none where nothing was filled in."""
        for row in range(self.columns[""] + 1, len(self.grid.rows) + 1):
            if self._text(row, ANSWER) or (row, self.columns[ANSWER]) in self.grid.uncached:
                self._answer(row)
        if not self.facts and not self.empty:
            self.mistakes.remark(self.grid.place, f"“{ANSWER}”一栏没有填写的内容")
        return [self._part(word) for word in dict.fromkeys((*self.empty, *(word for word, _ in self.facts)))]

    def _text(self, row: int, column: str) -> str:
        at = self.columns.get(column, 0)
        cell = self.grid.cell(row, at) if at else None
        return header_text(cell) if isinstance(cell, str) or cell is None else str(cell)

    def _answer(self, row: int) -> None:
        """One line: notes what a cell cannot answer."""
        if folded(self._text(row, ANSWER)) == folded(ELSEWHERE):
            return
        place, asked = self.grid.at(row, self.columns[ANSWER]), self._text(row, ASKED_FOR)
        names = self.titles.get(folded(self._text(row, ASKED_KIND)))
        if names is None:
            at, word = self.grid.at(row, self.columns[ASKED_KIND]), self._text(row, ASKED_KIND)
            self.mistakes.add(at, f"没有“{word}”这类资料", suggestion(word, self.kinds))
            return
        kind, subject = names.kind, self._text(row, ASKED_OF)
        if asked == ASKED_LIST and kind.shape is Shape.LIST and self._text(row, ANSWER) == NOTHING_WORD:
            self.empty[kind.word] = Node(place, NOTHING_WORD)
        elif asked not in kind.fields:
            self._refuse(place, f"“{kind.word}”缺的是{asked}，一格里写不下", kind)
        elif answerable(kind, asked, [subject] if subject else []):
            self._state(kind, "" if kind.shape is Shape.SINGLE else subject, asked, row)
        else:
            self._refuse(place, f"“{asked}”涉及几个对象（{subject}），一格里分不清是哪一个的", kind)

    def _refuse(self, place: Place, message: str, kind: Kind) -> None:
        nothing = f"；确实一条也没有的，写“{NOTHING_WORD}”" if kind.shape is Shape.LIST else ""
        sheet = title_of(kind, self.headings)
        self.mistakes.add(place, message, f"请填在事实工作簿的“{sheet}”表里，一条一行，再把这一格空着{nothing}。")

    def _state(self, kind: Kind, subject: str, word: str, row: int) -> None:
        """Adds what is said of a field to the fact that it is of."""
        field, place = kind.fields[word], self.grid.at(row, self.columns[ANSWER])
        head = Head(self.columns[ANSWER], word, (word,), "", place)
        captions = Captions((), self.grid.since_1904)
        tally = Tally(word)
        meaning = meaning_of(field, head, kind.word, self.headings, captions, self.mistakes)
        reader = CellReader(field, meaning, tally, lambda _: place, bool(field.link) or word in self.known)
        cells = [self.grid.cell(row, self.columns[ANSWER])]
        if self.marks:
            cells = self.marks.read(cells, [row], field.dim, reader.refuse, reader.note)
        text = reader.texts(cells)[0]
        unsaid = UNIT_HINT.replace("{}", word)  # which speaks of the header of a column; here each cell has its own
        tally.wrongs = {
            (why, _WITH_UNIT if hint == unsaid else hint): seen for (why, hint), seen in tally.wrongs.items()
        }
        tally.tell(self.mistakes)
        fact = self.facts.get((kind.word, subject), Node(place, entries={}))
        entries, keys = dict(fact.entries or {}), dict(fact.keys)
        if word in entries:
            self.mistakes.add(place, f"“{word}”写了两次（第一次在{keys[word].cell}）", "请删去一处。")
        elif text:
            entries[word] = several(place, text) if field.dim is Dim.TAGS else Node(place, text)
            keys[word] = place
        if entries:
            self.facts[kind.word, subject] = Node(fact.place, entries=entries, keys=keys)

    def _part(self, word: str) -> Part:
        """All that is said of one kind."""
        kind = self.kinds[word].kind
        facts = {subject: node for (of, subject), node in self.facts.items() if of == word}
        if word in self.empty and not facts:
            return Part(kind, self.empty[word].place, complete=self.empty[word])
        place = next(iter(facts.values())).place
        if kind.shape is Shape.SINGLE:
            return Part(kind, place, entries=dict(facts[""].entries or {}), keys=facts[""].keys)
        if kind.shape is Shape.TABLE:
            return Part(kind, place, entries=facts, keys={subject: node.place for subject, node in facts.items()})
        named = kind.key[0]
        items = [
            Node(
                node.place,
                entries={named: Node(node.place, subject)} | (node.entries or {}),
                keys={named: node.place} | node.keys,
            )
            for subject, node in facts.items()
        ]
        return Part(kind, place, items, complete=self.empty.get(word))

    def department(self) -> list[Part]:
        """Whose list it is, where its title still says so."""
        title = next((text for cell in self.grid.rows[0] if (text := header_text(cell))), "")
        whose = _WHOSE.fullmatch(title)
        if whose is None:
            return []
        place = self.grid.at(1, 1)
        entries = {"名称": Node(place, whose[1]), "年度": Node(place, whose[2])}
        return [Part(self.kinds[DEPARTMENT].kind, place, entries=entries, keys=dict.fromkeys(entries, place))]
