"""Every verdict that could not be reached names what it waits for, and what it names is enough."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from generate import pair_of
from made_up import Values
from msgspec.structs import replace
from small import bench, checked, library, listed, rule_text, words

from engine.dossier import Dossier, Fact
from engine.gaps import due, gaps_of
from engine.judge import States, by_reference
from engine.program import Program
from engine.quantity import Quantity, exactly
from engine.reference import Evaluator
from engine.truth import UNKNOWN, YES, every
from engine.unknown import Gap
from engine.verdict import State
from engine.vocabulary import FINDING
from engine.waiving import Waivers

NO_WAIVERS = Waivers((), 0)
SUPPLIED = 40  # rounds of supplying what is missing


def missing(program: Program, dossier: Dossier, states: States) -> dict[tuple[str, str, str], frozenset[Gap]]:
    """The gaps of every verdict that could not be reached, with the findings there were when it was judged.

    A made-up check may read findings of later strata, which a compiled one never does.
    """
    found = {}
    for number, stratum in enumerate(program.strata):
        _, evaluator = by_reference(replace(program, strata=program.strata[:number]), dossier, NO_WAIVERS)
        for check, fact in ((c, f) for c in stratum for f in evaluator.facts(c.kind)):
            key = (check.rule, check.kind, fact.key)
            if states.get(key) is State.UNKNOWN:
                own = frozenset() if fact.present is YES else frozenset({Gap(fact.kind, fact.key, "")})
                found[key] = own.union(*(gaps_of(evaluator, part, (fact,)) for part in (check.scope, check.duty)))
    return found


@pytest.mark.parametrize("seed", range(120))
def test_an_unknown_verdict_always_names_a_gap(seed: int) -> None:
    program, dossier = pair_of(seed)
    states, _ = by_reference(program, dossier, NO_WAIVERS)
    found = missing(program, dossier, states)
    assert set(found) == {key for key, state in states.items() if state is State.UNKNOWN}
    assert all(found.values()), {key for key, gaps in found.items() if not gaps}


@pytest.mark.parametrize("seed", range(120))
def test_a_condition_that_is_known_waits_for_nothing(seed: int) -> None:
    program, dossier = pair_of(seed)
    evaluator = Evaluator(program, dossier)
    for check in program.strata[0]:
        for fact in evaluator.facts(check.kind):
            for part in (check.scope, check.duty):
                if evaluator.truth(part, (fact,)) is not UNKNOWN:
                    assert gaps_of(evaluator, part, (fact,)) == frozenset()


def supplied(dossier: Dossier, gaps: set[Gap], values: Values, program: Program) -> Dossier:
    """The dossier with every named field filled in and every named list closed."""
    facts = dict(dossier.facts)
    for gap in gaps:
        if gap.kind not in facts:
            continue  # a parameter, a sum that has no answer, a finding that waits for other facts
        facts[gap.kind] = tuple(
            _filled(fact, gap, values, program) for fact in facts[gap.kind] if gap.field or fact.key != gap.key
        )
    return replace(dossier, facts=facts)


def _filled(fact: Fact, gap: Gap, values: Values, program: Program) -> Fact:
    if fact.key != gap.key or gap.field in fact.values:
        return fact
    value = values.of(program.vocabulary.kinds[gap.kind].fields[gap.field].dim)
    if isinstance(value, Quantity):
        value = exactly(value.dim, value.nominal, value.unit)
    return replace(fact, values={**fact.values, gap.field: value})


@pytest.mark.parametrize("seed", range(60))
def test_supplying_what_is_named_leaves_nothing_that_could_be_supplied(seed: int) -> None:
    program, dossier = pair_of(seed)
    values = Values(Random(seed))
    for _ in range(SUPPLIED):
        states, _ = by_reference(program, dossier, NO_WAIVERS)
        gaps = set[Gap]().union(*missing(program, dossier, states).values())
        facts = {gap for gap in gaps if gap.kind in dossier.facts and not gap.reason}
        if not facts:
            break
        later = supplied(dossier, facts, values, program)
        assert later != dossier, facts  # every round answers something, so it ends
        dossier = later
    else:
        pytest.fail("new gaps without end")
    # What is left has no answer: no row of a parameter, a base of zero, a list with no greatest, ranges that overlap
    # a line, 无 beside a number, or a finding that stands on one of these.
    assert all(gap.reason or gap.kind in ("参数", FINDING) for gap in gaps), gaps


@pytest.mark.parametrize("seed", range(60))
def test_more_facts_never_overturn_a_verdict_that_was_reached(seed: int) -> None:
    program, dossier = pair_of(seed)
    states, _ = by_reference(program, dossier, NO_WAIVERS)
    gaps = {
        gap for gap in set[Gap]().union(*missing(program, dossier, states).values()) if gap.field and not gap.reason
    }
    later, _ = by_reference(program, supplied(dossier, gaps, Values(Random(seed)), program), NO_WAIVERS)
    settled = {key: state for key, state in states.items() if state is not State.UNKNOWN and key[1] != FINDING}
    assert {key: later[key] for key in settled} == settled


# What exactly is named


PROJECTS = listed("项目", "名称: 甲, 性质: 经常性", "名称: 乙, 年度预算: 约1000万元, 性质: 阶段性")


@pytest.mark.parametrize(
    ("condition", "gaps"),
    [
        ("年度预算 ≥ 1元", {Gap("项目", "甲", "年度预算")}),
        ("年度预算 ≥ 1元 且 支出 ≥ 1元", {Gap("项目", "甲", "年度预算"), Gap("项目", "甲", "支出")}),
        ("年度预算 ≥ 1元 或 性质 = 阶段性", {Gap("项目", "甲", "年度预算")}),
        ("年度预算 ≥ 1元 或 性质 = 经常性", set()),
        ("非 编码 为无", {Gap("项目", "甲", "编码")}),
        ("资金来源 属于 {上级}", {Gap("项目", "甲", "资金来源")}),
        ("年度预算 相符 支出", {Gap("项目", "甲", "年度预算"), Gap("项目", "甲", "支出")}),
        ("存在 监控记录", {Gap("监控记录", "（未提供监控记录清单）", "")}),
        ("数量(监控记录) ≥ 1个", {Gap("监控记录", "（未提供监控记录清单）", "")}),
        ("预算收支.支出 ≥ 1元", {Gap("预算收支", "预算收支", "支出")}),
    ],
)
def test_the_fields_and_lists_that_a_condition_waits_for_are_named(condition: str, gaps: set[Gap]) -> None:
    assert bench(PROJECTS).gaps(condition, "项目", "甲") == gaps


def test_a_list_that_is_asked_for_as_a_whole_is_waited_for() -> None:
    assert bench().gaps("存在 自述问题") == {Gap("自述问题", "（未提供自述问题清单）", "")}
    assert bench(listed("自述问题", complete=True)).gaps("存在 自述问题") == frozenset()


def test_a_range_across_the_line_is_a_reason_of_its_own() -> None:
    (gap,) = bench(PROJECTS).gaps("年度预算 ≥ 1000万元", "项目", "乙")
    assert (gap.kind, gap.key) == ("比较", "年度预算 ≥ 1000万元")
    assert "跨过界限" in gap.reason


def test_a_range_of_facts_for_which_parameters_are_looked_up_is_a_reason_too() -> None:
    lines = "线:\n  取值: [{性质: 经常性, 值: 1元, 依据: 甲, 核对: 已核}, {值: 2元, 依据: 甲, 核对: 已核}]\n"
    found = bench(listed("项目", "名称: 乙, 年度预算: 约1000万元, 性质: 阶段性"), parameters=lines)
    (gap,) = found.gaps("合计(项目.年度预算 满足 年度预算 ≥ 线) ≥ 1000万元")
    assert "跨过界限" in gap.reason


def test_none_beside_a_number_is_a_reason_of_its_own() -> None:
    found = bench("预算收支: {其他收入: 无}\n")
    assert found.gaps("其他收入 > 0元", "预算收支") == {Gap("比较", "其他收入 > 0元", "", "其中一项为无")}


def test_units_that_do_not_go_together_are_a_reason_of_their_own() -> None:
    found = bench(listed("指标", "名称: 甲, 实际值: 17个") + listed("目标", "指标: 甲, 位置: 一, 值: 10%"))
    (gap,) = found.gaps("实际值 ≥ 最大(目标.值)", "指标")
    assert gap.reason == "单位不同，不能比较"


def test_only_the_facts_that_may_meet_the_condition_are_waited_for() -> None:
    records = (
        "监控记录:\n- {对象: 项目, 类型: 重点, 项目: 甲}\n- {对象: 项目, 类型: 重点, 项目: 乙}\n"
        "- {对象: 项目, 类型: 日常, 项目: 甲, 截止月份: 3}\n"
    )
    found = bench(PROJECTS + records)
    assert found.gaps("存在 监控记录 满足（截止月份 ≥ 7）", "项目", "甲") == {
        Gap("监控记录", "项目·重点·甲", "截止月份")
    }


def test_a_rest_of_a_list_that_decides_nothing_is_not_waited_for() -> None:
    found = bench(listed("项目", "名称: 甲, 支出: 1元", complete=False))
    assert found.truth("存在 项目 满足（支出 ≥ 1元）") is YES
    assert found.gaps("存在 项目 满足（支出 ≥ 1元）") == frozenset()
    assert every([found.truth("存在 项目 满足（支出 ≥ 2元）")]) is UNKNOWN


# Fields that are filled in only in a special case


PUBLISHED = "（公开日期 ≥ 批复日期 或 日期核对 = 属实） 且（公开日期 不为无 或 非 依法不公开）"


@pytest.mark.parametrize(
    ("given", "asked"),
    [
        ("", {"批复日期", "公开日期"}),
        ("批复日期: 2022-02-10", {"公开日期"}),
        ("批复日期: 2022-02-10, 公开日期: 2022-02-20", set()),
        ("批复日期: 2022-02-10, 公开日期: 2022-02-09", {"日期核对"}),  # the case is there: it is all that is missing
        ("公开日期: 无", {"批复日期", "依法不公开"}),
    ],
)
def test_a_field_of_a_special_case_is_asked_for_once_that_case_is_established(given: str, asked: set[str]) -> None:
    facts = bench(f"公开: {{预算: {{{given}}}}}\n" if given else "")
    found = facts.gaps(PUBLISHED, "公开", "预算")
    assert {gap.field for gap in due(found, words()) if gap.kind == "公开"} == asked


def test_a_field_of_a_special_case_waits_for_its_own_fact_alone() -> None:
    own, other = Gap("公开", "预算", "日期核对"), Gap("公开", "决算", "公开日期")
    assert due(frozenset({own, other}), words()) == {own, other}
    assert due(frozenset({own, Gap("公开", "预算", "公开日期")}), words()) == {Gap("公开", "预算", "公开日期")}


def test_a_verdict_names_no_field_of_a_special_case_beside_what_decides_it(tmp_path: Path) -> None:
    books = library(tmp_path, rule_text("合同公告日期 ≥ 合同签订日期 或 日期核对 = 属实", kind="采购"))
    given = listed(
        "采购", "名称: 甲, 合同签订日期: 2022-05-01", "名称: 乙, 合同签订日期: 2022-05-01, 合同公告日期: 2022-04-30"
    )
    missing = {v.subject: [gap.field for gap in v.missing] for v in checked(books, given).verdicts}
    assert missing == {"甲": ["合同公告日期"], "乙": ["日期核对"]}


FIELDS = [(kind, field) for kind in words().kinds.values() for field in kind.fields.values()]


def test_what_a_special_case_is_decided_by_are_plain_fields_of_the_same_kind() -> None:
    for kind, field in FIELDS:
        assert all(not kind.fields[word].after for word in field.after), field.word


def test_every_field_that_most_facts_leave_out_says_what_it_comes_after() -> None:
    seldom = {(kind.word, field.word) for kind, field in FIELDS if "其余不填" in field.about}
    assert seldom == {("采购", "日期核对"), ("公开", "日期核对")}
    assert seldom | {("公开", "依法不公开")} == {(kind.word, field.word) for kind, field in FIELDS if field.after}
