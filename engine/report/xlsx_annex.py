"""The sheets behind the 整改台账: what could not be judged and for want of what, the grounds, how it was checked."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from engine.outcome import Outcome, count_waiting, gap_text, rules_of
from engine.report import annex
from engine.report.listing import FEWER, Cell, Column, Listing
from engine.verdict import State

OPEN, CHECKING = "无法判定", "核对说明"
_NAMED = 10  # subjects that are named; of more, their number is told


def whose(outcomes: Sequence[Outcome]) -> tuple[Column, ...]:
    """The columns that tell departments apart, where there are several."""
    return (Column("部门", 16), Column("年度", 7, "centre")) if len(outcomes) != 1 else ()


def first_cells(outcomes: Sequence[Outcome], outcome: Outcome) -> tuple[Cell, ...]:
    """What stands in these columns."""
    return (outcome.department, str(outcome.year)) if len(outcomes) != 1 else ()


def open_questions(outcomes: Sequence[Outcome]) -> Listing:
    """取数清单: what was not supplied, of what, which rules wait for it, and how many of their verdicts."""
    columns = (
        Column("序号", 6, "centre"),
        *whose(outcomes),
        *(
            Column("缺什么", 36),
            Column("涉及对象", 44),
            Column("等待它的规则", 40),
            Column("等待的判定数", 9, "centre"),
        ),
    )
    gaps = [(outcome, gap) for outcome in outcomes for gap in _gaps(outcome)]
    rows = [(number, *first_cells(outcomes, o), *cells) for number, (o, cells) in enumerate(gaps, 1)]
    unknown = sum(outcome.count(State.UNKNOWN) for outcome in outcomes)
    warning = f"共{unknown}项判定因资料不足无法作出，不代表没有问题。补齐下列资料后再检查一次。" if unknown else ""
    empty = "没有因资料不足无法判定的事项。"
    return Listing(OPEN, "无法判定的事项（取数清单）", (), columns, rows, empty, warning=warning)


def _gaps(outcome: Outcome) -> Iterator[tuple[Cell, ...]]:
    for words, gaps in outcome.waiting().items():
        keys = list(dict.fromkeys(gap.key for gap in sorted(gaps) if words != gap_text(gap)))
        keys = [key for key in keys if key != outcome.department]
        more = f"等{len(keys)}个" if len(keys) > _NAMED else ""
        waits = "\n".join(f"{rule} {outcome.names.get(rule, '')}".strip() for rule in rules_of(gaps))
        yield words, "、".join(keys[:_NAMED]) + more, waits, count_waiting(gaps)


def grounds(outcomes: Sequence[Outcome]) -> Listing:
    """Every finding with its basis, its figures, where they stand and how they were worked out."""
    columns = (
        *whose(outcomes),
        *(Column("规则", 10, "centre"), Column("名称", 22), Column("程度", 7, "centre"), Column("对象", 30)),
        *(Column(head, width) for head, width in zip(annex.EVIDENCE, (26, 20, 60), strict=True)),
    )
    rows = _rows(outcomes, _figures)
    return Listing(annex.GROUNDS, annex.GROUNDS, (), columns, rows, "没有问题，也没有提示。", FEWER)


def _rows(
    outcomes: Sequence[Outcome], cells_of: Callable[[Outcome], Iterator[tuple[Cell, ...]]]
) -> list[tuple[Cell, ...]]:
    """The rows of a sheet that few read: one more than it takes where there are too many."""
    cells = ((*first_cells(outcomes, outcome), *own) for outcome in outcomes for own in cells_of(outcome))
    return list(islice(cells, FEWER + 1))


def _figures(outcome: Outcome) -> Iterator[tuple[Cell, ...]]:
    for ground in annex.grounds(outcome):
        finding = ground.finding
        first = (finding.rule, finding.title)
        yield from ((*first, finding.severity, "", label, "", words) for label, words in ground.remarks())
        for verdict in ground.verdicts:
            whom = (*first, verdict.severity, f"{verdict.kind}“{verdict.subject}”")
            if verdict.margin:
                yield (*whom, "离界限", "", verdict.margin)
            yield from ((*whom, piece.field, piece.value, piece.source) for piece in verdict.evidence)


def checking(outcomes: Sequence[Outcome]) -> Listing:
    """What the check was made of, how many verdicts there are of each sort, standards, near misses and waivers."""
    columns = (*whose(outcomes), Column("项目", 14), Column("内容", 130))
    return Listing(CHECKING, CHECKING, (), columns, _rows(outcomes, _account), "", FEWER)


def _account(outcome: Outcome) -> Iterator[tuple[Cell, ...]]:
    yield from annex.account(outcome)
    yield "判定", "，".join(f"{state}{outcome.count(state)}项" for state in State)
    if outcome.skipped:
        yield "不适用", annex.skipped(outcome)
    gaps = annex.gaps(outcome).title
    for part in annex.parts(outcome):
        if part.title != gaps:  # they have a sheet of their own
            yield from ((part.title, line) for line in part.lines())
