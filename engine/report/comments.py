"""What the comments beside a finding say: on each figure where it comes from, on its heading what the rule rests on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter

from msgspec import Struct

from engine.outcome import Verdict
from engine.report.anchors import anchored
from engine.report.annex import GROUNDS, Ground, subject_words
from engine.tracing import Evidence

MARGINS, FIGURES = 5, 8  # lines of one sort that a comment holds; the annex has them all
SPOTS = 60  # figures of one finding that carry a comment; nobody reads more in a margin


class Comment(Struct, frozen=True):
    """A comment on a stretch of the finding's text (from, to), a line a paragraph."""

    start: int
    end: int
    lines: tuple[str, ...]


def comments(ground: Ground) -> list[Comment]:
    """The comments on the text of a finding in its order, first the one on the heading sentence."""
    found = anchored(ground.finding, ground.verdicts)
    several = len(ground.verdicts) > 1
    lines = list(_heading(ground, found.rest, several))
    if len(found.spots) > SPOTS:
        lines.append(f"文字里有依据的共{len(found.spots)}处，只在前{SPOTS}处加批注，其余见附件“{GROUNDS}”。")
    heading = Comment(0, len(ground.finding.title), tuple(lines))
    return [heading, *(Comment(s.start, s.end, tuple(_figures(s.evidence, several))) for s in found.spots[:SPOTS])]


def about(ground: Ground) -> Iterator[tuple[str, str]]:
    """What is to be known of a finding apart from its figures: the rule's remarks, the years before, the money."""
    yield from ground.remarks()
    if ground.finding.amount_words:
        yield "涉及金额", ground.finding.amount_words


def _heading(ground: Ground, rest: Sequence[tuple[Verdict, Evidence]], several: bool) -> Iterator[str]:
    yield f"规则：{ground.finding.rule}（{ground.finding.severity}）"
    yield from (f"{label}：{words}" for label, words in about(ground))
    measured = [f"距界限：{subject_words(verdict)}" for verdict in ground.verdicts if verdict.margin]
    yield from measured[:MARGINS]
    yield from _left_out(len(measured), MARGINS)
    if rest:
        yield "文字中没有写出的依据："
        yield from _figures(rest, several)


def _figures(pairs: Sequence[tuple[Verdict, Evidence]], several: bool) -> Iterator[str]:
    """Each figure once, a line each; where the finding has several subjects, under the one it is of."""
    listed = list(dict.fromkeys((f"{v.kind}“{v.subject}”", evidence_words(piece)) for v, piece in pairs))
    for subject, group in groupby(listed[:FIGURES], key=itemgetter(0)):
        if several:
            yield subject
        yield from (words for _, words in group)
    yield from _left_out(len(listed), FIGURES)


def evidence_words(piece: Evidence) -> str:
    """执行率：92.97%〔支出 ÷ 总预算 = 85,038.37万元 ÷ 91,470.79万元 = 92.97%〕."""
    return f"{piece.field}：{piece.value}" + (f"〔{piece.source}〕" if piece.source else "")


def _left_out(number: int, most: int) -> Iterator[str]:
    if number > most:
        yield f"……等{number}项，其余见附件“{GROUNDS}”。"


def pieces(text: str, found: Iterable[Comment]) -> Iterator[tuple[str, Comment | None]]:
    """Cuts a text where its comments begin and end: each piece with the comment it carries, if any."""
    at = 0
    for comment in found:
        if comment.start > at:
            yield text[at : comment.start], None
        yield text[comment.start : comment.end], comment
        at = comment.end
    if at < len(text):
        yield text[at:], None
