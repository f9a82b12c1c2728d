"""What an import changes, in the words of the rules team: 参数 执行率下限：90% → 85%."""

from __future__ import annotations

from collections.abc import Sequence

from engine.workbook.columns import CASES, LADDERS, PARAMETERS, Sheet
from engine.workbook.merging import Target
from engine.workbook.rows import SIDES, Row

LONG = 60  # characters of a cell that are shown


def told(sheet: Sheet, current: Sequence[Row], targets: Sequence[Target]) -> list[str]:
    """Says, a line each, what becomes of the rows of a sheet."""
    said: list[str] = []
    kept = {t.row.id for t in targets if t.row is not None}
    for target in targets:
        if target.row is None:
            said.append(f"{sheet.title} {_name(sheet, target.cells)} 新增{_gist(sheet, target.cells)}")
        else:
            said += _changes(sheet, target.row, target.cells)
    said += [
        f"{sheet.title} {_name(sheet, row.cells)} 删去{_gist(sheet, row.cells)}"
        for row in current
        if row.id not in kept
    ]
    return list(dict.fromkeys(said))


def _changes(sheet: Sheet, row: Row, cells: dict[str, str]) -> list[str]:
    said = []
    for title in sheet.titles:
        before, after = row.cells.get(title, ""), cells.get(title, "")
        if before != after:
            shared = sheet.title in (PARAMETERS, LADDERS) and title in ("说明", "阶梯")
            name = row.cells.get("参数", "") if shared else _name(sheet, row.cells)
            what = "" if title == "值" else f" {title}"
            said.append(f"{sheet.title} {name}{what}：{_short(before)} → {_short(after)}")
    return said


def _name(sheet: Sheet, cells: dict[str, str]) -> str:
    """What a row is called: its parameter with what tells its rows apart, its rule with the name of the case."""
    if sheet.title == CASES:
        return f"{cells.get('规则', '')}“{cells.get('名称', '')}”"
    if sheet.title not in (PARAMETERS, LADDERS):
        return f"{cells.get('部门', '')}{cells.get('年度', '')} {cells.get('规则', '')} {cells.get('对象', '')}"
    more = [
        cells[title]
        for title in (*sheet.key[1:], *sheet.chosen)
        if title in cells and title != "起" and title not in SIDES.values()
    ]
    return cells.get("参数", "") + (f"（{'，'.join(more)}）" if more else "")


def _gist(sheet: Sheet, cells: dict[str, str]) -> str:
    if sheet.title in (PARAMETERS, LADDERS):
        return f"一行：{_short(cells.get('值', ''))}"
    return ""


def _short(text: str) -> str:
    flat = " ".join(text.split("\n"))
    return (flat if len(flat) <= LONG else f"{flat[:LONG]}……") or "（空）"
