"""The second opinion of a run: durable-rules, beside the first, or one line saying that it is not to be had.

Where the system can fork, a run is doubled before the facts are read: the copy gets durable-rules ready meanwhile, is
sent the facts, judges them at the same time, sends its verdicts and is gone. Whatever happens to it is noticed here.
"""

from __future__ import annotations

import os
import pickle
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any, BinaryIO

from msgspec.json import decode, encode

from engine import cache
from engine.dossier import Dossier, Fact
from engine.judge import States
from engine.library import Key, Library
from engine.program import Program
from engine.verdict import NoResult, State
from engine.waiving import Waivers

if TYPE_CHECKING:
    from engine.durable.plan import Plan
    from engine.durable.process import Player

Job = tuple[Program, Dossier, Waivers]
Answer = dict[str, Any]  # one of: states, missing (why durable-rules cannot be used), failed (what went wrong)


class Second:
    """Judges by durable-rules while it is wanted and to be had; `notice` says why where it was not.

    beside doubles the process inside `with`: the copy judges with this library what `judge_all` is given.
    """

    def __init__(self, wanted: bool, beside: Library | None = None) -> None:
        self.wanted, self.beside = wanted, beside
        self.notice = "" if wanted else "本次只用参照求值器，没有经 durable-rules 核对。"
        self.player: Player | None = None
        self.copied = False  # whether this is the copy
        self.sending: BinaryIO | None = None  # to the copy
        self.waiting: Callable[[], Answer] | None = None
        self.ending: list[Callable[[], object]] = []  # what must be brought to an end, the last first
        self.loaded: tuple[bytes, Plan] | None = None  # the plan unpacked last

    def __enter__(self) -> Second:
        if self.wanted and self.beside is not None and hasattr(os, "fork") and _alone():
            self._double(self.beside)
        return self

    def __exit__(self, *raised: object) -> None:
        while self.ending:
            self.ending.pop()()

    def judge(
        self, program: Program, dossier: Dossier, waivers: Waivers, given: tuple[Fact, ...] = (), plan: bytes = b""
    ) -> States | None:
        """Returns durable's verdicts, or None where it is not to be had; raises NoResult when it failed.

        given are findings there are from the start; plan is the program's plan, kept from before.
        """
        return self._states(self._ask(program, dossier, waivers, given, plan)) if self.wanted else None

    def judge_all(self, jobs: Sequence[Job], library: Library) -> list[Callable[[], States | None]]:
        """Returns for each job, in order, a function that waits for its verdicts."""
        if not self.wanted:
            return [lambda: None] * len(jobs)
        # Planned also where the copy is asked, which plans for itself: what is planned here is kept for the next run.
        asks = [partial(self._ask, *job, (), packed_plan(job[0], library)) for job in jobs]
        if self.waiting is None or self.sending is None:
            return [partial(self._wait, ask) for ask in asks]
        # What became of the copy is told where it is waited for.
        with suppress(BrokenPipeError), self.sending as stream:
            stream.write(cache.packed([(_key(program, library), *rest) for program, *rest in jobs]))
        return [partial(self._wait, self.waiting)] * len(jobs)

    def _wait(self, ask: Callable[[], Answer]) -> States | None:
        return self._states(ask())

    def _double(self, library: Library) -> None:
        (receiving, giving), (reading, writing) = os.pipe(), os.pipe()
        child = os.fork()
        if not child:
            try:
                os.close(giving)
                os.close(reading)
                self._serve(os.fdopen(receiving, "rb"), os.fdopen(writing, "wb"), library)
            finally:
                os._exit(0)  # whatever happened, even to Ctrl-C: the original says so
        os.close(receiving)
        os.close(writing)
        self.sending, stream = os.fdopen(giving, "wb"), os.fdopen(reading, "rb")
        self.waiting = partial(_read, stream, child)
        self.ending += [partial(_end, child, stream), self.sending.close]

    def _serve(self, receiving: BinaryIO, sending: BinaryIO, library: Library) -> None:
        """Gets ready, and sends the verdicts of every job that comes."""
        self.copied = True
        self._prepare(library)
        for key, dossier, waivers in pickle.load(receiving):
            program = library.program(*key)
            sending.write(encode(self._ask(program, dossier, waivers, (), packed_plan(program, library))) + b"\n")
            sending.flush()

    def _prepare(self, library: Library) -> None:
        """Loads the engine and, since most rulebooks are used for one region and year, the plan that was kept last."""
        from engine.durable import judging  # noqa: F401
        from engine.durable.failures import DurableFailed, DurableMissing

        player = self._player()
        with suppress(DurableFailed, DurableMissing):  # told where it is asked
            for kept in list(library.plans.values())[-1:]:
                levels = (level for stratum in self._unpacked(kept).strata for level in stratum)
                player.prepare([session.ruleset for level in levels for session in level.sessions])

    def _unpacked(self, kept: bytes) -> Plan:
        if self.loaded is None or self.loaded[0] != kept:
            self.loaded = kept, cache.load(kept)
        return self.loaded[1]

    def _ask(
        self, program: Program, dossier: Dossier, waivers: Waivers, given: tuple[Fact, ...], plan: bytes
    ) -> Answer:
        """Asks durable-rules; what it says, or why it does not, in a form that can be sent."""
        from engine.durable.failures import DurableFailed, DurableMissing
        from engine.durable.judging import judge

        try:
            covered = lambda rule, key: waivers.covering(rule, key) is not None  # noqa: E731
            kept = self._unpacked(plan) if plan else None
            states = judge(program, dossier, self._player(), covered, kept, given)
            return {"states": [[*key, state.name] for key, state in states.items()]}
        except DurableMissing as error:
            return {"missing": str(error)}
        except DurableFailed as error:
            return {"failed": str(error)}

    def _player(self) -> Player:
        """The engine itself in the copy, which may die of it; elsewhere in a worker process, ended when all is done."""
        if self.player is None and self.copied:
            from engine.durable.inside import Inside

            self.player = Inside()
        elif self.player is None:
            from engine.durable.process import Worker

            self.player = worker = Worker()
            self.ending.append(worker.close)
        return self.player

    def _states(self, answer: Answer) -> States | None:
        if "failed" in answer:
            raise NoResult(answer["failed"])
        if "missing" in answer:
            self.wanted, self.notice = False, f"提示：{answer['missing']}本次结果由参照求值器单独得出。"
            return None
        return {(rule, kind, key): State[name] for rule, kind, key, name in answer["states"]}


