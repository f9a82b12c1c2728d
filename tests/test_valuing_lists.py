"""Quantifiers, links and aggregates over lists that are whole, partial, empty or not supplied."""

from __future__ import annotations

from itertools import count

import pytest
from generate import pair_of
from small import TWO, Bench, bench, listed, number, reasons

from engine.judge import by_reference
from engine.truth import NO, UNKNOWN, YES, Truth
from engine.unknown import Gap, Unknown
from engine.valuing import Valuing
from engine.waiving import Waivers


@pytest.fixture(scope="module")
def two() -> Bench:
    return bench(TWO)


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
    assert (
        bench(listed("未支出说明", "事由: 甲, 金额: 1元", complete=False)).truth("每个 未支出说明 满足（金额 > 0元）")
        is UNKNOWN
    )
    assert (
        bench(listed("未支出说明", "事由: 甲, 金额: 0元", complete=False)).truth("每个 未支出说明 满足（金额 > 0元）")
        is NO
    )


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
        + listed(
            "目标",
            "指标: 引进项目, 位置: 一, 值: 6个",
            "指标: 引进项目, 位置: 二, 值: 100个",
            "指标: 引进项目, 位置: 三, 值: 6个",
        )
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
    found = bench(
        listed("未支出说明", "事由: 甲, 金额: 约20万元", "事由: 乙, 金额: 46.56万元", "事由: 丙, 金额: 380余万元")
    )
    assert number(found.value("合计(未支出说明.金额)")) == (4_455_600, 4_575_600)
    assert number(found.value("最大(未支出说明.金额)")) == (3_800_000, 3_900_000)
    assert number(found.value("最小(未支出说明.金额)")) == (190_000, 210_000)


def test_the_greatest_of_overlapping_ranges_may_come_from_either() -> None:
    found = bench(listed("未支出说明", "事由: 甲, 金额: 约100万元", "事由: 乙, 金额: 100万元"))
    assert number(found.value("最大(未支出说明.金额)")) == (1_000_000, 1_050_000)
    assert number(found.value("最小(未支出说明.金额)")) == (950_000, 1_000_000)


@pytest.mark.parametrize(
    "aggregate", ["数量(未支出说明)", "合计(未支出说明.金额)", "最大(未支出说明.金额)", "最小(未支出说明.金额)"]
)
def test_aggregates_over_a_list_that_may_go_on_are_unknown(aggregate: str) -> None:
    part = bench(listed("未支出说明", "事由: 甲, 金额: 1元", complete=False)).value(aggregate)
    none = bench().value(aggregate)
    assert part == Unknown(frozenset({Gap("未支出说明", "（其余未支出说明）", "")}))
    assert isinstance(none, Unknown)
    assert {gap.kind for gap in none.gaps} == {"未支出说明"}


def test_an_aggregate_waits_for_the_figures_of_the_facts_it_takes_and_for_no_others() -> None:
    facts = listed("未支出说明", "事由: 甲, 领域: 工业", "事由: 乙, 领域: 商贸, 金额: 1元") + listed(
        "领域", "名称: 工业", "名称: 商贸"
    )
    found = bench(facts)
    assert number(found.value("合计(未支出说明.金额)", "领域", "商贸")) == (1, 1)
    value = found.value("合计(未支出说明.金额)", "领域", "工业")
    assert isinstance(value, Unknown)
    assert {(gap.kind, gap.field) for gap in value.gaps} == {("未支出说明", "金额")}
    assert number(found.value("合计(未支出说明.金额 满足 金额 > 0元)", "领域", "商贸")) == (1, 1)
    assert isinstance(found.value("数量(未支出说明 满足 金额 > 0元)", "领域", "工业"), Unknown)


@pytest.mark.parametrize(("other", "reason"), [("10%", "单位不同，不能比较大小"), ("3千瓦", "单位不同，不能比较大小")])
def test_there_is_no_greatest_among_things_of_different_sorts(other: str, reason: str) -> None:
    found = bench(listed("目标", "指标: 甲, 位置: 一, 值: 17个", f"指标: 甲, 位置: 二, 值: {other}"))
    assert reasons(found.value("最大(目标.值)")) == {reason}
    assert number(found.value("数量(目标)")) == (2, 2)


def test_a_condition_in_an_aggregate_chooses_the_facts() -> None:
    found = bench(TWO)
    assert number(found.value('数量(项目 满足 年度预算 ≥ 500万元 或 名称 = "丙")')) == (2, 2)
    assert number(found.value('合计(项目.年度预算 满足 性质 = 经常性 且 名称 ≠ "丙")')) == (10_000_000, 10_000_000)


def test_a_quantifier_is_gone_through_once_for_all_subjects_that_it_does_not_read_and_once_for_each_that_it_does(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found, walked = bench(TWO + RECORDS), []
    ranging = Valuing.ranging
    monkeypatch.setattr(Valuing, "ranging", lambda self, node, env: walked.append(node) or ranging(self, node, env))
    anywhere = found.condition("数量(监控记录 满足 类型 = 重点) ≥ 1个", "部门")
    linked = found.condition("存在 监控记录 满足（类型 = 重点）", "项目")
    projects = [found.fact("项目", key) for key in ("甲", "乙")]
    assert [found.evaluator.truth(anywhere, (fact,)) for fact in projects] == [YES, YES]
    assert len(walked) == 1
    assert [found.evaluator.truth(linked, (fact,)) for fact in projects] == [YES, NO]
    assert len(walked) == 3


@pytest.mark.parametrize("first", range(0, 200, 50))
def test_an_evaluator_that_remembers_no_quantifier_gives_the_same_verdicts(
    first: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Among the programs are such whose rules read each other's findings, stratum upon stratum."""
    pairs = [pair_of(seed) for seed in range(first, first + 50)]
    remembered = [by_reference(program, dossier, Waivers.of(dossier, 0))[0] for program, dossier in pairs]
    never = count()
    monkeypatch.setattr(Valuing, "place", lambda self, node, env: (next(never),))
    assert [by_reference(program, dossier, Waivers.of(dossier, 0))[0] for program, dossier in pairs] == remembered
