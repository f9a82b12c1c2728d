"""Blocks of a document as a Word file in the form of an official paper, byte for byte the same every time."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from engine.handbook.blocks import Block, Entry, Heading, Line, Table
from engine.terminal import NotWritten

_STYLES = {0: "TITLE", 1: "FIRST", 2: "SECOND"}
_EVER = datetime(2000, 1, 1, tzinfo=UTC)  # Word asks for a day; a document made twice must not differ
_WIDTH = 156  # mm between the margins


def in_word(blocks: Sequence[Block]) -> bytes:
    """Returns a Word file; raises NotWritten where python-docx is not installed."""
    try:
        from docx import Document
    except ImportError:
        raise NotWritten("没有安装写 Word 的软件包 python-docx，没有写出任何内容。请执行 make workbench。") from None
    from engine.paper.page import footers
    from engine.paper.style import dress, set_page

    document = Document()
    dress(document)
    section = document.sections[0]
    set_page(section)
    footers(document, section)
    _describe(document, next((block.text for block in blocks if isinstance(block, Heading)), ""))
    writer = _Writer(document)
    for block in blocks:
        writer.add(block)
    return _settled(document)


def _describe(document: Any, title: str) -> None:
    about = document.core_properties
    about.title, about.author, about.last_modified_by, about.language = title, "绩效规则引擎", "绩效规则引擎", "zh-CN"
    about.subject = about.keywords = about.comments = about.category = ""
    about.created = about.modified = about.last_printed = _EVER
    about.revision = 1


def _settled(document: Any) -> bytes:
    """The file with every part dated alike: the packing would put the time of day into it."""
    packed, settled = io.BytesIO(), io.BytesIO()
    document.save(packed)
    with zipfile.ZipFile(packed) as old, zipfile.ZipFile(settled, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, (2000, 1, 1, 0, 0, 0))
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 0
            new.writestr(entry, old.read(name))
    return settled.getvalue()


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

        name = getattr(style, _STYLES[block.level])
        paragraph = self.document.add_paragraph(style=name)
        font = {style.TITLE: style.TITLE_FONT, style.FIRST: style.HEAVY, style.SECOND: style.KAI}[name]
        self.run(paragraph, block.text, font)
        if block.level == 0:
            paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = style.LINE * 3
        if block.new_page:
            paragraph.paragraph_format.page_break_before = True
        if block.anchor:
            self.anchors += 1
            bookmark(paragraph, block.anchor, self.anchors)

    def run(self, paragraph: Any, text: str, font: str) -> Any:
        from engine.paper.style import set_fonts

        run = paragraph.add_run(text)
        set_fonts(run._r.get_or_add_rPr(), font)
        return run

    def line(self, block: Line) -> None:
        from engine.paper import style

        paragraph = self.document.add_paragraph(style=style.PARAGRAPH)
        if block.label:
            self.run(paragraph, f"{block.label}：", style.HEAVY)
        self.run(paragraph, block.text, style.BODY)

    def entry(self, block: Entry) -> None:
        from engine.paper import style
        from engine.paper.page import link

        paragraph = self.document.add_paragraph(style=style.ENTRY)
        paragraph.paragraph_format.keep_with_next = not block.link or None  # the title of a part stays with it
        run = self.run(paragraph, block.text, style.BODY if block.link else style.HEAVY)
        if block.link:
            link(run, block.link)

    def table(self, block: Table) -> None:
        from engine.paper import style
        from engine.paper.page import grid, heading_row

        total = sum(block.widths)
        widths, height = [_WIDTH * width / total for width in block.widths], 14 if block.cover else 8
        table = grid(self.document, len(block.rows) + 1, widths, height)
        for number, (row, words) in enumerate(zip(table.rows, (block.headers, *block.rows), strict=True)):
            font = style.BODY if number else style.HEAVY
            for cell, text in zip(row.cells, words, strict=True):
                cell.paragraphs[0].style = style.ENTRY if block.cover else style.CELL
                self.run(cell.paragraphs[0], text, font)
        heading_row(table)
