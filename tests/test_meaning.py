"""Conditions: dimensions and units checked when they are read, thresholds, negative forms, options of fields."""

from __future__ import annotations

import pytest
from reading_conditions import condition, hints, term, wrong
from small import bench, number

from engine.quantity import Dim
from engine.terms import Compare, Contains, IsNone, Not, OneOf
from engine.truth import NO, UNKNOWN, YES, Truth

# Dimensions


@pytest.mark.parametrize(
    ("text", "dim"),
    [
        ("支出 + 未支出", Dim.MONEY),
        ("支出 ÷ 年度预算", Dim.RATIO),
        ("支出 × 90%", Dim.MONEY),
        ("支出 ÷ 12", Dim.MONEY),
        ("执行率 − 下限", Dim.POINTS),
        ("执行率 + 5个百分点", Dim.RATIO),
        ("下达日期 + 30日", Dim.DATE),
        ("间隔日数(下达日期, 本年12月31日)", Dim.DAYS),
        ("工作日数(下达日期, 本年12月31日)", Dim.DAYS),
        ("数量(监控记录)", Dim.COUNT),
        ("支出 ÷ 数量(监控记录)", Dim.MONEY),
        ("合计(项目.支出)", Dim.MONEY),
        ("最大(项目.下达日期)", Dim.DATE),
        ("绝对值(执行率 − 下限)", Dim.POINTS),
        ("区间(支出, 年度预算)", Dim.MONEY),
        ("部门.年度", Dim.NUMBER),
    ],
)
def test_what_a_term_measures_follows_from_its_parts(text: str, dim: Dim) -> None:
    assert term(text).dim is dim


@pytest.mark.parametrize(
    "text",
    [
        "支出 > 90%", "支出 = 名称", "执行率 ≥ 5个百分点", "下达日期 > 30日", "性质 = 1万元", "大项目 = 1",
        "支出 相符 执行率", "支出 + 90% > 0元", "下达日期 − 本年1月1日 > 30日", "名称 + 名称 = 名称",
        "支出 × 支出 > 0元",
        "− 名称 = 名称", "− 下达日期 > 本年1月1日", "绝对值(名称) = 名称", "区间(支出, 执行率) > 0元",
        "间隔日数(支出, 下达日期) > 1日", "合计(项目.名称) > 0元", "合计(项目.下达日期) > 本年1月1日",
        "合计(项目.下限) > 1%",
        "支出 属于 {1万元}", "名称 ≥ “甲”", "大项目 > 是", "名称 包含 “甲”", "支出 且 大项目", "非 支出", "支出",
        "（支出 > 0元） > 0元",
    ],
)  # fmt: skip
def test_what_does_not_go_together_is_a_mistake_when_it_is_read(text: str) -> None:
    assert len(wrong(text)) == 1


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("执行率 ≥ 60", "是否想写“60%”？"),
        ("执行率 ≥ 0.9", "是否想写“90%”？"),
        ("执行率 ≥ 1", "是否想写“100%”？"),
        ("60 ≤ 执行率", "是否想写“60%”？"),
        ("执行率 − 下限 ≥ 5", "是否想写“5个百分点”？"),
        ("支出 ≥ 1000", "是否想写“1000万元”？"),
        ("支出 ≥ 12万", "应写成“12万元”。"),
        ("数量(监控记录) ≥ 2", "是否想写“2个”？"),
        ("间隔日数(下达日期, 本年12月31日) ≥ 30", "是否想写“30日”？"),
        ("下达日期 ≥ 2022", "写法例如：2022-08-31、2022年8月、2022年。"),
        ("下达日期 ≥ 2022年8月31日", "应写成“2022-08-31”。"),
    ],
)
def test_a_number_without_its_unit_is_answered_with_the_unit(text: str, hint: str) -> None:
    assert hints(text) == [hint]


def test_a_month_and_a_year_are_numbers_without_a_unit() -> None:
    for text in ("截止月份 ≥ 7", "截止月份 ≥ 7月", "7 ≤ 截止月份", "部门.年度 = 2022"):
        condition(text, "监控记录")


def test_an_indicator_may_be_compared_with_any_unit_but_not_without_one() -> None:
    for text in ("实际值 ≥ 5%", "实际值 ≥ 5个", "实际值 ≥ 5万元"):
        condition(text, "指标")
    assert wrong("实际值 ≥ 5", "指标") == ["7 “5”没有单位，“实际值”是量"]


# Reaching a threshold


@pytest.mark.parametrize(
    ("text", "op"),
    [
        ("执行率 达到 下限", "≥"),
        ("执行率 未达到 下限", "<"),
        ("年度预算 达到 上限", ">"),
        ("年度预算 未达到 上限", "≤"),
        ("下达日期 达到 起算日", "≥"),
        ("年度预算 达到 100万元", "≥"),
        ("年度预算 未达到 支出", "<"),
    ],
)
def test_reaching_and_not_reaching_follow_the_parameter(text: str, op: str) -> None:
    found = condition(text)
    assert isinstance(found, Compare)
    assert found.op == op


# Negative forms

FACTS = """
指标:
- {名称: 满, 维度: 数量, 偏差原因: [工作推迟], 实际值: 5个, 报告完成率: 100%}
- {名称: 无, 维度: 质量, 偏差原因: 无, 实际值: 无, 报告完成率: 无}
- {名称: 缺}
""".replace("名称: 无", "名称: 空")


