"""The same report in Markdown: headings, paragraphs to paste, and below a line tables and lists for checking.

Every text is literal: no sign in it makes a heading, a list, a link, an emphasis or HTML.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from engine.outcome import Outcome
from engine.report import annex
from engine.report.blocks import Block, Level, section

_SIGNS = re.compile(r"[\\`*_{}\[\]<>|#~$@]|&(?=[#\w])|:(?=//)|(?<=www)\.", re.IGNORECASE)
_MARK = re.compile(r"\A(\s*\d*)([-+.)])(?=[\s-]|\Z)")  # at the beginning of a text it makes a list or a line
_BREAK = re.compile(r"\r\n|\r|\n")
_LEVELS = {Level.CHAPTER: "### ", Level.THEME: "#### "}


def render(outcomes: Sequence[Outcome]) -> str:
    """Returns the report of each department."""
    several = len(outcomes) > 1
    return "\n\n".join("\n\n".join(_report(outcome, several)) for outcome in outcomes) + "\n"


def _report(outcome: Outcome, several: bool) -> Iterator[str]:
    if several:
        yield f"## {literal(outcome.department)}　{outcome.year}年度"
    yield from map(_block, section(outcome))
    yield "---"
    yield annex.NOT_PASTED
    yield f"检查对象：{literal(annex.checked(outcome))}"
    yield from _hints(outcome)
    yield from _grounds(outcome)
    for part in annex.parts(outcome):
        yield from _part(part)
    if outcome.skipped:
        yield literal(annex.skipped(outcome))
    yield f"求值：{literal(annex.judged(outcome))}"
    yield f"核验码：{literal(outcome.digest)}"


def _block(block: Block) -> str:
    return f"{_LEVELS.get(block.level, '')}{block.number}{literal(block.text)}"


def _hints(outcome: Outcome) -> Iterator[str]:
    found = annex.hints(outcome)
    if found:
        yield f"### {annex.HINTS}"
        yield annex.HINTS_NOTE
    yield from (f"{number}.{literal(finding.text)}" for number, finding in enumerate(found, 1))


def _grounds(outcome: Outcome) -> Iterator[str]:
    if outcome.findings:
        yield f"### {annex.GROUNDS}"
    for ground in annex.grounds(outcome):
        finding = ground.finding
        yield f"#### {literal(finding.rule)} {literal(finding.title)}（{finding.severity}）"
        yield "\n".join(f"- {label}：{literal(words)}" for label, words in ground.remarks())
        for verdict in ground.verdicts:
            yield literal(annex.subject_words(verdict))
            if verdict.evidence:
                yield _table(annex.EVIDENCE, [(e.field, e.value, e.source) for e in verdict.evidence])


def _part(part: annex.Part) -> Iterator[str]:
    yield f"### {part.title}"
    if part.note:
        yield part.note
    if part.rows and len(part.heads) > 1:
        yield _table(part.heads, part.rows)
    else:
        yield "\n".join(f"- {literal(line)}" for line in part.lines())


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *(list(map(literal, row)) for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def literal(text: str) -> str:
    """A text in which nothing is taken for a sign of Markdown; it stays on one line, breaks shown as such."""
    escaped = _SIGNS.sub(lambda sign: f"\\{sign[0]}", text)
    return _BREAK.sub("<br>", _MARK.sub(r"\1\\\2", escaped))
