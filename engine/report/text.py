"""The paste-ready text: 三、存在的主要问题 and 四、下一步改进措施 in 公文 form, and below it what is for checking."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from engine.outcome import Outcome
from engine.report.annex import (
    GROUNDS,
    HINTS,
    HINTS_NOTE,
    NOT_PASTED,
    checked,
    grounds,
    hints,
    judged,
    parts,
    skipped,
    subject_words,
)
from engine.report.blocks import section

RULE = "—" * 30


def render(outcomes: Sequence[Outcome]) -> str:
    """Returns the whole text of each department."""
    several = len(outcomes) > 1
    return "\n".join(
        "\n".join([*_head(one, several), *map(str, section(one)), "", *annex(one), ""]) for one in outcomes
    )


def _head(outcome: Outcome, several: bool) -> Iterable[str]:
    """Names the department where more than one stands in the text."""
    if several:
        yield f"【{outcome.department}　{outcome.year}年度】"


def annex(outcome: Outcome) -> Iterable[str]:
    """What is not pasted: hints, the arithmetic, gaps, waivers, coverage and the 核验码."""
    yield RULE
    yield NOT_PASTED
    yield f"检查对象：{checked(outcome)}"
    yield from _hints(outcome)
    yield from _grounds(outcome)
    for part in parts(outcome):
        yield f"\n【{part.title}】{part.note}"
        yield from (f"  {line}" for line in part.lines())
    if outcome.skipped:
        yield f"  {skipped(outcome)}"
    yield f"  求值：{judged(outcome)}"
    yield f"核验码：{outcome.digest}"


def _hints(outcome: Outcome) -> Iterable[str]:
    found = hints(outcome)
    if found:
        yield f"\n【{HINTS}】{HINTS_NOTE}"
    yield from (f"{n}.{finding.text}" for n, finding in enumerate(found, 1))


def _grounds(outcome: Outcome) -> Iterable[str]:
    if outcome.findings:
        yield f"\n【{GROUNDS}】"
    for ground in grounds(outcome):
        finding = ground.finding
        yield f"{finding.rule} {finding.title}（{finding.severity}）"
        yield from (f"  {label}：{words}" for label, words in ground.remarks())
        for verdict in ground.verdicts:
            yield f"  {subject_words(verdict)}"
            yield from (
                f"    {e.field}：{e.value}" + (f"  〔{e.source}〕" if e.source else "") for e in verdict.evidence
            )