@pytest.mark.parametrize(
    ("positive", "negative", "truths"),
    [
        ("维度 属于 {数量, 时效}", "维度 不属于 {数量, 时效}", (YES, NO, UNKNOWN)),
        ("偏差原因 包含 工作推迟", "偏差原因 不包含 工作推迟", (YES, NO, UNKNOWN)),
        ("实际值 为无", "实际值 不为无", (NO, YES, UNKNOWN)),
        ("报告完成率 相符 100%", "报告完成率 不相符 100%", (YES, UNKNOWN, UNKNOWN)),
        ("维度 = 数量", "维度 ≠ 数量", (YES, NO, UNKNOWN)),
        ("维度 等于 数量", "维度 不等于 数量", (YES, NO, UNKNOWN)),
        ("实际值 ≥ 5个", "实际值 低于 5个", (YES, UNKNOWN, UNKNOWN)),
        ("存在 目标", "不存在 目标", (UNKNOWN, UNKNOWN, UNKNOWN)),
    ],
)
def test_every_negative_form_turns_the_positive_one_and_leaves_unknown_unknown(
    positive: str, negative: str, truths: tuple[Truth, ...]
) -> None:
    bed = bench(FACTS)
    for key, truth in zip(("满", "空", "缺"), truths, strict=True):
        assert bed.truth(positive, "指标", key) is truth
        assert bed.truth(negative, "指标", key) is ~truth
        assert bed.truth(f"非 （{negative}）", "指标", key) is truth


@pytest.mark.parametrize(
    ("text", "kind"), [("维度 不属于 {数量}", OneOf), ("偏差原因 不包含 工作推迟", Contains), ("实际值 不为无", IsNone)]
)
def test_a_negative_form_is_the_denial_of_a_positive_condition(text: str, kind: type) -> None:
    found = condition(text, "指标")
    assert isinstance(found, Not)
    assert isinstance(found.item, kind)


def test_each_of_none_is_true_and_each_of_some_needs_all() -> None:
    some = "{名称: 甲, 支出: 2元}"
    for items, truth in (("无", YES), (f"[{some}]", YES), (f"[{some}, {{名称: 乙, 支出: 0元}}]", NO)):
        assert bench(f"项目: {items}").truth("每个 项目 满足（支出 > 1元）") is truth
    assert bench("").truth("每个 项目 满足（支出 > 1元）") is UNKNOWN


# Options


@pytest.mark.parametrize(
    ("text", "kind", "message"),
    [
        ("类型 = 年终", "监控记录", "6 “年终”不是“类型”的可选值"),
        ("年终 = 类型", "监控记录", "1 “年终”不是“类型”的可选值"),
        ("类型 = “年终”", "监控记录", "6 “年终”不是“类型”的可选值"),
        ("类型 ≠ 经常性", "监控记录", "6 “经常性”不是“类型”的可选值"),
        ("类型 属于 {年中, 年终}", "监控记录", "12 “年终”不是“类型”的可选值"),
        ("偏差原因 包含 工作推后", "指标", "9 “工作推后”不是“偏差原因”的可选值"),
        ("偏差原因 不包含 “工作推后”", "指标", "10 “工作推后”不是“偏差原因”的可选值"),
        ("主题 = 采购内空", "扣分", "6 “采购内空”不是“主题”的可选值"),
    ],
)
def test_a_word_that_is_no_option_of_its_field_is_a_mistake_at_its_place(text: str, kind: str, message: str) -> None:
    assert wrong(text, kind) == [message]


@pytest.mark.parametrize("text", ["名称 = “任何文字”", "职能 属于 {“甲”, 乙}", "名称 ≠ 职能"])
def test_a_field_without_a_closed_list_takes_any_text(text: str) -> None:
    condition(text, "指标")


def test_a_text_without_quotes_is_answered_with_quotes() -> None:
    assert hints("职能 = 招商引资", "指标") == ['如果是文字，要加引号，写成 "招商引资"。']


def test_a_word_near_a_field_is_answered_with_the_field() -> None:
    assert hints("职能 = 名你", "指标") == ['如果是文字，要加引号，写成 "名你"。是否想写“名称”？']


@pytest.mark.parametrize("text", ["偏差原因 = 工作推迟", "工作推迟 = 偏差原因", "偏差原因 属于 {工作推迟}"])
def test_a_field_of_several_words_is_asked_whether_it_contains_one(text: str) -> None:
    assert "偏差原因 包含" in hints(text, "指标")[0]


def test_none_is_asked_for_with_its_own_word() -> None:
    assert hints("支出 = 无") == ["应写成“支出 为无”或“支出 不为无”。"]
    assert len(wrong("90% 为无")) == 1


# Several mistakes at once


def test_one_mistake_does_not_hide_the_next_nor_cause_another() -> None:
    found = wrong("没有的 > 0元 且 执行率 ≥ 60 或 性质 = 年中")
    assert [message.split(" ")[0] for message in found] == ["1", "18", "28"]
    assert wrong("没有的 = 经常性") == ["1 “项目”没有字段“没有的”，也没有这个名字的推导和参数"]
    assert len(wrong("没有的 + 支出 > 也没有")) == 1


def test_lists_and_sums_are_taken_over_the_items_for_which_the_condition_holds() -> None:
    bed = bench("项目: [{名称: 甲, 支出: 1元, 性质: 经常性}, {名称: 乙, 支出: 2元, 性质: 阶段性}]")
    assert number(bed.value("合计(项目.支出 满足 性质 = 阶段性)")) == (2, 2)
    assert number(bed.value("数量(项目 满足 支出 > 0元)")) == (2, 2)
    assert number(bed.value("最大(项目.支出)")) == (2, 2)


@pytest.mark.parametrize(
    "text", ["支出 ÷ (年度预算 + 未支出)", "支出 − ((年度预算 + 未支出))", "(支出 + 未支出) × (90% + 10%)"]
)
def test_the_words_of_a_sum_reach_behind_its_last_bracket(text: str) -> None:
    found = condition(f"{text} > 0元" if "÷" not in text else f"{text} > 0%")
    assert found.left.text == text  # type: ignore[attr-defined]
