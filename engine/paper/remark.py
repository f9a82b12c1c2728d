"""Real Word comments on runs of text, dated by no clock."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from engine.paper.page import element
from engine.paper.style import MARK, REMARK, SONG, set_fonts
from engine.paper.writing import AUTHOR, clean

INITIALS = "规则"


class Remarks:
    """Numbers the comments of one document; python-docx would look through all of them for each, and date them."""

    def __init__(self, document: Any) -> None:
        self.comments = document.part._comments_part.element
        self.number = 0

    def add(self, first: Any, last: Any, lines: Sequence[str]) -> None:
        """Comments on what stands from one run to another, a paragraph a line."""
        first.mark_comment_range(last, self.number)
        comment = element("comment", id=str(self.number), author=AUTHOR, initials=INITIALS)
        for n, line in enumerate(lines):
            comment.append(_paragraph(line, marked=not n))
        self.comments.append(comment)
        self.number += 1


def _paragraph(text: str, marked: bool) -> Any:
    paragraph = OxmlElement("w:p")
    paragraph.get_or_add_pPr().style = REMARK
    if marked:
        sign = paragraph.add_r()
        sign.get_or_add_rPr().style = MARK
        sign.append(element("annotationRef"))
    run = paragraph.add_r()
    set_fonts(run.get_or_add_rPr(), SONG)
    run.add_t(clean(text)).set(qn("xml:space"), "preserve")
    return paragraph
