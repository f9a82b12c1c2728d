"""A file with a department on every line reads as that many files would; every mistake stands at its line."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from commands import Runner
from hypothesis import given
from hypothesis import strategies as st
from random_facts import Data, fact_files
from small import SPENT, words, write_rules
from trees import made, told

from engine.dossier import Dossier
from engine.intake import json_reading
from engine.intake.gathering import fact_files as files_of
from engine.intake.gathering import read_all
from engine.intake.json_writing import json_text, plain
from engine.mistakes import Mistakes
from engine.rulebook import Rulebook

SMALL = Rulebook(words(), {}, {}, {}, {})


def department(name: str = "甲局", year: int = 2022, **kinds: object) -> str:
    """A line of a department."""
    return json.dumps({"部门": {"名称": name, "年度": year, "地区": "全国"}} | kinds, ensure_ascii=False)


def read(path: Path, text: str, *others: Path) -> tuple[list[Dossier], list[str]]:
    """The departments of a file of lines, and what is wrong with it."""
    path.write_text(text, encoding="utf-8", newline="")
    mistakes = Mistakes()
    found = read_all([path, *others], SMALL, mistakes)
    return found, [str(one).replace(f"{path}", "") for one in sorted(mistakes.found)]


@given(st.lists(fact_files(), min_size=1, max_size=3), st.sampled_from(("\n", "\r\n", "\n\n")))
def test_lines_say_what_files_of_their_own_say(data: list[Data], ending: str) -> None:
    with TemporaryDirectory() as folder:
        for number, one in enumerate(data):
            one["部门"]["名称"] = f"第{number}局"
        file = Path(folder) / "全省.jsonl"
        lines = [json.dumps(plain(made(one)), ensure_ascii=False) for one in data]
        found, wrong = read(file, ending.join(lines) + ending)
        assert wrong == []
        for one, dossier in zip(data, found, strict=True):
            alone = Path(folder) / "全省.jsonl.json"
            alone.write_text(json_text(made(one)), encoding="utf-8")
            mistakes = Mistakes()
            (single,) = read_all([alone], SMALL, mistakes)
            assert repr(told(single)).replace("全省.jsonl.json", "全省.jsonl") == repr(told(dossier))


def test_each_mistake_stands_at_its_line_and_the_other_lines_are_read(tmp_path: Path) -> None:
    lines = [department("甲局"), department("乙局", 项目="有"), "", department("丙局")[:-1], "{} {}", '{"项目": "无"}']
    found, wrong = read(tmp_path / "全省.jsonl", "\n".join(lines))
    assert [one.department for one in found] == ["甲局", "乙局"]
    assert wrong == [
        (
            f":2:{lines[1].index('有') + 1}  错误：“项目”应是清单，这里是文字\n"
            "    逐条写“- ”；一条也没有写“无”；不知道的整行删去。"
        ),
        (
            f":4:{len(lines[3]) + 1}  错误：这一行没有写完，少了收尾的括号\n"
            "    一个部门要写在同一行里；可能没有存完，请重新导出。"
        ),
        ":5:4  错误：一个部门写完以后还有多余的内容\n    一行只写一个 { … }；请检查括号是否成对。",
        ":6:1  错误：缺少“部门”\n    请写明部门的名称、年度、地区。",
    ]


def test_a_department_that_has_two_lines_is_a_mistake_at_the_second(tmp_path: Path) -> None:
    lines = [department("甲局"), department("甲局", 2021), department("甲局", 项目="无"), department("甲 局")]
    found, wrong = read(tmp_path / "全省.jsonl", "\n".join(lines))
    assert [(one.department, one.year) for one in found] == [("甲局", 2022), ("甲局", 2021), ("甲 局", 2022)]
    assert wrong == [
        ":3:1  错误：甲局2022年度写了两行（第一次在第1行）\n    一个部门一个年度只写一行；请核对后只留一行。",
        ":4:1  错误：部门名称“甲 局”和 :1:1 的“甲局”只差空格、全半角或大小写\n    是同一个部门的，请写成一样。",
    ]


def test_a_line_and_a_file_of_one_department_are_made_one_and_a_line_without_name_never_is(tmp_path: Path) -> None:
    other = tmp_path / "甲.yaml"
    other.write_text("部门: {名称: 甲局, 年度: 2022}\n机构: 无\n", encoding="utf-8")
    found, wrong = read(tmp_path / "全省.jsonl", department("甲局", 项目="无") + '\n{"领域": "无"}\n', other)
    assert [[kind for kind in ("机构", "项目", "领域") if not one.facts[kind]] for one in found] == [["机构", "项目"]]
    assert wrong == [":2:1  错误：缺少“部门”\n    请写明部门的名称、年度、地区。"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "  错误：文件是空的"),
        ("\n \n", "  错误：文件是空的"),
        (department() + "\n\n{\u200b}", ":3:2  错误：含有看不见的字符（U+200B）"),
        ('{"规则":"A-1","部门":"甲局","年度":2022}\n' * 3, ":1:1  错误：这是批量检查的结果，不是事实文件"),
        ('{"行":12,"原因":"甲","怎么办":"乙"}\n', ":1:1  错误：这是批量检查的结果，不是事实文件"),
        ('{"format":"jixiao/1"}\n', ":1:12  错误：这是检查结果，不是事实文件"),
    ],
)
def test_a_file_that_holds_no_departments_is_told_once(tmp_path: Path, text: str, said: str) -> None:
    found, wrong = read(tmp_path / "全省.jsonl", text)
    assert found == []
    assert [one.partition("\n")[0] for one in wrong] == [said]


def test_a_department_that_is_only_named_is_not_taken_for_a_result(tmp_path: Path) -> None:
    _, wrong = read(tmp_path / "全省.jsonl", '{"部门":"甲局","年度":2022,"地区":"北京市"}\n')
    assert "“部门”应是一组键值，这里是文字" in wrong[0]
    assert not any("结果" in one for one in wrong)


def test_a_file_that_is_too_large_is_left_to_the_batch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.nodes.LARGEST", 20)
    _, wrong = read(tmp_path / "全省.ndjson", department())
    assert wrong == ["  错误：文件超过0MB，没有读取\n    很多部门的，请用批量检查：cli.py batch。"]
    assert json_reading.LINE_WORDS.keys().isdisjoint(json_reading.LINE_WORDS.values())


def test_lines_in_a_folder_are_fact_files(tmp_path: Path) -> None:
    (tmp_path / "甲.jsonl").write_text(department(), encoding="utf-8")
    (tmp_path / "乙.NDJSON").write_text(department("乙局"), encoding="utf-8")
    mistakes = Mistakes()
    found = read_all(files_of([tmp_path], mistakes), SMALL, mistakes)
    assert (sorted(one.department for one in found), mistakes.found) == (["乙局", "甲局"], [])


def test_a_check_and_a_list_of_what_lacks_take_lines(run: Runner, tmp_path: Path) -> None:
    rules = write_rules(tmp_path / "规则", SPENT)
    file = tmp_path / "全省.jsonl"
    projects = [{"名称": "甲", "支出（分）": 100}]
    file.write_text(department("甲局", 项目=projects) + "\n" + department("乙局") + "\n", encoding="utf-8")
    result = run("check", file, "--rules", rules, "--engine", "reference")
    assert "甲局" in result.out
    assert "乙局" in result.out
    assert run("facts", "status", file, "--rules", rules).code in (0, 1)
    assert run("lint", file, "--rules", rules).code == 0
