"""Looks into a file said to be an .xlsx before anything is built from it; what it says of itself is not believed.

Bounded are the file, what is unpacked of it, its parts and its XML elements. Nothing is run, followed or expanded.
"""

from __future__ import annotations

import io
import re
import struct
import zlib
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from msgspec import Struct

from engine.intake.grids.file import read_bytes, refused
from engine.mistakes import MistakesFound

SAVE_AS = "请在 Excel 或 WPS 里“另存为”，类型选“Excel 工作簿（*.xlsx）”。"
AGAIN = "请重新复制这个文件，或重新导出。"
FOREIGN = "文件里有工作簿不该有的内容（实体声明），没有读取"
_OLE, _ZIP, _ENTRY = b"\xd0\xcf\x11\xe0", b"PK\x03\x04", b"PK\x01\x02"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_PAGE = re.compile(rb"\s*(?:<!--.*?-->\s*)?<(?:!doctype html|html|table|\?xml|style|meta)", re.IGNORECASE | re.DOTALL)
_ENCODING = re.compile(rb"(?:\xef\xbb\xbf)?\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([^\"'>]*)")
_START = 1024  # bytes in which XML that is not written in bytes (UTF-16) shows itself
_HEADER = 30  # bytes of a part's own header, besides its name
_DENSE, _DENSEST = 8 * 2**20, 250  # XML of this size does not shrink so far; a bomb does
_BROKEN = (BadZipFile, zlib.error, struct.error, OSError, EOFError, NotImplementedError, RuntimeError, ValueError)

# What else is a zip: the beginning of a part's name, and what the file is then.
_OTHERS = (
    ("word/", "这是 Word 文档，不是 .xlsx 工作簿"),
    ("ppt/", "这是演示文稿，不是 .xlsx 工作簿"),
    ("xl/workbook.bin", "这是二进制工作簿（.xlsb），不是 .xlsx"),
    ("content.xml", "这是 OpenDocument 文件（.ods 之类），不是 .xlsx 工作簿"),
    ("", "这不是 .xlsx 工作簿，是别的压缩文件"),
)


class Limits(Struct, frozen=True):
    """How much is taken: bytes of the file, bytes unpacked, parts, XML elements; what to do where there is more.

    elements: 0 where they need not be counted.
    """

    file: int
    unpacked: int
    parts: int
    elements: int
    advice: str


class Archive(Struct, frozen=True):
    """A workbook's bytes, and its parts by name."""

    data: bytes
    parts: dict[str, bytes]


def is_xml(name: str) -> bool:
    """Whether a part is read as XML."""
    return name.lower().endswith((".xml", ".rels", ".vml"))


def open_archive(path: Path, limits: Limits, wanted: Callable[[str], bool] = bool) -> Archive:
    """Returns a workbook with the parts that are wanted; raises MistakesFound for none, or one not to be trusted."""
    data = read_bytes(path, limits.file, limits.advice, "工作簿")
    said = what_else(data)
    if said:
        raise refused(path, *said)
    large = refused(path, f"展开以后超过{limits.unpacked // 2**20}MB或{limits.parts}个部件，没有读取", limits.advice)
    if data.count(_ENTRY) > limits.parts:  # before they are listed: a list of millions costs memory itself
        raise large
    try:
        with ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            _recognise(path, entries)
            _distrust(path, entries)
            entries = [entry for entry in entries if wanted(entry.filename)]
            if sum(entry.file_size for entry in entries) > limits.unpacked:
                raise large
            parts = {entry.filename: _unpacked(path, archive, entry) for entry in entries}
    except _BROKEN:
        raise refused(path, "文件不完整，不能作为工作簿打开", AGAIN) from None
    texts = {name: part for name, part in parts.items() if is_xml(name)}
    for name, part in texts.items():
        _refuse_foreign(path, name, part)
    if limits.elements and sum(part.count(b"<") for part in texts.values()) > limits.elements:
        raise refused(path, "单元格太多，没有读取", "请删去表格下方和右方多余的行、列，再保存。")
    return Archive(data, parts)


def what_else(data: bytes) -> tuple[str, str] | None:
    """What a file is that is no zip, and what to do; None for a zip."""
    if data.startswith(_ZIP):
        return None
    if data.startswith(_OLE):
        if _ENCRYPTED in data:
            return "工作簿设了打开密码，不能读取", "请先取消密码，再另存一份。"
        return "这是旧格式的工作簿（.xls 或 .et），不是 .xlsx", SAVE_AS
    if _PAGE.match(data[:4096]):
        return "这是网页或 XML 形式的表格，不是 .xlsx 工作簿", SAVE_AS
    return "这不是 .xlsx 工作簿", "文本形式的表格后缀应为 .csv。" + SAVE_AS


def _recognise(path: Path, entries: Iterable[ZipInfo]) -> None:
    """Raises MistakesFound for a zip that is no workbook, or one with programs in it."""
    names = [entry.filename.lower() for entry in entries]
    if "xl/workbook.xml" not in names:
        said = next(said for start, said in _OTHERS if any(name.startswith(start) for name in [*names, ""]))
        raise refused(path, said, SAVE_AS)
    if any("vbaproject" in name or "/macrosheets/" in name for name in names):
        raise _macros(path)


def _macros(path: Path) -> MistakesFound:
    return refused(path, "工作簿带宏，不读取", "宏是程序，这里用不着。" + SAVE_AS)


def _distrust(path: Path, entries: list[ZipInfo]) -> None:
    """Raises MistakesFound where the list of parts is not as a spreadsheet writes it."""
    if any(entry.flag_bits & 1 for entry in entries):
        raise refused(path, "压缩包设了密码，不能读取", "请先取消密码，再另存一份。")
    strange = refused(path, "压缩包的结构不正常（部件重名、重叠或大小不实），没有读取", SAVE_AS)
    if max(Counter(entry.filename.lower() for entry in entries).values(), default=0) > 1:
        raise strange
    end = 0
    for entry in sorted(entries, key=lambda entry: entry.header_offset):
        if entry.header_offset < end or entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            raise strange
        end = entry.header_offset + _HEADER + len(entry.orig_filename) + entry.compress_size
        if entry.file_size > max(_DENSE, _DENSEST * entry.compress_size) and is_xml(entry.filename):
            raise refused(path, "压缩得过于紧密，像是压缩炸弹，没有读取", SAVE_AS)


def _unpacked(path: Path, archive: ZipFile, entry: ZipInfo) -> bytes:
    """A part; no more of it is unpacked than its entry admits to, and it must be exactly that."""
    with archive.open(entry) as stream:
        part = stream.read(entry.file_size + 1)
    if len(part) != entry.file_size:
        raise refused(path, "文件不完整，不能作为工作簿打开", AGAIN)
    return part


def _refuse_foreign(path: Path, name: str, part: bytes) -> None:
    """Raises MistakesFound for what has no business in the XML of a workbook."""
    if b"macroEnabled" in part[: 2**20]:
        raise _macros(path)
    # A single sign is found much faster than a word: most parts hold no exclamation mark at all.
    if b"\x00" in part[:_START] or (b"!" in part and (b"<!DOCTYPE" in part or b"<!ENTITY" in part)):
        raise refused(path, FOREIGN, SAVE_AS)
    encoding = _ENCODING.match(part)
    if encoding is not None and encoding[1].lower() not in (b"utf-8", b"utf8", b"us-ascii", b"ascii"):
        raise refused(path, f"部件 {name} 的编码不是 UTF-8，没有读取", SAVE_AS)
