"""The files of a rules folder: which there are, and which of them verdicts rest on."""

from __future__ import annotations

import os
from os.path import isdir, isfile
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


def rule_files(folder: Path) -> list[Path]:
    """Returns every YAML file of a rulebook in a fixed order."""
    if not isdir(folder):  # unlike Path.is_dir, never raises (a name may be too long to be looked for)
        return []
    found = [Path(place, name) for place, _, names in os.walk(folder) for name in names if _is_yaml(name)]
    return sorted(filter(isfile, found))


def _is_yaml(name: str) -> bool:
    return os.path.normcase(name).endswith(".yaml") and not name.startswith(".")
