"""Tallies of the exact tier: rows of tables, several sorts of subjects, families in scopes and in duties, resets."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from plain_lines import Data, Desk, desk, fact_line, projects
from small import rule_text

from engine.generated.known.counting import WITH_FINDINGS

ROWS = ("绩效职责分工", "绩效目标管理", "绩效运行监控", "绩效自评", "结果应用", "政府采购", "自行采购", "资产管理")
SCOPED = [rule_text("性质 ≠ 经常性", rule=f"TST-0{n}", scope=f"支出 ≥ 0.0{n}元") for n in range(1, 6)]
DUTIES = [rule_text(f"支出 < 0.0{n}元", rule=f"TST-1{n}") for n in (5, 1, 3, 3, 2)]
OTHERS = (
    rule_text("性质 ≠ 经常性", rule="TST-20"),
    rule_text("性质 = 经常性", rule="TST-21"),
    rule_text("年度预算 ≥ 0.03元", rule="TST-22").replace("对象: 项目", "对象: [项目, 领域]"),
    rule_text("状态 ≠ 未建立", "制度", "TST-23"),
)


@pytest.fixture(scope="module")
def counted(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A desk of families and of rules whose findings come from several places."""
    return desk(tmp_path_factory.mktemp("counted"), *SCOPED, *DUTIES, *OTHERS)


def line_of(rows: Sequence[Sequence[Any]], states: Sequence[str] = ()) -> bytes:
    """A department of projects (budget, spent, nature), the same as areas, and the states of some rows."""
    own = projects(*((f"项{n}", budget, spent, {"性质": nature}) for n, (budget, spent, nature) in enumerate(rows)))
    areas: list[Data] = [{word: one[word] for word in ("名称", "年度预算（分）")} for one in own]
    states = [*states, *["已印发"] * 8][:8]
    table = {row: {"状态": state} for row, state in zip(ROWS, states, strict=True)}
    return fact_line(项目=own, 领域=areas, 制度=table)


PROJECTS = st.lists(
    st.tuples(st.integers(-1, 5), st.integers(-1, 7), st.sampled_from(("经常性", "阶段性"))), max_size=6
)
STATES = st.lists(st.sampled_from(("已印发", "起草中", "未建立")), max_size=8)


@given(PROJECTS, STATES)
def test_every_verdict_is_counted_where_the_reference_counts_it(
    counted: Desk, rows: list[tuple[int, int, str]], states: list[str]
) -> None:
    assert counted.check(line_of(rows, states))


@given(st.lists(st.tuples(PROJECTS, STATES), max_size=4))
def test_the_tally_of_several_departments_is_the_sum_of_theirs(
    counted: Desk, several: list[tuple[list[tuple[int, int, str]], list[str]]]
) -> None:
    lines, apart = [line_of(*one) for one in several], dict[str, dict[str, int]]()
    for line in lines:
        assert counted.known.take(line, [], []) is not None
        for rule, own in counted.known.tally().items():
            kept = apart.setdefault(rule, {})
            for word, many in own.items():
                kept[word] = kept.get(word, 0) + many
    for line in lines:
        counted.known.take(line, [], [])
    together = counted.known.tally()
    assert {rule: own for rule, own in together.items() if own} == {rule: own for rule, own in apart.items() if own}
    assert not any(counted.known.tally().values())


def test_a_department_counts_once_for_a_rule_that_finds_something_in_several_rows_and_sorts(counted: Desk) -> None:
    line = line_of([(1, 0, "经常性"), (2, 0, "经常性")], ["未建立"] * 5)
    counted.known.take(line, [], [])
    counted.known.take(line, [], [])
    tally = counted.known.tally()
    assert tally["TST-22"] == {"FINDING": 8, WITH_FINDINGS: 2}
    assert tally["TST-23"] == {"FINDING": 10, "PASS": 6, WITH_FINDINGS: 2}


def test_whoever_is_in_the_scope_of_a_family_is_counted_at_fault_or_not(counted: Desk) -> None:
    counted.known.take(line_of([(9, 3, "阶段性"), (9, 5, "经常性"), (9, 0, "经常性")]), [], [])
    tally = counted.known.tally()
    assert tally["TST-01"] == {"FINDING": 1, "PASS": 1, "NOT_APPLICABLE": 1, WITH_FINDINGS: 1}
    assert tally["TST-04"] == {"FINDING": 1, "NOT_APPLICABLE": 2, WITH_FINDINGS: 1}


def test_what_is_left_counts_nothing(tmp_path: Path) -> None:
    one = desk(
        tmp_path, rule_text("支出 ÷ 年度预算 ≤ 50%"), rule_text("支出 ≤ 0.01元", rule="TST-002", scope="性质 为无")
    )
    rows = projects(("甲", 10, 9, {"性质": "无"}), ("乙", 0, 9, {"性质": "无"}))
    assert one.known.take(fact_line(项目=rows), [], []) is None
    assert not any(one.known.tally().values())
