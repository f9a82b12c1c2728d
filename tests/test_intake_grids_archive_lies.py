"""Archives that say of themselves what is not so: no more of them is unpacked than they admit to."""

from __future__ import annotations

import struct
import zipfile
from pathlib import Path

import pytest
from handmade import CELL, packed, parts_of, refused, sheet_file, worksheet
from msgspec.structs import replace

from engine.intake.grids import opening


@pytest.fixture(autouse=True)
def _calamine_sees_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is refused here is refused before it is handed on."""

    monkeypatch.setattr("engine.intake.grids.cells._rows", lambda *_: pytest.fail("handed on"))


def _entry(data: bytes, name: str) -> int:
    """Where the central directory tells of a part."""
    at = data.find(b"PK\x01\x02")
    while data[at + 46 : at + 46 + len(name)] != name.encode():
        at = data.index(b"PK\x01\x02", at + 1)
    return at


def test_a_size_that_is_a_lie_never_unpacks_more_than_it_admits(tmp_path: Path) -> None:
    """A part of a gigabyte that claims a hundred bytes: with a bound on the memory, unpacking it would be seen."""
    path = packed(tmp_path / "台账.xlsx", parts_of("x" * 2**26))
    data = bytearray(path.read_bytes())
    struct.pack_into("<I", data, _entry(bytes(data), "xl/worksheets/sheet1.xml") + 24, 100)
    path.write_bytes(data)
    asked: list[int] = []

    class Decompressor:
        """Notes how much is asked for at a time."""

        def __init__(self, own: object) -> None:
            self.own = own

        def __getattr__(self, name: str) -> object:
            return getattr(self.own, name)

        def decompress(self, data: bytes, most: int = 0) -> bytes:
            asked.append(most)
            return self.own.decompress(data, most)  # type: ignore[attr-defined,no-any-return]

    made = zipfile._get_decompressor  # type: ignore[attr-defined]
    zipfile._get_decompressor = lambda sort: Decompressor(made(sort)) if sort else None  # type: ignore[attr-defined]
    try:
        assert refused(path) == "台账.xlsx 文件不完整，不能作为工作簿打开"
    finally:
        zipfile._get_decompressor = made  # type: ignore[attr-defined]
    assert asked
    assert all(0 < most <= 2**20 for most in asked)


def test_a_sheet_that_is_a_gigabyte_by_its_header_is_not_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = packed(tmp_path / "台账.xlsx", parts_of(worksheet()))
    data = bytearray(path.read_bytes())
    struct.pack_into("<I", data, _entry(bytes(data), "xl/worksheets/sheet1.xml") + 24, 2**30)
    path.write_bytes(data)
    monkeypatch.setattr(zipfile.ZipFile, "open", lambda *_: pytest.fail("unpacked"))
    assert refused(path) == "台账.xlsx 压缩得过于紧密，像是压缩炸弹，没有读取"


STRANGE = "台账.xlsx 压缩包的结构不正常（部件重名、重叠或大小不实），没有读取"


def test_parts_that_share_their_bytes_or_names_are_refused(tmp_path: Path) -> None:
    path = packed(tmp_path / "台账.xlsx", parts_of(worksheet(), worksheet()))
    good = path.read_bytes()
    data = bytearray(good)
    first = _entry(good, "xl/worksheets/sheet1.xml")
    struct.pack_into(
        "<I", data, _entry(good, "xl/worksheets/sheet2.xml") + 42, struct.unpack_from("<I", good, first + 42)[0]
    )
    path.write_bytes(data)
    assert refused(path) == STRANGE
    path.write_bytes(good.replace(b"sheet2.xml", b"sheet1.xml"))
    assert refused(path) == STRANGE
    data = bytearray(good)
    struct.pack_into("<H", data, first + 10, 14)  # packed with LZMA, which cannot be unpacked in bounds
    path.write_bytes(data)
    assert refused(path) == STRANGE
    data = bytearray(good)
    struct.pack_into("<H", data, first + 8, 1)
    path.write_bytes(data)
    assert refused(path) == "台账.xlsx 压缩包设了密码，不能读取"


def test_a_list_of_very_many_parts_is_not_even_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = sheet_file(tmp_path)
    path.write_bytes(path.read_bytes() + b"PK\x01\x02" * 3000)
    monkeypatch.setattr("engine.intake.grids.archive.ZipFile", lambda *_: pytest.fail("listed"))
    assert refused(path) == "台账.xlsx 展开以后超过256MB或2000个部件，没有读取"


def test_a_bomb_of_many_small_parts_is_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parts = parts_of(worksheet()) | {f"xl/{n}.xml": " " * 2**18 for n in range(5)}
    path = packed(tmp_path / "台账.xlsx", parts)
    monkeypatch.setattr(opening, "LIMITS", replace(opening.LIMITS, unpacked=2**20))
    monkeypatch.setattr(zipfile.ZipFile, "open", lambda *_: pytest.fail("unpacked"))
    assert refused(path) == "台账.xlsx 展开以后超过1MB或2000个部件，没有读取"


def test_a_truncated_or_damaged_file_is_said_to_be_incomplete(tmp_path: Path) -> None:
    path = sheet_file(tmp_path, CELL * 50)
    good = path.read_bytes()
    for cut in (5, len(good) // 2, len(good) - 1):
        path.write_bytes(good[:cut])
        assert refused(path) == "台账.xlsx 文件不完整，不能作为工作簿打开"
    at = good.index(b"xl/worksheets/sheet1.xml") + 60
    path.write_bytes(good[:at] + bytes(255 - byte for byte in good[at : at + 4]) + good[at + 4 :])
    assert refused(path) == "台账.xlsx 文件不完整，不能作为工作簿打开"
