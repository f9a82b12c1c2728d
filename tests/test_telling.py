"""Verdicts in words: severity, missing facts, one paragraph a rule, the order of themes, the source of thresholds."""

from __future__ import annotations

from pathlib import Path

import pytest
from small import REGION, checked, library, listed, rule_text, states, verdicts

from engine.outcome import Outcome, gap_text, heading_of
from engine.unknown import Gap
from engine.verdict import State

LINES = f"""
下限:
  取值: [{{值: 90%, 依据: 某办法, 核对: 待核}}]
严重线:
  取值:
    - {{地区: {REGION}, 值: 50%, 依据: 某通知, 核对: 已核}}
    - {{值: 40%, 依据: 〔设计〕, 核对: 待核}}
不用的线:
  取值: [{{值: 1%, 依据: 无人用, 核对: 已核}}]
"""
RATES = "项目:\n  执行率: 支出 ÷ 年度预算\n领域:\n  执行率: 支出 ÷ 年度预算\n"
GRADED = """
  - {级别: 严重, 条件: 执行率 低于 严重线}
  - {级别: 较大, 条件: 执行率 低于 80% 且 编码 ≠ "甲"}
  - {级别: 一般, 条件: 执行率 低于 89%}
  - {级别: 提示}"""
FACTS = listed(
    "项目",
    "名称: 严重的, 年度预算: 100万元, 支出: 49.9999万元, 编码: 乙",
    "名称: 恰好五成, 年度预算: 100万元, 支出: 50万元, 编码: 乙",
    "名称: 编码不明, 年度预算: 100万元, 支出: 60万元",
    "名称: 轻的, 年度预算: 100万元, 支出: 89.5万元, 编码: 乙",
    "名称: 通过, 年度预算: 100万元, 支出: 90万元",
    "名称: 不知道, 年度预算: 100万元",
    "名称: 小的, 年度预算: 9万元, 支出: 0元",
)


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    low = rule_text(
        "执行率 不低于 下限",
        rule="BUD-002",
        scope="年度预算 ≥ 10万元",
        severity=GRADED,
        problem="{明细|、}。",
        detail="{名称}",
    )
    first = rule_text("支出 为无", rule="MON-009", theme="绩效监控", problem="乙。")
    last = rule_text("支出 为无", rule="AAA-001", theme="问题整改", problem="丙。", severity="严重")
    old = rule_text("支出 为无", rule="OLD-001", more="适用年度: 2019-2021\n")
    books = library(tmp_path_factory.mktemp("rules"), low, first, last, old, derived=RATES, parameters=LINES)
    return checked(books, FACTS)


def test_every_rule_gives_every_subject_one_of_the_verdicts(outcome: Outcome) -> None:
    assert states(outcome, "BUD-002") == {
        "严重的": "发现问题", "恰好五成": "发现问题", "编码不明": "发现问题", "轻的": "发现问题", "通过": "未发现问题",
        "不知道": "无法判定", "小的": "不适用",
    }  # fmt: skip
    assert len(outcome.verdicts) == 3 * 7
    assert sum(outcome.count(state) for state in State) == len(outcome.verdicts)


@pytest.mark.parametrize(
    ("subject", "severity"),
    [
        ("严重的", "严重"),
        ("恰好五成", "较大"),
        ("编码不明", "一般"),
        ("轻的", "提示"),
        ("通过", ""),
        ("不知道", ""),
        ("小的", ""),
    ],
)
def test_the_first_grade_that_surely_holds_is_the_severity_and_an_unknown_one_is_passed_over(
    outcome: Outcome, subject: str, severity: str
) -> None:
    assert verdicts(outcome)["BUD-002", subject].severity == severity


def test_what_is_only_a_hint_is_a_finding_of_its_own(outcome: Outcome) -> None:
    pasted, hint = [finding for finding in outcome.findings if finding.rule == "BUD-002"]
    assert (pasted.hint, pasted.severity, hint.hint, hint.subjects) == (False, "严重", True, ("轻的",))
    assert set(pasted.subjects) == {"严重的", "恰好五成", "编码不明"}
    assert pasted.problems == ("严重的、恰好五成、编码不明。",)  # the gravest first


def test_findings_stand_in_the_order_of_the_themes_then_of_their_gravity(outcome: Outcome) -> None:
    assert [(f.theme, f.severity, f.rule) for f in outcome.findings] == [
        ("预算执行", "严重", "BUD-002"),
        ("预算执行", "提示", "BUD-002"),
        ("绩效监控", "一般", "MON-009"),
        ("问题整改", "严重", "AAA-001"),
    ]


def test_a_rule_that_is_not_in_force_is_skipped_and_named(outcome: Outcome) -> None:
    assert outcome.skipped == ("OLD-001",)
    assert states(outcome, "OLD-001") == {}


def test_only_what_is_missing_for_the_verdict_is_named(outcome: Outcome) -> None:
    unknown = verdicts(outcome)["BUD-002", "不知道"]
    assert [gap_text(gap) for gap in unknown.missing] == ["项目“不知道”的支出"]
    assert all(verdict.missing == () for verdict in outcome.verdicts if verdict.state is not State.UNKNOWN)
    assert outcome.gaps() == {"项目的支出": ("AAA-001", "BUD-002", "MON-009")}


def test_thresholds_that_findings_rest_on_are_named_with_their_basis_and_mark(outcome: Outcome) -> None:
    assert outcome.parameters == (
        "下限：90%，某办法【待核】",
        "严重线：50%，某通知",
        "严重线：40%，〔设计〕【待核】",
    )


