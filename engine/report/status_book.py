"""The 取数清单 as a workbook to send out: a line for each thing that is missing, with room for the answer.

Texts stay texts, whatever they begin with. Equal states give equal bytes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from engine.intake.layout import (
    ANSWER,
    ASKED_FOR,
    ASKED_KIND,
    ASKED_LIST,
    ASKED_OF,
    COMPLETE,
    ELSEWHERE,
    SETTLED,
    WANTED,
    YES_WORD,
)
from engine.paper.sheet import Spreadsheet
from engine.report.listing import Column, Listing, add_listing
from engine.report.status import REST, Status, Want
from engine.report.status_table import heads_of, subjects_of, title_of_status
from engine.report.table import folded
from engine.vocabulary import NOTHING_WORD

_COLUMNS = (
    Column("序号", 6, "centre"),
    Column(ASKED_KIND, 20),
    Column(ASKED_FOR, 18),
    Column(ASKED_OF, 36),
    Column("等待的规则", 38),
    Column("通常由谁提供", 22),
    Column(ANSWER, 28, filled=True),
    Column("备注", 34),
)
_SETTLED = (
    Column("序号", 6, "centre"),
    Column("部门", 30),
    Column("内容", 50),
    Column("等待的规则", 44),
    Column("怎么办", 40),
)
_NAMED = 6  # subjects that are named in a cell
_ACROSS = 130  # Chinese characters of a line above the table
_LONGEST_NAME = 31  # characters of the name of a sheet
_SHEETS = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
_HOW = (
    f"请在“{ANSWER}”一栏写查到的数，连单位写；不知道的空着，看过了确实没有的写“无”，是零的写0。填好的这份清单可以直接检查。",
    f"写着“{ELSEWHERE}”的，一格写不下，请填在部门的事实工作簿里，一条一行；{ASKED_LIST}一条也没有的，写“{NOTHING_WORD}”。",
)


def render_book(states: Sequence[Status]) -> bytes:
    """Returns the workbook: a sheet for each department, and one for what others have to settle."""
    paper = Spreadsheet(title_of_status(states[0]) if len(states) == 1 else WANTED)
    used: set[str] = set()
    for state in states:
        name = "取数清单" if len(states) == 1 else f"{state.department}{state.year}"
        add_listing(paper, _wanted(state, sheet_name(name, used)))
    settled = [row for state in states for row in _settled(state)]
    if settled:
        rows = [(str(number), *row) for number, row in enumerate(settled, 1)]
        name = sheet_name(SETTLED, used)
        add_listing(paper, Listing(name, "不是缺少资料、要另行核对的事项", (), _SETTLED, rows, ""))
    return paper.to_bytes()


def _wanted(state: Status, name: str) -> Listing:
    lines = [part for line in heads_of(state) for part in folded(line, _ACROSS).split("\n")]
    rows = [_row(number, want) for number, want in enumerate(state.wants, 1)]
    how = _HOW if rows else ()
    return Listing(name, title_of_status(state), (*lines, *how), _COLUMNS, rows, "没有缺少的资料。")


def _row(number: int, want: Want) -> tuple[str, ...]:
    about = _where(want) + (f"；{want.about}" if want.about else "")
    answer, rules = "" if want.one_cell else ELSEWHERE, "\n".join(want.rules)
    return str(number), want.name, want.what, subjects_of(want, _NAMED), rules, want.supplier, answer, about


def _where(want: Want) -> str:
    """Where the answer may stand: in its cell, on the sheet of its kind, or there alone."""
    sheet = f"事实工作簿的工作表“{want.sheet}”"
    if want.what == ASKED_LIST:
        return f"一条也没有的写“{NOTHING_WORD}”；有的填在{sheet}，一条一行"
    if want.what == REST:
        return f"请把其余各条填在{sheet}，一条一行；列全了，“{COMPLETE}”填“{YES_WORD}”"
    return f"也可填在{sheet}" if want.one_cell else f"请填在{sheet}，一条一行"


def _settled(state: Status) -> Iterator[tuple[str, ...]]:
    """What is no gap of the department: parameters that are not registered, figures that do not decide."""
    whose = f"{state.department}{state.year}年度"
    for todo, wants in (("由规则组补", state.parameters), ("核对原件，看能不能写得更准", state.unsettled)):
        for want in wants:
            yield whose, want.what, "\n".join(want.rules), todo


def sheet_name(text: str, used: set[str]) -> str:
    """A name that a sheet may have and no other in `used` has; it is put there."""
    clean = text.translate(_SHEETS).strip() or "部门"
    name, number = clean[:_LONGEST_NAME].strip(), 1
    while name.casefold() in used:
        number += 1
        name = f"{clean[: _LONGEST_NAME - len(str(number)) - 2]}（{number}）"
    used.add(name.casefold())
    return name
