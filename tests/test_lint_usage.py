"""L205, L206, L301 and L302: parameters, derived figures and themes nobody uses, findings nobody gives."""

from __future__ import annotations

from pathlib import Path

from linted import lines, linted, said
from small import THEMES, rule_text

ROW = "{取值: [{值: 90%, 依据: 甲, 核对: 待核}]}"


def test_a_parameter_that_nothing_reads_is_noted_where_it_stands(tmp_path: Path) -> None:
    parameters = f"线: {ROW}\n闲: {ROW}\n"
    notes = linted(tmp_path, rule_text("支出 ≥ 年度预算 × 线"), parameters=parameters)
    assert said(notes, "L205") == ["没有一条规则、推导或文字用到参数“闲”"]
    assert lines(notes, "L205") == [("参数.yaml", 2, 1)]


def test_a_parameter_in_a_derived_figure_or_a_wording_is_used(tmp_path: Path) -> None:
    rule = rule_text("支出 ≥ 界", problem="低于{乙线}。")
    derived = "项目: {界: 年度预算 × 线}\n"
    assert said(linted(tmp_path, rule, derived=derived, parameters=f"线: {ROW}\n乙线: {ROW}\n"), "L205") == []


def test_a_derived_figure_that_no_rule_reads_is_noted(tmp_path: Path) -> None:
    derived = "项目:\n  甲: 支出 × 2\n  乙: 甲 × 2\n  丙: 支出 × 3\n  丁: 支出 × 4\n"
    rule = rule_text("乙 ≥ 1元", problem="{丁}。")
    notes = linted(tmp_path, rule, derived=derived)
    assert said(notes, "L206") == ["没有一条规则用到“项目”的推导“丙”，直接间接都没有"]
    assert lines(notes, "L206") == [("推导.yaml", 4, 3)]


def test_a_theme_without_a_rule_is_noted(tmp_path: Path) -> None:
    some = linted(tmp_path / "甲", rule_text("支出 ≥ 1元"))
    assert len(said(some, "L301")) == len(THEMES) - 1
    rules = [rule_text(f"支出 ≥ {n}元", rule=f"TST-00{n}", theme=theme) for n, theme in enumerate(THEMES, 1)]
    assert said(linted(tmp_path / "乙", *rules), "L301") == []


def test_findings_that_no_rule_can_give_are_noted(tmp_path: Path) -> None:
    low = rule_text("支出 ≥ 1元", rule="TST-001", theme="预算执行")
    reads = '不存在 问题 满足（规则 = "TST-001" 且 主题 = 采购内控）'
    notes = linted(tmp_path / "甲", low, rule_text(reads, kind="部门", rule="TST-002"))
    assert "永远是空的" in said(notes, "L302")[0]
    right = reads.replace("采购内控", "预算执行")
    assert said(linted(tmp_path / "乙", low, rule_text(right, kind="部门", rule="TST-002")), "L302") == []


def test_findings_of_other_years_can_never_be_read(tmp_path: Path) -> None:
    low = rule_text("支出 ≥ 1元", rule="TST-001", more="适用年度: 2020-2022\n")
    reads = rule_text('不存在 问题 满足（规则 = "TST-001"）', kind="部门", rule="TST-002", more="适用年度: 2022 起\n")
    assert said(linted(tmp_path, low, reads), "L302") == []
    later = reads.replace("2022", "2023")
    assert said(linted(tmp_path, low, later), "L302")


def test_findings_as_subjects_must_be_given_by_some_rule(tmp_path: Path) -> None:
    low = rule_text("支出 ≥ 1元", rule="TST-001")
    closing = rule_text("存在 自述问题", kind="问题", rule="TST-002", scope='规则 = "TST-001" 且 对象类型 = 领域')
    assert said(linted(tmp_path, low, closing), "L302")
    assert said(linted(tmp_path, low, closing.replace("领域", "项目")), "L302") == []
