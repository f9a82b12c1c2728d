"""The Word report is an official paper (GB/T 9704) that Word opens: fonts, page, order of properties, any name."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from typing import Any

import many
import pytest
from documents import opened, pasted, visible, words
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from msgspec.structs import replace

from engine.outcome import Finding, Outcome, Verdict
from engine.paper.writing import clean
from engine.report.docx import render as as_bytes
from engine.report.word_section import WIDEST, title_of
from engine.tracing import Evidence
from engine.verdict import State

# The sequences of the standard (ISO/IEC 29500-1, wml.xsd): Word refuses a file whose properties stand otherwise.
ORDER = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs "
    "suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd "
    "snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment "
    "textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange",
    "rPr": "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid "
    "vanish webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em "
    "lang eastAsianLayout specVanish oMath",
    "tbl": "bookmarkStart tblPr tblGrid tr",
    "tblPr": "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing "
    "tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption tblDescription",
    "tr": "tblPrEx trPr tc",
    "tcPr": "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign hideMark",
    "tc": "tcPr p tbl",
    "style": "name aliases basedOn next link autoRedefine hidden uiPriority semiHidden unhideWhenUsed qFormat locked "
    "personal personalCompose personalReply rsid pPr rPr tblPr trPr tcPr tblStylePr",
    "sectPr": "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders lnNumType "
    "pgNumType cols formProt vAlign noEndnote titlePg textDirection bidi rtlGutter docGrid printerSettings",
    "font": "altName panose1 charset family notTrueType pitch sig",
}
PARTS = ("document", "styles", "comments", "fontTable", "footer1", "footer2")


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    return many.outcome(tmp_path_factory.mktemp("rules"))


@pytest.fixture(scope="module")
def packed(seed: Outcome) -> bytes:
    return as_bytes([seed])


def part(content: bytes, name: str) -> Any:
    """One part of the file as XML."""
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        return etree.fromstring(file.read(f"word/{name}.xml"))


@pytest.mark.parametrize("name", PARTS)
def test_everything_stands_in_the_order_that_the_standard_asks_for(packed: bytes, name: str) -> None:
    root, met = part(packed, name), 0
    for tag, order in ORDER.items():
        for element in root.iter(qn(f"w:{tag}")):
            found = [etree.QName(child).localname for child in element]
            assert found == sorted(found, key=order.split().index), (tag, found)
            met += 1
    assert met > (3 if name.startswith("footer") else 4)


LEVELS = {
    "Title": ("方正小标宋简体", 22),
    "Heading 1": ("黑体", 16),
    "Heading 2": ("楷体_GB2312", 16),
    "Normal": ("仿宋_GB2312", 16),
}


def test_each_level_has_its_font_and_size_in_style_and_run(packed: bytes) -> None:
    document = opened(packed)
    for name, (font, size) in LEVELS.items():
        style = document.styles[name]
        assert (style.element.rPr.rFonts.get(qn("w:eastAsia")), style.font.size) == (font, Pt(size))
        assert not style.font.bold
    levels = [(name, title) for name, title in ((p.style.name, p) for p in pasted(document))]
    assert {name for name, _ in levels} == {"Heading 1", "Heading 2", "Normal"}
    for name, paragraph in levels:
        fonts = {run._r.rPr.rFonts.get(qn("w:eastAsia")) for run in paragraph.runs if run.text}
        assert fonts == {LEVELS[name][0]}
        assert words(paragraph._p).startswith(("三", "四")) == (name == "Heading 1")
        assert words(paragraph._p).startswith("（") == (name == "Heading 2")
    assert [document.styles[f"Heading {n}"].element.pPr.find(qn("w:outlineLvl")).get(qn("w:val")) for n in (1, 2)] == [
        "0", "1"
    ]  # fmt: skip


def test_every_run_names_a_chinese_font_and_times_for_figures(packed: bytes) -> None:
    for name in ("document", "comments", "footer1", "footer2"):
        runs = [run for run in part(packed, name).iter(qn("w:r")) if words(run)]
        assert runs
        for run in runs:
            fonts = run.find(f"{qn('w:rPr')}/{qn('w:rFonts')}").attrib
            assert fonts[qn("w:eastAsia")] in {"方正小标宋简体", "黑体", "楷体_GB2312", "仿宋_GB2312", "宋体"}
            assert {fonts[qn(f"w:{key}")] for key in ("ascii", "hAnsi", "cs")} == {"Times New Roman"}
            assert fonts[qn("w:hint")] == "eastAsia"  # else “ ” come out as Western signs


def test_the_page_is_ruled_for_22_lines_of_28_characters_and_numbered_from_the_first(packed: bytes) -> None:
    document = opened(packed)
    page = document.sections[0]
    lengths = page.top_margin, page.bottom_margin, page.left_margin, page.right_margin
    assert [round(length / Mm(1)) for length in lengths] == [37, 35, 28, 26]
    body = document.styles["Normal"]
    assert 22 * body.paragraph_format.line_spacing <= Mm(225) + Pt(0.5) < 23 * body.paragraph_format.line_spacing
    narrower = int(body.element.rPr.find(qn("w:spacing")).get(qn("w:val"))) / 20
    assert 28 * (16 + narrower) <= 156 / 25.4 * 72 < 29 * (16 + narrower)
    assert body.element.pPr.ind.get(qn("w:firstLineChars")) == "200"
    assert not page.different_first_page_header_footer
    assert words(page.footer._element) == words(page.even_page_footer._element) == "— 1 —"


def test_a_heading_stays_with_what_it_heads(packed: bytes) -> None:
    document = opened(packed)
    for name in ("Heading 1", "Heading 2"):
        assert document.styles[name].paragraph_format.keep_with_next


def test_tables_repeat_their_heads_and_fill_the_page(packed: bytes) -> None:
    tables = list(part(packed, "document").iter(qn("w:tbl")))
    assert len(tables) > 4
    for table in tables:
        first, *others = table.findall(qn("w:tr"))
        assert first.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
        assert all(row.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is None for row in others)
        columns = [int(column.get(qn("w:w"))) for column in table.iter(qn("w:gridCol"))]
        assert sum(columns) == round(156 / 25.4 * 1440)
        for row in (first, *others):
            widths = [int(width.get(qn("w:w"))) for width in row.iter(qn("w:tcW"))]
            spans = [int(span.get(qn("w:val"))) for span in row.iter(qn("w:gridSpan"))] or [1] * len(widths)
            assert (sum(widths), sum(spans)) == (sum(columns), len(columns))


def test_the_file_knows_no_clock_and_speaks_chinese(packed: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(packed)) as file:
        assert {entry.date_time for entry in file.infolist()} == {(2000, 1, 1, 0, 0, 0)}
        assert not [name for name in file.namelist() if "thumbnail" in name or "Effects" in name]
        today = datetime.now(tz=UTC).date().isoformat().encode()
        assert not [name for name in file.namelist() if today in file.read(name)]
    about = opened(packed).core_properties
    assert (about.created.year, about.modified.year, about.author) == (2000, 2000, "绩效规则引擎")
    languages = {language.get(qn("w:eastAsia")) for language in part(packed, "styles").iter(qn("w:lang"))}
    assert languages == {"zh-CN"}


NAMES = (
    "甲&乙<丙>“丁”]]>局", "{{名称}}</w:t><w:p/>", "😀🀄局", "𠀀𠮷𡃁局", "局\x01\x0b\ufffe尾", "\udcff局", "甲\n乙\t丙",
    "=1+1", "长" * 3000, "", " 前后 ", "%s{0}\\n",
)  # fmt: skip


@pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
def test_no_name_does_any_harm(outcome: Outcome, name: str) -> None:
    finding = outcome.findings[0]
    hostile = replace(
        outcome,
        department=name,
        findings=(replace(finding, title=name, problems=(f"{name}。",), subjects=(name,)), *outcome.findings[1:]),
        verdicts=tuple(replace(v, subject=name) if v.rule == finding.rule else v for v in outcome.verdicts),
    )
    content = as_bytes([hostile])
    document = opened(content)
    shown = "".join(sign if sign in "\t\n\r" or (sign.isprintable() or sign == " ") else "\ufffd" for sign in name)
    assert "".join(title_of(hostile)).startswith(name)
    assert words(document.paragraphs[0]._p).replace("\n", "").startswith(shown.replace("\n", ""))
    assert f"1.{shown}。{shown}" in visible(content)


@settings(max_examples=25)  # a whole document each
@given(st.text(max_size=40), st.text(max_size=40))
def test_any_text_can_be_a_value_and_its_source(value: str, source: str) -> None:
    finding = Finding("规则", "名称", "一般", "主题", (f"有{value}。",), "", (), "", "", ("甲",), (), "", "")
    verdict = Verdict("规则", "项目", "甲", State.FINDING, "一般", (), (Evidence("字段", value, source),))
    document = opened(as_bytes([Outcome("部门", 2022, "", "", (verdict,), (finding,), (), {}, {}, (), (), ())]))
    said = "".join(words(comment._comment_elm) for comment in document.comments)
    assert clean(value) in said.replace("\r", "\n") or "\r" in value
    assert clean(source) in said.replace("\r", "\n") or "\r" in source


@pytest.mark.parametrize(
    ("department", "lines"),
    [
        ("示例局", ["示例局2022年度部门整体支出绩效自评"]),
        ("某某市某某区工业局", ["某某市某某区工业局", "2022年度部门整体支出绩效自评"]),
        ("长" * 20, ["长" * 20, "2022年度部门整体支出绩效自评"]),
        ("长" * 21, ["长" * 11, "长" * 10, "2022年度部门整体支出绩效自评"]),
    ],
)
def test_a_long_title_is_broken_into_lines_of_about_the_same_length(
    outcome: Outcome, department: str, lines: list[str]
) -> None:
    found = title_of(replace(outcome, department=department))
    assert found == [*lines, "存在的主要问题和下一步改进措施"]
    assert all(len(line) <= WIDEST + 2 for line in found)


def test_the_file_is_small_enough_to_be_sent(packed: bytes) -> None:
    assert len(packed) < 150_000
