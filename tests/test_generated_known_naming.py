"""Names of facts that several fields name: the same as the reader's, twins in the same order with the same numbers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from plain_lines import Data, Desk, desk, fact_line
from small import rule_text

PARTS = st.sampled_from(("甲", "乙", "甲·乙", "乙·甲", "a", "A", "甲（2）", "无·", "'", "＂"))
NOTHING = st.just("无")
FIGURES = st.integers(-2, 12) | st.sampled_from((100, 1000, 10**15))
RULES = (
    rule_text("列举个数 = 声明个数", "列举"),
    rule_text("对象 = 部门整体 且 项目 不为无", "监控记录", "TST-002"),
    rule_text("日期 ≥ 2023-01-01", "纠偏记录", "TST-003"),
    rule_text("金额 ≥ 10元", "未支出说明", "TST-004", scope="项目 为无"),
    rule_text("截止月份 ≥ 99 且 项目 为无", "执行进度", "TST-005"),
    rule_text("批复日期 ≥ 2023-01-01", "目标调整", "TST-006"),
)


def facts(required: Data, optional: Data) -> st.SearchStrategy[list[Data]]:
    """Lists of facts, some of them said twice."""
    one = st.fixed_dictionaries(required, optional=optional)
    return st.lists(one, max_size=6).flatmap(
        lambda found: (
            st.lists(st.sampled_from(found), max_size=3).map(lambda more: found + more) if found else st.just([])
        )
    )


PROJECT = st.sampled_from(("无", "甲", "乙", "甲·乙"))
LISTS: dict[str, st.SearchStrategy[list[Data]]] = {
    "列举": facts(
        {"名称": PARTS, "位置": PARTS, "列举个数（个）": FIGURES, "声明个数（个）": FIGURES},
        {"列举方式": st.sampled_from(("全部列举", "无"))},
    ),
    "监控记录": facts(
        {"对象": st.sampled_from(("项目", "部门整体")), "类型": st.sampled_from(("日常", "重点")), "项目": PROJECT},
        {"截止月份": FIGURES, "完成日期": st.sampled_from(("2022-03-01", "2022-11-30"))},
    ),
    "纠偏记录": facts(
        {"对象": st.just("项目"), "日期": st.just("2022-01-01")},
        {"动作": st.sampled_from(("催办", "无"))},
    ),
    "未支出说明": facts({"事由": PARTS, "项目": PROJECT, "金额（分）": FIGURES}, {}),
    "目标调整": facts(
        {"批复日期": st.sampled_from(("2022-03-01", "2022-11-30"))},
        {"职能": st.sampled_from(("无", "目标调整", "甲", "甲（2）")), "批复文号": PARTS},
    ),
    "执行进度": facts({"项目": PROJECT, "截止月份": FIGURES}, {}),
}


@pytest.fixture(scope="module")
def named(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A desk whose subjects are named by several fields, some of them not stated, figures or links."""
    return desk(tmp_path_factory.mktemp("named"), *RULES)


def whole(**own: Any) -> bytes:
    """A department with these lists; the others are empty."""
    return fact_line(项目=[{"名称": name} for name in ("甲", "乙", "甲·乙")], **(dict.fromkeys(LISTS, "无") | own))


def law(kind: str) -> Callable[..., None]:
    """The law for one kind."""

    @given(found=LISTS[kind])
    def holds(named: Desk, found: list[Data]) -> None:
        taken = named.check(whole(**{kind: found or "无"}))
        ambiguous = any("）" in str(one.values()) for one in found)
        assert taken or ambiguous

    return holds


test_enumerations_have_the_names_of_the_reader = law("列举")
test_records_with_links_have_the_names_of_the_reader = law("监控记录")
test_facts_without_a_part_of_their_name_have_the_names_of_the_reader = law("纠偏记录")
test_facts_named_by_a_link_and_a_text_have_the_names_of_the_reader = law("未支出说明")
test_facts_named_by_figures_have_the_names_of_the_reader = law("执行进度")


test_facts_without_any_name_have_the_names_of_the_reader = law("目标调整")


def test_the_number_of_a_twin_is_never_the_name_of_another(named: Desk) -> None:
    one = {"名称": "甲", "位置": "乙", "列举个数（个）": 1, "声明个数（个）": 2}
    assert named.check(whole(列举=[one, one, one]))
    assert not named.check(whole(列举=[one, one, one | {"位置": "乙（2）"}]))
