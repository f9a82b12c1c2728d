"""Blocks of a document as a Word file in the form of an official paper, byte for byte the same every time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from engine.handbook.blocks import Block, Entry, Heading, Line, Table
from engine.terminal import NotWritten

_STYLES = {0: "TITLE", 1: "FIRST", 2: "SECOND"}


def in_word(blocks: Sequence[Block]) -> bytes:
    """Returns a Word file; raises NotWritten where python-docx is not installed."""
    try:
        import docx  # noqa: F401  asked for by name, for a module of ours may be there without it
    except ImportError:
        raise NotWritten("没有安装写 Word 的软件包 python-docx，没有写出任何内容。请执行 make workbench。") from None
    from engine.paper.writing import packed, paper

    document = paper(next((block.text for block in blocks if isinstance(block, Heading)), ""), covered=True)
    writer = _Writer(document)
    for block in blocks:
        writer.add(block)
    return packed(document)


class _Writer:
    def __init__(self, document: Any) -> None:
        self.document = document
        self.anchors = 0

    def add(self, block: Block) -> None:
        if isinstance(block, Heading):
            self.heading(block)
        elif isinstance(block, Line):
            self.line(block)
        elif isinstance(block, Entry):
            self.entry(block)
        else:
            self.table(block)

    def heading(self, block: Heading) -> None:
        from engine.paper import style
        from engine.paper.page import bookmark
        from engine.paper.writing import add_paragraph, write

        name = getattr(style, _STYLES[block.level])
        paragraph = add_paragraph(self.document, name)
        font = {style.TITLE: style.TITLE_FONT, style.FIRST: style.HEAVY, style.SECOND: style.KAI}[name]
        write(paragraph, block.text, font)
        if block.level == 0:
            paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = style.LINE * 3
        if block.new_page:
            paragraph.paragraph_format.page_break_before = True
        if block.anchor:
            self.anchors += 1
            bookmark(paragraph, block.anchor, self.anchors)

    def line(self, block: Line) -> None:
        from engine.paper import style
        from engine.paper.writing import add_paragraph, write

        paragraph = add_paragraph(self.document, style.PARAGRAPH)
        if block.label:
            write(paragraph, f"{block.label}：", style.HEAVY)
        write(paragraph, block.text, style.BODY)

    def entry(self, block: Entry) -> None:
        from engine.paper import style
        from engine.paper.page import link
        from engine.paper.writing import add_paragraph, write

        paragraph = add_paragraph(self.document, style.ENTRY)
        paragraph.paragraph_format.keep_with_next = not block.link or None  # the title of a part stays with it
        run = write(paragraph, block.text, style.BODY if block.link else style.HEAVY)
        if block.link:
            link(run, block.link)

    def table(self, block: Table) -> None:
        from engine.paper import style
        from engine.paper.table import add_table

        name, height = (style.ENTRY, 14) if block.cover else (style.CELL, 8)
        add_table(self.document, block.headers, block.rows, block.widths, name, height)
