"""The second opinion of a run: durable-rules in its worker process, or one line saying that it is not to be had."""

from __future__ import annotations

from collections.abc import Callable
from threading import Thread
from types import TracebackType
from typing import TYPE_CHECKING

from engine.dossier import Dossier, Fact
from engine.judge import States
from engine.library import Library
from engine.program import Program
from engine.verdict import NoResult
from engine.waiving import Waivers

if TYPE_CHECKING:
    from engine.durable import Plan


class Second:
    """Judges by durable-rules while it lasts; `notice` says why where it could not (empty when it could)."""

    def __init__(self, wanted: bool) -> None:
        self.notice = "" if wanted else "本次只用参照求值器，没有经 durable-rules 核对。"
        self.wanted = wanted

    def __enter__(self) -> Second:
        if self.wanted:
            from engine.durable import Worker

            self.worker = Worker()
            self.worker.start()  # now, so that it is ready when the files have been read
        return self

    def __exit__(self, sort: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if hasattr(self, "worker"):
            self.worker.close()

    def judge(
        self,
        program: Program,
        dossier: Dossier,
        waivers: Waivers,
        library: Library | None,
        given: tuple[Fact, ...] = (),
    ) -> States | None:
        """Returns durable's verdicts, or None where it cannot be loaded; raises NoResult when it failed.

        The plan of a library's program is made once and kept with it; other programs are planned afresh.
        """
        if not self.wanted or given:
            return None
        from engine.durable import DurableFailed, DurableMissing, judge

        try:
            plan = _plan(program, library)
            return judge(program, dossier, self.worker, lambda rule, key: waivers.covering(rule, key) is not None, plan)
        except DurableMissing as error:
            self.wanted, self.notice = False, f"提示：{error}本次结果由参照求值器单独得出。"
            return None
        except DurableFailed as error:
            raise NoResult(str(error)) from error

    def begin(
        self, program: Program, dossier: Dossier, waivers: Waivers, library: Library
    ) -> Callable[[], States | None]:
        """Starts judging beside the caller's own work; the function returned waits for the verdicts."""
        found: list[States | None] = []
        raised: list[BaseException] = []

        def run() -> None:
            try:
                found.append(self.judge(program, dossier, waivers, library))
            except BaseException as error:  # noqa: BLE001  handed to the thread that waits
                raised.append(error)

        def finish() -> States | None:
            thread.join()
            if raised:
                raise raised[0]
            return found[0]

        thread = Thread(target=run)
        thread.start()
        return finish


def _plan(program: Program, library: Library | None) -> Plan:
    from engine.durable import plan_of

    key = next((key for key, one in library.programs.items() if one is program), None) if library else None
    if library is None or key is None:
        return plan_of(program)
    if key not in library.plans:
        library.plans[key] = plan_of(program)
    return library.plans[key]
