"""Lines of departments, an examiner that finds what they say is wrong, and batches of them run to their end."""

from __future__ import annotations

import json
from collections.abc import Iterable
from hashlib import blake2b
from pathlib import Path

import pytest

from engine.batch import examining
from engine.batch.examining import Part, Reject, Settings
from engine.batch.running import Asked, run
from engine.headings import folded

RESULTS = ("问题.jsonl", "无法判定.jsonl", "退回.jsonl", "部门.jsonl", "汇总.txt", "汇总.json")


def line(name: str, found: int = 1, year: int = 2022, padding: int = 0) -> str:
    """A department of which so many findings come."""
    return json.dumps(
        {"部门": {"名称": name, "年度": year, "地区": "广东省"}, "问题": found, "空": "空" * padding},
        ensure_ascii=False,
    )


def written(path: Path, *lines: str | bytes) -> Path:
    """A file of these lines."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"".join((one if isinstance(one, bytes) else one.encode()) + b"\n" for one in lines))
    return path


class Said:
    """An examiner without rules: a line itself says how many findings come of it."""

    digest = "规则"
    columns = None  # it judges no rows in columns

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    def examine(self, lines: Iterable[bytes], skip: frozenset[int] = frozenset()) -> Part:
        """Judges lines."""
        part = Part()
        found: list[str] = []
        departments: list[str] = []
        for number, one in enumerate(lines, 1):
            part.lines = number
            if number in skip or not one.strip():
                continue
            try:
                data = json.loads(one)
                name, year = data["部门"]["名称"], data["部门"]["年度"]
            except (ValueError, LookupError, TypeError):
                part.rejects.append(Reject(number, "读不懂", "请改。"))
                continue
            found += [self.finding(name, year, number) for number in range(data["问题"])]
            words = {"部门": name, "年度": year, "地区": "广东省", "发现问题": data["问题"], "无法判定": 0, "已豁免": 0}
            departments.append(json.dumps(words, ensure_ascii=False) + "\n")
            digest = blake2b(f"{folded(name)} {year}".encode(), digest_size=8).digest()
            part.names.append((digest, number))
        part.findings, part.departments = "".join(found).encode(), "".join(departments).encode()
        part.tally = {"甲": {"FINDING": len(found)}} if found else {}
        return part

    def finding(self, name: str, year: int, number: int) -> str:
        """A line of 问题.jsonl."""
        return f'{{"部门":"{name}","年度":{year},"对象":"{number}"}}\n'

    def titles(self) -> dict[str, tuple[str, str]]:
        """One rule."""
        return {"甲": ("甲规则", "主题")}

    def close(self) -> None:
        """Nothing has to be ended."""


def batch(facts: Path, output: Path, **more: object) -> int:
    """Runs a batch in this process, judged by what its lines say."""
    with pytest.MonkeyPatch.context() as patch:
        engine = more.pop("engine", "")
        patch.setattr(examining, "Examiner", more.pop("examiner", Said))
        patch.setattr("engine.cache.engine_stamp", lambda: engine)  # somebody may be at work on it
        return run(Asked(**({"facts": facts, "output": output, "rules": Path("规则"), "today": 738000} | more)))  # type: ignore[arg-type]


def results(folder: Path) -> dict[str, bytes]:
    """What is in the folder of a batch, all of it."""
    return {path.name: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def rows(folder: Path, name: str) -> list[dict[str, object]]:
    """The lines of a result."""
    return [json.loads(one) for one in (folder / name).read_text(encoding="utf-8").splitlines()]
