"""The files of a rules folder are the same, in the same order, however the folder is written."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine import cache
from engine.rulefolder import rule_files


@pytest.mark.parametrize("root", [".", "规则", "规则/../规则"])
def test_the_files_of_a_folder_and_their_names_do_not_depend_on_how_the_folder_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, root: str
) -> None:
    """The order is that of the parts of the path: 甲/一.yaml comes before 甲-乙/一.yaml."""
    for name in (
        "甲/一.yaml",
        "甲-乙/一.yaml",
        "甲.yaml",
        ".乙.yaml",
        ".丙/一.yaml",
        "甲/二.yml",
        "甲/三.yaml/四.yaml",
    ):
        file = tmp_path / "规则" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(name, encoding="utf-8")
    monkeypatch.chdir(tmp_path / "规则" if root == "." else tmp_path)
    folder = Path(root)
    files = rule_files(folder)
    there = [path for path in folder.rglob("*.yaml") if path.is_file() and not path.name.startswith(".")]
    assert [str(path) for path in files] == [str(path) for path in sorted(there)]
    parts = [(path.relative_to(folder).as_posix().encode(), path.read_bytes()) for path in files]
    assert cache.fingerprint(files, folder) == cache.digest_of(parts)
