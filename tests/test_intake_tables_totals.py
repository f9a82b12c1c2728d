"""The rows that were read are laid beside the total that their table states."""

from __future__ import annotations

from typing import Any

import pytest
from tables import grid, read

HEAD = ["名称", "年度预算（万元）", "支出（万元）"]


def told(*rows: list[Any]) -> list[str]:
    """What is remarked of a total."""
    found, wrong, remarks = read(grid([HEAD, *rows], "项目清单"))
    assert (bool(found), wrong) == (True, [])
    return [remark for remark in remarks if "相加" in remark]


def test_a_total_that_the_rows_do_not_come_to_is_told_with_both_sums() -> None:
    assert told(["甲", 1000.5, 90], ["乙", 2000, 60.25], ["合计", 3000.5, 170.25]) == [
        "C4 合计行的“支出（万元）”是170.25，读到的各行相加是150.25，请核对有没有漏行、重复或写错的数"
    ]


def test_numbers_that_are_texts_as_in_a_csv_are_summed_too() -> None:
    assert told(["甲", "1,000.50", "90"], ["乙", " 2000 ", 60.25], ["合计", "3,000.50", "170.25"]) == [
        "C4 合计行的“支出（万元）”是170.25，读到的各行相加是150.25，请核对有没有漏行、重复或写错的数"
    ]


def test_a_number_that_cannot_be_held_is_told_by_its_own_mistake() -> None:
    _, wrong, remarks = read(grid([HEAD, ["甲", 1, 1e300], ["乙", 1, 1], ["合计", 2.5, 9]], "项目清单"))
    assert len(wrong) == 1
    assert [remark for remark in remarks if "相加" in remark] == [
        "B4 合计行的“年度预算（万元）”是2.5，读到的各行相加是2，请核对有没有漏行、重复或写错的数"
    ]


@pytest.mark.parametrize("place", ["above", "below"])
def test_a_total_that_is_right_is_not_told_wherever_it_stands(place: str) -> None:
    rows = [["甲", 0.1, 1.005], ["乙", 0.2, 1.005], ["丙", None, 1.005]]
    total = ["总计", 0.3, 3.02]  # each number was rounded for itself
    assert told(*([total, *rows] if place == "above" else [*rows, total])) == []


def test_a_sum_that_nobody_can_be_sure_of_is_not_told() -> None:
    assert told(["甲", 1, "约2万元"], ["乙", 1, 1], ["合计", 2, 9]) == []
    assert told(["甲", 1, 1], ["小计", 1, 5], ["乙", 1, 1], ["小计", 1, 5], ["合计", 2, 9]) == []
    assert told(["甲", 1, 1], ["小计", 9, 9], ["乙", 1, 1]) == []
    assert told(["甲", 1, 1], ["乙", 1, 1], ["合计", None, "—"]) == []
    assert told(["甲", 1, 1], ["合计", 9, 9]) == []
