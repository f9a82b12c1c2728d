"""The ledger shown on a screen: its runs, one run, a year beside those before, a proof."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Sequence
from datetime import date

from engine import VERSION
from engine.bounds import HIDDEN
from engine.ledger.comparing import Change
from engine.ledger.history import Word
from engine.ledger.rounds import history_before
from engine.ledger.run import Head, counts_in, run_in
from engine.ledger.verifying import MOST, Proof
from engine.report.table import folded, table
from engine.verdict import State


def listing(connection: sqlite3.Connection, runs: Sequence[Head]) -> str:
    """All runs, one a row, in the order of department, year and day."""
    counts = counts_in(connection) if runs else {}
    rows = [_counted(head, counts.get(head.id, Counter())) for head in runs]
    headers = ["核验码", "部门", "年度", "检查日期", "规则", "问题", "未发现问题", "无法判定", "版本"]
    return clean(table(rows, headers) if rows else "台账里没有这样的记录。")


def _counted(head: Head, counts: Counter[str]) -> list[object]:
    chosen = "全部" if head.chosen is None else f"选{counts['']}条"
    told = [counts[state.code] for state in (State.FINDING, State.PASS, State.UNKNOWN)]
    return [head.code, folded(head.department, 14), head.year, _day(head), chosen, *told, head.version]


def one_run(connection: sqlite3.Connection, head: Head) -> str:
    """One run: what it was made from, how much it judged, and its findings with what earlier runs say of them."""
    run = run_in(connection, head)
    history = history_before(connection, head.department, head.year, head.code, head.day)
    states = Counter(run.states().values())
    only = head.only
    lines = [
        f"{head.department}　{head.year}年度　{head.region}",
        f"核验码：{head.code}　检查日期：{_day(head)}　版本：{head.version}　求值：{head.evaluators}",
        f"规则：{'全部' if only is None else '、'.join(sorted(only))}　规则库摘要：{head.rulebook[:16]}",
        "判定：" + "，".join(f"{state}{states[state]}" for state in State if states[state]),
    ]
    rows = []
    for finding in run.findings:
        own = [(finding.rule, one.kind, one.subject) for one in run.subjects if one.number == finding.number]
        subjects = folded("、".join(subject for _, _, subject in own), 14)
        text = folded(finding.text)
        rows.append([finding.severity, finding.rule, text, subjects, folded(history.sentence(own), 12)])
    body = table(rows, ["程度", "规则", "问题", "对象", "以往"]) if rows else "没有发现问题。"
    return clean("\n".join([*lines, body]))


def comparison(department: str, year: int, changes: Sequence[Change]) -> str:
    """What has become of every problem of a department, up to a year."""
    counts = Counter(change.word for change in changes)
    summary = "，".join(f"{word}{counts[word]}项" for word in Word if counts[word]) or "没有问题，也没有未了的问题"
    told: dict[tuple[str, ...], list[str]] = {}
    for change in changes:
        told.setdefault(_changed(change, year), []).append(change.subject)
    rows = [
        [word, severity, rule, folded("、".join(subjects), 14), since, folded(text, 40)]
        for (word, severity, rule, since, text), subjects in told.items()
    ]
    body = (
        table(rows, ["情况", "程度", "规则", "对象", "起", "问题（一个对象的，印最近一次发现时的文字）"])
        if rows
        else ""
    )
    note = "未能核实、本年未检查的，不等于已整改。" if counts[Word.OPEN] + counts[Word.UNCHECKED] else ""
    return clean("\n".join(filter(None, [f"{department}　{year}年度：{summary}。", body, note])))


def _changed(change: Change, year: int) -> tuple[str, ...]:
    """What a row says of a problem but for its subject: problems that one paragraph told share a row."""
    when = f"（{change.year}年度）" if change.severity and change.year != year else ""
    return change.word, change.severity, change.rule, str(change.since or ""), f"{when}{change.text or change.title}"


def proven(proof: Proof) -> str:
    """What a proof came to."""
    head, run = proof.head, proof.run
    what = f"{head.department}　{head.year}年度　检查日期{_day(head)}"
    if proof.differences:
        rest = len(proof.differences) - MOST
        shown = "\n".join(f"  {line}" for line in proof.differences[:MOST])
        more = f"\n  ……另有{rest}处" if rest > 0 else ""
        other = f"\n这次检查由版本{head.version}作出，现在是{VERSION}：算法可能不同，请用原来的版本核实。"
        return clean(f"核验码 {head.code}：不一致（{what}）\n{shown}{more}{'' if head.version == VERSION else other}")
    inputs = "规则文件、事实、所选规则与核验码相符"
    if proof.again:
        came = f"重新检查，判定{len(run.verdicts)}项、问题{len(run.findings)}项逐字一致。"
    else:
        came = f"这次检查由版本{head.version}作出（按该版本号核对），现在是{VERSION}，没有重新检查。"
    return clean(f"核验码 {head.code}：一致（{what}）\n{inputs}；{came}")


def _day(head: Head) -> str:
    return date.fromordinal(head.day).isoformat() if 0 < head.day <= date.max.toordinal() else "未记"


def clean(text: str) -> str:
    """Returns text without what a terminal would act on instead of showing it: files from elsewhere hold anything."""
    return HIDDEN.sub("�", text.replace("\r", "�")) + "\n"
