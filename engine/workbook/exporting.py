"""Rule and fact files to a workbook: every row, every mistake where it stands, every case with what it comes to."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from engine.ladder_reading import LADDER
from engine.lint.notes import Note
from engine.lint.running import report_of
from engine.mistakes import Mistake, Mistakes
from engine.quantity import NUMERIC, Dim
from engine.rule import SEVERITIES
from engine.verdict import State
from engine.workbook.cells import LONGEST
from engine.workbook.columns import CASES, RESULT, Sheet
from engine.workbook.judging import NOT_RUN, Judged, judge_files, locate
from engine.workbook.opened import Opened, choosable, open_all
from engine.workbook.rows import Row, department_of, shown
from engine.workbook.writing import NOTED, WRONG, Page, workbook_bytes

_HOW = (
    "规则工作簿",
    "这里是规则库的参数、阶梯、豁免和用例。规则文件（YAML）才是正本：在这里改，用 rules import 写回去。",
    "【怎样改】",
    "直接改格子里的字。每一格都是文本：60%、1.10、2022-01-01 照写，数字要带单位。有下拉清单的从清单里选。",
    "加一行：写在表格末尾，或插入一行；也可以复制一行再改。删一行：删去整行，或清空整行。排序、筛选、调整列宽都不影响。",
    "不要改：工作表的名称、第一行的标题、隐藏的列和工作表。不要写公式，不要合并单元格。",
    "“用例”表的“事实”“先有问题”写法与规则文件相同；灰色的“规则名称”“实际结果”由程序填写，改了不起作用。",
    "红色的格子有错误，黄色的有提示，鼠标移上去看说明；“实际结果”绿色✓符合，红色✗不符合。",
    "【改完以后】",
    "先看会改什么，什么也不写：cli.py rules import 这个文件 --dry-run",
    "写回规则文件：cli.py rules import 这个文件。有一处错误就什么也不改，逐格说明错在哪里，并另存一份标红的副本。",
    "写回以后：cli.py lint（写法）、cli.py test（用例）、cli.py impact（哪些判定会变）。",
    "导出以后别人又改了规则文件也不要紧：没有动过的行以文件为准，同一格两边都改了会提出来。",
)


def export(rules: Path, facts: Path, today: int) -> tuple[bytes, str]:
    """Returns the workbook and, in words, what is in it; what is no YAML is told on its first sheet.

    Today is the day that lint takes the age of a 核对日期 from, an ordinal. Raises MistakesFound where a text is too
    long for a cell.
    """
    mistakes = Mistakes()
    opened = open_all(rules, facts, mistakes)
    judged = judge_files(rules, [source.path for source in opened.facts])
    found = [*mistakes.found, *judged.mistakes]
    pages = [Page(sheet, opened.rows(sheet)) for sheet in opened.sheets()]
    _fits(pages)
    notes = [] if found else [_as_mistake(note) for note in report_of([rules], rules, today, Mistakes()).notes]
    left = _place(pages, found, WRONG), _place(pages, notes, NOTED)
    for page in pages:
        _fill(page, opened, judged)
    about = [*_HOW, *_remarks(pages, found, *left)]
    said = "、".join(f"{page.sheet.title}{len(page.rows)}行" for page in pages) + "。"
    said += f"规则文件和事实文件里有{len(set(found))}处错误，已标红或写在“说明”里。" if found else ""
    said += f"有{len(notes)}个提示，已标黄或写在“说明”里。" if notes else ""
    return workbook_bytes(pages, options_of(opened, judged), about), said


def _as_mistake(note: Note) -> Mistake:
    """A note of lint in the form in which it is placed and shown."""
    more = (f"样例：{note.witness}" if note.witness else "", f"建议：{note.hint}" if note.hint else "")
    return Mistake(note.place, f"提示 {note.code}：{note.message}", "\n".join(filter(None, more)))


def _fits(pages: Sequence[Page]) -> None:
    """A cell that Excel would cut off would come back as a change."""
    mistakes = Mistakes()
    for row in (row for page in pages for row in page.rows):
        for title, text in row.cells.items():
            if len(text) > LONGEST:
                mistakes.add(row.node.place, f"“{title}”超过{LONGEST}个字，Excel 的一格放不下", "请缩短，或分成几条。")
    mistakes.check()


def _place(pages: Sequence[Page], mistakes: Sequence[Mistake], sort: str) -> list[Mistake]:
    """Puts mistakes, or notes, onto the cells they are in; returns those that are in none."""
    owner = {id(row): page for page in pages for row in page.rows}
    left = []
    for one in locate(mistakes, [row for page in pages for row in page.rows]):
        if one.row is None:
            left.append(one.mistake)
        else:
            text = "\n".join(filter(None, (one.mistake.message, one.mistake.hint)))
            owner[id(one.row)].told.setdefault((sort, one.row.id, one.column), []).append(text)
    return left


def _fill(page: Page, opened: Opened, judged: Judged) -> None:
    """Fills in what the engine knows of cases."""
    if page.sheet.title != CASES:
        return
    names = {shown(at): s for s in opened.rules if (at := s.node.get("编号")) is not None}
    for row in page.rows:
        source = names.get(row.cells.get("规则", ""))
        title = source.node.get("名称") if source is not None else None
        page.filled[row.id, "规则名称"] = shown(title) if title is not None else ""
        result = judged.results.get(row.node.place)
        told = NOT_RUN if result is None else f"{'✓' if result[0] else '✗'} {result[1]}"
        page.filled[row.id, RESULT] = told


def _remarks(
    pages: Sequence[Page], found: Sequence[Mistake], wrong: Sequence[Mistake], noted: Sequence[Mistake]
) -> list[str]:
    failed = sum(text.startswith("✗") for page in pages for (_, title), text in page.filled.items() if title == RESULT)
    lines = ["【这份工作簿】", "、".join(f"{page.sheet.title}{len(page.rows)}行" for page in pages) + "。"]
    if failed:
        lines.append(f"✗ 有{failed}个用例的实际结果与应有的结果不一致，见“用例”表的“实际结果”。")
    if found:
        lines.append(f"✗ 文件里有{len(set(found))}处错误：能对应到格子的已标红（把鼠标移上去看说明），其余的写在下面。")
    lines += [f"✗ {mistake}" for mistake in wrong]
    if any(sort == NOTED for page in pages for sort, _, _ in page.told) or noted:
        lines.append("【提示】不是错误，但多半不是想要的：能对应到格子的已标黄，其余的写在下面；与 cli.py lint 相同。")
    return [*lines, *(f"{note.place}  {note.message}\n{note.hint}".strip() for note in noted)]


def options_of(opened: Opened, judged: Judged) -> dict[str, list[str]]:
    """The words that the lists of the workbook offer."""
    rows: dict[str, list[Row]] = {sheet.title: opened.rows(sheet) for sheet in opened.sheets()}
    regions = {row.cells["地区"] for found in rows.values() for row in found if "地区" in row.cells}
    fields = choosable()
    sheets: tuple[Sheet, ...] = opened.sheets()
    chosen = {c.options for sheet in sheets for c in sheet.columns if c.options in fields}
    return {
        "核对": ["已核", "待核"],
        "结果": [str(state) for state in State if state is not State.WAIVED],
        "级别": list(SEVERITIES),
        "规则": sorted(judged.book.rules),
        "含否": ["含", "不含"],
        LADDER: [str(dim) for dim in Dim if dim in NUMERIC - {Dim.DATE, Dim.AMOUNT}],
        "地区": sorted(regions),
        "部门": sorted({department_of(source)[0] for source in opened.facts}),
        **{word: list(fields[word]) for word in sorted(chosen)},
    }
