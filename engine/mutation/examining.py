"""`test --mutate` and `test --coverage`: how well the cases of a rulebook watch over it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from engine.mistakes import Mistakes
from engine.mutation import coverage as reached
from engine.mutation.reporting import enough, report, unused_of
from engine.mutation.running import plan_of, tried
from engine.terminal import Progress, write


def examine(folder: Path, paths: Sequence[Path], mutate: bool, coverage: bool) -> int:
    """Writes what was asked for of the rules in the given files or folders; returns the exit code.

    It is 1 where a change went unnoticed and unexplained, or fewer than 95 per cent were noticed; raises MistakesFound
    where the files cannot be used or a case is not met as it is.
    """
    mistakes = Mistakes()
    if coverage:
        points = reached.points_of(folder, paths, mistakes)
        mistakes.check()
        write(reached.report(points), None)
    if not mutate:
        return 0
    plan = plan_of(folder, paths, mistakes)
    mistakes.check()
    found = list(Progress("试改动", len(plan.mutants), tried(plan)))
    write(report(found, unused_of(plan.explanations, found)), None)
    return 0 if enough(found) else 1
