"""Sections 三 and 四 in Word: real headings, a paragraph a finding, and a comment on every figure."""

from __future__ import annotations

from typing import Any

from docx.enum.text import WD_BREAK

from engine.outcome import Finding, Outcome
from engine.paper import style
from engine.paper.remark import Remarks
from engine.paper.writing import add_paragraph, write
from engine.report.annex import Ground, grounds
from engine.report.blocks import Block, Level, section
from engine.report.comments import comments, pieces

WIDEST = 20  # characters of 2号 in a line
_LOOKS = {
    Level.CHAPTER: (style.FIRST, style.HEAVY),
    Level.THEME: (style.SECOND, style.KAI),
    Level.ITEM: (style.PARAGRAPH, style.BODY),
    Level.PLAIN: (style.PARAGRAPH, style.BODY),
}


def title_of(outcome: Outcome) -> list[str]:
    """The title of a department's report, in lines: its name, what was checked, and what it is."""
    whole, matter = f"{outcome.year}年度部门整体支出绩效自评", "存在的主要问题和下一步改进措施"
    name = outcome.department
    first = [name + whole] if len(name + whole) <= WIDEST + 2 else [*broken(name), whole]  # a figure is half as wide
    return [*first, matter]


def broken(name: str) -> list[str]:
    """A name in as few lines as hold it, all about as long."""
    lines = -(-len(name) // WIDEST) or 1
    length = -(-len(name) // lines) or 1
    return [name[at : at + length] for at in range(0, len(name), length)] or [""]


def add_title(document: Any, lines: list[str], on_new_page: bool) -> None:
    """Adds a title over its lines, as one paragraph that the navigation shows."""
    paragraph = add_paragraph(document, style.TITLE)
    for number, line in enumerate(lines):
        run = write(paragraph, line, style.TITLE_FONT)
        if number < len(lines) - 1:
            run.add_break(WD_BREAK.LINE)
    layout = paragraph.paragraph_format
    layout.space_after, layout.keep_with_next = style.LINE, True
    layout.page_break_before = on_new_page or None


class Section:
    """Writes the sections of one outcome after the other into a document; comments are numbered throughout."""

    def __init__(self, document: Any) -> None:
        self.document, self.remarks = document, Remarks(document)

    def add(self, outcome: Outcome, on_new_page: bool) -> None:
        """Adds the title and what is pasted of one department."""
        add_title(self.document, title_of(outcome), on_new_page)
        known = {ground.finding: ground for ground in grounds(outcome)}
        for block in section(outcome):
            self.block(block, known)

    def block(self, block: Block, known: dict[Finding, Ground]) -> None:
        """Adds one block; the problem of a finding carries its comments, its measure does not."""
        name, font = _LOOKS[block.level]
        paragraph = add_paragraph(self.document, name)
        finding = block.finding
        if finding is None or block.text != finding.text:
            write(paragraph, str(block), font)
            return
        if block.number:
            write(paragraph, block.number, font)
        for text, comment in pieces(block.text, comments(known[finding])):
            run = write(paragraph, text, font)
            if comment is not None:
                self.remarks.add(run, run, comment.lines)
