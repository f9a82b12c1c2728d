"""Judging alone, in one process: decoded departments judged by ours with 20 and 2,000 rules, and by hand-fused Python.

Run as `python -m benchmarks.judging LINES ROUNDS RULES MORE_RULES`; prints the seconds of each round as JSON. Ours
gives what the fast path finds before it is written, as the hand-fused function gives tuples.
"""

from __future__ import annotations

import gc
import json
import random
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.departments import REGION, YEAR

FEW, MANY, FUSED = "本引擎，20条规则", "本引擎，2,000条规则", "手工合写"
Judged = tuple[Callable[[Any], Any], list[Any]]  # what judges a department, and the departments


def main() -> None:
    """Decodes everything, then judges in rounds."""
    lines = Path(sys.argv[1]).read_bytes().splitlines()
    judged = {FUSED: _fused(), FEW: _ours(sys.argv[3], lines), MANY: _ours(sys.argv[4], lines)}
    gc.collect()
    gc.freeze()
    times: dict[str, list[float]] = {name: [] for name in judged}
    order, chance = list(judged), random.Random(2022)
    for _ in range(int(sys.argv[2])):
        chance.shuffle(order)
        for name in order:
            times[name].append(_time(*judged[name]))
    print(json.dumps(times))


def _time(judge: Callable[[Any], Any], departments: list[Any]) -> float:
    start = time.perf_counter()
    for department in departments:
        judge(department)
    return time.perf_counter() - start


def _fused() -> Judged:
    from benchmarks.peers import fused
    from benchmarks.peers.reading import Finding, departments

    def judge(department: Any) -> list[Finding]:
        found: list[Finding] = []
        fused.judge(department, found)
        return found

    return judge, list(departments(sys.argv[1]))


def _ours(rules: str, lines: list[bytes]) -> Judged:
    from engine.batch.kit import Kit

    known = Kit(Path(rules), (), (), True).known(REGION, YEAR)
    if known is None:
        raise RuntimeError("no fast path for this rulebook")
    found = [known.read(line) for line in lines]
    if None in found:
        raise RuntimeError("a line that the fast path leaves to others")
    return known.judge, found


if __name__ == "__main__":
    main()
