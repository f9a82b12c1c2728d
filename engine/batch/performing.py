"""Pieces judged, by this process or by several, and what each came to kept in its file as soon as it is known."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from engine.batch.crew import Told, done
from engine.batch.packing import Task, examined, packed, put
from engine.batch.sources import Noted, Piece, Source
from engine.batch.workplace import writing
from engine.mistakes import MistakesFound
from engine.terminal import NotWritten

if TYPE_CHECKING:
    from engine.batch.examining import Examiner
    from engine.batch.written import Judged

Name = Callable[[int], str]
_Line = TypeVar("_Line")
_LEFT: Final = 10_000  # objects that may refer to each other, left behind by pieces: cli.py turns the collector off


class Job(Struct, frozen=True):
    """What pieces are judged with, what they are read from, and the folder where they are kept; spark: its master."""

    examiner: Examiner
    source: Source
    parts: Path
    spark: str = ""


def performed(job: Job, tasks: Sequence[Task], jobs: int, name: Name) -> Iterator[Told]:
    """Judges and keeps each piece and reports it, in no order; name tells in Chinese which piece it is.

    Raises NotWritten where it cannot be kept or read, NoResult where its result cannot be vouched for.
    """
    if not tasks:
        return
    if job.spark:
        yield from _by_spark(job, tasks)
        return
    gc.freeze()  # what is there now stays, and is not worth looking through
    try:
        yield from _by_processes(job, tasks, jobs, name)
    finally:
        gc.unfreeze()


def _by_processes(job: Job, tasks: Sequence[Task], jobs: int, name: Name) -> Iterator[Told]:
    own = {task.number: task for task in tasks}
    if min(jobs, len(tasks)) < 2 or not hasattr(os, "fork"):
        yield from (Told(number, _keep(job, task, job.source)) for number, task in own.items())
        return
    _warm(job, tasks[0])
    source = _Watched(job.source, os.getpid())
    yield from done(list(own), lambda number: _keep(job, own[number], source), jobs, name)


def _keep(job: Job, task: Task, source: Source) -> int:
    """Judges a piece and puts it into its file; returns how many departments it was."""
    try:
        record, part = examined(job.examiner, source, task)
    except MistakesFound as error:
        raise NotWritten(str(error)) from None
    except OSError:
        kept = f"没有出具结果；已做完的部分留在 {job.parts}，用同样的命令接着做。"
        raise NotWritten(f"{task.piece.path} 在检查期间读不出来了，{kept}") from None
    with writing(job.parts):
        put(job.parts, task.number, packed(record, part))
    departments = len(part.names)
    del record, part
    if gc.get_count()[0] > _LEFT:
        gc.collect()
        gc.freeze()
    return departments


def _warm(job: Job, task: Task) -> None:
    """Has a line judged, so that every process has from the start what is made when the first line is."""
    line = next(filter(None, job.source.lines(task.piece, Noted())), b"")
    job.examiner.examine([line])
    job.examiner.close()  # the worker process that verifies is each process's own
    gc.freeze()


class _Watched(Struct, frozen=True):
    """A source that is read no further when the process that wanted it is gone: nobody would ever stop it."""

    source: Source
    parent: int

    def pieces(self) -> list[Piece]:
        """Those of the source."""
        return self.source.pieces()

    def lines(self, piece: Piece, noted: Noted) -> Iterator[bytes]:
        """Those of the source, while somebody wants them."""
        return self._while_wanted(self.source.lines(piece, noted))

    def judging(self, examiner: Examiner, task: Task, noted: Noted) -> Iterator[bytes | Judged]:
        """The same, judged on the way where the source can do that."""
        judging = getattr(self.source, "judging", None)
        if examiner.columns is None and "polars" in sys.modules:
            judging = None  # loaded before the fork, which leaves its threads behind
        found = self.source.lines(task.piece, noted) if judging is None else judging(examiner, task, noted)
        return self._while_wanted(found)

    def _while_wanted(self, lines: Iterator[_Line]) -> Iterator[_Line]:
        for line in lines:
            if os.getppid() != self.parent:
                os._exit(0)
            yield line

    def stamp(self) -> str:
        """That of the source."""
        return self.source.stamp()


def _by_spark(job: Job, tasks: Sequence[Task]) -> Iterator[Told]:
    """Has Spark judge the pieces; what comes back is kept here, like everything else."""
    from engine.batch.spark import Cluster

    cluster = Cluster(job.spark, job.source, replace(job.examiner.settings, digest=job.examiner.digest))
    try:
        with writing(job.parts):
            yield from cluster.done(tasks, job.parts)
    finally:
        cluster.close()
