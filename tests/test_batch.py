"""However a batch is divided, and wherever it is killed, it ends with the bytes of an undisturbed one."""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from batches import RESULTS, Said, batch, results, rows, written
from killed import LINES, child, ended, patiently

from engine.batch import ranges
from engine.batch.crew import done

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="forked")


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


def finished(folder: Path) -> bool:
    """Whether a batch that was killed had nothing left to do but to end."""
    return (folder / "汇总.json").exists() and not (folder / "未完成" / "批次.json").exists()


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
        assert code in (-signal.SIGKILL, 2)
        if code == 2 or finished(tmp_path / "果"):  # it was quicker
            assert {name: data for name, data in results(tmp_path / "果").items() if name in undisturbed} == undisturbed
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


@pytest.mark.parametrize("jobs", [1, 3])
def test_a_batch_that_is_interrupted_leaves_no_process_and_can_be_taken_up(
    tmp_path: Path, facts: Path, undisturbed: dict[str, bytes], jobs: int
) -> None:
    class Slow(Said):
        def finding(self, name: str, year: int, number: int) -> str:
            time.sleep(0.005)
            return super().finding(name, year, number)

    process = child(lambda: batch(facts, tmp_path / "果", jobs=jobs, examiner=Slow))
    while not list((tmp_path / "果").rglob("*.part")):
        time.sleep(0.01)
    os.killpg(process, signal.SIGINT)
    assert ended(process) == 7
    with pytest.raises(ProcessLookupError):
        os.killpg(process, 0)
    assert batch(facts, tmp_path / "果", jobs=jobs) == 2
    assert results(tmp_path / "果") == undisturbed
