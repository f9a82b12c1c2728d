"""What every condition means: exact, three-valued, nothing taken for false that is not known."""

from __future__ import annotations

from random import Random

import pytest
from generate import pair_of
from small import TWO, Bench, bench, checked, library, listed, money, reasons, rule_text, states

from engine.dossier import NOTHING
from engine.judge import by_reference
from engine.reference import Evaluator
from engine.truth import NO, UNKNOWN, YES, Truth
from engine.verdict import State
from engine.waiving import Waivers


@pytest.fixture(scope="module")
def two() -> Bench:
    return bench(TWO)


@pytest.mark.parametrize(
    ("condition", "truth"),
    [
        ("年度预算 = 1000万元", YES), ("年度预算 等于 0.1亿元", YES), ("年度预算 ≠ 1000万元", NO),
        ("年度预算 不等于 10,000,000元", NO), ("年度预算 != 999万元", YES), ("年度预算 <> 999万元", YES),
        ("年度预算 < 1000万元", NO), ("年度预算 低于 1000.000001万元", YES), ("年度预算 ≤ 1000万元", YES),
        ("年度预算 <= 999.999999万元", NO), ("年度预算 不高于 1000万元", YES), ("年度预算 > 1000万元", NO),
        ("年度预算 高于 999.999999万元", YES), ("年度预算 ≥ 1000万元", YES), ("年度预算 >= 1000.000001万元", NO),
        ("年度预算 不低于 1000万元", YES), ("支出 ÷ 年度预算 低于 90%", NO), ("支出 ÷ 年度预算 不高于 90%", YES),
        ("性质 = 经常性", YES), ("性质 ≠ 经常性", NO), ("性质 = \"经常性\"", YES),
        ("性质 属于 {经常性, 阶段性}", YES), ("性质 属于 {阶段性}", NO), ("性质 不属于 {阶段性}", YES),
        ("下达日期 ≥ 本年12月1日", YES), ("下达日期 > 2022-12-01", NO), ("下达日期 = 2022-12-01", YES),
        ("非 年度预算 = 1000万元", NO), ("年度预算 = 1000万元 且 性质 = 阶段性", NO),
        ("年度预算 = 1000万元 或 性质 = 阶段性", YES), ("年度预算 ＝ １０００万元 且（性质 ＝ 经常性）", YES),
    ],
)  # fmt: skip
def test_comparisons_of_known_values_are_known(two: Bench, condition: str, truth: Truth) -> None:
    assert two.truth(condition, "项目", "甲") is truth


@pytest.mark.parametrize(
    "condition",
    ["年度预算 ≥ 0元", "年度预算 = 年度预算", "性质 = 经常性", "性质 ≠ 经常性", "性质 属于 {经常性}",
     "性质 不属于 {经常性}",
     "性质 为无", "性质 不为无", "年度预算 为无", "年度预算 相符 1元", "年度预算 不相符 1元", "下达日期 < 本年12月1日",
     "非 年度预算 > 0元", "年度预算 − 支出 > 0元", "绝对值(支出) ≥ 0元"],
)  # fmt: skip
def test_a_comparison_with_what_was_not_supplied_is_unknown(two: Bench, condition: str) -> None:
    assert two.truth(condition, "项目", "丙") is UNKNOWN


@pytest.mark.parametrize(
    ("condition", "truth"),
    [
        ("年度预算 > 0元 且 1元 = 2元", NO), ("1元 = 2元 且 年度预算 > 0元", NO), ("年度预算 > 0元 或 1元 = 1元", YES),
        ("年度预算 > 0元 且 1元 = 1元", UNKNOWN), ("年度预算 > 0元 或 1元 = 2元", UNKNOWN),
        ("非（年度预算 > 0元 且 1元 = 2元）", YES), ("年度预算 > 0元 或 非 年度预算 > 0元", UNKNOWN),
    ],
)  # fmt: skip
def test_and_or_and_not_follow_kleene(two: Bench, condition: str, truth: Truth) -> None:
    assert two.truth(condition, "项目", "丙") is truth


@pytest.mark.parametrize(
    ("condition", "truth"),
    [
        ("未支出 ≥ 19万元", YES), ("未支出 ≥ 20万元", UNKNOWN), ("未支出 > 21万元", NO), ("未支出 = 20万元", UNKNOWN),
        ("未支出 ≠ 25万元", YES), ("未支出 相符 20.5万元", YES), ("未支出 相符 25万元", NO),
        ("年度预算 − 未支出 ≥ 179万元", YES),
        ("下达日期 ≥ 本年12月1日", YES), ("下达日期 > 本年12月1日", UNKNOWN), ("下达日期 ≤ 本年12月31日", YES),
    ],
)  # fmt: skip
def test_an_approximation_is_known_where_its_whole_range_is_on_one_side(
    two: Bench, condition: str, truth: Truth
) -> None:
    assert two.truth(condition, "项目", "乙") is truth


