"""Tables written as text: every encoding and sign that spreadsheets use, each record at its row, no guess unsaid."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from handmade import opened, refused, told
from hypothesis import given
from hypothesis import strategies as st

from engine.intake.grids import delimited, opening
from engine.intake.grids.grid import Cell

TEXT = '名称,支出（万元）\n甲,"1,000"\n乙,0\n'
ROWS = [["名称", "支出（万元）"], ["甲", "1,000"], ["乙", "0"]]


def saved(folder: Path, data: str | bytes, encoding: str = "utf-8") -> Path:
    """A file of this text."""
    path = folder / "台账.csv"
    path.write_bytes(data if isinstance(data, bytes) else data.encode(encoding))
    return path


def rows(path: Path) -> list[list[Cell]]:
    """The rows of the one table."""
    (grid,) = opened(path)
    return grid.rows


GBK = ["台账.csv  说明：文件不是 UTF-8 编码，按 GBK 读取；文字如有乱码，请另存为“CSV UTF-8”"]


@pytest.mark.parametrize(
    ("encoding", "said"), [("utf-8", []), ("utf-8-sig", []), ("utf-16", []), ("gbk", GBK), ("gb18030", GBK)]
)
def test_a_table_is_the_same_in_every_encoding(tmp_path: Path, encoding: str, said: list[str]) -> None:
    path = saved(tmp_path, TEXT, encoding)
    assert (rows(path), told(path)) == (ROWS, said)


def test_a_table_in_big_endian_utf_16_is_read_by_its_mark(tmp_path: Path) -> None:
    assert rows(saved(tmp_path, b"\xfe\xff" + TEXT.encode("utf-16-be"))) == ROWS


@pytest.mark.parametrize(("sign", "word"), [("\t", "制表符"), (";", "分号")])
def test_other_signs_between_columns_are_understood_and_said(tmp_path: Path, sign: str, word: str) -> None:
    path = saved(tmp_path, f"单位：万元\n名称{sign}支出\n甲,乙{sign}1\n")
    assert rows(path) == [["单位：万元"], ["名称", "支出"], ["甲,乙", "1"]]
    assert told(path) == [f"台账.csv  说明：各列按{word}分开"]


def test_a_sign_in_quotes_separates_no_columns(tmp_path: Path) -> None:
    path = saved(tmp_path, '"名称;简称;代码",支出\n')
    assert (rows(path), told(path)) == ([["名称;简称;代码", "支出"]], [])


def test_a_declared_sign_is_taken_and_is_no_row(tmp_path: Path) -> None:
    path = saved(tmp_path, "sep=;\r\n名称,a;支出\r\n")
    assert (rows(path), told(path)) == ([["名称,a", "支出"]], ["台账.csv  说明：各列按分号分开"])


def test_a_table_of_one_column_has_no_sign_at_all(tmp_path: Path) -> None:
    assert rows(saved(tmp_path, "名称\n甲\n")) == [["名称"], ["甲"]]


def test_every_record_is_a_row_as_a_spreadsheet_numbers_it(tmp_path: Path) -> None:
    (grid,) = opened(saved(tmp_path, '项目清单\r\n\r\n名称,备注\r\n甲,"两\r\n行"\r\n乙\r\n丙,,3,\r\n'))
    assert grid.rows == [["项目清单"], [], ["名称", "备注"], ["甲", "两\r\n行"], ["乙"], ["丙", None, "3", None]]
    assert (grid.title, grid.at(4, 2).source, grid.cell(5, 2)) == ("", "台账.csv!B4", None)
    assert str(grid.at(5)) == f"{tmp_path}/台账.csv!第5行"


def test_texts_that_were_kept_from_becoming_numbers_lose_their_dress(tmp_path: Path) -> None:
    assert rows(saved(tmp_path, '="001",="甲",=1+1\n')) == [["001", "甲", "=1+1"]]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "台账.csv 文件是空的"),
        (b"PK\x03\x04xx", "台账.csv 这是 .xlsx 工作簿，后缀却是 .csv"),
        (b"\xd0\xcf\x11\xe0" + b"x" * 99, "台账.csv 这是旧格式的工作簿（.xls 或 .et），不是 .csv"),
        (b"<html><table>", "台账.csv 这是网页或 XML 形式的表格，不是 .csv"),
        (b"a,b\n1,\xff\xff\n", "台账.csv 编码无法识别，不是 UTF-8，也不是 GBK"),
        ("甲,乙\n丙,丁".encode()[:-1], "台账.csv 文件在半个字处断了，可能没有存完"),
        ("甲,乙\n丙,".encode() + b"\xff1\n", "台账.csv!第2行 这一行有不能识别的字节，文件可能损坏"),
        (b"\xff\xfea", "台账.csv 文件不完整，或编码标记不对"),
        ("甲,乙\n丙,\x00丁", "台账.csv 含有看不见的字符（U+0000），在文件的第2行"),
        ("甲,乙\n丙,\x1b[2J", "台账.csv 含有看不见的字符（U+001B），在文件的第2行"),
        ("甲,乙\n丙,\u202e丁", "台账.csv 含有看不见的字符（U+202E），在文件的第2行"),
        ('甲,乙\n丙,"丁\n戊,1\n', "台账.csv!第2行 引号没有收尾，后面的内容连成了一格"),
        ('甲,乙\n丙,"丁"戊\n', "台账.csv!第2行 收尾的引号后面还有文字"),
        ("甲,乙\n丙," + "丁" * 140_000, "台账.csv!第2行 引号没有收尾，后面的内容连成了一格"),
        ("甲\t乙;丙\n", "台账.csv 分不清各列按分号和制表符中的哪一个分开"),
        ("甲，乙，丙\n", "台账.csv 各列之间是全角逗号，不能分列"),
    ],
)
def test_what_is_no_table_is_refused_where_it_is_wrong(tmp_path: Path, data: str | bytes, said: str) -> None:
    assert refused(saved(tmp_path, data)) == said


def test_a_table_that_is_too_large_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "MOST_CELLS", 20_000)
    assert refused(saved(tmp_path, "甲,乙\n" * 10_001)) == "台账.csv 表格太大，最多读2万格，没有读取"
    monkeypatch.setattr(delimited, "LARGEST", 2**20)
    assert refused(saved(tmp_path, b"a" * (2**20 + 1))) == "台账.csv 文件超过1MB，没有读取"


def test_a_table_of_empty_lines_is_not_read_without_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "MOST_CELLS", 20_000)
    assert refused(saved(tmp_path, "甲\n" + "\n" * 20_000)) == "台账.csv 表格太大，最多读2万格，没有读取"


def test_a_folder_or_a_missing_file_is_said_to_be_one(tmp_path: Path) -> None:
    assert refused(tmp_path / "没有.CSV") == "没有.CSV 没有这个文件"
    (tmp_path / "文件夹.csv").mkdir()
    assert refused(tmp_path / "文件夹.csv") == "文件夹.csv 这是文件夹，不是表格"


CELLS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Cf", "Zl", "Zp", "Cn", "Co")), max_size=6)


@given(st.lists(st.lists(CELLS, min_size=2, max_size=4), min_size=1, max_size=5), st.sampled_from(["utf-8", "utf-16"]))
def test_what_the_csv_module_writes_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, table: list[list[str]], encoding: str
) -> None:
    stream = io.StringIO()
    csv.writer(stream, quoting=csv.QUOTE_ALL).writerows(table)
    read = rows(saved(tmp_path_factory.mktemp("表"), "名称,支出\n" + stream.getvalue(), encoding))
    assert read[1:] == [[cell or None for cell in row] for row in table]


@given(st.binary(min_size=1, max_size=200))
def test_any_bytes_are_a_table_or_refused(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    path = saved(tmp_path_factory.mktemp("字节"), data)
    mistakes = opening.Mistakes()
    grids = opening.open_grids(path, mistakes)
    assert bool(grids) != bool(mistakes.found)
