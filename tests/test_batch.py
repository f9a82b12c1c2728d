"""However often a batch is killed, and wherever the disk is full, it ends with the bytes of an undisturbed one."""

from __future__ import annotations

import os
import random
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from batches import RESULTS, Said, batch, line, results, rows, written

from engine.batch import ranges
from engine.batch.crew import done
from engine.batch.workplace import Refused
from engine.terminal import NotWritten

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="forked")

LINES = [
    line("局0", 1),
    "坏",
    *(line(f"局{n}", n % 4, padding=n % 90) for n in range(1, 120)),
    line("局5", 1, padding=5),
    line("局50", 3),
    line("局 60", 0),
]


@pytest.fixture
def facts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Lines of all sorts, in many pieces; no power is lost here, so that nothing need be flushed."""
    monkeypatch.setattr("os.fsync", lambda file: None)
    monkeypatch.setattr(ranges, "SMALLEST", 2000)
    return written(tmp_path / "甲.jsonl", *LINES)


@pytest.fixture
def undisturbed(tmp_path: Path, facts: Path) -> dict[str, bytes]:
    """What comes of them."""
    assert batch(facts, tmp_path / "好", jobs=1) == 2
    return results(tmp_path / "好")


def child(work: Callable[[], object]) -> int:
    """A process of its own, the first of its group, that does this; it ends with 9 where a batch was refused."""
    process = os.fork()
    if process:
        return process
    code = 8
    try:
        os.setsid()
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        os.dup2(1, 2)
        code = int(work() or 0)  # type: ignore[call-overload]
    except NotWritten:
        code = 9
    finally:
        os._exit(code)


def ended(process: int) -> int:
    """How a process ended: its exit code, or minus the signal that killed it."""
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


def patiently(facts: Path, output: Path, **more: object) -> int:
    """A batch that waits for the processes of one that was killed to be gone."""
    for _ in range(500):
        try:
            return batch(facts, output, **more)
        except Refused as error:
            if "正在" not in str(error):
                raise
            time.sleep(0.01)
    raise AssertionError("still locked")


@pytest.mark.parametrize("jobs", [1, 2, 3, 7])
def test_the_number_of_processes_changes_no_byte(
    tmp_path: Path, facts: Path, undisturbed: dict[str, bytes], jobs: int
) -> None:
    assert batch(facts, tmp_path / "果", jobs=jobs) == 2
    assert results(tmp_path / "果") == undisturbed


def test_the_results_are_those_of_all_lines_in_one_piece(
    tmp_path: Path, facts: Path, undisturbed: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ranges, "SMALLEST", 2**20)
    batch(facts, tmp_path / "果")
    assert results(tmp_path / "果") == undisturbed
    refused = {row["行"]: row["原因"] for row in rows(tmp_path / "果", "退回.jsonl")}
    assert refused == {
        2: "读不懂",
        52: "重复：局502022年度在第123行还有一份，内容不同",
        62: "重复：部门名称“局60”和第124行的“局 60”只差空格、全半角或大小写",
        122: "重复：与第7行完全相同",
        123: "重复：局502022年度在第52行还有一份，内容不同",
        124: "重复：部门名称“局 60”和第62行的“局60”只差空格、全半角或大小写",
    }


def test_the_order_in_which_pieces_are_done_changes_no_byte(
    tmp_path: Path, facts: Path, undisturbed: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    def shuffled(numbers: list[int], *more: object) -> Iterator[object]:
        random.Random(5).shuffle(numbers)
        return done(numbers, *more)  # type: ignore[arg-type]

    monkeypatch.setattr("engine.batch.performing.done", shuffled)
    batch(facts, tmp_path / "果", jobs=2)
    assert results(tmp_path / "果") == undisturbed


def test_a_batch_killed_at_ten_random_moments_ends_as_an_undisturbed_one(
    tmp_path: Path, facts: Path, undisturbed: dict[str, bytes]
) -> None:
    class Slow(Said):
        def finding(self, name: str, year: int, number: int) -> str:
            time.sleep(0.0005)
            return super().finding(name, year, number)

    chance, killed = random.Random(1), 0
    while killed < 10:
        process = child(lambda: patiently(facts, tmp_path / "果", jobs=2, examiner=Slow))
        time.sleep(chance.uniform(0, 0.06))
        os.killpg(process, signal.SIGKILL) if os.getpgid(process) == process else os.kill(process, signal.SIGKILL)
        code = ended(process)
        killed += code == -signal.SIGKILL
        assert code in (-signal.SIGKILL, 2, 9)
        if code == 2:  # it was quicker
            assert results(tmp_path / "果") == undisturbed
            (tmp_path / "果").rename(tmp_path / f"果{time.monotonic_ns()}")
    assert patiently(facts, tmp_path / "果", jobs=2) == 2
    assert results(tmp_path / "果") == undisturbed


def killing(at: int, folder: str) -> None:
    """Kills this process before the nth time that it opens, renames, makes or removes anything in a folder."""
    left = [at]

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        if event in ("open", "os.rename", "os.remove", "os.mkdir", "os.rmdir") and folder in str(arguments[0]):
            left[0] -= 1
            if left[0] < 0:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(hook)


def test_a_batch_killed_before_any_step_it_takes_in_its_folder_ends_as_an_undisturbed_one(
    tmp_path: Path, facts: Path, undisturbed: dict[str, bytes]
) -> None:
    for step in range(2000):
        output = tmp_path / f"果{step}"

        def work(step: int = step, output: Path = output) -> int:
            killing(step, str(output))
            return batch(facts, output, jobs=1)

        code = ended(child(work))
        there = results(output) if output.exists() else {}
        assert all(there[name] == undisturbed[name] for name in RESULTS if name in there and (output / name).exists())
        if code == 2:
            break
        assert code == -signal.SIGKILL
        again = ended(child(lambda output=output: batch(facts, output, jobs=1)))  # type: ignore[misc]
        assert again == 2 or (again == 9 and set(there) >= set(RESULTS))  # all was done but the clearing up
        assert results(output) == undisturbed
    assert 40 < step < 1999


def test_workers_whose_batch_was_killed_end_and_let_go_of_its_folder(
    tmp_path: Path, facts: Path, undisturbed: dict[str, bytes]
) -> None:
    class Slow(Said):
        def finding(self, name: str, year: int, number: int) -> str:
            time.sleep(0.01)
            return super().finding(name, year, number)

    process = child(lambda: batch(facts, tmp_path / "果", jobs=3, examiner=Slow))
    time.sleep(0.2)
    os.kill(process, signal.SIGKILL)  # the workers are not told
    assert ended(process) == -signal.SIGKILL
    assert patiently(facts, tmp_path / "果") == 2
    assert results(tmp_path / "果") == undisturbed


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("most", [50, 500, 4000])
def test_a_file_that_may_not_grow_ends_in_one_chinese_line_and_can_be_taken_up(
    tmp_path: Path, facts: Path, undisturbed: dict[str, bytes], jobs: int, most: int
) -> None:
    told = tmp_path / "话"

    def limited() -> int:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, resource.RLIM_INFINITY))
        try:
            return batch(facts, tmp_path / "果", jobs=jobs)
        except NotWritten as error:
            resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
            told.write_text(str(error), encoding="utf-8")
            raise

    assert ended(child(limited)) == 9
    words = told.read_text(encoding="utf-8")
    assert "\n" not in words
    assert words.startswith(f"不能写入 {tmp_path / '果' / '未完成'}（")
    assert "用同样的命令接着做" in words
    assert patiently(facts, tmp_path / "果", jobs=jobs) == 2
    assert results(tmp_path / "果") == undisturbed


@pytest.mark.parametrize("size", [8, 60, 92])
def test_a_full_disk_ends_in_one_chinese_line_and_can_be_taken_up(
    tmp_path: Path, facts: Path, undisturbed: dict[str, bytes], size: int
) -> None:
    disk = tmp_path / "盘"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size}k", "tmpfs", str(disk)]
    if os.geteuid() or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("没有权限挂载")
    try:
        with pytest.raises(NotWritten, match=r"^不能写入 .*未完成（磁盘已满），没有出具结果。.*用同样的命令接着做。$"):
            batch(facts, disk / "果", jobs=1)
        assert not any((disk / "果" / name).exists() for name in RESULTS)
        subprocess.run(["mount", "-o", "remount,size=9m", str(disk)], check=True)
        assert batch(facts, disk / "果", jobs=1) == 2
        assert results(disk / "果") == undisturbed
    finally:
        subprocess.run(["umount", str(disk)], check=True)
