"""What a check of one department comes to: verdicts with their evidence, findings with their measures, and gaps."""

from __future__ import annotations

from msgspec import Struct

from engine.dossier import Waiver
from engine.margin import Margin
from engine.mistakes import nearest
from engine.quantity import Quantity
from engine.rule import Basis
from engine.tracing import Evidence, word_of
from engine.unknown import Gap
from engine.verdict import State
from engine.waiving import Use

HINT = "提示"


class Verdict(Struct, frozen=True):
    """What one rule says of one subject, and what that rests on; `measured` is the comparison that decided."""

    rule: str
    kind: str
    subject: str
    state: State
    severity: str
    missing: tuple[Gap, ...]
    evidence: tuple[Evidence, ...]
    measured: Margin | None = None

    @property
    def margin(self) -> str:
        """How far the verdict is from tipping over, in words; empty where no figure decided it."""
        return "" if self.measured is None else str(self.measured)

    @property
    def hint(self) -> bool:
        """Whether it is only a hint (提示), told apart from the problems of the same rule."""
        return self.severity == HINT


class Finding(Struct, frozen=True):
    """One rule's findings of one department, merged into one paragraph, and the measure that answers it.

    problems holds one text for each subject (one for all where the rule lists them itself); amount is the money that
    the problem concerns, where the rule says which; history what earlier runs say of it (新增, 延续, 反弹).
    """

    rule: str
    title: str
    severity: str
    theme: str
    problems: tuple[str, ...]
    effect: str
    measures: tuple[str, ...]
    office: str
    due: str
    subjects: tuple[str, ...]
    basis: tuple[Basis, ...]
    caution: str
    indicator: str
    amount: Quantity | None = None
    history: str = ""

    @property
    def hint(self) -> bool:
        """Whether it is only a hint (提示), which is not pasted into the report."""
        return self.severity == HINT

    @property
    def text(self) -> str:
        """The paragraph as it is pasted: the heading sentence, the problems, the verified basis, the effect."""
        verified = "、".join(basis.cited() for basis in self.basis if basis.checked == "已核")
        basis = f"（依据：{verified}）" if verified else ""
        return f"{self.title}。{self.problem}{basis}。{self.effect}"

    @property
    def problem(self) -> str:
        """What stands between the heading sentence and the basis: the problems, without the last full stop."""
        several = len(self.problems) > 1
        return "".join(f"（{n}）{p}" if several else p for n, p in enumerate(self.problems, 1)).removesuffix("。")

    @property
    def action(self) -> str:
        """What is to be done, without who answers for it."""
        several = len(self.measures) > 1
        return "".join(f"（{n}）{m}" if several else m for n, m in enumerate(self.measures, 1))

    @property
    def measure(self) -> str:
        """The measures as they are pasted, with who answers for them and until when."""
        return f"{self.action}（责任科室：{self.office or BLANK}；完成时限：{self.due or BLANK}）"

    @property
    def amount_words(self) -> str:
        """The amount as it is printed (6,432.42万元, 约4,674万元); empty where there is none."""
        return "" if self.amount is None else word_of(self.amount)


BLANK = "________"
Waiting = dict[Gap, list[Verdict]]  # what is missing -> the verdicts that wait for it


class Near(Struct, frozen=True):
    """A subject that is no finding and lies close to the limit of a rule."""

    rule: str
    title: str
    kind: str
    subject: str
    state: State
    margin: str


