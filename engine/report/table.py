"""The terminal tables: how many verdicts of each sort, the findings, what could not be judged, and waivers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from tabulate import tabulate

from engine.outcome import Outcome
from engine.verdict import State

WIDTH = 34  # Chinese characters in the widest column
# A minus sign or a digit left behind on another line would be misread.
_PIECE = re.compile(r"[A-Za-z]+-\d+|-?\d[\d,.]*(?:%|[万亿]*元|个百分点)?|.")
_CLOSING = "，。；：、）”》"


def render(outcomes: Sequence[Outcome]) -> str:
    """Returns the tables of each department."""
    return "\n".join("\n".join(_blocks(outcome)) + "\n" for outcome in outcomes)


def _blocks(outcome: Outcome) -> Iterable[str]:
    yield f"{outcome.department}　{outcome.year}年度　{outcome.region}"
    yield "判定：" + "　".join(f"{state} {outcome.count(state)}" for state in State)
    if outcome.findings:
        yield "\n发现的问题"
        yield _findings(outcome)
    else:
        yield f"\n{outcome.nothing_found()}"
    if outcome.near is not None:
        yield "\n临界事项（现在不是问题，数字略有变动就可能成为问题）" + ("" if outcome.near else "：没有")
    if outcome.near:
        near = [[n.rule, folded(n.title, 16), folded(n.subject, 14), str(n.state), n.margin] for n in outcome.near]
        yield table(near, ["规则", "名称", "对象", "判定", "距界限"])
    gaps = [[folded(words, 24), folded("、".join(rules), 24)] for words, rules in outcome.gaps().items()]
    if gaps:
        yield f"\n资料缺口（{outcome.count(State.UNKNOWN)}项判定因此无法作出，不代表没有问题）"
        yield table(gaps, ["缺什么", "等待它的规则"])
    if outcome.waivers:
        yield "\n豁免"
        yield table(
            [[w.rule, folded(w.subject, 14), str(use), folded(w.reason, 20)] for w, use in outcome.waivers],
            ["规则", "对象", "情况", "理由"],
        )
    agreed = "，结果一致" if len(outcome.evaluators) > 1 else ""
    yield f"\n求值：{'、'.join(outcome.evaluators)}{agreed}　核验码：{outcome.digest}"


def _findings(outcome: Outcome) -> str:
    """The findings; what they were in the years before, where a ledger was asked."""
    past = any(f.history for f in outcome.findings)
    rows = [
        [n, f.severity, f.rule, folded(f.title, 12), folded("".join(f.problems)), folded("、".join(f.subjects), 14)]
        + ([folded(f.history, 10)] if past else [])
        for n, f in enumerate(outcome.findings, 1)
    ]
    return table(rows, ["序号", "程度", "规则", "问题", "情况", "对象", *(["以往"] if past else [])])


def table(rows: Sequence[Sequence[object]], headers: Sequence[str]) -> str:
    """Draws a table; every cell is text."""
    return tabulate(rows, headers=headers, tablefmt="simple_grid", disable_numparse=True)


def figures(rows: Sequence[Sequence[str]], headers: Sequence[str], words: int) -> str:
    """Draws a long table: columns of words to the left, as many as said, then figures to the right; a line a row."""
    sides = ["left"] * words + ["right"] * (len(headers) - words)
    return tabulate(rows, headers=headers, tablefmt="simple_outline", disable_numparse=True, colalign=sides)


def folded(text: str, width: int = WIDTH) -> str:
    """Breaks lines, but never inside a figure or an id, and never before a sign that closes a phrase."""
    lines = [""]
    for piece in _PIECE.findall(text):
        if len(lines[-1]) + len(piece) > width and lines[-1] and piece not in _CLOSING:
            lines.append("")
        lines[-1] += piece
    return "\n".join(lines)
