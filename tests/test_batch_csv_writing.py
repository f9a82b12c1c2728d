"""The tables of a batch say what its lines say, open as text, and hold nothing that a spreadsheet would run."""

from __future__ import annotations

import csv
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from batches import batch, line, rows, written
from hypothesis import given
from hypothesis import strategies as st

from engine.batch.csv_writing import write_tables

WHOSE = {"部门": "甲局", "年度": 2022, "地区": "北京市"}
TITLES = {"甲-001": ("执行率偏低", "预算方面")}
NAMES = ("问题", "无法判定", "部门")


def tables(folder: Path, evidence: bool = True, **lines: list[dict[str, Any]]) -> dict[str, list[dict[str, str]]]:
    """The rows of the tables that are made of such lines."""
    for name in NAMES:
        content = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in lines.get(name, []))
        (folder / f"{name}.jsonl").write_text(content, encoding="utf-8", newline="\n")
    write_tables(
        {name: folder / f"{name}.jsonl" for name in NAMES}, {n: folder / f"{n}.csv" for n in NAMES}, TITLES, evidence
    )
    found = {}
    for name in NAMES:
        with (folder / f"{name}.csv").open(encoding="utf-8-sig", newline="") as stream:
            found[name] = list(csv.DictReader(stream))
    return found


def found(evidence: dict[str, Any] | None = None, subject: str = "乙") -> dict[str, Any]:
    """A line of 问题.jsonl."""
    row = {"规则": "甲-001", "级别": "一般", "类型": "项目", "对象": subject}
    return row | ({} if evidence is None else {"佐证": evidence}) | WHOSE


def test_a_finding_has_the_name_of_its_rule_and_its_evidence_in_words(tmp_path: Path) -> None:
    evidence = {"年度预算（分）": 1_234_567_00, "性质": "经常性", "个数（个）": 3, "覆盖": ["甲", "乙"]}
    (row,) = tables(tmp_path, 问题=[found(evidence)])["问题"]
    assert row == {
        "规则": "甲-001",
        "名称": "执行率偏低",
        "级别": "一般",
        "类型": "项目",
        "对象": "乙",
        "佐证": "年度预算：123.4567万元；性质：经常性；个数（个）：3；覆盖：甲、乙",
        "部门": "甲局",
        "年度": "2022",
        "地区": "北京市",
    }


def test_gaps_and_departments_have_their_columns(tmp_path: Path) -> None:
    gap = {"规则": "甲-001", "类型": "项目", "对象": "乙", "缺少": ["支出", "性质"]} | WHOSE
    counted = WHOSE | {"发现问题": 3, "无法判定": 1, "已豁免": 0}
    written_as = tables(tmp_path, 无法判定=[gap], 部门=[counted])
    assert written_as["无法判定"][0]["缺少"] == "支出；性质"
    assert written_as["部门"] == [{key: str(value) for key, value in counted.items()}]


def test_without_evidence_there_is_no_column_of_it(tmp_path: Path) -> None:
    assert "佐证" not in tables(tmp_path, evidence=False, 问题=[found()])["问题"][0]


def test_programs_that_open_tables_know_the_encoding(tmp_path: Path) -> None:
    tables(tmp_path)
    assert all((tmp_path / f"{name}.csv").read_bytes().startswith(b"\xef\xbb\xbf") for name in NAMES)


@given(st.integers(-(10**40), 10**40))
def test_no_amount_is_rounded(tmp_path_factory: pytest.TempPathFactory, fen: int) -> None:
    (row,) = tables(tmp_path_factory.mktemp("表"), 问题=[found({"支出（分）": fen})])["问题"]
    text = row["佐证"].removeprefix("支出：").removesuffix("万元").replace(",", "")
    sign, digits, exponent = Decimal(text).as_tuple()
    assert isinstance(exponent, int)
    assert (-1) ** sign * int("".join(map(str, digits))) * 10 ** (6 + exponent) == fen


@given(st.text(min_size=1, max_size=20))
def test_a_name_stays_one_text_in_one_cell_and_is_no_formula(
    tmp_path_factory: pytest.TempPathFactory, name: str
) -> None:
    (row,) = tables(tmp_path_factory.mktemp("表"), 问题=[found({}, name)])["问题"]
    assert row["对象"].removeprefix("'").split() == name.removeprefix("'").split()
    assert not row["对象"].startswith(("=", "+", "-", "@"))


def test_a_batch_writes_the_tables_where_they_are_asked_for(tmp_path: Path) -> None:
    facts = written(tmp_path / "甲.jsonl", line("甲局"), line("乙局", 2))
    assert batch(facts, tmp_path / "果", tables=True) == 1
    with (tmp_path / "果" / "部门.csv").open(encoding="utf-8-sig") as stream:
        assert [row["部门"] for row in csv.DictReader(stream)] == [
            row["部门"] for row in rows(tmp_path / "果", "部门.jsonl")
        ]
    assert batch(facts, tmp_path / "果", restart=True) == 1
    assert not list((tmp_path / "果").glob("*.csv"))
