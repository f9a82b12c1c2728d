"""Blocks of a document on a terminal: headings, labelled paragraphs that hang, and ruled tables."""

from __future__ import annotations

from collections.abc import Iterable
from textwrap import indent

from engine.handbook.blocks import Block, Entry, Heading, Line
from engine.report.table import folded, table

WIDTH = 42  # Chinese characters in a line


def on_screen(blocks: Iterable[Block]) -> str:
    """Returns the text of a document for a terminal."""
    return "\n".join(map(_shown, blocks)) + "\n"


def _shown(block: Block) -> str:
    if isinstance(block, Heading):
        return f"{block.text}\n{'—' * WIDTH}" if block.level <= 1 else f"\n{block.text}"
    if isinstance(block, Line):
        text = indent(folded(block.text, WIDTH - 6), "　" * 6)
        label = f"【{block.label}】" if block.label else ""
        return label + "　" * (6 - len(label)) + text.lstrip("　")
    if isinstance(block, Entry):
        return block.text
    rows = [[folded(cell, max(width, 4)) for cell, width in zip(row, block.widths, strict=True)] for row in block.rows]
    return table(rows, block.headers)
