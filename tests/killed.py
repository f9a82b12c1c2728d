"""Batches of many pieces in processes of their own, to be killed, stopped and starved."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

from batches import batch, line

from engine.batch.workplace import Refused
from engine.terminal import NotWritten

# Departments of all sorts: without findings, refused, twice the same, twice different, under names that look the same.
LINES = [
    line("局0", 1),
    "坏",
    *(line(f"局{n}", n % 4, padding=n % 90) for n in range(1, 120)),
    line("局5", 1, padding=5),
    line("局50", 3),
    line("局 60", 0),
]


def child(work: Callable[[], object]) -> int:
    """A process of its own, the first of its group, that does this; it ends with 9 where a batch was refused."""
    process = os.fork()
    if process:
        return process
    code = 8
    try:
        os.setsid()
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        os.dup2(1, 2)
        code = int(work() or 0)  # type: ignore[call-overload]
    except NotWritten:
        code = 9
    except KeyboardInterrupt:
        code = 7
    finally:
        os._exit(code)


def ended(process: int) -> int:
    """How a process ended: its exit code, or minus the signal that killed it."""
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


def patiently(facts: Path, output: Path, **more: object) -> int:
    """A batch that waits for the processes of one that was killed to be gone."""
    for _ in range(500):
        try:
            return batch(facts, output, **more)
        except Refused as error:
            if "正在" not in str(error):
                raise
            time.sleep(0.01)
    raise AssertionError("still locked")
