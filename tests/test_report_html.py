"""The report as a page: the words of the other forms, and what the copy buttons take."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import many
import pytest
import webpage
from commands import Runner
from markup import Element, read
from msgspec.structs import replace
from small import checked, library, money, render
from webpage import pasted, shown

from engine.outcome import Finding, Outcome
from engine.report import annex
from engine.report.blocks import section
from engine.verdict import State


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    return webpage.outcome(tmp_path_factory.mktemp("rules"))


@pytest.fixture(scope="module")
def html(outcome: Outcome) -> str:
    return render("html", [outcome])


@pytest.fixture(scope="module")
def page(html: str) -> Element:
    return read(html)


# The same words


def test_the_page_shows_what_is_pasted_word_for_word(outcome: Outcome, page: Element) -> None:
    assert shown(page) == [str(block) for block in section(outcome)]


def test_the_real_report_is_on_its_page_word_for_word(seed: Outcome) -> None:
    page = read(render("html", [seed]))
    assert shown(page) == [str(block) for block in section(seed)]
    assert len(page.all("article", css="problem")) == len(seed.findings)


def test_the_amount_is_printed_as_in_the_other_forms(outcome: Outcome) -> None:
    wide = replace(money("约2.89万元"), low=Fraction(18900), high=Fraction(38900))
    findings = tuple(replace(finding, amount=wide) for finding in outcome.findings)
    page = read(render("html", [replace(outcome, findings=findings)]))
    assert page.all("p", css="meta")[0].all("span")[2].text == f"涉及金额{findings[0].amount_words}"
    assert findings[0].amount_words == "1.89万元至3.89万元"


def test_every_evidence_basis_and_margin_is_on_the_page(outcome: Outcome, page: Element) -> None:
    cells = {cell.text for cell in page.all("td") + page.all("th")}
    words = {one.text for one in page.all("li") + page.all("dd") + page.all("caption")}
    for ground in annex.grounds(outcome):
        assert {str(basis) for basis in ground.finding.basis} <= words
        assert ground.finding.measure in words
        for verdict in ground.verdicts:
            assert annex.subject_words(verdict) in words
            assert {word for e in verdict.evidence for word in (e.field, e.value, e.source)} - {""} <= cells
    assert set(outcome.parameters) <= words


def test_what_could_not_be_judged_ranks_with_what_was_found(outcome: Outcome, page: Element) -> None:
    sections = [one for one in page.one("section", id="d1").children if isinstance(one, Element)]
    found, unknown = (page.one("section", id=f"d1-{name}") for name in ("pasted", "unknown"))
    assert sections.index(unknown) == sections.index(found) + 1
    assert len(found.all("h3")) == len(unknown.all("h3")) == 1
    assert unknown.one("p", css="headline").text == "共1项判定因资料不足无法作出，不代表没有问题。"
    row = unknown.one("table", css="waits").one("tbody").one("tr")
    assert [cell.text for cell in row.children if isinstance(cell, Element)] == [
        "自评的得分",
        "CLO-005 CLO-005的名称",
        "1",
    ]


def test_the_first_line_says_what_was_found_and_what_was_not_judged(page: Element) -> None:
    (line, *_) = page.all("p", css="headline")
    assert line.text == "发现问题2项（较大1、一般1）。另有1项判定因资料不足无法作出，不能据此认为其他方面没有问题。"


def test_where_everything_was_judged_the_first_line_says_so(sample: Outcome) -> None:
    (line, *_) = read(render("html", [sample])).all("p", css="headline")
    assert sample.count(State.UNKNOWN) == 0
    assert line.text.endswith("没有因资料不足无法判定的事项。")


def test_a_page_without_findings_never_looks_clean_when_nothing_was_known(tmp_path: Path) -> None:
    page = read(render("html", [checked(library(tmp_path, many.LOW), "")]))
    assert page.all("p", css="headline")[0].text == (
        "本次没有能够作出判定的事项（1项因资料不足无法判定），不能说明没有问题。"
    )
    assert page.all("article") == []


def test_every_verdict_is_on_the_page_once(outcome: Outcome, page: Element) -> None:
    for state in (State.UNKNOWN, State.PASS, State.NOT_APPLICABLE):
        rows = page.all(data_count=state.code)
        assert sum(int(row.attributes["data-size"]) for row in rows) == outcome.count(state)
    assert len(page.all(data_count="finding")) == len(outcome.findings)
    assert len(page.all(data_count="waived")) == outcome.count(State.WAIVED)


def test_waivers_near_misses_and_hints_have_their_own_sections(page: Element) -> None:
    assert "豁免" in page.one("section", id="d1-waived").text
    assert "BUD-002 BUD-002的名称　丙：已用于豁免。" in page.one("section", id="d1-waived").text
    assert "支出 ÷ 年度预算比90%高5个百分点" in page.one("section", id="d1-near").text
    assert len(page.one("section", id="d1-hints").all("article")) == 1


def test_amount_and_history_stand_beside_the_finding(outcome: Outcome) -> None:
    first: Finding = replace(outcome.findings[0], amount=money("69万元"), history="延续")
    page = read(render("html", [replace(outcome, findings=(first, *outcome.findings[1:]))]))
    (meta, *_) = page.all("p", css="meta")
    assert [one.text for one in meta.all("span")][:4] == ["一般", "BUD-002", "涉及金额69万元", "延续"]


def test_several_departments_have_an_index(outcome: Outcome) -> None:
    page = read(render("html", [replace(outcome, department="乙局"), replace(outcome, department="甲局")]))
    rows = page.one("section", aria_labelledby="index").one("tbody").all("tr")
    assert [row.one("a").text for row in rows] == ["乙局　2022年度", "甲局　2022年度"]
    assert [row.one("a").attributes["href"] for row in rows] == ["#d1", "#d2"]
    assert shown(page, 2) == [str(block) for block in section(outcome)]


def test_check_writes_the_page_into_one_file(check: Runner, facts: Path, tmp_path: Path) -> None:
    target = tmp_path / "报告.html"
    done = check(facts, "--output", target)
    assert (done.code, done.out) == (1, "")
    assert check(facts, "--format", "html").out == target.read_text(encoding="utf-8")
    assert [one.name for one in tmp_path.iterdir() if one.is_file()] == ["报告.html"]
    assert len(read(target.read_text(encoding="utf-8")).all("article", css="problem")) == 1


# For the clipboard


def test_the_clipboard_takes_the_text_that_the_text_form_pastes(outcome: Outcome, page: Element) -> None:
    pieces, whole = pasted(page)
    text = render("text", [outcome]).partition("\n\n————")[0]
    assert "\n".join(plain for _, plain in pieces[:whole]) == text
    rich = read("".join(rich for rich, _ in pieces[:whole]))
    assert "\n".join(one.text for one in rich.children if isinstance(one, Element)) == text
    assert [plain for _, plain in pieces[whole:]] == ["1." + f.text for f in outcome.findings if f.hint]


def test_every_copy_button_names_what_it_copies(page: Element) -> None:
    pieces, _ = pasted(page)
    buttons = [one for one in page.all("button", css="copy") if "data-key" in one.attributes]
    keys = [int(one.attributes["data-key"]) for one in buttons]
    assert len(keys) == len(set(keys)) == sum(plain[0].isdigit() for _, plain in pieces)
    assert all(pieces[key][1][0].isdigit() for key in keys)
    assert len({one.text for one in buttons}) == len(buttons)


def test_what_needs_a_script_is_not_there_without_one(page: Element) -> None:
    for one in [*page.all("button", css="copy"), *page.all("form")]:
        owners = [owner for owner in page.all(css="copies") if one in list(owner)]
        assert any("hidden" in each.attributes for each in (one, *owners))
    folded = [one for one in page.all(hidden="") if one.name not in ("button", "form", "p")]
    assert folded == []
