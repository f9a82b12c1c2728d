"""One department and year on several lines: equal lines are judged once, of different ones none, for no source wins."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from hashlib import blake2b
from struct import iter_unpack
from typing import Final

from msgspec import Struct

from engine.batch.sources import MARK, Noted, Piece, Refusal, Source
from engine.headings import folded

Spot = tuple[int, int]  # the number of a piece, a line in it
_AT_ONCE: Final = 2**17  # names held in memory at a time


class _Line(Struct, frozen=True):
    spot: Spot
    name: str
    year: str
    content: bytes
    file: str


def repeated(names: Mapping[int, bytes]) -> list[list[Spot]]:
    """Returns the lines whose departments seem to be the same, in the order of the input; piece -> packed names."""
    rounds = sum(map(len, names.values())) // 12 // _AT_ONCE + 1
    return [spots for turn in range(rounds) for spots in _repeated(names, turn, rounds)]


def _repeated(names: Mapping[int, bytes], turn: int, rounds: int) -> list[list[Spot]]:
    """Those whose digests have one remainder: a million departments are not held in memory together."""
    seen: set[int] = set()
    again: dict[int, list[Spot]] = {}
    for packed in names.values():
        for digest, _ in iter_unpack("<QI", packed):
            if digest % rounds == turn:
                if digest in seen:
                    again[digest] = []
                seen.add(digest)
    if again:
        for number, packed in names.items():
            for digest, line in iter_unpack("<QI", packed):
                if digest in again:
                    again[digest].append((number, line))
    return list(again.values())


def refused(
    groups: Sequence[Sequence[Spot]], source: Source, pieces: Sequence[Piece], where: Callable[[Spot, str], str]
) -> dict[int, list[Refusal]]:
    """Reads the lines in question again; returns piece -> the lines not to be judged, and why.

    where tells in Chinese where a line stands, given its fact file where it was made of one.
    """
    lines = {line.spot: line for line in _read(groups, source, pieces)} if groups else {}
    found: dict[int, list[Refusal]] = {}
    for group in groups:
        same: dict[tuple[str, str], list[_Line]] = {}
        for spot in group:
            line = lines[spot]
            same.setdefault((folded(line.name), line.year), []).append(line)
        for twins in same.values():
            for line, reason, hint in _judged(twins, where):
                found.setdefault(line.spot[0], []).append(Refusal(line.spot[1], reason, hint, line.file))
    return {number: sorted(refusals, key=lambda one: one.line) for number, refusals in found.items()}


_ONE = "不知道以哪一份为准，几份都没有检查；请核对后只留一份。"
_TOGETHER = "几份都没有检查；是同一个部门的，请写成一样的名称，放在同一个文件夹里。"


def _judged(twins: list[_Line], where: Callable[[Spot, str], str]) -> Iterator[tuple[_Line, str, str]]:
    first = twins[0]
    if len({line.content for line in twins}) == 1:
        for line in twins[1:]:
            yield line, f"重复：与{where(first.spot, first.file)}完全相同", "重复的没有再检查；请删去一份。"
        return
    for line in twins:
        other = next(one for one in twins if one.content != line.content)
        there = where(other.spot, other.file)
        message = f"重复：部门名称“{line.name}”和{there}的“{other.name}”只差空格、全半角或大小写"
        if other.name == line.name:
            message = f"重复：{line.name}{line.year}年度在{there}还有一份，内容不同"
        yield line, message, _TOGETHER if line.file else _ONE


def _read(groups: Sequence[Sequence[Spot]], source: Source, pieces: Sequence[Piece]) -> Iterator[_Line]:
    from engine.batch.naming import named  # reads whole lines: not where there are no twins

    wanted: dict[int, set[int]] = {}
    for number, line in (spot for group in groups for spot in group):
        wanted.setdefault(number, set()).add(line)
    for number, numbers in wanted.items():
        noted = Noted()
        for at, content in enumerate(source.lines(pieces[number], noted), 1):
            if at in numbers:
                name, year = named(content) or ("", "")
                file = noted.files[at - 1] if noted.files else ""
                digest = blake2b(content.removeprefix(MARK).strip(), digest_size=16).digest()
                yield _Line((number, at), name, year, digest, file)
