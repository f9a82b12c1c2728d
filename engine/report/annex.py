"""What is kept for checking and not pasted, as data: every form writes these same words, as lines, tables or lists."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from msgspec import Struct

from engine import VERSION
from engine.outcome import Finding, Outcome, Verdict
from engine.paper import AUTHOR
from engine.verdict import State

NOT_PASTED = "（以下供核对，不粘贴）"
HINTS, HINTS_NOTE = "提示事项", "请核实，不作为问题列入"
GROUNDS, EVIDENCE = "依据与算式", ("字段", "值", "出处或算式")


class Part(Struct, frozen=True):
    """One part: its title, a remark behind the title, and rows under heads; `pattern` makes a line of a row."""

    title: str
    note: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    pattern: str
    empty: str = ""

    def lines(self) -> Iterator[str]:
        """Each row as a line of text; where there is none, what is said of that."""
        if self.empty and not self.rows:
            yield self.empty
        yield from (self.pattern.format(*row) for row in self.rows)


class Ground(Struct, frozen=True):
    """A finding with the verdicts it was made of."""

    finding: Finding
    verdicts: tuple[Verdict, ...]

    def remarks(self) -> Iterator[tuple[str, str]]:
        """What is to be known of it: its basis, its indicator, how it may be wrong, what it was in the years before."""
        yield "依据", "；".join(map(str, self.finding.basis))
        if self.finding.indicator:
            yield "评分指标", self.finding.indicator
        if self.finding.caution:
            yield "误报提示", self.finding.caution
        if self.finding.history:
            yield "与以往检查相比", self.finding.history


def hints(outcome: Outcome) -> list[Finding]:
    """The findings that are not pasted."""
    return [finding for finding in outcome.findings if finding.hint]


def grounds(outcome: Outcome) -> Iterator[Ground]:
    """Each finding, hints too, with its verdicts, in the order of the report."""
    return map(Ground, outcome.findings, outcome.behind())


def subject_words(verdict: Verdict) -> str:
    """项目“甲”（一般）：执行率比95%低2.03个百分点."""
    margin = f"：{verdict.margin}" if verdict.margin else ""
    return f"{verdict.kind}“{verdict.subject}”（{verdict.severity}）{margin}"


def parts(outcome: Outcome) -> Iterator[Part]:
    """The parts behind the grounds that have something to say: 标准取值, 临界事项, 资料缺口, 豁免, 检查范围."""
    found = (standards(outcome), near_misses(outcome), gaps(outcome), waivers(outcome), coverage(outcome))
    return (part for part in found if part.rows or part.empty)


def standards(outcome: Outcome) -> Part:
    """Where the standards come from that the findings rest on."""
    return Part("标准取值", "", ("标准",), tuple((line,) for line in outcome.parameters), "{}")


def near_misses(outcome: Outcome) -> Part:
    """What lies close to a limit; empty says that there is none where they were asked for."""
    heads = ("规则", "名称", "事实", "对象", "判定", "距界限")
    rows = tuple((n.rule, n.title, n.kind, n.subject, str(n.state), n.margin) for n in outcome.near or ())
    note = "现在不是问题，数字略有变动就可能成为问题"
    return Part("临界事项", note, heads, rows, "{} {}　{}“{}”（{}）：{}", "没有。" if outcome.near is not None else "")


def gaps(outcome: Outcome) -> Part:
    """What was not supplied, and who waits for it."""
    note = f"共{outcome.count(State.UNKNOWN)}项判定因资料不足无法作出，不代表没有问题"
    rows = tuple((words, "、".join(rules)) for words, rules in outcome.gaps().items())
    return Part("资料缺口", note, ("缺什么", "等待它的规则"), rows, "{} —— 等待它的规则：{}")


def waivers(outcome: Outcome) -> Part:
    """The waivers of the fact file and what became of each."""
    rows = tuple(
        (w.rule, w.subject, outcome.became_of(w, use), w.reason, w.approver, date.fromordinal(w.until).isoformat())
        for w, use in outcome.waivers
    )
    heads = ("规则", "对象", "情况", "理由", "批准", "到期")
    return Part("豁免", "", heads, rows, "{} {}：{}。理由：{}；批准：{}；到期：{}。")


def coverage(outcome: Outcome) -> Part:
    """How many verdicts of each sort every rule gave."""
    own: dict[str, list[State]] = {rule: [] for rule in outcome.names}
    for verdict in outcome.verdicts:
        own.setdefault(verdict.rule, []).append(verdict.state)
    rows = tuple(
        (rule, name, "，".join(f"{s}{own[rule].count(s)}" for s in State if s in own[rule]) or "没有适用的对象")
        for rule, name in outcome.names.items()
    )
    heads, empty = ("规则", "名称", "判定"), "没有适用于本年度的规则。"
    return Part("检查范围", "各规则的判定数", heads, rows, "{} {}：{}", empty)


def skipped(outcome: Outcome) -> str:
    """Which rules were not in force; empty where all were."""
    return f"不适用于{outcome.year}年度的规则：{'、'.join(outcome.skipped)}" if outcome.skipped else ""


def judged(outcome: Outcome) -> str:
    """Who judged, and whether several agreed."""
    return "、".join(outcome.evaluators) + ("结果一致" if len(outcome.evaluators) > 1 else "")


def checked(outcome: Outcome) -> str:
    """Who was checked: name, year, region."""
    return f"{outcome.department}，{outcome.year}年度，{outcome.region}"


def checked_on(outcome: Outcome) -> str:
    """The day of the check as papers write it; empty where the caller gave none."""
    if outcome.day is None:
        return ""
    day = date.fromordinal(outcome.day)
    return f"{day.year}年{day.month}月{day.day}日"


def account(outcome: Outcome) -> Iterator[tuple[str, str]]:
    """What the check was made of, so that somebody else can make it again."""
    yield "检查对象", checked(outcome)
    if checked_on(outcome):
        yield "检查日期", checked_on(outcome)
    judging = len({verdict.rule for verdict in outcome.verdicts})
    idle = f"，其中{len(outcome.names) - judging}条没有适用的对象" if judging < len(outcome.names) else ""
    rest = f"；另有{len(outcome.skipped)}条不适用于{outcome.year}年度" if outcome.skipped else ""
    yield "规则库", f"{len(outcome.names)}条规则{idle}，共{len(outcome.verdicts)}项判定{rest}"
    yield "求值器", judged(outcome)
    yield "程序版本", f"{AUTHOR} {VERSION}"
    yield "核验码", f"{outcome.digest}（由规则、事实和程序版本算出，有一处不同，核验码就不同）"
