"""L401 to L403: what nobody has checked against the original, or not lately, or nobody knows when."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from linted import lines, linted, said
from small import rule_text

CHECKED = "{文件: 中华人民共和国预算法, 条款: 第五十七条, 核对: 已核}"
RULE = rule_text("支出 ≥ 线")
DATED = RULE.replace("核对: 已核}", "核对: 已核, 核对日期: 2022-03-31}")
ROW = "线: {取值: [{值: 5元, 依据: 甲办法, 核对: 已核, 核对日期: 2022-03-31}]}\n"


def test_a_basis_and_a_row_to_be_checked_are_noted(tmp_path: Path) -> None:
    waiting = DATED.replace("核对: 已核", "核对: 待核").replace(", 核对日期: 2022-03-31", "")
    row = ROW.replace("核对: 已核, 核对日期: 2022-03-31", "核对: 待核")
    notes = linted(tmp_path, waiting, parameters=row)
    assert sorted(said(notes, "L401")) == [
        "参数“线”的取值5元（甲办法）待核",
        "规则TST-001的依据《中华人民共和国预算法》待核",
    ]
    assert ("TST-001.yaml", 5, 6) in lines(notes, "L401")
    assert said(linted(tmp_path, DATED, parameters=ROW), "L401") == []


def test_a_check_without_its_day_is_noted(tmp_path: Path) -> None:
    notes = linted(tmp_path, RULE, parameters=ROW.replace(", 核对日期: 2022-03-31", ""))
    assert len(said(notes, "L402")) == 2
    assert said(linted(tmp_path, DATED, parameters=ROW), "L402") == []


def test_a_check_more_than_a_year_old_is_noted_on_the_day_after(tmp_path: Path) -> None:
    day = date(2023, 3, 31).toordinal()
    assert said(linted(tmp_path, DATED, parameters=ROW, today=day), "L403") == []
    late = said(linted(tmp_path, DATED, parameters=ROW, today=day + 1), "L403")
    assert len(late) == 2
    assert late[0].endswith("核对日期是2022-03-31，到2023-04-01已超过一年")
