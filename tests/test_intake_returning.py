"""What a workbook cannot give back is refused at its place in the file it came from, before anything is written."""

from __future__ import annotations

from pathlib import Path

import pytest
from small import listed, tree, words

from engine.intake.converting import converted
from engine.intake.returning import note_losses
from engine.mistakes import Mistakes, MistakesFound
from engine.rulebook import Rulebook

OWN = "部门: {名称: 甲局, 年度: 2022, 地区: 全国}\n"
SMALL = Rulebook(words(), {}, {}, {}, {})


def losses(one: str, other: str) -> list[str]:
    """What is said of a file of which another came back."""
    mistakes, given, back = Mistakes(), tree(one), tree(other)
    assert given is not None
    note_losses(given, back, words(), mistakes)
    return [f"{mistake.place}：{mistake.message.removesuffix('写出去以后读回来不一样')}" for mistake in mistakes.found]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (OWN, OWN),
        ("机构: 无\n", "机构: []\n"),
        ("机构: [{名称: 甲}]\n", "机构: {清单完整: 是, 条目: [{名称: 甲}]}\n"),
        ("部门: {名称: 甲, 年度: 2022}\n", "部门: {年度: {值: 2022}, 名称: 甲}\n"),
        ("部门: {职能清单: 甲}\n", "部门: {职能清单: [甲]}\n"),
        ("部门: {职能清单: 无}\n", "部门: {职能清单: []}\n"),
        ("部门: {出处: 封面}\n", "机构: 无\n"),
        ("制度: {自行采购: {}, 出处: 全文}\n", "制度: {}\n"),
        ("机构: {条目: 无, 出处: 全文}\n", "机构: 无\n"),
    ],
)
def test_two_ways_to_write_the_same_are_no_loss(one: str, other: str) -> None:
    assert losses(one, other) == []


@pytest.mark.parametrize(
    ("one", "other", "said"),
    [
        ("部门: {名称: 甲}\n", "部门: {名称: 乙}\n", ["样例.yaml:1:10：“名称”写的“甲”"]),
        ("部门: {名称: 甲}\n", "机构: 无\n", ["样例.yaml:1:10：“名称”写的“甲”"]),
        ("部门: {名称: {值: 甲, 出处: 乙}}\n", "部门: {名称: 甲}\n", ["样例.yaml:1:21：“名称”的出处"]),
        ("部门: {名称: {值: 甲, 出处: 乙}}\n", "部门: {名称: 丙}\n", ["样例.yaml:1:14：“名称”写的“甲”"]),
        ("部门: {名称: 甲, 出处: 乙}\n", "部门: {名称: 甲}\n", ["样例.yaml:1:17：“出处”写的“乙”"]),
        ("部门: {职能清单: [甲, 乙]}\n", "部门: {职能清单: [甲]}\n", ["样例.yaml:1:12：“职能清单”写的“甲、乙”"]),
        (
            "机构: [{名称: 合计, 类型: 内设科室}, {名称: 甲}]\n",
            "机构: [{名称: 甲}]\n",
            ["样例.yaml:1:6：“机构”的这一条（合计）"],
        ),
        (
            "机构: [{名称: 甲}]\n",
            "部门: {名称: 甲}\n",
            ["样例.yaml:1:6：“机构”的这一条（甲）"],
        ),
        ("机构: 无\n", OWN, ["样例.yaml:1:5：“机构”的“清单完整”"]),
        (
            "机构: {清单完整: 否, 条目: [{名称: 甲}]}\n",
            "机构: [{名称: 甲}]\n",
            ["样例.yaml:1:5：“机构”的“清单完整”"],
        ),
        (
            "制度: {自行采购: {状态: 已印发}, 出处: 全文}\n",
            "制度: {自行采购: {状态: 未建立}}\n",
            ["样例.yaml:1:17：“状态”写的“已印发”", "样例.yaml:1:27：“出处”写的“全文”"],
        ),
        (f"部门: {{名称: {'长' * 30}}}\n", OWN, [f"样例.yaml:1:10：“名称”写的“{'长' * 20}……”"]),
    ],
)
def test_every_loss_stands_where_it_was_written(one: str, other: str, said: list[str]) -> None:
    assert losses(one, other) == said


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        (listed("机构", "名称: 合计", "名称: 甲"), "“机构”的这一条（合计）"),
        (listed("机构", '名称: "甲\\n乙"'), "“名称”写的“甲 乙”"),
        (listed("机构", "名称: 不涉及"), "“机构”的这一条（不涉及）"),
    ],
)
def test_facts_that_a_workbook_would_read_otherwise_are_refused_and_said_where(
    tmp_path: Path, facts: str, said: str
) -> None:
    file = tmp_path / "甲.yaml"
    file.write_text(OWN + facts, encoding="utf-8")
    with pytest.raises(MistakesFound) as found:
        converted([file], tmp_path / "乙.xlsx", SMALL, Mistakes())
    assert f"{said}写出去以后读回来不一样" in [mistake.message for mistake in found.value.mistakes]
    assert all(mistake.place.file == str(file) and mistake.place.line for mistake in found.value.mistakes)
    converted([file], tmp_path / "乙.json", SMALL, Mistakes())
