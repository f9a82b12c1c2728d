"""What every construct of the condition language means: exact, three-valued, nothing taken for false that is not known."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import pytest

from engine.dossier import NOTHING
from engine.judge import by_reference
from engine.quantity import Dim, Quantity
from engine.reference import Evaluator
from engine.truth import NO, UNKNOWN, YES, Truth
from engine.unknown import Gap, Unknown
from engine.verdict import State
from engine.waiving import Waivers
from generate import pair_of
from small import Bench, bench, checked, library, listed, money, rule_text, states

TWO = listed(
    "项目",
    "名称: 甲, 性质: 经常性, 年度预算: 1000万元, 支出: 900万元, 下达日期: 2022-12-01",
    "名称: 乙, 性质: 阶段性, 年度预算: 200万元, 未支出: 约20万元, 下达日期: 2022年12月",
    "名称: 丙",
)


@pytest.fixture(scope="module")
def two() -> Bench:
    return bench(TWO)


def number(value: object) -> tuple[Fraction, Fraction]:
    """The ends of a value that must be a number."""
    assert isinstance(value, Quantity), value
    return value.low, value.high


def reasons(value: object) -> set[str]:
    """Why a value is unknown."""
    assert isinstance(value, Unknown), value
    return {gap.reason for gap in value.gaps}


# Comparisons


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
    ["年度预算 ≥ 0元", "年度预算 = 年度预算", "性质 = 经常性", "性质 ≠ 经常性", "性质 属于 {经常性}", "性质 不属于 {经常性}",
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
        ("未支出 ≠ 25万元", YES), ("未支出 相符 20.5万元", YES), ("未支出 相符 25万元", NO), ("年度预算 − 未支出 ≥ 179万元", YES),
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
        ("预算调整说明 为无", YES), ("预算调整说明 不为无", NO), ("预算调整说明 = \"有\"", NO), ("预算调整说明 ≠ \"有\"", YES),
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


# Terms


def test_division_by_zero_is_unknown_with_its_own_reason() -> None:
    found = bench("预算收支: {支出: 1元, 总预算: 0元, 年初预算: 约0元}\n")
    assert reasons(found.value("支出 ÷ 总预算", "预算收支")) == {"基数为零"}
    assert found.truth("支出 ÷ 总预算 ≥ 0%", "预算收支") is UNKNOWN
    assert found.gaps("支出 ÷ 总预算 ≥ 0%", "预算收支") == {Gap("计算", "支出 ÷ 总预算", "", "基数为零")}


def test_arithmetic_with_none_has_its_own_reason() -> None:
    found = bench("预算收支: {支出: 1元, 总预算: 无}\n")
    assert reasons(found.value("支出 ÷ 总预算", "预算收支")) == {"其中一项为无"}


def test_arithmetic_binds_as_in_school(two: Bench) -> None:
    assert number(two.value("1元 + 2元 × 3 − 4元 ÷ 2")) == (5, 5)
    assert number(two.value("（1元 + 2元）× 3")) == (9, 9)
    assert number(two.value("12元 ÷ 2 ÷ 3")) == (2, 2)
    assert number(two.value("9元 - 4元 - 3元")) == (2, 2)
    assert number(two.value("-2元 * 3")) == (-6, -6)


def test_a_ratio_less_a_ratio_is_points_and_points_move_a_ratio(two: Bench) -> None:
    assert two.truth("92% − 95% = -3个百分点") is YES
    assert two.truth("95% − 3个百分点 = 92%") is YES
    assert two.truth("7 × 100% ÷ 12 > 58.33%") is YES


def test_the_size_of_a_figure_has_no_sign(two: Bench) -> None:
    assert number(two.value("绝对值(1万元 − 3万元)")) == (20000, 20000)
    assert number(two.value("绝对值(未支出 − 20万元)", "项目", "乙")) == (0, 10000)


def test_a_figure_between_two_others_is_a_range(two: Bench) -> None:
    assert number(two.value("区间(6个, 100个)")) == (6, 100)
    assert two.truth("17个 ≥ 区间(6个, 100个)") is UNKNOWN
    assert two.truth("100个 ≥ 区间(100个, 6个)") is YES
    assert two.truth("5个 ≥ 区间(6个, 100个)") is NO


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        ("2022-03-01", "2022-03-31", (30, 30)), ("2022-05-10", "2022-06-09", (30, 30)), ("2020-02-28", "2020-03-01", (2, 2)),
        ("2022-03-31", "2022-03-01", (-30, -30)), ("2022年3月", "2022-03-31", (0, 30)), ("2021年", "2022-01-01", (1, 365)),
    ],
)  # fmt: skip
def test_days_between_two_dates_count_the_last_and_not_the_first(first: str, last: str, days: tuple[int, int]) -> None:
    found = bench(listed("采购", f"名称: 甲, 意向公开日期: {first}, 采购开始日期: {last}"))
    assert number(found.value("间隔日数(意向公开日期, 采购开始日期)", "采购")) == days


@pytest.mark.parametrize(
    ("signed", "announced", "truth"),
    [
        ("2022-09-30", "2022-10-09", YES),  # 国庆: 8 and 9 October are worked
        ("2022-09-30", "2022-10-10", NO),
        ("2022-06-09", "2022-06-13", YES),
        ("2099-06-01", "2099-06-02", UNKNOWN),
        ("2022年6月", "2022-06-13", UNKNOWN),
    ],
)
def test_working_days_follow_the_holiday_calendar_and_are_unknown_without_one(
    signed: str, announced: str, truth: Truth
) -> None:
    found = bench(listed("采购", f"名称: 甲, 合同签订日期: {signed}, 合同公告日期: {announced}"))
    assert found.truth("工作日数(合同签订日期, 合同公告日期) ≤ 2日", "采购") is truth


def test_a_year_without_a_calendar_is_named_as_the_reason() -> None:
    found = bench(listed("采购", "名称: 甲, 合同签订日期: 2099-06-01, 合同公告日期: 2099-06-02"))
    assert reasons(found.value("工作日数(合同签订日期, 合同公告日期)", "采购")) == {"没有2099年的节假日安排"}


def test_a_day_of_this_year_is_a_day_of_the_year_under_assessment() -> None:
    assert bench(year=2021).truth("本年8月31日 = 2021-08-31") is YES


FIRST_KNOWN = "项目:\n  未支出额: {先取: [未支出, 年度预算 − 支出], 说明: 报告写出的优先}\n"


@pytest.mark.parametrize(
    ("item", "low"),
    [
        ("未支出: 5万元, 年度预算: 9万元, 支出: 1万元", 50000),
        ("年度预算: 9万元, 支出: 1万元", 80000),
        ("未支出: 无, 年度预算: 9万元, 支出: 1万元", 80000),
        ("年度预算: 9万元", None),
    ],
)
def test_the_first_known_of_several_figures_is_taken(item: str, low: int | None) -> None:
    value = bench(listed("项目", f"名称: 甲, {item}"), FIRST_KNOWN).value("未支出额", "项目")
    if low is None:
        assert isinstance(value, Unknown)
        assert {gap.field for gap in value.gaps} == {"未支出", "支出"}
    else:
        assert number(value) == (low, low)


# Parameters

LINES = """
下限:
  取值:
    - {性质: 经常性, 值: 1000万元（含）, 依据: 甲, 核对: 待核}
    - {性质: 阶段性, 值: 3000万元（含）, 依据: 甲, 核对: 待核}
