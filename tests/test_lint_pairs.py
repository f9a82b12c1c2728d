"""L106 and L107: findings that another rule finds as well, and rules that cannot both be met."""

from __future__ import annotations

from pathlib import Path

import pytest
from linted import lines, linted, said, samples
from small import rule_text

RATE = "项目:\n  执行率: 支出 ÷ 年度预算\n"


def pair(folder: Path, first: tuple[str, str], second: tuple[str, str], code: str, **more: str) -> list[str]:
    """What is said of two rules, each given as duty and scope."""
    rules = [
        rule_text(duty, scope=scope, rule=f"TST-00{number}", **more)  # type: ignore[arg-type]
        for number, (duty, scope) in enumerate((first, second), 1)
    ]
    return said(linted(folder, *rules, derived=RATE), code)


@pytest.mark.parametrize(
    ("broad", "narrow"),
    [
        (("执行率 不低于 90%", ""), ("执行率 不低于 80%", "")),
        (("支出 ≥ 100元", ""), ("支出 ≥ 100元", "性质 = 经常性")),
        (("支出 ≥ 100元", "年度预算 > 5元"), ("支出 ≥ 50元", "年度预算 > 9元")),
        (("存在 监控记录 且 支出 > 5元", ""), ("存在 监控记录", "")),
        (("性质 = 经常性", ""), ("性质 ≠ 阶段性 且 性质 不为无", "")),
    ],
)
def test_a_rule_that_finds_nothing_of_its_own_is_noted(
    tmp_path: Path, broad: tuple[str, str], narrow: tuple[str, str]
) -> None:
    assert pair(tmp_path, broad, narrow, "L106") == ["规则TST-002发现的每一个问题，规则TST-001都会发现（对象：项目）"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (("执行率 不低于 90%", "性质 = 经常性"), ("执行率 不低于 80%", "性质 = 阶段性")),
        (("支出 ≥ 100元", "年度预算 > 9元"), ("支出 ≥ 50元", "年度预算 > 5元")),
        (("存在 监控记录", ""), ("存在 纠偏记录", "")),
        (("支出 ≥ 100元", ""), ("年度预算 ≥ 100元", "")),
        (("性质 = 经常性", ""), ("性质 = 阶段性", "")),
    ],
)
def test_rules_that_each_find_something_of_their_own_are_not(
    tmp_path: Path, first: tuple[str, str], second: tuple[str, str]
) -> None:
    assert pair(tmp_path, first, second, "L106") == []


def test_of_two_rules_that_find_the_same_the_later_is_noted_once_with_a_sample(tmp_path: Path) -> None:
    rules = [rule_text("支出 ≥ 100元", rule=rule) for rule in ("TST-001", "TST-002")]
    notes = linted(tmp_path, *rules)
    assert lines(notes, "L106") == [("TST-002.yaml", 7, 6)]
    assert samples(notes, "L106")[0].startswith("{支出: ")


def test_one_rule_that_covers_another_is_enough_to_say(tmp_path: Path) -> None:
    rules = [rule_text(f"支出 ≥ {n}00元", rule=f"TST-00{n}") for n in (1, 2, 3, 4)]
    found = said(linted(tmp_path, *rules), "L106")
    assert sorted(text[2:9] for text in found) == ["TST-001", "TST-002", "TST-003"]


def test_a_rule_in_force_in_more_years_is_not_overshadowed(tmp_path: Path) -> None:
    broad = rule_text("支出 ≥ 100元", rule="TST-001", more="适用年度: 2021 起\n")
    narrow = rule_text("支出 ≥ 50元", rule="TST-002", more="适用年度: 2020 起\n")
    assert said(linted(tmp_path, broad, narrow), "L106") == []
    assert said(linted(tmp_path, broad, narrow.replace("2020", "2022")), "L106")


