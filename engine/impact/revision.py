"""The rule files of a git revision, written into a folder of their own: only plain YAML files, nothing is executed."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import NoReturn

from engine.mistakes import Mistakes, Place

_NAME = re.compile(r"(?!-)[\w./@^~{}+-]{1,200}")
_FILE = re.compile(rb"(?P<mode>\d{6}) blob (?P<id>[0-9a-f]{40,64}) +(?P<size>\d+)\t(?P<name>.+)", re.DOTALL)
_LINK = b"120000"
MOST_FILES, LARGEST = 5000, 8 * 1024 * 1024  # a rulebook has some hundred files of a few kilobytes
_SECONDS = 60
_LEADING_ASTRAY = (
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_COMMON_DIR",
    "GIT_INDEX_FILE",
    "GIT_OBJECT_DIRECTORY",
    "GIT_NAMESPACE",
)
_PLACE = "版本"


def export(name: str, folder: Path, into: Path) -> str:
    """Writes the YAML files that a rule folder had in a revision; returns its short id; raises MistakesFound."""
    if not _NAME.fullmatch(name) or ".." in name:
        _stop(f"“{name[:80]}”既不是文件夹，也不是 git 版本的写法", "版本写成 v1.0、HEAD~3 或提交号的样子。")
    inside = _standing(folder)
    if not in_repository(folder):
        hint = "请在规则库的 git 仓库里使用版本，或写两个规则文件夹。"
        _stop(f"规则文件夹 {folder} 不在 git 仓库里，或 git 不肯读取它", hint)
    found = _git(inside, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
    if found is None:
        _stop(f"“{name}”既不是文件夹，也不是 git 里有的版本", "git tag 和 git log --oneline 列出有哪些版本。")
    commit, top = found.decode().strip(), (_git(inside, "rev-parse", "--show-toplevel") or b"").decode().strip()
    place = PurePosixPath(folder.resolve().relative_to(Path(top).resolve()).as_posix())
    files = _files(inside, commit, place)
    if not files:
        _stop(f"版本“{name}”里没有规则文件夹 {place}", "请用 --rules 指明那时就有的规则文件夹。")
    for path, blob in files.items():
        target = into / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(blob)
    return commit[:10]


def in_repository(folder: Path) -> bool:
    """Whether a folder lies in a git repository that git is willing to read."""
    return _git(_standing(folder), "rev-parse", "--show-toplevel") is not None


def _standing(folder: Path) -> Path:
    """The folder, or the nearest one above it that is there still."""
    return next(place for place in (folder.resolve(), *folder.resolve().parents) if place.is_dir())


def _files(here: Path, commit: str, place: PurePosixPath) -> dict[PurePosixPath, bytes]:
    """The YAML files below a folder of a commit by their path in it."""
    root = [] if str(place) == "." else [str(place)]
    listing = _git(here, "ls-tree", "-r", "-l", "-z", "--full-tree", commit, "--", *root) or b""
    found = [item for line in listing.split(b"\0") if (item := _FILE.fullmatch(line)) is not None and _wanted(item)]
    if len(found) > MOST_FILES or any(int(item["size"]) > LARGEST for item in found):
        _stop("这个版本的规则文件太多或太大", "请核对规则文件夹是否写对。")
    paths = [PurePosixPath(item["name"].decode(errors="surrogateescape")) for item in found]
    for path, item in zip(paths, found, strict=True):
        if item["mode"] == _LINK or ".." in path.parts:
            _stop(f"这个版本的 {path} 不是普通文件，没有取出", "规则文件应是普通文件，不能是链接。")
    said = _git(here, "cat-file", "--batch", said=b"".join(item["id"] + b"\n" for item in found)) or b""
    return {path.relative_to(place): blob for path, blob in zip(paths, _blobs(said, found), strict=True)}


def _wanted(item: re.Match[bytes]) -> bool:
    return item["name"].lower().endswith((b".yaml", b".yml"))


def _blobs(said: bytes, found: list[re.Match[bytes]]) -> Iterator[bytes]:
    """The contents in the order they were asked for: each after a line that names it, and before the end of a line."""
    at = 0
    for item in found:
        at = said.index(b"\n", at) + 1
        yield said[at : at + int(item["size"])]
        at += int(item["size"]) + 1


def _git(here: Path, *arguments: str, said: bytes = b"") -> bytes | None:
    """What git says, or None where it refuses; raises MistakesFound where there is no git."""
    # A repository may be anybody's: nothing is fetched for it, and a hook that runs us does not choose another.
    command = ["git", "--no-optional-locks", "-c", "protocol.allow=never", "-C", str(here), *arguments]
    env = {name: value for name, value in os.environ.items() if name not in _LEADING_ASTRAY}
    try:
        done = subprocess.run(command, capture_output=True, check=False, timeout=_SECONDS, input=said, env=env)
    except FileNotFoundError:
        _stop("这台机器没有 git，不能取出过去的版本", "请安装 git，或写两个规则文件夹。")
    except subprocess.TimeoutExpired:
        _stop(f"git 超过{_SECONDS}秒没有答复", "请稍后再试，或写两个规则文件夹。")
    return done.stdout if done.returncode == 0 else None


def _stop(message: str, hint: str) -> NoReturn:
    mistakes = Mistakes()
    mistakes.add(Place(_PLACE), message, hint)
    mistakes.check()
    raise AssertionError  # check has raised
