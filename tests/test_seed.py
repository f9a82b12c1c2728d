"""What the real report of 2022 must show, item by item; figures are worked out by hand, never taken from a run."""

from __future__ import annotations

import re

import pytest
from repository import (
    AWARDS,
    BEHIND,
    COMMERCE,
    FOREIGN,
    HIRE,
    HIRING,
    NO_BUYING_RULES,
    NO_DUTIES,
    OUTPUT,
    PARKS,
    PROMOTION,
    RETAIL,
    SCIENCE,
    TRADE,
    found,
    holds,
    verdict,
)
from small import states

from engine.outcome import Outcome
from engine.verdict import State


def test_the_rules_that_fire_are_those_worked_out_by_hand_and_no_others(seed: Outcome) -> None:
    assert {finding.rule for finding in seed.findings} == {
        "ADJ-001", "ADJ-002", "ADJ-003", "ADJ-004", "INS-001", "INS-002", "BUD-001", "BUD-002", "BUD-003", "BUD-005",
        "BUD-006", "BUD-007", "BUD-010", "BUD-011", "MON-004", "TGT-001", "TGT-002", "TGT-004", "CLO-001", "CLO-002",
        "CLO-003", "CLO-004", "IND-001", "IND-002", "IND-003", "IND-004", "IND-005", "IND-006", "CON-004", "CON-005",
        "CON-007", "CON-009", "CON-010", "CON-011", "CON-012",
    }  # fmt: skip


# Reform and targets


def test_adj_001_both_functions_that_were_moved_out_have_no_change_of_targets(seed: Outcome) -> None:
    assert states(seed, "ADJ-001") == {HIRE: "发现问题", SCIENCE: "发现问题"}
    assert found(seed, "ADJ-001").severity == "严重"
    holds(found(seed, "ADJ-001").text, "2022年", "招商引资", "开发区投促局", "科技创新", "开发区科创局", "未见")


def test_adj_002_indicators_of_functions_moved_out_are_named(seed: Outcome) -> None:
    assert set(found(seed, "ADJ-002").subjects) == {"引进项目", "重大项目", "高新技术企业数量和质量", "人才引进服务"}
    assert found(seed, "ADJ-002").severity == "较大"


def test_adj_003_two_targets_are_stated_twice_with_different_values(seed: Outcome) -> None:
    finding = found(seed, "ADJ-003")
    assert (set(finding.subjects), finding.severity) == ({"引进项目", "重大项目"}, "严重")
    holds(finding.text, "6个", "100个", "4个", "30个", "17个", "13个")
    holds(finding.text, "283.33%", "17%", "325%", "43.33%")  # 17 of 6 and of 100, 13 of 4 and of 30
    assert verdict(seed, "ADJ-003", "新洽谈项目").state is State.PASS  # 22 in both places
    assert verdict(seed, "ADJ-003", OUTPUT).state is State.PASS


def test_adj_003_does_not_say_which_of_two_figures_is_wrong(seed_text: str) -> None:
    assert not re.search("有误|错误|写错|应为", seed_text)


def test_adj_004_the_budget_was_cut_by_a_third_and_the_targets_were_not(seed: Outcome) -> None:
    holds(found(seed, "ADJ-004").text, "138,179.36万元", "91,470.79万元", "-33.80%")
    assert found(seed, "ADJ-004").severity == "较大"


@pytest.mark.parametrize(
    ("subject", "gap", "rate"), [(OUTPUT, "7.5个百分点", "25%"), (RETAIL, "4.9个百分点", "38.75%")]
)
def test_tgt_001_two_targets_were_missed(seed: Outcome, subject: str, gap: str, rate: str) -> None:
    assert set(found(seed, "TGT-001").subjects) == {OUTPUT, RETAIL}
    assert verdict(seed, "TGT-001", subject).severity == "严重"
    clause = next(part for part in found(seed, "TGT-001").text.split("；") if subject in part)
    holds(clause, gap, rate)
    assert verdict(seed, "TGT-001", subject).margin.endswith(f"低{gap}")


def test_tgt_001_a_target_with_two_values_is_missed_only_where_both_say_so(seed: Outcome) -> None:
    for subject in ("引进项目", "重大项目"):  # above the one, below the other
        assert verdict(seed, "TGT-001", subject).state is State.UNKNOWN
    assert verdict(seed, "TGT-001", "新洽谈项目").state is State.PASS  # 35 of 22


