"""A Program as durable-rules will judge it: strata of levels of sessions, static for every department, picklable."""

from __future__ import annotations

from msgspec import Struct

from engine.dossier import Value
from engine.durable.packing import Session
from engine.durable.questions import Column, Question


class Level(Struct, frozen=True):
    """Questions that can be answered together, given the answers of the levels before."""

    questions: tuple[int, ...]
    sessions: tuple[Session, ...]


class Plan(Struct, frozen=True):
    """The strata of a program, each a sequence of levels; words numbers the words in rules, depth counts variables."""

    strata: tuple[tuple[Level, ...], ...]
    questions: tuple[Question, ...]
    columns: tuple[Column, ...]
    words: dict[Value, int]
    depth: int
