"""Three ways together: what was exported, what the files say now, what the workbook says; no change is ever lost.

A row that somebody else added to the files since the export stays; one that both changed differently is a mistake.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256

from msgspec import Struct
from msgspec.structs import replace

from engine.mistakes import Mistakes
from engine.workbook.columns import ID, SHARED, key_of
from engine.workbook.rows import Row
from engine.workbook.table import Line, Table

Digests = dict[str, str]  # column -> what its cell held at the export


class Target(Struct, frozen=True):
    """A row as it shall be: the row it was (None: new), its cells, the line it is from, the row it comes behind."""

    row: Row | None
    cells: dict[str, str]
    line: Line | None = None
    after: Row | None = None


def digest(text: str) -> str:
    """A short mark of what a cell held."""
    return sha256(text.encode()).hexdigest()[:12]


def digests(cells: Mapping[str, str]) -> Digests:
    """The marks of all cells of a row."""
    return {title: digest(text) for title, text in cells.items()}


class Merger:
    """Puts the rows of one sheet together."""

    def __init__(self, table: Table, base: Mapping[str, Digests], mistakes: Mistakes) -> None:
        self.table, self.sheet, self.base, self.mistakes = table, table.sheet, base, mistakes

    def merge(self, current: Sequence[Row]) -> list[Target]:
        """Returns the rows as they shall be; notes what cannot be put together."""
        lines = self._recognised(self.table.lines)
        chosen, others = self._told_apart(lines)
        rows = {row.id: row for row in current}
        targets = [t for row in current if (t := self._target(row, chosen.get(row.id))) is not None]
        # Rows added to the files since the export: the same workbook may be imported twice.
        added = [row.cells for row in current if row.id not in self.base]
        for line in chosen.values():
            if line.id not in rows and self._changed(line) and not _there(line, added):
                self._note(line, ID, "这一行在导出以后已从文件里删去，这里又改过", "请重新导出，再改。")
        new = {line.number for line in others if not _there(line, added)}
        behind: Row | None = None
        for line in lines:
            if line.number in new:
                targets.append(Target(None, line.cells, line, behind))
            elif line.id in rows:
                behind = rows[line.id]
        self._no_twins(targets)
        return targets

    def _recognised(self, lines: Sequence[Line]) -> list[Line]:
        """The lines, those whose 编号 was cleared with the one of the exported row they still say they are."""
        claimed, found = {line.id for line in lines}, []
        for line in lines:
            key = key_of(self.sheet, line.cells)
            if not line.id and key in self.base and key not in claimed:
                claimed.add(key)
                found.append(replace(line, id=key))
            else:
                found.append(line)
        return found

    def _told_apart(self, lines: Sequence[Line]) -> tuple[dict[str, Line], list[Line]]:
        """Which line goes on which exported row, and which lines are new (a copied row brings its key with it)."""
        chosen: dict[str, Line] = {}
        others: list[Line] = []
        for line in sorted(lines, key=lambda line: (bool(line.id in self.base and self._changed(line)), line.number)):
            if line.id and line.id not in self.base:
                hint = "编号由程序填写：新增的行请把这一格清空；改坏了的请重新导出。"
                self._note(line, ID, f"不认识这个编号“{line.id[:40]}”", hint)
            elif line.id in chosen or not line.id:
                others.append(line)
            else:
                chosen[line.id] = line
        return chosen, others

    def _changed(self, line: Line) -> set[str]:
        base = self.base[line.id]
        return {title for title in self.sheet.titles if _mark(line.cells, title) != base.get(title, "")}

    def _target(self, row: Row, line: Line | None) -> Target | None:
        """A row of the files as it shall be; None where it goes."""
        base = self.base.get(row.id)
        if base is None:
            return Target(row, row.cells)  # somebody added it since the export
        theirs = {title for title in self.sheet.titles if _mark(row.cells, title) != base.get(title, "")}
        if line is None:
            if theirs:
                message = (
                    f"工作簿删去了“{self.sheet.title}”的这一行，可是它在导出以后改过（{'、'.join(sorted(theirs))}）"
                )
                self.mistakes.add(row.node.place, message, "请重新导出，再删。")
            return None
        mine = self._changed(line)
        for title in sorted(mine & theirs):
            if line.cells.get(title) != row.cells.get(title):
                now = row.cells.get(title, "")
                message = f"导出以后文件里也改了这一格，现在是“{now[:60]}”" if now else "导出以后文件里删去了这一格"
                self._note(line, title, message, "请重新导出，在新的工作簿里改。")
        cells = {title: (line if title in mine else row).cells.get(title, "") for title in self.sheet.titles}
        return Target(row, {title: text for title, text in cells.items() if text}, line)

    def _no_twins(self, targets: Sequence[Target]) -> None:
        """Two rows of one key would be one by chance; those that are in the files already are the engine's affair."""
        first: dict[str, Target] = {}
        for target in sorted(
            targets, key=lambda target: (target.row is None, target.line.number if target.line else 0)
        ):
            key = key_of(self.sheet, target.cells)
            other = first.setdefault(key, target)
            if other is target or target.line is None or (target.row is not None and target.cells == target.row.cells):
                continue
            where = f"第{other.line.number}行" if other.line else "文件里后来加的一行"
            what = "、".join(title for title in (*self.sheet.key, *self.sheet.chosen) if target.cells.get(title))
            message = f"与{where}重复：{what or '每一格'}都相同"
            self._note(target.line, self.sheet.key[0], message, "请删去一行，或者改成不同的。")

    def _note(self, line: Line, title: str, message: str, hint: str) -> None:
        self.mistakes.add(self.table.place(title, line.number), message, hint)


def _there(line: Line, added: Sequence[Mapping[str, str]]) -> bool:
    """Whether a row like a line has been added; what is said of a whole parameter need not stand on each line."""
    return any(
        {**{title: cells[title] for title in SHARED if title in cells}, **line.cells} == cells for cells in added
    )


def _mark(cells: Mapping[str, str], title: str) -> str:
    return digest(cells[title]) if cells.get(title) else ""
