"""Takes department lines that are plain, and judges and tells them at once; every other line is left to others.

The source is run with no builtins but three, and only where every name in it is one that the fast path writes.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from opcode import opmap
from operator import attrgetter
from types import CodeType
from typing import Any

from msgspec import MsgspecError
from msgspec.json import Decoder

from engine.bounds import LARGEST
from engine.generated.known.counting import Counting, Hit, Tally
from engine.generated.known.naming import Namer
from engine.generated.known.shapes import department_type, holds
from engine.generated.known.soundness import NAME, Column, Leave, Soundness, columns_source
from engine.generated.known.spec import Spec
from engine.generated.known.telling import Naming, Say, head_of, lines_of, saying_source

_BUILTINS = {"len": len, "abs": abs, "set": set}
_SPOKEN = {
    "Leave",
    "bisect_right",
    "append",
    "add",
    "get",
    "toordinal",
    "judge",
    "says",
    "columns",
    "各数",
    "适用",
    "达到",
}
_NAMES = _SPOKEN | _BUILTINS.keys()
_PLACE = attrgetter("部门.地区", "部门.年度")
_MOST = 4096  # regions that are judged at a time
_MATCH_CLASS = opmap["MATCH_CLASS"]
_LIMITS = re.compile(r"界\d+")
_UNREAD = (MsgspecError, UnicodeDecodeError, RecursionError, Leave)
_LEFT = (Leave, KeyError, AttributeError)  # the last two where a field points to nothing


class HostileSource(Exception):
    """Raised for source with a name that the fast path does not write."""


class Known:
    """Judges the departments of one spec; counts what it judges until it is asked for the tally."""

    def __init__(self, spec: Spec) -> None:
        self.spec = spec
        self.places = {(spec.region, spec.year)}
        self.decode = Decoder(department_type(spec.vocabulary, spec.fields, spec.rows)).decode
        self.counting = Counting(spec)
        heads = {n: [head_of(rule) for rule in group.rules] for n, group in enumerate(spec.groups) if group.limits}
        self.heads = heads
        self.namers = {group.kind: _namer(spec, group.kind) for group in spec.groups if group.named}
        self.judge, self.says, columns = self._compiled()
        self.soundness = Soundness(spec, columns)

    def admit(self, region: str) -> None:
        """Has departments of another region judged as well, of one whose standards are the same."""
        if len(self.places) >= _MOST:
            self.places = {(self.spec.region, self.spec.year)}
        self.places.add((region, self.spec.year))

    def read(self, line: bytes) -> Any | None:
        """Returns a department that is plain and sound, for `judge`; None leaves the line to others."""
        if b"\\" in line or len(line) > LARGEST:
            return None
        try:
            department = self.decode(line)
            if _PLACE(department) not in self.places:
                return None
            self.soundness.check(department, line)
        except _UNREAD:
            return None
        return department

    def take(self, line: bytes, findings: list[str], departments: list[str]) -> tuple[str, int] | None:
        """Judges a line and adds what is written of it; returns department and year, None where nothing was done."""
        department = self.read(line)
        if department is None:
            return None
        try:
            hits = self.judge(department)
        except _LEFT:
            return None
        name = NAME(department)
        end = f'"部门":"{name}","年度":{self.spec.year},"地区":"{_PLACE(department)[0]}"'
        many = self.counting.add(hits)
        findings += lines_of(hits, self.says, self.heads, f",{end}}}\n", Naming(self.namers, department))
        departments.append(f'{{{end},"发现问题":{many},"无法判定":0,"已豁免":0}}\n')
        return name, self.spec.year

    def tally(self) -> Tally:
        """Returns how many verdicts of each state there were by rule since the last call."""
        return self.counting.tally()

    def _compiled(self) -> tuple[Callable[[Any], list[Hit]], list[Say], dict[str, Column]]:
        source = self.spec.source + saying_source(self.spec.groups) + columns_source(self.spec.sound)
        code = compile(source, "<generated>", "exec")
        kinds = self.spec.vocabulary.kinds.values()
        words = {word for kind in kinds for word in (kind.word, *kind.fields, *kind.rows) if not word.isascii()}
        _guard(code, words | _NAMES)  # the words of facts are Chinese, what Python reaches by is not
        counting = self.counting
        space: dict[str, Any] = {"__builtins__": _BUILTINS, "Leave": Leave, "bisect_right": bisect_right}
        space |= {"各数": counting.numbers, "适用": counting.scoped, "达到": counting.reached}
        space |= {f"界{number}": group.limits for number, group in enumerate(self.spec.groups) if group.limits}
        exec(code, space)
        return space["judge"], space["says"], space["columns"]


def _namer(spec: Spec, word: str) -> Namer:
    """What names the facts of a kind."""
    kind = spec.vocabulary.kinds[word]
    return Namer(kind, [field for field in kind.fields if holds(kind, spec.fields[word], field)])


def _guard(code: CodeType, words: set[str]) -> None:
    """Raises HostileSource unless code names only what it may; `match` could name more in a constant."""
    for name in code.co_names:
        if name not in words and not _LIMITS.fullmatch(name):
            raise HostileSource(name)
    if _MATCH_CLASS in code.co_code[::2]:
        raise HostileSource("match")
    for part in code.co_consts:
        if isinstance(part, CodeType):
            _guard(part, words)
