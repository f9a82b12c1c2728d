"""The 取数清单 that comes back filled in is read: one value a line, and what a line cannot hold is refused."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from small import facts_text, library, words
from statuses import ITEMS, SPENT, state_of
from tables import SHIPPED, grid, opened, read, write

from engine.intake.gathering import read_all
from engine.intake.grids.grid import Grid
from engine.intake.layout import ELSEWHERE
from engine.intake.tables.table import tree_of
from engine.mistakes import Mistakes
from engine.report.status_book import render_book

HEAD = ["序号", "资料", "缺什么", "涉及对象", "等待的规则", "通常由谁提供", "请填写", "备注"]
TITLE = ["甲局2022年度绩效自评取数清单"]
WHOSE = {"名称": "甲局", "年度": "2022"}


def answered(*lines: tuple[str, str, str, Any], title: list[str] | None = None) -> tuple[dict[str, Any], list[str]]:
    """What a list says whose lines name the kind, what is missing, of which fact, and the answer."""
    rows = [[n, kind, what, of, "", "", answer, ""] for n, (kind, what, of, answer) in enumerate(lines, 1)]
    found, wrong, _ = read(grid([title or TITLE, ["能够判定3项。"], HEAD, *rows], "取数清单"))
    return found, wrong


def test_answers_become_facts_of_the_department_that_the_title_names() -> None:
    found, wrong = answered(
        ("人员", "编制人数", "", "86人"),
        ("人员", "实有人数", "", None),
        ("预算收支", "三公经费预算", "", "62万元"),
        ("自评", "得分", "", 95.2),
        ("部门", "内设科室数", "", "12个"),
    )
    assert wrong == []
    assert found == {
        "部门": WHOSE | {"内设科室数": "12个"},
        "人员": {"编制人数": "86人"},
        "预算收支": {"三公经费预算": "62万元"},
        "自评": {"得分": "95.2分"},
    }


def test_what_is_missing_of_one_row_or_of_one_fact_can_be_answered() -> None:
    found, wrong = answered(
        ("制度", "状态", "政府采购", "已印发"),
        ("制度", "覆盖", "政府采购", "机关科室、下属单位"),
        ("项目", "下达日期", "甲", "2022.8.31"),
        ("项目", "资金来源", "甲", "本级"),
    )
    assert wrong == []
    assert found["制度"] == {"政府采购": {"状态": "已印发", "覆盖": ["机关科室", "下属单位"]}}
    assert found["项目"] == [{"名称": "甲", "下达日期": "2022-8-31", "资金来源": "本级"}]


@pytest.mark.parametrize("kind", ["公开", "信息公开", "信息公开（公开）", "信息公开(公开)", "预决算公开"])
def test_a_kind_may_be_told_by_its_word_its_sheet_or_both(kind: str) -> None:
    found, wrong = answered((kind, "公开日期", "决算", "2022-08-31"))
    assert (wrong, found.get("公开")) == ([], {"决算": {"公开日期": "2022-08-31"}})


def test_a_cell_that_says_where_else_to_answer_is_no_answer() -> None:
    assert answered(("项目", "支出", "甲、乙", ELSEWHERE), ("人员", "编制人数", "", "8人")) == (
        {"部门": WHOSE, "人员": {"编制人数": "8人"}},
        [],
    )


def test_that_there_is_none_of_a_whole_list_can_be_answered() -> None:
    assert answered(("机构", "整张清单", "", "无"))[0]["机构"] == "无"


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (("机构", "整张清单", "", "办公室"), "“机构”缺的是整张清单，一格里写不下"),
        (
            ("项目", "下达日期", "15条：甲、乙等", "2022-08-31"),
            "“下达日期”涉及几个对象（15条：甲、乙等），一格里分不清是哪一个的",
        ),
        (
            ("制度", "状态", "政府采购、自行采购", "已印发"),
            "“状态”涉及几个对象（政府采购、自行采购），一格里分不清是哪一个的",
        ),
        (("目标", "值", "户数·申报表", "10个"), "“值”涉及几个对象（户数·申报表），一格里分不清是哪一个的"),
        (("预算收支", "三公经费预算", "", 62), "“三公经费预算”的数没有单位"),
    ],
)
def test_what_a_cell_cannot_answer_is_refused_and_never_guessed(line: tuple[str, str, str, Any], told: str) -> None:
    found, wrong = answered(line)
    assert (wrong, list(found)) == ([f"G4 {told}"], ["部门"])


def test_a_number_without_its_unit_is_answered_with_what_to_write_in_the_cell() -> None:
    mistakes = Mistakes()
    sheet = grid([TITLE, HEAD, [1, "预算收支", "三公经费预算", "", "", "", 62, ""]], "取数清单")
    tree_of([sheet], words(), SHIPPED, mistakes)
    assert [mistake.hint for mistake in mistakes.found] == ["请在这一格里连单位写，如 126.67万元。"]


def test_a_kind_that_there_is_not_is_refused_where_it_stands() -> None:
    assert answered(("人力", "编制人数", "", "86人"))[1] == ["B4 没有“人力”这类资料"]


def test_a_list_without_a_single_answer_says_so() -> None:
    found, wrong, remarks = read(grid([TITLE, HEAD, [1, "人员", "编制人数", "", "", "", None, ""]], "取数清单"))
    assert (found, wrong, remarks) == ({"部门": WHOSE}, [], [" “请填写”一栏没有填写的内容"])


def test_one_thing_answered_twice_is_a_mistake() -> None:
    line = ("人员", "编制人数", "", "86人")
    assert answered(line, line)[1] == ["G5 “编制人数”写了两次（第一次在G4）"]


def test_a_list_that_was_sent_out_and_filled_in_completes_the_facts_it_was_made_from(tmp_path: Path) -> None:
    sheet = load_workbook(io.BytesIO(render_book([state_of(tmp_path / "规则", ITEMS, SPENT)])))
    line = next(row for row in sheet["取数清单"].iter_rows() if row[2].value == "支出")
    line[3].value, line[6].value = "丙", "95元"  # somebody answers for one of the two
    sheet.save(tmp_path / "取数清单.xlsx")
    (tmp_path / "甲.yaml").write_text(facts_text(ITEMS), encoding="utf-8")
    mistakes = Mistakes()
    files = [tmp_path / "甲.yaml", tmp_path / "取数清单.xlsx"]
    (dossier,) = read_all(files, library(tmp_path / "规则").book, mistakes)
    mistakes.check()
    spent = {fact.key: fact.sources.get("支出", "") for fact in dossier.facts["项目"]}
    assert spent == {"甲": "甲.yaml", "乙": "", "丙": f"取数清单.xlsx!取数清单!{line[6].coordinate}"}


def test_a_row_without_its_name_is_told_in_the_words_of_a_table(tmp_path: Path) -> None:
    file = write(tmp_path / "甲.xlsx", {"项目清单": [["名称", "支出（元）"], ["甲", 1], [None, 2]]})
    (mistake,) = opened(file)[1].found
    assert (mistake.message, mistake.hint) == ("“项目”缺少“名称”", "请填写“名称”一栏。")


@pytest.mark.parametrize(
    ("sheet", "row", "hint"),
    [
        ("信息公开", {"类型": "预算", "依法不公开": "对"}, "不知道的空着。"),
        ("制度清单", {"主题": "政府采购", "覆盖": "机关科室和下属单位"}, "是否想写“机关科室、下属单位”？"),
    ],
)
def test_nobody_is_told_to_delete_a_row_of_a_table_for_one_value(
    tmp_path: Path, sheet: str, row: dict[str, str], hint: str
) -> None:
    file = write(tmp_path / "甲.xlsx", {sheet: [list(row), list(row.values())]})
    assert [mistake.hint for mistake in opened(file)[1].found] == [hint]


def test_of_the_lists_of_several_departments_in_one_file_one_may_be_filled_in() -> None:
    def asked(department: str, answer: str | None) -> Grid:
        rows = [[f"{department}2022年度绩效自评取数清单"], HEAD, [1, "人员", "编制人数", "", "", "", answer, ""]]
        return grid(rows, department)

    found, wrong, _ = read(asked("甲局", None), asked("乙局", "86人"))
    assert (found["部门"]["名称"], found["人员"], wrong) == ("乙局", {"编制人数": "86人"}, [])
    assert read(asked("甲局", "8人"), asked("乙局", "86人"))[1] == [
        " 工作表“甲局”里已经有填好的取数清单，一个文件只能是一个部门一个年度的"
    ]
