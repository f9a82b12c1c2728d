"""The terminal tables: how many verdicts of each sort, the findings, what could not be judged, and waivers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import chain, zip_longest

from engine.outcome import Outcome
from engine.verdict import State

WIDTH = 34  # Chinese characters in the widest column
# A minus sign or a digit left behind on another line would be misread.
_PIECE = re.compile(r"[A-Za-z]+-\d+|-?\d[\d,.]*(?:%|[万亿]*元|个百分点)?|.")
# Signs that are one or two columns wide wherever they stand; two are those from U+3000 on.
_ORDINARY = re.compile("[\n -~°±·×÷–—‘’“”…←-↓≈≠≤≥①-⑳│\u3000-\u3029\u3030-\u303e\u4e00-\u9fff\uff01-\uff5e]*")
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
    cells = [[str(cell).strip() for cell in row if isinstance(cell, str | int)] for row in rows]
    plain = rows and all(len(row) == len(headers) and any(row) for row in cells)
    if plain and all(map(_ORDINARY.fullmatch, (*headers, *chain.from_iterable(cells)))):
        return _drawn(cells, headers)
    from tabulate import tabulate  # it takes longer to load than a check to judge

    return tabulate(rows, headers=headers, tablefmt="simple_grid", disable_numparse=True)


def _drawn(rows: Sequence[Sequence[str]], headers: Sequence[str]) -> str:
    """Draws what tabulate would draw of cells whose signs are all one or two columns wide."""
    cells = [[cell.split("\n") for cell in row] for row in rows]
    columns = zip(headers, zip(*cells, strict=True), strict=True)
    wide = [max(_width(title) + 2, *map(_width, chain.from_iterable(own))) for title, own in columns]
    bars = ["─" * (width + 2) for width in wide]
    between = f"\n├{'┼'.join(bars)}┤\n"
    body = between.join(_row(row, wide) for row in ([[title] for title in headers], *cells))
    return f"┌{'┬'.join(bars)}┐\n{body}\n└{'┴'.join(bars)}┘"


def _row(cells: Sequence[list[str]], wide: Sequence[int]) -> str:
    """The lines of one row: its cells side by side, each from the top."""
    lines = zip_longest(*cells, fillvalue="")
    padded = ([part + " " * (width - _width(part)) for part, width in zip(line, wide, strict=True)] for line in lines)
    return "\n".join(f"│ {' │ '.join(parts)} │" for parts in padded)


def _width(text: str) -> int:
    """How many columns of a terminal an ordinary text takes."""
    return len(text) + sum(map("\u2fff".__lt__, text))


def figures(rows: Sequence[Sequence[str]], headers: Sequence[str], words: int) -> str:
    """Draws a long table: columns of words to the left, as many as said, then figures to the right; a line a row.

    Only spaces and hyphens divide it: signs of frames are as wide as Chinese characters in the fonts of many editors.
    """
    texts = list(chain(headers, *rows))
    if rows and all(text and text == text.strip() and "\n" not in text and _ORDINARY.fullmatch(text) for text in texts):
        return _spaced(rows, headers, words)
    from tabulate import tabulate

    sides = ["left"] * words + ["right"] * (len(headers) - words)
    return tabulate(rows, headers=headers, tablefmt="simple", disable_numparse=True, colalign=sides)


def _spaced(rows: Sequence[Sequence[str]], headers: Sequence[str], words: int) -> str:
    """Draws what tabulate would draw of ordinary cells, a line a row."""
    columns = zip(headers, zip(*rows, strict=True), strict=True)
    wide = [max(_width(title) + 2, *map(_width, own)) for title, own in columns]
    lines: list[str] = []
    for row in (headers, *rows):
        blanks = [" " * (width - _width(cell)) for cell, width in zip(row, wide, strict=True)]
        pairs = enumerate(zip(row, blanks, strict=True))
        lines.append("  ".join(cell + gap if at < words else gap + cell for at, (cell, gap) in pairs).rstrip())
    lines.insert(1, "  ".join("-" * width for width in wide))
    return "\n".join(lines)


def folded(text: str, width: int = WIDTH) -> str:
    """Breaks lines, but never inside a figure or an id, and never before a sign that closes a phrase."""
    lines = [""]
    for piece in _PIECE.findall(text):
        if len(lines[-1]) + len(piece) > width and lines[-1] and piece not in _CLOSING:
            lines.append("")
        lines[-1] += piece
    return "\n".join(lines)
