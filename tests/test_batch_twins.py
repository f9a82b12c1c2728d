"""A department that comes twice: equal lines are judged once, of different ones none, and each names another."""

from __future__ import annotations

from pathlib import Path

import pytest
from batches import batch, line, results, rows, written
from hypothesis import given
from hypothesis import strategies as st

from engine.batch import ranges, twins
from engine.batch.twins import repeated


def names(*digests: int) -> bytes:
    """The packed names of a piece: a digest for each line."""
    return b"".join(digest.to_bytes(8, "little") + at.to_bytes(4, "little") for at, digest in enumerate(digests, 1))


@given(st.lists(st.lists(st.integers(0, 30), max_size=12), max_size=6), st.integers(1, 40))
def test_every_line_whose_name_comes_again_is_found_however_many_are_held_at_once(
    pieces: list[list[int]], at_once: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(twins, "_AT_ONCE", at_once)
        found = repeated({number: names(*piece) for number, piece in enumerate(pieces)})
    expected: dict[int, list[tuple[int, int]]] = {}
    for number, piece in enumerate(pieces):
        for at, digest in enumerate(piece, 1):
            expected.setdefault(digest, []).append((number, at))
    assert sorted(found) == sorted(spots for spots in expected.values() if len(spots) > 1)


def test_of_equal_lines_the_first_is_judged_and_the_others_are_refused(tmp_path: Path) -> None:
    facts = written(tmp_path / "甲.jsonl", line("甲局", 2), line("乙局"), line("甲局", 2), line("甲局", 2))
    assert batch(facts, tmp_path / "果") == 2
    assert [row["部门"] for row in rows(tmp_path / "果", "部门.jsonl")] == ["甲局", "乙局"]
    assert len(rows(tmp_path / "果", "问题.jsonl")) == 3
    assert [(row["行"], row["原因"]) for row in rows(tmp_path / "果", "退回.jsonl")] == [
        (3, "重复：与第1行完全相同"),
        (4, "重复：与第1行完全相同"),
    ]


def test_of_different_lines_none_is_judged_and_each_names_another(tmp_path: Path) -> None:
    facts = written(tmp_path / "甲.jsonl", line("甲局", 1), line("乙局"), line("甲局", 2), line("甲局", 1))
    assert batch(facts, tmp_path / "果") == 2
    assert [row["部门"] for row in rows(tmp_path / "果", "部门.jsonl")] == ["乙局"]
    assert [(row["行"], row["原因"]) for row in rows(tmp_path / "果", "退回.jsonl")] == [
        (1, "重复：甲局2022年度在第3行还有一份，内容不同"),
        (3, "重复：甲局2022年度在第1行还有一份，内容不同"),
        (4, "重复：甲局2022年度在第3行还有一份，内容不同"),
    ]


def test_names_that_differ_by_what_nobody_sees_are_one_department(tmp_path: Path) -> None:
    facts = written(tmp_path / "甲.jsonl", line("甲局(a)"), line("甲 局（A）"), line("甲局(a)", year=2021))
    assert batch(facts, tmp_path / "果") == 2
    assert [row["年度"] for row in rows(tmp_path / "果", "部门.jsonl")] == [2021]
    assert [row["原因"] for row in rows(tmp_path / "果", "退回.jsonl")] == [
        "重复：部门名称“甲局(a)”和第2行的“甲 局（A）”只差空格、全半角或大小写",
        "重复：部门名称“甲 局（A）”和第1行的“甲局(a)”只差空格、全半角或大小写",
    ]


@pytest.mark.parametrize("jobs", [1, 3])
def test_twins_are_found_across_pieces_and_files_and_all_else_is_as_without_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, jobs: int
) -> None:
    monkeypatch.setattr(ranges, "SMALLEST", 200)
    plain = [line(f"局{number}", number % 3) for number in range(40)]
    written(tmp_path / "一" / "甲.jsonl", *plain[:20])
    written(tmp_path / "一" / "乙.jsonl", *plain[20:])
    written(tmp_path / "二" / "甲.jsonl", line("重"), *plain[:20])
    written(tmp_path / "二" / "乙.jsonl", *plain[20:], line("重", 2))
    assert batch(tmp_path / "一", tmp_path / "果一") == 1
    assert batch(tmp_path / "二", tmp_path / "果二", jobs=jobs) == 2
    for name in ("问题.jsonl", "无法判定.jsonl", "部门.jsonl"):
        assert results(tmp_path / "果一")[name] == results(tmp_path / "果二")[name]
    hint = "不知道以哪一份为准，几份都没有检查；请核对后只留一份。"
    found = [tuple(row.values()) for row in rows(tmp_path / "果二", "退回.jsonl")]
    assert found == [
        ("乙.jsonl", 21, "重复：重2022年度在甲.jsonl 第1行还有一份，内容不同", hint),
        ("甲.jsonl", 1, "重复：重2022年度在乙.jsonl 第21行还有一份，内容不同", hint),
    ]