@pytest.mark.parametrize(
    ("condition", "truth"),
    [
        ("预算调整说明 为无", YES), ("预算调整说明 不为无", NO), ("预算调整说明 = \"有\"", NO),
        ("预算调整说明 ≠ \"有\"", YES),
        ("执行率分母 = 总预算", NO), ("执行率分母 属于 {总预算}", NO), ("执行率分母 不属于 {总预算}", YES),
        ("其他收入 为无", YES), ("其他收入 = 0元", UNKNOWN), ("其他收入 ≥ 0元", UNKNOWN), ("其他收入 ≠ 0元", UNKNOWN),
        ("其他收入 相符 0元", UNKNOWN), ("支出 为无", NO), ("支出 不为无", YES), ("报告执行率 = 报告执行率", UNKNOWN),
        ("上年结转结余 为无", UNKNOWN), ("支出 + 其他收入 > 0元", UNKNOWN),
    ],
)  # fmt: skip
def test_none_equals_no_text_and_compares_with_no_number(condition: str, truth: Truth) -> None:
    facts = "预算收支: {预算调整说明: 无, 执行率分母: 无, 其他收入: 无, 支出: 1元, 报告执行率: 无}\n"
    assert bench(facts).truth(condition, "预算收支") is truth


def test_two_fields_that_both_state_none_hold_the_same_text() -> None:
    facts = listed("采购", "名称: 甲, 项目: 无, 品目: 无") + "项目: 无\n"
    assert bench(facts).truth("项目 = 品目", "采购") is YES


@pytest.mark.parametrize(
    ("topics", "condition", "truth"),
    [
        ("[预算执行, 采购内控]", "主题 包含 采购内控", YES), ("[预算执行]", "主题 包含 采购内控", NO),
        ("[预算执行]", "主题 不包含 采购内控", YES), ("无", "主题 包含 采购内控", NO), ("无", "主题 为无", YES),
        ("[预算执行]", "主题 为无", NO), ("", "主题 包含 采购内控", UNKNOWN), ("", "主题 不包含 采购内控", UNKNOWN),
        ("", "主题 为无", UNKNOWN), ("[预算执行]", "主题 包含 摘要", NO),
    ],
)  # fmt: skip
def test_tags_hold_words_and_a_field_that_is_none_holds_none(topics: str, condition: str, truth: Truth) -> None:
    stated = f", 主题: {topics}" if topics else ""
    assert bench(listed("自述措施", f"序号: 一, 摘要: 甲{stated}")).truth(condition, "自述措施") is truth


@pytest.mark.parametrize(("stated", "truth"), [("是", YES), ("否", NO), ("", UNKNOWN)])
def test_a_yes_or_no_field_is_a_condition_by_itself(stated: str, truth: Truth) -> None:
    item = "名称: 甲" + (f", 小额零星或批量集采: {stated}" if stated else "")
    found = bench(listed("采购", item))
    assert found.truth("小额零星或批量集采", "采购") is truth
    assert found.truth("小额零星或批量集采 = 是", "采购") is truth
    assert found.truth("小额零星或批量集采 ≠ 否", "采购") is truth
    assert found.truth("非 小额零星或批量集采", "采购") is ~truth


@pytest.mark.parametrize(
    ("income", "spent", "left", "truth"),
    [
        ("85,038.39万元", "85,038.37万元", "126.67元", YES),  # 200元, each end up to 50元 off
        ("85,038.39万元", "85,038.37万元", "0元", NO),
        ("85,038.39万元", "85,038.37万元", "300元", YES),  # exactly on the end
        ("85,038.39万元", "85,038.37万元", "301元", NO),  # 0.5元 either way does not reach 300元
        ("约100万元", "1万元", "96万元", YES),
    ],
)
def test_figures_agree_when_their_written_precisions_meet(income: str, spent: str, left: str, truth: Truth) -> None:
    facts = f"预算收支: {{财政拨款收入: '{income}', 支出: '{spent}', 年末结转结余: '{left}'}}\n"
    assert bench(facts).truth("财政拨款收入 − 支出 相符 年末结转结余", "预算收支") is truth
    derived = bench(facts, derived="预算收支:\n  差额: 财政拨款收入 − 支出\n")
    assert derived.truth("差额 相符 年末结转结余", "预算收支") is truth
    assert derived.truth("差额 不相符 年末结转结余", "预算收支") is ~truth


def test_written_precision_has_no_say_in_any_other_comparison() -> None:
    found = bench("预算收支: {财政拨款收入: '85,038.39万元', 支出: '85,038.37万元'}\n")
    assert found.truth("财政拨款收入 − 支出 = 200元", "预算收支") is YES
    assert found.truth("财政拨款收入 > 支出", "预算收支") is YES


