"""A file is read by the ending of its name; of a file that cannot be read it is said what to do."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import many
import pytest
from small import ROOT, SPENT, TODAY, facts_text, render, words, write_rules
from trees import plain

from engine.headings import Headings
from engine.intake.tree import ENDINGS, read_tree
from engine.mistakes import Mistakes
from engine.workbook.exporting import export


@pytest.mark.parametrize("ending", [".yaml", ".yml", ".YAML", ".json", ".Json"])
def test_yaml_and_json_are_known_by_their_endings(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"甲{ending}"
    path.write_text('{"部门": {"名称": "甲局"}}', encoding="utf-8")
    mistakes = Mistakes()
    node = read_tree(path, words(), Headings(), mistakes)
    assert (node and plain(node), mistakes.found) == ({"部门": {"名称": "甲局"}}, [])


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("台账.xls", "不能读 .xls 文件。请用 Excel 或 WPS 打开，“另存为” .xlsx"),
        ("台账.ET", "不能读 .et 文件。请用 Excel 或 WPS 打开，“另存为” .xlsx"),
        ("台账.ods", "“另存为” .xlsx"),
        ("台账.xlsm", "“另存为” .xlsx"),
        ("报告.docx", "不能读 .docx 文件里的数字。请把数字填进 cli.py facts template 生成的工作簿"),
        ("报告.pdf", "请把数字填进 cli.py facts template 生成的工作簿"),
        ("说明.txt", "不能读 .txt 文件。能读的是 .yaml、.json、.jsonl、.xlsx 和 .csv。"),
        ("说明", "不能读没有扩展名的文件。能读的是 .yaml、.json、.jsonl、.xlsx 和 .csv。"),
    ],
)
def test_other_files_are_refused_with_what_to_do(tmp_path: Path, name: str, said: str) -> None:
    path, mistakes = tmp_path / name, Mistakes()
    path.write_bytes(b"\xd0\xcf\x11\xe0")
    assert read_tree(path, words(), Headings(), mistakes) is None
    (mistake,) = mistakes.found
    assert said in f"{mistake.message}。{mistake.hint}"
    assert mistake.place.file == str(path)


@pytest.mark.parametrize("ending", [*ENDINGS, ".xls", ".docx", ""])
def test_a_file_that_is_not_there_is_said_not_to_be_there(tmp_path: Path, ending: str) -> None:
    mistakes = Mistakes()
    assert read_tree(tmp_path / f"没有{ending}", words(), Headings(), mistakes) is None
    assert ["没有这个文件" in mistake.message for mistake in mistakes.found] == [True]


def refused(path: Path) -> list[str]:
    """What is said of a file that is no file of facts."""
    mistakes = Mistakes()
    assert read_tree(path, words(), Headings(), mistakes) is None
    return [mistake.message for mistake in mistakes.found]


def test_a_result_of_ours_is_never_taken_for_facts(tmp_path: Path) -> None:
    outcome = many.outcome(tmp_path / "规则")
    for form in ("json", "xlsx"):
        content: str | bytes = render(form, [outcome])
        (tmp_path / f"结果.{form}").write_bytes(content.encode() if isinstance(content, str) else content)
    assert refused(tmp_path / "结果.json") == ["这是检查结果，不是事实文件"]
    assert refused(tmp_path / "结果.xlsx") == ["这是检查结果的整改台账，不是事实文件"]


def test_the_workbook_of_the_rules_is_not_taken_for_facts(tmp_path: Path) -> None:
    rules, facts = write_rules(tmp_path / "规则", SPENT), tmp_path / "甲.yaml"
    facts.write_text(facts_text(), encoding="utf-8")
    (tmp_path / "规则库.xlsx").write_bytes(export(rules, facts, TODAY)[0])
    assert refused(tmp_path / "规则库.xlsx") == ["这是规则库的工作簿，不是事实文件"]


def test_reading_yaml_loads_nothing_that_only_other_forms_need(tmp_path: Path) -> None:
    path = tmp_path / "甲.yaml"
    path.write_text(facts_text("项目: 无\n"), encoding="utf-8")
    code = (
        "import sys; from pathlib import Path; from engine.intake.gathering import gather\n"
        "from engine.mistakes import Mistakes; from engine.rulebook import Rulebook\n"
        "from engine.vocabulary import Vocabulary\n"
        "book, mistakes = Rulebook(Vocabulary({}), {}, {}, {}, {}), Mistakes()\n"
        "assert list(gather([Path(sys.argv[1])], book, mistakes)) and not mistakes.found\n"
        "print(sorted(name for name in sys.modules if name.startswith('engine.intake.') or name == 'python_calamine'))"
    )
    command = [sys.executable, "-c", code, str(path)]
    shown = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=True).stdout
    assert shown.split("'")[1::2] == ["engine.intake.gathering", "engine.intake.tree"]
