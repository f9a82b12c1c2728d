"""A sweep as a terminal table, as Markdown or as data: how many findings at which value, and what changes where."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from tabulate import tabulate

from engine.impact.change import Change
from engine.impact.data import FORMAT, standing_data
from engine.impact.rendering import JUDGED, piped, plain, shortened
from engine.impact.sweep import Step, Swept
from engine.report.table import folded

_COLUMNS = 4  # departments beside one another; more have blocks of their own


def rendered(swept: Swept, form: str) -> str:
    """Returns a sweep in one form: table, markdown or json."""
    return {"table": _table, "markdown": _markdown, "json": _json}[form](swept)


def _head(swept: Swept) -> Iterator[str]:
    rules = shortened(swept.rules) or "没有"
    yield f"部门 {len(swept.departments)}　取值 {len(swept.steps)}个　只数与这个参数有关的规则：{rules}"
    if 1 < len(swept.departments) <= _COLUMNS:
        yield "部门各栏：发现问题／无法判定"
    if swept.beside:
        yield f"同时假设：{'、'.join(swept.beside)}"
    for row in swept.current:
        where = "、".join(filter(None, (row.where, *row.words)))
        yield f"现行取值（{where}）：{row.text}"


def _table(swept: Swept) -> str:
    headers, rows = _grid(swept)
    cells = [[*row[:-1], "\n".join(folded(line, 44) for line in row[-1].split("\n"))] for row in rows]
    grid = tabulate(
        cells,
        headers=[folded(header, 8) for header in headers],
        tablefmt="simple_grid",
        disable_numparse=True,
        stralign="left",
    )
    return "\n".join([f"假设：{swept.text}", *_head(swept), "", grid, JUDGED]) + "\n"


def _markdown(swept: Swept) -> str:
    headers, rows = _grid(swept)
    head = [f"- {plain(line)}" for line in _head(swept)]
    return "\n".join([f"# 假设：{plain(swept.text)}", "", *head, "", *piped(headers, rows), "", JUDGED]) + "\n"


def _grid(swept: Swept) -> tuple[list[str], list[tuple[str, ...]]]:
    """One row for each run of values with the same outcome; a column for each department where there are few."""
    several = 1 < len(swept.departments) <= _COLUMNS
    names = [f"{name}（{year}）" if _twice(swept, name) else name for name, year in swept.departments]
    headers = [
        "取值",
        "发现问题",
        "无法判定",
        *(names if several else ()),
        "比上一个取值",
    ]
    rows = []
    for run in _runs(swept.steps):
        first = run[0]
        own = [f"{found}／{unknown}" for found, unknown in zip(first.findings, first.unknown, strict=True)]
        counts = [str(sum(first.findings)), str(sum(first.unknown)), *(own if several else ())]
        rows.append((_label(run), *counts, "\n".join(_changes(first, names))))
    return headers, rows


def _twice(swept: Swept, name: str) -> bool:
    return [one for one, _ in swept.departments].count(name) > 1


def _runs(steps: Sequence[Step]) -> Iterator[list[Step]]:
    """Steps at which nothing changes stand with the one before."""
    numbers: list[int] = []
    for step in steps:
        numbers.append((numbers[-1] if numbers else 0) + bool(step.changes))
    for _, group in groupby(zip(steps, numbers, strict=True), key=lambda pair: pair[1]):
        yield [step for step, _ in group]


def _label(run: Sequence[Step]) -> str:
    return run[0].text if len(run) == 1 else f"{run[0].text}至{run[-1].text}（{len(run)}个）"


def _changes(step: Step, names: Sequence[str]) -> Iterator[str]:
    """What changed, one line for each department, rule and pair of verdicts."""
    grouped: dict[tuple[int, str, str], list[Change]] = {}
    for n, change in step.changes:
        grouped.setdefault((n, change.rule, f"{change.old} → {change.new}"), []).append(change)
    for (n, rule, states), changes in grouped.items():
        where = f"{names[n]} " if len(names) > 1 else ""
        yield f"{where}{rule} {shortened([change.subject for change in changes])}：{states}"


def _json(swept: Swept) -> str:
    document = {
        "format": FORMAT,
        "sweep": swept.text,
        "beside": list(swept.beside),
        "parameter": swept.parameter.name,
        "rules": list(swept.rules),
        "current": [{"region": row.region, "words": list(row.words), "value": row.text} for row in swept.current],
        "steps": [_step(swept, step) for step in swept.steps],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _step(swept: Swept, step: Step) -> dict[str, Any]:
    return {
        "value": step.text,
        "findings": sum(step.findings),
        "unknown": sum(step.unknown),
        "departments": [
            {"department": name, "year": year, "findings": step.findings[n], "unknown": step.unknown[n]}
            for n, (name, year) in enumerate(swept.departments)
        ],
        "changes": [
            {
                "department": swept.departments[n][0],
                "year": swept.departments[n][1],
                "rule": change.rule,
                "kind": change.kind,
                "subject": change.subject,
                "old": standing_data(change.old),
                "new": standing_data(change.new),
            }
            for n, change in step.changes
        ],
    }
