"""Judges dossiers with code generated from a Program, compiled once: the same verdicts as the reference evaluator."""

from __future__ import annotations

import hashlib
from types import CodeType
from typing import Any

from engine.cache import engine_stamp
from engine.dossier import Dossier, Fact
from engine.generated import keeping
from engine.generated.source import source_of
from engine.judge import States
from engine.program import Program
from engine.waiving import Waivers

NAME = "<generated>"


class Judge:
    """One Program, compiled; it keeps nothing of the dossiers it judged."""

    def __init__(self, code: CodeType) -> None:
        space: dict[str, Any] = {"__name__": NAME}
        exec(code, space)
        self._judge, self._department = space["judge"], space["Department"]

    def judge(self, dossier: Dossier, waivers: Waivers, given: tuple[Fact, ...] = ()) -> States:
        """Returns the verdict of every rule and subject; given are findings there are from the start."""
        states: States = self._judge(self._department(dossier, waivers, given))
        return states


def judge_of(program: Program, digest: str = "") -> Judge:
    """Returns the judge of a program, from the cache where it was compiled before.

    digest may be a hash of all that the program was made from and of the engine, where the caller has one already;
    without it the program itself is hashed, which takes longer than to load the code.
    """
    made = digest or f"{engine_stamp()} {_written(program)}"
    key = hashlib.sha256(made.encode(errors="surrogatepass")).hexdigest()
    code = keeping.recall(key)
    if code is None:
        code = compiled(source_of(program))
        keeping.keep(key, code)
    return Judge(code)


def _written(program: Program) -> str:
    """All of a program that its source is made of, without sets: these are written in another order in every run."""
    fields = [(word, kind.fields) for word, kind in program.vocabulary.kinds.items()]
    return repr((program.region, program.year, fields, program.derived, program.parameters, program.strata))


def compiled(source: str) -> CodeType:
    """Compiles a generated source."""
    return compile(source, NAME, "exec", dont_inherit=True)
