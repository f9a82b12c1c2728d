"""Which files of a folder are rules, and which of them verdicts rest on."""

from __future__ import annotations

from pathlib import Path

from engine.rulefolder import HEADINGS, judging, lies_in, rule_files


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


def test_verdicts_do_not_rest_on_how_tables_are_read(tmp_path: Path) -> None:
    root = folder_of(tmp_path, HEADINGS, f"监控/{HEADINGS}", "参数.yaml")
    names = [path.relative_to(root).as_posix() for path in judging(rule_files(root), root)]
    assert names == ["参数.yaml", f"监控/{HEADINGS}"]  # only the one at the top of the folder is special


def test_a_file_lies_in_itself_and_in_every_folder_above_it(tmp_path: Path) -> None:
    root = folder_of(tmp_path, "甲/1.yaml", "甲乙/1.yaml")
    file = root / "甲/1.yaml"
    assert all(lies_in(file, place) for place in (file, root / "甲", root))
    assert not lies_in(root / "甲乙/1.yaml", root / "甲")