超过线:
  取值: [{值: 1000万元（不含）, 依据: 甲, 核对: 待核}]
按编码:
  取值:
    - {编码: A, 值: 100万元, 依据: 甲, 核对: 待核}
    - {值: 200万元, 依据: 甲, 核对: 待核}
只有经常性:
  取值: [{性质: 经常性, 值: 1000万元, 依据: 甲, 核对: 待核}]
以后的:
  取值: [{起: 2023-01-01, 值: 1000万元, 依据: 甲, 核对: 待核}]
"""


def line(item: str) -> Bench:
    """One project beside the parameters above."""
    return bench(listed("项目", f"名称: 甲, {item}"), parameters=LINES)


@pytest.mark.parametrize(
    ("nature", "budget", "truth"),
    [
        ("经常性", "1000万元", YES), ("经常性", "999.999999万元", NO), ("阶段性", "1000万元", NO),
        ("阶段性", "3000万元", YES), ("阶段性", "2999.999999万元", NO),
        ("", "2000万元", UNKNOWN), ("", "3000万元", YES), ("", "999万元", NO), ("无", "5000万元", UNKNOWN),
    ],
)  # fmt: skip
def test_the_row_of_a_parameter_is_chosen_by_the_subject_and_is_a_range_while_that_is_not_known(
    nature: str, budget: str, truth: Truth
) -> None:
    item = f"年度预算: {budget}" + (f", 性质: {nature}" if nature else "")
    assert line(item).truth("年度预算 达到 下限", "项目") is truth
    assert line(item).truth("年度预算 未达到 下限", "项目") is ~truth


def test_reaching_a_parameter_respects_whether_it_is_included() -> None:
    assert line("年度预算: 1000万元").truth("年度预算 达到 超过线", "项目") is NO
    assert line("年度预算: 1000万元").truth("年度预算 未达到 超过线", "项目") is YES
    assert line("年度预算: 1000.000001万元").truth("年度预算 达到 超过线", "项目") is YES


def test_an_unknown_key_without_a_closed_list_may_be_any_word() -> None:
    assert number(line("编码: A").value("按编码", "项目")) == (1_000_000, 1_000_000)
    assert number(line("编码: B").value("按编码", "项目")) == (2_000_000, 2_000_000)
    assert number(line("编码: 无").value("按编码", "项目")) == (2_000_000, 2_000_000)
    unknown = line("性质: 经常性")
    assert unknown.truth("150万元 ≥ 按编码", "项目") is UNKNOWN
    assert unknown.truth("200万元 ≥ 按编码", "项目") is not NO
    assert unknown.truth("99万元 ≥ 按编码", "项目") is not YES


def test_a_parameter_without_a_row_is_named_as_what_is_missing() -> None:
    found = line("性质: 阶段性, 年度预算: 1元")
    assert found.gaps("年度预算 达到 以后的", "项目") == {Gap("参数", "以后的", "")}
    assert found.gaps("年度预算 达到 只有经常性", "项目") == {Gap("参数", "只有经常性", "")}


def test_a_parameter_whose_row_may_not_exist_waits_for_the_field_that_chooses_it() -> None:
    assert line("年度预算: 1元").truth("年度预算 达到 只有经常性", "项目") is UNKNOWN
    assert line("年度预算: 1元").gaps("年度预算 达到 只有经常性", "项目") == {Gap("项目", "甲", "性质")}


@pytest.mark.parametrize(
    ("region", "year", "low"),
    [
        ("广东省广州市增城区", 2022, 3), ("广东省广州市天河区", 2022, 2), ("广东省深圳市", 2022, 1), ("北京市", 2022, 9),
        ("广东省广州市增城区", 2021, 2), ("广东省广州市增城区", 2024, 4), ("北京市", 2019, None),
    ],
)  # fmt: skip
def test_the_nearest_region_and_the_latest_start_win_on_the_last_day_of_the_year(
    region: str, year: int, low: int | None
) -> None:
    rows = """
