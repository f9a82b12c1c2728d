"""Plays sessions in this very process, for a process that was made for nothing else and may die of it."""

from __future__ import annotations

import signal
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from msgspec import Struct
from msgspec.json import Decoder

from engine.durable import worker
from engine.durable.failures import DurableFailed, DurableMissing
from engine.durable.process import TIME_LIMIT, Fired, fired_in


class _Subject(Struct):
    i: int


class _Match(Struct):
    """What matched, as far as anybody asks: the canary has no subject."""

    s: _Subject | None = None


_MATCHES = Decoder(dict[str, _Match])


def _subject_of(message: str) -> tuple[str, int | None]:
    ((rule, match),) = _MATCHES.decode(message).items()
    return rule, match.s.i if match.s is not None else None


class Inside:
    """The engine without a worker process around it.

    A request that takes longer than the limit (seconds) ends the process by SIGALRM: nothing less stops the engine.
    """

    def __init__(self, limit: float = TIME_LIMIT) -> None:
        self.limit = limit
        self.ready: dict[str, int] = {}  # rulesets that were prepared, each for one session
        signal.signal(signal.SIGALRM, signal.SIG_DFL)

    def start(self) -> None:
        """Nothing is to be started."""

    def prepare(self, rulesets: Iterable[str]) -> None:
        """Begins a session of each ruleset; what goes wrong will be told when it is played."""
        with self._limited() as engine:
            for ruleset in rulesets:
                self.ready[ruleset] = worker.begin(engine, ruleset)

    def play(self, sessions: Sequence[tuple[str, Sequence[str]]]) -> list[Fired]:
        """Plays sessions of a ruleset and facts each; returns what fired in each."""
        with self._limited() as engine:
            return [
                fired_in(worker.play(engine, self._handle(engine, one), list(facts), _subject_of))
                for one, facts in sessions
            ]

    def _handle(self, engine: Any, ruleset: str) -> int:
        return self.ready.pop(ruleset) if ruleset in self.ready else worker.begin(engine, ruleset)

    @contextmanager
    def _limited(self) -> Iterator[Any]:
        """The engine, for as long as it may take."""
        try:
            engine = worker.load()
        except ImportError as error:
            raise DurableMissing(str(error)) from error
        signal.setitimer(signal.ITIMER_REAL, self.limit)
        try:
            yield engine
        except DurableFailed:
            raise
        except Exception as error:
            raise DurableFailed(f"推理引擎报告错误 {type(error).__name__}: {error}") from error
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
