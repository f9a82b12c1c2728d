"""YAML as plain texts with places: nothing interpreted, nothing dangerous read, every character can be pointed at."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.mistakes import Mistake, Mistakes, Place
from engine.nodes import DEEPEST, LARGEST, Node, parse, read_file


def tree(text: str) -> Node:
    """The tree of a text without mistakes."""
    mistakes = Mistakes()
    node = parse(text, "甲.yaml", mistakes)
    mistakes.check()
    assert node is not None
    return node


def value(text: str, key: str = "键") -> Node:
    """The value of one key."""
    found = tree(text).get(key)
    assert found is not None
    return found


def mistakes_in(text: str) -> list[Mistake]:
    """What is wrong with a text."""
    mistakes = Mistakes()
    parse(text, "甲.yaml", mistakes)
    return mistakes.found


def at(node: Node, word: str) -> str:
    """Where a word of a node's text stands in the file."""
    assert node.text is not None
    return str(node.inside(node.text.index(word)))


# Texts stay texts


@pytest.mark.parametrize(
    "written", ["on", "off", "yes", "no", "null", "~", "0755", "1.10", "1e3", "0x1F", "2022-08-31", ".5", "=", "<<"]
)  # fmt: skip
def test_every_word_stays_the_text_it_is(written: str) -> None:
    assert value(f"键: {written}").text == written


def test_quotes_are_no_part_of_the_text() -> None:
    assert value("键: \"甲 '乙'\"").text == "甲 '乙'"
    assert value("键: '甲 \"乙\"'").text == '甲 "乙"'


def test_spaces_at_the_ends_are_no_part_of_the_text() -> None:
    assert value('键: "  甲 乙  "').text == "甲 乙"


def test_a_comment_is_no_part_of_the_text() -> None:
    assert value("键: 甲  # 说明\n").text == "甲"
    assert value("键: 第3#项\n").text == "第3#项"


def test_a_text_on_several_lines_is_one_text() -> None:
    assert value("键: 甲\n  乙\n").text == "甲 乙"
    assert value("键: >\n  甲\n  乙\n").text == "甲 乙"
    assert value("键: |\n  甲\n  乙\n").text == "甲\n乙"


def test_a_key_without_a_value_has_an_empty_text() -> None:
    assert value("键:\n乙: 1").text == ""
    assert value("键: ''").text == ""


def test_what_a_node_is_can_be_said_in_chinese() -> None:
    node = tree("甲: 字\n乙: [1]\n丙: {丁: 1}\n")
    assert [child.sort for child in (node.entries or {}).values()] == ["文字", "清单", "一组键值"]


def test_keys_keep_their_order_and_their_places() -> None:
    node = tree("乙: 1\n甲:\n  丙: 2\n")
    assert list(node.keys.items()) == [("乙", Place("甲.yaml", 1, 1)), ("甲", Place("甲.yaml", 2, 1))]
    assert tree("甲: {乙: 1, 丙: 2}").entries["甲"].keys["丙"] == Place("甲.yaml", 1, 11)  # type: ignore[index]


@pytest.mark.parametrize("start", ["\ufeff", "# 说明\n", "---\n", "\n\n"])
def test_a_mark_at_the_start_of_a_file_is_no_mistake(tmp_path: Path, start: str) -> None:
    path = tmp_path / "甲.yaml"
    path.write_text(f"{start}键: 甲\n", encoding="utf-8")
    mistakes = Mistakes()
    node = read_file(path, mistakes)
    assert mistakes.found == []
    assert node is not None
    assert node.entries is not None
    assert node.entries["键"].text == "甲"


# Places inside a text


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("键: 甲 且 乙", "甲.yaml:1:8"),
        ("键: '甲 且 乙'", "甲.yaml:1:9"),
        ('键: "  甲 且 乙"', "甲.yaml:1:11"),
        ("键: （甲　且　乙）", "甲.yaml:1:9"),
        ("键: 😀𠮷 乙", "甲.yaml:1:7"),
        ("键: 甲\n  且 乙", "甲.yaml:2:5"),
        ("键:\n  甲\n\n  且\n  乙", "甲.yaml:5:3"),
        ("键: '甲\n   且\n   乙'", "甲.yaml:3:4"),
        ("键: |\n  甲\n  且 乙\n", "甲.yaml:3:5"),
        ("键: >-\n  甲 且\n  乙\n", "甲.yaml:3:3"),
        ("键: 甲\r\n  且 乙\r\n", "甲.yaml:2:5"),
        ("一: 1\n键: [甲, 丙 乙]", "甲.yaml:2:10"),
    ],
)
def test_every_character_of_a_text_can_be_pointed_at(text: str, where: str) -> None:
    node = value(text)
    assert at(node.items[1] if node.items else node, "乙") == where


@pytest.mark.parametrize("text", ['键: "甲 \\"且\\" 乙"', "键: '甲 ''且'' 乙'", '键: "甲 \\u4e59"'])
def test_where_a_text_is_written_otherwise_its_beginning_is_pointed_at(text: str) -> None:
    assert at(value(text), "乙") == "甲.yaml:1:5"


