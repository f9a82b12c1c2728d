"""Two who write at once lose nothing, and a writer that is killed leaves whole runs only."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from ledgers import FOUND, Book, projects, rows
from small import ROOT

from engine.ledger.opening import LedgerRefused, reading
from engine.ledger.run import heads

# Keeps numbered runs of a department, and says each when it is kept: what was said must be there afterwards.
WRITER = """
import sys
sys.path[:0] = [{tests!r}, {root!r}]
from pathlib import Path
from ledgers import Book, projects
from small import TODAY, checked, dossier
folder, department, first, last = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
book = Book(folder)
keeper, library = book.keeper(), book.library
for number in range(first, last):
    given = dossier(projects(*(f"项目{{n}}=支出: {{number / 1000:.3f}}元" for n in range(30))), department, 2022)
    keeper.keep([(given, checked(library, given))])
    print(number, flush=True)
"""


def writer(folder: Path, department: str, first: int, last: int) -> subprocess.Popen[str]:
    """Starts a process that keeps runs."""
    code = WRITER.format(tests=str(ROOT / "tests"), root=str(ROOT))
    arguments = [sys.executable, "-c", code, str(folder), department, str(first), str(last)]
    return subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def whole(file: Path) -> int:
    """The number of runs in a ledger that is sound, and of which every run has all of its rows."""
    assert rows(file, "PRAGMA integrity_check") == [("ok",)]
    assert rows(file, "PRAGMA foreign_key_check") == []
    runs = rows(file, "SELECT id FROM run")
    for table, many in (("judged", 2), ("verdict", 60), ("finding", 1), ("subject", 30)):
        found = rows(file, f"SELECT count(*) FROM {table} GROUP BY run")
        assert set(found) <= {(many,)}
        assert len(found) == len(runs)
    assert len(rows(file, "SELECT DISTINCT turn FROM run")) == len(runs)
    return len(runs)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with rules, of which nothing has been kept yet."""
    Book(tmp_path)
    return tmp_path


def test_two_processes_that_write_hundreds_of_runs_at_once_lose_none(folder: Path) -> None:
    started = [writer(folder, department, 0, 100) for department in ("甲局", "乙局")]
    for one in started:
        out, errors = one.communicate(timeout=120)
        assert (one.returncode, errors) == (0, "")
        assert len(out.split()) == 100
    assert whole(folder / "台账.db") == 200
    assert rows(folder / "台账.db", "SELECT department, count(*) FROM run GROUP BY 1 ORDER BY 2") == [
        ("乙局", 100),
        ("甲局", 100),
    ]


def test_two_processes_that_make_the_same_ledger_make_one(folder: Path) -> None:
    started = [writer(folder, "甲局", 0, 10) for _ in range(2)]  # the very same runs
    for one in started:
        _, errors = one.communicate(timeout=60)
        assert (one.returncode, errors) == (0, "")
    assert whole(folder / "台账.db") == 10


def killed(folder: Path, step: int) -> bool:
    """Keeps a run in a process that is killed before a step of SQL, its pages already on the disk; whether it was."""
    child = os.fork()
    if child == 0:
        real, steps = sqlite3.connect, count(1)

        def connect(*arguments: Any, **named: Any) -> sqlite3.Connection:
            connection = real(*arguments, **named)
            connection.execute("PRAGMA cache_size = 1")  # what is written spills at once
            connection.set_trace_callback(lambda _: next(steps) < step or os.kill(os.getpid(), signal.SIGKILL))
            return connection

        try:
            sqlite3.connect = connect  # type: ignore[assignment]
            Book(folder).check(projects(*(f"项目{n}={FOUND}" for n in range(30))), department=f"{step}局")
        finally:
            os._exit(0)
    return os.waitpid(child, 0)[1] == signal.SIGKILL


def test_a_writer_killed_before_any_step_of_a_run_leaves_it_out_altogether(folder: Path) -> None:
    file, step, hot = folder / "台账.db", 1, 0
    while killed(folder, step):
        hot += (folder / "台账.db-journal").exists() and (folder / "台账.db-journal").stat().st_size > 0
        with suppress(LedgerRefused), reading(file) as connection:  # not there yet, or still empty
            assert heads(connection) == []
        step += 1 if step < 20 else 13
    assert step > 100
    assert hot > 5  # a transaction was under way, and was taken back
    assert whole(file) == 1


def test_a_writer_killed_at_any_moment_leaves_every_run_it_named_and_no_part_of_another(folder: Path) -> None:
    moments = random.Random(20221231)
    file, first = folder / "台账.db", 0
    for _ in range(8):
        one = writer(folder, "甲局", first, first + 1000)
        assert one.stdout is not None
        said = [one.stdout.readline()]  # it is at work
        time.sleep(moments.uniform(0, 0.15))
        one.send_signal(signal.SIGKILL)
        out, _ = one.communicate(timeout=60)
        assert one.returncode == -signal.SIGKILL
        named = [int(number) for number in (said[0] + out).split()]
        kept = whole(file)
        assert kept - (named[-1] + 1) in (0, 1)  # the last may have been kept and not yet named
        first = kept
    book = Book(folder)
    book.check(projects(f"甲={FOUND}"))  # the next writer goes on as if nothing had been
    assert len(rows(file, "SELECT * FROM run")) == first + 1
