"""L105: parts of a condition that say nothing beside the others, or that never hold beside them."""

from __future__ import annotations

from pathlib import Path

import pytest
from linted import lines, linted, said, samples
from small import rule_text


def parts(folder: Path, duty: str, scope: str = "", derived: str = "") -> list[str]:
    """The parts that are noted."""
    return sorted(
        text.split("”")[0][1:] for text in said(linted(folder, rule_text(duty, scope=scope), derived=derived), "L105")
    )


@pytest.mark.parametrize(
    ("duty", "noted"),
    [
        ("支出 > 100元 且 支出 > 50元", ["支出 > 50元"]),
        ("支出 > 100元 或 支出 > 50元", ["支出 > 100元"]),
        ("支出 > 5元 且 性质 = 经常性 且 支出 > 5元", ["支出 > 5元"]),
        ("性质 = 经常性 且 性质 属于 {经常性, 阶段性}", ["性质 属于 {经常性, 阶段性}"]),
        ("（支出 > 5元 且 支出 < 3元） 或 性质 = 经常性", ["支出 > 5元 且 支出 < 3元"]),
        ("支出 > 5元 且 名称 不为无", ["名称 不为无"]),
        ("支出 > 5元 且 100元 > 50元", ["100元 > 50元"]),
        ("存在 监控记录 且（性质 = 经常性 或 存在 监控记录）", ["性质 = 经常性 或 存在 监控记录"]),
    ],
)
def test_a_part_without_effect_is_noted(tmp_path: Path, duty: str, noted: list[str]) -> None:
    assert parts(tmp_path, duty) == sorted(noted)


@pytest.mark.parametrize(
    "duty",
    [
        "支出 > 100元 且 支出 < 150元",
        "支出 > 100元 且 年度预算 > 50元",
        "支出 < 50元 或 支出 > 100元",
        "性质 = 经常性 且 资金来源 属于 {本级, 上级}",
        "下达日期 不为无 且 下达日期 ≥ 2022-03-01",  # without the first part 无 would be unknown, not false
        "下达日期 为无 或 下达日期 ≥ 2022-03-01",
        "存在 监控记录 且（性质 = 经常性 或 存在 纠偏记录）",
        "支出 > 5元 或 支出 为无",
    ],
)
def test_its_near_twin_is_not_noted(tmp_path: Path, duty: str) -> None:
    assert parts(tmp_path, duty) == []


def test_what_the_scope_has_settled_need_not_be_asked_again(tmp_path: Path) -> None:
    assert parts(tmp_path, "性质 = 经常性 且 支出 > 5元", scope="性质 = 经常性") == ["性质 = 经常性"]
    assert parts(tmp_path, "性质 = 经常性 且 支出 > 5元", scope="年度预算 > 5元") == []


def test_conditions_of_the_derived_figures_are_looked_at_where_they_stand(tmp_path: Path) -> None:
    derived = "项目:\n  大: 支出 > 5元 且 支出 > 3元\n"
    notes = linted(tmp_path, rule_text("大"), derived=derived)
    assert lines(notes, "L105") == [("推导.yaml", 2, 16)]
    assert said(linted(tmp_path, rule_text("大"), derived=derived.replace("> 3", "< 9")), "L105") == []


def test_the_note_shows_a_fact_in_which_the_part_holds_and_stands_at_the_part(tmp_path: Path) -> None:
    notes = linted(tmp_path, rule_text("支出 > 1000元 且 支出 > 50元"))
    assert samples(notes, "L105")[0].startswith("{支出: ")
    assert lines(notes, "L105") == [("TST-001.yaml", 7, 19)]


def test_a_part_that_matters_for_one_kind_of_subjects_is_not_noted(tmp_path: Path) -> None:
    derived = "项目: {界: 支出 < 5元}\n领域: {界: 支出 > 500元}\n"
    rule = rule_text("支出 < 10元 或 界", kind="[项目, 领域]")
    assert said(linted(tmp_path, rule, derived=derived), "L105") == []
    assert said(linted(tmp_path, rule, derived=derived.replace("> 500", "< 9")), "L105")


def test_a_part_that_matters_in_some_region_is_not_noted(tmp_path: Path) -> None:
    rows = "[{值: 50元, 依据: 甲, 核对: 待核}, {值: 500元, 地区: 广东省, 依据: 甲, 核对: 待核}]"
    rule, parameters = rule_text("支出 ≥ 100元 且 支出 ≥ 线"), f"线: {{取值: {rows}}}\n"
    assert said(linted(tmp_path, rule, parameters=parameters), "L105") == []
    everywhere = said(linted(tmp_path, rule, parameters=parameters.replace("500", "90")), "L105")
    assert everywhere == ["“支出 ≥ 线”这一部分多余：有“支出 ≥ 100元”在，去掉它结果也一样"]
