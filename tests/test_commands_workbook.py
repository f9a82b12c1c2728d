"""The commands rules export and rules import, as they are typed."""

from __future__ import annotations

from pathlib import Path

from commands import Runner


def test_a_workbook_that_nobody_edited_changes_nothing(run: Runner, rules: Path, facts: Path, tmp_path: Path) -> None:
    where = ("--rules", rules, "--facts", facts.parent)
    before = {path: path.read_bytes() for path in (*rules.rglob("*.yaml"), facts)}
    assert run("rules", "export", tmp_path / "甲.xlsx", *where).code == 0
    result = run("rules", "import", tmp_path / "甲.xlsx", *where)
    assert (result.code, result.out, result.err) == (0, "", "没有改动：工作簿与文件一致。\n")
    assert {path: path.read_bytes() for path in before} == before
