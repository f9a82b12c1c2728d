"""The Word report: the words of every other form, comments on the figures they are about, and an annex."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

import many
import pytest
from commands import Runner
from documents import opened, pasted, remarks, visible, words
from msgspec.structs import replace
from small import ROOT, checked, library, listed, render

from engine import VERSION
from engine.outcome import Outcome
from engine.report import annex
from engine.report.blocks import section
from engine.report.docx import render as as_bytes
from engine.verdict import State

GOLDEN = ROOT / "tests" / "golden" / "报告.docx.txt"
RENEW = os.environ.get("JIXIAO_RENEW") == "1"  # writes what comes out now; read every line of the diff


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    return many.outcome(tmp_path_factory.mktemp("rules"))


def test_everything_that_can_be_read_is_as_it_was_read_last(outcome: Outcome) -> None:
    text = visible(as_bytes([replace(outcome, digest="0123456789ABCDEF")])).replace(VERSION, "（版本）")
    if RENEW:
        GOLDEN.write_text(text, encoding="utf-8")
    assert text == GOLDEN.read_text(encoding="utf-8")


def test_the_pasted_paragraphs_hold_the_words_of_every_other_form(outcome: Outcome, seed: Outcome) -> None:
    for one in (outcome, seed):
        lines = [words(paragraph._p) for paragraph in pasted(opened(as_bytes([one])))]
        assert lines == [str(block) for block in section(one)]
        assert "\n".join(lines) == render("text", [one]).partition("\n\n————")[0]
        assert all(line == line.strip() for line in lines)  # indents are properties, not spaces


def test_what_is_pasted_holds_no_table_and_no_numbering_that_would_be_lost(seed: Outcome) -> None:
    document = opened(as_bytes([seed]))
    first = document.tables[0]._tbl
    for paragraph in pasted(document):
        assert paragraph._p.getparent() is document.element.body
        assert paragraph._p in list(first.itersiblings(preceding=True))
        assert paragraph._p.pPr.numPr is None


def test_comments_stand_on_the_figures_they_speak_of(outcome: Outcome) -> None:
    document = opened(as_bytes([outcome]))
    item = next(p for p in pasted(document) if words(p._p).startswith("1.BUD-002"))
    (heading, about), (figure, source) = remarks(document, item)
    assert heading == "BUD-002的名称"
    assert about.splitlines() == [
        "规则：BUD-002（一般）",
        "依据：《中华人民共和国预算法》第五十七条",
        "涉及金额：69元",
        "距界限：项目“甲”（一般）：支出 ÷ 年度预算比90%低59个百分点",
        "文字中没有写出的依据：",
        "支出：31元〔样例.yaml〕",
        "年度预算：100元〔样例.yaml〕",
    ]
    assert (figure, source) == ("31%", "支出 ÷ 年度预算：31%〔支出 ÷ 年度预算比90%低59个百分点〕")


def test_every_finding_of_the_seed_has_its_comments_and_its_measure_none(seed: Outcome) -> None:
    document = opened(as_bytes([seed]))
    blocks = list(section(seed))
    for block, paragraph in zip(blocks, pasted(document), strict=True):
        found = remarks(document, paragraph)
        if block.finding is None or block.text != block.finding.text:
            assert found == []
            continue
        assert found[0][0] == block.finding.title
        assert found[0][1].startswith(f"规则：{block.finding.rule}（{block.finding.severity}）\n依据：《")
        for anchor, text in found[1:]:
            assert anchor in text, "a comment speaks of the figure it stands on"
    low = next(b for b in blocks if b.finding and b.finding.rule == "BUD-001")
    figures = dict(remarks(document, pasted(document)[blocks.index(low)])[1:])
    assert figures == {
        "91,470.79万元": "总预算：91,470.79万元〔一（三）2 第186-188行〕",
        "85,038.37万元": "支出：85,038.37万元〔一（三）2 第188-190行〕",
        "92.97%": "执行率：92.97%〔支出 ÷ 总预算 = 85,038.37万元 ÷ 91,470.79万元 = 92.97%〕",
    }


def test_comments_are_signed_and_carry_no_date(seed: Outcome) -> None:
    comments = list(opened(as_bytes([seed])).comments)
    assert len(comments) > 50
    assert {(c.author, c.initials, c.timestamp) for c in comments} == {("绩效规则引擎", "规则", None)}
    assert len({c.comment_id for c in comments}) == len(comments)


def test_a_basis_nobody_checked_is_marked_in_comment_and_annex(seed: Outcome) -> None:
    text = visible(as_bytes([seed]))
    below = text[text.index("附件") :]
    comments = [line for line in text.splitlines() if line.startswith("      依据：")]
    assert sum("【待核】" in line for line in comments) > 5
    assert [line for line in text.splitlines() if line.startswith("[Normal]") and "【待核】" in line] == []
    assert all(f"| {line}" in below.splitlines() for line in seed.parameters)


def test_the_annex_holds_every_row_that_the_text_form_has_below_the_line(seed: Outcome, sample: Outcome) -> None:
    for one in (seed, sample):
        text = visible(as_bytes([one])).partition("附件")[2].splitlines()
        for part in annex.parts(one):
            for row in part.rows:
                assert "| " + " | ".join(row) in text
        for ground in annex.grounds(one):
            at = text.index(f"[Heading 2] {ground.finding.rule} {ground.finding.title}（{ground.finding.severity}）")
            for verdict in ground.verdicts:
                figures = [f"；{e.field}：{e.value}" + f"〔{e.source}〕" * bool(e.source) for e in verdict.evidence]
                told = f"{annex.subject_words(verdict)}{''.join(figures)}。"
                at = next(n for n, line in enumerate(text) if n > at and line.endswith(f"] {told}"))
        code = next(line for line in text if line.startswith("| 核验码"))
        assert code.startswith(f"| 核验码 | {one.digest}（")


def test_hints_stand_in_the_annex_alone(outcome: Outcome) -> None:
    above, _, below = visible(as_bytes([outcome])).partition("附件")
    (hint,) = annex.hints(outcome)
    assert hint.text not in above
    assert f"| 1 | {hint.text} | BUD-011" in below.splitlines()
    assert "请核实，不作为问题列入。" in below


def test_what_could_not_be_judged_is_said_first(outcome: Outcome, seed: Outcome) -> None:
    for one in (outcome, seed):
        lines = visible(as_bytes([one])).partition("附件")[2].splitlines()
        at = lines.index("[Heading 1] 一、核对说明")
        unknown = one.count(State.UNKNOWN)
        said = f"[Normal] 无法判定{unknown}项，因资料不足不能作出判定，不是没有问题，缺什么见“取数清单”。"
        assert lines[at + 1] == said
        assert lines[at + 3] == "| " + " | ".join(str(one.count(state)) for state in State)


def test_the_day_of_the_check_is_the_one_the_caller_gave(outcome: Outcome) -> None:
    assert "| 检查日期 | 2023年3月31日" in visible(as_bytes([outcome])).splitlines()
    assert "检查日期" not in visible(as_bytes([replace(outcome, day=None)]))


def test_what_is_at_stake_and_what_became_of_it_stand_in_comment_and_annex(outcome: Outcome) -> None:
    again = replace(outcome, findings=tuple(replace(finding, history="延续") for finding in outcome.findings))
    above, _, below = visible(as_bytes([again])).partition("附件")
    assert above.count("      与以往检查相比：延续\n") == 2  # of the two that are pasted
    assert below.count("[表格文字] 与以往检查相比：延续\n") == 3
    assert "[表格文字] 涉及金额：69元" in below.splitlines()
    assert "与以往" not in visible(as_bytes([outcome]))


def test_near_misses_are_listed_where_they_were_asked_for(outcome: Outcome) -> None:
    assert "临界事项" not in visible(as_bytes([outcome]))
    asked = visible(as_bytes([replace(outcome, near=())]))
    assert re.search(r"\[Heading 1\] .、临界事项\n.*\n\[Normal\] 没有。", asked)


def test_a_department_without_findings_is_not_called_faultless_in_word(tmp_path: Path) -> None:
    empty = checked(library(tmp_path, many.LOW), listed("项目", "名称: 甲"))
    text = visible(as_bytes([empty]))
    assert "[Normal] 本次没有能够作出判定的事项（1项因资料不足无法判定），不能说明没有问题。" in text
    assert "四、" not in text.partition("附件")[0]
    assert "[Normal] 无法判定1项，" in text
    assert "依据与算式\n" not in text


def test_each_department_begins_on_a_page_of_its_own(outcome: Outcome) -> None:
    others = [replace(outcome, department=name) for name in ("甲局", "乙局", "丙局")]
    document = opened(as_bytes(others))
    titles = [p for p in document.paragraphs if p.style.name == "Title"]
    names = [words(p._p).partition("2022年度")[0] for p in titles]
    assert names == ["甲局", "检查依据和核对资料", "乙局", "检查依据和核对资料", "丙局", "检查依据和核对资料"]
    assert [p.paragraph_format.page_break_before for p in titles[::2]] == [None, True, True]
    labels = [p for p in document.paragraphs if words(p._p) == "附件"]
    assert [p.paragraph_format.page_break_before for p in labels] == [True] * 3
    assert len(list(document.comments)) == 3 * len(list(opened(as_bytes([outcome])).comments))


def test_the_same_outcome_gives_the_same_bytes(outcome: Outcome) -> None:
    first = as_bytes([outcome])
    assert first == as_bytes([replace(outcome)])
    assert first != as_bytes([replace(outcome, digest="0" * 16)])


def test_check_writes_a_word_file_by_the_ending_of_its_name(check: Runner, facts: Path, tmp_path: Path) -> None:
    result = check(facts, "--output", tmp_path / "报告.docx", "--date", "2023-03-31")
    assert result.code == 1
    assert "1.BUD-001的名称。" in visible((tmp_path / "报告.docx").read_bytes())
    refused = check(facts, "--format", "docx")
    assert refused.code == 2
    assert "--output" in refused.err


def test_without_the_word_package_nothing_is_written_and_the_way_out_named(
    check: Runner, facts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "docx", None)
    result = check(facts, "--output", tmp_path / "报告.docx")
    assert result.code == 2
    assert "没有写出任何内容" in result.err
    assert "make workbench" in result.err
    assert not (tmp_path / "报告.docx").exists()
