"""A batch that comes to nothing leaves nothing: no folder, nothing lost of before, nothing in the way of the next."""

from __future__ import annotations

from pathlib import Path

import pytest
from batches import Said, batch, line, results, written

from engine.batch import workplace
from engine.batch.examining import Part
from engine.mistakes import Mistake, MistakesFound, Place
from engine.terminal import NotWritten
from engine.verdict import NoResult


@pytest.fixture
def facts(tmp_path: Path) -> Path:
    """Two departments."""
    return written(tmp_path / "甲.jsonl", line("甲局"), line("乙局", 2))


class Wrong(Said):
    """An examiner whose rulebook has mistakes."""

    def titles(self) -> dict[str, tuple[str, str]]:
        raise MistakesFound([Mistake(Place("规则"), "没有这个文件夹", "请改。")])


class Broken(Said):
    """An examiner that fails with the first line."""

    def examine(self, lines: object, skip: frozenset[int] = frozenset()) -> Part:
        raise NoResult("坏了")


def test_rules_with_mistakes_take_no_results_away_and_leave_nothing_behind(tmp_path: Path, facts: Path) -> None:
    batch(facts, tmp_path / "果")
    before = results(tmp_path / "果")
    with pytest.raises(MistakesFound):
        batch(facts, tmp_path / "果", restart=True, examiner=Wrong)
    assert results(tmp_path / "果") == before
    with pytest.raises(MistakesFound):
        batch(facts, tmp_path / "新", examiner=Wrong)
    assert not (tmp_path / "新").exists()


def test_of_a_batch_that_had_done_nothing_yet_nothing_stands_in_the_way_of_another(tmp_path: Path, facts: Path) -> None:
    with pytest.raises(NoResult):
        batch(facts, tmp_path / "果", examiner=Broken)
    assert not (tmp_path / "果").exists()
    with pytest.MonkeyPatch.context() as patch:  # killed: nothing is cleared
        patch.setattr("shutil.rmtree", lambda *more, **options: None)
        with pytest.raises(NoResult):
            batch(facts, tmp_path / "果", examiner=Broken)
    assert (tmp_path / "果" / "未完成" / "批次.json").exists()
    assert batch(facts, tmp_path / "果", year=2022) == 1
    batch(facts, tmp_path / "另", year=2022)
    assert results(tmp_path / "果") == results(tmp_path / "另")


def test_a_full_disk_is_told_with_what_can_be_done(
    tmp_path: Path, facts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(self: workplace.Workplace, plan: object) -> None:
        raise OSError(28, "")

    monkeypatch.setattr(workplace.Workplace, "begin", full)
    with pytest.raises(NotWritten, match=r"磁盘已满.*请腾出空间，或换一个文件夹"):
        batch(facts, tmp_path / "果")


def test_a_run_that_comes_to_nothing_leaves_no_folder(tmp_path: Path, facts: Path) -> None:
    with pytest.raises(NotWritten, match="没有2019年度的部门"):
        batch(facts, tmp_path / "果", year=2019)
    assert not (tmp_path / "果").exists()
    (tmp_path / "果").mkdir()
    with pytest.raises(NotWritten, match="没有部门"):
        batch(written(tmp_path / "乙.jsonl", "", " "), tmp_path / "果")
    assert list((tmp_path / "果").iterdir()) == []


def test_input_that_changes_while_it_is_read_gives_no_result(tmp_path: Path, facts: Path) -> None:
    class Slow(Said):
        def close(self) -> None:
            pass

        def examine(self, lines: object, skip: frozenset[int] = frozenset()) -> object:
            found = super().examine(lines, skip)  # type: ignore[arg-type]
            written(facts, line("丙局", 7), line("丁局"))
            return found

    with pytest.raises(NotWritten, match="在检查期间被改动，没有出具结果。请加 --restart 从头做"):
        batch(facts, tmp_path / "果", examiner=Slow)
    assert [path.name for path in (tmp_path / "果").iterdir()] == ["未完成"]
    assert batch(facts, tmp_path / "果", restart=True) == 1
