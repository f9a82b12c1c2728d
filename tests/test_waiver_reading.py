"""Waivers: read in an order of their own, until the last day that is meant, and never by half."""

from __future__ import annotations

from datetime import date

import pytest
from small import dossier

from engine.mistakes import MistakesFound

WAIVER = "{规则: R-1, 对象: 甲, 理由: 已批, 批准: 财政局, 到期: 2023-06-30}"


def test_waivers_are_read_in_an_order_of_their_own_with_their_sources() -> None:
    items = [WAIVER, WAIVER.replace("甲", "乙").replace("}", ", 出处: 批文}")]
    one, other = (dossier(f"豁免: [{', '.join(order)}]").waivers for order in (items, items[::-1]))
    assert one == other
    assert [(w.rule, w.subject, w.reason, w.approver, w.source) for w in one] == [
        ("R-1", "乙", "已批", "财政局", "批文"),
        ("R-1", "甲", "已批", "财政局", ""),
    ]


@pytest.mark.parametrize(
    ("written", "last"), [("2023-06-30", (2023, 6, 30)), ("2023年6月", (2023, 6, 30)), ("2023年", (2023, 12, 31))]
)
def test_a_waiver_holds_to_the_last_day_that_is_meant(written: str, last: tuple[int, int, int]) -> None:
    assert dossier(f"豁免: [{WAIVER.replace('2023-06-30', written)}]").waivers[0].until == date(*last).toordinal()


@pytest.mark.parametrize("text", ["", "豁免: 无", "豁免: []"])
def test_a_department_without_waivers_has_none(text: str) -> None:
    assert dossier(text).waivers == ()


@pytest.mark.parametrize("key", ["规则", "对象", "理由", "批准", "到期"])
def test_a_waiver_that_lacks_anything_stops_the_reading(key: str) -> None:
    for changed in (WAIVER.replace(f"{key}:", f"出处{key}:"), WAIVER.replace(f"{key}: ", f"{key}: [] # ")):
        with pytest.raises(MistakesFound):
            dossier("豁免:\n- " + changed.replace(", ", ",\n   ").replace("}", "\n  }"))
