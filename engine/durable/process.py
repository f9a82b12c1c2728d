"""The parent's side of the worker process: every answer is checked, and every failure becomes an exception.

A worker that dies, hangs, loses a fact or does not let the canary fire ends the judging of a department; its process is
never used again and nothing is asked twice.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from subprocess import DEVNULL, PIPE, Popen, TimeoutExpired
from threading import Timer
from typing import Any, Protocol

from engine.durable.failures import DurableFailed, DurableMissing

MODULE = "durable_rules_engine"
TIME_LIMIT = 20.0  # seconds for one request; the largest department so far needs a fraction of one
MOST_REQUESTS = 5000  # of one process, in case the engine loses memory after all

Fired = list[tuple[int, int]]  # which rule of the ruleset, for which subject


class Player(Protocol):
    """What plays sessions: a worker process, or the engine inside this one."""

    def start(self) -> None:
        """Gets ready without waiting."""

    def prepare(self, rulesets: Iterable[str]) -> None:
        """Gets ready for sessions of these rulesets, where there is time before the facts are known."""

    def play(self, sessions: Sequence[tuple[str, Sequence[str]]]) -> list[Fired]:
        """Plays sessions of a ruleset and facts each; returns what fired in each."""


class Worker:
    """A worker process, started by `start` or by the first request, and again after a failure or after many requests.

    `command` is for tests: what to run instead of the worker.
    """

    def __init__(self, limit: float = TIME_LIMIT, command: Sequence[str] | None = None) -> None:
        self.limit = limit
        self.command = command
        self.process: Popen[bytes] | None = None
        self._requests = 0
        self._greeted = False

    def __enter__(self) -> Worker:
        self.start()
        return self

    def __exit__(self, *raised: object) -> None:
        self.close()

    def start(self) -> None:
        """Starts the process without waiting for it; where the engine is missing, the first request says so."""
        command = self.command or _command()
        if self.process is None and command:
            self.process = Popen(command, stdin=PIPE, stdout=PIPE, stderr=DEVNULL)
            self._requests, self._greeted = 0, False

    def prepare(self, rulesets: Iterable[str]) -> None:
        """Does nothing: a worker process is given a ruleset with its facts."""

    def play(self, sessions: Sequence[tuple[str, Sequence[str]]]) -> list[Fired]:
        """Plays sessions of a ruleset and facts each; returns what fired in each."""
        self.start()
        if self.process is None:
            raise DurableMissing(f"没有安装 {MODULE}")
        lines = [line for ruleset, facts in sessions for line in (ruleset, *facts, "")]
        try:
            answer = self._ask(self.process, "\n".join((*lines, "run", "")).encode())
            fired = [fired_in(session) for session in answer["sessions"]]
            if len(fired) != len(sessions):
                raise ValueError
        except (ValueError, TypeError, LookupError) as error:
            self.close()
            raise DurableFailed("判定进程的回答不完整或读不懂") from error
        except BaseException:
            self.close()  # or the next request would be answered with what was meant for this one
            raise
        self._requests += 1
        if self._requests >= MOST_REQUESTS:
            self.close()
        return fired

    def close(self) -> None:
        """Ends the process."""
        process, self.process = self.process, None
        if process is None:
            return
        process.kill()
        with suppress(OSError):  # what a dead process did not read
            process.communicate()

    def _ask(self, process: Popen[bytes], request: bytes) -> Any:
        late: list[bool] = []

        def stop() -> None:
            late.append(True)
            process.kill()

        timer = Timer(self.limit, stop)
        timer.start()
        try:
            return self._exchange(process, request)
        except (OSError, EOFError) as error:
            raise DurableFailed(_death(process, self.limit if late else None)) from error
        finally:
            timer.cancel()

    def _exchange(self, process: Popen[bytes], request: bytes) -> Any:
        assert process.stdin is not None
        if not self._greeted:
            greeting = _read(process)
            if "missing" in greeting:
                raise DurableMissing(str(greeting["missing"]))
            self._greeted = True
        process.stdin.write(request)
        process.stdin.flush()
        answer = _read(process)
        if "error" in answer:
            raise DurableFailed(f"推理引擎报告错误 {answer['error']}")
        return answer


def _command() -> list[str]:
    """What starts the worker: no site packages but the engine's own folder, which halves the time to start."""
    found = find_spec(MODULE)
    if found is None or not found.origin:
        return []
    return [sys.executable, "-I", "-S", str(Path(__file__).with_name("worker.py")), str(Path(found.origin).parent)]


def _read(process: Popen[bytes]) -> dict[str, Any]:
    assert process.stdout is not None
    line = process.stdout.readline()
    if not line.endswith(b"\n"):
        raise EOFError
    answer = json.loads(line)
    if not isinstance(answer, dict):
        raise ValueError
    return answer


def fired_in(session: dict[str, Any]) -> Fired:
    """Returns what fired in a session; raises DurableFailed unless the canary did, once."""
    if session["alive"] != 1:
        raise DurableFailed(f"自检规则应触发1次，实际触发{session['alive']}次")
    return [(int(rule), int(subject)) for rule, subject in session["fired"]]


def _death(process: Popen[bytes], late: float | None) -> str:
    """Says how a process ended that did not answer."""
    if late is not None:
        return f"{late:g}秒之内没有答复，已终止判定进程"
    with suppress(TimeoutExpired):
        code = process.wait(timeout=1)
        return f"判定进程被信号{-code}终止" if code < 0 else f"判定进程意外退出（返回码{code}）"
    return "与判定进程的连接中断"
