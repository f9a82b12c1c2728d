"""The paste-ready text: 三、存在的主要问题 and 四、下一步改进措施 in 公文 form, and below it what is for checking."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from engine.outcome import Outcome
from engine.report.blocks import section
from engine.verdict import State

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
    yield "（以下供核对，不粘贴）"
    yield f"检查对象：{outcome.department}，{outcome.year}年度，{outcome.region}"
    yield from _hints(outcome)
    yield from _grounds(outcome)
    yield from _near(outcome)
    yield from _gaps(outcome)
    yield from _waivers(outcome)
    yield from _coverage(outcome)
    yield f"核验码：{outcome.digest}"


def _hints(outcome: Outcome) -> Iterable[str]:
    hints = [finding for finding in outcome.findings if finding.hint]
    if hints:
        yield "\n【提示事项】请核实，不作为问题列入"
    yield from (f"{n}.{finding.text}" for n, finding in enumerate(hints, 1))


def _grounds(outcome: Outcome) -> Iterable[str]:
    if outcome.findings:
        yield "\n【依据与算式】"
    for finding in outcome.findings:
        yield f"{finding.rule} {finding.title}（{finding.severity}）"
        yield "  依据：" + "；".join(map(str, finding.basis))
        if finding.indicator:
            yield f"  评分指标：{finding.indicator}"
        if finding.caution:
            yield f"  误报提示：{finding.caution}"
        for verdict in outcome.verdicts:
            if (verdict.rule, verdict.state) != (
                finding.rule,
                State.FINDING,
            ) or verdict.subject not in finding.subjects:
                continue
            yield f"  {verdict.kind}“{verdict.subject}”（{verdict.severity}）" + (
                f"：{verdict.margin}" if verdict.margin else ""
            )
            yield from (
                f"    {e.field}：{e.value}" + (f"  〔{e.source}〕" if e.source else "") for e in verdict.evidence
            )
    if outcome.parameters:
        yield "\n【标准取值】"
        yield from (f"  {line}" for line in outcome.parameters)


def _near(outcome: Outcome) -> Iterable[str]:
    if outcome.near is None:
        return
    yield "\n【临界事项】现在不是问题，数字略有变动就可能成为问题"
    if not outcome.near:
        yield "  没有。"
    for near in outcome.near:
        yield f"  {near.rule} {near.title}　{near.kind}“{near.subject}”（{near.state}）：{near.margin}"


def _gaps(outcome: Outcome) -> Iterable[str]:
    gaps = outcome.gaps()
    if gaps:
        yield f"\n【资料缺口】共{outcome.count(State.UNKNOWN)}项判定因资料不足无法作出，不代表没有问题"
    yield from (f"  {words} —— 等待它的规则：{'、'.join(rules)}" for words, rules in gaps.items())


def _waivers(outcome: Outcome) -> Iterable[str]:
    if outcome.waivers:
        yield "\n【豁免】"
    for waiver, use in outcome.waivers:
        until = date.fromordinal(waiver.until).isoformat()
        why = f"理由：{waiver.reason}；批准：{waiver.approver}；到期：{until}"
        yield f"  {waiver.rule} {waiver.subject}：{use}。{why}。"


def _coverage(outcome: Outcome) -> Iterable[str]:
    yield "\n【检查范围】各规则的判定数"
    for rule, name in outcome.names.items():
        own = [verdict.state for verdict in outcome.verdicts if verdict.rule == rule]
        counts = "，".join(f"{state}{own.count(state)}" for state in State if state in own)
        yield f"  {rule} {name}：{counts or '没有适用的对象'}"
    if outcome.skipped:
        yield f"  不适用于{outcome.year}年度的规则：{'、'.join(outcome.skipped)}"
    yield f"  求值：{'、'.join(outcome.evaluators)}" + ("结果一致" if len(outcome.evaluators) > 1 else "")
