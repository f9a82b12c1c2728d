"""The 取数清单: what there is, what is missing, who waits for it and who supplies it."""

from __future__ import annotations

from pathlib import Path

import pytest
from small import CLOSING, checked, dossier, listed
from statuses import BOUGHT, CODED, ITEMS, LIMIT, PARAMETERS, POSTS, RULED, SPENT, state_of

from engine.dossier import Dossier
from engine.library import Library
from engine.outcome import Outcome
from engine.report.status import REST, WHOLE, Status, status_of
from engine.report.status_table import render_table, subjects_of
from engine.verdict import State


def lines(state: Status) -> list[tuple[str, str, str, tuple[str, ...], int]]:
    return [(want.supplier, want.kind, want.what, want.subjects, want.waiting) for want in state.wants]


def test_what_is_missing_is_listed_by_supplier_and_kind_with_what_most_wait_for_first(tmp_path: Path) -> None:
    state = state_of(tmp_path, ITEMS, SPENT, CODED, BOUGHT, POSTS)
    assert lines(state) == [
        ("采购科室", "采购", WHOLE, (), 1),
        ("财务科室", "项目", "支出", ("丙", "乙"), 4),
        ("财务科室", "项目", "编码", ("乙", "甲"), 2),
        ("财务科室", "人员", "编制人数", (), 1),
    ]


def test_every_entry_names_the_rules_that_wait(tmp_path: Path) -> None:
    state = state_of(tmp_path, ITEMS, SPENT, CODED)
    assert state.wants[0].rules == ("BUD-001 BUD-001的名称", "BUD-002 BUD-002的名称")


def test_a_kind_goes_by_the_title_of_its_sheet_with_its_word_beside_it(tmp_path: Path) -> None:
    state = state_of(tmp_path, ITEMS, SPENT, BOUGHT, POSTS)
    assert [want.name for want in state.wants] == ["政府采购（采购）", "项目清单（项目）", "人员"]
    lines = {line.split("│")[1].strip() for line in render_table([state]).split("\n") if line.startswith("│")}
    assert lines >= {"政府采购", "（采购）", "项目清单", "（项目）", "人员"}
    assert not lines & {"采购", "项目"}


def test_a_list_in_part_waits_for_the_rest_of_it(tmp_path: Path) -> None:
    state = state_of(tmp_path, listed("项目", "名称: 甲, 支出: 90元", complete=False), SPENT)
    assert lines(state) == [("财务科室", "项目", REST, (), 1)]
    assert state.supplied == ("项目清单（项目）1条（清单不完整）", "部门3项（共11项）")  # in the order of the sheets


def test_whoever_supplies_what_nobody_is_named_for_is_left_to_the_department(tmp_path: Path) -> None:
    state = state_of(tmp_path, "", RULED)
    assert [(want.supplier, want.what, len(want.subjects)) for want in state.wants] == [("由部门确定", "状态", 8)]


def test_a_missing_parameter_is_for_the_rules_team_and_no_gap_of_the_department(tmp_path: Path) -> None:
    state = state_of(tmp_path, listed("项目", "名称: 甲, 支出: 90元"), LIMIT, parameters=PARAMETERS)
    assert state.wants == ()
    assert [(want.what, want.waiting) for want in state.parameters] == [
        ("参数“支出下限”（参数.yaml 中没有适用于本地区、本年度的取值）", 1)
    ]


def test_a_figure_that_is_only_known_roughly_is_not_asked_for_again(tmp_path: Path) -> None:
    state = state_of(tmp_path, listed("项目", "名称: 甲, 支出: 约100元"), SPENT)
    assert (state.wants, state.unknown) == ((), 1)
    assert [want.what for want in state.unsettled] == ["“支出 ≥ 100元”只知道数值在一个范围内，范围跨过界限，不能确定"]


