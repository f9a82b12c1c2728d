"""Start to finish of one department's check, against importing typer, pydantic, tabulate and durable and nothing more.

Every round runs all programs once, in an order that changes, so that a busy machine slows all of them alike; the
ratio is the median of the rounds' own ratios.
"""

from __future__ import annotations

import os
import platform
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent
ROUNDS = 25
BASE = "只导入 typer、pydantic、tabulate、durable"


def measure(rounds: int = ROUNDS) -> str:
    """Returns a table of medians in milliseconds and ratios to the base."""
    facts = str(next((ROOT / "facts").glob("*增城*2022*")))
    with tempfile.TemporaryDirectory() as empty:
        programs = {
            BASE: (["-c", "import typer, pydantic, tabulate, durable.lang"], {}),
            "check，表格": (["cli.py", "check", facts], {}),
            "check，文字": (["cli.py", "check", facts, "--format", "text"], {}),
            "check，JSON": (["cli.py", "check", facts, "--format", "json"], {}),
            "check，只用参照求值器": (["cli.py", "check", facts, "--engine", "reference"], {}),
            "check，没有缓存（规则改过之后的第一次）": (["cli.py", "check", facts], {"JIXIAO_CACHE": ""}),
        }
        with tempfile.TemporaryDirectory() as cache:
            settings = {"JIXIAO_CACHE": cache, "HOME": empty}
            times = _times(programs, settings, rounds)
    return _table(times)


def _times(
    programs: dict[str, tuple[list[str], dict[str, str]]], settings: dict[str, str], rounds: int
) -> dict[str, list[float]]:
    for arguments, own in programs.values():
        _run(arguments, settings | own)  # fills the cache and the .pyc files
    times: dict[str, list[float]] = {name: [] for name in programs}
    order = list(programs)
    chance = random.Random(2022)
    for _ in range(rounds):
        chance.shuffle(order)
        for name in order:
            arguments, own = programs[name]
            times[name].append(_run(arguments, settings | own))
    return times


def _run(arguments: list[str], settings: dict[str, str]) -> float:
    start = time.perf_counter()
    env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"} | settings
    done = subprocess.run([sys.executable, *arguments], cwd=ROOT, env=env, capture_output=True, check=False)
    if done.returncode not in (0, 1):
        raise RuntimeError(done.stderr.decode())
    return (time.perf_counter() - start) * 1000


def _table(times: dict[str, list[float]]) -> str:
    base = times[BASE]
    lines = [
        f"{platform.machine()}，{os.cpu_count()} 核，Python {platform.python_version()}，每项 {len(base)} 次，交替运行"
    ]
    for name, own in times.items():
        ratio = median(a / b for a, b in zip(own, base, strict=True))
        lines.append(f"{median(own):7.0f} 毫秒  {ratio:5.2f} 倍  {name}")
    return "\n".join(lines)
