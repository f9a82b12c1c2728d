"""The 取数清单 to send out: a line for each thing, room for the answer, names that are never formulas."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from small import listed
from statuses import BOUGHT, CODED, ITEMS, LIMIT, PARAMETERS, POSTS, RULED, SPENT, state_of
from tables import opened as read_file

from engine.dossier import Dossier
from engine.intake.layout import ELSEWHERE
from engine.library import Library
from engine.outcome import Outcome
from engine.report.status import WHOLE, Status, status_of
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
    assert [str(first[0]), *first[1:3], first[5]] == ["1", "政府采购（采购）", WHOLE, "采购科室"]
    assert second[1:7] == ["项目清单（项目）", "支出", "丙、乙", "BUD-001 BUD-001的名称", "财务科室", ELSEWHERE]
    assert second[7] == "请填在事实工作簿的工作表“项目清单”，一条一行；全年没有支出的填 0元"
    assert first[7].startswith("一条也没有的写“无”；有的填在事实工作簿的工作表“政府采购”，一条一行；")
    assert sheet["A1"].value == "示例部门2022年度绩效自评取数清单"
    assert sheet.auto_filter.ref
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")


def test_only_what_a_cell_can_answer_has_a_coloured_cell_for_it(tmp_path: Path) -> None:
    known = ITEMS.replace("名称: 乙", "名称: 乙, 支出: 90元")
    sheet = opened([state_of(tmp_path, known, SPENT, CODED, POSTS, RULED)])["取数清单"]
    lines = {row[2].value: (row[6].value, row[6].fill.fgColor.rgb) for row in sheet.iter_rows() if row[5].value}
    assert {what: said for what, said in lines.items() if what != "缺什么"} == {
        "支出": (None, "FFFFF8E1"),  # of one project
        "编码": (ELSEWHERE, "00000000"),  # of two
        "状态": (ELSEWHERE, "00000000"),  # of all rows of a fixed table
        "编制人数": (None, "FFFFF8E1"),
    }


def test_the_rest_of_a_list_in_part_is_asked_for_where_it_can_be_called_whole(tmp_path: Path) -> None:
    part = listed("项目", "名称: 甲, 支出: 90元", complete=False)
    line = rows(opened([state_of(tmp_path, part, SPENT)])["取数清单"])[1]
    assert line[6] == ELSEWHERE
    assert line[7].startswith("请把其余各条填在事实工作簿的工作表“项目清单”，一条一行；列全了，“清单完整”填“是”；")


def test_what_must_be_filled_in_elsewhere_is_not_taken_for_an_answer(tmp_path: Path) -> None:
    (tmp_path / "清单.xlsx").write_bytes(render_book([state_of(tmp_path / "规则", ITEMS, SPENT, CODED, RULED)]))
    _, mistakes = read_file(tmp_path / "清单.xlsx")
    assert [remark.message for remark in mistakes.remarks] == ["“请填写”一栏没有填写的内容"]
    assert [mistake.message for mistake in mistakes.found] == ["“部门”缺少“地区”"]  # a list alone is no department


def test_the_cells_of_the_real_list_that_are_coloured_are_those_that_can_be_read(
    seed: Outcome, seed_facts: Dossier, books: Library, tmp_path: Path
) -> None:
    state = status_of(seed, seed_facts, books.book)
    book = opened([state])
    for row in book["取数清单"].iter_rows():
        if row[5].value and row[6].value in (None, ELSEWHERE):
            row[6].value = "无"
    book.save(tmp_path / "清单.xlsx")
    refused = {
        mistake.place.cell for mistake in read_file(tmp_path / "清单.xlsx")[1].found if "一格" in mistake.message
    }
    rows = {want: f"G{row[0].row}" for row, want in zip(_lines(book["取数清单"]), state.wants, strict=True)}
    assert refused == {cell for want, cell in rows.items() if not want.one_cell}
    assert {want.one_cell for want in rows} == {True, False}


def _lines(sheet: Any) -> list[Any]:
    return [row for row in sheet.iter_rows() if str(row[0].value).isdigit()]


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
