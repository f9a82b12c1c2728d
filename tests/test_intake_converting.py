"""Carried from one form to another facts stay what they are, with their sources, or nothing is written."""

from __future__ import annotations

from contextlib import suppress
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings
from random_facts import Data, fact_files
from small import ROOT, listed, words
from trees import made, told

from engine.dossier import Dossier
from engine.intake import converting
from engine.intake.converting import converted
from engine.intake.gathering import read_all
from engine.intake.json_writing import json_text
from engine.intake.yaml_writing import yaml_text
from engine.library import Library
from engine.mistakes import Mistakes, MistakesFound
from engine.nodes import Node
from engine.rulebook import Rulebook
from engine.verdict import NoResult

DEPARTMENTS = sorted((ROOT / "facts").glob("*.yaml"))
SMALL = Rulebook(words(), {}, {}, {}, {})


def read(path: Path, book: Rulebook) -> Dossier:
    """The dossier of one file without mistakes."""
    mistakes = Mistakes()
    (found,) = read_all([path], book, mistakes)
    mistakes.check()
    return found


def carried(path: Path, target: Path, book: Rulebook = SMALL, *more: Path) -> Path:
    """A file carried into another, without mistakes."""
    mistakes = Mistakes()
    target.write_bytes(converted([path, *more], target, book, mistakes))
    mistakes.check()
    return target


def there_and_back(path: Path, endings: list[str], book: Rulebook, folder: Path) -> list[Path]:
    """A file carried into one form after the other."""
    files = [path]
    for number, ending in enumerate(endings):
        files.append(carried(files[-1], folder / f"{number}{ending}", book))
    return files


@pytest.mark.parametrize("path", DEPARTMENTS, ids=lambda path: path.stem)
@pytest.mark.parametrize(
    "endings",
    [[".json", ".yaml", ".json", ".yml"], [".xlsx", ".yaml", ".xlsx", ".YAML"], [".xlsx", ".json", ".XLSX", ".json"]],
    ids="".join,
)
def test_the_departments_of_the_repository_stay_what_they_are(
    path: Path, endings: list[str], books: Library, tmp_path: Path
) -> None:
    files = there_and_back(path, endings, books.book, tmp_path)
    for one, other in pairwise(files):
        assert told(read(one, books.book)) == told(read(other, books.book))
    assert files[1].read_bytes() == files[3].read_bytes()
    assert files[2].read_bytes() == files[4].read_bytes()


@settings(max_examples=60)
@given(fact_files())
def test_any_facts_stay_what_they_are(data: Data) -> None:
    with TemporaryDirectory() as folder:
        first = Path(folder) / "甲.yaml"
        first.write_text(yaml_text(made(data)), encoding="utf-8")
        for one, other in pairwise(there_and_back(first, [".json", ".yaml"], SMALL, Path(folder))):
            assert told(read(one, SMALL)) == told(read(other, SMALL))


# Without shrinking: every workbook takes a while.
@settings(max_examples=25, phases=[Phase.generate], suppress_health_check=[HealthCheck.filter_too_much])
@given(fact_files())
def test_any_facts_that_cells_can_hold_stay_what_they_are_in_a_workbook(data: Data) -> None:
    with TemporaryDirectory() as folder:
        first = Path(folder) / "甲.yaml"
        first.write_text(yaml_text(made(data)), encoding="utf-8")
        files: list[Path] = []
        with suppress(MistakesFound):  # a cell cannot hold everything, and then nothing is written
            files = there_and_back(first, [".xlsx", ".yaml", ".xlsx"], SMALL, Path(folder))
        assume(files)
        for one, other in pairwise(files):
            assert told(read(one, SMALL)) == told(read(other, SMALL))


def test_several_files_of_one_department_become_one(tmp_path: Path) -> None:
    one, two = tmp_path / "一.yaml", tmp_path / "二.json"
    one.write_text(
        "部门: {名称: 甲局, 年度: 2022, 地区: 全国}\n" + listed("项目", "名称: 甲, 支出: 1元"), encoding="utf-8"
    )
    two.write_text(json_text(made({"项目": [{"名称": "甲", "编码": "无"}, {"名称": "乙"}]})), encoding="utf-8")
    mistakes = Mistakes()
    (both,) = read_all([one, two], SMALL, mistakes)
    mistakes.check()
    assert told(read(carried(one, tmp_path / "三.yaml", SMALL, two), SMALL)) == told(both)
    assert sorted(fact.key for fact in both.facts["项目"]) == ["乙", "甲"]


def refused(folder: Path, *texts: str) -> list[str]:
    """What is wrong with converting some files."""
    files = [folder / f"{number}.yaml" for number in range(len(texts))]
    for file, text in zip(files, texts, strict=True):
        file.write_text(text, encoding="utf-8")
    with pytest.raises(MistakesFound) as found:
        converted(files, folder / "全.json", SMALL, Mistakes())
    return [mistake.message for mistake in found.value.mistakes]


def test_facts_with_mistakes_are_not_carried_anywhere(tmp_path: Path) -> None:
    own = "部门: {名称: 甲局, 年度: 2022, 地区: 全国}\n"
    assert refused(tmp_path, own + "项目: [{名称: 甲, 支出: 60}]\n") == ["支出：“60”缺少单位，这里应填金额"]
    assert refused(tmp_path, own + "项目: [{名称: 甲}]\n监控记录: [{对象: 项目, 类型: 年中, 项目: 乙}]\n") == [
        "“乙”不在“项目”清单里（监控记录的“项目”）"
    ]
    assert refused(tmp_path, "项目: 无\n") == ["缺少“部门”"]
    assert refused(tmp_path, own, own.replace("甲", "乙")) == ["来源里有2个部门：甲局2022年度、乙局2022年度"]


def test_what_would_not_be_read_again_is_not_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(converting, "LARGEST", 100)
    text = "部门: {名称: 甲局, 年度: 2022, 地区: 全国}\n" + listed("项目", *(f"名称: 项目{n}" for n in range(50)))
    assert refused(tmp_path, text) == ["写出来超过0MB，读不回来"]


def test_what_does_not_come_back_as_it_was_is_not_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def careless(tree: Node) -> str:
        return yaml_text(tree).replace("1元", "1.0元")

    monkeypatch.setattr("engine.intake.yaml_writing.yaml_text", careless)
    file = tmp_path / "甲.yaml"
    file.write_text(
        "部门: {名称: 甲局, 年度: 2022, 地区: 全国}\n" + listed("项目", "名称: 甲, 支出: 1元"), encoding="utf-8"
    )
    with pytest.raises(NoResult, match="没有写出任何内容"):
        converted([file], tmp_path / "乙.yaml", SMALL, Mistakes())


@pytest.mark.parametrize("name", ["其中：甲", "市级小计"])
def test_a_name_that_no_table_may_have_is_told_and_stays_in_a_file_of_texts(name: str, tmp_path: Path) -> None:
    file = tmp_path / "甲.yaml"
    own = "部门: {名称: 甲局, 年度: 2022, 地区: 全国}\n" + listed("项目", f"名称: {name}, 支出: 1元")
    file.write_text(own, encoding="utf-8")
    assert name.encode() in converted([file], tmp_path / "乙.json", SMALL, Mistakes())
    with pytest.raises(MistakesFound) as found:
        converted([file], tmp_path / "乙.xlsx", SMALL, Mistakes())
    (mistake,) = found.value.mistakes
    assert mistake.message.startswith("写成工作簿以后不能读（项目!")
    assert name in mistake.message
