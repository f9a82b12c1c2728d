"""The folder of a batch: nothing of anybody else's is touched, and what was not finished is taken up or left alone."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path

import pytest
from batches import RESULTS, Said, batch, line, results, written

from engine.batch import merging, workplace
from engine.batch.examining import Part
from engine.batch.packing import place_of
from engine.batch.running import Asked
from engine.batch.workplace import Refused, opened
from engine.mistakes import MistakesFound
from engine.terminal import NotWritten


@pytest.fixture
def facts(tmp_path: Path) -> Path:
    """Two departments."""
    return written(tmp_path / "甲.jsonl", line("甲局"), line("乙局", 2))


@pytest.fixture
def stopped(tmp_path: Path, facts: Path) -> Path:
    """The folder of a batch that stopped when its results were put together."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(merging.os, "fsync", _full)
        with pytest.raises(NotWritten):
            batch(facts, tmp_path / "果")
    assert [path.name for path in (tmp_path / "果").iterdir()] == ["未完成"]
    return tmp_path / "果"


def _full(file: int) -> None:
    raise OSError(28, "")


def test_a_finished_batch_leaves_its_results_and_nothing_else(tmp_path: Path, facts: Path) -> None:
    assert batch(facts, tmp_path / "新的" / "果") == 1
    assert set(results(tmp_path / "新的" / "果")) == set(RESULTS)
    assert sorted(path.name for path in (tmp_path / "新的" / "果").iterdir()) == sorted(RESULTS)


def test_an_empty_folder_is_used_and_one_with_other_things_is_not(tmp_path: Path, facts: Path) -> None:
    (tmp_path / "果").mkdir()
    assert batch(facts, tmp_path / "果") == 1
    (tmp_path / "果" / "笔记.txt").write_text("要紧", encoding="utf-8")
    before = results(tmp_path / "果")
    for restart in (False, True):
        with pytest.raises(Refused, match=r"里有别的文件（笔记.txt），没有动它们"):
            batch(facts, tmp_path / "果", restart=restart)
    assert results(tmp_path / "果") == before


@pytest.mark.parametrize(
    "name", ["未完成/我的稿.docx", "未完成/000000.part/稿", "未完成/1.part", "问题.jsonl/稿", "未完成 "]
)
def test_nothing_of_anybody_elses_is_touched_though_it_is_called_as_ours_is(
    tmp_path: Path, facts: Path, name: str
) -> None:
    mine = tmp_path / "果" / name
    mine.parent.mkdir(parents=True)
    mine.write_text("要紧", encoding="utf-8")
    for restart in (False, True):
        with pytest.raises(Refused, match=r"里有别的文件.*没有动它们"):
            batch(facts, tmp_path / "果", restart=restart)
        assert list(results(tmp_path / "果").values()) == ["要紧".encode()]


def test_a_link_in_place_of_the_folder_of_parts_is_not_followed(tmp_path: Path, facts: Path) -> None:
    written(tmp_path / "别处" / "000000.part", "要紧")
    (tmp_path / "果").mkdir()
    (tmp_path / "果" / "未完成").symlink_to(tmp_path / "别处")
    with pytest.raises(Refused, match="里有别的文件（未完成）"):
        batch(facts, tmp_path / "果")
    assert set(results(tmp_path / "别处")) == {"000000.part"}


def test_results_of_before_do_not_stand_beside_those_of_a_batch_that_was_killed(
    tmp_path: Path, facts: Path, stopped: Path
) -> None:
    written(stopped / "问题.parquet", "是上一次的")  # the kill came between the plan and their removal
    written(stopped / "汇总.txt", "是上一次的")
    assert batch(facts, stopped) == 1
    assert batch(facts, tmp_path / "另") == 1
    assert results(stopped) == results(tmp_path / "另")


def test_results_are_only_replaced_when_that_was_asked_for(tmp_path: Path, facts: Path) -> None:
    batch(facts, tmp_path / "果")
    before = results(tmp_path / "果")
    written(facts, line("丙局", 5))
    with pytest.raises(Refused, match="已经有批量检查的结果，没有覆盖。请换一个文件夹；要重做，加 --restart"):
        batch(facts, tmp_path / "果")
    assert results(tmp_path / "果") == before
    assert batch(facts, tmp_path / "果", restart=True) == 1
    assert "丙局" in results(tmp_path / "果")["部门.jsonl"].decode()


def test_a_file_in_the_place_of_the_folder_is_left_alone(tmp_path: Path, facts: Path) -> None:
    (tmp_path / "果").write_text("要紧", encoding="utf-8")
    with pytest.raises(Refused, match="不是文件夹，没有动它"):
        batch(facts, tmp_path / "果", restart=True)
    assert (tmp_path / "果").read_text(encoding="utf-8") == "要紧"


@pytest.mark.parametrize("output", ["", ".", "内", "../部门"])
def test_results_never_come_to_lie_among_the_facts(tmp_path: Path, output: str) -> None:
    written(tmp_path / "部门" / "甲.jsonl", line("甲局"))
    for facts in (tmp_path / "部门", tmp_path / "部门" / "甲.jsonl"):
        if facts.is_dir() or not output.startswith("内"):
            with pytest.raises(MistakesFound, match="混在一起"):
                batch(facts, tmp_path / "部门" / output)
    assert set(results(tmp_path)) == {"甲.jsonl"}


