"""Start to finish of one department's check, against importing typer, pydantic, tabulate and durable and nothing more.

The ratio is the median of the rounds' own ratios.
"""

from __future__ import annotations

import os
import platform
import tempfile
from statistics import median

from benchmarks.interleaving import ROOT, Programs, times_of

ROUNDS = 25
BASE = "只导入 typer、pydantic、tabulate、durable"
CHECK = "check，表格"


def measure(rounds: int = ROUNDS) -> str:
    """Returns a table of medians in milliseconds and ratios to the base."""
    facts = _facts()
    return _table(
        _times(
            rounds,
            {
                CHECK: (["cli.py", "check", facts], {}),
                "check，文字": (["cli.py", "check", facts, "--format", "text"], {}),
                "check，JSON": (["cli.py", "check", facts, "--format", "json"], {}),
                "check，只用参照求值器": (["cli.py", "check", facts, "--engine", "reference"], {}),
                "check，没有缓存（规则改过之后的第一次）": (["cli.py", "check", facts], {"JIXIAO_CACHE": ""}),
            },
        )
    )


def check_times(rounds: int) -> dict[str, list[float]]:
    """Returns the times of the base and of a check alone."""
    return _times(rounds, {CHECK: (["cli.py", "check", _facts()], {})})


def _facts() -> str:
    return str(next((ROOT / "facts").glob("*增城*2022*")))


def _times(rounds: int, programs: Programs) -> dict[str, list[float]]:
    base: Programs = {BASE: (["-c", "import typer, pydantic, tabulate, durable.lang"], {})}
    with tempfile.TemporaryDirectory() as empty, tempfile.TemporaryDirectory() as cache:
        return times_of(base | programs, {"JIXIAO_CACHE": cache, "HOME": empty}, rounds)


def _table(times: dict[str, list[float]]) -> str:
    base = times[BASE]
    lines = [
        f"{platform.machine()}，{os.cpu_count()} 核，Python {platform.python_version()}，每项 {len(base)} 次，交替运行"
    ]
    for name, own in times.items():
        ratio = median(a / b for a, b in zip(own, base, strict=True))
        lines.append(f"{median(own):7.0f} 毫秒  {ratio:5.2f} 倍  {name}")
    return "\n".join(lines)