def test_the_margin_and_the_evidence_belong_to_the_verdict(outcome: Outcome) -> None:
    found = verdicts(outcome)["BUD-002", "恰好五成"]
    assert found.margin == "执行率比90%低40个百分点"
    assert ("支出", "50万元") in {(e.field, e.value) for e in found.evidence}
    assert verdicts(outcome)["BUD-002", "通过"].margin == "执行率恰为90%"


def test_out_of_reach_for_two_reasons_has_no_margin_and_for_one_it_has(tmp_path: Path) -> None:
    rule = rule_text("支出 为无", rule="BUD-002", scope="年度预算 ≥ 10万元 且 支出 ≥ 5万元")
    facts = listed("项目", "名称: 都小, 年度预算: 9万元, 支出: 1万元", "名称: 一小, 年度预算: 9万元, 支出: 6万元")
    found = verdicts(checked(library(tmp_path, rule), facts))
    assert {verdict.state for verdict in found.values()} == {State.NOT_APPLICABLE}
    assert found["BUD-002", "都小"].margin == ""
    assert found["BUD-002", "一小"].margin == "年度预算比10万元低1万元"


def test_a_grade_may_come_again_below_another_one(tmp_path: Path) -> None:
    severity = "[{级别: 一般, 条件: 支出 > 9元}, {级别: 提示, 条件: 年度预算 为无}, {级别: 一般}]"
    rule = rule_text("支出 为无", rule="BUD-002", severity=severity)
    facts = listed(
        "项目", "名称: 甲, 支出: 1元, 年度预算: 无", "名称: 乙, 支出: 10元, 年度预算: 无", "名称: 丙, 支出: 1元"
    )
    found = verdicts(checked(library(tmp_path, rule), facts))
    assert [found["BUD-002", name].severity for name in "甲乙丙"] == ["提示", "一般", "一般"]


def test_a_rule_on_several_kinds_judges_each_and_merges_its_texts(tmp_path: Path) -> None:
    rule = rule_text("执行率 不低于 90%", "[领域, 项目]", problem="{明细|、}低。", detail="{名称}")
    facts = listed("领域", "名称: 工业, 年度预算: 10元, 支出: 1元") + listed(
        "项目", "名称: 甲, 年度预算: 10元, 支出: 1元", "名称: 乙, 年度预算: 10元, 支出: 1元"
    )
    result = checked(library(tmp_path, rule, derived=RATES), facts)
    (found,) = result.findings
    assert sorted(found.subjects) == ["乙", "工业", "甲"]
    assert found.problems == ("工业低。", "乙、甲低。")
    assert found.text == ("TST-001的名称。（1）工业低。（2）乙、甲低（依据：《中华人民共和国预算法》第五十七条）。")
    assert found.measure == "改正。（责任科室：________；完成时限：________）"


def test_only_verified_bases_are_pasted_and_who_answers_until_when(tmp_path: Path) -> None:
    rule = rule_text(
        "支出 ≥ 1元", problem="{名称}没有支出。", more="责任: 财务科\n期限: 30日内\n影响: 资金闲置。\n"
    ).replace(
        "依据: [",
        "依据: [{文件: 某办法, 文号: 财预〔2015〕88号, 核对: 待核}, "
        "{文件: 某条例, 文号: 国令〔2020〕1号, 核对: 已核}, ",
    )
    (found,) = checked(library(tmp_path, rule), listed("项目", "名称: 甲, 支出: 0元")).findings
    assert found.text == (
        "TST-001的名称。甲没有支出（依据：《某条例》国令〔2020〕1号、《中华人民共和国预算法》第五十七条）。资金闲置。"
    )
    assert found.measure == "改正。（责任科室：财务科；完成时限：30日内）"
    assert str(found.basis[0]) == "《某办法》（财预〔2015〕88号）【待核】"


def test_what_may_not_exist_makes_no_finding(tmp_path: Path) -> None:
    rule = rule_text("1元 = 2元")
    partial = checked(library(tmp_path, rule), listed("项目", "名称: 甲", complete=False))
    assert states(partial) == {"甲": "发现问题", "（其余项目）": "无法判定"}
    assert [gap_text(gap) for gap in verdicts(partial)["TST-001", "（其余项目）"].missing] == ["项目清单不完整"]
    nothing = checked(library(tmp_path, rule), "")
    assert list(states(nothing).values()) == ["无法判定"]
    assert list(nothing.gaps()) == ["项目清单"]
    empty = checked(library(tmp_path, rule), "项目: 无\n")
    assert states(empty) == {}


@pytest.mark.parametrize(
    ("gap", "text", "heading"),
    [
        (Gap("项目", "甲", "支出"), "项目“甲”的支出", "项目的支出"),
        (Gap("预算收支", "预算收支", "支出"), "预算收支的支出", "预算收支的支出"),
        (Gap("项目", "（其余项目）", ""), "项目清单不完整", "项目清单不完整"),
        (Gap("项目", "（未提供项目清单）", ""), "项目清单", "项目清单"),
        (Gap("参数", "下限", ""), "参数“下限”（参数.yaml 中没有适用于本地区、本年度的取值）", None),
        (Gap("计算", "甲 ÷ 乙", "", "基数为零"), "“甲 ÷ 乙”基数为零", None),
        (Gap("问题", "BUD-001·项目·甲", ""), "BUD-001对项目“甲”的判定", None),
        (Gap("问题", "ADJ-001·改革事项·招商引资·划出", ""), "ADJ-001对改革事项“招商引资·划出”的判定", None),
        (Gap("项目", "甲", "支出", "没有提供"), "项目“甲”的支出（没有提供）", "项目的支出"),
    ],
)
def test_gaps_are_named_to_a_reader_and_gathered_by_field(gap: Gap, text: str, heading: str | None) -> None:
    assert gap_text(gap) == text
    assert heading_of(gap) == (heading or text)
