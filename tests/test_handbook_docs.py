"""`rules docs`: every rule an article, the same file every time, in the form of an official paper, and fresh."""

from __future__ import annotations

import io
import re
import sys
import zipfile
from pathlib import Path

import pytest
from commands import Runner
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from small import ROOT, rule_text, write_rules

from engine.handbook.blocks import Block, Entry, Heading, Line, Table
from engine.handbook.compendium import compendium, written
from engine.handbook.edition import Edition
from engine.handbook.markdown import in_markdown
from engine.handbook.reading import digest_of, whole
from engine.handbook.word import in_word

PARAMETERS = """
下限: {取值: [{值: 100元（含）, 依据: 〔设计〕, 核对: 待核}]}
支出率得分:
  阶梯: 比率
  取值:
    - {至: 60%（不含）, 值: 0分, 依据: 甲, 核对: 已核}
    - {自: 60%（含）, 值: 5分, 依据: 甲, 核对: 待核}
"""
RULES = (
    rule_text("支出 达到 下限", rule="BUD-002", severity="较大"),
    rule_text("编码 不为无", rule="MON-001", theme="绩效监控", more="适用年度: 2021 起"),
    rule_text("阶梯(支出 ÷ 年度预算, 支出率得分) ≥ 1分", rule="BUD-001").replace("核对: 已核", "核对: 待核"),
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three rules of two themes."""
    return write_rules(tmp_path / "规则", *RULES, parameters=PARAMETERS)


@pytest.fixture
def blocks(folder: Path) -> list[Block]:
    """The document of the three rules."""
    return compendium(Edition(whole(folder)), "0123456789ABCDEF")


def headings(blocks: list[Block], level: int) -> list[str]:
    return [block.text for block in blocks if isinstance(block, Heading) and block.level == level]


def test_every_rule_is_one_article_under_its_theme_in_order(blocks: list[Block]) -> None:
    assert headings(blocks, 0) == ["部门整体支出绩效检查规则汇编"]
    assert headings(blocks, 2) == [
        "第一条　BUD-001的名称（BUD-001）",
        "第二条　BUD-002的名称（BUD-002）",
        "第三条　MON-001的名称（MON-001）",
    ]
    assert headings(blocks, 1)[:4] == ["说明", "目录", "一、预算执行方面", "二、绩效监控方面"]
    entries = [block.text for block in blocks if isinstance(block, Entry)]
    assert entries[:2] == ["一、预算执行方面（2条）", "第一条　BUD-001的名称（BUD-001，一般）"]


def test_the_annexes_list_standards_ladders_and_what_is_unchecked(blocks: list[Block]) -> None:
    tables = [block for block in blocks if isinstance(block, Table)]
    cover, standards, ladders, bases, values, themes = tables
    assert ("规则", "3条，分2个方面，附有用例9个") in cover.rows
    assert ("待核", "依据1项，标准取值2项") in cover.rows
    assert ("规则文件核验码", "0123456789ABCDEF") in cover.rows
    assert [row[:2] for row in standards.rows] == [("下限", "100元（含）")]
    assert [row[1] for row in ladders.rows] == ["60%（不含）以下：0分", "60%（含）以上：5分"]
    assert bases.rows == (("《中华人民共和国预算法》第五十七条", "BUD-001"),)
    assert [(row[0], row[4]) for row in values.rows] == [("下限", "BUD-002"), ("支出率得分", "BUD-001")]
    assert themes.rows[0] == ("预算执行", "预算执行方面", "2")


def test_a_year_leaves_out_the_rules_it_is_not_for_and_says_so(folder: Path) -> None:
    told = compendium(Edition(whole(folder), "广东省", 2020), "")
    assert len(headings(told, 2)) == 2
    lines = [block.text for block in told if isinstance(block, Line)]
    assert "6.不适用于2020年度、没有列入的规则：MON-001。" in lines
    cover = next(block for block in told if isinstance(block, Table))
    assert ("范围", "广东省，2020年度") in cover.rows


def test_articles_are_numbered_past_a_hundred(tmp_path: Path) -> None:
    rules = [rule_text("支出 > 0元", rule=f"BUD-{number:03}") for number in range(1, 122)]
    told = headings(compendium(Edition(whole(write_rules(tmp_path, *rules))), ""), 2)
    numbers = [text.partition("　")[0] for text in told]
    known = {10: "十", 21: "二十一", 99: "九十九", 100: "一百", 101: "一百零一", 110: "一百一十", 111: "一百一十一"}
    known |= {120: "一百二十", 121: "一百二十一"}
    assert {n: numbers[n - 1] for n in known} == {n: f"第{word}条" for n, word in known.items()}


# Markdown


def test_links_of_the_contents_lead_to_their_articles(blocks: list[Block]) -> None:
    text = in_markdown(blocks)
    assert re.findall(r"\]\(#(.*?)\)", text) == re.findall(r'<a id="(.*?)">', text) == ["bud-001", "bud-002", "mon-001"]


def test_nothing_in_a_rule_is_taken_for_a_sign_of_markdown() -> None:
    text = in_markdown([Line("1*2*3 _甲_ <b>乙</b> [丙](丁)"), Table(("甲",), (("一|二",),), (1,))])
    assert r"1\*2\*3 \_甲\_ \<b\>乙\</b\> \[丙\](丁)" in text
    assert r"| 一\|二 |" in text


def test_the_screen_shows_the_markdown_where_no_file_is_named(run: Runner, folder: Path) -> None:
    result = run("rules", "docs", "--rules", folder)
    assert (result.code, result.err) == (0, "")
    assert result.out == written(compendium(Edition(whole(folder)), digest_of(folder)), ".md")


def test_the_compendium_in_the_repository_is_fresh() -> None:
    rules = ROOT / "rules"
    path = rules / "规则汇编.md"
    assert path.is_file(), "没有 rules/规则汇编.md，请执行 make generate"
    fresh = written(compendium(Edition(whole(rules)), digest_of(rules)), ".md")
    assert path.read_text(encoding="utf-8") == fresh, "rules/规则汇编.md 不是最新的，请执行 make generate"


def test_every_shipped_rule_reads_without_a_gap_in_its_sentences() -> None:
    text = str(written(compendium(Edition(whole(ROOT / "rules")), ""), ".md"))
    for slip in ("。。", "，，", "“”", "（）", "〔〕", "［］", "的的", "None", "不 ", "：；", "；。"):
        assert slip not in text, slip
    assert len(re.findall(r"^### ", text, re.MULTILINE)) == len(whole(ROOT / "rules").rules)


# Word


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


def test_a_region_cut_short_is_refused(run: Runner, tmp_path: Path) -> None:
    parameters = "下限: {取值: [{地区: 广东省广州市增城区, 值: 1元, 依据: 甲, 核对: 待核}]}"
    folder = write_rules(tmp_path, RULES[0], parameters=parameters)
    assert "地区要自省级写起" in run("rules", "docs", "--rules", folder, "--region", "增城区").err
