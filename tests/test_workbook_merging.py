"""What was exported, what the files say now and what the workbook says are put together, and nothing is lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook
from workbooks import Desk, cell_of, desk, lines_changed

from engine.workbook.columns import CASES, LADDERS, PARAMETERS, WAIVERS


def change_file(made: Desk, name: str, old: str, new: str) -> None:
    """Somebody changes a file after the export."""
    path = next(made.folder.rglob(name))
    text = path.read_bytes().decode()
    assert text.count(old) == 1, old
    path.write_bytes(text.replace(old, new).encode())


def copied(book: Workbook, sheet: str, row: int, **cells: object) -> None:
    """Copies a row to the end of its sheet, its hidden key with it, and changes some cells."""
    page, new = book[sheet], book[sheet].max_row + 1
    for column in range(1, page.max_column + 1):
        page.cell(new, column).value = page.cell(row, column).value
    for title, value in cells.items():
        cell_of(book, sheet, title, new).value = value


# New rows


def test_a_copied_row_is_a_new_one_and_the_old_one_stays(tmp_path: Path) -> None:
    made = desk(tmp_path)
    before = made.files()["参数.yaml"]
    made.edit(lambda book: copied(book, PARAMETERS, 3, 地区="湖南省", 值="80%", 备注=None))
    assert made.take() == ("参数 执行率下限（湖南省） 新增一行：80%",)
    row = '    - {地区: 湖南省, 起: 2022-01-01, 值: 80%, 依据: "甲办法, 第三条", 核对: 已核, 核对日期: 2026-01-02}'
    assert lines_changed(before, made.files()["参数.yaml"]) == ([], [row])


def test_an_exact_copy_is_a_duplicate_and_both_rows_are_named(tmp_path: Path) -> None:
    made = desk(tmp_path).edit(lambda book: copied(book, PARAMETERS, 3, 值="80%"))
    assert made.refused() == ["规则库.xlsx 参数!B7 与第3行重复：参数、地区、起都相同 请删去一行，或者改成不同的。"]
    cases = desk(tmp_path / "二").edit(lambda book: copied(book, CASES, 3))
    assert cases.refused() == ["规则库.xlsx 用例!B5 与第3行重复：规则、名称都相同 请删去一行，或者改成不同的。"]


def test_a_row_whose_number_was_cleared_is_still_the_row_it_was(tmp_path: Path) -> None:
    def cleared(book: Workbook) -> None:
        for row in range(2, book[PARAMETERS].max_row + 1):
            book[PARAMETERS].cell(row, 1).value = None

    made = desk(tmp_path)
    assert made.edit(cleared).take() == ()
    before = made.files()["参数.yaml"]
    assert made.set(PARAMETERS, 3, 值="84%").take() == ("参数 执行率下限（广东省）：85% → 84%",)
    assert len(lines_changed(before, made.files()["参数.yaml"])[1]) == 1


def test_a_new_row_takes_the_form_of_the_rows_beside_it(tmp_path: Path) -> None:
    made = desk(tmp_path)
    made.edit(lambda book: copied(book, PARAMETERS, 4, 地区="湖南省", 值="500万元（含）"))
    made.edit(lambda book: copied(book, CASES, 4, 名称="也不知道", 缺少="支出"))
    made.edit(lambda book: copied(book, WAIVERS, 2, 对象="乙"))
    made.take()
    files = "".join(made.files().values())
    assert "    - {地区: 湖南省, 性质: 经常性, 值: 500万元（含）, 依据: 甲办法, 核对: 待核}\n\n监控截止月" in files
    assert files.count("  - 名称: 也不知道\n    年度: 2022\n    地区: 广东省\n") == 1
    assert "- {规则: BUD-001, 对象: 乙, 理由: 已报同意, 批准: 财政局, 到期: 2023-06-30}\n" in files


def test_a_new_parameter_and_a_new_ladder_get_entries_of_their_own(tmp_path: Path) -> None:
    made = desk(tmp_path)
    row = {"依据": "丁表", "核对": "待核"}
    made.set(PARAMETERS, 7, 参数="结余率上限", 说明="高于此数", 值="9%", **row)
    made.set(LADDERS, 4, 参数="结余得分", 阶梯="比率", 至="9%", 至含否="含", 值="2分", **row)
    made.set(LADDERS, 5, 参数="结余得分", 自="9%", 自含否="不含", 值="0分", **row)
    before = made.files()["参数.yaml"]
    made.take()
    step = "    - {自: 9%（不含）, 值: 0分, 依据: 丁表, 核对: 待核}\n"
    added = (
        "结余率上限:\n  说明: 高于此数\n  取值:\n    - {值: 9%, 依据: 丁表, 核对: 待核}\n",
        "结余得分:\n  阶梯: 比率\n  取值:\n    - {至: 9%（含）, 值: 2分, 依据: 丁表, 核对: 待核}\n" + step,
    )
    after = made.files()["参数.yaml"]
    assert all(text in after for text in added)
    for text in added:
        after = after.replace(text, "")
    assert after == before
    assert made.plan().changed == {}  # the same workbook may be imported again


# Rows that go


def test_a_row_that_is_cleared_or_deleted_goes_with_its_line_alone(tmp_path: Path) -> None:
    made = desk(tmp_path)
    before = made.files()["参数.yaml"]
    made.edit(lambda book: [setattr(cell, "value", None) for cell in book[PARAMETERS][2][1:]])
    made.edit(lambda book: book[PARAMETERS].delete_rows(5))
    assert made.take() == ("参数 执行率下限 删去一行：90%", "参数 重点下限（阶段性） 删去一行：3000万元（含）")
    gone, came = lines_changed(before, made.files()["参数.yaml"])
    assert [line.strip()[:12] for line in gone] == ["- {值: 90%, 依", "- {性质: 阶段性, "]
    assert came == []


def test_a_parameter_without_rows_goes_and_waivers_become_none(tmp_path: Path) -> None:
    made = desk(tmp_path)
    made.edit(lambda book: (book[PARAMETERS].delete_rows(6), book[WAIVERS].delete_rows(2)))
    made.take()
    files = made.files()
    assert "监控截止月" not in files["参数.yaml"]
    assert files["示例.yaml"].endswith("\n\n豁免: 无  # 经批准的\n")
    assert "重点下限" in files["参数.yaml"]


def test_the_first_waiver_of_a_department_gets_a_list_of_its_own(tmp_path: Path) -> None:
    for number, facts in enumerate(("", "豁免: 无  # 没有\n", "豁免: []\n")):
        text = f"部门: {{名称: 示例部门, 年度: 2022, 地区: 广东省}}\n{facts}"
        made = desk(tmp_path / str(number), facts=text)
        cells = {"部门": "示例部门", "年度": "2022", "规则": "BUD-001", "对象": "甲", "理由": "已批: 是"}
        made.set(WAIVERS, 2, **cells, 批准="局", 到期="2023-06-30").take()
        row = '  - {规则: BUD-001, 对象: 甲, 理由: "已批: 是", 批准: 局, 到期: 2023-06-30}\n'
        assert made.files()["示例.yaml"] == text.replace(facts, "") + f"豁免:\n{row}"


def test_a_case_moves_to_another_rule_and_a_waiver_to_another_department(tmp_path: Path) -> None:
    made = desk(tmp_path)
    other = (made.rules / "类" / "BUD-001.yaml").read_text(encoding="utf-8").replace("BUD-001", "BUD-002")
    (made.rules / "类" / "BUD-002.yaml").write_text(other, encoding="utf-8")
    text = (made.facts / "示例.yaml").read_text(encoding="utf-8").partition("项目")[0].replace("示例部门", "另一部门")
    (made.facts / "另一.yaml").write_text(text, encoding="utf-8")
    made.export().edit(lambda book: copied(book, CASES, 2, 名称="又一个")).take()
    made.export().set(CASES, 5, 规则="BUD-002").set(WAIVERS, 2, 部门="另一部门").take()
    files = made.files()
    assert "又一个" in files["BUD-002.yaml"]
    assert "又一个" not in files["BUD-001.yaml"]
    assert "豁免: 无" in files["示例.yaml"]
    assert files["另一.yaml"].endswith("到期: 2023-06-30}\n")


# Two people at once


def test_what_somebody_else_changed_or_added_meanwhile_stays(tmp_path: Path) -> None:
    made = desk(tmp_path)
    change_file(made, "参数.yaml", "值: 85%", "值: 84%")
    change_file(
        made, "参数.yaml", "  # 没有来源\n", "  # 没有来源\n    - {地区: 湖南省, 值: 70%, 依据: 某, 核对: 待核}\n"
    )
    change_file(made, "参数.yaml", "    - {性质: 阶段性, 值: 3000万元（含）, 依据: 甲办法, 核对: 待核}\n", "")
    before = made.files()["参数.yaml"]
    assert made.set(PARAMETERS, 3, 备注="改过").set(PARAMETERS, 2, 值="91%").take() == (
        "参数 执行率下限：90% → 91%",
        "参数 执行率下限（广东省） 备注：省里的 → 改过",
    )
    assert made.files()["参数.yaml"] == before.replace("90%", "91%").replace("省里的", "改过")


@pytest.mark.parametrize(
    ("old", "new", "cells", "said"),
    [
        ("值: 85%", "值: 84%", {"值": "83%"}, "参数!H3 导出以后文件里也改了这一格，现在是“84%”"),
        (", 说明: 省里的", "", {"备注": "市里的"}, "参数!L3 导出以后文件里删去了这一格"),
    ],
)  # fmt: skip
def test_a_cell_that_both_changed_differently_is_a_mistake(
    tmp_path: Path, old: str, new: str, cells: dict[str, str], said: str
) -> None:
    made = desk(tmp_path)
    change_file(made, "参数.yaml", old, new)
    assert made.set(PARAMETERS, 3, **cells).refused() == [f"规则库.xlsx {said} 请重新导出，在新的工作簿里改。"]


def test_a_cell_that_both_changed_alike_is_no_mistake(tmp_path: Path) -> None:
    made = desk(tmp_path)
    change_file(made, "参数.yaml", "值: 85%", "值: 84%")
    assert made.set(PARAMETERS, 3, 值="84%").take() == ()


def test_a_row_that_one_deletes_and_the_other_changes_is_a_mistake(tmp_path: Path) -> None:
    made = desk(tmp_path)
    change_file(made, "参数.yaml", "值: 85%", "值: 84%")
    (wrong,) = made.edit(lambda book: book[PARAMETERS].delete_rows(3)).refused()
    assert wrong.endswith("工作簿删去了“参数”的这一行，可是它在导出以后改过（值） 请重新导出，再删。")
    other = desk(tmp_path / "二")
    change_file(other, "参数.yaml", "    - {性质: 阶段性, 值: 3000万元（含）, 依据: 甲办法, 核对: 待核}\n", "")
    said = "规则库.xlsx 参数!A5 这一行在导出以后已从文件里删去，这里又改过 请重新导出，再改。"
    assert other.set(PARAMETERS, 5, 值="1元").refused() == [said]


def test_what_is_said_of_a_whole_parameter_is_changed_in_any_of_its_rows(tmp_path: Path) -> None:
    made = desk(tmp_path)
    assert made.set(PARAMETERS, 3, 说明="新的说明").take() == ("参数 执行率下限 说明：低于此数，列为问题 → 新的说明",)
    assert "  说明: 新的说明  # 一般\n" in made.files()["参数.yaml"]
    made.export().set(PARAMETERS, 2, 说明="甲").set(PARAMETERS, 3, 说明="乙")
    said = "规则库.xlsx 参数!C3 参数“执行率下限”的“说明”写了几样：“乙”；“甲” 它属于整个参数，请只写一样。"
    assert made.refused() == [said]


def test_what_all_rows_leave_out_goes_and_a_ladder_must_say_what_it_is_looked_up_by(tmp_path: Path) -> None:
    made = desk(tmp_path).set(PARAMETERS, 2, 说明=None).set(PARAMETERS, 3, 说明=None)
    assert made.take() == ("参数 执行率下限 说明：低于此数，列为问题 → （空）",)
    assert made.files()["参数.yaml"].startswith("# 标准都写在这里\n\n执行率下限:\n  取值:\n")
    made.export().set(LADDERS, 4, 参数="新得分", 自="9%", 自含否="不含", 值="0分", 依据="甲", 核对="待核")
    assert made.refused() == ["规则库.xlsx 阶梯!D4 “阶梯”没有写 按什么查：比率、金额、个数……属于整个参数。"]
    made.set(LADDERS, 4, 阶梯="比率").set(LADDERS, 2, 阶梯=None).set(LADDERS, 3, 阶梯=None)
    assert [text[:18] for text in made.refused()] == ["规则库.xlsx 阶梯!D2 “阶梯", "规则库.xlsx 阶梯!D3 “阶梯"]


def test_a_name_may_not_stand_on_both_sheets_of_parameters(tmp_path: Path) -> None:
    made = desk(tmp_path).set(PARAMETERS, 7, 参数="调整得分", 值="9%", 依据="甲", 核对="待核")
    (wrong,) = made.refused()
    assert wrong == "规则库.xlsx 参数!B7 “调整得分”在工作表“阶梯”里，不能也写在这里 请换一个名称，或者写到那张表里。"
