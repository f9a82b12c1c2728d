"""L201 and L202: figures that stand on no step of a ladder, or on two."""

from __future__ import annotations

from pathlib import Path

import pytest
from linted import lines, linted, said, samples
from small import rule_text

RULE = rule_text("阶梯(支出 ÷ 年度预算, 调整得分) ≥ 1分")


def ladder(*steps: str) -> str:
    """A ladder of scores by rate."""
    rows = "\n".join(f"    - {{{step}, 依据: 甲, 核对: 待核}}" for step in steps)
    return f"调整得分:\n  阶梯: 比率\n  取值:\n{rows}\n"


ZERO, LOW = "自: 0%（含）, 至: 0%（含）, 值: 3分", "自: 0%（不含）, 至: 10%（含）, 值: 2分"
HIGH, TOP = "自: 10%（不含）, 至: 30%（含）, 值: 1分", "自: 30%（不含）, 值: 0分"


def test_a_ladder_whose_steps_meet_has_no_note(tmp_path: Path) -> None:
    notes = linted(tmp_path, RULE, parameters=ladder(ZERO, LOW, HIGH, TOP))
    assert said(notes, "L201") + said(notes, "L202") == []


@pytest.mark.parametrize(
    ("steps", "sample"),
    [
        ((ZERO, LOW, HIGH.replace("30%（含）", "30%（不含）"), TOP), "30%"),
        ((ZERO, LOW, TOP), "11%"),
        ((ZERO, LOW.replace("10%（含）", "10%（不含）"), HIGH, TOP), "10%"),
        ((LOW, "至: 0%（不含）, 值: 9分", HIGH, TOP), "0%"),
    ],
)
def test_a_figure_that_stands_on_no_step_is_shown(tmp_path: Path, steps: tuple[str, ...], sample: str) -> None:
    notes = linted(tmp_path, RULE, parameters=ladder(*steps))
    assert samples(notes, "L201") == [sample]
    assert said(notes, "L202") == []


def test_what_lies_below_the_lowest_and_above_the_highest_step_is_no_gap(tmp_path: Path) -> None:
    assert said(linted(tmp_path, RULE, parameters=ladder(LOW, HIGH)), "L201") == []


def test_two_values_for_one_figure_are_noted_with_that_figure(tmp_path: Path) -> None:
    both = HIGH.replace("10%（不含）", "10%（含）")
    notes = linted(tmp_path, RULE, parameters=ladder(ZERO, LOW, both, TOP))
    assert samples(notes, "L202") == ["10%"]
    assert "重叠而值不同（2分与1分）" in said(notes, "L202")[0]
    assert lines(notes, "L202") == [("参数.yaml", 6, 7)]


def test_steps_that_overlap_with_one_value_should_be_one(tmp_path: Path) -> None:
    same = "自: 5%（含）, 至: 10%（含）, 值: 2分"
    assert "重叠，值相同" in said(linted(tmp_path, RULE, parameters=ladder(ZERO, LOW, same, HIGH, TOP)), "L202")[0]


def test_ladders_of_different_regions_and_years_are_looked_at_one_by_one(tmp_path: Path) -> None:
    there = [step + ", 地区: 广东省" for step in (ZERO, LOW, HIGH, TOP)]
    notes = linted(tmp_path, RULE, parameters=ladder(ZERO, LOW, HIGH, TOP, *there))
    assert said(notes, "L201") + said(notes, "L202") == []


def test_between_two_whole_months_there_is_no_gap(tmp_path: Path) -> None:
    rule = rule_text("阶梯(截止月份, 月线) ≥ 50%", kind="监控记录")
    steps = "自: 1（含）, 至: 6（含）, 值: 50%", "自: 7（含）, 至: 12（含）, 值: 60%"
    parameters = ladder(*steps).replace("调整得分", "月线").replace("阶梯: 比率", "阶梯: 数")
    assert said(linted(tmp_path, rule, parameters=parameters), "L201") == []
    gap = linted(tmp_path, rule, parameters=parameters.replace("7（含）", "8（含）"))
    assert samples(gap, "L201") == ["7"]