def _alone() -> bool:
    """Whether there is but one thread, so that a copy of the process is whole."""
    threading = sys.modules.get("threading")
    return threading is None or threading.active_count() == 1


def _key(program: Program, library: Library) -> Key:
    return next(key for key, one in library.programs.items() if one is program)


def packed_plan(program: Program, library: Library) -> bytes:
    """The plan of a library's program, made once and kept with it, packed so that only the second judge unpacks it.

    Raises NoResult where there can be none.
    """
    key = _key(program, library)
    if key not in library.plans:
        from engine.durable.failures import DurableFailed
        from engine.durable.planning import plan_of

        try:
            library.plans[key] = cache.packed(plan_of(program))
        except DurableFailed as error:
            raise NoResult(str(error)) from error
    return library.plans[key]


def _read(stream: BinaryIO, child: int) -> Answer:
    line = stream.readline()
    if not line.endswith(b"\n"):
        how = _end(child, stream)
        raise NoResult(f"核对进程意外终止（{how}），没有出具结果。请重新运行一次；如果再次出现，请交给维护人员。")
    answer: Answer = decode(line)
    return answer


def _end(child: int, stream: BinaryIO) -> str:
    """Sees to it that the copy is gone; says how it went."""
    stream.close()
    with suppress(OSError):
        done, status = os.waitpid(child, os.WNOHANG)
        if not done:
            os.kill(child, 9)
            os.waitpid(child, 0)
        if os.WIFSIGNALED(status):
            import signal  # only where something went wrong

            late = os.WTERMSIG(status) == signal.SIGALRM
            return "没有在时限内完成" if late else f"信号{os.WTERMSIG(status)}"
        return f"返回码{os.WEXITSTATUS(status)}"
    return "已退出"
