"""The end of a batch: results put together and put in place, and what they come to said in one paragraph."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

from engine.batch.merging import FOUND, JUDGED, LACKING, REFUSED, Survey, Totals, merge
from engine.batch.sources import Refusal
from engine.batch.workplace import COLUMNS, RESULTS, SUMMARY, TABLES, TEXT, Workplace, writing
from engine.terminal import NotWritten, say, write
from engine.verdict import State

if TYPE_CHECKING:
    from engine.batch.examining import Examiner
    from engine.batch.running import Asked

_FIRST: Final = 3  # refused lines told of at once
_WIDEST: Final = 120  # characters of why


def finish(
    place: Workplace,
    survey: Survey,
    twins: Mapping[int, Sequence[Refusal]],
    examiner: Examiner,
    asked: Asked,
) -> int:
    """Puts the results in place and tells of them; returns the exit code. Raises NotWritten, where nothing is there."""
    with writing(place.parts):
        totals = merge(place.parts, survey, twins)
    if not totals.departments + totals.refused:
        place.clear()
        raise _nothing(totals, asked)
    names: tuple[str, ...] = RESULTS
    with writing(place.parts):
        if asked.parquet:
            from engine.batch.parquet_writing import write_findings, write_unknowns

            write_findings(place.parts / FOUND, place.parts / COLUMNS[0])
            write_unknowns(place.parts / LACKING, place.parts / COLUMNS[1])
            names += COLUMNS
        if asked.tables:
            _write_tables(place.parts, examiner, asked.evidence)
            names += TABLES
        _summarise(place, totals, examiner)
        place.finish(names)
    _tell(place, totals, asked.year)
    return 2 if totals.refused else 1 if totals.verdicts(State.FINDING) else 0


def _nothing(totals: Totals, asked: Asked) -> NotWritten:
    which, again = "没有部门", "请检查是不是选错了文件。"
    if totals.other_years:
        which = f"没有{asked.year}年度的部门（其他年度的有{totals.other_years}个）"
        again = "请检查是不是选错了文件或年度。"
    return NotWritten(f"{asked.facts} 里{which}，没有出具结果。{again}")


def _write_tables(parts: Path, examiner: Examiner, evidence: bool) -> None:
    from engine.batch.csv_writing import write_tables

    files = {Path(name).stem: parts / name for name in TABLES}
    write_tables({stem: parts / f"{stem}.jsonl" for stem in files}, files, examiner.titles(), evidence)


def _summarise(place: Workplace, totals: Totals, examiner: Examiner) -> None:
    from engine.batch.summary import summarise

    counts = (totals.refused, examiner.titles(), examiner.digest, totals.checked, totals.other_years)
    with open(place.parts / JUDGED, "rb") as lines:
        content, text = summarise(totals.tally, lines, *counts)
    (place.parts / SUMMARY).write_bytes(msgspec.json.format(msgspec.json.encode(content), indent=2) + b"\n")
    (place.parts / TEXT).write_text(text, encoding="utf-8")


def _tell(place: Workplace, totals: Totals, year: int | None) -> None:
    for notice in totals.notices:
        say(notice)
    if totals.refused:
        say(_first_refused(place.folder / REFUSED, totals.refused))
    with suppress(NotWritten, BrokenPipeError):  # the results are in place, and the exit code tells of them
        write(_told(totals, year) + _next(place, totals), None)


def _told(totals: Totals, year: int | None) -> str:
    others = f"，其他年度的{totals.other_years}个没有检查" if year is not None else ""
    refused = f"，退回{totals.refused}行" if totals.refused else ""
    found, unknown = totals.verdicts(State.FINDING), totals.verdicts(State.UNKNOWN)
    return f"检查了{totals.departments}个部门{others}{refused}：问题{found}个，无法判定{unknown}项。"


def _next(place: Workplace, totals: Totals) -> str:
    """Where everything is, and what is to be done with it."""
    told = f"结果在 {place.folder}，先看 {TEXT if totals.departments else REFUSED}。"
    if totals.verdicts(State.UNKNOWN):
        told += "无法判定的缺什么，见 无法判定.jsonl。"
    if totals.refused:
        told += "退回的行没有检查：按 退回.jsonl 里的原因改好，另存一份再检查。"
    return told + "\n"


def _first_refused(file: Path, count: int) -> str:
    """Where the first lines that were refused stand, and why: often all are wrong in the same way."""
    shown: list[str] = []
    with file.open("rb") as lines:
        for line in islice(lines, _FIRST):
            one = msgspec.json.decode(line)
            place = f"{one.get('文件', '')} {'第' + str(one['行']) + '行' if '行' in one else ''}".strip()
            reason = one["原因"] if len(one["原因"]) <= _WIDEST else one["原因"][:_WIDEST] + "……"
            shown.append(f"退回：{place}　{reason}")
    return "\n".join([*shown, *([f"……共退回{count}行，见 {REFUSED}"] if count > _FIRST else [])])
