"""Runs whole processes in rounds, every program once in each and in an order that changes; times in milliseconds.

A busy machine then slows all of them alike, and the ratio of two programs within a round means something.
"""

from __future__ import annotations

import os
import random
import resource
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
Programs = dict[str, tuple[list[str], dict[str, str]]]  # name -> arguments of python, environment


class Cost(NamedTuple):
    """What one run took in milliseconds: on the clock, and of all processors together (its own processes included)."""

    clock: float
    work: float


def times_of(programs: Programs, settings: dict[str, str], rounds: int) -> dict[str, list[float]]:
    """Returns the times of each program on the clock; raises RuntimeError where one does not do its work."""
    costs = costs_of(programs, settings, rounds)
    return {name: [cost.clock for cost in own] for name, own in costs.items()}


def costs_of(programs: Programs, settings: dict[str, str], rounds: int) -> dict[str, list[Cost]]:
    """Returns what each run of each program took; raises RuntimeError where one does not do its work."""
    for arguments, own in programs.values():
        _run(arguments, settings | own)  # fills the cache and the .pyc files
    costs: dict[str, list[Cost]] = {name: [] for name in programs}
    order = list(programs)
    chance = random.Random(2022)
    for _ in range(rounds):
        chance.shuffle(order)
        for name in order:
            arguments, own = programs[name]
            costs[name].append(_run(arguments, settings | own))
    return costs


def _run(arguments: list[str], settings: dict[str, str]) -> Cost:
    before, start = _work(), time.perf_counter()
    env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"} | settings
    done = subprocess.run([sys.executable, *arguments], cwd=ROOT, env=env, capture_output=True, check=False)
    if done.returncode not in (0, 1):
        raise RuntimeError(done.stderr.decode())
    return Cost((time.perf_counter() - start) * 1000, (_work() - before) * 1000)


def _work() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
