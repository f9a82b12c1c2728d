"""A parquet file of departments is read as the lines that a JSONL file would hold, however its rows are grouped."""

from __future__ import annotations

import json
import sys
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import pytest
from batched import examined, rows
from hypothesis import given
from hypothesis import strategies as st
from small import REGION, TODAY, rule_text, write_rules

from benchmarks.departments import department
from benchmarks.workload import write_rules as write_workload
from engine.batch import parquet, row_groups
from engine.batch.opening import source_of
from engine.batch.row_groups import Rows
from engine.batch.running import Asked, run
from engine.batch.sources import Noted, Source
from engine.bounds import LARGEST
from engine.mistakes import MistakesFound

pa = pytest.importorskip("pyarrow")
pq = pytest.importorskip("pyarrow.parquet")


def stored(path: Path, table: Any, group: int = 1000) -> Path:
    """A parquet file of a table."""
    pq.write_table(table, path, row_group_size=group)
    return path


def named(*names: str) -> Any:
    """Departments that only have a name."""
    return pa.table({"部门": pa.array([{"名称": name} for name in names])})


def read(source: Source, noted: Noted | None = None) -> list[list[bytes]]:
    """The lines of each piece of a source."""
    return [list(source.lines(piece, noted or Noted())) for piece in source.pieces()]


def lines(path: Path) -> list[bytes]:
    """The lines of a file."""
    return [line for piece in read(Rows((str(path),), "")) for line in piece]


def refusal(path: Path) -> str:
    """Why a file is not read."""
    with pytest.raises(MistakesFound) as found:
        read(Rows((str(path),), ""))
    return str(found.value)


# Pieces


@given(st.integers(1, 40), st.integers(1, 40), st.integers(1, 5000), st.integers(1, 50), st.integers(1, 9))
def test_the_pieces_of_a_file_hold_its_rows_in_order_each_once(
    tmp_path_factory: pytest.TempPathFactory, count: int, group: int, small: int, large: int, most: int
) -> None:
    path = stored(tmp_path_factory.mktemp("行") / "甲.parquet", named(*(f"局{n}" for n in range(count))), group)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(row_groups, "SMALLEST", small)
        patch.setattr(row_groups, "_LARGE", 1)
        patch.setattr(row_groups, "MOST", large)
        patch.setattr(parquet, "_MOST", most)
        pieces = Rows((str(path),), "").pieces()
        found = read(Rows((str(path),), ""))
    assert [json.loads(line)["部门"]["名称"] for piece in found for line in piece] == [f"局{n}" for n in range(count)]
    assert [piece.start for piece in pieces] == [0, *(piece.end for piece in pieces[:-1])]
    assert pieces[-1].end == count


def test_small_row_groups_are_taken_together_and_a_large_one_is_cut(tmp_path: Path, monkeypatch: Any) -> None:
    table = named(*(f"局{n}" for n in range(400)))
    monkeypatch.setattr(row_groups, "SMALLEST", 1000)
    monkeypatch.setattr(row_groups, "_LARGE", 1)
    assert 1 < len(Rows((str(stored(tmp_path / "甲.parquet", table, 10)),), "").pieces()) < 40
    assert 1 < len(Rows((str(stored(tmp_path / "乙.parquet", table, 400)),), "").pieces()) <= 8


def test_the_files_of_a_folder_are_read_in_the_order_of_their_names(tmp_path: Path) -> None:
    stored(tmp_path / "乙.parquet", named("二"))
    (tmp_path / "丙").mkdir()
    stored(tmp_path / "丙" / "甲.parquet", named("一"))
    source = source_of(tmp_path, tmp_path)
    assert [piece.file for piece in source.pieces()] == ["丙/甲.parquet", "乙.parquet"]
    before = source.stamp()
    stored(tmp_path / "乙.parquet", named("三"))
    assert source.stamp() != before


# Rows of text


@pytest.mark.parametrize("kind", [pa.string(), pa.large_string(), pa.binary(), pa.dictionary(pa.int8(), pa.string())])
@pytest.mark.parametrize("name", ["卷宗", "line"])
def test_a_column_of_text_holds_the_lines_themselves(tmp_path: Path, name: str, kind: Any) -> None:
    texts = ["{}", None, '{"部门": 1}', ""]
    path = stored(tmp_path / "甲.parquet", pa.table({name: pa.array(texts).cast(kind)}))
    assert lines(path) == [(text or "").encode() for text in texts]


def test_such_a_column_stands_alone(tmp_path: Path) -> None:
    path = stored(tmp_path / "甲.parquet", pa.table({"卷宗": ["{}"], "部门": ["甲"]}))
    assert refusal(path).endswith(
        "  错误：有了“卷宗”列，不能再有别的列\n    只留“卷宗”一列，或者删去“卷宗”，每类事实一列。"
    )


# What cannot be read


def test_a_row_that_cannot_be_said_is_refused_with_its_number_and_the_others_go_on(tmp_path: Path) -> None:
    money = pa.array([[{"支出（分）": 7.0}], [{"支出（分）": 0.1 + 0.2}], [{"支出（分）": 8.0}]])
    noted = Noted()
    found = read(Rows((str(stored(tmp_path / "甲.parquet", pa.table({"项目": money}))),), ""), noted)
    assert found == [['{"项目":[{"支出（分）":7}]}'.encode(), b"", '{"项目":[{"支出（分）":8}]}'.encode()]]
    (refused,) = noted.refused
    assert (refused.line, refused.reason) == (2, "“项目.支出（分）”是浮点数 0.30000000000000004，不能肯定原来的数")


