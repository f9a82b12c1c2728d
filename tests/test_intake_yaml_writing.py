"""What is written as YAML reads back to the same tree, and looks as the fact files do."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import given
from small import ROOT
from trees import TREES, TRICKY, made, plain

from engine.intake.yaml_writing import yaml_text
from engine.mistakes import Mistakes
from engine.nodes import Node, parse, read_file


def read(text: str) -> Any:
    """A text as plain data, without mistakes."""
    mistakes = Mistakes()
    node = parse(text, "甲.yaml", mistakes)
    mistakes.check()
    assert node is not None
    return plain(node)


@given(TREES)
def test_every_tree_of_texts_survives(data: Any) -> None:
    assert read(yaml_text(made(data))) == data


@pytest.mark.parametrize("text", [text.strip() for text in TRICKY])
def test_every_text_survives_wherever_it_stands(text: str) -> None:
    key = text[:50]
    data = {key: text, "键": {key: [text, text]}, "清单": [{key: text}, [[text], {}], {"值": text, "出处": text}]}
    assert read(yaml_text(made(data))) == data


@given(TREES)
def test_the_plain_reader_of_python_reads_the_same_texts(data: Any) -> None:
    # Not the C library but the other implementation, which takes some signs otherwise.
    nodes = yaml.compose(yaml_text(made(data)), Loader=yaml.SafeLoader)

    def texts(node: Any) -> Any:
        if isinstance(node, yaml.MappingNode):
            return {key.value.strip(): texts(value) for key, value in node.value}
        return [texts(item) for item in node.value] if isinstance(node, yaml.SequenceNode) else node.value.strip()

    assert texts(nodes) == data


@pytest.mark.parametrize(
    "text", ["null", "~", "true", "No", "on", "0755", "1.10", "1e3", "12:30", "0x1F", ".5", "1_000"]
)
def test_other_programs_take_a_text_for_a_text(text: str) -> None:
    assert yaml.safe_load(yaml_text(made({"键": text, "清单": [text]}))) == {"键": text, "清单": [text]}


def test_it_looks_as_the_fact_files_do() -> None:
    data = {
        "部门": {"名称": "示例局", "年度": "2022", "检查日期": "2022-12-31", "职能清单": ["服务", "园区"]},
        "预算收支": {"年初预算": {"值": "138,179.36万元", "出处": "一（三）2"}, "支出": "1,000.00万元"},
        "项目": {"清单完整": "否", "条目": [{"名称": "甲: 乙", "未支出": "-5%"}, {"名称": "丙"}]},
        "监控记录": "无",
        "采购": [],
    }
    assert (
        yaml_text(made(data))
        == """\
部门:
  名称: 示例局
  年度: 2022
  检查日期: 2022-12-31
  职能清单: [服务, 园区]

预算收支:
  年初预算: {值: "138,179.36万元", 出处: 一（三）2}
  支出: 1,000.00万元

项目:
  清单完整: 否
  条目:
    - 名称: "甲: 乙"
      未支出: -5%
    - 名称: 丙

监控记录: 无

采购: []
"""
    )


@pytest.mark.parametrize("data", [{}, [], "甲", ["甲", {"乙": "丙"}]])
def test_a_tree_that_is_no_file_of_facts_survives_as_well(data: Any) -> None:
    assert read(yaml_text(made(data))) == data


def test_the_fact_files_of_the_repository_survive() -> None:
    for path in sorted((ROOT / "facts").glob("*.yaml")):
        node = read_file(path, Mistakes())
        assert isinstance(node, Node)
        assert read(yaml_text(node)) == plain(node)
