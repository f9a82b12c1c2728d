"""Word files as a reader sees them: paragraphs, tables and comments with what they stand on, in order."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from docx import Document
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph

BRANCHES = (qn("w:t"), qn("w:br"))


def opened(content: bytes) -> Any:
    """A document as python-docx reads it."""
    return Document(io.BytesIO(content))


def words(element: Any) -> str:
    """The text of a part, line breaks as such."""
    return "".join("\n" if part.tag == qn("w:br") else part.text or "" for part in element.iter(*BRANCHES))


def body(document: Any) -> Iterator[Paragraph | Table]:
    """Paragraphs and tables in order."""
    return (block for block in document.iter_inner_content())


def pasted(document: Any) -> list[Paragraph]:
    """The paragraphs between the title and the annex."""
    paragraphs = list(document.paragraphs)
    end = next(n for n, paragraph in enumerate(paragraphs) if words(paragraph._p) == "附件")
    return paragraphs[1:end]


def remarks(document: Any, paragraph: Paragraph) -> list[tuple[str, str]]:
    """The comments on a paragraph: the words each stands on, and what it says."""
    texts = {comment.comment_id: "\n".join(words(p._p) for p in comment.paragraphs) for comment in document.comments}
    found, open_ = [], dict[int, str]()
    for child in paragraph._p:
        number = int(child.get(qn("w:id"), "-1"))
        if child.tag == qn("w:commentRangeStart"):
            open_[number] = ""
        elif child.tag == qn("w:commentRangeEnd"):
            found.append((open_.pop(number), texts[number]))
        elif child.tag == qn("w:r"):
            open_ = {n: text + words(child) for n, text in open_.items()}
    assert not open_
    return found


def visible(content: bytes) -> str:
    """Everything that can be read in a document: a line a paragraph, a row of a table, a line of a comment."""
    document, lines = opened(content), list[str]()
    for block in body(document):
        if isinstance(block, Table):
            lines += ["| " + " | ".join(words(cell._tc) for cell in dict.fromkeys(row.cells)) for row in block.rows]
            continue
        lines.append(f"[{block.style.name}] {words(block._p)}" if block.style else words(block._p))
        for anchor, text in remarks(document, block):
            lines += [f"    ※ {anchor}", *(f"      {line}" for line in text.splitlines())]
    return "\n".join(lines) + "\n"
