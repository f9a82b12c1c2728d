"""Real workbooks, as messy as those of inspectors: each gives the right facts, or is refused at its cell."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from tables import DEPARTMENT, made, opened, refused_by, settled, the_same, write

Rows = Sequence[Sequence[Any]]
PROJECTS = "项目: [{名称: 甲, 年度预算: 1000万元, 支出: 900.5万元}, {名称: 乙, 年度预算: 200万元}]"
TABLE = [["项目名称", "年度预算（万元）", "支出（万元）"], ["甲", 1000, 900.5], ["乙", 200, None]]


DAYS = [44804, 20220831, "2022.8.31", "2022/8/31", "2022年8月31日", "2022-08-31"]
READ: dict[str, tuple[Rows, str, str]] = {
    "表头不在第一行": ([["2022年度项目支出情况表"], ["编制单位：示例部门"], [], *TABLE], PROJECTS, ""),
    "单位写在表上方": (
        [["项目表"], [None, None, "单位：万元"], ["项目名称", "全年预算数(A)", "全年执行数(B)"], *TABLE[1:]],
        PROJECTS,
        "",
    ),
    "列的顺序不同，有不读的列": (
        [
            ["序号", "支出（元）", "备注", "项目名称", "全年预算数"],
            [1, 5, "", "甲", "1000万元"],
            [2, "", "", "乙", "200万元"],
        ],
        PROJECTS.replace("900.5万元", "5元"),
        "",
    ),
    "合计行和注": (
        [*TABLE, ["合 计", 1200, 900.5], ["注：数据截至12月31日。"]],
        PROJECTS,
        "合计、小计行没有读：第4行",
    ),
    "分页时又印了一次表头": ([*TABLE[:2], TABLE[0], TABLE[2]], PROJECTS, "重复的表头没有读：第3行"),
    "千分位和全角数字": (
        [TABLE[0], ["甲", "１，０００.00", "900.50"], ["乙", "200 ", None]],
        PROJECTS.replace("1000万元", "'1,000.00万元'").replace("900.5万", "900.50万"),
        "",
    ),
    "科学计数法": (
        [["项目名称", "年度预算（元）", "支出（元）"], ["甲", 1.0e7, "9.005E+06"], ["乙", "2E6", None]],
        PROJECTS.replace("1000万元", "10000000元").replace("900.5万元", "9005000元").replace("200万元", "2000000元"),
        "写成了科学计数法，位数可能不全，请核对原件",
    ),
    "浮点尾数": (
        [TABLE[0], ["甲", 1000.0000000001, 900.5 + 1e-10], ["乙", 199.99999999999997, None]],
        PROJECTS,
        "有浮点运算留下的尾数",
    ),
    "格子里换行的名称和指向它的名称": (
        [["项目名称", "领域"], ["园区\n改造", "园区建设"]],
        "项目: [{名称: 园区改造, 领域: 园区建设}]",
        "",
    ),
    "各种写法的日期": (
        [
            ["项目名称", "下达日期"],
            *([name, day] for name, day in zip("甲乙丙丁戊己", DAYS, strict=True)),
        ],
        "项目: [" + ", ".join(f"{{名称: {name}, 下达日期: 2022-08-31}}" for name in "甲乙丙丁戊己") + "]",
        "",
    ),
    "空、零、无各是各的": (
        [["项目名称", "上年结转（元）"], ["甲", None], ["乙", 0], ["丙", "无"]],
        "项目: [{名称: 甲}, {名称: 乙, 上年结转: 0元}, {名称: 丙, 上年结转: 无}]",
        "只有一格有内容的行也读了：第2行",
    ),
    "不认识的列": ([[*TABLE[0], "分管领导"], [*TABLE[1], "张三"], TABLE[2]], PROJECTS, "“分管领导”一列没有读"),
}


@pytest.mark.parametrize("name", READ)
def test_a_messy_table_gives_the_right_facts(name: str, tmp_path: Path) -> None:
    rows, facts, remark = READ[name]
    said = the_same(write(tmp_path / "某局.xlsx", {"项目清单": rows}), facts)
    assert remark in said
    assert bool(said) == bool(remark)


REFUSED: dict[str, tuple[Rows, str]] = {
    "没有单位": ([["项目名称", "支出"], ["甲", 1000], ["乙", 200]], "B2 “支出”的数没有单位（这一列共2格）"),
    "一横": ([TABLE[0], ["甲", "—", 1]], "B2 “年度预算”写着“—”，看不出是没有、不知道还是零"),
    "不涉及": ([TABLE[0], ["甲", 1, "不涉及"]], "C2 “支出”写着“不涉及”，看不出是没有、不知道还是零"),
    "金额列里的日期": ([TABLE[0], ["甲", date(2022, 8, 31), 1]], "B2 “年度预算”是日期，这里应填金额"),
    "逻辑值": ([TABLE[0], ["甲", True, 1]], "B2 “年度预算”是逻辑值（TRUE）"),
    "两列都是支出": (
        [[*TABLE[0], "执行数"], ["甲", 1, 2, 3]],
        "D1 “支出（万元）”（C1）和“执行数”都是“支出”，不知道用哪一列",
    ),
    "没有项目名称": ([["立项名称", "年度预算（元）"], ["甲", 1]], "第1行 “项目”的表头里没有“名称”"),
    "同名的两个项目": ([*TABLE, ["甲", 1, 2]], "A4 项目“甲”写了两次（第一次在第2行）"),
    "拆不开的日期": ([["项目名称", "下达日期"], ["甲", "8/31/2022"]], "B2 下达日期：“8/31/2022”不是日期"),
    "两个部门": (
        [["主管部门", *TABLE[0]], ["甲局", *TABLE[1]], ["乙局", *TABLE[2]]],
        "A3 “主管部门”一列有“甲局”，又有“乙局”：一个文件只能是一个部门一个年度的",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_can_mean_two_things_is_refused_at_its_cell(name: str, tmp_path: Path) -> None:
    rows, said = REFUSED[name]
    assert refused_by(write(tmp_path / "某局.xlsx", {"项目清单": rows})) == [f"项目清单!{said}"]


def test_a_header_over_two_rows_with_merged_cells(tmp_path: Path) -> None:
    def fill(_: Any, sheet: Any) -> None:
        sheet.merge_range("A1:D1", "2022年项目支出（单位：万元）")
        sheet.merge_range("A2:A3", "项目名称")
        sheet.merge_range("B2:C2", "预算数")
        sheet.write_row("B3", ["年初预算数", "全年预算数"])
        sheet.merge_range("D2:D3", "支出数")
        sheet.write_row("A4", ["甲", 800, 1000, 900.5])

    facts = "项目: [{名称: 甲, 年初预算: 800万元, 年度预算: 1000万元, 支出: 900.5万元}]"
    assert the_same(made(tmp_path / "某局.xlsx", fill), facts) == ""


def test_words_merged_over_rows_and_figures_merged_over_rows(tmp_path: Path) -> None:
    def words(_: Any, sheet: Any) -> None:
        sheet.write_row("A1", ["项目名称", "性质", "支出（元）"])
        sheet.write_row("A2", ["甲", None, 1])
        sheet.write_row("A3", ["乙", None, 2])
        sheet.merge_range("B2:B3", "经常性")

    def figures(_: Any, sheet: Any) -> None:
        sheet.write_row("A1", ["项目名称", "支出（元）"])
        sheet.write_column("A2", ["甲", "乙"])
        sheet.merge_range("B2:B3", 100)

    facts = "项目: [{名称: 甲, 性质: 经常性, 支出: 1元}, {名称: 乙, 性质: 经常性, 支出: 2元}]"
    assert the_same(made(tmp_path / "字.xlsx", words), facts) == ""
    assert refused_by(made(tmp_path / "数.xlsx", figures)) == [
        "项目清单!B2 “支出”的一个数合并占了2行，不知道是哪一行的"
    ]


def test_hidden_rows_columns_and_sheets_are_read_and_named(tmp_path: Path) -> None:
    def fill(book: Any, sheet: Any) -> None:
        for row, cells in enumerate(TABLE):
            sheet.write_row(row, 0, cells)
        sheet.set_row(2, None, None, {"hidden": True})
        sheet.set_column("C:C", None, None, {"hidden": True})
        hidden = book.add_worksheet("机构改革")
        hidden.write_row(0, 0, ["职能", "方向"])
        hidden.write_row(1, 0, ["招商", "划出"])
        hidden.hide()

    said = the_same(made(tmp_path / "某局.xlsx", fill), PROJECTS + "\n改革事项: [{职能: 招商, 方向: 划出}]")
    for part in ("第3行  说明：隐藏的行也读了", "C1  说明：这一列是隐藏的", "!机构改革  说明：工作表是隐藏的"):
        assert part in said


def test_dates_and_percentages_as_cells_show_them(tmp_path: Path) -> None:
    def fill(book: Any, sheet: Any) -> None:
        percent, day = book.add_format({"num_format": "0.00%"}), book.add_format({"num_format": "yyyy/m/d"})
        sheet.write_row("A1", ["项目名称", "下达日期"])
        sheet.write("A2", "甲")
        sheet.write_datetime("B2", date(2022, 8, 31), day)
        budget = book.add_worksheet("预算收支")
        budget.write_row("A1", ["年初预算（元）", "预算执行率"])
        budget.write("A2", 100)
        budget.write("B2", 0.9297, percent)

    facts = "项目: [{名称: 甲, 下达日期: 2022-08-31}]\n预算收支: {年初预算: 100元, 报告执行率: 92.97%}"
    assert the_same(made(tmp_path / "某局.xlsx", fill), facts) == ""


def test_a_bare_rate_is_refused_until_the_convention_is_declared(tmp_path: Path) -> None:
    rows = [["年初预算（元）", "预算执行率"], [100, 0.97]]
    path = write(tmp_path / "某局.xlsx", {"预算收支": rows})
    assert refused_by(path) == ["预算收支!B2 “报告执行率”的数没有写明是百分数还是小数"]


def test_formulas_without_results_and_errors_of_formulas_are_named(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.create_sheet("项目清单", 0)
    for cells in [TABLE[0], ["甲", "=500+500", 1], ["乙", 200, 1]]:
        sheet.append(cells)
    for cells in DEPARTMENT:
        book["Sheet"].append(cells)
    book["Sheet"].title = "部门概况"
    book.save(tmp_path / "某局.xlsx")
    assert refused_by(tmp_path / "某局.xlsx") == ["项目清单!B2 “年度预算”的公式没有存下结果"]

    def fill(_: Any, sheet: Any) -> None:
        sheet.write_row("A1", TABLE[0])
        sheet.write_row("A2", ["甲", None, 1])
        sheet.write_formula("B2", "=1/0", None, "#DIV/0!")
        sheet.write_row("A3", ["乙", None, 1])
        sheet.write_formula("B3", "=100+100", None, 200)

    assert refused_by(settled(made(tmp_path / "错.xlsx", fill))) == ["项目清单!B2 “年度预算”的公式出错（#DIV/0!）"]


def test_a_link_between_sheets_survives_a_break_within_the_name(tmp_path: Path) -> None:
    sheets: dict[str, Rows] = {
        "项目清单": [["项目名称"], ["园区\n改造"]],
        "未支出说明": [["事由", "项目名称", "未支出金额（元）"], ["尾款", "园区改造", 5]],
    }
    facts = "项目: [{名称: 园区改造}]\n未支出说明: [{事由: 尾款, 项目: 园区改造, 金额: 5元}]"
    assert the_same(write(tmp_path / "某局.xlsx", sheets), facts) == ""


def test_every_value_says_in_which_cell_it_stands(tmp_path: Path) -> None:
    found, _ = opened(write(tmp_path / "某局.xlsx", {"项目清单": [["表"], *TABLE]}))
    assert found is not None
    sources = next(fact for fact in found.facts["项目"] if fact.key == "甲").sources
    assert (sources["年度预算"], sources["支出"]) == ("某局.xlsx!项目清单!B3", "某局.xlsx!项目清单!C3")


def test_a_department_of_which_only_the_year_is_known_is_lacking_in_the_file_not_on_its_sheet(tmp_path: Path) -> None:
    file = tmp_path / "项目清单.csv"
    file.write_text("2022年度项目支出情况表,\n名称,支出（元）\n甲,1\n乙,2\n", encoding="utf-8")
    found = opened(file)[1].found
    assert [(str(mistake.place), mistake.message) for mistake in found] == [
        (str(file), "“部门”缺少“名称”"),
        (str(file), "“部门”缺少“地区”"),
    ]
