"""Apache Spark as the hands of a batch: the same pieces, judged by the same examiner, come back as the same files.

Spark divides the work and does again what is lost; nothing of that is ours. Pieces go out by their bounds and what
they come to returns as bytes, so that only the input has to be where every machine can read it. mapPartitions and not
mapInArrow: bytes gain nothing by Arrow, and pyspark wants pandas in every worker for it.
"""

from __future__ import annotations

import pickle
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Final

from engine.batch.crew import Told
from engine.batch.packing import Task, put
from engine.batch.spark_starting import SHIPPED, Running
from engine.mistakes import MistakesFound
from engine.verdict import NoResult

if TYPE_CHECKING:
    from engine.batch.examining import Settings
    from engine.batch.sources import Source
    from engine.batch.spark_work import Done

_PIECES, _RUNS = 32, 4  # pieces for each processor that go out together, and the runs that they are divided into
_MOST: Final = 2**28  # bytes of pieces whose results are held here at once


class Cluster:
    """Spark under one master, started when it is first needed; source and settings go with every run of pieces."""

    def __init__(self, master: str, source: Source, settings: Settings) -> None:
        self.running = Running(master, Path(settings.rules))
        self.perform = _perform(self.running.home, pickle.dumps((source, settings)))

    def done(self, tasks: Sequence[Task], folder: Path) -> Iterator[Told]:
        """Does all the work, keeps what each piece came to in the folder of parts, and reports each in their order.

        Raises MistakesFound where the input or Spark cannot be used, NoResult where the examiner vouches for nothing
        or Spark fails, OSError where the folder cannot be written.
        """
        left = list(tasks)
        while left:
            for number, departments, content, failure in (wave := self._wave(left)):
                if failure:
                    why = pickle.loads(failure)
                    raise NoResult(why) if isinstance(why, str) else MistakesFound(why)
                put(folder, number, [content])
                yield Told(number, departments)
            del left[: len(wave)]

    def close(self) -> None:
        """Ends Spark and clears away what it left."""
        self.running.stop()

    def _wave(self, left: Sequence[Task]) -> list[Done]:
        """What the next pieces come to: so many that Spark has enough to divide, and no more than can be held."""
        with self.running.context() as context:
            processors = context.defaultParallelism
            upto = accumulate(task.piece.size for task in left)
            many = max(1, bisect_right(list(upto), _MOST))
            wave = [pickle.dumps(task) for task in left[: min(many, _PIECES * processors)]]
            runs = context.parallelize(wave, min(len(wave), _RUNS * processors))
            found: list[Done] = runs.mapPartitions(self.perform).collect()
        return found


def _perform(home: str, plain: bytes) -> Callable[[Iterable[bytes]], Iterable[Done]]:
    """What Spark sends to its workers: it knows nothing of the engine before it has found it there."""

    def perform(tasks: Iterable[bytes]) -> Iterable[Done]:
        import sys

        from pyspark import SparkFiles

        found = home or SparkFiles.get(SHIPPED)
        if found not in sys.path:
            sys.path.insert(0, found)
        from engine.batch.spark_work import judged

        return judged(plain, tasks, "" if home else found)

    return perform
