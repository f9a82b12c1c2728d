"""The folder of a batch: its results, whole or not there; and beside them, until all is done, what was done so far.

Nothing of anybody else's is ever touched in it, two batches never work in it at once, and a batch that was killed at
any moment is taken up again where the same input, rules, options and program come back.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from errno import EACCES, EAGAIN, EDEADLK, EDQUOT, EFBIG, ENOSPC, ENOTDIR
from pathlib import Path
from typing import Final

import msgspec

from engine.batch.packing import Broken, place_of, proved
from engine.terminal import REASONS, NotWritten

UNFINISHED: Final = "未完成"
TEXT: Final = "汇总.txt"
RESULTS: Final = ("问题.jsonl", "无法判定.jsonl", "退回.jsonl", "部门.jsonl", TEXT)
COLUMNS: Final = ("问题.parquet", "无法判定.parquet")
TABLES: Final = ("问题.csv", "无法判定.csv", "部门.csv")
SUMMARY: Final = "汇总.json"  # put in place last
_PLAN, _LOCK = "批次.json", "锁"
_OURS: Final = frozenset({*RESULTS, *COLUMNS, *TABLES, SUMMARY})
# Names of what leads to results; where it is written aside they end in the number of a process.
_LEADING: Final = re.compile(rf"[0-9]{{6,}}\.(?:part|[0-9]+)|{_PLAN}(?:\.[0-9]+)?|{_LOCK}|.+\.parquet\.new")
DAY: Final = "检查日期"
_WORDS: Final = {  # what stands for a part of a plan where its user writes it
    "输入": "要检查的文件",
    "规则": "规则文件夹里的规则",
    "所选规则": "--rule",
    "所选主题": "--theme",
    "年度": "--year",
    DAY: "--date",
    "抽查比例": "--verify",
    "佐证": "--no-evidence",
}
_REASONS: Final = {**REASONS, ENOTDIR: "上一级不是文件夹", EFBIG: "超过了系统允许的文件大小"}
_FULL: Final = (ENOSPC, EDQUOT, EFBIG)
_TAKEN: Final = (EACCES, EAGAIN, EDEADLK)  # what a system says of a lock that another process has


class Refused(NotWritten):
    """Raised when a folder cannot be used for a batch; nothing in it was changed."""


class Workplace:
    """A folder that this process alone works in."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.parts = folder, folder / UNFINISHED

    @property
    def plan(self) -> dict[str, str]:
        """What the batch is that was not finished here; empty where there is none."""
        try:
            return msgspec.json.decode((self.parts / _PLAN).read_bytes(), type=dict[str, str])
        except (OSError, msgspec.MsgspecError):
            return {}

    @property
    def begun(self) -> bool:
        """Whether anything was done so far that would be lost."""
        try:
            return any(name.endswith(".part") for name in os.listdir(self.parts))
        except OSError:
            return False

    def begin(self, plan: Mapping[str, str]) -> None:
        """Begins a batch, or takes up the one that was not finished; raises Refused where that was another."""
        before = self.plan
        if before and before != plan and self.begun:
            names = "、".join(_WORDS.get(name, name) for name in plan if before.get(name) != plan[name]) or "程序版本"
            message = f"{self.parts} 里是另一次没有做完的批量检查（不同的是：{names}），没有接着做。"
            raise Refused(f"{message}要做完那一次，这些要和当时一样；那一次不要了，加 --restart 从头做。")
        if before != plan:
            aside = self.parts / f"{_PLAN}.{os.getpid()}"
            aside.write_bytes(msgspec.json.encode(plan))
            aside.replace(self.parts / _PLAN)
        # Only now: until there is a plan they are the results of a batch that was finished. And each time: a kill may
        # have left some, which would pass for results of this batch.
        for name in self.results():
            (self.folder / name).unlink()

    def results(self) -> list[str]:
        """The names of the results that are in place."""
        return [name for name in (*RESULTS, *COLUMNS, *TABLES, SUMMARY) if (self.folder / name).exists()]

    def found(self, total: int) -> set[int]:
        """The pieces that were done before, each file looked through; what is damaged or half there is done again."""
        numbers: set[int] = set()
        for path in self.parts.glob("*.part"):
            try:
                number = proved(path).number
            except Broken:
                continue
            if number < total and path == place_of(self.parts, number):
                numbers.add(number)
        return numbers

    def finish(self, names: tuple[str, ...]) -> None:
        """Puts the results in place, each as a whole, the summary last, and clears what led to them."""
        for name in (*names, SUMMARY):
            (self.parts / name).replace(self.folder / name)
        self.clear()

    def clear(self) -> None:
        """Forgets what was done so far; the plan goes first, for without it nothing is taken up."""
        for path in sorted(self.parts.iterdir(), key=lambda path: path.name != _PLAN):
            if path.name != _LOCK:
                path.unlink()


