"""L501 to L503: cases that test nothing new, a scope without a case outside it, limits without a case on them."""

from __future__ import annotations

from pathlib import Path

import pytest
from linted import linted, said
from small import rule_text

DERIVED = "项目:\n  差: 绝对值(支出 − 年度预算)\n  大: 年度预算 ≥ 9元\n"


def case(facts: str, result: str, name: str = "", more: str = "") -> str:
    """A case on one project."""
    name = name or facts.replace(":", "").replace(",", "")
    facts = f"{{项目: [{{名称: 甲, {facts}}}]}}"
    return f"  - {{名称: {name}, 年度: 2022, 事实: {facts}, 结果: {result}{more}}}"


def notes_on(folder: Path, code: str, duty: str, *cases: str, scope: str = "", severity: str = "一般") -> list[str]:
    """What is said of the cases of one rule."""
    rule = rule_text(
        duty, scope=scope, severity=severity, cases="\n".join([*cases, case("编码: A", "无法判定", "不知")])
    )
    return said(linted(folder, rule, derived=DERIVED), code)


EVEN, OVER, UNDER = case("支出: 5元", "未发现问题"), case("支出: 6元", "未发现问题"), case("支出: 4元", "发现问题")


def test_a_case_that_takes_the_same_way_as_another_is_noted(tmp_path: Path) -> None:
    found = notes_on(tmp_path, "L501", "支出 ≥ 5元", EVEN, OVER, UNDER, case("支出: 3元", "发现问题"))
    assert found == ["TST-001的用例“支出 3元”没有验证新东西：与“支出 4元”走的是同一条路"]


def test_a_case_that_comes_closest_to_a_limit_tests_something_even_if_it_goes_the_same_way(tmp_path: Path) -> None:
    far, near = case("支出: 3元", "发现问题"), case("支出: 4.99元", "发现问题")
    assert notes_on(tmp_path / "1", "L501", "支出 ≥ 5元", EVEN, OVER, far, near) == []
    assert (
        len(notes_on(tmp_path / "2", "L501", "支出 ≥ 5元", EVEN, OVER, far, near, case("支出: 4.98元", "发现问题")))
        == 1
    )
    again = case("支出: 4.99元", "发现问题", "再来一次")
    assert len(notes_on(tmp_path / "3", "L501", "支出 ≥ 5元", EVEN, OVER, far, near, again)) == 2


@pytest.mark.parametrize(
    ("duty", "cases"),
    [
        ("支出 ≥ 5元", (EVEN, OVER, UNDER)),
        ("支出 ≥ 5元", (OVER, UNDER, case("支出: 3元", "发现问题", more=", 文字: 有问题"))),
        (
            "差 ≤ 2元",
            (
                case("支出: 5元, 年度预算: 4元", "未发现问题"),
                case("支出: 4元, 年度预算: 5元", "未发现问题"),
                case("支出: 9元, 年度预算: 4元", "发现问题"),
            ),
        ),
        (
            "性质 属于 {经常性, 阶段性}",
            (case("性质: 经常性", "未发现问题"), case("性质: 阶段性", "未发现问题"), case("性质: 无", "发现问题")),
        ),
        (
            "支出 ≥ 5元 且 大",
            (
                case("支出: 4元, 年度预算: 9元", "发现问题"),
                case("支出: 4元, 年度预算: 8元", "发现问题"),
                case("支出: 6元, 年度预算: 10元", "未发现问题"),
            ),
        ),
        ("支出 ≥ 5元", (OVER, UNDER, case("支出: 约6元", "未发现问题"))),
    ],
)
def test_cases_that_differ_in_one_comparison_or_expectation_are_not(
    tmp_path: Path, duty: str, cases: tuple[str, ...]
) -> None:
    assert notes_on(tmp_path, "L501", duty, *cases) == []


