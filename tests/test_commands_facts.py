"""`facts convert`: another form of the same facts, written whole or not at all, and never over anything."""

from __future__ import annotations

import csv
import json
import os
import re
from pathlib import Path

import pytest
from commands import BAD, SEED, Runner, english, write
from small import ROOT
from trees import made, plain

from engine.intake.json_writing import json_text
from engine.intake.yaml_writing import yaml_text
from engine.mistakes import Mistakes
from engine.nodes import read_file

DAY = ("--date", "2023-03-31", "--engine", "reference")


@pytest.fixture
def convert(run: Runner, rules: Path) -> Runner:
    """Runs facts convert with the two rules."""
    return lambda *arguments: run("facts", "convert", *arguments, "--rules", rules)


def test_a_file_is_carried_into_the_form_of_the_target(convert: Runner, tmp_path: Path, facts: Path) -> None:
    target = tmp_path / "甲.json"
    result = convert(facts, target)
    assert (result.code, result.out) == (0, "")
    assert result.err == f"已写出 {target}。可先执行：cli.py lint {target}\n"
    assert json.loads(target.read_text(encoding="utf-8"))["项目"] == [
        {"名称": "甲", "支出": "90元", "编码": "A", "出处": "甲.yaml"}
    ]


def test_departments_are_made_lines_for_a_batch(convert: Runner, tmp_path: Path, facts: Path) -> None:
    target = tmp_path / "全省.jsonl"
    result = convert(facts.parent, target)
    assert (result.code, result.out) == (0, "")
    assert result.err == f"已写出 {target}。可执行：cli.py batch {target} --output 文件夹\n"
    (line,) = target.read_text(encoding="utf-8").splitlines()
    assert json.loads(line)["项目"] == [{"名称": "甲", "支出": "90元", "编码": "A"}]
    again = convert(target, tmp_path / "乙.YAML")
    assert (again.code, again.out) == (0, "")
    assert "支出: 90元" in (tmp_path / "乙.YAML").read_text(encoding="utf-8")


def test_the_seed_as_yaml_workbook_and_json_gives_the_same_result_to_the_byte(run: Runner, tmp_path: Path) -> None:
    told = []
    files = [tmp_path / name for name in ("甲.json", "乙.yaml", "丙.xlsx")]
    for file in files:
        assert run("facts", "convert", SEED, file).code == 0
    for file in (SEED, *files):
        result = run("check", file, "--format", "json", *DAY)
        assert result.code == 1
        told.append(result.out)
    assert len(set(told)) == 1


def test_a_department_parted_into_files_of_every_form_has_the_same_code(run: Runner, tmp_path: Path) -> None:
    whole = next((ROOT / "facts").glob("*示例*"))
    node = read_file(whole, Mistakes())
    assert node is not None
    data = plain(node)
    rows, buying = data.pop("项目"), data.pop("采购")
    part, folder = tmp_path / "采购.yaml", tmp_path / "示例"
    folder.mkdir()
    part.write_text(yaml_text(made({"部门": data["部门"], "采购": buying})), encoding="utf-8")
    (folder / "其他.json").write_text(json_text(made(data)), encoding="utf-8")
    with (folder / "项目清单.csv").open("w", encoding="utf-8", newline="") as stream:
        table = csv.DictWriter(stream, list(dict.fromkeys(word for row in rows for word in row)))
        table.writeheader()
        table.writerows(rows)
    assert run("facts", "convert", part, folder / "采购.xlsx").code == 0
    codes = {re.search("核验码：([0-9A-F]{16})", run("check", at, *DAY).out)[1] for at in (whole, folder)}  # type: ignore[index]
    assert len(codes) == 1


