"""What a file leaves to its own name and its cells is written down, and nothing else of it changes."""

from __future__ import annotations

from hypothesis import given, settings
from random_facts import Data, fact_files
from small import tree, words
from trees import made, plain, told

from engine.dossier import Dossier
from engine.intake.sourcing import with_sources
from engine.mistakes import Mistakes, Place
from engine.nodes import Node
from engine.reading import dossier_of

OWN = "部门: {名称: 甲局, 年度: 2022, 地区: 全国, 出处: 封面}\n"


def read(node: Node) -> Dossier:
    """The dossier of a tree without mistakes."""
    mistakes = Mistakes()
    found = dossier_of(node, words(), mistakes, "")
    mistakes.check()
    assert found is not None
    return found


def completed(text: str) -> object:
    """A fact file as plain data with all its sources."""
    node = tree(OWN + text, "旧/甲.yaml")
    assert node is not None
    data = plain(with_sources(node, words()))
    assert data.pop("部门") == {"名称": "甲局", "年度": "2022", "地区": "全国", "出处": "封面"}
    return data


def test_a_fact_of_a_text_file_names_the_file_once() -> None:
    assert completed("预算收支: {支出: 1元, 总预算: {值: 2元, 出处: 表}}\n项目: [{名称: 甲}]\n") == {
        "预算收支": {"支出": "1元", "总预算": {"值": "2元", "出处": "表"}, "出处": "甲.yaml"},
        "项目": [{"名称": "甲", "出处": "甲.yaml"}],
    }


def test_what_has_a_source_at_any_level_stays_as_it_is() -> None:
    text = (
        "项目: {清单完整: 否, 条目: [{名称: 甲}], 出处: 清单}\n指标: [{名称: 甲, 出处: 表}]\n"
        "制度: {政府采购: {状态: 未建立}, 出处: 表}\n预算收支: {支出: {值: 1元, 出处: 表}}\n"
        "监控记录: 无\n采购: {条目: 无}\n"
    )
    node = tree(OWN + text)
    assert node is not None
    assert completed(text) == {word: data for word, data in plain(node).items() if word != "部门"}


def test_each_value_of_a_table_names_its_cell() -> None:
    cells = {
        word: Node(Place("旧/台账.xlsx", 5, column, "项目清单"), text)
        for column, (word, text) in enumerate({"名称": "甲", "支出": "1元"}.items(), 1)
    }
    keys = {word: node.place for word, node in cells.items()}
    row = Node(cells["名称"].place, entries=cells, keys=keys)
    whole = Node(row.place, entries={"项目": Node(row.place, items=(row,))}, keys={"项目": row.place})
    assert plain(with_sources(whole, words())) == {
        "项目": [
            {
                "名称": {"值": "甲", "出处": "台账.xlsx!项目清单!A5"},
                "支出": {"值": "1元", "出处": "台账.xlsx!项目清单!B5"},
            }
        ]
    }


@settings(max_examples=80)
@given(fact_files())
def test_the_dossier_stays_the_same_and_no_longer_depends_on_where_it_stands(data: Data) -> None:
    node = with_sources(made(data), words())
    assert told(read(node)) == told(read(made(data)))
    assert plain(with_sources(node, words())) == plain(node)
