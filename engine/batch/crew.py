"""Several processes that take pieces of the input and leave what they make of them in files; no data passes between.

They are forked from a process that has loaded and made everything, so that each is at work within a millisecond.
"""

from __future__ import annotations

import os
import select
import signal
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, suppress
from errno import EAGAIN, EMFILE, ENFILE, ENOMEM
from typing import Final

import msgspec
from msgspec import Struct

from engine.terminal import NotWritten, raised_at, say
from engine.verdict import NoResult

Perform = Callable[[int], int]  # does the work of that number; returns how many departments it was
_AHEAD: Final = 2  # numbers that a worker has been given: it never waits for the next
_BYTES: Final = 4
_REASONS: Final = {EAGAIN: "进程太多", EMFILE: "打开的文件太多", ENFILE: "打开的文件太多", ENOMEM: "内存不足"}


class Told(Struct, array_like=True):
    """What a worker reports: which work, how many departments; or which sort of failure, in which words."""

    number: int
    departments: int
    failure: str = ""
    words: str = ""


class _Worker:
    """A process that does what it is told through one pipe, and reports through another."""

    def __init__(self, perform: Perform, others: Sequence[_Worker]) -> None:
        self.waiting: deque[int] = deque()
        self.read = b""
        with ExitStack() as undo:
            told, self.told = _pipe(undo)
            self.reports, reports = _pipe(undo)
            self.process = os.fork()
            undo.pop_all()
        if not self.process:
            try:
                for file in (self.told, self.reports, *(file for one in others for file in (one.told, one.reports))):
                    os.close(file)
                _work(perform, told, reports)
            finally:
                os._exit(0)
        os.close(told)
        os.close(reports)

    def give(self, number: int) -> None:
        """Hands out the next work; a worker that has died is noticed when its report is awaited."""
        self.waiting.append(number)
        with suppress(BrokenPipeError):
            os.write(self.told, number.to_bytes(_BYTES, "little"))

    def heard(self) -> list[Told] | None:
        """What was reported since; None where there will be nothing more."""
        data = os.read(self.reports, 2**16)
        *lines, self.read = (self.read + data).split(b"\n")
        return [msgspec.json.decode(line, type=Told) for line in lines] if data else None

    def end(self, kill: bool = True) -> None:
        """Ends the process, whatever it is at, or lets it see that there is nothing more to do."""
        os.close(self.told)
        if kill:
            os.kill(self.process, signal.SIGKILL)  # nothing is lost: what is not complete is done again
        os.waitpid(self.process, 0)
        os.close(self.reports)


def _pipe(undo: ExitStack) -> tuple[int, int]:
    """The two ends of a pipe, closed again where what needs them comes to nothing."""
    ends = os.pipe()
    for file in ends:
        undo.callback(os.close, file)
    return ends


def done(numbers: Sequence[int], perform: Perform, jobs: int, name: Callable[[int], str]) -> Iterator[Told]:
    """Does all the work in several processes and reports each as it is done, in no order.

    What a worker died of is done once more. Raises NotWritten and NoResult as `perform` does; name tells in Chinese
    which work it was.
    """
    left = deque(numbers)
    died: set[int] = set()
    workers: list[_Worker] = []
    try:
        while left or any(worker.waiting for worker in workers):
            _employ(workers, left, perform, jobs)
            for file in select.select([worker.reports for worker in workers], [], [])[0]:
                worker = next(one for one in workers if one.reports == file)
                told = worker.heard()
                if told is None:
                    workers.remove(worker)
                    _died(worker, left, died, name)
                for one in told or ():
                    yield _taken(one, worker, name)
        while workers:
            workers.pop().end(kill=False)
    finally:
        while workers:
            workers.pop().end()


def _employ(workers: list[_Worker], left: deque[int], perform: Perform, jobs: int) -> None:
    """As many processes as are wanted and the system allows, each with something to do and something to do next."""
    while left and len(workers) < jobs:
        try:
            workers.append(_Worker(perform, workers))
        except OSError as error:  # no more processes, files or memory
            if workers:
                break
            message = f"系统不让启动进程（{_REASONS.get(error.errno or 0, '原因不明')}），没有出具结果。"
            raise NoResult(f"{message}请关掉别的程序，或加 --jobs 1，用同样的命令接着做。") from None
        workers[-1].give(left.popleft())
    for worker in sorted(workers, key=lambda one: len(one.waiting)):
        if left and len(worker.waiting) < _AHEAD:
            worker.give(left.popleft())


def _taken(told: Told, worker: _Worker, name: Callable[[int], str]) -> Told:
    if told.failure == NotWritten.__name__:
        raise NotWritten(told.words)
    if told.failure == NoResult.__name__:
        raise NoResult(told.words)
    if told.failure:
        raise NoResult(f"检查{name(told.number)}时程序内部出错。请把这一行交给维护人员：{told.failure} {told.words}")
    worker.waiting.remove(told.number)
    return told


def _died(worker: _Worker, left: deque[int], died: set[int], name: Callable[[int], str]) -> None:
    """What a dead worker had not done is done by another; what it was at is suspected of having killed it."""
    worker.end()
    if not worker.waiting:
        return
    number = worker.waiting[0]
    if number in died:
        message = f"检查{name(number)}的进程两次意外结束（可能内存不足），没有出具结果。"
        raise NoResult(f"{message}已做完的部分留着，请减少 --jobs，用同样的命令接着做。")
    say(f"检查{name(number)}的进程意外结束，这一段再做一次。")
    died.add(number)
    left.extendleft(reversed(worker.waiting))


def _work(perform: Perform, told: int, reports: int) -> None:
    """Does what comes until nothing more does; what fails is told in words, for nobody else sees it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that started this one
    while number := os.read(told, _BYTES):
        at = int.from_bytes(number, "little")
        try:
            found = Told(at, perform(at))
        except NotWritten as error:
            found = Told(at, 0, NotWritten.__name__, str(error))
        except NoResult as error:
            found = Told(at, 0, NoResult.__name__, str(error))
        except Exception as error:  # noqa: BLE001  a process without a terminal has nobody else to tell
            found = Told(at, 0, f"{type(error).__name__}（{raised_at(error)}）", str(error)[:200])
        os.write(reports, msgspec.json.encode(found) + b"\n")