def test_what_was_not_finished_is_taken_up_and_ends_the_same(
    tmp_path: Path, facts: Path, stopped: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    part = place_of(stopped / "未完成", 0)
    before = part.stat().st_mtime_ns
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(merging.os, "fsync", lambda file: None)
        patch.setattr(workplace.Workplace, "finish", lambda self, names: None)
        batch(facts, stopped)
    assert part.stat().st_mtime_ns == before  # judged once
    assert "接着上次的做：共1段，已做完1段。" in capsys.readouterr().err
    assert batch(facts, stopped) == 1
    batch(facts, tmp_path / "另")
    assert results(stopped) == results(tmp_path / "另")


@pytest.mark.parametrize(
    ("more", "named"),
    [
        ({"ids": ["甲"]}, "--rule"),
        ({"themes": ["主题"]}, "--theme"),
        ({"year": 2022}, "--year"),
        ({"verify": (1, 2)}, "--verify"),
        ({"evidence": False}, "--no-evidence"),
        ({"today": 1, "dated": True}, "--date"),
    ],
)
def test_what_was_not_finished_is_not_taken_up_with_other_options(
    facts: Path, stopped: Path, more: dict[str, object], named: str
) -> None:
    before = results(stopped)
    with pytest.raises(Refused, match=f"另一次没有做完的批量检查（不同的是：{named}），没有接着做.*--restart"):
        batch(facts, stopped, **more)
    assert results(stopped) == before
    batch(facts, stopped, restart=True, **more)
    assert set(results(stopped)) == set(RESULTS)


def test_what_was_not_finished_is_not_taken_up_with_other_input_rules_or_program(facts: Path, stopped: Path) -> None:
    class Other(Said):
        digest = "别的规则"

    with pytest.raises(Refused, match="不同的是：规则文件夹里的规则），"):
        batch(facts, stopped, examiner=Other)
    with pytest.raises(Refused, match="不同的是：程序版本），"):
        batch(facts, stopped, engine="新的")
    written(facts, line("丙局"))
    with pytest.raises(Refused, match="不同的是：要检查的文件、程序版本），"):
        batch(facts, stopped, engine="新的")


def test_a_batch_taken_up_another_day_goes_on_with_the_day_it_began_with(
    facts: Path, stopped: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    days: list[int] = []

    class Dated(Said):
        def close(self) -> None:
            days.append(self.settings.today)

    assert batch(facts, stopped, today=738_001, examiner=Dated) == 1
    assert days == [Asked(facts, facts, facts, 738_000).today]


def test_damaged_parts_are_judged_again_and_foreign_ones_ignored(tmp_path: Path, facts: Path, stopped: Path) -> None:
    part = place_of(stopped / "未完成", 0)
    part.write_bytes(part.read_bytes()[:-3])
    (stopped / "未完成" / "000009.part").write_bytes(b"x")
    (stopped / "未完成" / "000000.123").write_bytes(b"half")
    assert batch(facts, stopped) == 1
    batch(facts, tmp_path / "另")
    assert results(stopped) == results(tmp_path / "另")


@pytest.mark.parametrize("plan", [b"", b"{", b"[]", b'{"a": 1}'])
def test_leavings_without_a_readable_plan_are_begun_anew(
    tmp_path: Path, facts: Path, stopped: Path, plan: bytes
) -> None:
    (stopped / "未完成" / "批次.json").write_bytes(plan)
    assert batch(facts, stopped, year=2022) == 1
    batch(facts, tmp_path / "另", year=2022)
    assert results(stopped) == results(tmp_path / "另")


def test_a_second_batch_in_the_same_folder_is_refused_and_disturbs_nothing(tmp_path: Path, facts: Path) -> None:
    with opened(tmp_path / "果", False) as place:
        place.begin({"a": "b"})
        place_of(place.parts, 0).write_bytes(b"")
        before = results(tmp_path / "果")
        for restart in (False, True):
            with pytest.raises(Refused, match=r"另一次批量检查正在 .*果 里工作，没有动它"):
                batch(facts, tmp_path / "果", restart=restart)
        assert results(tmp_path / "果") == before
    with pytest.raises(Refused, match="没有接着做"):  # it is no longer at work, but what it did is there
        batch(facts, tmp_path / "果")


@pytest.mark.parametrize(("folder", "why"), [("文件/果", "上一级不是文件夹"), ("长" * 300, "文件名太长")])
def test_a_folder_that_cannot_be_made_is_told_with_the_reason(
    tmp_path: Path, facts: Path, folder: str, why: str
) -> None:
    (tmp_path / "文件").write_text("", encoding="utf-8")
    with pytest.raises(NotWritten, match=f"（{why}），没有出具结果。请换一个文件夹。$"):
        batch(facts, tmp_path / folder)


def test_a_drive_without_locks_is_used_all_the_same(
    tmp_path: Path, facts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unknown(file: int, how: int) -> None:
        raise OSError(37, "")

    monkeypatch.setattr("fcntl.flock", unknown)
    assert batch(facts, tmp_path / "果") == 1


def test_a_folder_that_is_taken_away_meanwhile_is_said_to_be_gone(tmp_path: Path, facts: Path) -> None:
    class Taken(Said):
        def examine(self, lines: Iterable[bytes], skip: frozenset[int] = frozenset()) -> Part:
            shutil.rmtree(tmp_path / "果")
            return super().examine(lines, skip)

    with pytest.raises(NotWritten, match=r"不能写入 .*未完成（.*），没有出具结果"):
        batch(facts, tmp_path / "果", examiner=Taken)
    assert not (tmp_path / "果").exists()
