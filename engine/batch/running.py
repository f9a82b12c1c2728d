"""A batch from its input to its results: pieces judged by one or several processes, kept, put together.

What was done before a kill is not done again, and whoever did it, in whatever order, the results are the same bytes.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from engine import cache
from engine.batch.closing import finish
from engine.batch.merging import surveyed
from engine.batch.opening import source_of
from engine.batch.packing import Broken, Task
from engine.batch.performing import Job, performed
from engine.batch.sources import Piece, Source
from engine.batch.twins import refused, repeated
from engine.batch.workplace import DAY, Workplace, opened, writing
from engine.mistakes import Mistake, MistakesFound, Place
from engine.terminal import Bar, NotWritten, say
from engine.verdict import NoResult

if TYPE_CHECKING:
    from engine.batch.examining import Examiner

_PIECES: Final = 4  # a process that nobody asked for is started where it has so many pieces to judge


class Asked(Struct, frozen=True):
    """What a batch was asked for.

    today is an ordinal, dated whether its user named it; jobs: None for as many as are worth it; verify: a share a/b.
    """

    facts: Path
    output: Path
    rules: Path
    today: int
    dated: bool = False
    ids: Sequence[str] = ()
    themes: Sequence[str] = ()
    year: int | None = None
    jobs: int | None = None
    verify: tuple[int, int] = (1, 100)
    evidence: bool = True
    parquet: bool = False
    restart: bool = False
    spark: str = ""
    tables: bool = False


def run(asked: Asked) -> int:
    """Judges everything and writes the results; returns the exit code: 2 with refused lines, 1 with findings, else 0.

    Raises MistakesFound, NotWritten, NoResult.
    """
    _refuse(asked)
    source = source_of(asked.facts, asked.rules)
    with opened(asked.output, asked.restart) as place:
        examiner = _examiner(asked, place)
        try:
            return _run(asked, source, place, examiner)
        except Broken:
            message = f"{place.parts} 里的文件在检查期间被改动，没有出具结果。"
            raise NoResult(f"{message}请用同样的命令再运行一次，缺的部分会重做。") from None
        except KeyboardInterrupt:
            if place.begun:
                say(f"\n已做完的部分留在 {place.parts}，用同样的命令接着做。")
            raise
        finally:
            examiner.close()


def _run(asked: Asked, source: Source, place: Workplace, examiner: Examiner) -> int:
    stamp, pieces = source.stamp(), source.pieces()
    examiner.titles()  # a rulebook with mistakes is refused before results of before are taken away
    with writing(place.parts):
        place.begin(_plan(asked, stamp, examiner))
    before = place.found(len(pieces))
    if before:
        say(f"接着上次的做：共{len(pieces)}段，已做完{len(before)}段。")
    job, jobs = Job(examiner, source, place.parts, asked.spark), _jobs(asked, len(pieces))
    left = [number for number in range(len(pieces)) if number not in before]
    _perform(job, [Task(number, pieces[number], asked.year) for number in left], jobs, pieces)
    survey = surveyed(place.parts, pieces)
    twins = refused(repeated(survey.names), source, pieces, survey.where)
    skips = [tuple(one.line for one in twins.get(number, ())) for number in survey.names]
    again = [number for number in survey.names if skips[number] != survey.skipped[number]]
    tasks = [Task(number, pieces[number], asked.year, skips[number], survey.names[number]) for number in again]
    _perform(job, tasks, jobs, pieces)
    if source.stamp() != stamp:
        raise NotWritten(f"{asked.facts} 在检查期间被改动，没有出具结果。请加 --restart 从头做。")
    return finish(place, survey, twins, examiner, asked)


def _perform(job: Job, tasks: Sequence[Task], jobs: int, pieces: Sequence[Piece]) -> None:
    """Has the tasks done and shows how far that is."""

    def name(number: int) -> str:
        piece = pieces[number]
        return f"{piece.file or piece.path}第{number + 1}段（{piece.start}—{piece.end}）"

    bar = Bar("批量检查", sum(task.piece.size for task in tasks))
    try:
        for told in performed(job, tasks, jobs, name):
            bar.add(pieces[told.number].size, told.departments)
    finally:
        bar.clear()


def _examiner(asked: Asked, place: Workplace) -> Examiner:
    """What judges; a batch that is taken up goes on with the day that it began with, where no other is named."""
    from engine.batch.examining import Examiner, Settings

    kept = place.plan.get(DAY, "")
    today = int(kept) if kept.isdecimal() and not asked.dated else asked.today
    ids, themes = tuple(sorted(set(asked.ids))), tuple(sorted(set(asked.themes)))
    return Examiner(Settings(str(asked.rules), ids, themes, asked.evidence, today, asked.verify))


def _plan(asked: Asked, stamp: str, examiner: Examiner) -> dict[str, str]:
    """What a batch rests on: where one of these is another, what was done is of no use."""
    settings = examiner.settings
    return {
        "输入": stamp,
        "规则": examiner.digest,
        "所选规则": " ".join(settings.ids),
        "所选主题": " ".join(settings.themes),
        "年度": str(asked.year or ""),
        DAY: str(settings.today),
        "抽查比例": f"{settings.verify[0]}/{settings.verify[1]}",
        "佐证": str(settings.evidence),
        "程序版本": cache.engine_stamp(),
    }


def _jobs(asked: Asked, pieces: int) -> int:
    """How many processes: as asked for, else as many as there are processors and there is work for."""
    if asked.jobs is not None:
        return asked.jobs
    processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(processors, pieces // _PIECES))


def _refuse(asked: Asked) -> None:
    """Refuses what could not end well, before anything is read."""
    facts, output = os.path.realpath(asked.facts), os.path.realpath(asked.output)
    if os.path.commonpath([facts, output]) in (facts, output):
        message = "放结果的文件夹和要检查的文件混在一起，下一次会把结果当成事实"
        raise MistakesFound([Mistake(Place(str(asked.output)), message, "请把结果放到别的文件夹。")])
    if asked.parquet and find_spec("pyarrow") is None:
        from engine.batch.parquet import INSTALL

        raise MistakesFound([Mistake(Place("--parquet"), "没有安装读写 parquet 的软件包 pyarrow", INSTALL)])
