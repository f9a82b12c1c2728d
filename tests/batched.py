"""Department lines as a batch reads them, and what an examiner makes of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec
from small import TODAY, facts_text, tree
from trees import plain

from engine.batch.examining import Examiner, Part, Settings

Line = dict[str, Any]


def line_of(facts: str = "", department: str = "示例部门", year: int = 2022) -> bytes:
    """The line of a department whose facts are written as in a fact file."""
    node = tree(facts if "\n部门:" in f"\n{facts}" else facts_text(facts, department, year))
    assert node is not None
    return json.dumps(plain(node), ensure_ascii=False).encode()


def examiner(rules: Path, verify: tuple[int, int] = (0, 1), **more: Any) -> Examiner:
    """An examiner of a rules folder; nothing is judged twice unless asked for."""
    return Examiner(Settings(str(rules), today=TODAY, verify=verify, **more))


def examined(rules: Path, *lines: bytes, **more: Any) -> Part:
    """What lines come to."""
    found = examiner(rules, **more)
    try:
        return found.examine(lines)
    finally:
        found.close()


def rows(lines: bytes) -> list[Line]:
    """The lines of a result as data."""
    return [msgspec.json.decode(line) for line in lines.splitlines()]
