"""Replaces several files together: all of them or none, and never one that changed meanwhile."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from engine.terminal import NotWritten


def replace_all(changed: Mapping[Path, tuple[bytes, bytes]]) -> None:
    """Puts new bytes in the place of old ones, for each path (old, new); raises NotWritten, all being as it was."""
    prepared: dict[Path, Path] = {}
    done: list[Path] = []
    try:
        for path, (old, new) in changed.items():
            target = path.resolve()  # a link stays a link
            if target.read_bytes() != old:
                raise NotWritten(f"{path} 刚才被别的程序改过，没有写入任何文件。请再运行一次。")
            prepared[target] = _beside(target, new)
            shutil.copymode(target, prepared[target])
        for target, copy in prepared.items():
            os.replace(copy, target)
            done.append(target)
    except OSError as error:
        _undo(done, {path.resolve(): old for path, (old, _) in changed.items()})
        raise NotWritten(f"不能写入 {error.filename or '文件'}，没有改动任何文件。请核对权限和磁盘空间。") from None
    finally:
        for copy in prepared.values():
            with suppress(OSError):
                copy.unlink(missing_ok=True)


def _undo(done: list[Path], old: Mapping[Path, bytes]) -> None:
    for target in done:
        copy = _beside(target, old[target])
        shutil.copymode(target, copy)
        os.replace(copy, target)


def write_whole(path: Path, data: bytes) -> None:
    """Writes a new file as a whole, never over one that is there; raises NotWritten."""
    if path.exists():
        raise NotWritten(f"{path} 已经存在，没有覆盖。请换一个文件名，或先移走它。")
    try:
        copy = _beside(path, data)
        os.chmod(copy, 0o644)
        os.replace(copy, path)
    except OSError as error:
        reason = "文件夹不存在" if not path.parent.is_dir() else error.strerror or "写入失败"
        raise NotWritten(f"不能写入 {path}（{reason}）。没有写出任何内容，请换一个位置。") from None


def _beside(path: Path, data: bytes) -> Path:
    """A file with these bytes in the same folder, whole on the disk."""
    with tempfile.NamedTemporaryFile("wb", dir=path.parent, prefix=".", suffix=".tmp", delete=False) as stream:
        try:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        except OSError:
            os.unlink(stream.name)
            raise
    return Path(stream.name)
