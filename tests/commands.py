"""Running the command line: what it did, in this process or in one of its own."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from small import ROOT, facts_text, listed, rule_text

SEED = next((ROOT / "facts").glob("*增城*2022*"))
LOW = rule_text("支出 ≥ 100元", rule="BUD-001", problem="{名称}支出{支出}。")
NONE = rule_text("编码 不为无", rule="MON-001", theme="绩效监控")
BAD, GOOD = listed("项目", "名称: 甲, 支出: 90元, 编码: A"), listed("项目", "名称: 甲, 支出: 100元, 编码: A")


def write(path: Path, facts: str, department: str = "示例部门", year: int = 2022) -> Path:
    """Writes a fact file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(facts_text(facts, department, year), encoding="utf-8")
    return path


class Run:
    """What a command did."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err
        assert "Traceback" not in out + err
        assert 'File "' not in out + err


Runner = Callable[..., Run]


def process(*arguments: object, **more: str) -> subprocess.CompletedProcess[bytes]:
    """Runs a command in a process of its own."""
    command = [sys.executable, str(ROOT / "cli.py"), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, env={**os.environ, **more}, check=False, timeout=60)


def english(text: str, *known: object) -> list[str]:
    """The English words of a text that are neither options, choices, file names nor ids of rules."""
    for part in map(str, known):
        text = text.replace(part, "")
    text = re.sub(
        r"--[a-z-]+|<[a-z|]+>|cli\.py|\S*/\S*|[A-Z]+-\d+|durable-rules|\w+\.yaml|YAML|JSON|GBK|UTF-8", " ", text
    )
    allowed = {
        "batch",
        "check",
        "explain",
        "lint",
        "test",
        "facts",
        "new",
        "durable",
        "reference",
        "table",
        "text",
        "json",
        "chekc",
        "old",
        "pdf",
        "prolog",
        "formt",
        "impact",
        "rules",
        "list",
        "show",
        "schema",
        "docs",
        "export",
        "import",
        "Markdown",
        "Word",
        "Excel",
        "md",
        "txt",
        "docx",
        "xlsx",
        "csv",
        "WPS",
        "jsonl",
        "html",
        "markdown",
        "ledger",
        "verify",
        "compare",
        "forget",
        "convert",
        "template",
        "status",
        "yaml",
        "db",
        "VS",
        "Code",
        "local",
        "Spark",
        "parquet",
    }
    return [word for word in re.findall(r"[A-Za-z]{2,}", text) if word not in allowed]