def test_tgt_001_says_that_target_and_actual_are_different_indicators(seed: Outcome) -> None:
    holds(found(seed, "TGT-001").text, "全年工业增加值", "全区规上工业增加值")


def test_tgt_002_what_fell_is_named(seed: Outcome) -> None:
    assert set(found(seed, "TGT-002").subjects) == {"实际利用外资", "餐饮业营业额"}
    holds(found(seed, "TGT-002").text, "下降23.4%", "下降1.2%")


# Budget


def test_bud_001_the_whole_budget(seed: Outcome) -> None:
    finding = found(seed, "BUD-001")
    holds(finding.text, "91,470.79万元", "85,038.37万元", "92.97%", "6,432.42万元")
    assert finding.severity == "一般"
    assert verdict(seed, "BUD-001", "预算收支").margin == "执行率比95%低2.03个百分点"


@pytest.mark.parametrize(
    ("area", "rate", "severity"), [(HIRING, "31.22%", "严重"), (FOREIGN, "63.83%", "较大"), (TRADE, "89.35%", "一般")]
)
def test_bud_002_areas_with_a_low_rate(seed: Outcome, area: str, rate: str, severity: str) -> None:
    own = verdict(seed, "BUD-002", area)
    assert (own.state, own.severity) == (State.FINDING, severity)
    assert ("执行率", rate) in {(e.field, e.value) for e in own.evidence}
    clause = next(part for part in re.split("[，；]2022年，|；", found(seed, "BUD-002").text) if area in part)
    holds(clause, rate)


@pytest.mark.parametrize(("area", "rate"), [("工业经济", "98.02%"), ("信息基础建设", "97.49%"), ("对口支援", "99.98%")])
def test_bud_002_areas_that_spent_enough_pass(seed: Outcome, area: str, rate: str) -> None:
    own = verdict(seed, "BUD-002", area)
    assert own.state is State.PASS
    assert ("执行率", rate) in {(e.field, e.value) for e in own.evidence}
    assert area not in found(seed, "BUD-002").text


def test_bud_002_the_gravest_area_comes_first(seed: Outcome) -> None:
    words = found(seed, "BUD-002").text
    assert words.index(HIRING) < words.index(FOREIGN) < words.index(TRADE)
    assert found(seed, "BUD-002").severity == "严重"


def test_bud_003_the_adjustment_of_the_budget_is_not_explained(seed: Outcome) -> None:
    holds(found(seed, "BUD-003").text, "138,179.36万元", "91,470.79万元", "-46,708.57万元", "-33.80%")
    assert found(seed, "BUD-003").severity == "较大"


def test_bud_005_money_that_came_in_december_is_shown_apart(seed: Outcome) -> None:
    finding = found(seed, "BUD-005", hint=True)
    holds(finding.text, "450万元", "2022年12月", "63.83%", "73.30%")


def test_bud_006_a_contract_paid_over_two_years_was_budgeted_whole(seed: Outcome) -> None:
    assert found(seed, "BUD-006").subjects == ("城区光纤化改造运作经费",)
    holds(found(seed, "BUD-006").text, "9.63万元")


def test_bud_007_of_foreign_trade_25_68_are_not_explained(seed: Outcome) -> None:
    finding = found(seed, "BUD-007")
    assert (finding.subjects, finding.severity) == ((FOREIGN,), "一般")
    holds(finding.text, "1,259.45万元", "1,233.77万元", "25.68万元")


@pytest.mark.parametrize("area", [TRADE, "工业经济"])
def test_bud_007_approximate_explanations_fit_what_was_not_spent(seed: Outcome, area: str) -> None:
    # 商贸: 3,661.88 against 约3,600 and 27.5; 工业: 720.73 against 380余, 约290 and 46.56
    assert verdict(seed, "BUD-007", area).state is State.PASS


def test_bud_007_a_small_difference_is_only_a_hint(seed: Outcome) -> None:
    hint = found(seed, "BUD-007", hint=True)
    assert "信息基础建设" in hint.subjects
    holds(hint.text, "0.60万元")  # 16.17 less 9.63 and 5.94