def test_a_case_on_the_edge_of_a_ladder_or_under_another_row_is_no_twin(tmp_path: Path) -> None:
    basis = "依据: 甲, 核对: 已核, 核对日期: 2026-01-01"
    steps = f"{{至: 5元（含）, 值: 1分, {basis}}}, {{自: 5元（不含）, 值: 2分, {basis}}}"
    rows = f"{{值: 1元, {basis}}}, {{地区: 广东省, 值: 1元, {basis}}}"
    tables = f"梯:\n  阶梯: 金额\n  取值: [{steps}]\n线:\n  取值: [{rows}]\n"

    def twins(folder: Path, duty: str, *cases: str) -> list[str]:
        rule = rule_text(duty, cases="\n".join([*cases, case("编码: A", "无法判定", "不知")]))
        return said(linted(folder, rule, parameters=tables), "L501")

    on, below = case("支出: 5元", "发现问题"), case("支出: 2元", "发现问题")
    above, third = case("支出: 9元", "未发现问题"), case("支出: 3元", "发现问题")
    assert twins(tmp_path / "1", "阶梯(支出, 梯) 高于 1分", on, below, above) == []
    assert len(twins(tmp_path / "2", "阶梯(支出, 梯) 高于 1分", on, below, above, third)) == 1
    # Under another row the same way is another case; under the same rows it is not.
    low, lower = case("支出: 0.5元", "发现问题"), case("支出: 0.4元", "发现问题", "别处")
    elsewhere = lower.replace("年度: 2022", "年度: 2022, 地区: 广东省")
    assert twins(tmp_path / "3", "支出 不低于 线", above, low, elsewhere) == []
    assert len(twins(tmp_path / "4", "支出 不低于 线", above, low, lower)) == 1


def test_an_empty_list_and_one_without_a_match_are_two_cases(tmp_path: Path) -> None:
    def of(records: str, result: str, name: str) -> str:
        return f"  - {{名称: {name}, 年度: 2022, 事实: {{监控记录: {records}}}, 结果: {result}}}"

    some, other = "[{对象: 项目, 类型: 日常}]", "[{对象: 项目, 类型: 年中}]"
    cases = [of("无", "发现问题", "空"), of(some, "发现问题", "别的"), of(other, "未发现问题", "有")]
    unknown = "  - {名称: 不知, 年度: 2022, 事实: {}, 结果: 无法判定}"
    rule = rule_text("存在 监控记录 满足（类型 = 年中）", kind="部门", cases="\n".join([*cases, unknown]))
    assert said(linted(tmp_path, rule), "L501") == []
    again = rule_text(
        "存在 监控记录 满足（类型 = 年中）",
        kind="部门",
        cases="\n".join([*cases, of(some, "发现问题", "又一个"), unknown]),
    )
    assert len(said(linted(tmp_path, again), "L501")) == 1


def test_a_scope_needs_a_case_outside_it(tmp_path: Path) -> None:
    scoped = [case("支出: 5元, 性质: 经常性", "未发现问题"), case("支出: 4元, 性质: 经常性", "发现问题")]
    assert notes_on(tmp_path, "L502", "支出 ≥ 5元", *scoped, scope="性质 = 经常性")
    outside = case("性质: 阶段性", "不适用")
    assert notes_on(tmp_path, "L502", "支出 ≥ 5元", *scoped, outside, scope="性质 = 经常性") == []
    assert notes_on(tmp_path, "L502", "支出 ≥ 5元", *scoped) == []


def test_a_limit_needs_a_case_exactly_on_it(tmp_path: Path) -> None:
    assert notes_on(tmp_path, "L503", "支出 ≥ 5元", OVER, UNDER) == ["TST-001没有用例恰好落在界限上：“支出 ≥ 5元”"]
    assert notes_on(tmp_path, "L503", "支出 ≥ 5元", EVEN, OVER, UNDER) == []


def test_limits_of_grades_and_of_derived_conditions_count_too(tmp_path: Path) -> None:
    grades = "[{级别: 严重, 条件: 支出 < 3元}, {级别: 一般}]"
    assert "支出 < 3元" in notes_on(tmp_path, "L503", "支出 ≥ 5元", EVEN, UNDER, severity=grades)[0]
    on = case("支出: 3元", "发现问题")
    assert notes_on(tmp_path, "L503", "支出 ≥ 5元", EVEN, UNDER, on, severity=grades) == []
    big = case("年度预算: 10元", "未发现问题"), case("年度预算: 8元", "发现问题")
    assert "年度预算 ≥ 9元" in notes_on(tmp_path, "L503", "大", *big)[0]
    assert notes_on(tmp_path, "L503", "大", *big, case("年度预算: 9元", "未发现问题")) == []
