"""Findings in one form whatever engine wrote them, and one hash over them: (rule, department, subject, a, b).

The subject of a department's rule is ""; a record is told by 对象·类型·项目; records that are alike
count as often as they stand there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from benchmarks.templates import TEMPLATES

Finding = tuple[str, str, str, Any, Any]
_VALUES = {template.id: template.values for template in TEMPLATES}
_OF_DEPARTMENT = {"部门", "预算收支", "改革事项"}
_NUMBERED = re.compile("（[0-9]+）$")  # what tells subjects of one name apart


def hash_of(findings: Iterable[Finding]) -> str:
    """Returns a hash that does not depend on the order of the findings."""
    digest = sha256()
    for line in sorted(map(repr, findings)):
        digest.update(line.encode())
    return digest.hexdigest()[:16]


def ours(file: Path) -> Iterator[Finding]:
    """The findings of a 问题.jsonl; raises ValueError where the evidence lacks a value that the workload reports."""
    decode = msgspec.json.Decoder().decode
    with file.open("rb") as lines:
        yield from map(canonical, map(decode, lines))


def canonical(line: dict[str, Any]) -> Finding:
    """One line of a 问题.jsonl."""
    subject = "" if line["类型"] in _OF_DEPARTMENT else _NUMBERED.sub("", line["对象"])
    values = [_value(line["佐证"], label) for label in _VALUES[line["规则"][:3]]]
    return (line["规则"], line["部门"], subject, values[0], values[1] if len(values) > 1 else None)


def _value(evidence: dict[str, Any], beginning: str) -> Any:
    for label, value in evidence.items():
        if label.startswith(beginning):
            return value
    raise ValueError(f"no {beginning} among {evidence}")


def theirs(file: Path) -> Iterator[Finding]:
    """The findings that a peer wrote: one JSON array each, or one object with fixed columns."""
    decode = msgspec.json.Decoder(Finding | _Row).decode
    with file.open("rb") as lines:
        for found in map(decode, lines):
            yield found.finding() if isinstance(found, _Row) else found


class _Row(Struct):
    rule: str
    department: str
    subject: str
    a: int | None
    b: int | None
    text: str | None

    def finding(self) -> Finding:
        return self.rule, self.department, self.subject, self.a if self.text is None else self.text, self.b
