"""Runs whole processes in rounds, every program once in each and in an order that changes; times in milliseconds.

A busy machine then slows all of them alike, and the ratio of two programs within a round means something.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
Programs = dict[str, tuple[list[str], dict[str, str]]]  # name -> arguments of python, environment


def times_of(programs: Programs, settings: dict[str, str], rounds: int) -> dict[str, list[float]]:
    """Returns the times of each program; raises RuntimeError where one does not do its work."""
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