def test_amounts_of_different_sorts_are_unknown_to_each_other() -> None:
    found = bench(
        listed("指标", "名称: 甲, 实际值: 17个", "名称: 乙, 实际值: 10%", "名称: 丙, 实际值: 2万千瓦")
        + listed("目标", "指标: 甲, 位置: 一, 值: 10%", "指标: 乙, 位置: 一, 值: 8%", "指标: 丙, 位置: 一, 值: 3个")
    )
    for key, truth in (("甲", UNKNOWN), ("乙", YES), ("丙", UNKNOWN)):
        assert found.truth("实际值 ≥ 最大(目标.值)", "指标", key) is truth
    assert reasons(found.value("实际值 − 最大(目标.值)", "指标", "丙")) == {"单位不同（千瓦与个），不能计算"}


# Findings as facts

BASE = rule_text("支出 ≥ 100元", rule="BUD-001")


@pytest.mark.parametrize(
    ("spent", "base", "closing"),
    [("90元", "发现问题", "发现问题"), ("100元", "未发现问题", "不适用"), ("", "无法判定", "无法判定")],
)
def test_a_finding_is_a_fact_and_one_that_could_not_be_judged_is_an_unknown_fact(
    tmp_path: object, spent: str, base: str, closing: str
) -> None:
    later = rule_text(
        "存在 自述问题 满足（主题 = 预算执行）", kind="部门", rule="CLO-001", scope='存在 问题 满足（规则 = "BUD-001"）'
    )
    item = "名称: 甲" + (f", 支出: {spent}" if spent else "")
    outcome = checked(library(tmp_path, BASE, later), listed("项目", item) + "自述问题: 无\n")  # type: ignore[arg-type]
    assert states(outcome, "BUD-001") == {"甲": base}
    assert states(outcome, "CLO-001") == {"示例部门": closing}


def test_findings_may_be_subjects_themselves(tmp_path: object) -> None:
    later = rule_text("存在 自述问题 满足（主题 = 对象.主题）", kind="问题", rule="CLO-001", scope="主题 = 预算执行")
    facts = listed("项目", "名称: 甲, 支出: 1元", "名称: 乙, 支出: 100元") + "自述问题: 无\n"
    outcome = checked(library(tmp_path, BASE, later), facts)  # type: ignore[arg-type]
    assert states(outcome, "CLO-001") == {"BUD-001·项目·甲": "发现问题"}


# Order of work


@pytest.mark.parametrize("seed", range(40))
def test_what_was_asked_before_never_changes_an_answer(seed: int) -> None:
    random, (program, dossier) = Random(seed), pair_of(seed)
    waivers = Waivers((), 0)
    expected, _ = by_reference(program, dossier, waivers)
    fresh = Evaluator(program, dossier)
    again: dict[tuple[str, str, str], tuple[Truth, Truth]] = {}
    for stratum in program.strata:
        asked = [(check, fact) for check in stratum for fact in fresh.facts(check.kind)]
        random.shuffle(asked)
        for check, fact in asked:
            pair = (fresh.truth(check.scope, (fact,)), fresh.truth(check.duty, (fact,)))
            again[check.rule, check.kind, fact.key] = pair
        for check, fact in asked:
            assert again[check.rule, check.kind, fact.key] == (
                fresh.truth(check.scope, (fact,)),
                fresh.truth(check.duty, (fact,)),
            )
            fresh.conclude(check, fact, expected[check.rule, check.kind, fact.key])
    assert again.keys() == expected.keys()
    lone = Evaluator(program, dossier)  # nothing remembered: a new evaluator for every question of the first stratum
    for check in program.strata[0]:
        for fact in lone.facts(check.kind):
            clean = Evaluator(program, dossier)
            assert (clean.truth(check.scope, (fact,)), clean.truth(check.duty, (fact,))) == again[
                check.rule, check.kind, fact.key
            ]


def test_a_stated_none_is_not_a_number(two: Bench) -> None:
    assert bench("预算收支: {支出: 无}\n").value("支出", "预算收支") is NOTHING
    assert two.value("年度预算", "项目", "甲") == money("1000万元")


def test_states_follow_from_duty_and_scope_alone() -> None:
    from engine.verdict import state_of

    table = {
        (NO, NO): State.NOT_APPLICABLE, (NO, UNKNOWN): State.NOT_APPLICABLE, (NO, YES): State.NOT_APPLICABLE,
        (UNKNOWN, NO): State.UNKNOWN, (UNKNOWN, UNKNOWN): State.UNKNOWN, (UNKNOWN, YES): State.UNKNOWN,
        (YES, NO): State.FINDING, (YES, UNKNOWN): State.UNKNOWN, (YES, YES): State.PASS,
    }  # fmt: skip
    for (scope, duty), state in table.items():
        assert state_of(scope, duty, YES) is state
        absent = State.UNKNOWN if state is State.FINDING else state
        assert state_of(scope, duty, UNKNOWN) is absent
