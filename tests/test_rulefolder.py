"""Which files of a folder are rules, and which of them verdicts rest on."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from engine.batch.opening import source_of
from engine.intake.gathering import fact_files
from engine.loading import load
from engine.mistakes import Mistakes, MistakesFound
from engine.rulefolder import HEADINGS, NotLookedInto, below, judging, lies_in, rule_files


def folder_of(root: Path, *names: str) -> Path:
    """A folder with empty files."""
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("", encoding="utf-8")
    return root


def test_every_yaml_file_is_found_in_an_order_that_does_not_change(tmp_path: Path) -> None:
    root = folder_of(tmp_path, "乙/2.yaml", "甲/1.yaml", "参数.yaml", "甲/.暂存.yaml", "说明.md")
    assert [path.relative_to(root).as_posix() for path in rule_files(root)] == ["乙/2.yaml", "参数.yaml", "甲/1.yaml"]


def test_there_are_no_rules_where_there_is_no_folder(tmp_path: Path) -> None:
    assert rule_files(tmp_path / "没有") == rule_files(tmp_path / ("长" * 300)) == []


def test_what_lies_behind_a_link_or_cannot_be_read_is_not_passed_over_in_silence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root, away = folder_of(tmp_path / "规则", "甲/1.yaml", "主题.yaml"), folder_of(tmp_path / "别处", "2.yaml")
    (root / ".藏").symlink_to(away)
    folder_of(root, ".草稿/3.yaml")
    assert len(rule_files(root)) == 3
    assert len(list(below(root))) == 2
    (root / "乙").symlink_to(away)
    with pytest.raises(NotLookedInto) as raised:
        rule_files(root)
    assert (raised.value.path, raised.value.link) == (root / "乙", True)
    mistakes = Mistakes()
    load(root, mistakes)
    assert [str(one.place) for one in mistakes.found] == [str(root / "乙")]
    (root / "乙").unlink()
    look = os.scandir

    def refusing(place: str) -> object:
        if Path(place).name == "甲":
            raise PermissionError(13, "", place)
        return look(place)

    monkeypatch.setattr(os, "scandir", refusing)
    with pytest.raises(NotLookedInto) as raised:
        rule_files(root)
    assert (raised.value.path, raised.value.link) == (root / "甲", False)
    with pytest.raises(MistakesFound, match="打不开这个文件夹，里面的文件没有读取"):
        source_of(root, root)
    mistakes = Mistakes()
    fact_files([root], mistakes)
    assert [one.message for one in mistakes.found] == ["打不开这个文件夹，里面的文件没有读取"]


def test_verdicts_do_not_rest_on_how_tables_are_read(tmp_path: Path) -> None:
    root = folder_of(tmp_path, HEADINGS, f"监控/{HEADINGS}", "参数.yaml")
    names = [path.relative_to(root).as_posix() for path in judging(rule_files(root), root)]
    assert names == ["参数.yaml", f"监控/{HEADINGS}"]  # only the one at the top of the folder is special


def test_a_file_lies_in_itself_and_in_every_folder_above_it(tmp_path: Path) -> None:
    root = folder_of(tmp_path, "甲/1.yaml", "甲乙/1.yaml")
    file = root / "甲/1.yaml"
    assert all(lies_in(file, place) for place in (file, root / "甲", root))
    assert not lies_in(root / "甲乙/1.yaml", root / "甲")
