"""`rules docs`: every rule an article, told in Markdown, the same every time, and fresh."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from commands import Runner
from handbook import RULES, write_three
from small import ROOT, rule_text, write_rules

from engine.handbook.blocks import Block, Entry, Heading, Line, Table
from engine.handbook.compendium import compendium, written
from engine.handbook.edition import Edition
from engine.handbook.markdown import in_markdown
from engine.handbook.reading import whole


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three rules of two themes."""
    return write_three(tmp_path / "规则")


@pytest.fixture
def blocks(folder: Path) -> list[Block]:
    """The document of the three rules."""
    return compendium(Edition(whole(folder)))


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
    assert ("规则", "3条，分2个方面") in cover.rows
    assert ("待核", "依据1项，标准取值2项") in cover.rows
    assert [row[:2] for row in standards.rows] == [("下限", "100元（含）")]
    assert [row[1] for row in ladders.rows] == ["60%（不含）以下：0分", "60%（含）以上：5分"]
    assert bases.rows == (("《中华人民共和国预算法》第五十七条", "BUD-001"),)
    assert [(row[0], row[4]) for row in values.rows] == [("下限", "BUD-002"), ("支出率得分", "BUD-001")]
    assert themes.rows[0] == ("预算执行", "预算执行方面", "2")


def code_of(folder: Path, year: int | None = None) -> str:
    cover = next(block for block in compendium(Edition(whole(folder), None, year)) if isinstance(block, Table))
    return dict(cover.rows)["汇编核验码"]


def test_the_code_on_the_cover_changes_with_the_content_and_with_nothing_else(folder: Path) -> None:
    before = code_of(folder)
    assert re.fullmatch("[0-9A-F]{16}", before)
    assert code_of(folder, 2022) != before
    file = folder / "类" / "BUD-002.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(f"# 注\n{text}", encoding="utf-8")
    assert code_of(folder) == before
    file.write_text(text.replace("措施: 改正", "措施: 立即改正"), encoding="utf-8")
    assert code_of(folder) != before


def test_a_year_leaves_out_the_rules_it_is_not_for_and_says_so(folder: Path) -> None:
    told = compendium(Edition(whole(folder), "广东省", 2020))
    assert len(headings(told, 2)) == 2
    lines = [block.text for block in told if isinstance(block, Line)]
    assert "6.不适用于2020年度、没有列入的规则：MON-001。" in lines
    cover = next(block for block in told if isinstance(block, Table))
    assert ("范围", "广东省，2020年度") in cover.rows


def test_articles_are_numbered_past_a_hundred(tmp_path: Path) -> None:
    rules = [rule_text("支出 > 0元", rule=f"BUD-{number:03}") for number in range(1, 122)]
    told = headings(compendium(Edition(whole(write_rules(tmp_path, *rules)))), 2)
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
    assert result.out == written(compendium(Edition(whole(folder))), ".md")


def test_the_compendium_in_the_repository_is_fresh() -> None:
    rules = ROOT / "rules"
    path = rules / "规则汇编.md"
    assert path.is_file(), "没有 rules/规则汇编.md，请执行 make generate"
    fresh = written(compendium(Edition(whole(rules))), ".md")
    assert path.read_text(encoding="utf-8") == fresh, "rules/规则汇编.md 不是最新的，请执行 make generate"


def test_every_shipped_rule_reads_without_a_gap_in_its_sentences() -> None:
    text = str(written(compendium(Edition(whole(ROOT / "rules"))), ".md"))
    for slip in ("。。", "，，", "“”", "（）", "〔〕", "［］", "的的", "None", "不 ", "：；", "；。"):
        assert slip not in text, slip
    assert len(re.findall(r"^### ", text, re.MULTILINE)) == len(whole(ROOT / "rules").rules)


def test_a_region_cut_short_is_refused(run: Runner, tmp_path: Path) -> None:
    parameters = "下限: {取值: [{地区: 广东省广州市增城区, 值: 1元, 依据: 甲, 核对: 待核}]}"
    folder = write_rules(tmp_path, RULES[0], parameters=parameters)
    assert "地区要自省级写起" in run("rules", "docs", "--rules", folder, "--region", "增城区").err
