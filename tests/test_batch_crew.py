"""Several processes do all the work once, whoever of them dies, and none of them outlives the work."""

from __future__ import annotations

import errno
import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from engine.batch.crew import done
from engine.terminal import NotWritten
from engine.verdict import NoResult

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="forked")


def name(number: int) -> str:
    """What work is called."""
    return f"第{number}段"


def mark(folder: Path) -> Callable[[int], int]:
    """Work that leaves a file each time it is done."""

    def perform(number: int) -> int:
        (folder / f"{number}-{os.getpid()}").touch()
        return number * 10

    return perform


def children() -> list[str]:
    """The processes that this one started and that are still there."""
    return Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()


@pytest.mark.parametrize("jobs", [1, 2, 3, 20])
@pytest.mark.parametrize("count", [0, 1, 5, 100])
def test_all_the_work_is_done_once_and_no_process_is_left(tmp_path: Path, jobs: int, count: int) -> None:
    before = children()
    told = list(done(range(count), mark(tmp_path), jobs, name))
    assert sorted((one.number, one.departments) for one in told) == [(n, n * 10) for n in range(count)]
    assert sorted(int(path.name.partition("-")[0]) for path in tmp_path.iterdir()) == list(range(count))
    assert children() == before
    assert len({path.name.partition("-")[2] for path in tmp_path.iterdir()}) <= jobs


def test_two_pieces_of_work_for_two_processes_are_shared(tmp_path: Path) -> None:
    def perform(number: int) -> int:
        time.sleep(0.2)
        return mark(tmp_path)(number)

    list(done(range(2), perform, 2, name))
    assert len({path.name.partition("-")[2] for path in tmp_path.iterdir()}) == 2


def test_what_a_process_died_of_is_named_and_done_once_more_by_another(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def perform(number: int) -> int:
        if number == 7 and not (tmp_path / "died").exists():
            (tmp_path / "died").touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return number

    assert sorted(one.number for one in done(range(20), perform, 2, name)) == list(range(20))
    assert capsys.readouterr().err == "检查第7段的进程意外结束，这一段再做一次。\n"


def test_work_that_kills_twice_is_named_and_nothing_is_left(tmp_path: Path) -> None:
    before = children()

    def perform(number: int) -> int:
        if number == 7:
            os.kill(os.getpid(), signal.SIGKILL)
        return number

    with pytest.raises(NoResult, match="检查第7段的进程两次意外结束（可能内存不足），没有出具结果"):
        list(done(range(20), perform, 2, name))
    assert children() == before


@pytest.mark.parametrize("error", [NotWritten("满了"), NoResult("不一致")])
def test_what_a_process_says_went_wrong_is_raised_here(error: Exception) -> None:
    def perform(number: int) -> int:
        if number == 3:
            raise error
        return number

    with pytest.raises(type(error), match=str(error)):
        list(done(range(9), perform, 2, name))


def test_what_nobody_expected_is_told_with_its_place(tmp_path: Path) -> None:
    def perform(number: int) -> int:
        raise ValueError("怪事\n怪事")

    with pytest.raises(NoResult, match=r"检查第0段时程序内部出错.*ValueError（test_batch_crew.py:\d+）"):
        list(done([0], perform, 2, name))


def test_processes_end_when_the_caller_wants_no_more(tmp_path: Path) -> None:
    before = children()
    coming = done(range(1000), mark(tmp_path), 3, name)
    next(coming)
    coming.close()  # type: ignore[attr-defined]
    assert children() == before


def test_reports_longer_than_a_read_arrive_whole() -> None:
    def perform(number: int) -> int:
        raise NoResult("长" * 200_000)

    with pytest.raises(NoResult) as caught:
        list(done([0], perform, 2, name))
    assert str(caught.value) == "长" * 200_000


@pytest.mark.parametrize("call", ["pipe", "fork"])
@pytest.mark.parametrize("allowed", [1, 2, 3])
def test_where_the_system_allows_few_processes_those_do_all_the_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str, allowed: int
) -> None:
    started: list[int] = []
    system, fork = getattr(os, call), os.fork

    def refusing() -> object:
        if len(started) >= allowed:
            raise OSError(errno.EAGAIN, "Resource temporarily unavailable")
        return system()

    def counted() -> int:
        process = int(str(refusing())) if call == "fork" else fork()
        started.append(process)
        return process

    monkeypatch.setattr(os, "pipe", refusing if call == "pipe" else os.pipe)
    monkeypatch.setattr(os, "fork", counted)
    files, before = os.listdir("/proc/self/fd"), children()
    assert sorted(one.number for one in done(range(20), mark(tmp_path), 5, name)) == list(range(20))
    assert len(started) == allowed
    assert (children(), len(os.listdir("/proc/self/fd"))) == (before, len(files))


def test_where_the_system_allows_no_process_at_all_that_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def refusing() -> int:
        raise OSError(errno.EAGAIN, "Resource temporarily unavailable")

    monkeypatch.setattr(os, "fork", refusing)
    files = os.listdir("/proc/self/fd")
    with pytest.raises(
        NoResult, match=r"系统不让启动进程（进程太多），没有出具结果。.*加 --jobs 1，用同样的命令接着做"
    ):
        list(done(range(3), int, 2, name))
    assert len(os.listdir("/proc/self/fd")) == len(files)
