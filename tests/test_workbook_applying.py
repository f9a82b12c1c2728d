"""Any changes of any rows of the shipped rulebook: the files then say just that, and other lines stay as they were."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from random import Random

import pytest
from msgspec.structs import replace
from small import ROOT

from engine.mistakes import Mistakes
from engine.workbook.applying import Applier, settled, shared
from engine.workbook.columns import CASES, LADDERS, PARAMETERS, WAIVERS, Sheet, Sort
from engine.workbook.merging import Target
from engine.workbook.opened import Opened, open_all
from engine.workbook.rewriting import rewritten
from engine.workbook.rows import CASES as CASE_KEY
from engine.workbook.rows import WAIVERS as WAIVER_KEY
from engine.workbook.rows import Row
from engine.workbook.table import Table
from engine.workbook.telling import told

TEXTS = ["甲", "x, y", "甲: 乙", "- 丙 # 丁", "'引'号", '双"引', "两\n行", "1,000万元", "〔设计〕", "{a}", "无"]
TREES = ["{}", "项目: 无", '项目:\n- {名称: 甲, 支出: 1,000元}\n- {名称: "乙: 丙"}', "领域: [{名称: 丁}]\n项目: 无"]


@pytest.fixture(scope="module")
def opened() -> Opened:
    """The files of the repository."""
    mistakes = Mistakes()
    found = open_all(ROOT / "rules", ROOT / "facts", mistakes)
    mistakes.check()
    return found


def texts_for(sheet: Sheet, title: str) -> list[str]:
    """What may stand in a cell."""
    sort = sheet.column(title).sort
    if sort is Sort.TREE:
        return TREES if title != "结果" else ["不适用", "甲: 发现问题\n乙: 不适用"]
    if sort is Sort.LIST:
        return ["甲", "甲、乙", "[甲、乙, 丙]"]
    return ["1%", "2元"] if title in ("自", "至") else TEXTS


def changed(chance: Random, sheet: Sheet, rows: list[Row]) -> list[Target]:
    """The rows of a sheet with some cells changed, some rows gone and some new ones."""
    targets = [Target(row, row.cells) for row in rows]
    titles = [title for title in sheet.titles if title not in (*sheet.owner, "说明", "阶梯", "自含否", "至含否")]
    for _ in range(chance.randint(0, 3) if rows else 0):
        at = chance.randrange(len(targets))
        action = chance.choice(["change", "change", "clear", "delete", "copy"])
        title = chance.choice(titles)
        cells = {**targets[at].cells, title: chance.choice(texts_for(sheet, title))}
        if action == "clear":
            cells = {key: text for key, text in cells.items() if key != title or sheet.column(key).needed}
        if action == "delete" and len(targets) > 1:
            del targets[at]
        elif action == "copy":
            targets.append(Target(None, cells, None, targets[at].row))
        else:
            targets[at] = replace(targets[at], cells=cells)
    return targets


def flat(found: list[Row] | list[Target]) -> Counter[tuple[tuple[str, str], ...]]:
    """The cells of all rows, whatever their order."""
    return Counter(tuple(sorted(row.cells.items())) for row in found)


@pytest.mark.parametrize("seed", range(20))
def test_the_files_say_what_the_rows_say_and_remarks_stay(opened: Opened, seed: int) -> None:
    chance = Random(seed)
    sheets = {sheet.title: sheet for sheet in opened.sheets()}
    rows = {title: opened.rows(sheet) for title, sheet in sheets.items()}
    wanted = {title: changed(chance, sheet, rows[title]) for title, sheet in sheets.items()}
    mistakes = Mistakes()
    tables = {title: Table("规则库.xlsx", sheet, {}, ()) for title, sheet in sheets.items()}
    targets = {title: settled(wanted[title], sheet) for title, sheet in sheets.items()}
    for title in (PARAMETERS, LADDERS):
        targets[title] = shared(tables[title], targets[title], mistakes)
    applier = Applier(mistakes)
    assert opened.parameters is not None
    applier.parameters(opened.parameters, [(tables[title], targets[title]) for title in (PARAMETERS, LADDERS)])
    for title, key in ((WAIVERS, WAIVER_KEY), (CASES, CASE_KEY)):
        applier.listed(tables[title], key, opened.owners(sheets[title], mistakes), targets[title])
    mistakes.check()
    contents: dict[Path, bytes] = {}
    for source in opened.sources():
        text = rewritten(source.text, source.node, applier.trees.get(source.path, source.node))
        if text != source.text:
            contents[source.path] = source.encoded(text)
            remarks = [line for line in source.text.splitlines() if line.lstrip().startswith("#")]
            assert not Counter(remarks) - Counter(text.splitlines())
    after = opened.changed(contents)
    for title, sheet in sheets.items():
        assert flat(after.rows(sheet)) == flat(targets[title])
    said = [line for title, sheet in sheets.items() for line in told(sheet, rows[title], targets[title])]
    assert bool(said) is bool(contents)
