"""The second opinion of a run: durable-rules, beside the first, or one line saying that it is not to be had.

Where the system can fork, the second judge is a copy of this process made once rules and facts have been read: it sees
the very same data without a word of it being sent, works at the same time, and whatever happens to it is noticed here.
"""

from __future__ import annotations

import json
import os
import pickle
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any, BinaryIO

from engine import cache
from engine.dossier import Dossier, Fact
from engine.judge import States
from engine.library import Library
from engine.program import Program
from engine.verdict import NoResult, State
from engine.waiving import Waivers

if TYPE_CHECKING:
    from engine.durable.plan import Plan
    from engine.durable.process import Worker

Job = tuple[Program, Dossier, Waivers]
Answer = dict[str, Any]  # one of: states, missing (why durable-rules cannot be used), failed (what went wrong)


class Second:
    """Judges by durable-rules while it is wanted and to be had; `notice` says why where it was not."""

    def __init__(self, wanted: bool) -> None:
        self.wanted = wanted
        self.notice = "" if wanted else "本次只用参照求值器，没有经 durable-rules 核对。"
        self.worker: Worker | None = None
        self.ending: list[Callable[[], object]] = []  # what must be brought to an end, the last first

    def __enter__(self) -> Second:
        return self

    def __exit__(self, *raised: object) -> None:
        while self.ending:
            self.ending.pop()()

    def judge(
        self,
        program: Program,
        dossier: Dossier,
        waivers: Waivers,
        given: tuple[Fact, ...] = (),
        plan: bytes | None = None,
    ) -> States | None:
        """Returns durable's verdicts, or None where it is not to be had; raises NoResult when it failed.

        given are findings there are from the start; plan is the program's plan, kept from before.
        """
        if not self.wanted:
            return None
        return self._states(self._ask(program, dossier, waivers, given, cache.load(plan) if plan else None))

    def judge_all(self, jobs: Sequence[Job], library: Library) -> list[Callable[[], States | None]]:
        """Starts judging all jobs; returns for each, in order, a function that waits for its verdicts."""
        if not self.wanted:
            return [lambda: None] * len(jobs)
        plans = [_plan(program, library) for program, _, _ in jobs]
        if not hasattr(os, "fork") or threading.active_count() > 1:
            return [partial(self.judge, *job, plan=plan) for job, plan in zip(jobs, plans, strict=True)]
        child, stream = self._fork(jobs, plans)
        self.ending.append(partial(_end, child, stream))
        return [lambda: self._states(_read(stream, child))] * len(jobs)

    def _fork(self, jobs: Sequence[Job], plans: Sequence[bytes]) -> tuple[int, BinaryIO]:
        reading, writing = os.pipe()
        child = os.fork()
        if child:
            os.close(writing)
            return child, os.fdopen(reading, "rb")
        try:
            os.close(reading)
            self._worker()  # while the plan is unpacked it gets ready
            with os.fdopen(writing, "wb") as stream:
                for (program, dossier, waivers), plan in zip(jobs, plans, strict=True):
                    answer = self._ask(program, dossier, waivers, (), cache.load(plan))
                    stream.write(json.dumps(answer).encode() + b"\n")
                    stream.flush()
            self._worker().close()
        finally:
            os._exit(0)  # a copy must not go on with what the original was about to do

    def _ask(
        self, program: Program, dossier: Dossier, waivers: Waivers, given: tuple[Fact, ...], plan: Plan | None
    ) -> Answer:
        """Asks durable-rules; what it says, or why it does not, in a form that can be sent."""
        from engine.durable.failures import DurableFailed, DurableMissing
        from engine.durable.judging import judge

        try:
            covered = lambda rule, key: waivers.covering(rule, key) is not None  # noqa: E731
            states = judge(program, dossier, self._worker(), covered, plan, given)
            return {"states": [[*key, state.name] for key, state in states.items()]}
        except DurableMissing as error:
            return {"missing": str(error)}
        except DurableFailed as error:
            return {"failed": str(error)}

    def _worker(self) -> Worker:
        """The worker process, started by the process that uses it: only a parent can end a process for certain."""
        from engine.durable.process import Worker

        if self.worker is None:
            self.worker = Worker()
            self.worker.start()
            self.ending.append(self.worker.close)
        return self.worker

    def _states(self, answer: Answer) -> States | None:
        if "failed" in answer:
            raise NoResult(answer["failed"])
        if "missing" in answer:
            self.wanted, self.notice = False, f"提示：{answer['missing']}本次结果由参照求值器单独得出。"
            return None
        return {(rule, kind, key): State[name] for rule, kind, key, name in answer["states"]}


def _plan(program: Program, library: Library) -> bytes:
    """The plan of a library's program, made once and kept with it, packed so that only the second judge unpacks it."""
    key = next(key for key, one in library.programs.items() if one is program)
    if key not in library.plans:
        from engine.durable.failures import DurableFailed
        from engine.durable.planning import plan_of

        try:
            library.plans[key] = pickle.dumps(plan_of(program), protocol=5)
        except DurableFailed as error:
            raise NoResult(str(error)) from error
    return library.plans[key]


def _read(stream: BinaryIO, child: int) -> Answer:
    line = stream.readline()
    if not line.endswith(b"\n"):
        raise NoResult(
            f"核对进程意外终止（{_end(child, stream)}），没有出具结果。请重新运行一次；如果再次出现，请交给维护人员。"
        )
    answer: Answer = json.loads(line)
    return answer


def _end(child: int, stream: BinaryIO) -> str:
    """Sees to it that the copy is gone; says how it went."""
    stream.close()
    with suppress(OSError):
        done, status = os.waitpid(child, os.WNOHANG)
        if not done:
            os.kill(child, 9)
            os.waitpid(child, 0)
        return f"信号{os.WTERMSIG(status)}" if os.WIFSIGNALED(status) else f"返回码{os.WEXITSTATUS(status)}"
    return "已退出"