def test_bud_009_the_staff_is_within_its_posts(seed: Outcome) -> None:
    own = verdict(seed, "BUD-009", "人员")
    assert own.state is State.PASS
    assert {("实有人数", "52人"), ("编制人数", "59名")} <= {(e.field, e.value) for e in own.evidence}


def test_bud_010_nothing_was_spent_on_promotion(seed: Outcome) -> None:
    assert (found(seed, "BUD-010").subjects, found(seed, "BUD-010").severity) == ((PROMOTION,), "较大")
    holds(found(seed, "BUD-010").text, PROMOTION, "27.50万元")


def test_bud_011_the_base_of_the_rate_is_not_stated(seed: Outcome) -> None:
    holds(found(seed, "BUD-011", hint=True).text, "92.97%", "61.54%")


# Monitoring and institutions


def test_mon_004_three_monitored_projects_ended_with_large_sums_unspent(seed: Outcome) -> None:
    finding = found(seed, "MON-004")
    assert (set(finding.subjects), finding.severity) == ({AWARDS, PARKS, COMMERCE}, "较大")
    holds(
        finding.text, f"{AWARDS}（未支出783.77万元）", f"{COMMERCE}（未支出约3,600万元）", f"{PARKS}（未支出约290万元）"
    )


def test_mon_004_says_that_no_correction_is_documented_not_that_there_was_none(seed: Outcome) -> None:
    words = found(seed, "MON-004").text
    holds(words, "未见针对项目的纠偏记录")
    assert not re.search("没有纠|未纠正|未采取|未进行纠", words)
    assert "执行率" not in words  # the budgets of the projects are not in the report


def test_mon_004_a_monitored_project_without_figures_cannot_be_judged(seed: Outcome) -> None:
    own = verdict(seed, "MON-004", "增城区对口帮扶贵州省毕节市专项资金")
    assert own.state is State.UNKNOWN
    assert {gap.field for gap in own.missing} >= {"未支出"}


@pytest.mark.parametrize("rule", ["MON-002", "MON-003", "MON-006", "BUD-004"])
def test_what_the_report_shows_to_be_in_order_passes(seed: Outcome, rule: str) -> None:
    assert set(states(seed, rule).values()) == {"未发现问题"}


def test_ins_001_and_002_two_institutions_are_missing(seed: Outcome) -> None:
    assert (found(seed, "INS-001").subjects, found(seed, "INS-001").severity) == (("绩效职责分工",), "较大")
    assert (found(seed, "INS-002").subjects, found(seed, "INS-002").severity) == (("政府采购",), "较大")
    holds(found(seed, "INS-002").text, "自行采购管理制度", "未见", "政府采购管理制度")


# Closure


def test_clo_001_deductions_that_the_report_does_not_name_as_problems(seed: Outcome) -> None:
    assert set(found(seed, "CLO-001").subjects) == {NO_BUYING_RULES, BEHIND}
    assert verdict(seed, "CLO-001", NO_DUTIES).state is State.PASS
    assert found(seed, "CLO-001").severity == "严重"
    holds(found(seed, "CLO-001").text, NO_BUYING_RULES)


def test_clo_002_problems_and_deductions_without_a_measure(seed: Outcome) -> None:
    finding = found(seed, "CLO-002")
    assert {NO_BUYING_RULES, BEHIND} < set(finding.subjects)
    assert any("调整目标" in subject for subject in finding.subjects)  # no mechanism for changes in the year
    assert verdict(seed, "CLO-002", NO_DUTIES).state is State.PASS
    holds(finding.text, NO_BUYING_RULES)


def test_clo_003_no_measure_has_office_date_and_result(seed: Outcome) -> None:
    assert set(states(seed, "CLO-003").values()) == {"发现问题"}
    assert len(found(seed, "CLO-003").subjects) == 3


def test_clo_004_low_execution_is_not_among_the_stated_problems(seed: Outcome) -> None:
    holds(found(seed, "CLO-004").text, HIRING, FOREIGN, TRADE, PROMOTION)
    assert found(seed, "CLO-004").severity == "较大"
    assert "工业经济" not in found(seed, "CLO-004").text


def test_clo_005_a_score_of_91_41_is_not_suspicious(seed: Outcome) -> None:
    assert states(seed, "CLO-005") == {"自评": "不适用"}
