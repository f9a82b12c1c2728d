"""A disk that is full ends a batch in one Chinese line, and it is taken up when there is room again."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest
from batches import RESULTS, batch, results, written
from killed import LINES, child, ended, patiently

from engine.batch import ranges
from engine.terminal import NotWritten

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
    assert "用同样的命令接着做" in words or most <= 500  # nothing was done yet
    assert patiently(facts, tmp_path / "果", jobs=jobs) == 2
    assert results(tmp_path / "果") == undisturbed


@pytest.mark.parametrize("size", [8, 60, 84])
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
