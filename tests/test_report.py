"""The forms of an outcome for people: paste-ready text and tables, each with every finding."""

from __future__ import annotations

import json
import re
from pathlib import Path

import many
import pytest
from forms import words_of
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from small import checked, library, listed, render, rule_text

from engine.outcome import Finding, Outcome
from engine.report import SHOWN
from engine.report.annex import grounds
from engine.report.blocks import chinese
from engine.report.table import WIDTH

TWINS = {"领域": "2万元", "项目": "0.5万元"}


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    return many.outcome(tmp_path_factory.mktemp("rules"))


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    return checked(library(tmp_path_factory.mktemp("rules"), many.LOW), "项目: 无\n")


def test_figures_stand_under_their_own_finding_where_two_subjects_share_a_name(tmp_path: Path) -> None:
    grades = "\n  - {级别: 提示, 条件: 年度预算 低于 1万元}\n  - {级别: 一般}"
    rule = rule_text("支出 ≥ 年度预算", kind="[领域, 项目]", severity=grades, problem="{名称}。")
    facts = "".join(listed(kind, f"名称: 同名, 年度预算: {money}, 支出: 1元") for kind, money in TWINS.items())
    found = [
        (ground.finding.hint, [v.kind for v in ground.verdicts])
        for ground in grounds(checked(library(tmp_path, rule), facts))
    ]
    assert found == [(False, ["领域"]), (True, ["项目"])]


def test_the_text_answers_every_problem_by_a_measure_of_the_same_number(outcome: Outcome) -> None:
    section, line, _ = render("text", [outcome]).partition("\n\n————")
    assert line
    assert section.splitlines() == [
        "三、存在的主要问题",
        "（一）预算执行方面",
        "1.BUD-002的名称。甲执行率31%（依据：《中华人民共和国预算法》第五十七条）。",
        "（二）绩效监控方面",
        "1.MON-001的名称。（1）乙没有编码。（2）甲没有编码（依据：《中华人民共和国预算法》第五十七条）。",
        "四、下一步改进措施",
        "（一）预算执行方面",
        "1.改正。（责任科室：财务科；完成时限：________）",
        "（二）绩效监控方面",
        "1.改正。（责任科室：________；完成时限：________）",
    ]


@pytest.mark.parametrize(
    "line",
    [
        "检查对象：示例部门，2022年度，广东省广州市增城区",
        "【提示事项】请核实，不作为问题列入",
        "BUD-002 BUD-002的名称（一般）",
        "  项目“甲”（一般）：支出 ÷ 年度预算比90%低59个百分点",
        "    支出：31元  〔样例.yaml〕",
        "【资料缺口】共1项判定因资料不足无法作出，不代表没有问题",
        "  自评的得分 —— 等待它的规则：CLO-005",
        "  BUD-002 丙：已用于豁免。理由：已批；批准：财政局；到期：2023-12-31。",
        "  MON-001 丙：已到期，不再有效。理由：旧批；批准：财政局；到期：2022-12-31。",
        "  BUD-002 BUD-002的名称：发现问题1，未发现问题1，已豁免1",
        "  MON-001 MON-001的名称：发现问题2，未发现问题1",
        "  CLO-005 CLO-005的名称：无法判定1",
        "  不适用于2022年度的规则：OLD-001",
        "  求值：durable、reference结果一致",
    ],
)
def test_below_the_line_stands_what_is_kept_for_checking(outcome: Outcome, line: str) -> None:
    assert line in render("text", [outcome]).partition("————")[2].splitlines()


def test_the_digest_stands_in_every_form(outcome: Outcome) -> None:
    assert re.fullmatch("[0-9A-F]{16}", outcome.digest)
    assert [form for form in SHOWN if outcome.digest not in words_of(form, render(form, [outcome]))] == []


def test_one_evaluator_alone_is_not_said_to_agree(outcome: Outcome) -> None:
    alone = replace(outcome, evaluators=("reference",))
    assert "结果一致" not in render("text", [alone]) + render("table", [alone])


def test_a_department_without_findings_is_not_called_faultless(clean: Outcome) -> None:
    text = render("text", [clean])
    assert text.startswith("三、存在的主要问题\n本次没有能够作出判定的事项，不能说明没有问题。\n")
    assert "四、" not in text
    assert "  BUD-002 BUD-002的名称：没有适用的对象" in text.splitlines()


