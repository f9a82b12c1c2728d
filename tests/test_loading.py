"""A folder that somebody named by mistake is told as such, once, and a folder of rules has every mistake told."""

from __future__ import annotations

from pathlib import Path

from small import facts_text, rule_text, write_rules

from engine.loading import load_checked
from engine.mistakes import Mistakes


def told(folder: Path) -> list[str]:
    """What is wrong with a folder of rules."""
    mistakes = Mistakes()
    load_checked(folder, mistakes)
    return [f"{one.place} {one.message}" for one in mistakes.found]


def test_facts_in_the_place_of_rules_are_told_once(tmp_path: Path) -> None:
    for name in ("甲局", "乙局"):
        (tmp_path / f"{name}.yaml").write_text(facts_text(department=name), encoding="utf-8")
    assert told(tmp_path) == [f"{tmp_path} 这个文件夹里的文件没有一个是规则"]


def test_rules_without_their_themes_are_still_looked_through(tmp_path: Path) -> None:
    write_rules(tmp_path, rule_text("支出 ≥ 1元"))
    assert told(tmp_path) == []
    (tmp_path / "主题.yaml").unlink()
    found = told(tmp_path)
    assert any("缺少这个文件" in one for one in found)
    assert not any("没有一个是规则" in one for one in found)


def test_a_folder_with_themes_alone_is_no_mistake_of_the_folder(tmp_path: Path) -> None:
    write_rules(tmp_path)
    assert not any("没有一个是规则" in one for one in told(tmp_path))
