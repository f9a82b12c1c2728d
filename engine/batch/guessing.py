"""A file that is no lines of departments although its name says so is known by its beginning, before it is judged."""

from __future__ import annotations

from typing import Any, Final

import msgspec

from engine.intake.json_reading import BATCH
from engine.nodes import SAVE_AS
from engine.reading import DEPARTMENT

_SIGNS: Final = (
    (
        b"PK\x03\x04",
        "这是 Excel 工作簿或压缩包，不是文字",
        "是工作簿的，把扩展名改回 .xlsx，放进一个文件夹，写文件夹的名称。",
    ),
    (b"PAR1", "这是 parquet 文件", "请把扩展名改成 .parquet。"),
    (b"\x1f\x8b", "这是压缩过的文件", "请先解压缩。"),
)
_ONE_EACH: Final = (
    "请让导出的程序每个部门写一行（常叫 JSON Lines 或 ndjson）；或者每个部门存成一个 .json，放进一个文件夹。"
)
_LIST: Final = "文件是一整个 JSON 清单 [ … ]，不是一行一个部门", _ONE_EACH
_Words = tuple[str, str]


def mistaken(head: bytes, whole: bool) -> _Words | None:
    """Returns what a file is instead and what to do; None where any of its lines may be a department.

    head is its beginning, some ten thousand bytes; whole: that is all of it.
    """
    for sign, message, hint in _SIGNS:
        if head.startswith(sign):
            return message, hint
    first, *more = head.removeprefix(b"\xef\xbb\xbf").lstrip(b" \t\r\n").split(b"\n")
    if not more and not whole:
        return _LIST if first[:1] == b"[" and first[1:].lstrip().startswith(b"{") else None
    complete = [first, *(more if whole else more[:-1])]
    if first.strip() != b"[":
        found = [one for one in map(_decoded, complete) if one]
        if any(isinstance(one.get(DEPARTMENT), dict) for one in found):
            return None
        if found and all(any(words <= one.keys() for words in BATCH) for one in found):
            return "这是批量检查的结果，不是部门的事实", "请选部门的事实文件；结果请放在别的文件夹。"
    return _whole_json(first.strip()) or _encoded(complete)


def _decoded(line: bytes) -> dict[str, Any] | None:
    try:
        found = msgspec.json.decode(line)
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _whole_json(first: bytes) -> _Words | None:
    """A line of departments is a mapping from its first sign to its last."""
    if first.startswith(b"["):
        return _LIST
    return ("一个部门写成了好几行，不是一行一个部门", _ONE_EACH) if first == b"{" else None


def _encoded(lines: list[bytes]) -> _Words | None:
    """Where no line can be read because of the encoding, it is told once."""
    text = b"\n".join(lines)
    try:
        text.decode()
    except UnicodeDecodeError:
        try:
            text.decode("gb18030")
        except UnicodeDecodeError:
            return None
        return "文件不是 UTF-8 编码，看起来是 GBK", SAVE_AS
    return None
