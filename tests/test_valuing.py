"""What every term comes to, and that derived figures are worked out once from one another."""

from __future__ import annotations

import pytest
from small import TWO, Bench, bench, listed, number, reasons

from engine.quantity import Quantity
from engine.reference import Evaluator
from engine.truth import NO, UNKNOWN, YES, Truth
from engine.unknown import Gap, Unknown


@pytest.fixture(scope="module")
def two() -> Bench:
    return bench(TWO)


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
        ("2022-03-01", "2022-03-31", (30, 30)), ("2022-05-10", "2022-06-09", (30, 30)),
        ("2020-02-28", "2020-03-01", (2, 2)),
        ("2022-03-31", "2022-03-01", (-30, -30)), ("2022年3月", "2022-03-31", (0, 30)),
        ("2021年", "2022-01-01", (1, 365)),
    ],
)  # fmt: skip
def test_days_between_two_dates_count_the_last_and_not_the_first(first: str, last: str, days: tuple[int, int]) -> None:
    found = bench(listed("采购", f"名称: 甲, 意向公开日期: {first}, 采购开始日期: {last}"))
    value = found.value("间隔日数(意向公开日期, 采购开始日期)", "采购")
    assert number(value) == days
    assert isinstance(value, Quantity)
    assert days[0] <= value.nominal <= days[1]
    assert value.mark == ("约" if days[0] != days[1] else "")


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


# Derived figures


def test_a_derived_figure_is_worked_out_once_for_each_fact(monkeypatch: pytest.MonkeyPatch) -> None:
    found = bench(TWO, "项目:\n  执行率: 支出 ÷ 年度预算\n  偏低: 执行率 低于 95%\n")
    asked: list[str] = []
    value = Evaluator.value
    monkeypatch.setattr(
        Evaluator,
        "value",
        lambda self, term, env, written=False: (asked.append(term.text), value(self, term, env, written))[1],
    )
    for _ in range(3):
        assert found.truth("偏低 且 执行率 低于 95%", "项目", "甲") is YES
        assert found.truth("偏低", "项目", "丙") is UNKNOWN
    assert asked.count("支出 ÷ 年度预算") == 2  # one for 甲, one for 丙


def test_derived_figures_stand_on_one_another_in_any_order() -> None:
    found = bench(
        TWO,
        "项目:\n  偏低: 执行率 低于 95%\n  执行率: 支出额 ÷ 年度预算\n  支出额: {先取: [支出, 年度预算 − 未支出]}\n",
    )
    assert found.truth("偏低", "项目", "甲") is YES
    assert found.truth("偏低", "项目", "乙") is YES
    assert found.truth("偏低", "项目", "丙") is UNKNOWN


def test_a_derived_condition_that_is_unknown_says_what_it_waits_for() -> None:
    found = bench(TWO, "项目:\n  执行率: 支出 ÷ 年度预算\n  偏低: 执行率 低于 95%\n")
    assert found.gaps("偏低", "项目", "丙") == {Gap("项目", "丙", "支出"), Gap("项目", "丙", "年度预算")}