@contextmanager
def writing(parts: Path) -> Iterator[None]:
    """Says in Chinese why something could not be written among the parts, and that what there is there is of use."""
    try:
        yield
    except OSError as error:
        why = _REASONS.get(error.errno or 0, "写入失败")
        hint = "请腾出空间，或换一个文件夹。" if error.errno in _FULL else "请换一个文件夹。"
        if Workplace(parts.parent).begun:
            hint = "已做完的部分留着，腾出空间或换好磁盘以后，用同样的命令接着做。"
        raise NotWritten(f"不能写入 {parts}（{why}），没有出具结果。{hint}") from None


@contextmanager
def opened(folder: Path, restart: bool) -> Iterator[Workplace]:
    """The folder of a batch, locked; raises Refused. What was done in it stays, unless it is to be started anew."""
    place = Workplace(folder)
    new = not os.path.lexists(folder)
    with writing(place.parts):
        _check(place)
        place.parts.mkdir(parents=True, exist_ok=True)
        lock = os.open(place.parts / _LOCK, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        _lock(lock, place)
        try:
            if restart or not place.plan:
                with writing(place.parts):
                    place.clear()
                if place.results() and not restart:
                    message = f"{folder} 里已经有批量检查的结果，没有覆盖。"
                    raise Refused(f"{message}请换一个文件夹；要重做，加 --restart。")
            yield place
        finally:
            if not (place.plan and place.begun):
                shutil.rmtree(place.parts, ignore_errors=True)
                if new:
                    with suppress(OSError):  # there is something in it, or it is gone: somebody took it away meanwhile
                        folder.rmdir()
    finally:
        os.close(lock)


def _check(place: Workplace) -> None:
    folder = place.folder
    if os.path.lexists(folder) and not os.path.isdir(folder):
        raise Refused(f"{folder} 不是文件夹，没有动它。--output 要写放结果的文件夹。")
    others = sorted(_others(place)) if os.path.isdir(folder) else []
    if others:
        raise Refused(f"{folder} 里有别的文件（{'、'.join(others[:3])}），没有动它们。请换一个新的文件夹。")


def _others(place: Workplace) -> Iterator[str]:
    """What was not left by a batch: of the same names only files are, and folders with nothing but what leads there."""
    for entry in os.scandir(place.folder):
        if entry.name == UNFINISHED and entry.is_dir(follow_symlinks=False):
            for inner in os.scandir(place.parts):
                mine = inner.name in _OURS or _LEADING.fullmatch(inner.name)
                if not (mine and inner.is_file(follow_symlinks=False)):
                    yield f"{UNFINISHED}/{inner.name}"
        elif entry.name not in _OURS or entry.is_dir(follow_symlinks=False):
            yield entry.name


def _lock(file: int, place: Workplace) -> None:
    """Locks what the system unlocks when this process ends, however it ends."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if os.fstat(file).st_ino != os.stat(place.parts / _LOCK).st_ino:
                raise BlockingIOError(EAGAIN, "")  # the batch that had it has just finished
    except OSError as error:
        if error.errno not in _TAKEN:
            return  # a network drive without locks: everything is written as a whole, twice at worst
        raise Refused(f"另一次批量检查正在 {place.folder} 里工作，没有动它。请等它做完，或换一个文件夹。") from None
