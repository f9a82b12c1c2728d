"""The annex of the Word report: what is kept for checking, in tables that break well over pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH

from engine.outcome import Outcome, Verdict
from engine.paper import style
from engine.paper.table import add_table
from engine.paper.writing import add_paragraph, write
from engine.report import annex
from engine.report.blocks import chinese
from engine.report.comments import about
from engine.report.word_section import add_title
from engine.verdict import State

LABEL, TITLE, LIST = "附件", "检查依据和核对资料", "取数清单"


class Annex:
    """Writes the annex of one outcome into a document; its headings are numbered 一、二、."""

    def __init__(self, document: Any, outcome: Outcome) -> None:
        self.document, self.outcome, self.number = document, outcome, 0

    def add(self) -> None:
        """Adds all parts that have something to say, on a new page."""
        outcome = self.outcome
        label = self.paragraph(style.PARAGRAPH, LABEL, style.HEAVY)
        style.indent(label._p, 0)
        label.paragraph_format.page_break_before = True
        add_title(self.document, [TITLE], on_new_page=False)
        note = self.paragraph(style.PARAGRAPH, annex.NOT_PASTED, style.KAI)
        style.indent(note._p, 0)
        note.alignment = WD_ALIGN_PARAGRAPH.CENTER
        self.summary()
        hints = [(str(n), finding.text, finding.rule) for n, finding in enumerate(annex.hints(outcome), 1)]
        self.part(annex.HINTS, annex.HINTS_NOTE, ("序号", "事项", "规则"), hints, (1.2, 12, 2.6))
        for part, widths in _parts(outcome):
            self.part(part.title, part.note, part.heads, part.rows, widths, part.empty)
        self.grounds()
        last = annex.coverage(outcome)
        self.part(last.title, last.note, last.heads, last.rows, (2.4, 6.6, 7), last.empty)
        if outcome.skipped:
            self.paragraph(style.CELL, annex.skipped(outcome))

    def heading(self, words: str) -> None:
        """The next heading of the annex."""
        self.number += 1
        self.paragraph(style.FIRST, f"{chinese(self.number)}、{words}", style.HEAVY)

    def paragraph(self, name: str, text: str, font: str = style.BODY, label: str = "") -> Any:
        """A paragraph of a style, behind a heavy label where there is one."""
        made = add_paragraph(self.document, name)
        if label:
            write(made, label, style.HEAVY)
        write(made, text, font)
        return made

    def part(
        self,
        title: str,
        note: str,
        heads: Sequence[str],
        rows: Sequence[Sequence[str]],
        widths: Sequence[float],
        empty: str = "",
    ) -> None:
        """A heading, what is to be known of it, and a table; nothing where there is nothing to say."""
        if not rows and not empty:
            return
        self.heading(title)
        if note:
            self.paragraph(style.PARAGRAPH, f"{note}。").paragraph_format.keep_with_next = True
        if rows:
            add_table(self.document, heads, rows, widths, style.CELL)
        else:
            self.paragraph(style.PARAGRAPH, empty)

    def summary(self) -> None:
        """What was checked and how it came out: what could not be judged is said before anything else."""
        outcome, unknown = self.outcome, self.outcome.count(State.UNKNOWN)
        self.heading("核对说明")
        if unknown:
            words = f"因资料不足不能作出判定，不是没有问题，缺什么见“{LIST}”。"
            self.paragraph(style.PARAGRAPH, words, label=f"无法判定{unknown}项，")
        counts = [str(outcome.count(state)) for state in State]
        add_table(self.document, [str(state) for state in State], [counts], [1] * len(counts), style.CELL)
        self.paragraph(style.CELL, "")
        add_table(self.document, ("项目", "内容"), list(annex.account(outcome)), (3, 13), style.CELL)

    def grounds(self) -> None:
        """Every finding with its basis, its figures, where they stand and how they were worked out."""
        found = list(annex.grounds(self.outcome))
        if found:
            self.heading(annex.GROUNDS)
        for ground in found:
            finding = ground.finding
            self.paragraph(style.SECOND, f"{finding.rule} {finding.title}（{finding.severity}）", style.KAI)
            for label, words in about(ground):
                made = self.paragraph(style.CELL, words, label=f"{label}：")
                made.paragraph_format.keep_with_next = True
            for verdict in ground.verdicts:  # running on: as tables they would take three times the paper
                self.paragraph(style.FINE, _figures(verdict), label=annex.subject_words(verdict))


def _figures(verdict: Verdict) -> str:
    """What a verdict rests on, one figure after the other, each with where it stands or how it was worked out."""
    pieces = (f"{e.field}：{e.value}" + (f"〔{e.source}〕" if e.source else "") for e in verdict.evidence)
    return "".join(f"；{piece}" for piece in pieces) + "。"


def _parts(outcome: Outcome) -> Iterator[tuple[annex.Part, tuple[float, ...]]]:
    """The parts between the hints and the grounds, with the widths of their columns."""
    missing = annex.gaps(outcome)
    yield annex.Part(LIST, missing.note, missing.heads, missing.rows, missing.pattern), (7, 9)
    yield annex.standards(outcome), (1,)
    yield annex.waivers(outcome), (2.8, 2.6, 2.4, 3.8, 2.4, 3)
    yield annex.near_misses(outcome), (2.8, 3.4, 2, 3, 2.9, 4)
