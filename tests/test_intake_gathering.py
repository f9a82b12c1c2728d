"""A run begins with the right files: each found once, those of one department together, none passed over in silence."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from small import ITEMS, SPENT, facts_text, library, listed

from engine.dossier import Dossier
from engine.intake.gathering import fact_files, read_all
from engine.mistakes import Mistakes

# Files


def write(path: Path, facts: str = ITEMS, department: str = "示例部门", year: int = 2022) -> Path:
    """Writes a fact file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(facts_text(facts, department, year), encoding="utf-8")
    return path


def bare(path: Path, facts: str) -> Path:
    """Writes a fact file that names no department."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(facts, encoding="utf-8")
    return path


def test_a_folder_stands_for_the_fact_files_in_it_and_below_and_each_counts_once(tmp_path: Path) -> None:
    first, second = write(tmp_path / "乙.yaml"), write(tmp_path / "下" / "甲.yml")
    (tmp_path / "说明.md").write_text("不是事实", encoding="utf-8")
    mistakes = Mistakes()
    given = [tmp_path, first, tmp_path / "下", tmp_path / "下" / ".." / "乙.yaml"]
    found = fact_files(given, mistakes)
    assert {path.resolve() for path in found} == {first.resolve(), second.resolve()}
    assert len(found) == 2
    assert fact_files(given[::-1], mistakes) == sorted(fact_files(given[::-1], mistakes), key=str)
    assert not mistakes.found


def test_every_form_of_facts_is_found_in_a_folder_whatever_the_case_of_its_ending(tmp_path: Path) -> None:
    names = ["甲.yaml", "乙.YML", "丙.json", "丁.XLSX", "戊.Csv"]
    for name in [*names, "己.docx", "庚.pdf", "辛.txt", "壬"]:
        bare(tmp_path / name, "")
    assert {path.name for path in fact_files([tmp_path], Mistakes())} == set(names)


def test_lock_files_and_hidden_files_are_passed_over(tmp_path: Path) -> None:
    for name in ("~$台账.xlsx", ".~台账.xlsx", ".旧/甲.yaml", ".~lock.台账.xlsx#"):
        bare(tmp_path / name, "")
    mistakes = Mistakes()
    assert fact_files([tmp_path], mistakes) == []
    assert [mistake.message for mistake in mistakes.found] == [
        "这个文件夹里没有事实文件（.yaml、.json、.jsonl、.xlsx、.csv）"
    ]


def test_a_hidden_folder_that_is_named_is_looked_into(tmp_path: Path) -> None:
    file = write(tmp_path / ".旧" / "甲.yaml")
    assert fact_files([tmp_path / ".旧"], Mistakes()) == [file]


def test_an_old_workbook_in_a_folder_is_named_and_not_passed_over_in_silence(tmp_path: Path) -> None:
    write(tmp_path / "甲.yaml")
    bare(tmp_path / "台账.XLS", "")
    mistakes = Mistakes()
    assert len(fact_files([tmp_path], mistakes)) == 1
    assert mistakes.found == []
    assert mistakes.remarked() == (f"{tmp_path}/台账.XLS  说明：没有读取（.xls 文件）；里面有事实的，请另存为 .xlsx")


# Departments


def read(folder: Path, *files: Path) -> tuple[list[Dossier], Mistakes]:
    """The dossiers of some files and what is noted of them."""
    mistakes = Mistakes()
    return read_all(files, library(folder / "规则", SPENT).book, mistakes), mistakes


def told(mistakes: Mistakes) -> list[str]:
    """What is wrong, without places and hints."""
    return [mistake.message for mistake in mistakes.found]


def projects(dossier: Dossier) -> list[str]:
    """The projects of a department."""
    return [fact.key for fact in dossier.facts["项目"]]


def test_a_file_is_read_from_its_path(tmp_path: Path) -> None:
    path = write(tmp_path / "甲.yaml", "项目: 无\n")
    (found,), mistakes = read(tmp_path, path)
    region = "广东省广州市增城区"
    assert (found.department, found.year, found.region, found.file) == ("示例部门", 2022, region, str(path))
    assert (projects(found), told(mistakes)) == ([], [])
    assert (read(tmp_path, tmp_path / "没有.yaml")[0], len(read(tmp_path, tmp_path / "没有.yaml")[1].found)) == ([], 1)


def test_one_department_in_two_years_and_two_departments_in_one_stay_apart(tmp_path: Path) -> None:
    files = [
        write(tmp_path / "1.yaml"),
        write(tmp_path / "2.yaml", year=2021),
        write(tmp_path / "3.yaml", department="乙局"),
    ]
    found, mistakes = read(tmp_path, *files)
    assert [(one.department, one.year) for one in found] == [("示例部门", 2022), ("示例部门", 2021), ("乙局", 2022)]
    assert (told(mistakes), mistakes.remarks) == ([], [])


@pytest.mark.parametrize("year", ["2022", "2022年", "{值: 2022, 出处: 封面}"])
def test_files_of_one_department_and_year_are_one_dossier(tmp_path: Path, year: str) -> None:
    one = write(tmp_path / "一.yaml", listed("项目", "名称: 甲"))
    two = bare(tmp_path / "二.yaml", f"部门: {{名称: 示例部门, 年度: {year}}}\n项目: [{{名称: 乙}}]\n")
    (found,), mistakes = read(tmp_path, one, two)
    assert sorted(projects(found)) == ["乙", "甲"]
    assert (found.department, found.year, told(mistakes)) == ("示例部门", 2022, [])


def test_a_file_without_a_department_belongs_to_the_only_one_of_its_folder(tmp_path: Path) -> None:
    files = [
        write(tmp_path / "甲局" / "部门.yaml", "", "甲局"),
        bare(tmp_path / "甲局" / "项目.yaml", "项目: [{名称: 路}]\n"),
        write(tmp_path / "乙局" / "部门.yaml", "", "乙局"),
        bare(tmp_path / "乙局" / "项目.yaml", "项目: [{名称: 桥}]\n"),
    ]
    for order in itertools.permutations(files):
        found, mistakes = read(tmp_path, *order)
        assert {(one.department, *projects(one)) for one in found} == {("甲局", "路"), ("乙局", "桥")}
        assert told(mistakes) == []
        assert mistakes.remarked().splitlines() == [
            f"{tmp_path}/乙局/项目.yaml  说明：没有写明部门，归入乙局2022年度",
            f"{tmp_path}/甲局/项目.yaml  说明：没有写明部门，归入甲局2022年度",
        ]


def test_a_file_without_a_department_belongs_to_the_only_one_of_the_run(tmp_path: Path) -> None:
    files = [write(tmp_path / "部门.yaml", ""), bare(tmp_path / "别处" / "项目.yaml", "项目: [{名称: 路}]\n")]
    (found,), mistakes = read(tmp_path, *files)
    assert (projects(found), told(mistakes)) == (["路"], [])


def test_a_file_without_a_department_among_several_is_a_mistake_that_names_them(tmp_path: Path) -> None:
    files = [
        write(tmp_path / "甲.yaml", "", "甲局"),
        write(tmp_path / "乙.yaml", "", "乙局", 2021),
        bare(tmp_path / "项目.yaml", "项目: [{名称: 路}]\n"),
    ]
    found, mistakes = read(tmp_path, *files)
    assert "\n".join(map(str, mistakes.found)) == (
        f"{files[2]}  错误：没有写明是哪个部门哪个年度的，一起读的有2个部门：乙局2021年度、甲局2022年度\n"
        "    请写明“部门”，或与那个部门的文件单独放在一个文件夹里。"
    )
    assert len(found) == 2


def test_what_a_file_says_of_its_department_decides_among_several(tmp_path: Path) -> None:
    files = [
        write(tmp_path / "甲.yaml", "", "甲局"),
        write(tmp_path / "乙.yaml", "", "甲局", 2021),
        bare(tmp_path / "项目.yaml", "部门: {年度: 2021}\n项目: [{名称: 路}]\n"),
    ]
    found, mistakes = read(tmp_path, *files)
    assert {one.year: projects(one) for one in found} == {2022: ["（未提供项目清单）"], 2021: ["路"]}
    assert told(mistakes) == []


def test_files_without_any_department_say_that_it_lacks(tmp_path: Path) -> None:
    files = [bare(tmp_path / f"{name}.yaml", "项目: 无\n") for name in "一二"]
    found, mistakes = read(tmp_path, *files)
    assert (found, told(mistakes)) == ([], ["缺少“部门”", "缺少“部门”"])


def test_where_the_file_of_the_department_cannot_be_read_no_other_is_said_to_lack_it(tmp_path: Path) -> None:
    files = [bare(tmp_path / "部门.yaml", "部门: {名称: 甲"), bare(tmp_path / "项目.yaml", "项目: 无\n")]
    _, mistakes = read(tmp_path, *files)
    assert [mistake.place.file for mistake in mistakes.found] == [str(files[0])]


def test_a_file_that_is_no_mapping_is_a_mistake_beside_others(tmp_path: Path) -> None:
    files = [write(tmp_path / "部门.yaml", ""), bare(tmp_path / "清单.yaml", "- 甲\n")]
    found, mistakes = read(tmp_path, *files)
    assert (len(found), told(mistakes)) == (1, ["事实文件应是一组键值，这里是清单"])


def test_a_waiver_of_a_rule_there_is_not_is_a_mistake(tmp_path: Path) -> None:
    waiver = "豁免:\n- {规则: BUD-01, 对象: 甲, 理由: 已批, 批准: 财政局, 到期: 2023-12-31}\n"
    assert told(read(tmp_path, write(tmp_path / "甲.yaml", ITEMS + waiver))[1]) == ["没有规则“BUD-01”"]


def test_a_table_of_another_year_is_not_taken_for_one_of_the_department(tmp_path: Path) -> None:
    own = write(tmp_path / "甲.yaml")
    table = bare(tmp_path / "2021年机构.csv", "名称,类型\n甲,内设科室\n")
    said = "写的是2021年，一起读的部门没有这个年度的：示例部门2022年度"
    assert [mistake.message for mistake in read(tmp_path, own, table)[1].found] == [said]
    assert read(tmp_path, own, table.rename(tmp_path / "2022年机构.csv"))[1].found == []


def test_a_department_whose_name_is_written_in_two_ways_is_not_split_in_silence(tmp_path: Path) -> None:
    one, two = write(tmp_path / "甲.yaml"), write(tmp_path / "乙.yaml", "", "示例 部门")
    said = f"部门名称“示例 部门”和 {one} 的“示例部门”只差空格、全半角或大小写"
    assert [mistake.message for mistake in read(tmp_path, one, two)[1].found] == [said]
    assert read(tmp_path, one, write(tmp_path / "丙.yaml", "", "示例 部门", 2021))[1].found == []