class Outcome(Struct, frozen=True):
    """The result of checking one department.

    digest (核验码) is the hash of rulebook, facts and version; evaluators names those that agreed on every verdict;
    skipped names the rules that are not in force for the year; parameters says for each parameter that a finding
    rests on where its value comes from; near holds the near misses where they were asked for; day is the day of the
    check as the caller gave it (an ordinal); topics says to which theme each rule belongs.
    """

    department: str
    year: int
    region: str
    digest: str
    verdicts: tuple[Verdict, ...]
    findings: tuple[Finding, ...]
    waivers: tuple[tuple[Waiver, Use], ...]
    themes: dict[str, str]
    names: dict[str, str]
    parameters: tuple[str, ...]
    skipped: tuple[str, ...]
    evaluators: tuple[str, ...] = ()
    near: tuple[Near, ...] | None = None
    day: int | None = None
    topics: dict[str, str] = {}

    def count(self, state: State) -> int:
        """How many verdicts are of one state."""
        return sum(verdict.state is state for verdict in self.verdicts)

    def nothing_found(self) -> str:
        """What to say where there are no findings: how much was judged, for what is not known may be a problem."""
        judged = self.count(State.PASS)
        rest = [(State.UNKNOWN, "因资料不足无法判定"), (State.WAIVED, "已经豁免")]
        left = "，".join(f"{self.count(state)}项{words}" for state, words in rest if self.count(state))
        if not judged:
            return f"本次没有能够作出判定的事项{f'（{left}）' if left else ''}，不能说明没有问题。"
        return f"在资料齐全、能够判定的{judged}项中未发现问题{f'；另有{left}，不能据此认为没有问题' if left else ''}。"

    def became_of(self, waiver: Waiver, use: Use) -> str:
        """What became of a waiver, in words; where it names a subject there is not, with the name it may mean."""
        if use is not Use.ASTRAY:
            return str(use)
        subjects = [v.subject for v in self.verdicts if v.rule == waiver.rule and not v.subject.startswith("（")]
        close = "或".join(f"“{name}”" for name in nearest(waiver.subject, subjects))
        return f"{use}（是否想写{close}？）" if close else str(use)

    def waiting(self) -> dict[str, Waiting]:
        """What was not supplied, in words and in order -> the gaps that go by these words, with who waits for each."""
        found: dict[str, dict[Gap, list[Verdict]]] = {}
        for verdict in self.verdicts:
            for gap in verdict.missing:
                found.setdefault(heading_of(gap), {}).setdefault(gap, []).append(verdict)
        return dict(sorted(found.items()))

    def gaps(self) -> dict[str, tuple[str, ...]]:
        """What was not supplied, in words -> the rules that wait for it, both in order."""
        return {words: rules_of(gaps) for words, gaps in self.waiting().items()}

    def behind(self) -> list[tuple[Verdict, ...]]:
        """For each finding the verdicts that it merges, in the order of its subjects."""
        found: dict[tuple[str, bool], list[Verdict]] = {}
        for verdict in self.verdicts:
            if verdict.state is State.FINDING:
                found.setdefault((verdict.rule, verdict.hint), []).append(verdict)
        return [tuple(found.get((finding.rule, finding.hint), ())) for finding in self.findings]


def rules_of(gaps: Waiting) -> tuple[str, ...]:
    """The rules that wait for any of these gaps, in order."""
    return tuple(sorted({verdict.rule for own in gaps.values() for verdict in own}))


def count_waiting(gaps: Waiting) -> int:
    """How many verdicts wait for any of these gaps; one that waits for several counts once."""
    return len({(v.rule, v.kind, v.subject) for own in gaps.values() for v in own})


def gap_text(gap: Gap) -> str:
    """Names one gap to a reader."""
    if gap.kind == "参数":
        return f"参数“{gap.key}”（参数.yaml 中没有适用于本地区、本年度的取值）"
    if gap.kind in ("计算", "比较"):
        return f"“{gap.key}”{gap.reason}"
    if gap.key.startswith("（"):
        return f"{gap.kind}清单不完整" if gap.key.startswith("（其余") else f"{gap.kind}清单"
    if gap.kind == "问题":
        rule, kind, subject = [*gap.key.split("·", 2), "", ""][:3]
        return f"{rule}对{kind}“{subject}”的判定"
    subject = "" if gap.key == gap.kind else f"“{gap.key}”"
    return f"{gap.kind}{subject}的{gap.field}" + (f"（{gap.reason}）" if gap.reason else "")


def heading_of(gap: Gap) -> str:
    """Names a gap without its subject, so that the same field of many subjects is one line of the 取数清单."""
    if gap.kind in ("参数", "计算", "比较") or gap.key.startswith("（") or not gap.field:
        return gap_text(gap)
    return f"{gap.kind}的{gap.field}"
