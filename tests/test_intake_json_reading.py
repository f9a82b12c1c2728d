"""JSON is read to the same tree as YAML: figures keep their digits, every place is right, nothing passes unseen."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mutating import EDITS, Edit, complaints, mutated
from small import words

from engine.intake.json_reading import parse_json, read_json
from engine.mistakes import Mistakes
from engine.nodes import DEEPEST, Node
from engine.reading import dossier_of


def tree(text: str) -> Node:
    """The tree of a text without mistakes."""
    mistakes = Mistakes()
    node = parse_json(text, "甲.json", mistakes)
    mistakes.check()
    assert node is not None
    return node


def value(text: str, key: str = "键") -> Node:
    """The value of one key."""
    found = tree(text).get(key)
    assert found is not None
    return found


def mistakes_in(text: str) -> list[str]:
    """What is wrong with a text, each with its place."""
    mistakes = Mistakes()
    assert parse_json(text, "甲.json", mistakes) is None or mistakes.found == []
    return [f"{mistake.place.line}:{mistake.place.column} {mistake.message}" for mistake in mistakes.found]


# Texts stay texts


@pytest.mark.parametrize("written", ["1.10", "-0", "1e3", "2022", "91470.7900", "0.0900000762939453", "9" * 400])
def test_a_figure_keeps_its_digits(written: str) -> None:
    assert value(f'{{"键": {written}}}').text == written
    assert value(f'{{"键":{written}}}').text == written


@pytest.mark.parametrize(
    ("written", "text"),
    [
        (r"甲\/乙", "甲/乙"),
        (r"\ud83d\ude00", "😀"),
        (r"\u7532", "甲"),
        (r"甲\n乙\t丙", "甲\n乙\t丙"),
        (r"\"甲\" \\ '乙'", "\"甲\" \\ '乙'"),
        ("  甲 ", "甲"),
        ("", ""),
        ("true", "true"),
        ("# 甲: {乙}", "# 甲: {乙}"),
    ],
)
def test_a_text_is_what_its_signs_stand_for(written: str, text: str) -> None:
    assert value(f'{{"键": "{written}"}}').text == text


def test_lists_and_mappings_keep_their_order_and_may_be_empty() -> None:
    node = tree('{"乙": [], "甲": {}, "丙": [1, ["2"], {"丁": "3"}]}')
    assert list(node.keys) == ["乙", "甲", "丙"]
    assert (node.entries or {})["乙"].items == ()
    assert (node.entries or {})["甲"].entries == {}
    inner = (node.entries or {})["丙"].items or ()
    assert [child.sort for child in inner] == ["文字", "清单", "一组键值"]


@pytest.mark.parametrize("blank", ["", " ", "\n", "\r\n", "\t", "\r", " \n\t "])
def test_blanks_between_the_parts_mean_nothing(blank: str) -> None:
    text = blank.join(["", "{", '"键"', ":", "[", "1", ",", '"乙"', "]", "}", ""])
    assert [item.text for item in value(text).items or ()] == ["1", "乙"]


def test_a_mark_at_the_start_of_a_file_is_no_mistake(tmp_path: Path) -> None:
    path, mistakes = tmp_path / "甲.json", Mistakes()
    path.write_bytes('\ufeff{"键": "甲"}'.encode())
    node = read_json(path, mistakes)
    assert (mistakes.found, node and node.get("键") and node.get("键").text) == ([], "甲")  # type: ignore[union-attr]


def test_a_file_of_another_encoding_is_named(tmp_path: Path) -> None:
    path, mistakes = tmp_path / "甲.json", Mistakes()
    path.write_bytes('{"键": "甲乙"}'.encode("gbk"))
    assert read_json(path, mistakes) is None
    assert [mistake.message for mistake in mistakes.found] == ["文件不是 UTF-8 编码，看起来是 GBK"]


# Places


def test_every_value_and_every_key_has_its_place() -> None:
    node = tree('{\n  "甲": "乙",\r\n\t"丙": [12, "丁"]\n}')
    assert [str(place) for place in node.keys.values()] == ["甲.json:2:3", "甲.json:3:2"]
    entries = node.entries or {}
    assert str(entries["甲"].place) == "甲.json:2:9"  # inside the quotes, as in YAML
    assert [str(item.place) for item in entries["丙"].items or ()] == ["甲.json:3:8", "甲.json:3:13"]


def test_every_character_of_a_text_can_be_pointed_at() -> None:
    node = value('{"键": "  甲 且 乙"}')
    assert str(node.inside((node.text or "").index("乙"))) == "甲.json:1:14"
    assert str(value(r'{"键": "甲 \u4e14 乙"}').inside(4)) == "甲.json:1:8"


# What is refused


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("", "0:0 文件是空的"),
        (" \n", "0:0 文件是空的"),
        ('{"甲": true}', "1:7 不能写“true”"),
        ('{"甲": null}', "1:7 不能写“null”"),
        ('{"甲": NaN}', "1:7 不能写“NaN”"),
        ('{"甲": -Infinity}', "1:7 不能写“-Infinity”"),
        ('{"甲": 是}', "1:7 “是”没有加引号"),
        ('{"甲": 01}', "1:7 “01”没有加引号"),
        ('{"甲": 1.}', "1:7 “1.”没有加引号"),
        ('{"甲": 100万元}', "1:7 “100万元”没有加引号"),
        ('{"甲": \'乙\'}', "1:7 “'乙'”没有加引号"),
        ('{"甲": 1 // 说明\n}', "1:9 这里应是逗号或 }"),
        ('{甲: 1}', "1:2 这里应是加双引号的键"),
        ('{"甲" 1}', "1:6 键后面少了半角冒号"),
        ('{"甲"：1}', "1:5 键后面少了半角冒号"),
        ('{"甲": 1,}', "1:9 } 前面多了一个逗号"),
        ('{"甲": [1,]}', "1:10 ] 前面多了一个逗号"),
        ('{"甲": [1 2]}', "1:10 这里应是逗号或 ]"),
        ('{"甲": ,}', "1:7 这里少了值"),
        ('{"甲": 1', "1:8 文件没有写完，少了收尾的括号"),
        ('{"甲": ', "1:7 文件没有写完，少了收尾的括号"),
        ('{"甲": "乙}', "1:7 引号没有收尾"),
        ('{"甲": "乙\n丙"}', "1:9 引号里不能直接换行或用制表符"),
        ('{"甲": "C:\\数据"}', "1:10 反斜线后面的写法不对"),
        ('{"甲": 1} {"乙": 2}', "1:10 文件末尾还有多余的内容"),
        ('{"甲": 1, "甲": 2}', "1:10 “甲”写了两次（第一次在第1行）"),
        ('{"甲": "乙\\u0000"}', "1:7 文字里有看不见的控制字符（U+0000）"),
        ('{"甲": "乙\\u200b丙"}', "1:7 文字里有看不见的控制字符（U+200B）"),
        ('{"甲": "\\ud83d"}', "1:7 文字里有看不见的控制字符（U+D83D）"),
        ('{"甲": "乙\u200b丙"}', "1:9 含有看不见的字符（U+200B）"),
        ('{"format": "jixiao/1", "departments": []}', "1:13 这是检查结果，不是事实文件"),
    ],
)  # fmt: skip
def test_what_is_no_json_of_facts_is_refused_where_it_stands(text: str, wrong: str) -> None:
    assert mistakes_in(text) == [wrong]


def test_yes_no_and_null_are_said_with_the_word_to_write_and_all_at_once() -> None:
    mistakes = Mistakes()
    assert parse_json('{"甲": true, "乙": [false, null]}', "甲.json", mistakes) is None
    assert [mistake.hint for mistake in mistakes.found] == [
        '写成 "是"，加双引号。', '写成 "否"，加双引号。', '不知道的连同键一起删去；确实没有的写 "无"。'
    ]  # fmt: skip


def test_nesting_is_read_to_the_limit_and_refused_beyond() -> None:
    assert mistakes_in("[" * DEEPEST + "1" + "]" * DEEPEST) == []
    assert mistakes_in("[" * 100_000) == [f"1:{DEEPEST + 2} 嵌套超过{DEEPEST}层"]


# Laws

PLAIN = st.text(st.characters(exclude_categories=["C", "Zl", "Zp"]), max_size=8).map(str.strip)
VALUES = st.recursive(
    PLAIN, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(PLAIN, inner, max_size=3), max_leaves=12
)


def plain(node: Node) -> Any:
    """A tree as plain data."""
    if node.entries is not None:
        return {key: plain(child) for key, child in node.entries.items()}
    return node.text if node.items is None else [plain(item) for item in node.items]


@given(VALUES, st.sampled_from([None, 2, "\t"]), st.booleans())
def test_whatever_the_standard_library_writes_is_read_as_it_was(data: Any, indent: Any, ascii_only: bool) -> None:
    assert plain(tree(json.dumps(data or {"键": data}, indent=indent, ensure_ascii=ascii_only))) in (data, {"键": data})


@given(st.text(st.sampled_from('{}[]",:\\ \n\t/01-.eEntrufalsu甲'), max_size=20))
def test_nothing_is_read_that_the_standard_library_refuses(text: str) -> None:
    mistakes = Mistakes()
    node = parse_json(text, "甲.json", mistakes)
    try:
        read = json.loads(text)
    except ValueError:
        read = None
    assert (node is None) is bool(mistakes.found)
    if node is not None:
        assert read is not None


FACTS = json.dumps(
    {
        "部门": {"名称": "甲局", "年度": "2022", "地区": "全国"},
        "项目": [{"名称": "甲", "支出": {"值": "60万元", "出处": "第1行"}}, {"名称": "乙", "编码": "无"}],
    },
    ensure_ascii=False,
    indent=1,
)


@given(EDITS)
def test_a_damaged_file_gives_a_dossier_or_chinese_mistakes(edits: list[Edit]) -> None:
    text, mistakes = mutated(FACTS, edits), Mistakes()
    node = parse_json(text, "甲.json", mistakes)
    found = dossier_of(node, words(), mistakes, "甲.json") if node is not None else None
    assert found is not None or mistakes.found
    texts = {"甲.json": text}
    assert [(str(m), wrong) for m in mistakes.found if (wrong := complaints(m, texts))] == []
