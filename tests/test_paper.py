"""The parts of a Word file that are made by hand: tables that break well, comments, signs no XML may hold."""

from __future__ import annotations

import pytest
from documents import opened, words
from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from engine.paper import style
from engine.paper.remark import Remarks
from engine.paper.table import add_table
from engine.paper.writing import clean, packed, paper, write


def test_a_row_of_one_cell_is_a_title_over_all_columns() -> None:
    document = paper("题", covered=False)
    add_table(document, ("甲", "乙"), [("总",), ("1", "2")], (1, 2), style.CELL)
    (table,) = opened(packed(document)).tables
    assert [[cell.text for cell in dict.fromkeys(row.cells)] for row in table.rows] == [
        ["甲", "乙"],
        ["总"],
        ["1", "2"],
    ]
    stays = [row._tr.find(f".//{qn('w:keepNext')}") is not None for row in table.rows]
    assert stays == [True, True, False]


def test_a_table_of_one_column_has_no_titles() -> None:
    document = paper("题", covered=False)
    add_table(document, ("甲",), [("1",)], (1,), style.CELL)
    assert not list(document.element.body.iter(qn("w:gridSpan")))


@pytest.mark.parametrize(("length", "whole"), [(600, True), (601, False)])
def test_only_a_row_that_may_be_longer_than_a_page_breaks(length: int, whole: bool) -> None:
    document = paper("题", covered=False)
    add_table(document, ("甲",), [("长" * length,)], (1,), style.CELL)
    row = document.tables[0].rows[1]._tr
    assert (row.trPr.find(qn("w:cantSplit")) is not None) is whole


def test_columns_share_the_page_without_a_rest() -> None:
    document = paper("题", covered=False)
    add_table(document, ("甲", "乙", "丙"), [], (1, 1, 1), style.CELL)
    widths = [int(column.get(qn("w:w"))) for column in document.element.body.iter(qn("w:gridCol"))]
    assert sum(widths) == round(156 / 25.4 * 1440)
    assert max(widths) - min(widths) <= 1


@given(st.text())
def test_a_clean_text_is_the_same_but_for_signs_that_no_xml_may_hold(text: str) -> None:
    element = etree.Element("a")
    element.text = clean(text)
    assert len(clean(text)) == len(text)
    assert all(new in (old, "\ufffd") for old, new in zip(text, clean(text), strict=True))
    assert clean("甲𠀀😀\t\n") == "甲𠀀😀\t\n"


def test_a_comment_stands_around_its_runs_in_its_own_small_letters() -> None:
    document = paper("题", covered=False)
    paragraph = document.add_paragraph()
    first, last = write(paragraph, "甲", style.BODY), write(paragraph, "乙", style.BODY)
    Remarks(document).add(first, last, ("一", "二"))
    again = opened(packed(document))
    tags = [etree.QName(child).localname for child in again.paragraphs[0]._p]
    assert tags == ["commentRangeStart", "r", "r", "commentRangeEnd", "r"]
    (comment,) = again.comments
    assert [words(p._p) for p in comment.paragraphs] == ["一", "二"]
    assert {p.style.name for p in comment.paragraphs} == {"annotation text"}
    small = again.styles["annotation text"]
    assert small.font.size == style.SIZE_5_LESS
    assert small.element.pPr.ind.get(qn("w:firstLineChars")) == "0"


def test_a_cover_carries_no_number_and_a_page_without_cover_does() -> None:
    assert paper("题", covered=True).sections[0].different_first_page_header_footer
    assert not paper("题", covered=False).sections[0].different_first_page_header_footer


def test_every_font_says_what_it_is_called_elsewhere() -> None:
    document = paper("题", covered=False)
    table = etree.fromstring(next(p.blob for p in document.part.package.parts if "fontTable" in p.partname))
    named = {font.get(qn("w:name")): font.find(qn("w:altName")) for font in table}
    assert {name for name, other in named.items() if other is not None} == {
        style.TITLE_FONT, style.HEAVY, style.KAI, style.BODY, style.SONG
    }  # fmt: skip
