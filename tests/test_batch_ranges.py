"""A file of lines is cut where its lines end, by the file alone, and every line is read once, whatever it holds."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.batch import ranges
from engine.batch.ranges import Lines
from engine.batch.sources import Noted, files_stamp
from engine.bounds import LARGEST


def read(path: Path) -> list[list[bytes]]:
    """The lines of each piece of a file."""
    source = Lines((str(path),), "")
    return [list(source.lines(piece, Noted())) for piece in source.pieces()]


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ranges of a few bytes, blocks of fewer."""
    monkeypatch.setattr(ranges, "SMALLEST", 16)
    monkeypatch.setattr(ranges, "_BLOCK", 8)


@given(
    st.lists(st.binary(max_size=60).map(lambda one: one.replace(b"\n", b".").rstrip(b"\r")), max_size=40), st.booleans()
)
def test_the_pieces_of_a_file_hold_its_lines_in_order_each_once(
    tmp_path_factory: pytest.TempPathFactory, lines: list[bytes], ended: bool
) -> None:
    path = tmp_path_factory.mktemp("行") / "甲.jsonl"
    path.write_bytes(b"\n".join(lines) + (b"\n" if ended and lines else b""))
    expected = path.read_bytes().removeprefix(b"\xef\xbb\xbf").split(b"\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ranges, "SMALLEST", 16)
        patch.setattr(ranges, "_BLOCK", 8)
        found = read(path)
    assert [line for piece in found for line in piece] == (expected[:-1] if expected[-1] == b"" else expected)
    assert all(found)


@pytest.mark.usefixtures("small")
def test_a_mark_breaks_of_two_signs_and_blank_lines_are_no_part_of_a_line(tmp_path: Path) -> None:
    path = tmp_path / "甲.jsonl"
    path.write_bytes(b'\xef\xbb\xbf{"a":1}\r\n\r\n{"b":2}\r\n\n{"c":3}')
    assert [line for piece in read(path) for line in piece] == [b'{"a":1}', b"", b'{"b":2}', b"", b'{"c":3}']


@pytest.mark.usefixtures("small")
def test_the_pieces_of_a_file_lie_side_by_side_and_each_begins_with_a_line(tmp_path: Path) -> None:
    path = tmp_path / "甲.jsonl"
    path.write_bytes(b"".join(b"x" * (n * 7 % 45) + b"\n" for n in range(100)))
    pieces = Lines((str(path),), "").pieces()
    assert len(pieces) > 20
    assert [piece.start for piece in pieces] == [0, *(piece.end for piece in pieces[:-1])]
    assert pieces[-1].end == path.stat().st_size
    data = path.read_bytes()
    assert all(data[piece.end - 1 : piece.end] == b"\n" for piece in pieces)
    assert sum(piece.size for piece in pieces) == len(data)


def test_a_very_large_file_is_cut_into_larger_pieces_not_into_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ranges, "SMALLEST", 16)
    monkeypatch.setattr(ranges, "MOST", 10)
    path = tmp_path / "甲.jsonl"
    path.write_bytes(b"123456789\n" * 1000)
    assert [piece.size for piece in Lines((str(path),), "").pieces()] == [1000] * 10


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("ending", [b"", b"\n", b"\n{}\n"])
def test_a_line_that_is_too_long_is_refused_by_its_number_without_being_held(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: bytes
) -> None:
    monkeypatch.setattr(ranges, "LARGEST", 50)
    path = tmp_path / "甲.jsonl"
    path.write_bytes(b"{}\n" + b"x" * 50 + b"\n" + b"y" * 51 + ending)
    source, noted = Lines((str(path),), ""), Noted()
    found = [line for piece in source.pieces() for line in source.lines(piece, noted)]
    assert found == [b"{}", b"x" * 50, b"", *([b"{}"] if ending.endswith(b"}\n") else [])]
    assert [one.reason for one in noted.refused] == [f"这一行超过{50 // 2**20}MB，没有读取"]


def test_reading_a_line_of_fifty_megabytes_takes_a_few(tmp_path: Path) -> None:
    import tracemalloc

    path = tmp_path / "甲.jsonl"
    with path.open("wb") as stream:
        stream.write(b"{}\n")
        for _ in range(50):
            stream.write(b"x" * 2**20)
        stream.write(b"\n{}\n")
    source, noted = Lines((str(path),), ""), Noted()
    tracemalloc.start()
    try:
        found = [line for piece in source.pieces() for line in source.lines(piece, noted)]
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert found == [b"{}", b"", b"{}"]
    assert [one.line for one in noted.refused] == [2]
    assert peak < 3 * LARGEST


def test_several_files_are_read_in_order_and_named_in_what_they_refuse(tmp_path: Path) -> None:
    for name in ("乙/一.jsonl", "甲.jsonl"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(f"{name}\n".encode())
    source = Lines(tuple(str(tmp_path / name) for name in ("乙/一.jsonl", "甲.jsonl")), str(tmp_path))
    assert [piece.file for piece in source.pieces()] == ["乙/一.jsonl", "甲.jsonl"]
    assert [list(source.lines(piece, Noted())) for piece in source.pieces()] == [
        [b"\xe4\xb9\x99/\xe4\xb8\x80.jsonl"],
        ["甲.jsonl".encode()],
    ]


def test_a_file_is_another_when_its_beginning_its_end_its_size_or_its_time_is(tmp_path: Path) -> None:
    import os

    path = tmp_path / "甲.jsonl"
    source = Lines((str(path),), "")
    data = b"x" * 300_000
    stamps = set()
    for content, time in [(data, 1), (data, 2), (data + b"x", 1), (b"y" + data[1:], 1), (data[:-1] + b"y", 1)]:
        path.write_bytes(content)
        os.utime(path, (time, time))
        stamps.add(source.stamp())
        assert source.stamp() in stamps
    assert len(stamps) == 5


def test_a_file_that_was_changed_where_nobody_looks_and_given_its_old_time_is_another_input(tmp_path: Path) -> None:
    facts = tmp_path / "甲.jsonl"
    facts.write_bytes(b"a" * 200_000)
    before, times = files_stamp([facts], tmp_path), facts.stat()
    with facts.open("r+b") as stream:
        stream.seek(100_000)
        stream.write(b"b")
    os.utime(facts, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert facts.stat().st_mtime_ns == times.st_mtime_ns
    assert files_stamp([facts], tmp_path) != before
