"""L101 to L104: rules that never find anything or always do, scopes and grades that have no effect."""

from __future__ import annotations

from pathlib import Path

import pytest
from linted import lines, linted, said, samples
from small import REGION, rule_text

RATE = "项目:\n  执行率: 支出 ÷ 年度预算\n"
LINE = "线: {取值: [{值: 90%, 依据: 甲, 核对: 已核, 核对日期: 2023-01-01}]}\n"


def codes(folder: Path, duty: str, scope: str = "", derived: str = RATE, **more: str) -> list[str]:
    """Which of the four notes there are on one rule."""
    notes = linted(folder, rule_text(duty, scope=scope, **more), derived=derived)  # type: ignore[arg-type]
    return [note.code for note in notes if note.code in ("L101", "L102", "L103", "L104")]


@pytest.mark.parametrize(
    ("scope", "duty"),
    [
        ("支出 高于 100元", "支出 高于 50元"),
        ("支出 高于 100元", "支出 不低于 100元"),
        ("性质 = 经常性", "性质 属于 {经常性, 阶段性}"),
        ("执行率 低于 50%", "执行率 低于 80%"),
        ("下达日期 > 2022-03-01", "下达日期 ≥ 2022-03-02"),
        ("存在 监控记录", "存在 监控记录"),
        ("支出 ≤ 年度预算", "非 支出 > 年度预算"),
        ("年度预算 高于 0元 且 支出 低于 年度预算 × 50%", "支出 ÷ 年度预算 不高于 50%"),
    ],
)
def test_a_rule_whose_duty_follows_from_its_scope_never_finds_anything(tmp_path: Path, scope: str, duty: str) -> None:
    assert codes(tmp_path, duty, scope) == ["L101"]


@pytest.mark.parametrize(
    ("scope", "duty"),
    [
        ("支出 不低于 50元", "支出 高于 50元"),
        ("性质 ≠ 经常性", "性质 = 阶段性"),  # 无 is neither
        ("执行率 低于 80%", "执行率 低于 50%"),
        ("下达日期 ≥ 2022-03-01", "下达日期 ≥ 2022-03-02"),
        ("存在 监控记录", "存在 纠偏记录"),
        ("支出 ≤ 年度预算", "非 支出 ≥ 年度预算"),
        ("支出 低于 年度预算 × 50%", "支出 ÷ 年度预算 不高于 50%"),  # a budget below zero
    ],
)
def test_its_near_twin_can_find_something(tmp_path: Path, scope: str, duty: str) -> None:
    assert codes(tmp_path, duty, scope) == []


def test_the_note_shows_a_subject_that_the_rule_applies_to_and_where_it_stands(tmp_path: Path) -> None:
    notes = linted(tmp_path, rule_text("支出 高于 50元", scope="支出 高于 100元"))
    assert samples(notes, "L101")[0].startswith("{支出: ")
    assert lines(notes, "L101") == [("TST-001.yaml", 8, 6)]
    assert "规则TST-001永远不会发现问题" in said(notes, "L101")[0]


def test_what_z3_alone_can_tell_is_left_alone_without_it(tmp_path: Path) -> None:
    rule = rule_text("支出 ÷ 年度预算 不高于 50%", scope="年度预算 高于 0元 且 支出 低于 年度预算 × 50%")
    assert said(linted(tmp_path, rule), "L101")
    assert said(linted(tmp_path, rule, solver=False), "L101") == []


@pytest.mark.parametrize(
    "duty", ["支出 > 5元 且 支出 < 3元", "性质 = 经常性 且 性质 = 阶段性", "支出 < 支出", "执行率 < 1% 且 执行率 > 2%"]
)
def test_a_duty_that_nobody_can_meet_is_noted(tmp_path: Path, duty: str) -> None:
    assert codes(tmp_path, duty) == ["L102"]


@pytest.mark.parametrize(
    "duty", ["支出 > 3元 且 支出 < 5元", "性质 = 经常性 或 性质 = 阶段性", "执行率 > 1% 且 执行率 < 2%"]
)
def test_a_duty_that_somebody_can_meet_is_not(tmp_path: Path, duty: str) -> None:
    assert codes(tmp_path, duty) == []


def test_a_duty_against_its_own_scope_is_always_a_finding(tmp_path: Path) -> None:
    notes = linted(tmp_path, rule_text("支出 低于 80元", scope="支出 不低于 90元"))
    assert "只要适用就不可能做到" in said(notes, "L102")[0]
    assert samples(notes, "L102")[0].startswith("{支出: ")


def test_a_scope_that_never_holds_and_one_that_leaves_nobody_out_are_noted(tmp_path: Path) -> None:
    assert codes(tmp_path, "支出 > 1元", "性质 = 经常性 且 性质 = 阶段性") == ["L103"]
    assert codes(tmp_path, "支出 > 1元", "支出 > 5元 或 支出 < 6元") == ["L103"]
    assert codes(tmp_path, "支出 > 1元", "支出 > 6元 或 支出 < 6元") == []


def test_whether_there_is_none_is_a_thing_of_its_own(tmp_path: Path) -> None:
    assert codes(tmp_path, "支出 > 1元", "支出 不为无 或 年度预算 为无") == []
    assert codes(tmp_path, "支出 为无", "支出 > 1元") == ["L102"]
    assert codes(tmp_path, "名称 不为无") == ["L101"]  # what every fact must state is never 无


