"""The files of a rules folder: which there are, and which of them verdicts rest on; and what lies below any folder."""

from __future__ import annotations

import os
from collections.abc import Iterator
from os.path import isdir, isfile, islink, join
from pathlib import Path


def lies_in(file: Path, place: Path) -> bool:
    """Whether a file is a place, or lies somewhere inside it."""
    at = file.resolve()
    return place.resolve() in (at, *at.parents)


# Files at the top of a rules folder that no verdict rests on: how tables are read, and what the workbench was told.
HEADINGS, ACKNOWLEDGED, EXPLAINED = "表头.yaml", "已知提示.yaml", "变异说明.yaml"


def judging(files: list[Path], folder: Path) -> list[Path]:
    """Returns those files of a rulebook that verdicts and their words rest on: they stand behind the 核验码."""
    aside = {folder / name for name in (HEADINGS, ACKNOWLEDGED, EXPLAINED)}
    return [path for path in files if path not in aside]


class NotLookedInto(OSError):
    """Raised for a folder whose files would silently not be there: it cannot be read, or is a link to another one."""

    def __init__(self, path: str, link: bool) -> None:
        super().__init__(path)
        self.path, self.link = Path(path), link

    def words(self) -> tuple[str, str]:
        """What is wrong, and what to do about it, in Chinese."""
        if self.link:
            return "这是指向别的文件夹的链接，里面的文件没有读取", "请把那个文件夹放到这里来代替链接。"
        return "打不开这个文件夹，里面的文件没有读取", "请核对权限。"


def below(folder: Path, hidden: bool = False) -> Iterator[Path]:
    """Yields what lies in a folder and in those below it, folders excepted; raises NotLookedInto.

    Only where `hidden` is set hidden folders are looked into; links to folders that are hidden never are.
    """
    for place, folders, names in os.walk(folder, onerror=_refuse):
        if not hidden:
            folders[:] = [name for name in folders if not name.startswith(".")]
        for name in folders:
            if islink(join(place, name)) and not name.startswith("."):
                raise NotLookedInto(join(place, name), True)
        for name in names:
            yield Path(place, name)


def _refuse(error: OSError) -> None:
    raise NotLookedInto(str(error.filename), False) from error


def rule_files(folder: Path, all_read: bool = False) -> list[Path]:
    """Returns every YAML file of a rulebook in a fixed order; raises NotLookedInto.

    all_read: raises OSError where there are files that look like rules and are not read, which the loader will name.
    """
    if not isdir(folder):  # unlike Path.is_dir, never raises (a name may be too long to be looked for)
        return []
    inside = [path for path in below(folder, hidden=True) if path.name.lower().endswith((".yaml", ".yml"))]
    found = sorted(filter(isfile, (path for path in inside if _is_yaml(path.name))))
    if all_read and len(found) < sum(not path.name.startswith(".") for path in inside):
        raise OSError
    return found


def _is_yaml(name: str) -> bool:
    return os.path.normcase(name).endswith(".yaml") and not name.startswith(".")