def test_a_row_as_long_as_no_line_may_be_is_refused(tmp_path: Path) -> None:
    table = pa.table({"卷宗": ["x" * (LARGEST + 1), "x" * LARGEST]})
    noted = Noted()
    found = read(Rows((str(stored(tmp_path / "甲.parquet", table)),), ""), noted)
    assert ([len(line) for piece in found for line in piece], [one.line for one in noted.refused]) == (
        [0, LARGEST],
        [1],
    )
    assert noted.refused[0].reason == "这一行超过8MB，没有读取"


def test_columns_that_cannot_be_facts_refuse_the_file(tmp_path: Path) -> None:
    table = pa.table({"部门": pa.array([1], pa.time32("s")), "项目": pa.array([[b"x"]], pa.list_(pa.binary()))})
    told = refusal(stored(tmp_path / "甲.parquet", table))
    assert [line.split("  ")[1] for line in told.splitlines()[::2]] == [
        "错误：“部门”列的类型是 time32[ms]，不能作事实",
        "错误：“项目”列的类型是 binary，不能作事实",
    ]


def test_a_file_that_is_cut_off_or_no_parquet_is_refused(tmp_path: Path) -> None:
    whole = stored(tmp_path / "甲.parquet", named("甲", "乙")).read_bytes()
    for content in (whole[:-1], whole[:50], whole[-50:], b"PAR1", b"\0" * 100, b"[]"):
        (tmp_path / "乙.parquet").write_bytes(content)
        assert "不是完整的 parquet 文件\n    文件可能没有写完或已损坏，请重新导出。" in refusal(tmp_path / "乙.parquet")


def test_a_file_that_is_damaged_inside_says_in_which_rows(tmp_path: Path) -> None:
    path = stored(tmp_path / "甲.parquet", named(*(f"局{n}" for n in range(1000))))
    content = path.read_bytes()
    path.write_bytes(content[:4] + b"\xff" * 200 + content[204:])
    assert "第1到1000行读不出来" in refusal(path)


def test_without_pyarrow_one_line_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = stored(tmp_path / "甲.parquet", named("甲"))
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    told = refusal(path)
    assert "没有安装读写 parquet 的软件包 pyarrow" in told
    assert "pip install" in told


# The same findings


def columns(line: dict[str, Any]) -> dict[str, Any]:
    """A line of the workload as columns hold it: where there is none of a list, it is empty."""
    return {kind: [] if facts == "无" else facts for kind, facts in line.items()}


def test_departments_in_columns_have_the_findings_of_their_lines(tmp_path: Path) -> None:
    rules, chance = write_workload(tmp_path / "规则"), Random(5)
    made = [department(n, chance) for n in range(12)]
    path = stored(tmp_path / "甲.parquet", pa.Table.from_pylist([columns(line) for line in made]), 5)
    texts = [json.dumps(line, ensure_ascii=False).encode() for line in made]
    expected = examined(rules, *texts)
    assert expected.findings.count(b"\n") > 100
    assert examined(rules, *lines(path)) == expected
    whole = stored(tmp_path / "乙.parquet", pa.table({"卷宗": [text.decode() for text in texts]}))
    assert examined(rules, *lines(whole)) == expected


@pytest.mark.parametrize("limit", [1, 10**6, 10**11 + 1, 2**53 // 100 * 100 + 1, 10**13])
def test_money_is_exact_at_a_limit_and_a_fen_around_it_in_every_form(tmp_path: Path, limit: int) -> None:
    duty = f"年度预算 < {limit // 100}.{limit % 100:02}元"
    rules = write_rules(tmp_path / "规则", rule_text(duty, problem="{名称}。"))
    names, amounts = ["少", "同", "多"], [limit - 1, limit, limit + 1]
    forms = [("年度预算（分）", pa.array(amounts, kind)) for kind in (pa.int64(), pa.uint64(), pa.float64())]
    for word, places, kind in (("元", -2, pa.decimal128(30, 2)), ("万元", -6, pa.decimal256(50, 9))):
        forms.append((f"年度预算（{word}）", pa.array([Decimal(n).scaleb(places) for n in amounts], kind)))
    forms.append(("年度预算", pa.array([f"{Decimal(n).scaleb(-2):f}元" for n in amounts])))
    for word, amount in forms:
        projects = pa.StructArray.from_arrays([pa.array(names), amount], names=["名称", word])
        about = pa.array([{"名称": "甲", "年度": 2022, "地区": REGION}])
        table = pa.table({"部门": about, "项目": pa.ListArray.from_arrays([0, 3], projects)})
        part = examined(rules, *lines(stored(tmp_path / "甲.parquet", table)))
        assert {row["对象"] for row in rows(part.findings)} == {"同", "多"}, (word, amount.type)
        assert part.rejects == []


def test_results_in_columns_say_what_the_lines_say(tmp_path: Path) -> None:
    rules, chance = write_workload(tmp_path / "规则"), Random(5)
    facts = tmp_path / "甲.jsonl"
    made = [department(n, chance) for n in range(4)]
    made[0]["项目"][0].pop("性质")
    facts.write_bytes(b"".join(json.dumps(line, ensure_ascii=False).encode() + b"\n" for line in made))
    assert run(Asked(facts, tmp_path / "果", rules, TODAY, parquet=True, verify=(0, 1))) == 1
    for name in ("问题", "无法判定"):
        told = [json.loads(line) for line in (tmp_path / "果" / f"{name}.jsonl").read_text("utf-8").splitlines()]
        found = pq.read_table(tmp_path / "果" / f"{name}.parquet").to_pylist()
        assert told
        assert [row | ({"佐证": json.loads(row["佐证"])} if "佐证" in row else {}) for row in found] == told