def test_what_waits_only_for_another_verdict_is_counted_and_asked_of_nobody(tmp_path: Path) -> None:
    state = state_of(tmp_path, listed("项目", "名称: 甲"), SPENT, CLOSING)
    assert lines(state) == [("财务科室", "项目", "支出", ("甲",), 1)]
    assert (state.judged, state.unknown, state.following) == (0, 2, 1)
    assert "因资料不足无法判定2项（不代表没有问题），其中1项只等其他规则的判定。" in render_table([state])


def test_what_there_is_and_what_is_not_is_said_for_every_kind(tmp_path: Path) -> None:
    facts = (
        "监控记录: 无\n人员: {编制人数: 3名}\n制度: {自行采购: {状态: 已印发}}\n"
        "豁免:\n  - {规则: BUD-001, 对象: 甲, 理由: 乙, 批准: 丙, 到期: 2023-06-30}\n" + ITEMS
    )
    state = state_of(tmp_path, facts, SPENT)
    assert set(state.supplied) == {
        "部门3项（共11项）",
        "人员1项（共20项）",
        "制度1行（共8行）",
        "项目清单（项目）3条",
        "监控记录：无",
        "豁免1条",
    }
    assert {"政府采购（采购）", "资产", "公开", "机构"} < set(state.absent)
    assert not {"部门", "人员", "制度", "项目清单（项目）", "监控记录", "豁免"} & set(state.absent)


def test_a_department_that_lacks_nothing_is_told_so(tmp_path: Path) -> None:
    state = state_of(tmp_path, listed("项目", "名称: 甲, 支出: 90元"), SPENT)
    assert (state.wants, state.unknown) == ((), 0)
    text = render_table([state])
    assert "没有缺少的资料。" in text
    assert "能够判定1项。" in text


def test_the_table_says_that_one_evaluator_judged_and_nothing_is_certified(tmp_path: Path) -> None:
    state = state_of(tmp_path, ITEMS, SPENT)
    assert "判定只用了参照求值器（reference），没有出具检查结果。" in render_table([state])


def test_what_another_list_points_at_is_missing_with_its_list(books: Library) -> None:
    facts = dossier("执行进度:\n  - {项目: 甲, 截止月份: 7, 执行进度: 25%, 目标完成进度: 27%}\n")
    state = status_of(checked(books, facts, shown=frozenset()), facts, books.book)
    kinds = {kind.word: kind.fields for kind in books.book.vocabulary.kinds.values()}
    assert all(want.what in (WHOLE, REST, *kinds[want.kind]) for want in state.wants)
    assert any(want.kind == "项目" and any("MON-005" in rule for rule in want.rules) for want in state.wants)


@pytest.mark.parametrize(
    ("count", "words"), [(0, ""), (3, "项1、项2、项3"), (4, "4条：项1、项2、项3等"), (30, "30条：项1、项10、项11等")]
)
def test_many_subjects_are_counted_and_the_first_named(tmp_path: Path, count: int, words: str) -> None:
    items = [f"名称: 项{number}" for number in range(1, count + 1)]
    state = state_of(tmp_path, listed("项目", *items), SPENT)
    assert (subjects_of(state.wants[0]) if state.wants else "") == words


# All that the real report lacks


def test_every_gap_of_the_real_report_is_somewhere_in_its_list(
    seed: Outcome, seed_facts: Dossier, books: Library
) -> None:
    state = status_of(seed, seed_facts, books.book)
    waiting = {v.rule for v in seed.verdicts if v.state is State.UNKNOWN}
    named = {rule.split()[0] for want in (*state.wants, *state.parameters, *state.unsettled) for rule in want.rules}
    following = {v.rule for v in seed.verdicts if v.missing and {gap.kind for gap in v.missing} == {"问题"}}
    assert waiting == named | following
    assert {want.supplier for want in state.wants} > {"采购归口科室（政府采购系统、合同台账）"}
    assert "由部门确定" not in {want.supplier for want in state.wants}
