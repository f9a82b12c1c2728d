"""The input of a batch as its user names it: the source that reads it, or in Chinese why nothing does."""

from __future__ import annotations

import os
import re
from pathlib import Path

from engine.batch.sources import COLUMNS, LINES, Source
from engine.batch.workplace import RESULTS, SUMMARY
from engine.mistakes import Mistakes, MistakesFound, Place
from engine.rulefolder import NotLookedInto, below
from engine.terminal import say

_REMARKS = 10  # files told of one by one
_HEAD = 2**16  # bytes by which a file is known
_DEPARTMENT = re.compile(rb'(\xef\xbb\xbf)?\s*\{[ \t]*"%b"[ \t]*:[ \t]*\{' % "部门".encode())
_RENAME = "内容已经是一行一个部门的，把扩展名改成 .jsonl。"
_READS = "批量检查读的是 .jsonl（一行一个部门）、.parquet，或者放事实文件的文件夹。"


def source_of(path: Path, rules: Path) -> Source:
    """Returns what reads an input; raises MistakesFound. Rules are needed where fact files are to be understood."""
    if os.path.isdir(path):
        return _folder(path, rules)
    ending = path.suffix.lower()
    if ending not in (*LINES, *COLUMNS):
        _refuse_ending(path, ending)
    try:
        if os.path.exists(path) and not os.path.isfile(path):
            raise _refused(path, "这是设备或管道，不是文件", "中断以后要能接着做：请先存成文件。")
        with path.open("rb") as stream:
            head = stream.read(_HEAD)
    except OSError as error:
        there = os.path.lexists(path)
        raise _refused(path, "打不开文件" if there else "没有这个文件", "请核对文件名和权限。") from error
    if not head:
        raise _refused(path, "文件是空的，没有部门可以检查", "请检查是不是选错了文件，或者没有存完。")
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise _refused(path, "文件不是 UTF-8 编码，看起来是 UTF-16", "请在编辑器里“另存为”，编码选 UTF-8。")
    if ending in LINES and not _DEPARTMENT.match(head):
        from engine.batch.guessing import mistaken  # not where a file begins as it should

        words = mistaken(head, len(head) < _HEAD)
        if words is not None:
            raise _refused(path, *words)
    return _stored([path], "")


def _refuse_ending(path: Path, ending: str) -> None:
    from engine.intake.tree import ENDINGS  # loads what reads YAML: not where there are lines

    if not os.path.lexists(path):
        raise _refused(path, "没有这个文件", "请核对文件名。")
    if ending in ENDINGS:
        hint = f"只有一个部门的，用 cli.py check {path}；很多部门的，放进一个文件夹，写文件夹的名称。"
        raise _refused(path, f"这是单个的事实文件（{ending}）", hint + (_RENAME if ending == ".json" else _READS))
    raise _refused(path, f"不能读{f' {ending} ' if ending else '没有扩展名的'}文件", _READS + _RENAME)


def _stored(files: list[Path], root: str) -> Source:
    names = tuple(map(str, files))
    if files[0].suffix.lower() in COLUMNS:
        from engine.batch.row_groups import Rows

        return Rows(names, root)
    from engine.batch.ranges import Lines

    return Lines(names, root)


def _folder(folder: Path, rules: Path) -> Source:
    """Files of lines are read as they are; else the folder holds fact files."""
    from engine.intake.tree import ENDINGS

    try:
        found = [path for path in sorted(below(folder)) if _counts(path, folder)]
    except NotLookedInto as error:
        raise _refused(error.path, *error.words()) from error
    stored = [[path for path in found if path.suffix.lower() in endings] for endings in (LINES, COLUMNS)]
    facts = [path for path in found if path.suffix.lower() in ENDINGS]
    sorts = [files for files in (*stored, facts) if files]
    if {RESULTS[0], SUMMARY} <= {path.name for path in found if path.parent == folder}:
        raise _refused(folder, "这是批量检查的结果，不是部门的事实", "请写放部门事实的文件夹或文件。")
    if len(sorts) > 1:
        names = "、".join(str(files[0].relative_to(folder)) for files in sorts)
        raise _refused(folder, f"这个文件夹里有几种文件（{names}）", "请分放在几个文件夹里，一次检查一种。")
    if not sorts:
        raise _refused(folder, "这个文件夹里没有可以检查的文件", f"请检查路径。{_READS}")
    if facts:
        from engine.batch.gathered import Files

        _remark(folder)
        return Files(str(folder), str(rules))
    return _stored(sorts[0], str(folder))


def _remark(folder: Path) -> None:
    """Says which files are not read: what only they hold will be lacking."""
    from engine.intake.gathering import fact_files

    mistakes = Mistakes()
    fact_files([folder], mistakes)
    lines = mistakes.remarked().splitlines()
    more = f"……共{len(lines)}个文件没有读取。" if len(lines) > _REMARKS else ""
    say("\n".join([*lines[:_REMARKS], *([more] if more else [])]))


def _counts(path: Path, folder: Path) -> bool:
    hidden = any(part.startswith(".") for part in path.relative_to(folder).parts) or path.name.startswith("~$")
    return not hidden and path.is_file()


def _refused(path: Path, message: str, hint: str) -> MistakesFound:
    mistakes = Mistakes()
    mistakes.add(Place(str(path)), message, hint)
    return MistakesFound(mistakes.found)
