"""The workload of a province through the exact tier: all of it is taken, and said as the reference says it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from plain_lines import Desk, desk_of

from benchmarks import workload
from engine.library import open_library


def desk_for(folder: Path, copies: int, evidence: bool) -> tuple[Desk, list[bytes]]:
    """The desk of a workload's rulebook, and six departments."""
    lines = workload.write_lines(folder / "lines.jsonl", 300).read_bytes().splitlines()
    stands = json.loads(lines[0])["部门"]
    found = desk_of(
        open_library(workload.write_rules(folder / "rules", copies)), evidence, stands["地区"], stands["年度"]
    )
    assert found is not None
    return found, lines


@pytest.mark.parametrize(("copies", "departments", "evidence"), [(1, 6, True), (1, 6, False), (10, 2, True)])
def test_every_department_of_the_workload_is_taken_and_said_alike(
    tmp_path: Path, copies: int, departments: int, evidence: bool
) -> None:
    one, lines = desk_for(tmp_path, copies, evidence)
    assert one.checks(lines[:departments]) == departments


def test_look_alike_rules_of_the_workload_are_judged_together(tmp_path: Path) -> None:
    one, _ = desk_for(tmp_path, 10, True)
    families = [group for group in one.known.spec.groups if group.limits]
    assert sum(len(group.rules) for group in families) > 100
    assert sum(len(group.rules) for group in one.known.spec.groups) == len(workload.rule_ids(10))
