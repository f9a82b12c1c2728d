"""A workbook back to rule and fact files: everything is looked at first, then all files are changed or none."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from string import ascii_uppercase
from typing import TYPE_CHECKING

from msgspec import Struct

from engine.mistakes import Mistakes, Place
from engine.quantity import Dim
from engine.verdict import NoResult
from engine.workbook.applying import Applier, settled, shared
from engine.workbook.columns import ABOUT, BASELINE, CASES, LADDERS, OPTIONS, SHARED, WAIVERS, Sheet
from engine.workbook.merging import Merger, Target
from engine.workbook.opened import Opened, choosable, open_all
from engine.workbook.package import open_package
from engine.workbook.reading import Baseline, SheetReader, check_sheets, read_baseline
from engine.workbook.rewriting import rewritten
from engine.workbook.rows import CASES as CASE_KEY
from engine.workbook.rows import SIDES, Row
from engine.workbook.rows import WAIVERS as WAIVER_KEY
from engine.workbook.table import Table, WorkbookRefused, cell_of
from engine.workbook.telling import told
from engine.workbook.validating import mistakes_after

if TYPE_CHECKING:
    from openpyxl import Workbook


MOST_CASES = 5  # that are named


class Planned(Struct, frozen=True):
    """What an import would do: the files with their old and new bytes, what changes, and what is worth knowing."""

    changed: dict[Path, tuple[bytes, bytes]]
    said: tuple[str, ...]
    notices: tuple[str, ...]


class Importer:
    """Reads one workbook against the files as they are now; raises WorkbookRefused, and then nothing is changed."""

    def __init__(self, file: Path, rules: Path, facts: Path) -> None:
        self.file, self.rules, self.facts = file, rules, facts
        self.mistakes = Mistakes()
        self.notices: list[str] = []
        self.workbook: Workbook | None = None

    def plan(self) -> Planned:
        """Returns what would be done."""
        self.workbook = open_package(self.file)
        opened = open_all(self.rules, self.facts, self.mistakes)
        self._check()
        base, sheets = self._sheets(opened)
        tables = [self._table(opened, sheet, base) for sheet in sheets]
        read = [table for table in tables if table is not None]
        if len(read) < len(tables):
            self._check()
        current = [opened.rows(sheet) for sheet in sheets]
        targets = [self._merged(t, rows, base) for t, rows in zip(read, current, strict=True)]
        changed = self._changed(opened, read, targets)
        if changed:
            wrong, failed = mistakes_after(self.rules, opened, read, targets, changed, bool(self.mistakes.found))
            self.mistakes.found += wrong
            self.notices += [_not_met(failed)] if failed else []
        self._check()
        said = [line for s, rows, found in zip(sheets, current, targets, strict=True) for line in told(s, rows, found)]
        if said and not changed:
            raise NoResult("程序内部出错：要改的内容没有写进任何文件。请告诉维护人员。")
        return Planned(changed, tuple(said), tuple(self.notices))

    def _check(self) -> None:
        if self.mistakes.found:
            raise WorkbookRefused(self.mistakes.found)

    def _sheets(self, opened: Opened) -> tuple[Baseline, tuple[Sheet, ...]]:
        """What was exported, and the sheets with the columns that they may have."""
        assert self.workbook is not None
        titles = [sheet.title for sheet in opened.sheets()]
        check_sheets(self.workbook, self.file.name, titles, [*titles, ABOUT, OPTIONS, BASELINE], self.mistakes)
        base = read_baseline(self.workbook, self.file.name, self.mistakes)
        self._check()
        assert base is not None
        strange = [p.title for p in self.workbook.worksheets if p.title not in (*titles, ABOUT, OPTIONS, BASELINE)]
        visible = [name for name in strange if self.workbook[name].sheet_state == "visible"]
        self.notices += [f"工作表“{name}”不是导出的，没有读取。" for name in visible]
        fields = choosable()
        heads = ([str(cell.value).strip() for cell in self.workbook[title][1]] for title in titles[:2])
        return base, opened.sheets(*([word for word in head if word in fields] for head in heads))

    def _table(self, opened: Opened, sheet: Sheet, base: Baseline) -> Table | None:
        assert self.workbook is not None
        rows = {row.id: row for row in opened.rows(sheet)}
        samples = {row.cells.get("参数", ""): row for row in reversed(rows.values())}

        def before(key: str, cells: dict[str, str], title: str) -> str:
            if title in SIDES and cells.get("阶梯") == Dim.NUMBER:
                return "0"  # the steps of years and months have no unit
            row = rows.get(key) or samples.get(cells.get("参数", ""))
            return row.cells.get(title, "") if row is not None else ""

        reader = SheetReader(self.file.name, sheet, before, self.mistakes)
        needed = base.titles.get(sheet.title) or tuple(c.title for c in sheet.columns if c.needed)
        table = reader.read(self.workbook[sheet.title], [title for title in needed if title in sheet.titles])
        self.notices += reader.notices
        return table

    def _merged(self, table: Table, rows: Sequence[Row], base: Baseline) -> list[Target]:
        targets = settled(Merger(table, base.rows.get(table.sheet.title, {}), self.mistakes).merge(rows), table.sheet)
        for target in targets:
            if target.line is not None and (target.row is None or target.cells != target.row.cells):
                self._complete(table, target)
        targets = self._sound(table, targets)
        if table.sheet.owner != ("参数",):
            return targets
        targets = shared(table, targets, self.mistakes)
        for target in targets if table.sheet.title == LADDERS else ():
            if target.line is not None and not target.cells.get(LADDERS):
                hint = table.sheet.column(LADDERS).about
                self.mistakes.add(table.place(LADDERS, target.line.number), f"“{LADDERS}”没有写", hint)
        return self._sound(table, targets)

    def _sound(self, table: Table, targets: list[Target]) -> list[Target]:
        """The rows without those that have mistakes, so that what is wrong elsewhere can be found, too."""
        places = [cell_of(mistake.place) for mistake in self.mistakes.found]
        wrong = {int(at[1].lstrip(ascii_uppercase)) for at in places if at and at[0] == table.sheet.title and at[1]}
        good = [target for target in targets if target.line is None or target.line.number not in wrong]
        return [*good, *(Target(t.row, t.row.cells) for t in targets if t not in good and t.row is not None)]

    def _complete(self, table: Table, target: Target) -> None:
        for column in table.sheet.columns:
            if column.title in SHARED:
                continue  # said once for all rows
            if column.needed and not target.cells.get(column.title) and target.line:
                hint = f"{column.about}要删去这一行，请清空整行。" if target.row is not None else column.about
                self.mistakes.add(table.place(column.title, target.line.number), f"“{column.title}”没有写", hint)

    def _changed(
        self, opened: Opened, tables: Sequence[Table], targets: Sequence[list[Target]]
    ) -> dict[Path, tuple[bytes, bytes]]:
        """The files that change, with their old and new bytes."""
        applier = Applier(self.mistakes)
        if opened.parameters is not None:
            applier.parameters(opened.parameters, list(zip(tables[:2], targets[:2], strict=True)))
        elif targets[0] or targets[1]:
            self.mistakes.add(Place(str(self.rules)), "这个文件夹里没有 参数.yaml，参数写不进去", "请先建一个。")
        for table, found in zip(tables[2:], targets[2:], strict=True):
            key = {WAIVERS: WAIVER_KEY, CASES: CASE_KEY}[table.sheet.title]
            applier.listed(table, key, opened.owners(table.sheet, self.mistakes), found)
        changed = {}
        for source in opened.sources():
            text = rewritten(source.text, source.node, applier.trees.get(source.path, source.node))
            if text != source.text:
                changed[source.path] = (source.data, source.encoded(text))
        return changed


def _not_met(cases: Sequence[str]) -> str:
    """Names the cases that a change would leave behind, as many as one reads."""
    named = "、".join(cases[:MOST_CASES]) + ("等" if len(cases) > MOST_CASES else "")
    return f"这样改以后，有{len(cases)}个用例的结果与应有的不一致：{named}。请核对是改错了，还是用例也要改。"
