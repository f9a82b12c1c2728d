"""Files that are said to be workbooks: what is none is called what it is, what may do harm is never taken apart."""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from handmade import MAIN, packed, parts_of, refused, sheet_file, worksheet
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from engine.intake.grids import cells, opening
from engine.intake.grids.archive import Limits, open_archive
from engine.mistakes import Mistakes, MistakesFound

Parts = dict[str, str | bytes]


_ROWS = cells._rows


@pytest.fixture(autouse=True)
def _calamine_sees_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is refused here is refused before it is handed on."""

    monkeypatch.setattr("engine.intake.grids.cells._rows", lambda *_: pytest.fail("handed on"))


def _zip(*names: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name in names:
            archive.writestr(name, b"1")
    return stream.getvalue()


OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "文件是空的"),
        ("名称,支出\n甲,1\n".encode(), "这不是 .xlsx 工作簿"),
        (OLD + b"x" * 600, "这是旧格式的工作簿（.xls 或 .et），不是 .xlsx"),
        (OLD + "EncryptedPackage".encode("utf-16-le"), "工作簿设了打开密码，不能读取"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "这是网页或 XML 形式的表格，不是 .xlsx 工作簿"),
        (b'\r\n<?xml version="1.0"?><?mso-application?><Workbook/>', "这是网页或 XML 形式的表格，不是 .xlsx 工作簿"),
        (_zip("word/document.xml"), "这是 Word 文档，不是 .xlsx 工作簿"),
        (_zip("ppt/presentation.xml"), "这是演示文稿，不是 .xlsx 工作簿"),
        (_zip("xl/workbook.bin"), "这是二进制工作簿（.xlsb），不是 .xlsx"),
        (_zip("mimetype", "content.xml"), "这是 OpenDocument 文件（.ods 之类），不是 .xlsx 工作簿"),
        (_zip("甲.txt"), "这不是 .xlsx 工作簿，是别的压缩文件"),
        (b"PK\x03\x04" + b"x" * 99, "文件不完整，不能作为工作簿打开"),
        (b"PK\x05\x06" + b"\x00" * 18, "这不是 .xlsx 工作簿"),
        (bytes(range(256)) * 40, "这不是 .xlsx 工作簿"),
    ],
)
def test_what_is_no_workbook_is_called_what_it_is(tmp_path: Path, data: bytes, said: str) -> None:
    path = tmp_path / "台账.xlsx"
    path.write_bytes(data)
    assert refused(path) == f"台账.xlsx {said}"


def test_a_file_that_is_no_ordinary_file_is_not_opened(tmp_path: Path) -> None:
    assert refused(tmp_path / "没有.xlsx") == "没有.xlsx 没有这个文件"
    (tmp_path / "文件夹.xlsx").mkdir()
    assert refused(tmp_path / "文件夹.xlsx") == "文件夹.xlsx 这是文件夹，不是工作簿"
    os.mkfifo(tmp_path / "管道.xlsx")  # opening it would wait for a writer for ever
    assert refused(tmp_path / "管道.xlsx") == "管道.xlsx 这不是普通的文件，没有读取"
    (tmp_path / "空链接.xlsx").symlink_to(tmp_path / "没有.xlsx")
    assert refused(tmp_path / "空链接.xlsx") == "空链接.xlsx 没有这个文件"
    (tmp_path / "圈.xlsx").symlink_to(tmp_path / "圈.xlsx")
    assert refused(tmp_path / "圈.xlsx") == "圈.xlsx 没有这个文件"
    (tmp_path / "设备.xlsx").symlink_to("/dev/zero")  # never ends
    assert refused(tmp_path / "设备.xlsx") == "设备.xlsx 这不是普通的文件，没有读取"


def test_a_file_that_may_not_be_read_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = sheet_file(tmp_path)

    def locked(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "open", locked)  # root may read every file
    assert refused(path) == "台账.xlsx 打不开文件（没有读取权限）"


def test_a_file_larger_than_the_limit_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "LIMITS", replace(opening.LIMITS, file=2**20))
    path = tmp_path / "大.xlsx"
    path.write_bytes(sheet_file(tmp_path).read_bytes() + b"x" * 2**20)
    assert refused(path) == "大.xlsx 文件超过1MB，没有读取"


FOREIGN = "文件里有工作簿不该有的内容（实体声明），没有读取"


LAUGHS = '<!DOCTYPE a [<!ENTITY b "ha">{}]><worksheet>&b9;</worksheet>'.format(
    "".join(f'<!ENTITY b{n} "&b{n - 1};&b{n - 1};">' for n in range(1, 10))
)


OUTSIDE = '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><worksheet>&b;</worksheet>'


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda p: p.update({"xl/vbaProject.bin": b"1"}), "工作簿带宏，不读取"),
        (lambda p: p.update({"xl/macrosheets/sheet1.xml": b"<a/>"}), "工作簿带宏，不读取"),
        (lambda p: p.update({"[Content_Types].xml": '<Types a="macroEnabled"/>'}), "工作簿带宏，不读取"),
        (lambda p: p.update({"xl/worksheets/sheet1.xml": LAUGHS}), FOREIGN),
        (lambda p: p.update({"xl/worksheets/sheet1.xml": OUTSIDE}), FOREIGN),
        (lambda p: p.update({"xl/sharedStrings.xml": LAUGHS}), FOREIGN),
        (lambda p: p.update({"xl/workbook.xml": LAUGHS.encode("utf-16")}), FOREIGN),
        (lambda p: p.update({"xl/worksheets/sheet1.xml": worksheet().encode("utf-16-be")}), FOREIGN),
        (
            lambda p: p.update({"xl/worksheets/sheet1.xml": '<?xml version="1.0" encoding="UTF-7"?>' + worksheet()}),
            "部件 xl/worksheets/sheet1.xml 的编码不是 UTF-8，没有读取",
        ),
        (lambda p: p.update({f"xl/{n}.xml": b"<a/>" for n in range(2000)}), "展开以后超过256MB或2000个部件，没有读取"),
        (lambda p: p.update({"xl/more.xml": b" " * 9 * 2**20}), "压缩得过于紧密，像是压缩炸弹，没有读取"),
        (lambda p: p.update({"XL/Workbook.xml": b"<a/>"}), "压缩包的结构不正常（部件重名、重叠或大小不实），没有读取"),
    ],
)
def test_a_workbook_that_may_do_harm_is_not_opened(
    tmp_path: Path, change: Callable[[Parts], object], said: str
) -> None:
    parts = parts_of(worksheet())
    change(parts)
    assert refused(packed(tmp_path / "台账.xlsx", parts)) == f"台账.xlsx {said}"


def test_pictures_and_files_within_the_workbook_are_left_packed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cells, "_rows", _ROWS)
    parts = parts_of(worksheet()) | {"xl/media/1.png": b"\x00" * 9 * 2**20, "xl/embeddings/1.xlsx": _zip("a")}
    path = packed(tmp_path / "台账.xlsx", parts)
    assert set(open_archive(path, opening.LIMITS, lambda name: name.endswith(".xml")).parts) == {
        name for name in parts if name.endswith(".xml")
    }
    mistakes = Mistakes()
    assert [grid.rows for grid in opening.open_grids(path, mistakes)] == [[[1.0]]]
    assert mistakes.found == []


@pytest.mark.parametrize(
    "change",
    [
        {"xl/workbook.xml": "<workbook"},
        {"xl/workbook.xml": f'<workbook xmlns:r="{MAIN}"><sheets><sheet r:id="r9"/></sheets></workbook>'},
        {"xl/workbook.xml": "<workbook><sheets><sheet/></sheets></workbook>"},
        {"xl/_rels/workbook.xml.rels": "<Relationships><Relationship/></Relationships>"},
        {"xl/_rels/workbook.xml.rels": ""},
        {"xl/styles.xml": "<styleSheet><a></styleSheet>"},
        {"xl/workbook.xml": "<workbook><sheets>" + "<sheet/>" * 200_001 + "</sheets></workbook>"},
    ],
)
def test_a_workbook_that_does_not_know_its_sheets_is_refused(tmp_path: Path, change: Parts) -> None:
    path = packed(tmp_path / "台账.xlsx", parts_of(worksheet()) | change)
    assert refused(path) == "台账.xlsx 文件的内容不完整，不能作为工作簿打开"


LIMITS = Limits(file=2**20, unpacked=2**20, parts=50, elements=1000, advice="请检查。")


@given(st.binary(max_size=300), st.integers(min_value=0, max_value=2000))
def test_no_bytes_whatever_do_more_than_be_refused(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, at: int
) -> None:
    folder = tmp_path_factory.mktemp("字节")
    path = sheet_file(folder)
    good = path.read_bytes()
    path.write_bytes(good[: at % len(good)] + data + good[at % len(good) + len(data) :])
    with suppress(MistakesFound):
        assert "xl/workbook.xml" in open_archive(path, LIMITS).parts
