"""整改台账: one row a finding, real numbers, texts that stay texts, and what could not be judged always in sight."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import many
import pytest
from forms import sheets
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from small import checked, library, listed, money, render, rule_text

from engine.outcome import Finding, Outcome
from engine.paper.sheet import LONGEST
from engine.report import xlsx_annex
from engine.rule import Basis
from engine.verdict import State

FORMULAS = ("=1+1", "＝1+1", "＠SUM(A1)", "+1", "-1", "@SUM(A1)", "\t=1", "=cmd|'/c'!A1")
DANGEROUS = (*FORMULAS, '=HYPERLINK("http://x","点")', "http://x.cn")


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    return many.outcome(tmp_path_factory.mktemp("rules"))


def book(*outcomes: Outcome) -> bytes:
    content = render("xlsx", list(outcomes))
    assert isinstance(content, bytes)
    return content


def table(content: bytes, name: str = "整改台账") -> list[dict[object, object]]:
    """The rows of a sheet under its heads."""
    rows = sheets(content)[name]
    head = next(number for number, row in enumerate(rows) if row[0] in ("序号", "规则", "项目", "部门") and row[1])
    return [dict(zip(rows[head], row, strict=True)) for row in rows[head + 1 :]]


def part(content: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return package.read(name).decode()


def finding(text: str = "有问题。", **more: object) -> Finding:
    made = Finding("甲-1", "名称", "一般", "主题", (text,), "", ("改正。",), "", "", ("甲",), (), "", "")
    return replace(made, **more)


def of(*findings: Finding) -> Outcome:
    return Outcome("部门", 2022, "", "码", (), findings, (), {}, {}, (), (), ())


# The rows


def test_every_finding_has_a_row_and_hints_stand_on_a_sheet_of_their_own(outcome: Outcome) -> None:
    content = book(outcome)
    rows = {hint: [f for f in outcome.findings if f.hint is hint] for hint in (False, True)}
    assert [row["问题"] for row in table(content)] == [f.text for f in rows[False]]
    assert [row["提示"] for row in table(content, "提示事项")] == [f.text for f in rows[True]]
    assert [row["序号"] for row in table(content)] == [1, 2]
    assert {row["状态"] for row in table(content)} == {"未整改"}


def test_a_row_says_what_is_to_be_done_by_whom_and_until_when(outcome: Outcome) -> None:
    first = table(book(outcome))[0]
    kept = ("依据", "涉及金额（万元）", "改进措施", "责任科室", "完成时限", "主题", "程度", "规则")
    law = "《中华人民共和国预算法》第五十七条"
    assert [first[head] for head in kept] == [law, 0.0069, "改正。", "财务科", "", "预算执行", "一般", "BUD-002"]
    assert "以往" not in first


def test_a_basis_nobody_has_checked_comes_after_the_others_and_says_so() -> None:
    bases = (Basis("乙", "", "", "待核"), Basis("甲", "", "", "已核"))
    assert table(book(of(finding(basis=bases))))[0]["依据"] == "《甲》\n《乙》【待核】"


@pytest.mark.parametrize(
    ("written", "cell"),
    [
        ("6432.42万元", 6432.42),
        ("0.01元", 0.000001),
        ("-3万元", -3),
        ("99999999999.99万元", 99999999999.99),
        ("100000000000万元", "100,000,000,000万元"),  # sixteen digits to the fen
        ("约290万元", "约290万元"),
        ("380余万元", "380余万元"),
    ],
)
def test_an_exact_amount_is_a_number_of_wan_yuan_and_any_other_stays_words(written: str, cell: object) -> None:
    assert table(book(of(finding(amount=money(written)))))[0]["涉及金额（万元）"] == cell


def test_an_amount_that_is_not_known_leaves_the_cell_empty() -> None:
    assert table(book(of(finding())))[0]["涉及金额（万元）"] == ""


def test_what_earlier_runs_say_has_a_column_where_they_say_anything() -> None:
    rows = table(book(of(finding(history="延续"), finding())))
    assert [row["以往"] for row in rows] == ["延续", ""]


def test_several_departments_stand_in_one_list_with_their_names(outcome: Outcome) -> None:
    other = replace(outcome, department="乙局", year=2021)
    content = book(outcome, other)
    rows = table(content)
    assert [(row["序号"], row["部门"], row["年度"]) for row in rows] == [
        (1, "乙局", "2021"), (2, "乙局", "2021"), (3, "示例部门", "2022"), (4, "示例部门", "2022")
    ]  # fmt: skip
    assert all("部门" in table(content, name)[0] for name in sheets(content))


# It never looks clean


def test_what_could_not_be_judged_is_said_above_the_list_and_on_a_sheet(outcome: Outcome) -> None:
    content = book(outcome)
    above = "".join(str(row[0]) for row in sheets(content)["整改台账"][:4])
    assert "有1项判定因资料不足无法作出，见“无法判定”，不代表没有问题。" in above
    (row,) = table(content, "无法判定")
    assert [row[head] for head in ("缺什么", "等待它的规则", "等待的判定数")] == [
        "自评的得分", "CLO-005 CLO-005的名称", 1
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["整改台账", "无法判定"])
def test_what_could_not_be_judged_is_the_first_line_below_a_title_and_red(outcome: Outcome, name: str) -> None:
    from openpyxl import load_workbook

    cell = load_workbook(io.BytesIO(book(outcome)))[name]["A2"]
    assert "1项判定因资料不足无法作出" in cell.value
    assert (cell.font.color.rgb, cell.font.bold, cell.font.sz) == ("FFC00000", True, 12)
    known = replace(outcome, verdicts=tuple(v for v in outcome.verdicts if v.state is not State.UNKNOWN))
    assert "无法作出" not in str(sheets(book(known))[name][:5])


def test_the_subjects_that_something_is_missing_of_are_named_as_far_as_they_can_be_read(tmp_path: Path) -> None:
    facts = listed("项目", *(f"名称: 项目{n:02}" for n in range(12)))
    (row,) = table(book(checked(library(tmp_path, rule_text("支出 ≥ 1元")), facts)), "无法判定")
    assert (row["涉及对象"], row["等待的判定数"]) == ("、".join(f"项目{n:02}" for n in range(10)) + "等12个", 12)


@pytest.mark.parametrize("several", [False, True])
def test_an_empty_list_says_what_was_judged_and_what_was_not(tmp_path: Path, several: bool) -> None:
    facts = listed("项目", "名称: 甲, 年度预算: 100元, 支出: 95元", "名称: 乙")
    clean = checked(library(tmp_path, many.LOW), facts)
    content = book(clean, replace(clean, department="乙局")) if several else book(clean)
    said = str(sheets(content)["整改台账"][-1][0])
    assert ("能够判定的2项" in said and "另有2项" in said) if several else said == clean.nothing_found()
    assert "不能据此认为没有问题" in said


def test_the_last_sheet_tells_how_the_check_was_made(outcome: Outcome) -> None:
    told = {row["项目"]: row["内容"] for row in table(book(outcome), "核对说明")}
    assert outcome.digest in str(told["核验码"])
    assert told["检查日期"] == "2023年3月31日"
    assert told["求值器"] == "durable、reference结果一致"
    assert told["判定"] == "发现问题5项，未发现问题3项，不适用0项，无法判定1项，已豁免1项"
    assert told["不适用"] == "不适用于2022年度的规则：OLD-001"
    lines = [row["内容"] for row in table(book(outcome), "核对说明") if row["项目"] in ("豁免", "检查范围")]
    text = render("text", [outcome]).splitlines()
    assert {f"  {line}" for line in lines} <= set(text)


def test_every_figure_of_the_evidence_is_on_the_sheet_of_the_grounds(outcome: Outcome) -> None:
    found = {(r["规则"], r["对象"], r["字段"], r["值"], r["出处或算式"]) for r in table(book(outcome), "依据与算式")}
    for verdict in (v for v in outcome.verdicts if v.state is State.FINDING):
        for piece in verdict.evidence:
            row = (verdict.rule, f"{verdict.kind}“{verdict.subject}”", piece.field, piece.value, piece.source)
            assert row in found
    assert ("BUD-002", "项目“甲”", "离界限", "", "支出 ÷ 年度预算比90%低59个百分点") in found


# A workbook people work with


def test_the_state_is_chosen_from_a_list_and_rows_can_be_filtered(outcome: Outcome) -> None:
    sheet = part(book(outcome), "xl/worksheets/sheet1.xml")
    choice = sheet.partition("<dataValidation ")[2].partition("</dataValidation>")[0]
    assert 'type="list"' in choice
    assert 'sqref="H7:H8"' in choice
    assert '"未整改,整改中,已整改"' in choice
    assert '<autoFilter ref="A6:K8"/>' in sheet
    assert "<conditionalFormatting" in sheet


def test_equal_outcomes_give_equal_bytes(outcome: Outcome) -> None:
    other = replace(outcome, department="乙局")
    assert book(outcome, other) == book(other, outcome)


@pytest.mark.parametrize("text", DANGEROUS)
def test_no_text_of_a_fact_or_a_rule_becomes_a_formula_or_a_link(text: str) -> None:
    bad = finding(title=text, problems=(text,), measures=(text,), office=text, due=text, theme=text, subjects=(text,))
    outcome = replace(of(bad), department=text, names={text: text}, parameters=(text,))
    content = book(outcome, replace(outcome, year=2021))
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        texts = {name: package.read(name).decode() for name in package.namelist()}
    for name, xml in texts.items():
        assert "<f>" not in xml, name
        assert "<hyperlink" not in xml, name
        assert 'TargetMode="External"' not in xml, name
    assert {row["完成时限"] for row in table(content)} == {text}
    if text[0] in "=+-@＝＠\t":
        assert 'quotePrefix="1"' in texts["xl/styles.xml"]  # nor when somebody edits the cell


def test_a_text_that_a_cell_cannot_hold_is_cut_and_the_reader_told(outcome: Outcome) -> None:
    content = book(of(finding("长" * (LONGEST + 10))))
    text = str(table(content)[0]["问题"])
    assert len(text) == LONGEST
    assert text.endswith("长……（全文见文字版）")
    assert "第1行文字太长，格内只能看到开头，请双击查看，或见文字版。" in str(sheets(content)["整改台账"])


def test_more_rows_than_a_sheet_takes_are_left_out_and_the_last_row_says_so(
    outcome: Outcome, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(xlsx_annex, "FEWER", 3)
    rows = sheets(book(outcome))["依据与算式"]
    assert [row[0] for row in rows[-2:]] == ["BUD-002", "……（后面的没有列出，全文见文字版）"]
    assert len(rows) == 1 + 1 + 3 + 1  # title, heads, rows, the remark


def test_a_column_grows_before_a_text_is_out_of_sight(outcome: Outcome) -> None:
    content = book(of(finding("长" * 1200)))
    assert "文字太长" not in str(sheets(content)["整改台账"])
    assert 'width="46.' not in part(content, "xl/worksheets/sheet1.xml").partition("<sheetData")[0]


@settings(max_examples=25)
@given(
    st.lists(st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=40), min_size=1, max_size=4)
)
def test_any_text_at_all_is_in_its_cell_as_it_was_written(texts: list[str]) -> None:
    content = book(of(*(finding(measures=(text,)) for text in texts)))
    assert [row["改进措施"] for row in table(content)] == [text.replace("\uffff", "\ufffd") for text in texts]