线:
  取值:
    - {起: 2020-01-01, 值: 9元, 依据: 甲, 核对: 待核}
    - {地区: 广东省, 起: 2020-01-01, 值: 1元, 依据: 甲, 核对: 待核}
    - {地区: 广东省广州市, 起: 2020-01-01, 值: 2元, 依据: 甲, 核对: 待核}
    - {地区: 广东省广州市增城区, 起: 2022-12-31, 止: 2023-12-31, 值: 3元, 依据: 甲, 核对: 待核}
    - {地区: 广东省广州市增城区, 起: 2024-01-01, 值: 4元, 依据: 甲, 核对: 待核}
"""
    value = bench(parameters=rows, region=region, year=year).value("线")
    if low is None:
        assert value == Unknown(frozenset({Gap("参数", "线", "")}))
    else:
        assert number(value) == (low, low)


# Facts of other kinds

RECORDS = (
    "监控记录:\n- {对象: 项目, 类型: 重点, 项目: 甲}\n- {对象: 项目, 类型: 日常, 项目: 无}\n"
    "- {对象: 项目, 类型: 年中, 项目: 乙, 截止月份: 7}\n"
)


def test_a_link_points_both_ways() -> None:
    found = bench(TWO + RECORDS)
    assert found.truth("存在 监控记录", "项目", "甲") is YES
    assert found.truth("存在 监控记录 满足（类型 = 重点）", "项目", "甲") is YES
    assert found.truth("存在 监控记录 满足（类型 = 重点）", "项目", "乙") is NO
    assert found.truth("存在 监控记录", "项目", "丙") is NO
    assert found.truth("项目.年度预算 ≥ 1000万元", "监控记录", "项目·重点·甲") is YES
    assert found.truth("项目.支出 ≥ 0元", "监控记录", "项目·年中·乙") is UNKNOWN
    assert reasons(found.value("项目.年度预算", "监控记录", "项目·日常")) == {"为无"}


@pytest.mark.parametrize(
    ("records", "exists", "important"),
    [
        ("监控记录: 无\n", NO, NO),
        ("", UNKNOWN, UNKNOWN),
        ("监控记录:\n  清单完整: 否\n  条目: [{对象: 项目, 类型: 日常, 项目: 甲}]\n", YES, UNKNOWN),
        ("监控记录: [{对象: 项目, 类型: 日常, 项目: 甲}]\n", YES, NO),
        ("监控记录: [{对象: 项目, 类型: 重点}]\n", UNKNOWN, UNKNOWN),
        ("监控记录: [{对象: 项目, 类型: 日常}]\n", UNKNOWN, NO),
    ],
)
def test_a_list_not_supplied_is_unknown_one_supplied_as_none_is_empty_and_one_in_part_may_hold_more(
    records: str, exists: Truth, important: Truth
) -> None:
    found = bench(TWO + records)
    for condition, truth in (("存在 监控记录", exists), ("存在 监控记录 满足（类型 = 重点）", important)):
        assert found.truth(condition, "项目", "甲") is truth
        assert found.truth(condition.replace("存在", "不存在"), "项目", "甲") is ~truth


@pytest.mark.parametrize(
    ("items", "truth"),
    [
        (("金额: 1元", "金额: 2元"), YES), (("金额: 1元", "金额: 0元"), NO), (("金额: 1元", ""), UNKNOWN),
        (("金额: 0元", ""), NO), ((), YES),
    ],
)  # fmt: skip
def test_each_holds_for_an_empty_list_and_fails_with_the_first_that_surely_fails(
    items: tuple[str, ...], truth: Truth
) -> None:
    given = [f"事由: 事{n}" + (f", {item}" if item else "") for n, item in enumerate(items)]
    found = bench(listed("未支出说明", *given))
    assert found.truth("每个 未支出说明 满足（金额 > 0元）") is truth


def test_each_is_unknown_while_the_list_may_go_on() -> None:
    assert bench(listed("未支出说明", "事由: 甲, 金额: 1元", complete=False)).truth("每个 未支出说明 满足（金额 > 0元）") is UNKNOWN
    assert bench(listed("未支出说明", "事由: 甲, 金额: 0元", complete=False)).truth("每个 未支出说明 满足（金额 > 0元）") is NO


AREAS = listed("领域", "名称: 工业", "名称: 商贸") + listed(
    "项目", "名称: 甲, 领域: 工业", "名称: 乙, 领域: 工业", "名称: 丙, 领域: 商贸"
)


def test_a_quantifier_inside_a_quantifier_sees_its_own_facts_and_those_next_to_it() -> None:
    found = bench(AREAS + "监控记录:\n- {对象: 项目, 类型: 重点, 项目: 乙}\n")
    monitored = "存在 项目 满足（存在 监控记录 满足（类型 = 重点））"
    assert found.truth(monitored, "领域", "工业") is YES
    assert found.truth(monitored, "领域", "商贸") is NO
    assert found.truth("每个 项目 满足（存在 监控记录）", "领域", "工业") is NO
    assert found.truth("每个 项目 满足（不存在 监控记录）", "领域", "商贸") is YES


def test_a_quantifier_may_compare_a_fact_with_the_others_of_its_own_kind() -> None:
    found = bench(
        listed("指标", "名称: 引进项目, 实际值: 17个")
        + listed("目标", "指标: 引进项目, 位置: 一, 值: 6个", "指标: 引进项目, 位置: 二, 值: 100个", "指标: 引进项目, 位置: 三, 值: 6个")
    )
    differs = "存在 目标 满足（指标 = 对象.指标 且 位置 ≠ 对象.位置 且 值 ≠ 对象.值）"
    assert found.truth(differs, "目标", "引进项目·一") is YES
    same = "存在 目标 满足（指标 = 对象.指标 且 位置 ≠ 对象.位置 且 值 = 对象.值）"
    assert found.truth(same, "目标", "引进项目·一") is YES
    assert found.truth(same, "目标", "引进项目·二") is NO


@pytest.mark.parametrize(
    ("items", "count", "total", "most", "least"),
    [
        (("金额: 3元", "金额: 5元"), 2, 8, 5, 3), (("金额: 3元",), 1, 3, 3, 3), ((), 0, 0, None, None),
    ],
)  # fmt: skip
def test_sums_of_an_empty_list_are_zero_and_it_has_no_greatest_and_no_least(
    items: tuple[str, ...], count: int, total: int, most: int | None, least: int | None
) -> None:
    found = bench(listed("未支出说明", *(f"事由: 事{n}, {item}" for n, item in enumerate(items))))
    assert number(found.value("数量(未支出说明)")) == (count, count)
    assert number(found.value("合计(未支出说明.金额)")) == (total, total)
    for function, wanted in (("最大", most), ("最小", least)):
        value = found.value(f"{function}(未支出说明.金额)")
        if wanted is None:
            assert reasons(value) == {"没有可汇总的事实"}
        else:
            assert number(value) == (wanted, wanted)


def test_the_sum_of_no_amounts_at_all_has_no_dimension_and_no_value() -> None:
    assert reasons(bench("目标: 无\n").value("合计(目标.值)")) == {"没有可汇总的事实"}


def test_aggregates_keep_the_ranges_of_approximations() -> None:
    found = bench(listed("未支出说明", "事由: 甲, 金额: 约20万元", "事由: 乙, 金额: 46.56万元", "事由: 丙, 金额: 380余万元"))
    assert number(found.value("合计(未支出说明.金额)")) == (4_455_600, 4_575_600)
    assert number(found.value("最大(未支出说明.金额)")) == (3_800_000, 3_900_000)
    assert number(found.value("最小(未支出说明.金额)")) == (190_000, 210_000)


def test_the_greatest_of_overlapping_ranges_may_come_from_either() -> None:
    found = bench(listed("未支出说明", "事由: 甲, 金额: 约100万元", "事由: 乙, 金额: 100万元"))
    assert number(found.value("最大(未支出说明.金额)")) == (1_000_000, 1_050_000)
    assert number(found.value("最小(未支出说明.金额)")) == (950_000, 1_000_000)


@pytest.mark.parametrize("aggregate", ["数量(未支出说明)", "合计(未支出说明.金额)", "最大(未支出说明.金额)", "最小(未支出说明.金额)"])
def test_aggregates_over_a_list_that_may_go_on_are_unknown(aggregate: str) -> None:
    part = bench(listed("未支出说明", "事由: 甲, 金额: 1元", complete=False)).value(aggregate)
    none = bench().value(aggregate)
    assert part == Unknown(frozenset({Gap("未支出说明", "（其余未支出说明）", "")}))
    assert isinstance(none, Unknown)
    assert {gap.kind for gap in none.gaps} == {"未支出说明"}


def test_an_aggregate_waits_for_the_figures_of_the_facts_it_takes_and_for_no_others() -> None:
    facts = listed("未支出说明", "事由: 甲, 领域: 工业", "事由: 乙, 领域: 商贸, 金额: 1元") + listed("领域", "名称: 工业", "名称: 商贸")
    found = bench(facts)
    assert number(found.value("合计(未支出说明.金额)", "领域", "商贸")) == (1, 1)
    value = found.value("合计(未支出说明.金额)", "领域", "工业")
    assert isinstance(value, Unknown)
    assert {(gap.kind, gap.field) for gap in value.gaps} == {("未支出说明", "金额")}
    assert number(found.value("合计(未支出说明.金额 满足 金额 > 0元)", "领域", "商贸")) == (1, 1)
    assert isinstance(found.value("数量(未支出说明 满足 金额 > 0元)", "领域", "工业"), Unknown)


def test_a_condition_in_an_aggregate_chooses_the_facts() -> None:
    found = bench(TWO)
    assert number(found.value("数量(项目 满足 年度预算 ≥ 500万元 或 名称 = \"丙\")")) == (2, 2)
    assert number(found.value("合计(项目.年度预算 满足 性质 = 经常性 且 名称 ≠ \"丙\")")) == (10_000_000, 10_000_000)


# Derived figures


def test_a_derived_figure_is_worked_out_once_for_each_fact(monkeypatch: pytest.MonkeyPatch) -> None:
    found = bench(TWO, "项目:\n  执行率: 支出 ÷ 年度预算\n  偏低: 执行率 低于 95%\n")
    asked: list[str] = []
    value = Evaluator.value
    monkeypatch.setattr(
        Evaluator, "value", lambda self, term, env, written=False: (asked.append(term.text), value(self, term, env, written))[1]
    )
    for _ in range(3):
        assert found.truth("偏低 且 执行率 低于 95%", "项目", "甲") is YES
        assert found.truth("偏低", "项目", "丙") is UNKNOWN
    assert asked.count("支出 ÷ 年度预算") == 2  # one for 甲, one for 丙


def test_derived_figures_stand_on_one_another_in_any_order() -> None:
    found = bench(TWO, "项目:\n  偏低: 执行率 低于 95%\n  执行率: 支出额 ÷ 年度预算\n  支出额: {先取: [支出, 年度预算 − 未支出]}\n")
    assert found.truth("偏低", "项目", "甲") is YES
    assert found.truth("偏低", "项目", "乙") is YES
    assert found.truth("偏低", "项目", "丙") is UNKNOWN


def test_a_derived_condition_that_is_unknown_says_what_it_waits_for() -> None:
    found = bench(TWO, "项目:\n  执行率: 支出 ÷ 年度预算\n  偏低: 执行率 低于 95%\n")
    assert found.gaps("偏低", "项目", "丙") == {Gap("项目", "丙", "支出"), Gap("项目", "丙", "年度预算")}


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
    later = rule_text(
        "存在 自述问题 满足（主题 = 对象.主题）", kind="问题", rule="CLO-001", scope="主题 = 预算执行"
    )
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
