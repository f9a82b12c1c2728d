"""A line of a batch is read as a fact file is, only quicker; whatever it holds, it is read or refused in Chinese."""

from __future__ import annotations

import json
from typing import Any

import pytest
from batched import line_of
from commands import SEED
from hypothesis import given
from hypothesis import strategies as st
from mutating import EDITS, Edit, mutated
from random_facts import fact_files
from small import REGION
from trees import plain, told

from engine.batch import line_reading
from engine.batch.line_reading import LARGEST, quick_tree, read_line
from engine.batch.written import Refusal
from engine.dossier import Dossier
from engine.intake.json_reading import parse_json
from engine.library import Library
from engine.mistakes import Mistakes
from engine.nodes import DEEPEST
from engine.reading import dossier_of
from engine.rulebook import Rulebook

WHO = f'{{"名称": "甲局", "年度": 2022, "地区": "{REGION}"}}'


@pytest.fixture(scope="module")
def book(books: Library) -> Rulebook:
    """The rulebook, whose rules waivers name."""
    return books.book


def slowly(text: str) -> tuple[Any, list[str]]:
    """The tree of a text as a fact file is read, and what is wrong with it."""
    mistakes = Mistakes()
    node = parse_json(text, "", mistakes)
    return None if node is None else plain(node), [mistake.message for mistake in mistakes.found]


def agreed(text: str) -> None:
    """Holds the quick way against the slow one: the same tree, or none where anything is wrong."""
    quick, (slow, wrong) = quick_tree(text), slowly(text)
    assert (quick is None) is (bool(wrong) or slow is None), (text, wrong)
    if quick is not None:
        assert plain(quick) == slow


# The tree


@pytest.mark.parametrize(
    "text",
    [
        '{"甲": 1.10, "乙": -0, "丙": 1e3, "丁": [0.0900000762939453]}',
        '{" 甲 ": "  乙\\n丙 "}',
        '{"甲": "\\u4e59", "\\u7532 ": 2}',
        '{"甲": "\\u0000"}',
        '{"甲": "\\ud83d"}',
        '{"甲": "\\ud83d\\ude00"}',
        '{"甲": "\\u001f乙"}',
        '{"甲": "乙\\u200b"}',
        '{"\\u200b甲": 1}',
        '{"甲": 1, "甲": 2}',
        '{"甲": 1, " 甲": 2}',
        '{"甲": {"乙": [{"丙": 1, "丙": 1}]}}',
        '{"甲": true}',
        '{"甲": [null]}',
        '{"甲": NaN}',
        '{"甲": -Infinity}',
        '{"甲": 01}',
        '{"甲": 1} {}',
        '{"甲": 1}\r\n',
        '{"甲": "乙\t丙"}',
        '{"format": "jixiao/1"}',
        '{"format": "别的", "甲": {"format": "jixiao/1"}}',
        '{"format": ["jixiao/1"]}',
        "\u3000",
        "",
        "[]",
        "1",
        '"甲"',
        '{"甲": ' + "9" * 400 + "}",
        '{"甲": ' + "9" * 10_000 + "}",
        *("[" * depth + "1" + "]" * depth for depth in (DEEPEST - 1, DEEPEST, DEEPEST + 1, 1000, 100_000)),
        *("[" * depth + "]" * depth for depth in (DEEPEST, DEEPEST + 1, DEEPEST + 2)),
        '{"甲":' * (DEEPEST + 1) + "1" + "}" * (DEEPEST + 1),
        "[" * 100_000,
    ],
)
def test_the_quick_tree_is_that_of_the_reader_of_files(text: str) -> None:
    agreed(text)


@given(st.text(st.sampled_from('{}[]",:\\ \n\t/01-.eEntrufalsu甲'), max_size=24))
def test_signs_in_any_order_are_taken_or_left_like_in_files(text: str) -> None:
    agreed(text)


@given(fact_files(), st.booleans())
def test_facts_written_by_a_program_are_read_without_places(data: Any, ascii_only: bool) -> None:
    text = json.dumps(data, ensure_ascii=ascii_only)
    agreed(text)
    assert quick_tree(text) is not None


@given(fact_files(), EDITS)
def test_facts_with_slips_are_taken_or_left_like_in_files(data: Any, edits: list[Edit]) -> None:
    agreed(mutated(json.dumps(data, ensure_ascii=False), edits))


# The dossier


def like_a_file(text: str, book: Rulebook) -> None:
    """Holds a line against the same text as a file: the same facts, or refused where the file has mistakes."""
    mistakes = Mistakes()
    node = parse_json(text, "", mistakes)
    expected = node and dossier_of(node, book.vocabulary, mistakes, "", book.check_rule, book.regions)
    found = read_line(text.encode(), book)
    if mistakes.found:
        assert isinstance(found, Refusal)
    else:
        assert isinstance(found, Dossier)
        assert expected is not None
        assert told(found) == told(expected)


@given(fact_files())
def test_a_line_says_what_a_file_says(book: Rulebook, data: Any) -> None:
    like_a_file(json.dumps(data, ensure_ascii=False), book)


@given(fact_files(), st.integers(0, 9), st.integers(0, 9), st.sampled_from(["", " ", "Ａ"]))
def test_twins_are_seen_as_in_a_file(book: Rulebook, data: Any, kind: int, item: int, more: str) -> None:
    lists = [value for value in data.values() if isinstance(value, list)]
    if lists:
        twin = dict(lists[kind % len(lists)][item % len(lists[kind % len(lists)])])
        first = next(iter(twin))
        lists[kind % len(lists)].append(twin | ({first: twin[first] + more} if isinstance(twin[first], str) else {}))
    like_a_file(json.dumps(data, ensure_ascii=False), book)


