"""Takes the bytes of a file that a user named: an ordinary file, readable, and not larger than can be handled."""

from __future__ import annotations

from pathlib import Path

from engine.mistakes import Mistakes, MistakesFound, Place

CLOSE_IT = "请核对权限；正在 Excel 或 WPS 里打开的，先关闭。"


def refused(place: Place | Path, message: str, hint: str = "") -> MistakesFound:
    """One mistake, to be raised, about a file or a place in it."""
    mistakes = Mistakes()
    mistakes.add(place if isinstance(place, Place) else Place(str(place)), message, hint)
    return MistakesFound(mistakes.found)


def read_bytes(path: Path, largest: int, advice: str, called: str) -> bytes:
    """Returns what is in a file of at most `largest` bytes; raises MistakesFound where it is not to be had.

    called: what the file should be. advice: what to do where it is larger.
    """
    try:
        folder, ordinary = path.is_dir(), path.is_file()
        there = folder or ordinary or path.exists()
    except (OSError, ValueError):
        raise refused(path, "打不开文件", CLOSE_IT) from None
    if not ordinary:  # a pipe would wait for ever, a device never ends
        message = f"这是文件夹，不是{called}" if folder else "这不是普通的文件，没有读取" if there else "没有这个文件"
        raise refused(path, message, "请核对文件名。")
    try:
        with path.open("rb") as stream:
            data = stream.read(largest + 1)
    except PermissionError:
        raise refused(path, "打不开文件（没有读取权限）", CLOSE_IT) from None
    except OSError:
        raise refused(path, "打不开文件", CLOSE_IT) from None
    if len(data) > largest:
        raise refused(path, f"文件超过{largest // 2**20}MB，没有读取", advice)
    if not data:
        raise refused(path, "文件是空的", "请核对文件名，或重新导出。")
    return data
