"""Findings and gaps in parquet say what their lines say, in the same bytes each time, and never half."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.batch import parquet_writing
from engine.batch.parquet_writing import write_findings, write_unknowns
from engine.mistakes import MistakesFound

pa = pytest.importorskip("pyarrow")
pq = pytest.importorskip("pyarrow.parquet")

TEXTS = st.text(st.characters(exclude_categories=("Cs",)), max_size=6)
PLACE = {"部门": TEXTS, "年度": st.integers(1900, 2199), "地区": TEXTS}
SUBJECT = {"类型": TEXTS, "对象": TEXTS}
EVIDENCE = st.dictionaries(TEXTS, TEXTS | st.integers() | st.lists(TEXTS, max_size=2), max_size=3)
FOUND = st.fixed_dictionaries({"规则": TEXTS, "级别": TEXTS, **SUBJECT, "佐证": EVIDENCE, **PLACE})
BARE = st.fixed_dictionaries({"规则": TEXTS, "级别": TEXTS, **SUBJECT, **PLACE})
UNKNOWN = st.fixed_dictionaries({"规则": TEXTS, **SUBJECT, "缺少": st.lists(TEXTS, max_size=3), **PLACE})
ONE = {
    "规则": "甲",
    "级别": "一般",
    "类型": "项目",
    "对象": "乙",
    "佐证": {"数": 1},
    "部门": "局",
    "年度": 2022,
    "地区": "省",
}


def compact(row: Any) -> str:
    """A row as a line of a batch."""
    return json.dumps(row, ensure_ascii=False, separators=(",", ":"))


def lines(path: Path, rows: list[Any]) -> Path:
    """A file of lines as a batch writes them."""
    path.write_bytes("".join(compact(row) + "\n" for row in rows).encode())
    return path


@pytest.fixture
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty folder."""
    return tmp_path_factory.mktemp("结果")


@given(st.lists(FOUND | BARE, max_size=9), st.integers(1, 4))
def test_findings_are_the_rows_of_their_lines_and_evidence_its_text(
    tmp_path_factory: pytest.TempPathFactory, rows: list[Any], many: int
) -> None:
    folder = tmp_path_factory.mktemp("结果")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parquet_writing, "_AT_ONCE", many)
        write_findings(lines(folder / "甲.jsonl", rows), folder / "甲.parquet")
    expected = [row | {"佐证": compact(row["佐证"]) if "佐证" in row else None} for row in rows]
    found = pq.read_table(folder / "甲.parquet")
    assert found.to_pylist() == expected
    assert found.schema.field("年度").type == pa.int32()
    assert found.schema.names == list(ONE)
    assert [path.name for path in folder.iterdir() if path.suffix not in (".jsonl", ".parquet")] == []


@given(st.lists(UNKNOWN, max_size=9))
def test_gaps_are_the_rows_of_their_lines_and_what_is_lacking_a_list(
    tmp_path_factory: pytest.TempPathFactory, rows: list[Any]
) -> None:
    folder = tmp_path_factory.mktemp("结果")
    write_unknowns(lines(folder / "甲.jsonl", rows), folder / "甲.parquet")
    found = pq.read_table(folder / "甲.parquet")
    assert found.to_pylist() == rows
    assert found.schema.field("缺少").type == pa.list_(pa.string())


def test_the_same_lines_give_the_same_bytes(folder: Path) -> None:
    source = lines(folder / "甲.jsonl", [ONE | {"对象": f"项目{n}"} for n in range(300)])
    for name in ("乙", "丙"):
        write_findings(source, folder / f"{name}.parquet")
    assert (folder / "乙.parquet").read_bytes() == (folder / "丙.parquet").read_bytes()


def test_a_file_is_whole_or_not_there(folder: Path) -> None:
    before = lines(folder / "甲.jsonl", [ONE])
    write_findings(before, folder / "乙.parquet")
    content = (folder / "乙.parquet").read_bytes()
    (folder / "丙.jsonl").write_bytes(before.read_bytes() + b"{")
    with pytest.raises(ValueError, match="truncated"):
        write_findings(folder / "丙.jsonl", folder / "乙.parquet")
    assert (folder / "乙.parquet").read_bytes() == content
    assert sorted(path.name for path in folder.iterdir()) == ["丙.jsonl", "乙.parquet", "甲.jsonl"]


def test_without_pyarrow_one_line_says_what_to_install(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(MistakesFound, match="没有安装读写 parquet 的软件包 pyarrow"):
        write_findings(lines(folder / "甲.jsonl", [ONE]), folder / "乙.parquet")
