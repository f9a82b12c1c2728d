"""Opens an .xlsx file that somebody else made: looked at as an archive first, so that nothing in it can do harm."""

from __future__ import annotations

import io
import warnings
from pathlib import Path
from typing import TYPE_CHECKING

from engine.intake.grids.archive import SAVE_AS, Limits, open_archive
from engine.intake.grids.file import refused

if TYPE_CHECKING:
    from openpyxl import Workbook

# openpyxl builds an object for every cell, a hundred bytes and more for each element of XML.
LIMITS = Limits(
    file=16 * 2**20,
    unpacked=64 * 2**20,
    parts=500,
    elements=2_000_000,
    advice="规则工作簿一般不到1MB，请检查是否选错了文件，或者里面贴了图片。",
)


def open_package(path: Path) -> Workbook:
    """Returns the workbook in a file; raises MistakesFound where it is none, or one that is not to be trusted."""
    data = open_archive(path, LIMITS).data
    from openpyxl import load_workbook  # costs a quarter of a second: only for a file that may be one

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what openpyxl does not keep (drawings, extensions) is not read here
            return load_workbook(io.BytesIO(data), data_only=False, keep_links=False, keep_vba=False)
    except Exception:  # noqa: BLE001  openpyxl fails in many ways on a file that is not as it should be
        raise refused(path, "文件的内容不完整，不能作为工作簿打开", SAVE_AS) from None
