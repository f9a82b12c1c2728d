"""From an outcome to what the HTML report shows of it: every verdict stands somewhere, and nothing is said twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from engine.outcome import Finding, Outcome, count_waiting, gap_text, rules_of
from engine.report import annex
from engine.report.blocks import Block, Level, section
from engine.report.charts import ratios, severities, verdicts
from engine.report.clipboard import HEAD, TAIL, Piece, piece
from engine.report.view import Card, Judged, Line, Tag, View, Wait, Waived
from engine.rule import SEVERITIES
from engine.verdict import State
from engine.waiving import Use


def view_of(outcome: Outcome, themes: Sequence[str]) -> View:
    """Returns what is shown of a department; themes are those of all departments, by which the filter knows them."""
    return _Viewer(outcome, themes).view()


def headline(outcome: Outcome) -> Iterator[str]:
    """What was found, and in the same breath what could not be judged; then what else is to be known."""
    found = [finding for finding in outcome.findings if not finding.hint]
    hints, unknown = len(outcome.findings) - len(found), outcome.count(State.UNKNOWN)
    if found:
        by = "、".join(f"{word}{n}" for word in SEVERITIES if (n := sum(f.severity == word for f in found)))
        left = f"另有{unknown}项判定因资料不足无法作出，不能据此认为其他方面没有问题。"
        yield f"发现问题{len(found)}项（{by}）。{left if unknown else '没有因资料不足无法判定的事项。'}"
    else:
        yield outcome.nothing_found()
    if hints:
        yield f"提示{hints}项，{annex.HINTS_NOTE}。"
    if unknown:
        yield f"缺少{len(outcome.gaps())}种资料或标准，列在“无法判定”一节；补齐以后再检查一次。"
    if outcome.count(State.WAIVED):
        yield f"{outcome.count(State.WAIVED)}项确有问题，已经批准豁免。"
    if len(outcome.evaluators) == 1:
        yield f"这次只由 {outcome.evaluators[0]} 一个求值器判定，没有互相核对。"


class _Viewer:
    def __init__(self, outcome: Outcome, themes: Sequence[str]) -> None:
        self.outcome = outcome
        self.places = {theme: str(place) for place, theme in enumerate(themes)}
        self.verdicts = {id(ground.finding): ground.verdicts for ground in annex.grounds(outcome)}
        self.excused = [verdict for verdict in outcome.verdicts if verdict.state is State.WAIVED]

    def view(self) -> View:
        outcome = self.outcome
        blocks = list(section(outcome))
        hints = annex.hints(outcome)
        blocks += [Block(Level.ITEM, f"{n}.", finding.text, finding) for n, finding in enumerate(hints, 1)]
        lines = [self.line(key, block) for key, block in enumerate(blocks)]
        pasted = len(blocks) - len(hints)
        return View(
            outcome=outcome,
            day="" if outcome.day is None else date.fromordinal(outcome.day).isoformat(),
            headline=tuple(headline(outcome)),
            counts={state.name: outcome.count(state) for state in State},
            bars=tuple(bars for bars in (severities(outcome), verdicts(outcome)) if bars is not None),
            dots=tuple(ratios(outcome)),
            lines=tuple(lines[:pasted]),
            hints=tuple(lines[pasted:]),
            waits=tuple(self.waits()),
            unknown=tuple(self.judged(State.UNKNOWN)),
            waived=tuple(self.waived()),
            near=None if outcome.near is None else tuple(self.near()),
            coverage=tuple(self.coverage()),
            passed=tuple(self.judged(State.PASS)),
            outside=tuple(self.judged(State.NOT_APPLICABLE)),
            pasted=_pasted(pasted, [piece(line.block) for line in lines]),
        )

    def tag(self, state: State, topics: Iterable[str], severity: str = "") -> Tag:
        """What the filters know an item of these themes by."""
        places = sorted({self.places[topic] for topic in topics if topic in self.places}, key=int)
        return Tag(state.code, str(SEVERITIES.index(severity)) if severity else "none", " ".join(places))

    def about(self, state: State, rules: Iterable[str], severity: str = "") -> Tag:
        """What they know an item about these rules by."""
        return self.tag(state, (self.outcome.topics.get(rule, "") for rule in rules), severity)

    def named(self, rule: str) -> str:
        return f"{rule} {self.outcome.names.get(rule, '')}".strip()

    def line(self, key: int, block: Block) -> Line:
        finding = block.finding
        if finding is None:
            return Line(block, key, None)
        tag = self.tag(State.FINDING, [finding.theme], finding.severity)
        return Line(block, key, tag, self.card(finding) if block.text == finding.text else None)

    def card(self, finding: Finding) -> Card:
        own = self.verdicts[id(finding)]
        severity = f"severity-{SEVERITIES.index(finding.severity)}"
        return Card(finding, severity, own, sum(len(v.evidence) for v in own))

    def waits(self) -> Iterator[Wait]:
        for words, gaps in self.outcome.waiting().items():
            rules = rules_of(gaps)
            named = tuple(map(self.named, rules))
            yield Wait(words, named, count_waiting(gaps), self.about(State.UNKNOWN, rules))

    def judged(self, state: State) -> Iterator[Judged]:
        lines: dict[tuple[str, str, str], list[str]] = {}
        for v in self.outcome.verdicts:
            if v.state is state:
                words = "；".join(map(gap_text, v.missing)) if state is State.UNKNOWN else v.margin
                lines.setdefault((v.rule, v.kind, words), []).append(v.subject)
        for (rule, kind, words), subjects in lines.items():
            yield Judged(self.named(rule), kind, tuple(subjects), words, self.about(state, [rule]))

    def near(self) -> Iterator[Judged]:
        for near in self.outcome.near or ():
            tag = self.about(near.state, [near.rule])
            yield Judged(f"{near.rule} {near.title}", near.kind, (near.subject,), f"{near.margin}（{near.state}）", tag)

    def waived(self) -> Iterator[Waived]:
        for waiver, use in self.outcome.waivers:
            own = tuple(v for v in self.excused if (v.rule, v.subject, use) == (waiver.rule, waiver.subject, Use.USED))
            tag = self.about(State.WAIVED, [waiver.rule], own[0].severity if own else "")
            until = date.fromordinal(waiver.until).isoformat()
            words = self.outcome.became_of(waiver, use), waiver.reason, waiver.approver, until
            yield Waived(self.named(waiver.rule), waiver.subject, *words, own, tag)

    def coverage(self) -> Iterator[tuple[str, dict[str, int]]]:
        counts = Counter((verdict.rule, verdict.state) for verdict in self.outcome.verdicts)
        for rule in self.outcome.names:
            yield self.named(rule), {state.name: counts[rule, state] for state in State}


def _pasted(blocks: int, pieces: Sequence[Piece]) -> dict[str, object]:
    """What the copy buttons put on the clipboard: the first `blocks` pieces are the whole part."""
    return {"head": HEAD, "tail": TAIL, "whole": blocks, "pieces": [[each.rich, each.plain] for each in pieces]}