GRADES = "[{级别: 较大, 条件: 执行率 低于 80%}, {级别: 严重, 条件: 执行率 低于 50%}, {级别: 一般}]"


def test_a_grade_below_one_that_holds_whenever_it_does_is_noted(tmp_path: Path) -> None:
    notes = linted(tmp_path, rule_text("执行率 不低于 90%", severity=GRADES), derived=RATE)
    assert said(notes, "L104") == ["规则TST-001的级别“严重”永远轮不到：它成立时前面的“较大”已经成立"]
    assert samples(notes, "L104")[0]
    right = GRADES.replace("80", "x").replace("50", "80").replace("x", "50")
    assert said(linted(tmp_path, rule_text("执行率 不低于 90%", severity=right), derived=RATE), "L104") == []


def test_a_grade_that_no_finding_can_have_is_noted(tmp_path: Path) -> None:
    grades = "[{级别: 严重, 条件: 执行率 高于 95%}, {级别: 一般}]"
    notes = linted(tmp_path, rule_text("执行率 不低于 90%", severity=grades), derived=RATE)
    assert "永远不会取到" in said(notes, "L104")[0]
    assert said(linted(tmp_path, rule_text("执行率 不低于 96%", severity=grades), derived=RATE), "L104") == []


def test_a_last_grade_that_is_never_left_over_is_noted(tmp_path: Path) -> None:
    grades = "[{级别: 严重, 条件: 支出 低于 90元}, {级别: 一般}]"
    assert codes(tmp_path, "支出 不低于 90元", severity=grades) == ["L104"]
    assert codes(tmp_path, "支出 不低于 91元", severity=grades) == []


def test_a_grade_that_only_one_kind_of_subjects_can_have_is_no_note(tmp_path: Path) -> None:
    derived = "项目: {界: 支出 < 5元}\n领域: {界: 支出 < 500元}\n"
    grades = "[{级别: 严重, 条件: 界}, {级别: 一般}]"
    rule = rule_text("支出 ≥ 10元", kind="[项目, 领域]", severity=grades)
    assert said(linted(tmp_path, rule, derived=derived), "L104") == []


def test_a_limit_is_taken_from_the_row_of_each_region_and_year_and_the_note_says_which(tmp_path: Path) -> None:
    rows = [
        "{值: 90%, 止: 2021-12-31, 依据: 甲, 核对: 待核}",
        "{值: 40%, 起: 2022-01-01, 依据: 甲, 核对: 待核}",
        f"{{值: 30%, 地区: {REGION}, 起: 2022-01-01, 依据: 甲, 核对: 待核}}",
    ]
    parameters = f"线: {{取值: [{', '.join(rows)}]}}\n"
    rule = rule_text("执行率 不低于 线", scope="执行率 不低于 35%")
    notes = linted(tmp_path, rule, derived=RATE, parameters=parameters)
    assert said(notes, "L101")[0].endswith(f"（{REGION}2022年度时）")
    assert said(linted(tmp_path, rule.replace("35%", "29%"), derived=RATE, parameters=parameters), "L101") == []


def test_a_row_is_chosen_by_the_words_of_the_subject(tmp_path: Path) -> None:
    rows = "[{性质: 经常性, 值: 10元, 依据: 甲, 核对: 待核}, {性质: 阶段性, 值: 30元, 依据: 甲, 核对: 待核}]"
    parameters = f"线: {{取值: {rows}}}\n"
    rule = rule_text("支出 达到 线", scope="性质 = 经常性 且 支出 ≥ 20元")
    assert said(linted(tmp_path, rule, parameters=parameters), "L101")
    assert said(linted(tmp_path, rule.replace("经常性", "阶段性"), parameters=parameters), "L101") == []


def test_where_a_parameter_has_no_row_nothing_is_said(tmp_path: Path) -> None:
    parameters = "线: {取值: [{地区: 广东省, 起: 2022-01-01, 值: 10元, 依据: 甲, 核对: 待核}]}\n"
    assert codes(tmp_path, "支出 ≥ 1元") == []
    assert said(linted(tmp_path, rule_text("支出 ≥ 线"), parameters=parameters), "L101") == []


STEPS = "[{至: 10%（含）, 值: 2分, 依据: 甲, 核对: 待核}, {自: 10%（不含）, 值: 1分, 依据: 甲, 核对: 待核}]"
LADDER = f"档: {{阶梯: 比率, 取值: {STEPS}}}\n"


def test_the_steps_of_a_ladder_are_seen_into(tmp_path: Path) -> None:
    rule = rule_text("阶梯(支出 ÷ 年度预算, 档) ≥ 2分", scope="支出 ÷ 年度预算 ≤ 5%")
    assert said(linted(tmp_path, rule, parameters=LADDER), "L101")
    assert said(linted(tmp_path, rule.replace("5%", "11%"), parameters=LADDER), "L101") == []
    never = rule_text("阶梯(支出 ÷ 年度预算, 档) ≥ 3分")
    assert said(linted(tmp_path, never, parameters=LADDER), "L102")
