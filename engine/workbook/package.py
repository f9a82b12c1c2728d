"""Opens an .xlsx file that somebody else made: looked at as an archive first, so that nothing in it can do harm.

Bounded before it is taken apart: size, unpacked size, parts, elements. No macros, no entities, no links followed.
"""

from __future__ import annotations

import io
import warnings
import zipfile
import zlib
from pathlib import Path
from typing import TYPE_CHECKING

from engine.mistakes import Mistakes, MistakesFound, Place

if TYPE_CHECKING:
    from openpyxl import Workbook

LARGEST = 16 * 2**20  # bytes of the file
LARGEST_UNPACKED = 64 * 2**20  # bytes of all its parts together
MOST_PARTS = 500
MOST_ELEMENTS = 2_000_000  # of XML, each of which costs memory
_OLE, _ZIP = b"\xd0\xcf\x11\xe0", b"PK\x03\x04"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
SAVE_AS = "请在 Excel 或 WPS 里“另存为”，类型选“Excel 工作簿（*.xlsx）”。"


def open_package(path: Path) -> Workbook:
    """Returns the workbook in a file; raises MistakesFound where it is none, or one that is not to be trusted."""
    data = _read(path)
    _look(path, data)
    from openpyxl import load_workbook  # costs a quarter of a second: only for a file that may be one

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what openpyxl does not keep (drawings, extensions) is not read here
            return load_workbook(io.BytesIO(data), data_only=False, keep_links=False, keep_vba=False)
    except Exception:  # noqa: BLE001  openpyxl fails in many ways on a file that is not as it should be
        raise _refused(path, "文件的内容不完整，不能作为工作簿打开", SAVE_AS) from None


def _refused(path: Path, message: str, hint: str) -> MistakesFound:
    mistakes = Mistakes()
    mistakes.add(Place(str(path)), message, hint)
    return MistakesFound(mistakes.found)


def _read(path: Path) -> bytes:
    """The bytes of a file that may be a workbook."""
    if not path.is_file():
        raise _refused(path, "这是文件夹，不是工作簿" if path.is_dir() else "没有这个文件", "请核对文件名。")
    try:
        with path.open("rb") as stream:
            data = stream.read(LARGEST + 1)
    except OSError:
        raise _refused(path, "打不开文件", "请核对权限；正在 Excel 里打开的，先关闭。") from None
    if len(data) > LARGEST:
        hint = "规则工作簿一般不到1MB，请检查是否选错了文件，或者里面贴了图片。"
        raise _refused(path, f"文件超过{LARGEST // 2**20}MB，没有读取", hint)
    if data.startswith(_OLE):
        if _ENCRYPTED in data:
            raise _refused(path, "工作簿设了打开密码，不能读取", "请先取消密码，再另存一份。")
        raise _refused(path, "这是旧格式的工作簿（.xls 或 .et），不是 .xlsx", SAVE_AS)
    if not data.startswith(_ZIP):
        raise _refused(path, "这不是 .xlsx 工作簿" if data else "文件是空的", SAVE_AS)
    return data


def _look(path: Path, data: bytes) -> None:
    """Looks into the archive without building anything from it."""
    broken = _refused(path, "文件不完整，不能作为工作簿打开", "请重新复制这个文件，或重新导出。")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
                message = f"展开以后超过{LARGEST_UNPACKED // 2**20}MB或{MOST_PARTS}个部件，没有读取"
                raise _refused(path, message, "规则工作簿一般不到1MB，请检查是否选错了文件。")
            if "xl/workbook.xml" not in archive.namelist():
                raise _refused(path, "这不是 .xlsx 工作簿，是别的压缩文件", SAVE_AS)
            elements = sum(_elements(path, part.filename, archive.read(part)) for part in parts)
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError, ValueError):
        raise broken from None
    if elements > MOST_ELEMENTS:
        raise _refused(path, "单元格太多，没有读取", "请删去表格下方和右方多余的行、列，再保存。")


def _elements(path: Path, name: str, part: bytes) -> int:
    """How many elements a part holds; raises MistakesFound for what has no business in a workbook."""
    if "vbaproject" in name.lower() or b"macroEnabled" in part[: 2**20]:
        raise _refused(path, "工作簿带宏，不读取", "宏是程序，规则工作簿用不着。" + SAVE_AS)
    if not name.lower().endswith((".xml", ".rels", ".vml")):
        return 0
    if b"<!DOCTYPE" in part or b"<!ENTITY" in part or b"\x00" in part:
        raise _refused(path, "文件里有工作簿不该有的内容（实体声明），没有读取", SAVE_AS)
    return part.count(b"<")
