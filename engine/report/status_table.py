"""The 取数清单 on the terminal: what there is, then what is wanted, a table for each supplier."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from engine.intake.layout import WANTED
from engine.report.status import Status, Want
from engine.report.table import folded, table

NAMED = 3  # subjects that are named on the terminal; of more it is said how many there are
ALONE = "判定只用了参照求值器（reference），没有出具检查结果。"


def render_table(states: Sequence[Status]) -> str:
    """Returns the tables of each department."""
    return "\n".join("\n".join(_blocks(state)) + "\n" for state in states)


def title_of_status(state: Status) -> str:
    """甲局2022年度绩效自评取数清单."""
    return f"{state.department}{state.year}年度{WANTED}"


def heads_of(state: Status) -> Iterator[str]:
    """What there is and what is not, and how much could be judged with it."""
    unknown = f"，因资料不足无法判定{state.unknown}项（不代表没有问题）" if state.unknown else ""
    following = f"，其中{state.following}项只等其他规则的判定" if state.following else ""
    yield f"能够判定{state.judged}项{unknown}{following}。"
    yield f"已有：{'、'.join(state.supplied) or '没有'}。"
    if state.absent:
        yield f"没有提供：{'、'.join(state.absent)}。"


def subjects_of(want: Want, named: int = NAMED) -> str:
    """Of which facts something is missing: how many, and the first by name."""
    names = "、".join(want.subjects[:named])
    if len(want.subjects) > named:
        return f"{len(want.subjects)}条：{names}等"
    return names


def _blocks(state: Status) -> Iterator[str]:
    yield title_of_status(state)
    yield from (folded(line, 60) for line in heads_of(state))
    if not state.wants:
        yield "\n没有缺少的资料。"
    for supplier, wants in groupby(state.wants, key=lambda want: want.supplier):
        rows = [
            [_in_two(w), folded(w.what, 12), folded(subjects_of(w), 22), "\n".join(w.rules), str(w.waiting)]
            for w in wants
        ]
        yield f"\n{supplier}"
        yield table(rows, ["资料", "缺什么", "涉及对象", "等待的规则", "判定数"])
    if state.parameters:
        yield "\n缺少参数，由规则组补"
        yield _settled(state.parameters)
    if state.unsettled:
        yield "\n不缺资料、但还不能确定的，请核对原件能不能写得更准"
        yield _settled(state.unsettled)
    yield f"\n{ALONE}"


def _in_two(want: Want) -> str:
    """The name of a kind, what the rules call it below: one line would leave no room for the rest."""
    return want.name if want.sheet == want.kind else f"{want.sheet}\n（{want.kind}）"


def _settled(wants: Sequence[Want]) -> str:
    rows = [[folded(w.what), "\n".join(w.rules), str(w.waiting)] for w in wants]
    return table(rows, ["内容", "等待的规则", "判定数"])