def test_several_files_and_folders_are_made_one_file(convert: Runner, tmp_path: Path, facts: Path) -> None:
    more = facts.parent / "更多.yaml"
    more.write_text("项目: [{名称: 乙}]\n监控记录: 无\n", encoding="utf-8")
    result = convert(facts.parent, tmp_path / "全.yaml")
    assert result.code == 0
    assert result.err.startswith(f"{more}  说明：没有写明部门，归入示例部门2022年度\n已写出")
    text = (tmp_path / "全.yaml").read_text(encoding="utf-8")
    assert "名称: 甲" in text
    assert "    出处: 更多.yaml" in text


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the department in a text file and its projects in a table."""
    write(tmp_path / "一局" / "部门.yaml", "监控记录: 无\n")
    (tmp_path / "一局" / "项目清单.csv").write_text('名称,支出,编码\n甲,90元,A\n乙,"1,200元",B\n', encoding="utf-8")
    return tmp_path / "一局"


def test_a_folder_of_texts_and_tables_is_checked_explained_and_looked_through(
    check: Runner, run: Runner, rules: Path, folder: Path
) -> None:
    remark = f"{folder / '项目清单.csv'}  说明：没有写明部门，归入示例部门2022年度\n"
    assert run("lint", folder, "--rules", rules).err.startswith(f"{remark}没有错误：2条规则、6个用例、2份事实文件")
    result = check(folder, "--format", "text")
    assert (result.code, result.err.endswith(remark)) == (1, True)
    assert "项目清单.csv!B2" in result.out
    assert "90元" in run("explain", "BUD-001", "甲", "--facts", folder, "--rules", rules).out
    assert run("impact", "--what-if", "没有=1元", "--facts", folder, "--rules", rules).code == 2


def test_a_mistake_in_a_table_is_named_by_its_cell(run: Runner, rules: Path, folder: Path) -> None:
    table = folder / "项目清单.csv"
    table.write_text("名称,支出,编码\n甲,九十,A\n", encoding="utf-8")
    result = run("lint", folder, "--rules", rules)
    assert (result.code, f"{table}!B2" in result.err) == (2, True)


def test_what_a_text_and_a_table_say_differently_is_named_by_line_and_cell(
    check: Runner, rules: Path, folder: Path
) -> None:
    other = folder / "项目.yaml"
    other.write_text("项目: [{名称: 乙, 支出: 1300元}, {名称: 甲, 支出: 90.00元}]\n", encoding="utf-8")
    result = check(folder)
    assert (result.code, result.out) == (2, "")
    assert [line for line in result.err.splitlines() if "错误" in line] == [
        f"{folder / '项目清单.csv'}!B3  错误：项目“乙”的“支出”有两个不同的值：这里是“1,200元”，{other}:1:18 是“1300元”"
    ]


def test_nothing_is_written_over(convert: Runner, tmp_path: Path, facts: Path) -> None:
    target = tmp_path / "已有.yaml"
    target.write_text("我填的", encoding="utf-8")
    (tmp_path / "断链.yaml").symlink_to(tmp_path / "没有")
    for name in ("已有.yaml", "断链.yaml"):
        result = convert(facts, tmp_path / name)
        assert result.code == 2
        assert "已经存在，没有覆盖" in result.err
    assert target.read_text(encoding="utf-8") == "我填的"
    assert convert(facts, facts).code == 2


def test_facts_with_mistakes_are_not_written(convert: Runner, tmp_path: Path) -> None:
    wrong = write(tmp_path / "坏.yaml", BAD.replace("90元", "90"))
    result = convert(wrong, tmp_path / "坏.json")
    assert result.code == 2
    assert "“90”缺少单位" in result.err
    assert sorted(path.name for path in tmp_path.glob("坏*")) == ["坏.yaml"]


def test_two_values_of_one_fact_are_named_at_both_places(convert: Runner, tmp_path: Path, facts: Path) -> None:
    other = write(tmp_path / "另.yaml", BAD.replace("90元", "91元"))
    result = convert(facts, other, tmp_path / "全.json")
    assert result.code == 2
    assert f"{facts}:3:15" in result.err
    assert f"{other}:3:15" in result.err
    assert not (tmp_path / "全.json").exists()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "缺少“来源文件... 目标文件”"),
        (["甲.yaml"], "要写来源文件和目标文件"),
        (["没有.yaml", "乙.json"], "没有这个文件"),
        (["甲.yaml", "乙.csv"], "“乙.csv”的扩展名应是 .yaml、.json、.xlsx 或 .jsonl"),
        (["甲.yaml", "乙"], "“乙”的扩展名应是"),
        (["甲.yaml", "乙.docx"], "“乙.docx”的扩展名应是"),
        (["甲.yaml", "没有/乙.json"], "文件夹不存在"),
        (["甲.yaml", "长" * 300 + ".json"], "文件名太长"),
        (["报告.docx", "乙.json"], "不能读 .docx 文件里的数字"),
        (["结果.json", "乙.yaml"], "这是检查结果，不是事实文件"),
    ],
)
def test_what_cannot_be_done_is_said_in_chinese_and_nothing_is_written(
    convert: Runner, tmp_path: Path, facts: Path, arguments: list[str], words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(facts.parent)
    (facts.parent / "报告.docx").write_bytes(b"PK")
    (facts.parent / "结果.json").write_text('{"format": "jixiao/1", "departments": []}', encoding="utf-8")
    before = sorted(os.listdir(facts.parent))
    result = convert(*arguments)
    assert (result.code, result.out) == (2, "")
    assert words in result.err
    assert not english(result.err, tmp_path, "template", "乙.csv")
    assert sorted(os.listdir(facts.parent)) == before


def test_the_help_says_what_is_kept_and_what_is_not(run: Runner) -> None:
    result = run("facts", "convert", "--help")
    assert result.code == 0
    assert "注释带不过去" in result.out
    assert not english(result.out, ROOT, "convert")
