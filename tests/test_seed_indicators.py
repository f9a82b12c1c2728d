"""What the real report shows of its indicators and of last year's problems, worked out by hand from its text."""

from __future__ import annotations

import re

import pytest
from repository import OUTPUT, RETAIL, found, holds, verdict
from small import states

from engine.outcome import Outcome, gap_text
from engine.verdict import State

UNMEASURED = {
    "商品进出口总额", "进口总额", "实际利用外资", "市场采购贸易发展", "新增5G基站", "智慧灯杆", "对口帮扶任务",
    "高新技术企业数量和质量", "人才引进服务",
}  # fmt: skip
RATED = {
    "新增5G基站", "智慧灯杆", "签约项目", "百亿级签约项目", "注册项目", "注册项目协议投资总额", "百亿级注册项目",
    "注册项目协议达产年产值或营收",
}  # fmt: skip
REST = "（其余指标）"


def of(outcome: Outcome, rule: str, state: str) -> set[str]:
    """The subjects of one verdict."""
    return {subject for subject, own in states(outcome, rule).items() if own == state}


def test_ind_001_targets_without_a_figure_are_named_with_their_words(seed: Outcome) -> None:
    finding = found(seed, "IND-001")
    assert (set(finding.subjects), finding.severity) == (UNMEASURED, "较大")
    holds(
        finding.text,
        "有9项指标",
        "智慧灯杆（表述为继续加大5G基站和智慧灯杆建设力度）",
        "进口总额（表述为扩大商品进口）",
    )


def test_ind_001_a_target_with_a_figure_passes_and_indicators_not_listed_stay_open(seed: Outcome) -> None:
    assert of(seed, "IND-001", "未发现问题") == {OUTPUT, RETAIL, "新洽谈项目", "引进项目", "重大项目"}
    assert of(seed, "IND-001", "无法判定") == {REST}  # 13 and 4 indicators are counted, not named


def test_ind_002_only_satisfaction_is_said_to_be_missing(seed: Outcome) -> None:
    # Two groups are counted, 13 and 4; what the 13 hold of time and cost is not said.
    assert states(seed, "IND-002") == {
        "满意度": "发现问题", "效益": "未发现问题", "成本": "无法判定", "时效": "无法判定",
        "数量": "不适用", "质量": "不适用",
    }  # fmt: skip
    holds(found(seed, "IND-002").text, "产出指标13个、效益指标4个", "未见满意度指标")
    assert found(seed, "IND-002").severity == "一般"
    assert not re.search("成本|时效", found(seed, "IND-002").text)


def test_ind_003_targets_set_on_the_whole_district_are_named(seed: Outcome) -> None:
    finding = found(seed, "IND-003")
    assert (set(finding.subjects), finding.severity) == ({OUTPUT, RETAIL}, "一般")
    holds(finding.text, f"{OUTPUT}（目标10%，", f"{RETAIL}（目标8%，", "辖区总体水平")


def test_ind_003_cannot_tell_the_functions_that_the_report_lists_only_in_part(seed: Outcome) -> None:
    own = verdict(seed, "IND-003", "新洽谈项目")
    assert own.state is State.UNKNOWN
    assert any(gap_text(gap).endswith("的职能清单") for gap in own.missing)
    assert of(seed, "IND-003", "未发现问题") == {
        "引进项目",
        "重大项目",
        "高新技术企业数量和质量",
        "人才引进服务",
    }  # ADJ-002


@pytest.mark.parametrize(
    ("subject", "rate", "severity"),
    [("新洽谈项目", "159.09%", "提示"), ("引进项目", "283.33%", "一般"), ("重大项目", "325%", "一般")],
)  # 35 of 22, 17 of 6, 13 of 4: the targets of the task book, by which the report assesses itself
def test_ind_004_targets_far_exceeded_are_graded(seed: Outcome, subject: str, rate: str, severity: str) -> None:
    own = verdict(seed, "IND-004", subject)
    assert (own.state, own.severity) == (State.FINDING, severity)
    finding = found(seed, "IND-004", hint=severity == "提示")
    clause = next(part for part in finding.text.split("；") if subject in part)
    holds(clause, "自评采用", "招商工作任务书", rate)


