"""Real Word comments on runs of text, dated by no clock."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from engine.paper import AUTHOR
from engine.paper.style import MARK, REMARK, SONG
from engine.paper.writing import run_xml

INITIALS = "规则"


class Remarks:
    """Numbers the comments of one document; python-docx would look through all of them for each, and date them."""

    def __init__(self, document: Any) -> None:
        self.comments = document.part._comments_part.element
        self.number = 0

    def add(self, first: Any, last: Any, lines: Sequence[str]) -> None:
        """Comments on what stands from one run to another, a paragraph a line."""
        first.mark_comment_range(last, self.number)
        body = "".join(_paragraph(line, marked=not n) for n, line in enumerate(lines))
        signed = f'w:id="{self.number}" w:author="{AUTHOR}" w:initials="{INITIALS}"'
        self.comments.append(parse_xml(f"<w:comment {nsdecls('w')} {signed}>{body}</w:comment>"))
        self.number += 1


def _paragraph(text: str, marked: bool) -> str:
    sign = f'<w:r><w:rPr><w:rStyle w:val="{MARK}"/></w:rPr><w:annotationRef/></w:r>' if marked else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{REMARK}"/></w:pPr>{sign}{run_xml(text, SONG)}</w:p>'
