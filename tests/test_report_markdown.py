"""The report in Markdown: headings and tables are its own, every text in it is literal."""

from __future__ import annotations

import re
from pathlib import Path

import many
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token
from msgspec.structs import replace
from small import render

from engine.outcome import Outcome
from engine.report.blocks import section
from engine.report.markdown import literal

READER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
TRAPS = (
    "*强调* **很强** _下划_ `代码` ~~删除~~ $公式$", "# 标题", "- 项", "+ 项", "1. 项", "3) 项", "---", "> 引文",
    "|甲|乙|", "[链](http://x)", "![图](x)", "<b>粗</b><script>alert(1)</script>", "&lt; &#60; & 甲", "____；____",
    "http://x.cn www.x.cn a@b.cn", "\\| \\* \\\\", "甲\n- 乙\n\n# 丙\r\n丁\r戊", "a | b\\", "[^1]: 注", "<!-- 注 -->",
)  # fmt: skip


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    return many.outcome(tmp_path_factory.mktemp("rules"))


def shown(token: Token) -> str:
    """What a reader sees of a run of text; anything that is not text shows as its name."""
    words = {"softbreak": "\n", "text": token.content}
    if token.type == "html_inline" and token.content == "<br>":
        return "\n"
    return words.get(token.type, f"〈{token.type}〉")


def inline(text: str) -> list[str]:
    return ["".join(map(shown, token.children or [])) for token in READER.parse(text) if token.type == "inline"]


def plain(text: str) -> str:
    """A text as it can be shown on lines: how they break, and white space at their ends, are not kept."""
    return "\n".join(line.strip() for line in re.split(r"\r\n|\r|\n", text.replace("\0", "\ufffd"))).strip()


@pytest.mark.parametrize("text", TRAPS)
def test_no_sign_in_a_text_means_anything(text: str) -> None:
    assert [plain(line) for line in inline(f"1.{literal(text)}")] == [plain(f"1.{text}")]
    assert [plain(line) for line in inline(literal(text))] == [plain(text)]
    table = f"| 甲 | 乙 |\n| --- | --- |\n| {literal(text)} | 尾 |"
    assert [plain(line) for line in inline(table)] == ["甲", "乙", plain(text), "尾"]


@given(
    st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\x0b\x0c\x1c\x1d\x1e\x1f\x85\u2028\u2029"))
)
@example("a\\")
def test_any_text_reads_as_it_was_written(text: str) -> None:
    lines = inline(f"甲{literal(text)}乙")
    assert [plain(line) for line in lines] == [plain(f"甲{text}乙")]


def test_an_address_or_a_name_behind_an_at_sign_is_no_link_in_any_dialect() -> None:
    assert literal("http://x.cn www.x.cn a@b.cn") == r"http\://x.cn www\.x.cn a\@b.cn"


def test_the_pasted_part_is_headings_and_paragraphs(outcome: Outcome) -> None:
    pasted = render("markdown", [outcome]).partition("\n---\n")[0]
    tokens = READER.parse(pasted)
    words = [inline_.content for inline_ in tokens if inline_.type == "inline"]
    assert [re.sub(r"\\(.)", r"\1", line) for line in words] == [str(block) for block in section(outcome)]
    assert [token.tag for token in tokens if token.type == "heading_open"] == ["h3", "h4", "h4"] * 2


def test_below_the_line_stand_the_same_words_as_in_the_text_form(outcome: Outcome) -> None:
    below = render("markdown", [outcome]).partition("\n---\n")[2]
    for line in render("text", [outcome]).partition("————")[2].splitlines()[1:]:
        for piece in re.split(r"[【】〔〕：；。，—“”（）\s]+", line):
            assert literal(piece).replace("\\", "") in below.replace("\\", ""), (piece, line)


def test_evidence_gaps_waivers_and_counts_are_tables(outcome: Outcome) -> None:
    text = render("markdown", [outcome])
    for row in (
        "| 支出 | 31元 | 样例.yaml |",
        "| 自评的得分 | CLO-005 |",
        "| BUD-002 | 丙 | 已用于豁免 | 已批 | 财政局 | 2023-12-31 |",
        "| BUD-002 | BUD-002的名称 | 发现问题1，未发现问题1，已豁免1 |",
    ):
        assert row in text.splitlines()


def test_several_departments_are_told_apart_by_a_heading(outcome: Outcome) -> None:
    text = render("markdown", [outcome, replace(outcome, department="*局*")])
    assert [line for line in text.splitlines() if line.startswith("## ")] == [
        r"## \*局\*　2022年度", "## 示例部门　2022年度"
    ]  # fmt: skip


def test_a_department_without_findings_is_not_called_faultless_in_markdown(tmp_path: Path) -> None:
    clean = replace(many.outcome(tmp_path), findings=(), verdicts=())
    text = render("markdown", [clean])
    assert text.startswith("### 三、存在的主要问题\n\n本次没有能够作出判定的事项，不能说明没有问题。\n")
    assert "四、" not in text