def test_a_rule_is_overshadowed_only_where_it_is_so_in_every_region(tmp_path: Path) -> None:
    rows = "[{值: 50元, 依据: 甲, 核对: 待核}, {值: 500元, 地区: 广东省, 依据: 甲, 核对: 待核}]"
    rules = rule_text("支出 ≥ 100元", rule="TST-001"), rule_text("支出 ≥ 线", rule="TST-002")
    assert said(linted(tmp_path, *rules, parameters=f"线: {{取值: {rows}}}\n"), "L106") == []
    assert said(linted(tmp_path, *rules, parameters=f"线: {{取值: {rows}}}\n".replace("500", "90")), "L106")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (("执行率 不低于 90%", ""), ("执行率 低于 80%", "")),
        (("支出 ≥ 90元", "性质 = 经常性"), ("支出 < 80元", "年度预算 > 5元")),
        (("支出 ≥ 90元", ""), ("性质 = 阶段性 或 支出 < 80元", "")),  # a 经常性 one cannot meet both
        (("支出 ≥ 年度预算", ""), ("支出 < 年度预算", "")),
        (("合同付款方式 = 一次付清", ""), ("合同付款方式 = 分年支付", "")),
    ],
)
def test_rules_that_some_subject_can_meet_one_by_one_but_never_both_are_noted(
    tmp_path: Path, first: tuple[str, str], second: tuple[str, str]
) -> None:
    assert pair(tmp_path, first, second, "L107") == [
        "规则TST-002与规则TST-001的“要求”互相矛盾：有的对象两条都适用，却不可能都做到"
    ]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (("执行率 不低于 80%", ""), ("执行率 低于 90%", "")),
        (("支出 ≥ 90元", "性质 = 经常性"), ("支出 < 80元", "性质 = 阶段性")),
        (("支出 ≥ 90元", ""), ("性质 = 阶段性 或 支出 < 95元", "")),
        (("支出 ≥ 年度预算", ""), ("支出 ≤ 年度预算", "")),
        (("支出 ≥ 90元", ""), ("年度预算 < 80元", "")),
        (("存在 监控记录", ""), ("不存在 监控记录", "")),  # cannot tell: no single fact would show it
        (("支出 ≥ 90元", ""), ("支出 > 5元", "支出 < 80元")),  # the second scope alone is against the first rule
    ],
)
def test_rules_that_can_both_be_met_are_not(tmp_path: Path, first: tuple[str, str], second: tuple[str, str]) -> None:
    assert pair(tmp_path, first, second, "L107") == []


def test_one_rule_on_the_rate_and_one_on_the_sums_are_compared_by_the_solver(tmp_path: Path) -> None:
    rate = ("执行率 不低于 90%", "年度预算 > 0元")
    assert pair(tmp_path, rate, ("支出 ≥ 年度预算 × 80%", "年度预算 > 0元"), "L106")
    assert pair(tmp_path, rate, ("支出 ≥ 年度预算 × 95%", "年度预算 > 0元"), "L106") == [
        "规则TST-001发现的每一个问题，规则TST-002都会发现（对象：项目）"
    ]
    assert pair(tmp_path, rate, ("支出 < 年度预算 × 80%", "年度预算 > 0元"), "L107")
    assert pair(tmp_path, rate, ("支出 < 年度预算 × 95%", "年度预算 > 0元"), "L107") == []


def test_the_sample_meets_one_rule_and_breaks_the_other(tmp_path: Path) -> None:
    rules = rule_text("支出 ≥ 90元", rule="TST-001"), rule_text("性质 = 阶段性 或 支出 < 80元", rule="TST-002")
    assert "性质: 经常性" in samples(linted(tmp_path, *rules), "L107")[0]


def test_rules_of_different_years_do_not_contradict_each_other(tmp_path: Path) -> None:
    old = rule_text("支出 ≥ 90元", rule="TST-001", more="适用年度: 2020-2022\n")
    new = rule_text("支出 < 80元", rule="TST-002", more="适用年度: 2022 起\n")
    assert said(linted(tmp_path, old, new), "L107")
    assert said(linted(tmp_path, old.replace("2022", "2021"), new), "L107") == []
