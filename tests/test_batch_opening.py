"""The input of a batch is known by its name, and what cannot be read is refused in Chinese with a way out."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.batch.gathered import Files
from engine.batch.opening import source_of
from engine.batch.ranges import Lines
from engine.batch.row_groups import Rows
from engine.batch.sources import Source
from engine.mistakes import MistakesFound

RULES = Path("规则")


def opened(folder: Path, *names: str) -> Source:
    """What reads a folder of files with these names."""
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(b"{}")
    return source_of(folder, RULES)


@pytest.mark.parametrize("name", ["甲.jsonl", "甲.JSONL", "甲.ndjson"])
def test_a_file_of_lines_is_read_by_ranges(tmp_path: Path, name: str) -> None:
    opened(tmp_path, name)
    assert source_of(tmp_path / name, RULES) == Lines((str(tmp_path / name),), "")


def test_a_parquet_file_is_read_by_row_groups(tmp_path: Path) -> None:
    opened(tmp_path, "甲.parquet")
    assert source_of(tmp_path / "甲.parquet", RULES) == Rows((str(tmp_path / "甲.parquet"),), "")


def test_the_files_of_lines_in_a_folder_are_read_in_the_order_of_their_names(tmp_path: Path) -> None:
    source = opened(
        tmp_path, "乙.jsonl", "丙/一.ndjson", "丁.jsonl", ".藏.yaml", "说明.md", "~$表.xlsx", ".藏/甲.jsonl"
    )
    names = ("丁.jsonl", "丙/一.ndjson", "乙.jsonl")
    assert source == Lines(tuple(str(tmp_path / name) for name in names), str(tmp_path))


def test_a_folder_of_fact_files_is_gathered(tmp_path: Path) -> None:
    assert opened(tmp_path, "甲/甲.yaml", "乙.xlsx") == Files(str(tmp_path), "规则")


def test_files_that_are_not_read_are_told_of_the_first_ten_by_name(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    opened(tmp_path, "甲.yaml", *(f"{number:02}.xls" for number in range(12)))
    told = capsys.readouterr().err.splitlines()
    assert len(told) == 11
    assert "09.xls  说明：没有读取（.xls 文件）" in told[9]
    assert told[10] == "……共12个文件没有读取。"


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("没有.jsonl", None, "没有这个文件"),
        ("甲.jsonl", b"", "文件是空的，没有部门可以检查"),
        ("甲.jsonl", "{}".encode("utf-16"), "文件不是 UTF-8 编码，看起来是 UTF-16"),
        ("甲.json", b"{}", "这是单个的事实文件（.json）"),
        ("甲.yaml", b"{}", "只有一个部门的，用 cli.py check"),
        ("甲.xlsx", b"PK", "很多部门的，放进一个文件夹"),
        ("甲.json", b"{}", "内容已经是一行一个部门的，把扩展名改成 .jsonl"),
        ("甲.txt", b"{}", "内容已经是一行一个部门的，把扩展名改成 .jsonl"),
        ("甲.docx", b"PK", "不能读 .docx 文件"),
        ("甲.jsonl", b"[{}]", "文件是一整个 JSON 清单"),
        ("甲.jsonl", b'{\n"a": 1}', "一个部门写成了好几行"),
        ("甲.jsonl", '{"部门": {"名称": "甲局"}}'.encode("gbk"), "看起来是 GBK"),
        ("问题.jsonl", '{"规则":"甲","类型":"乙","部门":"丙"}'.encode(), "这是批量检查的结果"),
        ("甲", b"{}", "不能读没有扩展名的文件"),
        ("长" * 300, None, "没有这个文件"),
    ],
)
def test_what_is_no_input_of_a_batch_is_refused_with_a_way_out(
    tmp_path: Path, name: str, content: bytes | None, words: str
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(MistakesFound) as caught:
        source_of(tmp_path / name, RULES)
    assert words in str(caught.value)
    assert str(tmp_path / name) in str(caught.value)
    assert caught.value.mistakes[0].hint


@pytest.mark.parametrize(
    ("names", "words"),
    [
        (["甲.jsonl", "乙.yaml"], "这个文件夹里有几种文件（甲.jsonl、乙.yaml）"),
        (["甲.jsonl", "乙.parquet"], "请分放在几个文件夹里"),
        (["说明.md"], "这个文件夹里没有可以检查的文件"),
        (["问题.jsonl", "汇总.json"], "这是批量检查的结果，不是部门的事实"),
    ],
)
def test_a_folder_that_could_be_read_in_two_ways_or_in_none_is_refused(
    tmp_path: Path, names: list[str], words: str
) -> None:
    with pytest.raises(MistakesFound, match=words):
        opened(tmp_path, *names)


def test_a_pipe_is_refused_for_it_can_be_read_only_once(tmp_path: Path) -> None:
    import os

    os.mkfifo(tmp_path / "甲.jsonl")
    with pytest.raises(MistakesFound, match="这是设备或管道，不是文件"):
        source_of(tmp_path / "甲.jsonl", RULES)


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(MistakesFound, match="没有可以检查的文件"):
        source_of(tmp_path, RULES)
