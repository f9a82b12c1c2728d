"""What a piece came to is in its file as a whole, or it is not taken for done."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from batches import Said, line
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from engine.batch import packing
from engine.batch.examining import Part, Settings
from engine.batch.merging import merge, surveyed
from engine.batch.packing import Broken, Record, Task, examined, packed, place_of, proved, put, record_of
from engine.batch.ranges import Lines
from engine.batch.sources import Piece


def kept(folder: Path, *lines: str, **more: object) -> Path:
    """The file of a piece with these lines."""
    facts = folder / "甲.jsonl"
    facts.write_text("".join(f"{one}\n" for one in lines), encoding="utf-8")
    source = Lines((str(facts),), "")
    (piece,) = source.pieces()
    task = Task(3, piece, **more)  # type: ignore[arg-type]
    put(folder, 3, packed(*examined(Said(Settings("规则")), source, task)))  # type: ignore[arg-type]
    return place_of(folder, 3)


def test_what_was_put_into_a_file_is_found_in_it(tmp_path: Path) -> None:
    path = kept(tmp_path, line("甲局", 2), "坏", "", line("乙局", 0))
    record, start = record_of(path)
    assert proved(path) == record
    assert (record.number, record.lines, record.departments) == (3, 4, 2)
    assert [(one.line, one.reason) for one in record.refused] == [(2, "读不懂")]
    assert [int.from_bytes(record.names[at + 8 : at + 12], "little") for at in (0, 12)] == [1, 4]
    assert len(path.read_bytes()) == start + sum(record.sizes)
    assert {one.name for one in tmp_path.iterdir()} == {"甲.jsonl", path.name}


@given(st.data())
def test_a_file_of_which_anything_was_lost_or_changed_is_not_taken_for_done(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("段")
    path = kept(folder, line("甲局", 2), "坏", line("乙局", 1))
    content = path.read_bytes()
    at = data.draw(st.integers(0, len(content) - 1))
    cut = data.draw(st.booleans())
    changed = (
        content[:at]
        if cut
        else content[:at] + bytes([content[at] ^ data.draw(st.integers(1, 255))]) + content[at + 1 :]
    )
    path.write_bytes(changed)
    with pytest.raises(Broken):
        proved(path)


@pytest.mark.parametrize("content", [b"", b"\0" * 500, b"9" * 16, b"-000000500000000abc", "甲".encode() * 30])
def test_a_file_of_something_else_is_not_taken_for_done(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "000000.part").write_bytes(content)
    with pytest.raises(Broken):
        proved(tmp_path / "000000.part")


@pytest.mark.parametrize("forged", [{"sizes": (-1, 3, 0)}, {"names": b"1234567"}])
def test_a_record_that_says_what_cannot_be_is_not_taken_for_one_though_its_sums_are_right(
    tmp_path: Path, forged: dict[str, object]
) -> None:
    record, _ = record_of(kept(tmp_path, line("甲局")))
    data = msgspec.msgpack.encode(replace(record, **forged))
    place_of(tmp_path, 3).write_bytes(b"".join(packed(data, Part())))
    with pytest.raises(Broken):
        record_of(place_of(tmp_path, 3))


@pytest.mark.parametrize("left", [10, -1])
def test_a_file_that_is_cut_short_while_results_are_put_together_ends_that(tmp_path: Path, left: int) -> None:
    path = kept(tmp_path, line("甲局", 2)).rename(place_of(tmp_path, 0))
    survey = surveyed(tmp_path, [Piece("甲", 0, 1, 1)])
    _, start = record_of(path)
    path.write_bytes(path.read_bytes()[: start + left if left > 0 else left])
    with pytest.raises(Broken):
        merge(tmp_path, survey, {})


def test_a_file_that_cannot_be_written_to_its_end_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(file: int, data: bytes) -> None:
        raise OSError(28, "")

    monkeypatch.setattr(packing, "_write", full)
    with pytest.raises(OSError, match="28"):
        put(tmp_path, 0, [b"abc"])
    assert list(tmp_path.iterdir()) == []


def test_departments_of_other_years_are_counted_and_their_lines_keep_their_numbers(tmp_path: Path) -> None:
    odd = '{"部门": {"名称": {"值": "丙局"}, "年度": {"值": "2021年"}}}'
    path = kept(tmp_path, line("甲局", year=2021), "坏", odd, line("乙局"), year=2022)
    record = proved(path)
    assert (record.other_years, record.departments, record.lines) == (2, 1, 4)
    assert [one.line for one in record.refused] == [2]
    assert record.names[8:] == (4).to_bytes(4, "little")


def test_lines_that_are_skipped_keep_their_names_for_whoever_looks_for_twins(tmp_path: Path) -> None:
    before = proved(kept(tmp_path, line("甲局"), line("乙局")))
    after = proved(kept(tmp_path, line("甲局"), line("乙局"), skip=(2,), names=before.names))
    assert after.names == before.names
    assert (after.skip, after.departments, after.lines) == ((2,), 1, 2)


def test_what_is_refused_in_fact_files_names_their_file(tmp_path: Path) -> None:
    from collections.abc import Iterator

    from engine.batch.sources import Noted, Refusal

    class Two(Lines, frozen=True):
        def lines(self, piece: Piece, noted: Noted) -> Iterator[bytes]:
            noted.files += ["一.yaml", "二.yaml"]
            noted.refused.append(Refusal(1, "看不见", ""))
            yield from (b"", "坏".encode())

    piece = Piece("", 0, 1, 1)
    record = examined(Said(Settings("规则")), Two((), ""), Task(0, piece))[0]  # type: ignore[arg-type]
    found = msgspec.msgpack.decode(record, type=Record)
    assert [(one.file, one.reason) for one in found.refused] == [("一.yaml", "看不见"), ("二.yaml", "读不懂")]
