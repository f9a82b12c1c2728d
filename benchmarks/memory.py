"""The most memory that a whole process held, or the largest of the processes it started, in MB as the kernel counts it.

It is started from a process that is small itself: what its parent held counts for a child until it becomes a program.
"""

from __future__ import annotations

import os
import subprocess
import sys

from benchmarks.interleaving import ROOT

_SPAWN = """
import os, sys
child = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ, file_actions=[(os.POSIX_SPAWN_OPEN, 1, os.devnull, 1, 0)])
_, status, used = os.wait4(child, 0)
print(os.waitstatus_to_exitcode(status), used.ru_maxrss)
"""


def peak(arguments: list[str], settings: dict[str, str]) -> float:
    """Runs python with these arguments; raises RuntimeError where it does not do its work."""
    command = [sys.executable, "-I", "-S", "-c", _SPAWN, sys.executable, *arguments]
    done = subprocess.run(command, cwd=ROOT, env=os.environ | settings, capture_output=True, check=True, text=True)
    code, kilobytes = map(int, done.stdout.split())
    if code not in (0, 1):
        raise RuntimeError(done.stderr)
    return kilobytes / 1024