@given(fact_files(), EDITS)
def test_facts_with_slips_say_what_a_file_says(book: Rulebook, data: Any, edits: list[Edit]) -> None:
    text = mutated(json.dumps(data, ensure_ascii=False), edits)
    if text.strip():
        like_a_file(text.encode(errors="replace").decode(), book)


def test_a_line_without_mistakes_is_read_once(book: Rulebook, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(line_reading, "parse_json", None)
    assert isinstance(read_line(line_of(SEED.read_text(encoding="utf-8")), book), Dossier)


@pytest.mark.parametrize("start", ["", "\ufeff", "\ufeff ", " \t"])
def test_a_mark_or_a_blank_before_a_line_is_no_mistake(book: Rulebook, start: str) -> None:
    found = read_line(f'{start}{{"部门": {WHO}}}\r'.encode(), book)
    assert isinstance(found, Dossier)
    assert (found.department, found.year, found.region) == ("甲局", 2022, REGION)


# What is refused


@pytest.mark.parametrize(
    ("text", "reason", "hint"),
    [
        ("[]", "第1列：一个部门应是一组键值 { … }，这里是清单", '一行写一个部门：{"部门": {…}, …}。'),
        ("{}", "第1列：缺少“部门”", "请写明部门的名称、年度、地区。"),
        ("\u3000", "这一行没有内容", "请写入内容，或删去这一行。"),
        (
            f'{{"部门": {WHO}',
            "第51列：这一行没有写完，少了收尾的括号",
            "一个部门要写在同一行里；可能没有存完，请重新导出。",
        ),
        (
            f'{{"部门": {WHO}}}{{}}',
            "第52列：一个部门写完以后还有多余的内容",
            "一行只写一个 { … }；请检查括号是否成对。",
        ),
        (
            '{"部门": {"名称": "甲", "名称": "乙"}}',
            "第20列：“名称”写了两次（第一次在同一行）",
            "请删去一个，以免后写的悄悄盖住先写的。",
        ),
        (
            f'{{"部门": {WHO}, "项目": [{{"名称": "甲"}}, {{"名称": "甲"}}]}}',
            "第81列：项目“甲”写了两次（第一次在同一行）",
            "请删去一条，或用不同的名称区分。",
        ),
        (
            f'{{"部门": {WHO}, "项目": [{{"名称": "甲 a"}}, {{"名称": "甲A"}}]}}',
            "第83列：项目“甲A”和同一行的“甲 a”只差空格、全半角或大小写",
            "请删去一条，或用不同的名称区分。",
        ),
        (f'{{"部门": {WHO}, "项目": "\x00"}}', "第60列：含有看不见的字符（U+0000）", "请把前后几个字删去重新输入。"),
        ('{"format": "jixiao/1"}', "第13列：这是检查结果，不是部门的事实", "请选事实文件；检查结果请放到别的文件夹。"),
        ("[" * 100, "第22列：嵌套超过20层", "请检查括号。"),
    ],
)
def test_a_line_that_cannot_be_read_is_refused_at_its_column(book: Rulebook, text: str, reason: str, hint: str) -> None:
    assert read_line(text.encode(), book) == Refusal(reason, hint)


def test_a_figure_of_400_digits_is_refused_with_its_field(book: Rulebook) -> None:
    found = read_line(f'{{"部门": {WHO}, "预算收支": {{"支出": {"9" * 400}}}}}'.encode(), book)
    assert found == Refusal(f"第68列：支出：“{'9' * 20}……”太长，不是一个数值", "请改正后重新运行。")


def test_several_mistakes_are_told_together_and_many_are_counted(book: Rulebook) -> None:
    wrong = ", ".join(f'"错{number}": 1' for number in range(5))
    found = read_line(f'{{"部门": {{"名称": "甲"}}, {wrong}}}'.encode(), book)
    assert isinstance(found, Refusal)
    assert found.reason == ("第8列：“部门”缺少“地区”；第8列：“部门”缺少“年度”；第21列：没有“错0”这种事实类型；另有4处")


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('{"部门": "甲'.encode()[:-1], "这一行在半个字处断了，可能没有存完"),
        ('{"部门": "甲"}'.encode("gbk"), "第3个字节起不是 UTF-8 编码，看起来是 GBK"),
        (b'{"\xff": 1}', "第3个字节起不是 UTF-8 编码"),
        ('{"部门": "甲"}'.encode("utf-16"), "第1个字节起不是 UTF-8 编码"),
    ],
)
def test_a_line_of_another_encoding_is_refused_at_its_byte(book: Rulebook, line: bytes, reason: str) -> None:
    found = read_line(line, book)
    assert isinstance(found, Refusal)
    assert found.reason == reason


def test_a_line_longer_than_any_file_is_refused_unread(book: Rulebook, monkeypatch: pytest.MonkeyPatch) -> None:
    line = f'{{"部门": {WHO}}}'.encode()
    monkeypatch.setattr(line_reading, "LARGEST", len(line))
    assert isinstance(read_line(line, book), Dossier)
    found = read_line(line + b" ", book)
    assert found == Refusal("这一行超过0MB，没有读取", "一个部门一行，请检查是不是少了换行。")
    assert LARGEST == 8 * 2**20


def test_a_quoted_text_does_not_make_a_refusal_long(book: Rulebook) -> None:
    found = read_line(f'{{"部门": {WHO}, "{"错" * 100_000}": 1}}'.encode(), book)
    assert isinstance(found, Refusal)
    assert len(found.reason) < 300
