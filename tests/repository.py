"""The departments of the repository, and looking up findings and verdicts in what comes of them."""

from __future__ import annotations

from small import ROOT, verdicts

from engine.dossier import Dossier
from engine.intake.gathering import read_all
from engine.library import Library
from engine.mistakes import Mistakes
from engine.outcome import Finding, Outcome, Verdict

HIRE, SCIENCE = "招商引资·划出", "科技创新·划出"
FOREIGN, TRADE, HIRING = "外资外贸工作", "商贸扶持资金", "招商引资"
PROMOTION = "促消费活动"
AWARDS = "增城区利用外资奖励项目专项资金"
PARKS = "增城区产业园区提质增效奖励资金"
COMMERCE = "广州市增城区商务发展专项资金项目"
OUTPUT, RETAIL = "工业增加值增速", "社会消费品零售总额增速"
NO_BUYING_RULES, BEHIND, NO_DUTIES = (
    "未建立政府采购管理制度",
    "工业、商贸、外贸、外资增长未达预期",
    "未出台绩效职责分工制度",
)


def read(books: Library, pattern: str) -> Dossier:
    """The one dossier of the repository whose file name fits."""
    (path,) = (ROOT / "facts").glob(pattern)
    mistakes = Mistakes()
    (found,) = read_all([path], books.book, mistakes)
    mistakes.check()
    return found


def found(outcome: Outcome, rule: str, hint: bool = False) -> Finding:
    """The one finding of a rule."""
    (finding,) = [finding for finding in outcome.findings if finding.rule == rule and finding.hint is hint]
    return finding


def verdict(outcome: Outcome, rule: str, subject: str) -> Verdict:
    """The verdict of a rule on a subject."""
    return verdicts(outcome)[rule, subject]


def holds(words: str, *parts: str) -> None:
    """The words hold every part."""
    assert [part for part in parts if part not in words] == []