def test_what_could_not_be_judged_stands_beside_what_was_found_in_order(tmp_path: Path) -> None:
    books = library(tmp_path, many.LOW)
    fine = "名称: 甲, 年度预算: 100元, 支出: 95元"
    whole = render("text", [checked(books, listed("项目", fine))]).splitlines()[1]
    assert whole == "在资料齐全、能够判定的1项中未发现问题。"
    partial = render("text", [checked(books, listed("项目", fine, "名称: 乙"))]).splitlines()[1]
    assert partial == "在资料齐全、能够判定的1项中未发现问题；另有1项因资料不足无法判定，不能据此认为没有问题。"


@pytest.mark.parametrize(
    ("number", "word"),
    [
        (1, "一"),
        (9, "九"),
        (10, "十"),
        (11, "十一"),
        (19, "十九"),
        (20, "二十"),
        (21, "二十一"),
        (90, "九十"),
        (99, "九十九"),
    ],
)
def test_headings_are_numbered_in_chinese(number: int, word: str) -> None:
    assert chinese(number) == word


def test_no_two_headings_have_the_same_number() -> None:
    assert len({chinese(number) for number in range(1, 100)}) == 99


# Table


def test_the_table_counts_every_state_and_names_findings_gaps_and_waivers(outcome: Outcome) -> None:
    text = render("table", [outcome])
    assert "判定：发现问题 5　未发现问题 3　不适用 0　无法判定 1　已豁免 1" in text.splitlines()
    for word in (
        "发现的问题",
        "BUD-002",
        "MON-001",
        "BUD-011",
        "资料缺口（1项判定因此无法作出，不代表没有问题）",
        "自评的得分",
        "已用于豁免",
    ):
        assert word in text


def test_departments_stand_in_the_order_of_their_names_and_years(outcome: Outcome) -> None:
    others = [
        replace(outcome, department=name, year=year) for name, year in (("乙局", 2021), ("甲局", 2022), ("乙局", 2020))
    ]
    for form in SHOWN:
        assert render(form, others) == render(form, others[::-1])
    assert [(d["department"], d["year"]) for d in json.loads(render("json", others))["departments"]] == [
        ("乙局", 2020), ("乙局", 2021), ("甲局", 2022)
    ]  # fmt: skip


def test_cells_are_as_wide_as_can_be_read_and_numbers_in_them_stay_as_written() -> None:
    table = render("table", [with_problem("部门整体预算" * 20, ("1.10",))])
    cells = [cell.strip() for cell in re.split("[│\n]", table)]
    assert max(len(cell) for cell in cells if cell.startswith("部门整体预算")) == WIDTH
    assert len([cell for cell in cells if len(cell) == WIDTH]) == 120 // WIDTH
    assert "".join(cell for cell in cells if set(cell) <= set("部门整体预算") and len(cell) > 1) == "部门整体预算" * 20
    assert "1.10" in cells


FIGURE = re.compile(r"-?\d[\d,.]*(?:%|万元|亿元|元|个百分点)")


@given(
    st.lists(
        st.tuples(
            st.integers(-(10**12), 10**12),
            st.sampled_from(["%", "万元", "亿元", "元", "个百分点"]),
            st.text("预算调整率为", max_size=30),
        ),
        max_size=12,
    )
)
def test_a_table_never_breaks_a_figure_or_parts_it_from_its_sign(parts: list[tuple[int, str, str]]) -> None:
    figures = [f"{number:,}.{abs(number) % 100:02d}{unit}" for number, unit, _ in parts]
    text = "".join(words + figure for figure, (_, _, words) in zip(figures, parts, strict=True))
    cells = re.split(r"[│\n]", render("table", [with_problem(text)]))
    found = [figure for cell in cells for figure in FIGURE.findall(cell)]
    assert found == figures


def with_problem(text: str, subjects: tuple[str, ...] = ()) -> Outcome:
    """An outcome with one finding of this text."""
    finding = Finding("规则", "名称", "一般", "主题", (text,), "", (), "", "", subjects, (), "", "")
    return Outcome("部门", 0, "", "", (), (finding,), (), {}, {}, (), (), ())
