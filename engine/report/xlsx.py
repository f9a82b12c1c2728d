"""整改台账 as a workbook: one row a finding, and beside it the hints, what could not be judged, the grounds, the check.

Texts stay texts, whatever they begin with. Equal outcomes give equal bytes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from engine.outcome import Finding, Outcome
from engine.paper.sheet import Spreadsheet
from engine.quantity import Quantity
from engine.report.annex import HINTS, HINTS_NOTE, checked, checked_on
from engine.report.listing import Cell, Column, Listing, add_listing
from engine.report.xlsx_annex import OPEN, checking, first_cells, grounds, open_questions, whose
from engine.verdict import State

LEDGER, STATES = "整改台账", ("未整改", "整改中", "已整改")
_MOST = 10**11  # 万元: beyond, the numbers of a spreadsheet lose the last fen
_BASIS, _MONEY = Column("依据", 24), Column("涉及金额（万元）", 15, "money")
_PAST = Column("以往", 10)
_WHO = (Column("责任科室", 12, filled=True), Column("完成时限", 12, filled=True))
_RULE = (Column("主题", 10), Column("程度", 7, "centre"), Column("规则", 10, "centre"))
_HOW = (
    "涉及金额是各对象的合计，约数照写；规则没有写明、有的对象金额不知道或为负数的，空着。"
    "同一笔资金可能涉及几个问题，各行不能相加。浅黄色的格待填写。"
)


def render(outcomes: Sequence[Outcome]) -> bytes:
    """Returns the workbook for all departments together."""
    paper = Spreadsheet(_title(outcomes, LEDGER))
    for listing in (
        _ledger(outcomes),
        _hints(outcomes),
        open_questions(outcomes),
        grounds(outcomes),
        checking(outcomes),
    ):
        add_listing(paper, listing)
    return paper.to_bytes()


def _title(outcomes: Sequence[Outcome], words: str) -> str:
    whole = f"绩效问题{words}"
    return f"{outcomes[0].department}{outcomes[0].year}年度{whole}" if len(outcomes) == 1 else whole


def _found(outcomes: Sequence[Outcome], hint: bool) -> list[tuple[Outcome, Finding]]:
    return [(outcome, finding) for outcome in outcomes for finding in outcome.findings if finding.hint is hint]


def _ledger(outcomes: Sequence[Outcome]) -> Listing:
    state = Column("状态", 9, "centre", choices=STATES)
    columns, rows = _table(outcomes, False, ("问题", "改进措施"), (state,), (STATES[0],))
    notes, unknown = (*_notes(outcomes), _HOW), _unknown(outcomes)
    warning = f"有{unknown}项判定因资料不足无法作出，见“{OPEN}”，不代表没有问题。" if unknown else ""
    return Listing(LEDGER, _title(outcomes, LEDGER), notes, columns, rows, _nothing(outcomes), warning=warning)


def _hints(outcomes: Sequence[Outcome]) -> Listing:
    columns, rows = _table(outcomes, True, ("提示", "建议"), (), ())
    return Listing(HINTS, _title(outcomes, HINTS), (f"{HINTS_NOTE}。",), columns, rows, "没有提示事项。")


def _table(
    outcomes: Sequence[Outcome],
    hint: bool,
    heads: tuple[str, str],
    more: tuple[Column, ...],
    cells: tuple[Cell, ...],
) -> tuple[tuple[Column, ...], list[tuple[Cell, ...]]]:
    """Columns and rows of the problems or of the hints; what earlier runs say has a column where they say anything."""
    found = _found(outcomes, hint)
    past = any(finding.history for _, finding in found)
    problem, measure = Column(heads[0], 46), Column(heads[1], 32)
    whole = (Column("序号", 6, "centre"), *whose(outcomes), problem, _BASIS, _MONEY, measure, *_WHO, *more)
    columns = (*whole, *((_PAST,) if past else ()), *_RULE)
    rows = [
        (
            *(number, *first_cells(outcomes, outcome), *_middle(finding), *cells),
            *((finding.history,) if past else ()),
            *(finding.theme, finding.severity, finding.rule),
        )
        for number, (outcome, finding) in enumerate(found, 1)
    ]
    return columns, rows


def _middle(finding: Finding) -> tuple[Cell, ...]:
    basis = "\n".join(map(str, sorted(finding.basis, key=lambda basis: basis.checked != "已核")))
    return finding.text, basis, _money(finding.amount, finding), finding.action, finding.office, finding.due


def _money(amount: Quantity | None, finding: Finding) -> Cell:
    """An amount as a number of 万元; one that is not exact, or too great for a cell, as it is printed."""
    if amount is None or not amount.exact or abs(amount.nominal) >= _MOST * 10**4:
        return finding.amount_words
    return float(amount.nominal / 10**4)


def _notes(outcomes: Sequence[Outcome]) -> Iterator[str]:
    """What was checked, and how many problems and hints came of it."""
    if len(outcomes) == 1:
        (one,) = outcomes
        day = f"　检查日期：{checked_on(one)}" if checked_on(one) else ""
        yield f"检查对象：{checked(one)}{day}　核验码：{one.digest}"
    else:
        yield f"检查对象：{len(outcomes)}个部门年度，检查日期和核验码见“核对说明”"
    problems, hints = (len(_found(outcomes, hint)) for hint in (False, True))
    yield f"问题{problems}项，提示{hints}项（见“{HINTS}”）。"


def _unknown(outcomes: Sequence[Outcome]) -> int:
    return sum(outcome.count(State.UNKNOWN) for outcome in outcomes)


def _nothing(outcomes: Sequence[Outcome]) -> str:
    """What stands where there is no row: never that all is well."""
    if len(outcomes) == 1:
        return outcomes[0].nothing_found()
    unknown = _unknown(outcomes)
    rest = f"另有{unknown}项因资料不足无法判定，不能据此认为没有问题。" if unknown else ""
    judged = sum(outcome.count(State.PASS) for outcome in outcomes)
    return f"各部门能够判定的{judged}项中没有列入台账的问题。{rest}"
