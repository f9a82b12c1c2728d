"""A comparison as a terminal table, as Markdown or as data; the same words in all three, counts first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from tabulate import tabulate

from engine.impact.change import Change, Department, Impact, Sort, count_of
from engine.impact.data import data_of
from engine.report.table import folded

JUDGED = "求值：参照求值器（两边的差别不经第二个求值器核对；正式结果用 check）"
_WIDTH = 44  # characters of a reason
_MOST = 10  # subjects or names in one cell
_HEADERS = ["变化", "规则", "对象", "判定", "原因"]


def rendered(impact: Impact, form: str) -> str:
    """Returns a comparison in one form: table, markdown or json."""
    return {"table": _table, "markdown": _markdown, "json": data_of}[form](impact)


def _table(impact: Impact) -> str:
    lines = [f"影响：{impact.old} → {impact.new}", counts_of(impact), ""]
    if impact.edits:
        lines += ["规则库的改动", *(f"  {edit}" for edit in impact.edits), ""]
    if impact.changed:
        lines += ["各规则的变化", *(f"  {line}" for line in _by_rule(impact)), ""]
    for department in impact.departments:
        if department.changes:
            lines += [_head(department), _grid(_rows(department.changes)), ""]
    return "\n".join([*lines, *_same(impact), JUDGED]) + "\n"


def _grid(rows: Iterable[tuple[str, str, str, str, str]]) -> str:
    cells = [
        [sort, folded(rule, 14), folded(who, 14), states.replace(" → ", " →\n"), "\n".join(_lines(why))]
        for sort, rule, who, states, why in rows
    ]
    return tabulate(cells, headers=_HEADERS, tablefmt="simple_grid", disable_numparse=True)


def _lines(why: str) -> Iterator[str]:
    """Reasons with before and after on lines of their own where one line is too short for all."""
    for line in why.split("\n"):
        if len(line) <= _WIDTH:
            yield line
            continue
        for part in line.replace("：", "：\n", 1).replace(" → ", " →\n").split("\n"):
            yield folded(part, _WIDTH)


def counts_of(impact: Impact) -> str:
    """Says how many departments were looked at and how many verdicts changed in which way."""
    touched = sum(bool(department.changes) for department in impact.departments)
    counts = "　".join(f"{sort} {impact.count(sort)}" for sort in Sort)
    return f"部门 {len(impact.departments)}（有变化的 {touched}）　{counts}"


def _head(department: Department) -> str:
    return f"{department.name}　{department.year}年度　{department.region or '全国'}　{_counts(department.changes)}"


def _by_rule(impact: Impact) -> Iterator[str]:
    for rule, changes in impact.by_rule().items():
        yield f"{rule} {changes[0].title}：{_counts(changes)}"


def _counts(changes: Sequence[Change]) -> str:
    return "　".join(f"{sort} {n}" for sort in Sort if (n := count_of(changes, sort)))


def _same(impact: Impact) -> Iterator[str]:
    """Names the departments in which nothing changes."""
    same = [f"{one.name}（{one.year}年度）" for one in impact.departments if not one.changes]
    if same:
        yield f"没有变化的部门：{shortened(same)}"


def shortened(names: Sequence[str]) -> str:
    """Lists names, the first ten of many."""
    return "、".join(names[:_MOST]) + (f"等{len(names)}个" if len(names) > _MOST else "")


def _rows(changes: Sequence[Change]) -> Iterator[tuple[str, str, str, str, str]]:
    """One row for all subjects of one rule to which the same happens for the same reason; findings first."""
    grouped: dict[tuple[str, ...], list[Change]] = {}
    for change in sorted(changes, key=lambda change: (list(Sort).index(change.sort), change.rule)):
        why = "\n".join(map(str, change.reasons))
        grouped.setdefault((change.sort, change.rule, str(change.old), str(change.new), why), []).append(change)
    for (sort, rule, old, new, why), own in grouped.items():
        subjects = shortened([change.subject for change in own])
        yield sort, f"{rule} {own[0].title}", subjects, f"{old} → {new}", why


def _markdown(impact: Impact) -> str:
    lines = [f"# 规则改动的影响：{plain(impact.old)} → {plain(impact.new)}", "", counts_of(impact), ""]
    if impact.edits:
        lines += ["## 规则库的改动", "", *(f"- {plain(str(edit))}" for edit in impact.edits), ""]
    if impact.changed:
        lines += ["## 各规则的变化", "", *(f"- {plain(line)}" for line in _by_rule(impact)), ""]
    for department in impact.departments:
        if department.changes:
            lines += [f"## {plain(_head(department))}", "", *piped(_HEADERS, _rows(department.changes)), ""]
    return "\n".join([*lines, *(f"{plain(line)}\n" for line in _same(impact)), JUDGED]) + "\n"


def piped(headers: Sequence[str], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    """Yields the lines of a Markdown table; no cell can end it or be taken for markup."""
    yield f"| {' | '.join(headers)} |"
    yield f"|{' --- |' * len(headers)}"
    for row in rows:
        yield f"| {' | '.join('<br>'.join(map(plain, cell.split(chr(10)))) for cell in row)} |"


def plain(text: str) -> str:
    """A text that Markdown shows as it is."""
    return re.sub(r"([\\`*_\[\]|])", r"\\\1", text.replace("&", "&amp;").replace("<", "&lt;").replace("\n", " "))