@given(
    st.lists(st.sampled_from(["甲", "乙", "（", "３", "a"]), min_size=1, max_size=6),
    st.sampled_from(["", " ", "\n  ", "\n\n   "]),
)
def test_a_place_always_names_the_character_that_stands_there(words: list[str], gap: str) -> None:
    text = "键: " + gap.join(words) + "\n"
    node, lines = value(text), text.split("\n")
    for offset, sign in enumerate(node.text or ""):
        place = node.inside(offset)
        if not sign.isspace():
            assert lines[place.line - 1][place.column - 1] == sign


# Figures with a comma in { }


@pytest.mark.parametrize("figure", ["138,179.36万元", "1,234,567元", "约12,000个", "-1,000.00", "1,000"])
def test_the_comma_of_a_figure_in_braces_does_not_cut_it_in_two(figure: str) -> None:
    node = value(f"键: {{值: {figure}, 出处: 甲}}")
    assert node.entries is not None
    assert {key: child.text for key, child in node.entries.items()} == {"值": figure, "出处": "甲"}


@pytest.mark.parametrize(
    "inner", ["值: 138, 179.36万元", "值: 12,34万元", "值: 1,2345元", "值: 甲,179元", "值: '138',179元"]
)
def test_a_comma_that_is_not_one_of_thousands_parts_entries(inner: str) -> None:
    node = value(f"键: {{{inner}}}")
    assert node.entries is not None
    assert len(node.entries) == 2


def test_a_comma_in_a_list_always_parts_items() -> None:
    items = value("键: [1,200万元]").items
    assert items is not None
    assert [item.text for item in items] == ["1", "200万元"]


# What is refused


@pytest.mark.parametrize(
    "sign", ["\x00", "\x07", "\x1b", "\x85", "\xad", "\u200b", "\u2028", "\u202e", "\ufeff", "\uffff"]
)
def test_characters_that_nobody_sees_are_refused_where_they_stand(sign: str) -> None:
    assert str(mistakes_in(f"甲: 1\n乙: 丙{sign}丁\n")[0]) == (
        f"甲.yaml:2:5  错误：含有看不见的字符（U+{ord(sign):04X}）\n    请把前后几个字删去重新输入。"
    )


def test_a_key_may_stand_again_in_another_mapping() -> None:
    assert mistakes_in("甲: {名称: 1}\n乙: {名称: 2}\n") == []


def test_every_key_that_stands_twice_is_named_and_the_rest_of_the_file_is_read() -> None:
    found = mistakes_in("甲: 1\n乙: {丙: 1, 丙: 2}\n甲: 3\n甲: 4\n")
    assert [str(mistake.place) for mistake in found] == ["甲.yaml:2:11", "甲.yaml:3:1", "甲.yaml:4:1"]


def test_nesting_is_read_to_the_limit_and_refused_beyond() -> None:
    assert mistakes_in("[" * DEEPEST + "甲" + "]" * DEEPEST) == []
    assert [m.message for m in mistakes_in("[" * (DEEPEST + 1) + "甲" + "]" * (DEEPEST + 1))] == [
        f"嵌套超过{DEEPEST}层"
    ]


@pytest.mark.parametrize("text", ["", "\n", "# 只有注释\n", "---\n", "---\n# 注释\n..."])
def test_a_file_with_nothing_in_it_is_a_mistake(text: str) -> None:
    assert [mistake.message for mistake in mistakes_in(text)] == ["文件是空的"]


def test_a_file_as_large_as_allowed_is_read_and_one_byte_more_is_not(tmp_path: Path) -> None:
    path, mistakes = tmp_path / "大.yaml", Mistakes()
    path.write_bytes(("键: 甲\n" + "#").encode().ljust(LARGEST, b"-"))
    assert read_file(path, mistakes) is not None
    path.write_bytes(path.read_bytes() + b"-")
    assert read_file(path, mistakes) is None
    assert [mistake.message for mistake in mistakes.found] == ["文件超过8MB，没有读取"]


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("没有.yaml", "没有这个文件"),
        ("文件夹", "这是文件夹"),
        ("甲.yaml/乙.yaml", "没有这个文件"),
        ("长" * 200 + ".yaml", "文件名太长"),
    ],
)
def test_a_file_that_cannot_be_opened_is_a_mistake_with_its_reason(tmp_path: Path, name: str, reason: str) -> None:
    (tmp_path / "文件夹").mkdir()
    (tmp_path / "甲.yaml").write_text("甲: 1", encoding="utf-8")
    mistakes = Mistakes()
    assert read_file(tmp_path / name, mistakes) is None
    assert [mistake.message for mistake in mistakes.found] == [f"打不开文件（{reason}）"]


def test_a_file_that_may_not_be_read_is_a_mistake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    mistakes = Mistakes()
    assert read_file(tmp_path / "甲.yaml", mistakes) is None
    assert [mistake.message for mistake in mistakes.found] == ["打不开文件（没有读取权限）"]
