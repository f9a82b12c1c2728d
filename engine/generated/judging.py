"""Judges dossiers with code generated from a Program, compiled once: the same verdicts as the reference evaluator."""

from __future__ import annotations

from typing import Any

from engine.dossier import Dossier, Fact
from engine.generated.source import source_of
from engine.judge import States
from engine.program import Program
from engine.waiving import Waivers

NAME = "<generated>"


class Judge:
    """One Program, compiled; it keeps nothing of the dossiers it judged."""

    def __init__(self, source: str) -> None:
        space: dict[str, Any] = {"__name__": NAME}
        exec(compile(source, NAME, "exec", dont_inherit=True), space)
        self._judge, self._department = space["judge"], space["Department"]

    def judge(self, dossier: Dossier, waivers: Waivers, given: tuple[Fact, ...] = ()) -> States:
        """Returns the verdict of every rule and subject; given are findings there are from the start."""
        states: States = self._judge(self._department(dossier, waivers, given))
        return states


def judge_of(program: Program) -> Judge:
    """Returns the judge of a program."""
    return Judge(source_of(program))
