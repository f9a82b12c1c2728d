"""Ruled tables that break well over pages: heads on every page, rows whole, a row over all columns with what follows.

They are written as XML at once: python-docx looks through a whole table for every cell, and annexes have thousands.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from engine.paper.style import BODY, HEAVY, style_id
from engine.paper.writing import run_xml

_TWIPS = 1440 / 25.4  # a mm
_LONG = 600  # characters; a row of more may break over pages, for some programs cut off what a page cannot hold
_SHADE = '<w:shd w:val="clear" w:color="auto" w:fill="F2F2F2"/>'


def add_table(
    document: Any,
    heads: Sequence[str],
    rows: Iterable[Sequence[str]],
    widths: Sequence[float],
    style: str,
    height: float = 7,
) -> None:
    """Adds a table at the end: widths in any unit fill the page, rows are at least `height` mm high.

    A row of a single cell is a title inside the table: it spans all columns and stays with the next row.
    """
    whole = round(156 * _TWIPS)
    edges = [round(whole * sum(widths[:n]) / sum(widths)) for n in range(len(widths) + 1)]
    columns = [right - left for left, right in pairwise(edges)]
    body = [_row(row, columns, style_id(style), height, head=not n) for n, row in enumerate((heads, *rows))]
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in columns)
    document.element.body[-1].addprevious(
        parse_xml(
            f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="{whole}" w:type="dxa"/>'
            f'<w:jc w:val="center"/><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
            f"{''.join(body)}</w:tbl>"
        )
    )


def _row(cells: Sequence[str], columns: Sequence[int], style: str, height: float, head: bool) -> str:
    title = len(cells) == 1 and len(columns) > 1
    whole = "" if max(map(len, cells)) > _LONG else "<w:cantSplit/>"
    first = "<w:tblHeader/>" if head else ""
    made = "".join(
        _cell(text, width, style, head or title, len(columns) if title else 1)
        for text, width in zip(cells, [sum(columns)] if title else columns, strict=True)
    )
    least = f'<w:trHeight w:val="{round(height * _TWIPS)}" w:hRule="atLeast"/>'
    return f"<w:tr><w:trPr>{whole}{least}{first}</w:trPr>{made}</w:tr>"


def _cell(text: str, width: int, style: str, heavy: bool, span: int) -> str:
    font, shade, stay = (HEAVY, _SHADE, "<w:keepNext/>") if heavy else (BODY, "", "")
    spanning = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    looks = f'<w:tcW w:w="{width}" w:type="dxa"/>{spanning}{shade}<w:vAlign w:val="center"/>'
    return (
        f'<w:tc><w:tcPr>{looks}</w:tcPr><w:p><w:pPr><w:pStyle w:val="{style}"/>{stay}</w:pPr>'
        f"{run_xml(text, font)}</w:p></w:tc>"
    )
