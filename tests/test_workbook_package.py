"""Files that are no workbook, or none to be trusted: called what they are, and never taken apart."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from workbooks import desk

from engine.mistakes import MistakesFound
from engine.workbook import package
from engine.workbook.package import open_package


def repacked(path: Path, change: Callable[[dict[str, bytes]], object]) -> Path:
    """The workbook with its parts changed."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return path


def refused(path: Path) -> str:
    """Why a file is not opened."""
    with pytest.raises(MistakesFound) as error:
        open_package(path)
    assert [mistake.place.file for mistake in error.value.mistakes] == [str(path)]
    return error.value.mistakes[0].message


def _zip(**parts: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "文件是空的"),
        (b"a,b\n", "这不是 .xlsx 工作簿"),
        (b"\xd0\xcf\x11\xe0" + b"x" * 99, "这是旧格式的工作簿（.xls 或 .et），不是 .xlsx"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "工作簿设了打开密码，不能读取"),
        (b"PK\x03\x04" + b"x" * 99, "文件不完整，不能作为工作簿打开"),
        (_zip(a=b"1"), "这不是 .xlsx 工作簿，是别的压缩文件"),
    ],
)
def test_a_file_that_is_no_workbook_is_called_what_it_is(tmp_path: Path, data: bytes, said: str) -> None:
    path = tmp_path / "规则库.xlsx"
    path.write_bytes(data)
    assert refused(path) == said


FOREIGN, BROKEN = "文件里有工作簿不该有的内容（实体声明），没有读取", "文件的内容不完整，不能作为工作簿打开"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda p: p.update({"xl/vbaProject.bin": b"1"}), "工作簿带宏，不读取"),
        (lambda p: p.update({"[Content_Types].xml": b'<Types a="macroEnabled"/>'}), "工作簿带宏，不读取"),
        (lambda p: p.update({"xl/workbook.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><workbook/>'}), FOREIGN),
        (lambda p: p.update({"xl/workbook.xml": "<workbook/>".encode("utf-16")}), FOREIGN),
        (lambda p: p.update({"xl/workbook.xml": b"<workbook"}), BROKEN),
        (lambda p: p.update({"xl/worksheets/sheet2.xml": b"<worksheet"}), BROKEN),
        (lambda p: p.update({"xl/more.xml": b"<a/>" * 2_000_001}), "单元格太多，没有读取"),
        (lambda p: p.update({"xl/more.bin": b"\x00" * (65 * 2**20)}), "展开以后超过64MB或500个部件，没有读取"),
        (lambda p: p.update({f"xl/{n}.bin": b"" for n in range(500)}), "展开以后超过64MB或500个部件，没有读取"),
    ],
)  # fmt: skip
def test_a_workbook_that_may_do_harm_is_not_opened(
    tmp_path: Path, change: Callable[[dict[str, bytes]], Any], said: str
) -> None:
    assert refused(repacked(desk(tmp_path).file, change)) == said


def test_a_file_too_large_or_missing_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert refused(tmp_path / "没有.xlsx") == "没有这个文件"
    assert refused(tmp_path) == "这是文件夹，不是工作簿"
    file = desk(tmp_path).file
    monkeypatch.setattr(package, "LIMITS", replace(package.LIMITS, file=1000))
    assert refused(file).endswith("没有读取")
