"""The files of all pieces put together in the order of the input, beside the results that they will be."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any, BinaryIO, Final

import msgspec
from msgspec import Struct, field

from engine.batch.packing import Broken, Record, place_of, record_of
from engine.batch.sources import Piece, Refusal
from engine.batch.twins import Spot
from engine.verdict import State

FOUND, LACKING, REFUSED, JUDGED = "问题.jsonl", "无法判定.jsonl", "退回.jsonl", "部门.jsonl"
_BLOCK: Final = 2**20


class Totals(Struct):
    """What all pieces together come to."""

    departments: int = 0
    refused: int = 0
    other_years: int = 0
    checked: int = 0
    notices: list[str] = field(default_factory=list)
    tally: dict[str, dict[str, int]] = field(default_factory=dict)

    def verdicts(self, state: State) -> int:
        """How many verdicts there are of a sort."""
        return sum(states.get(state.name, 0) for states in self.tally.values())

    def add(self, record: Record, refused: int) -> None:
        """Counts a piece in, with the lines of it that were refused."""
        self.departments += record.departments
        self.refused += refused
        self.other_years += record.other_years
        self.checked += record.checked
        if record.notice and record.notice not in self.notices:
            self.notices.append(record.notice)
        for rule, states in record.tally.items():
            own = self.tally.setdefault(rule, {})
            for state, count in states.items():
                own[state] = own.get(state, 0) + count


class Survey(Struct):
    """What is to be known of all pieces at once: how many lines each has, what was skipped, whose names it holds."""

    pieces: Sequence[Piece]
    first: list[int] = field(default_factory=list)  # the number of the last line before each piece
    skipped: list[tuple[int, ...]] = field(default_factory=list)
    names: dict[int, bytes] = field(default_factory=dict)

    def where(self, spot: Spot, file: str) -> str:
        """Where a line stands, in Chinese; file is the fact file that it was made of, if it was."""
        if file:
            return file
        piece = self.pieces[spot[0]]
        line = f"第{self.first[spot[0]] + spot[1]}行"
        return f"{piece.file} {line}" if piece.file else line


def surveyed(parts: Path, pieces: Sequence[Piece]) -> Survey:
    """Looks through the records of all pieces; raises Broken."""
    survey, lines, path = Survey(pieces), 0, ""
    for number, piece in enumerate(pieces):
        lines, path = (lines if piece.path == path else 0), piece.path
        record, _ = record_of(place_of(parts, number))
        survey.first.append(lines)
        survey.skipped.append(record.skip)
        survey.names[number] = record.names
        lines += record.lines
    return survey


def merge(parts: Path, survey: Survey, twins: Mapping[int, Sequence[Refusal]]) -> Totals:
    """Writes the results under their names, but among the parts; raises OSError and Broken."""
    totals = Totals()
    with ExitStack() as stack:
        opened = [stack.enter_context(open(parts / name, "wb")) for name in (FOUND, LACKING, JUDGED, REFUSED)]
        for number, piece in enumerate(survey.pieces):
            path = place_of(parts, number)
            record, start = record_of(path)
            with path.open("rb", buffering=0) as stream:
                stream.seek(start)
                for size, target in zip(record.sizes, opened[:3], strict=True):
                    _copy(stream, target, size)
            refused = sorted([*record.refused, *twins.get(number, ())], key=lambda one: one.line)
            opened[3].writelines(_lines(refused, piece, survey.first[number]))
            totals.add(record, len(refused))
        for target in opened:
            if target.tell():
                target.flush()
                os.fsync(target.fileno())  # what is said to be done is done, even if the power goes
    return totals


def _copy(stream: BinaryIO, target: BinaryIO, size: int) -> None:
    while size:
        data = stream.read(min(size, _BLOCK))
        if not data:
            raise Broken  # cut short since it was looked through
        target.write(data)
        size -= len(data)


def _lines(refused: Sequence[Refusal], piece: Piece, before: int) -> Iterator[bytes]:
    """What was refused, its lines counted from the beginning of the file."""
    for one in refused:
        file = one.file or piece.file
        told: dict[str, Any] = {"文件": file} if file else {}
        if not one.file:
            told["行"] = before + one.line
        yield msgspec.json.encode(told | {"原因": one.reason, "怎么办": one.hint}) + b"\n"
