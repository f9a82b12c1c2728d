"""Plays sessions in this very process, for a process that was made for nothing else and may die of it."""

from __future__ import annotations

import signal
from collections.abc import Sequence

from engine.durable import worker
from engine.durable.failures import DurableFailed, DurableMissing
from engine.durable.process import TIME_LIMIT, Fired, fired_in


class Inside:
    """The engine without a worker process around it.

    A request that takes longer than the limit (seconds) ends the process by SIGALRM: nothing less stops the engine.
    """

    def __init__(self, limit: float = TIME_LIMIT) -> None:
        self.limit = limit
        signal.signal(signal.SIGALRM, signal.SIG_DFL)

    def start(self) -> None:
        """Nothing is to be started."""

    def play(self, sessions: Sequence[tuple[str, Sequence[str]]]) -> list[Fired]:
        """Plays sessions of a ruleset and facts each; returns what fired in each."""
        try:
            engine = worker.load()
        except ImportError as error:
            raise DurableMissing(str(error)) from error
        signal.setitimer(signal.ITIMER_REAL, self.limit)
        try:
            return [fired_in(worker.play(engine, ruleset, list(facts))) for ruleset, facts in sessions]
        except DurableFailed:
            raise
        except Exception as error:
            raise DurableFailed(f"推理引擎报告错误 {type(error).__name__}: {error}") from error
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
