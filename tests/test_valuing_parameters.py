"""Which row of a parameter counts: by region, day and the fields of the subject, known or not."""

from __future__ import annotations

import pytest
from small import Bench, bench, listed, number

from engine.truth import NO, UNKNOWN, YES, Truth
from engine.unknown import Gap, Unknown

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
        ("广东省广州市增城区", 2022, 3), ("广东省广州市天河区", 2022, 2), ("广东省深圳市", 2022, 1),
        ("北京市", 2022, 9),
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
