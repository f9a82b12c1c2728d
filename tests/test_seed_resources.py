"""Assets and disclosure: the real report says nothing of them, the made-up department is in order but for one row."""

from __future__ import annotations

import pytest
from repository import found, holds, read, verdict
from small import checked, facts_text, states

from engine.library import Library
from engine.outcome import Outcome, gap_text

ALL = ["AST-001", "AST-002", "AST-003", "DIS-001", "DIS-002", "DIS-003"]
ROWS = {"预算", "决算", "所属单位预算", "所属单位决算", "绩效目标", "自评结果"}
JUDGED = {
    "DIS-001": {"预算", "决算", "所属单位预算", "所属单位决算"},
    "DIS-002": {"绩效目标", "自评结果"},
    "DIS-003": {"决算"},
}


def judged(outcome: Outcome, rule: str) -> dict[str, str]:
    """The verdicts of a rule on the subjects it applies to."""
    return {subject: state for subject, state in states(outcome, rule).items() if state != "不适用"}


# The real report


@pytest.mark.parametrize("rule", ALL)
def test_the_report_without_assets_and_disclosure_cannot_be_judged(seed: Outcome, rule: str) -> None:
    assert set(judged(seed, rule)) == JUDGED.get(rule, {"资产"})
    assert set(judged(seed, rule).values()) == {"无法判定"}
    assert rule not in {finding.rule for finding in seed.findings}


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("AST-001", ("盘点日期", "账面数", "实有数")), ("AST-002", ("原值", "在用原值")),
        ("AST-003", ("编报年报", "资产管理")), ("DIS-001", ("批复日期", "公开日期")), ("DIS-002", ("公开日期",)),
        ("DIS-003", ("公开日期", "缺少要素")),
    ],
)  # fmt: skip
def test_what_the_report_lacks_on_assets_and_disclosure_is_named(
    seed: Outcome, rule: str, words: tuple[str, ...]
) -> None:
    missing = "、".join(gap_text(gap) for v in seed.verdicts if v.rule == rule for gap in v.missing)
    holds(missing, *words)


@pytest.mark.parametrize("rule", list(JUDGED))
def test_rows_that_a_rule_does_not_look_at_do_not_wait_for_facts(seed: Outcome, rule: str) -> None:
    assert {subject for subject, state in states(seed, rule).items() if state == "不适用"} == ROWS - JUDGED[rule]


# The made-up department


def test_the_sample_shows_one_row_that_was_not_published_and_nothing_else(sample: Outcome) -> None:
    assert {finding.rule for finding in sample.findings} & set(ALL) == {"DIS-002"}
    finding = found(sample, "DIS-002")
    assert (finding.subjects, finding.severity) == (("自评结果",), "一般")
    holds(finding.text, "2022年，部门的自评结果未见随部门预决算向社会公开")
    assert verdict(sample, "DIS-002", "绩效目标").state == "未发现问题"


@pytest.mark.parametrize("rule", ["AST-001", "AST-002", "AST-003", "DIS-001", "DIS-003"])
def test_the_assets_and_accounts_of_the_sample_are_in_order(sample: Outcome, rule: str) -> None:
    assert judged(sample, rule) == dict.fromkeys(JUDGED.get(rule, {"资产"}), "未发现问题")


def test_publishing_exactly_twenty_days_after_approval_is_in_time(books: Library, sample: Outcome) -> None:
    rows = {fact.key: fact.values for fact in read(books, "*示例*2022*").facts["公开"]}
    for row in ("预算", "所属单位预算"):
        assert rows[row]["公开日期"].low - rows[row]["批复日期"].low == 20  # type: ignore[union-attr]
        assert states(sample, "DIS-001")[row] == "未发现问题"


# A standard of idle assets is not guessed


@pytest.mark.parametrize("region", ["广东省广州市增城区", "广东省广州市黄埔区", "山东省青岛市", "全国"])
@pytest.mark.parametrize(
    ("used", "state"), [("10万元", "无法判定"), ("999万元", "无法判定"), ("1000万元", "未发现问题")]
)
def test_idle_assets_are_judged_only_where_a_standard_is_registered(
    books: Library, region: str, used: str, state: str
) -> None:
    outcome = checked(books, facts_text(f"资产: {{原值: 1000万元, 在用原值: {used}}}", region=region))
    assert states(outcome, "AST-002") == {"资产": state}
    gaps = {gap_text(gap) for gap in verdict(outcome, "AST-002", "资产").missing}
    assert any("固定资产利用率下限" in gap for gap in gaps) is (state == "无法判定")


def test_the_only_registered_standard_of_idle_assets_is_made_up_and_says_so(books: Library) -> None:
    (row,) = books.book.parameters["固定资产利用率下限"].values
    assert (row.region, row.checked) == ("示例省", "待核")
    assert "虚构" in row.basis


# Measures answer what was found and nothing else

COUNTED, UNCOUNTED = "资产: {盘点日期: 2022-12-15, 账面数: 320项, 实有数: 318项}", "资产: {盘点日期: 无}"
RULES_OF_ASSETS = "制度: {资产管理: {状态: 已印发, 失效日期: 无}}\n"
REPORTING, WRITING = "国有资产管理情况报告", "资产内部控制制度"
UNIT = "机构: [{名称: 甲单位, 类型: 下属预算单位}]\n"
OFFICE = "机构: [{名称: 局本级, 类型: 局本级}]\n"


@pytest.mark.parametrize(("facts", "asked"), [(COUNTED, False), (UNCOUNTED, True)])
def test_only_a_department_that_has_not_counted_its_assets_is_asked_to(books: Library, facts: str, asked: bool) -> None:
    measure = found(checked(books, facts_text(facts)), "AST-001").measure
    assert ("限期完成固定资产盘点" in measure) is asked
    holds(measure, "逐项查明盘盈、盘亏和差异原因")


@pytest.mark.parametrize(
    ("facts", "asked"),
    [
        (f"{RULES_OF_ASSETS}资产: {{编报年报: 否}}", {REPORTING}),
        ("制度: {资产管理: {状态: 未建立}}\n资产: {编报年报: 是}", {WRITING}),
        ("制度: {资产管理: {状态: 未建立}}\n资产: {编报年报: 否}", {REPORTING, WRITING}),
    ],
)
def test_the_measure_on_assets_asks_for_what_is_missing_alone(books: Library, facts: str, asked: set[str]) -> None:
    measure = found(checked(books, facts_text(facts)), "AST-003").measure
    assert {words for words in (REPORTING, WRITING) if words in measure} == asked
    assert "；制定" in measure or len(asked) == 1


@pytest.mark.parametrize(("bodies", "named"), [(UNIT, True), (OFFICE, False), ("", False)])
def test_subordinate_units_are_named_only_where_there_are_some(books: Library, bodies: str, named: bool) -> None:
    outcome = checked(books, facts_text(f"{bodies}制度: {{绩效职责分工: {{状态: 未建立}}}}"))
    finding = found(outcome, "INS-001")
    assert ("下属单位" in finding.text, "下属单位" in finding.measure) == (named, named)
