"""The compendium as a Word file: an official paper in fonts and page, byte for byte the same, whole or not there."""

from __future__ import annotations

import io
import sys
import zipfile
from pathlib import Path

import pytest
from commands import Runner
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from handbook import write_three

from engine.handbook.blocks import Block, Line, Table
from engine.handbook.compendium import compendium
from engine.handbook.edition import Edition
from engine.handbook.reading import whole
from engine.handbook.word import in_word


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three rules of two themes."""
    return write_three(tmp_path / "规则")


@pytest.fixture
def blocks(folder: Path) -> list[Block]:
    """The document of the three rules."""
    return compendium(Edition(whole(folder)))


def test_the_same_rules_give_the_same_word_file_at_any_time(blocks: list[Block]) -> None:
    first = in_word(blocks)
    assert first == in_word(list(blocks))
    with zipfile.ZipFile(io.BytesIO(first)) as packed:
        assert {entry.date_time for entry in packed.infolist()} == {(2000, 1, 1, 0, 0, 0)}
    about = Document(io.BytesIO(first)).core_properties
    assert {about.created.year, about.modified.year} == {2000}
    assert about.title == "部门整体支出绩效检查规则汇编"


def test_the_word_file_holds_every_word_in_order(blocks: list[Block]) -> None:
    document = Document(io.BytesIO(in_word(blocks)))
    wanted = [
        f"{block.label}：{block.text}" if isinstance(block, Line) and block.label else block.text
        for block in blocks
        if not isinstance(block, Table)
    ]
    assert ["".join(t.text or "" for t in p._p.iter(qn("w:t"))) for p in document.paragraphs] == wanted
    tables = [block for block in blocks if isinstance(block, Table)]
    assert [[[cell.text for cell in row.cells] for row in table.rows] for table in document.tables] == [
        [list(block.headers), *map(list, block.rows)] for block in tables
    ]


def test_every_run_and_style_names_its_chinese_font(blocks: list[Block]) -> None:
    document = Document(io.BytesIO(in_word(blocks)))
    runs = [*document.element.body.iter(qn("w:r")), *document.sections[0].footer._element.iter(qn("w:r"))]
    assert len(runs) > 50
    for run in runs:
        fonts = run.rPr.rFonts
        assert fonts.get(qn("w:eastAsia")) in {"方正小标宋简体", "黑体", "楷体_GB2312", "仿宋_GB2312", "宋体"}
        assert fonts.get(qn("w:hint")) == "eastAsia"  # else “ ” come out as Western signs
    wanted = {
        "Title": ("方正小标宋简体", 22),
        "Heading 1": ("黑体", 16),
        "Heading 2": ("楷体_GB2312", 16),
        "Normal": ("仿宋_GB2312", 16),
    }
    for name, (font, size) in wanted.items():
        style = document.styles[name]
        assert style.element.rPr.rFonts.get(qn("w:eastAsia")) == font
        assert style.element.rPr.rFonts.get(qn("w:eastAsiaTheme")) is None
        assert style.font.size == Pt(size)


P_ORDER = (
    "pStyle keepNext keepLines pageBreakBefore widowControl numPr pBdr tabs snapToGrid spacing ind contextualSpacing jc"
)
R_ORDER = "rStyle rFonts b bCs i iCs caps smallCaps color spacing w kern position sz szCs highlight u vertAlign lang"


@pytest.mark.parametrize(("name", "order"), [("pPr", f"{P_ORDER} outlineLvl rPr".split()), ("rPr", R_ORDER.split())])
def test_properties_stand_in_the_order_that_word_asks_for(blocks: list[Block], name: str, order: list[str]) -> None:
    document = Document(io.BytesIO(in_word(blocks)))
    parts = (document.element, document.styles.element, document.sections[0].footer._element)
    for properties in (found for part in parts for found in part.iter(qn(f"w:{name}"))):
        words = [child.tag.rpartition("}")[2] for child in properties]
        assert words == sorted(words, key=order.index), words


def test_the_page_is_that_of_an_official_paper(blocks: list[Block]) -> None:
    document = Document(io.BytesIO(in_word(blocks)))
    page = document.sections[0]
    found = [
        page.page_width,
        page.page_height,
        page.top_margin,
        page.bottom_margin,
        page.left_margin,
        page.right_margin,
    ]
    assert [round(length / Mm(1)) for length in found] == [210, 297, 37, 35, 28, 26]
    body = document.styles["Normal"]
    assert round(body.paragraph_format.line_spacing / Pt(1), 2) == 28.95  # 22 lines in 225 mm
    assert body.element.pPr.ind.get(qn("w:firstLineChars")) == "200"
    narrower = int(body.element.rPr.find(qn("w:spacing")).get(qn("w:val"))) / 20
    assert 28 * (16 + narrower) <= 156 / 25.4 * 72 < 29 * (16 + narrower)  # 28 characters in 156 mm
    assert document.settings.odd_and_even_pages_header_footer
    assert page.different_first_page_header_footer
    for footer in (page.footer, page.even_page_footer):
        assert " PAGE " in [text.text for text in footer._element.iter(qn("w:instrText"))]


def test_tables_repeat_their_headings_and_rows_do_not_break(blocks: list[Block]) -> None:
    document = Document(io.BytesIO(in_word(blocks)))
    for table in document.tables:
        assert [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in table.rows][:2] == [True, False]
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)
        assert sum(column.width for column in table.columns) == pytest.approx(Mm(156), abs=Mm(0.1))


def test_links_in_the_word_file_lead_to_bookmarks(blocks: list[Block]) -> None:
    body = Document(io.BytesIO(in_word(blocks))).element.body
    links = [link.get(qn("w:anchor")) for link in body.iter(qn("w:hyperlink"))]
    assert links == [mark.get(qn("w:name")) for mark in body.iter(qn("w:bookmarkStart"))]
    assert len(links) == 3


def test_the_word_file_is_written_whole_or_not_at_all(run: Runner, folder: Path, tmp_path: Path) -> None:
    assert run("rules", "docs", "--rules", folder, "--output", tmp_path / "汇编.docx").code == 0
    assert Document(str(tmp_path / "汇编.docx")).paragraphs
    result = run("rules", "docs", "--rules", folder, "--output", tmp_path / "没有" / "汇编.docx")
    assert result.code == 2
    assert "没有写出任何内容" in result.err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["汇编.docx", "规则"]


def test_another_ending_of_the_file_is_refused(run: Runner, folder: Path, tmp_path: Path) -> None:
    result = run("rules", "docs", "--rules", folder, "--output", tmp_path / "汇编.pdf")
    assert result.code == 2
    assert "扩展名应是 .md 或 .docx" in result.err
    assert list(tmp_path.glob("汇编*")) == []


def test_a_machine_without_the_word_package_is_told_what_to_do(
    run: Runner, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "docx", None)
    result = run("rules", "docs", "--rules", folder, "--output", tmp_path / "汇编.docx")
    assert result.code == 2
    assert "请执行 make workbench" in result.err
    assert not (tmp_path / "汇编.docx").exists()
