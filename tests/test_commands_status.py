"""`facts status` and `facts template`: on the screen, as workbooks, never over what somebody filled in."""

from __future__ import annotations

from pathlib import Path

import pytest
from commands import Runner, write
from openpyxl import load_workbook


def test_the_list_is_shown_on_the_screen_and_ends_with_zero(run: Runner, rules: Path, facts: Path) -> None:
    result = run("facts", "status", facts, "--rules", rules)
    assert result.code == 0
    assert "示例部门2022年度绩效自评取数清单" in result.out


def test_the_list_is_written_as_a_workbook_and_never_over_one(
    run: Runner, rules: Path, facts: Path, tmp_path: Path
) -> None:
    file = tmp_path / "取数清单.xlsx"
    assert run("facts", "status", facts, "--rules", rules, "--output", file).code == 0
    assert load_workbook(file).sheetnames[0] == "取数清单"
    before = file.read_bytes()
    again = run("facts", "status", facts, "--rules", rules, "--output", file)
    assert (again.code, file.read_bytes()) == (2, before)
    assert "已经存在，没有覆盖" in again.err


@pytest.mark.parametrize("name", ["清单.docx", "清单.md", "清单.json"])
def test_the_list_is_not_written_as_anything_else(
    run: Runner, rules: Path, facts: Path, tmp_path: Path, name: str
) -> None:
    result = run("facts", "status", facts, "--rules", rules, "--output", tmp_path / name)
    assert result.code == 2
    assert "取数清单可以写成 .xlsx 或 .txt" in result.err
    assert not (tmp_path / name).exists()


def test_facts_that_are_wrong_give_no_list(run: Runner, rules: Path, tmp_path: Path) -> None:
    file = write(tmp_path / "甲.yaml", "项目:\n  - {名称: 甲, 支出: 5}\n")
    output = tmp_path / "清单.xlsx"
    assert run("facts", "status", file, "--rules", rules, "--output", output).code == 2
    assert not output.exists()


def test_an_empty_workbook_is_written_and_never_over_another(run: Runner, rules: Path, tmp_path: Path) -> None:
    file = tmp_path / "事实.xlsx"
    assert run("facts", "template", "--output", file, "--rules", rules).code == 0
    before = file.read_bytes()
    assert load_workbook(file).sheetnames[0] == "说明"
    again = run("facts", "template", "--output", file, "--rules", rules)
    assert (again.code, file.read_bytes()) == (2, before)


@pytest.mark.parametrize("name", ["事实.yaml", "事实", "事实.xls", "没有这个文件夹/事实.xlsx"])
def test_an_empty_workbook_is_written_nowhere_else(run: Runner, rules: Path, tmp_path: Path, name: str) -> None:
    result = run("facts", "template", "--output", tmp_path / name, "--rules", rules)
    assert result.code == 2
    assert ("文件名要以 .xlsx 结尾" in result.err) is (not name.endswith(".xlsx"))
    assert not (tmp_path / name).exists()


def test_a_workbook_can_be_asked_for_some_kinds_alone(run: Runner, rules: Path, tmp_path: Path) -> None:
    (rules / "表头.yaml").write_text("表:\n  采购: {工作表: [政府采购, 采购台账]}\n", encoding="utf-8")
    file = tmp_path / "采购.xlsx"
    result = run("facts", "template", "--output", file, "--kind", "采购台账", "--kind", "项目", "--rules", rules)
    assert result.code == 0
    assert load_workbook(file).sheetnames == ["说明", "政府采购", "项目"]


def test_a_kind_that_there_is_not_is_refused_with_the_nearest_one(run: Runner, rules: Path, tmp_path: Path) -> None:
    result = run("facts", "template", "--output", tmp_path / "甲.xlsx", "--kind", "采够", "--rules", rules)
    assert result.code == 2
    assert "没有“采够”这种事实类型" in result.err
    assert "是否想写“采购”" in result.err
    assert not (tmp_path / "甲.xlsx").exists()
