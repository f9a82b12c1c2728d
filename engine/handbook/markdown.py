"""Blocks of a document in Markdown, the same blocks always the same text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from engine.handbook.blocks import Block, Entry, Heading, Table
from engine.report.markdown import literal

HEAD = "<!-- 本文件由程序生成，请不要直接修改；要改内容，请改规则文件，再重新生成。 -->\n\n"
_BETWEEN_LINKS = re.compile(r"^(- .*)\n\n(?=- )", re.MULTILINE)


def in_markdown(blocks: Sequence[Block]) -> str:
    """Returns a document in Markdown."""
    text = "\n\n".join(map(_written, blocks))
    return HEAD + _BETWEEN_LINKS.sub(r"\1\n", text) + "\n"


def _written(block: Block) -> str:
    if isinstance(block, Heading):
        anchor = f'<a id="{block.anchor.lower()}"></a>\n\n' if block.anchor else ""
        return f"{anchor}{'#' * (block.level + 1)} {literal(block.text)}"
    if isinstance(block, Table):
        return "\n".join(_table(block))
    if isinstance(block, Entry):
        return f"- [{literal(block.text)}](#{block.link.lower()})" if block.link else literal(block.text)
    return f"**{block.label}**：{literal(block.text)}" if block.label else literal(block.text)


def _table(table: Table) -> list[str]:
    rows = (table.headers, ("---",) * len(table.headers))
    body = [tuple(map(literal, row)) for row in table.rows]
    return [f"| {' | '.join(row)} |" for row in (*rows, *body)]
