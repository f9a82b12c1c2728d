"""Same outcome, same words in every form: laws over all of them, and golden files of what each looks like."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import many
import pytest
from commands import Runner
from forms import cells_text, words_of
from golden import same, steady
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from repository import read
from small import checked, render

from engine import VERSION
from engine.library import Library
from engine.outcome import Finding, Outcome
from engine.report import SHOWN
from engine.rule import Basis

FORMS = [form for form in SHOWN if form != "table"]  # a table folds its texts and has no room for measures


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    return many.outcome(tmp_path_factory.mktemp("rules"))


def said(outcome: Outcome) -> list[str]:
    """Everything that every form must say, word for word."""
    findings = [text for f in outcome.findings for text in (f.text, f.title, f.rule)]
    findings += [text for f in outcome.findings if not f.hint for text in (f.action, f.office, f.due)]
    gaps = [words for missing, rules in outcome.gaps().items() for words in (missing, *rules)]
    waivers = [words for w, _ in outcome.waivers for words in (w.rule, w.subject, w.reason, w.approver)]
    evidence = [
        words
        for verdict in outcome.verdicts
        if verdict.state.name == "FINDING"
        for piece in verdict.evidence
        for words in (piece.field, piece.value, piece.source)
    ]
    other = [outcome.department, str(outcome.year), outcome.region, outcome.digest, *outcome.parameters]
    return [words for words in (*findings, *gaps, *waivers, *evidence, *other, *outcome.skipped) if words]


@pytest.mark.parametrize("form", FORMS)
def test_every_form_says_everything_that_the_others_say(outcome: Outcome, seed: Outcome, form: str) -> None:
    for one in (outcome, seed):
        text = words_of(form, render(form, [one]))
        assert [words for words in said(one) if words not in text] == []


@pytest.mark.parametrize("form", [form for form in FORMS if form != "xlsx"])
def test_the_measure_is_pasted_with_who_answers_for_it(outcome: Outcome, form: str) -> None:
    text = words_of(form, render(form, [outcome]))
    assert [f.measure for f in outcome.findings if not f.hint and f.measure not in text] == []


# Signs that mean something in one form or another; white space is not kept by all of them.
SIGNS = st.text(
    st.sampled_from("预算执行率偏低。，“”（）《》〔〕=+-@*_<>&#`|\\[]{}$~!%^'\";:/?.1a"), min_size=1, max_size=20
)


@settings(max_examples=8)
@given(st.lists(st.tuples(SIGNS, SIGNS, SIGNS, st.booleans()), min_size=1, max_size=3))
def test_no_sign_gets_lost_or_changed_in_any_form(parts: list[tuple[str, str, str, bool]]) -> None:
    findings = tuple(
        Finding("甲-1", title, "提示" if hint else "一般", "主题", (problem,), "", (measure,), "", "", ("甲",),
                (Basis("法", "", "", "已核"),), "", "")
        for title, problem, measure, hint in parts
    )  # fmt: skip
    outcome = Outcome("部门", 2022, "省", "码", (), findings, (), {}, {}, (), (), ())
    for form in FORMS:
        text = words_of(form, render(form, [outcome]))
        shown = [words for f in findings for words in (f.text, *(() if f.hint and form != "xlsx" else (f.action,)))]
        assert [words for words in shown if words not in text] == [], form


@pytest.mark.parametrize(("form", "ending"), [("markdown", "md"), ("xlsx", "xlsx"), ("text", "txt"), ("json", "json")])
def test_the_ending_of_the_output_file_chooses_the_form(
    check: Runner, facts: Path, tmp_path: Path, form: str, ending: str
) -> None:
    output = tmp_path / f"结果.{ending}"
    assert check(facts, "--output", output).code == 1
    content = output.read_bytes()
    text = words_of(form, content if form == "xlsx" else content.decode())
    assert "BUD-001的名称。甲支出90元" in text
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == [output.name]  # nothing half written


# What each form looked like when somebody last read it


@pytest.fixture(scope="module")
def whole_seed(books: Library) -> Outcome:
    return checked(books, read(books, "*增城*2022*"), near=Fraction(1, 20))


def test_the_text_form_is_what_was_last_read(outcome: Outcome, whole_seed: Outcome) -> None:
    for name, one in (("报告", outcome), ("样例部门", whole_seed)):
        same(f"{name}.txt", str(render("text", [steady(one)])))


def test_the_markdown_form_is_what_was_last_read(outcome: Outcome, whole_seed: Outcome) -> None:
    same("报告.md", str(render("markdown", [steady(outcome)])))
    same("样例部门.md", str(render("markdown", [steady(whole_seed)])).partition("\n---\n")[0])


def test_the_ledger_is_what_was_last_read(outcome: Outcome, whole_seed: Outcome) -> None:
    found = tuple(replace(finding, history="延续") for finding in outcome.findings)
    two = replace(outcome, department="乙局", findings=found)
    for name, given_ in (("台账", [outcome, two]), ("样例部门台账", [whole_seed])):
        content = render("xlsx", [steady(one) for one in given_])
        assert isinstance(content, bytes)
        text = cells_text(content).replace(VERSION, "（版本）")
        same(f"{name}.txt", text if given_[1:] else text.partition("\n# 依据与算式\n")[0])
