"""Facts as lines for a batch: plain figures as whole numbers, all else as it is written, and nothing says less."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from random_facts import Data, fact_files
from small import ROOT, facts_text, listed, words
from trees import made

from engine.dossier import Dossier
from engine.intake import line_writing
from engine.intake.converting import converted
from engine.intake.gathering import fact_files as files_of
from engine.intake.gathering import read_all
from engine.intake.json_reading import parse_json
from engine.intake.line_writing import json_line
from engine.intake.yaml_writing import yaml_text
from engine.library import Library
from engine.mistakes import Mistakes, MistakesFound
from engine.nodes import Node, parse
from engine.reading import dossier_of
from engine.rulebook import Rulebook
from engine.value_reading import with_plain_keys
from engine.verdict import NoResult

SMALL = Rulebook(words(), {}, {}, {}, {})
OWN = "部门: {名称: 甲局, 年度: 2022, 地区: 全国}\n"


def said(found: Dossier) -> tuple[object, ...]:
    """All that a dossier says, without where it stands."""
    facts = {kind: [(f.key, f.values, f.present) for f in facts] for kind, facts in found.facts.items()}
    return found.department, found.year, found.region, facts, found.waivers, found.checked_on


def read(path: Path, book: Rulebook = SMALL) -> list[Dossier]:
    """The dossiers of a file without mistakes."""
    mistakes = Mistakes()
    found = read_all([path], book, mistakes)
    mistakes.check()
    return found


def written(sources: list[Path], target: Path, book: Rulebook = SMALL) -> Path:
    """A file made of others, without mistakes."""
    mistakes = Mistakes()
    target.write_bytes(converted(sources, target, book, mistakes))
    mistakes.check()
    return target


def line(facts: str) -> Any:
    """What a line says of the facts of a department, read by another program."""
    tree = parse(OWN + facts, "甲.yaml", Mistakes())
    assert tree is not None
    text = json_line(with_plain_keys(tree, words(), Mistakes()), words())
    assert text.endswith("}\n")
    assert "\n" not in text[:-1]
    return json.loads(text)


def tree_of(text: str) -> Node:
    """The tree of a line."""
    node = parse_json(text, "", Mistakes())
    assert node is not None
    return node


@settings(max_examples=60)
@given(fact_files())
def test_any_facts_say_the_same_as_a_line_and_again_as_yaml(data: Data) -> None:
    with TemporaryDirectory() as folder:
        first = Path(folder) / "甲.yaml"
        first.write_text(yaml_text(made(data)), encoding="utf-8")
        lines = written([first], Path(folder) / "甲.jsonl")
        again = written([lines], Path(folder) / "乙.yaml")
        (one,), (two,), (three,) = read(first), read(lines), read(again)
        assert said(one) == said(two) == said(three)
        assert written([again], Path(folder) / "乙.jsonl").read_bytes() != b""


@given(fact_files())
def test_a_line_written_again_from_itself_is_the_same_line(data: Data) -> None:
    first = json_line(made(data), words())
    assert json_line(with_plain_keys(tree_of(first), words(), Mistakes()), words()) == first


def test_the_departments_of_the_repository_say_the_same_as_lines(books: Library, tmp_path: Path) -> None:
    sources = sorted((ROOT / "facts").glob("*.yaml"))
    lines = written(sources, tmp_path / "全省.jsonl", books.book)
    assert len(lines.read_text(encoding="utf-8").splitlines()) == len(sources)
    whole = read(lines, books.book)
    for source, found in zip(sources, whole, strict=True):
        (one,) = read(source, books.book)
        assert said(one) == said(found)


@pytest.mark.parametrize(
    ("written_as", "key", "value"),
    [
        ("12345.00元", "支出（分）", 1234500),
        ("-0.05元", "支出（分）", -5),
        ("12,345.67元", "支出（分）", 1234567),
        ("12345元", "支出", "12345元"),  # 相符 goes by the written precision: this one is within half a 元
        ("85,038.39万元", "支出", "85,038.39万元"),
        ("1.000000万元", "支出", "1.000000万元"),  # would be printed in 元
        ("12.345元", "支出", "12.345元"),
        ("约290.00元", "支出", "约290.00元"),
        ("无", "支出", "无"),
    ],
)
def test_money_written_to_the_fen_is_a_number_of_fen_and_other_money_stays_a_text(
    written_as: str, key: str, value: int | str
) -> None:
    (fact,) = line(listed("项目", f'名称: 甲, 支出: "{written_as}"'))["项目"]
    assert fact == {"名称": "甲", key: value}


@pytest.mark.parametrize(
    ("kind", "facts", "fact"),
    [
        ("列举", "名称: 甲, 位置: 乙, 声明个数: 22个", {"名称": "甲", "位置": "乙", "声明个数（个）": 22}),
        ("列举", "名称: 甲, 位置: 乙, 声明个数: 22家", {"名称": "甲", "位置": "乙", "声明个数": "22家"}),
        ("列举", "名称: 甲, 位置: 乙, 声明个数: 2万个", {"名称": "甲", "位置": "乙", "声明个数": "2万个"}),
        ("列举", "名称: 甲, 位置: 乙, 声明个数: 20余个", {"名称": "甲", "位置": "乙", "声明个数": "20余个"}),
        ("数值", "名称: 甲, 位置: 乙, 值: 1.00元", {"名称": "甲", "位置": "乙", "值": "1.00元"}),
        ("数值", "名称: 甲, 位置: 乙, 值: 22个", {"名称": "甲", "位置": "乙", "值": "22个"}),
        ("执行进度", "项目: 无, 截止月份: 7", {"项目": "无", "截止月份": 7}),
        ("执行进度", "项目: 无, 截止月份: 7月", {"项目": "无", "截止月份": "7月"}),
        ("执行进度", "项目: 无, 执行进度: 95.5%", {"项目": "无", "执行进度": "95.5%"}),
        ("项目", "名称: 2022, 下达日期: 2022年8月3日", {"名称": "2022", "下达日期": "2022-08-03"}),
        ("项目", "名称: 甲, 下达日期: 2022年8月", {"名称": "甲", "下达日期": "2022年8月"}),
        ("项目", "名称: 甲, 支出: {值: 1.00元, 出处: 一}", {"名称": "甲", "支出（分）": {"值": 100, "出处": "一"}}),
    ],
)
def test_whole_counts_months_and_days_are_plain_and_other_values_are_as_written(
    kind: str, facts: str, fact: dict[str, Any]
) -> None:
    assert line(listed(kind, facts))[kind] == [fact]


@pytest.mark.parametrize(
    ("facts", "stands"),
    [
        ("项目: 无\n", "无"),
        ("项目: []\n", "无"),
        ("项目: {清单完整: 是, 条目: 无}\n", "无"),
        ("项目: {清单完整: 是, 条目: [{名称: 甲}]}\n", [{"名称": "甲"}]),
        ("项目: {条目: [{名称: 甲}]}\n", [{"名称": "甲"}]),
        ("项目: {清单完整: 否, 条目: [{名称: 甲}]}\n", {"清单完整": "否", "条目": [{"名称": "甲"}]}),
        ("项目: {条目: [{名称: 甲}], 出处: 一}\n", {"条目": [{"名称": "甲"}], "出处": "一"}),
    ],
)
def test_a_list_that_is_whole_stands_by_itself(facts: str, stands: Any) -> None:
    assert line(facts)["项目"] == stands


def test_a_line_is_compact_and_chinese_stands_as_it_is() -> None:
    tree = parse(OWN + "预算收支: {支出（分）: 100}\n", "甲.yaml", Mistakes())
    assert tree is not None
    expected = '{"部门":{"名称":"甲局","年度":2022,"地区":"全国"},"预算收支":{"支出（分）":100}}\n'
    assert json_line(with_plain_keys(tree, words(), Mistakes()), words()) == expected


def test_many_departments_of_folders_and_files_are_a_line_each(tmp_path: Path) -> None:
    folder = tmp_path / "各局"
    folder.mkdir()
    for name in "乙丙":
        (folder / f"{name}.yaml").write_text(facts_text("项目: 无\n", f"{name}局"), encoding="utf-8")
    (folder / "丁.json").write_text('{"部门": {"名称": "乙局", "年度": "2022"}, "机构": "无"}', encoding="utf-8")
    single = tmp_path / "甲.jsonl"
    single.write_text('{"部门":{"名称":"甲局","年度":2022,"地区":"全国"}}\n', encoding="utf-8")
    mistakes = Mistakes()
    lines = written(files_of([folder, single], mistakes), tmp_path / "全省.jsonl").read_text(encoding="utf-8")
    assert [tuple(json.loads(one)) for one in lines.splitlines()] == [
        ("部门", "机构", "项目"),
        ("部门", "项目"),
        ("部门",),
    ]


def test_several_departments_go_into_no_other_form_and_the_way_out_is_told(tmp_path: Path) -> None:
    source = tmp_path / "全省.jsonl"
    source.write_text("".join(json.dumps(one) + "\n" for one in map(line, ("", ""))), encoding="utf-8")
    source.write_text(source.read_text(encoding="utf-8").replace("2022", "2021", 1), encoding="utf-8")
    with pytest.raises(MistakesFound) as found:
        converted([source], tmp_path / "甲.yaml", SMALL, Mistakes())
    (mistake,) = found.value.mistakes
    assert mistake.message == "来源里有2个部门：甲局2021年度、甲局2022年度"
    assert mistake.hint == "一份文件只写一个部门一个年度，请分开转换；要放在一起，写成 .jsonl。"


def test_lines_of_facts_with_mistakes_are_not_written(tmp_path: Path) -> None:
    good, bad = tmp_path / "甲.yaml", tmp_path / "乙.yaml"
    good.write_text(facts_text("", "甲局"), encoding="utf-8")
    bad.write_text(facts_text("项目: [{名称: 甲, 支出: 60}]\n", "乙局"), encoding="utf-8")
    with pytest.raises(MistakesFound, match="“60”缺少单位"):
        converted([good, bad], tmp_path / "全省.jsonl", SMALL, Mistakes())


def test_a_line_that_does_not_say_the_same_is_not_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def careless(tree: Node, vocabulary: object) -> str:
        return json_line(tree, words()).replace("100", "101")

    monkeypatch.setattr(line_writing, "json_line", careless)
    source = tmp_path / "甲.yaml"
    source.write_text(facts_text(listed("项目", "名称: 甲, 支出: 1.00元")), encoding="utf-8")
    with pytest.raises(NoResult, match="没有写出任何内容"):
        converted([source], tmp_path / "甲.jsonl", SMALL, Mistakes())


@given(fact_files())
def test_the_tree_of_a_line_is_typed_like_the_tree_it_was_written_from(data: Data) -> None:
    one, two = Mistakes(), Mistakes()
    first = dossier_of(made(data), words(), one, "甲.yaml")
    second = dossier_of(tree_of(json_line(made(data), words())), words(), two, "甲.yaml")
    assert (one.found, two.found) == ([], [])
    assert first is not None
    assert second is not None
    assert said(first) == said(second)
