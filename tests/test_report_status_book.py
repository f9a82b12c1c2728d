"""The 取数清单 to send out: a line for each thing, room for the answer, names that are never formulas."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from small import listed
from statuses import BOUGHT, ITEMS, LIMIT, PARAMETERS, SPENT, state_of

from engine.report.status import WHOLE, Status
from engine.report.status_book import render_book, sheet_name


def opened(states: list[Status]) -> Any:
    return load_workbook(io.BytesIO(render_book(states)))


def rows(sheet: Any) -> list[list[Any]]:
    found = [[cell.value for cell in row] for row in sheet.iter_rows()]
    first = next(number for number, row in enumerate(found) if row[0] == "序号")
    return found[first:]


def test_the_workbook_has_a_line_for_each_thing_and_room_for_the_answer(tmp_path: Path) -> None:
    sheet = opened([state_of(tmp_path, ITEMS, SPENT, BOUGHT)])["取数清单"]
    head, first, second = rows(sheet)[:3]
    assert head == ["序号", "资料", "缺什么", "涉及对象", "等待的规则", "通常由谁提供", "请填写", "备注"]
    assert [str(first[0]), *first[1:3], first[5]] == ["1", "采购", WHOLE, "采购科室"]
    assert second[1:7] == ["项目", "支出", "丙、乙", "BUD-001 BUD-001的名称", "财务科室", None]
    assert second[7] == "填在工作表“项目清单”；全年没有支出的填 0元"
    assert sheet["A1"].value == "示例部门2022年度绩效自评取数清单"
    assert sheet.auto_filter.ref
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")


def test_the_workbook_of_a_department_that_lacks_nothing_says_so(tmp_path: Path) -> None:
    state = state_of(tmp_path, listed("项目", "名称: 甲, 支出: 90元"), SPENT)
    assert "没有缺少的资料。" in {cell.value for cell in opened([state])["取数清单"]["A"]}


def test_what_others_have_to_settle_stands_on_a_sheet_of_its_own(tmp_path: Path) -> None:
    facts = listed("项目", "名称: 甲, 支出: 约100元")
    sheet = opened([state_of(tmp_path, facts, SPENT, LIMIT, parameters=PARAMETERS)])["另行核对"]
    assert [row[1:] for row in rows(sheet)[1:] if row[0]] == [
        [
            "示例部门2022年度",
            "参数“支出下限”（参数.yaml 中没有适用于本地区、本年度的取值）",
            "BUD-003 BUD-003的名称",
            "由规则组补",
        ],
        [
            "示例部门2022年度",
            "“支出 ≥ 100元”只知道数值在一个范围内，范围跨过界限，不能确定",
            "BUD-001 BUD-001的名称",
            "核对原件，看能不能写得更准",
        ],
    ]


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)", "http://example.com"])
def test_a_name_that_looks_like_a_formula_stays_a_text_in_the_workbook(tmp_path: Path, name: str) -> None:
    state = state_of(tmp_path, listed("项目", f"名称: '{name}'"), SPENT)
    cells = [cell for row in opened([state])["取数清单"].iter_rows() for cell in row if cell.value == name]
    assert [(cell.data_type, cell.hyperlink) for cell in cells] == [("s", None)]


def test_the_same_state_gives_the_same_workbook(tmp_path: Path) -> None:
    state = state_of(tmp_path, ITEMS, SPENT, BOUGHT)
    assert render_book([state]) == render_book([state])


def test_every_department_has_a_sheet_of_its_own_by_name(tmp_path: Path) -> None:
    state = state_of(tmp_path, ITEMS, SPENT)
    assert opened([state, state]).sheetnames == ["示例部门2022", "示例部门2022（2）"]


@pytest.mark.parametrize(
    ("text", "name"),
    [("甲/乙局[2022]", "甲 乙局 2022"), ("局" * 40, "局" * 31), ("???", "部门"), ("'甲'", "甲")],
)
def test_a_name_becomes_one_that_a_sheet_may_have(text: str, name: str) -> None:
    used: set[str] = set()
    assert sheet_name(text, used) == name
    again = sheet_name(text, used)
    assert again != name
    assert len(again) <= 31
