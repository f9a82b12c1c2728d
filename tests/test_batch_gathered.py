"""Fact files of many departments become the lines that a check of each department would have been given."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from commands import LOW, NONE, write
from small import REGION, dossier, facts_text, listed, words, write_rules

from engine.batch import gathered
from engine.batch.gathered import Files
from engine.batch.naming import named
from engine.batch.sources import Noted
from engine.batch.twins import refused
from engine.intake.json_reading import parse_json
from engine.mistakes import Mistakes
from engine.reading import dossier_of


@pytest.fixture
def source(tmp_path: Path) -> Files:
    """A folder to be filled, and rules."""
    write_rules(tmp_path / "规则", LOW, NONE)
    (tmp_path / "事实").mkdir()
    return Files(str(tmp_path / "事实"), str(tmp_path / "规则"))


def read(source: Files) -> tuple[list[bytes], Noted]:
    """All lines, and what is noted of them."""
    noted = Noted()
    return [line for piece in source.pieces() for line in source.lines(piece, noted)], noted


def test_a_line_says_what_its_file_says(source: Files, tmp_path: Path) -> None:
    facts = listed("项目", "名称: 甲, 支出: 90.50元, 编码: {值: A, 出处: 账}", "名称: “乙”, 编码: 无")
    write(tmp_path / "事实" / "甲.yaml", facts)
    (line,), noted = read(source)
    assert noted == Noted([], ["甲.yaml"])
    assert b"\n" not in line
    mistakes = Mistakes()
    node = parse_json(line.decode(), "样例.yaml", mistakes)
    assert node is not None
    found = dossier_of(node, words(), mistakes, "样例.yaml")
    mistakes.check()
    expected = dossier(facts)
    assert found is not None
    assert {kind: [(fact.key, fact.values) for fact in one] for kind, one in found.facts.items()} == {
        kind: [(fact.key, fact.values) for fact in one] for kind, one in expected.facts.items()
    }


def test_files_of_one_folder_are_one_department_where_they_say_so(source: Files, tmp_path: Path) -> None:
    write(tmp_path / "事实" / "甲局" / "一.yaml", listed("项目", "名称: 甲"), department="甲局")
    (tmp_path / "事实" / "甲局" / "领域.csv").write_text("名称,支出（万元）\n桌,2\n", encoding="utf-8")
    (tmp_path / "事实" / "甲局" / "三.json").write_text(
        json.dumps(
            {"部门": {"名称": "甲局", "年度": 2022, "地区": REGION}, "预算收支": {"支出": "5元"}}, ensure_ascii=False
        )
    )
    write(tmp_path / "事实" / "乙局.yaml", "", department="乙局")
    write(tmp_path / "事实" / "甲局旧" / "一.yaml", "", department="甲局", year=2021)
    lines, noted = read(source)
    assert noted.refused == []
    found = {named(line): set(json.loads(line)) for line in lines}
    assert found == {
        ("乙局", "2022"): {"部门"},
        ("甲局", "2022"): {"部门", "项目", "领域", "预算收支"},
        ("甲局", "2021"): {"部门"},
    }
    assert len(noted.files) == 3
    assert noted.files[0] == "乙局.yaml"


def test_a_mistake_refuses_the_files_that_belong_together_and_no_others(source: Files, tmp_path: Path) -> None:
    write(tmp_path / "事实" / "甲局" / "一.yaml", "", department="甲局")
    (tmp_path / "事实" / "甲局" / "二.yaml").write_text("a: [", encoding="utf-8")
    write(tmp_path / "事实" / "乙局" / "一.yaml", "", department="乙局")
    lines, noted = read(source)
    assert [bool(line) for line in lines] == [True, False, False]
    assert noted.files == ["乙局/一.yaml", "甲局/一.yaml", "甲局/二.yaml"]
    first, second = noted.refused
    assert (first.line, second.line) == (2, 3)
    assert first.reason.startswith("和它放在一起的 甲局/二.yaml 有错误")
    assert second.reason.startswith("甲局/二.yaml:1:")
    assert first.hint
    assert second.hint


def test_among_departments_of_their_own_a_file_with_mistakes_is_refused_alone(source: Files, tmp_path: Path) -> None:
    for name in ("甲局", "乙局", "丙局"):
        write(tmp_path / "事实" / f"{name}.yaml", "", department=name)
    (tmp_path / "事实" / "坏.yaml").write_text("a: [", encoding="utf-8")
    write(tmp_path / "事实" / "丙局二.yaml", "预算收支: {支出: 1元}\n", department="丙局", year=2021)
    lines, noted = read(source)
    assert [file for file, line in zip(noted.files, lines, strict=True) if not line] == ["坏.yaml"]
    assert len(lines) == 5
    write(tmp_path / "事实" / "乙局二.yaml", "", department="乙局")  # may the bad one be more of it, or of another?
    lines, noted = read(source)
    assert not any(lines)
    assert len(noted.refused) == len(noted.files) == 6


def test_what_two_files_say_differently_concerns_their_department_alone(source: Files, tmp_path: Path) -> None:
    for name in ("甲局", "乙局"):
        write(tmp_path / "事实" / f"{name}.yaml", listed("项目", "名称: 甲, 支出: 1元"), department=name)
    write(tmp_path / "事实" / "甲局二.yaml", listed("项目", "名称: 甲, 支出: 2元"), department="甲局")
    lines, noted = read(source)
    assert [file for file, line in zip(noted.files, lines, strict=True) if line] == ["乙局.yaml"]
    assert sorted(noted.files) == ["乙局.yaml", "甲局.yaml", "甲局二.yaml"]


def test_a_mistake_in_a_file_is_told_with_its_place_there(source: Files, tmp_path: Path) -> None:
    path = write(tmp_path / "事实" / "甲局.yaml", listed("项目", "名称: 甲, 支出: 60"), department="甲局")
    lines, noted = read(source)
    (told,) = noted.refused
    assert (lines, told.line) == ([b""], 1)
    place = told.reason.split(" ")[0].split(":")
    line = path.read_text(encoding="utf-8").splitlines()[int(place[1]) - 1]
    assert line[int(place[2]) - 1 :].startswith("60")
    assert "缺少单位" in told.reason


def test_a_department_in_two_folders_is_judged_in_neither_and_told_of(source: Files, tmp_path: Path) -> None:
    write(tmp_path / "事实" / "一" / "甲.yaml", "项目: 无\n", department="甲局")
    write(tmp_path / "事实" / "二" / "甲.yaml", "", department="甲局")
    pieces = source.pieces()
    (found,) = refused([[(0, 1), (0, 2)]], source, pieces, lambda spot, file: file).values()
    assert [(one.file, one.reason) for one in found] == [
        ("一/甲.yaml", "重复：甲局2022年度在二/甲.yaml还有一份，内容不同"),
        ("二/甲.yaml", "重复：甲局2022年度在一/甲.yaml还有一份，内容不同"),
    ]
    assert all("放在同一个文件夹里" in one.hint for one in found)


def test_departments_of_a_folder_with_very_many_files_are_looked_up_first(
    source: Files, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(12):
        write(tmp_path / "事实" / f"{number:02}.yaml", "", department=f"局{number % 9}")
    together = read(source)[0]
    monkeypatch.setattr(gathered, "TOGETHER", 4)
    monkeypatch.setattr(gathered, "AT_ONCE", 100)
    assert len(source.pieces()) > 4
    assert sorted(read(source)[0]) == sorted(together)
    assert len(together) == 9
    (tmp_path / "事实" / "坏.yaml").write_text("a: [", encoding="utf-8")
    (tmp_path / "事实" / "空.yaml").write_text("项目: 无\n", encoding="utf-8")
    lines, noted = read(source)
    assert len([line for line in lines if line]) == 9
    assert [file for file, line in zip(noted.files, lines, strict=True) if not line] == ["坏.yaml", "空.yaml"]


def test_pieces_depend_on_the_files_alone_and_hold_each_of_them_once(source: Files, tmp_path: Path) -> None:
    for number in range(30):
        write(tmp_path / "事实" / f"局{number % 7}" / f"{number}.yaml", "", department=f"局{number}")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(gathered, "AT_ONCE", 500)
        pieces = source.pieces()
    files = [file for piece in pieces for group in piece.groups for file in group]
    assert len(pieces) > 3
    assert sorted(files) == sorted(map(str, (tmp_path / "事实").rglob("*.yaml")))
    assert sum(piece.size for piece in pieces) == sum(Path(file).stat().st_size for file in files)


def test_a_change_of_any_file_is_noticed(source: Files, tmp_path: Path) -> None:
    path = write(tmp_path / "事实" / "甲.yaml", "")
    stamps = {source.stamp()}
    path.write_text(facts_text("项目: 无\n"), encoding="utf-8")
    stamps.add(source.stamp())
    write(tmp_path / "事实" / "乙" / "乙.yaml", "")
    stamps.add(source.stamp())
    path.rename(path.with_name("丙.yaml"))
    stamps.add(source.stamp())
    assert len(stamps) == 4