def test_ind_004_a_target_that_was_missed_is_not_called_low(seed: Outcome) -> None:
    assert of(seed, "IND-004", "未发现问题") == {OUTPUT, RETAIL}
    assert verdict(seed, "IND-004", "新增5G基站").state is State.NOT_APPLICABLE  # no target to compare with


@pytest.mark.parametrize(
    ("subject", "words"),
    [
        ("新增5G基站", "1,616座，完成率103%（推算目标值约1,569座）"),
        ("智慧灯杆", "1,149根，完成率127.7%（推算目标值约900根）"),
        ("签约项目", "17个，完成率130.77%（推算目标值约13个）"),
        ("注册项目", "18个，完成率138.46%（推算目标值约13个）"),
        ("注册项目协议投资总额", "133.80亿元，完成率102.92%（推算目标值约130亿元）"),
        ("注册项目协议达产年产值或营收", "341.67亿元，完成率142.37%（推算目标值约240亿元）"),
        ("百亿级注册项目", "1个，完成率100%"),
    ],
)
def test_ind_005_rates_without_a_target_are_named_with_the_target_they_imply(
    seed: Outcome, subject: str, words: str
) -> None:
    finding = found(seed, "IND-005")
    assert (set(finding.subjects), finding.severity) == (RATED, "一般")
    holds(finding.text, f"{subject}{words}")


def test_ind_006_target_and_result_measure_different_things(seed: Outcome) -> None:
    finding = found(seed, "IND-006")
    assert (finding.subjects, finding.severity) == ((OUTPUT,), "较大")
    holds(finding.text, "“全年工业增加值”", "“全区规上工业增加值”", "目标值10%", "2.5%", "不能直接比较")
    assert of(seed, "IND-006", "未发现问题") == {RETAIL, "新洽谈项目", "引进项目", "重大项目"}


def test_ind_007_the_two_parts_add_up_to_a_hundred(seed: Outcome) -> None:
    own = verdict(seed, "IND-007", "自评")
    assert own.state is State.PASS
    assert {("设置分值", "100分"), ("应有分值", "100分")} <= {(e.field, e.value) for e in own.evidence}
    assert of(seed, "IND-007", "发现问题") == set()
    assert states(seed, "IND-007")[seed.department] == "无法判定"  # no points of single indicators are given


@pytest.mark.parametrize("rule", ["YOY-001", "YOY-002"])
def test_last_year_cannot_be_judged_and_only_last_year_is_asked_for(seed: Outcome, rule: str) -> None:
    assert states(seed, rule) == {"（未提供上年问题清单）": "无法判定"}
    assert [gap_text(gap) for gap in verdict(seed, rule, "（未提供上年问题清单）").missing] == ["上年问题清单"]


def test_yoy_003_money_carried_into_next_year_is_not_yet_two_years_old(seed: Outcome) -> None:
    own = states(seed, "YOY-003")
    assert set(own.values()) == {"无法判定"}  # 450万元 was granted in December 2022; what came from 2021 is not said
    missing = verdict(seed, "YOY-003", "2022年省级进一步促进外贸稳定增长资金").missing
    assert {"上年结转"} <= {gap.field for gap in missing}


def test_what_is_said_of_indicators_blames_nobody_and_takes_no_side(seed: Outcome) -> None:
    words = "".join(finding.text + finding.measure for finding in seed.findings if finding.rule.startswith("IND"))
    assert not re.search("有误|错误|写错|应为|弄虚作假|敷衍|严重失实", words)


def test_the_made_up_department_has_sound_indicators(sample: Outcome) -> None:
    own = [v for v in sample.verdicts if v.rule[:4] in ("IND-", "YOY-")]
    assert {v.state for v in own} == {State.PASS, State.NOT_APPLICABLE}
    assert states(sample, "YOY-001") == {"资产·部分资产未贴标签": "未发现问题"}
