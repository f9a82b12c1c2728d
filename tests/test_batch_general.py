"""The tier of departments that are not plain: any that a check can judge, judged alike, and each judged for itself."""

from __future__ import annotations

from pathlib import Path

import pytest
from batched import line_of, rows
from hypothesis import given, settings
from hypothesis import strategies as st
from small import CLOSING, ITEMS, OTHER, REGION, SPENT, TODAY, checked, dossier, library, listed, states

from engine.batch.general import General
from engine.batch.kit import Kit
from engine.batch.written import Lines, Refusal
from engine.dossier import Dossier
from engine.generated.known.counting import Tally
from engine.verdict import NoResult, State

FIGURES = ("90元", "100元", "约100元", "无", "不足100元", "100.00元", "99.99元")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A rulebook of three rules."""
    found = tmp_path_factory.mktemp("规则")
    library(found, SPENT, OTHER, CLOSING)
    return found


@pytest.fixture(scope="module")
def general(folder: Path) -> General:
    """The tier of that rulebook."""
    return General(Kit(folder, (), (), True), True, TODAY)


def judged(general: General, line: bytes) -> tuple[Lines, Tally]:
    """What one line comes to."""
    found, lines, tally = general.read(line), Lines(), Tally()
    assert isinstance(found, Dossier)
    general.judge(found, lines, tally, twice=False)
    return lines, tally


@settings(max_examples=60)
@given(st.lists(st.sampled_from(FIGURES), min_size=1, max_size=4), st.booleans())
def test_approximate_missing_and_incomplete_facts_are_judged_as_in_a_check(
    folder: Path, general: General, figures: list[str], complete: bool
) -> None:
    items = [f"名称: 甲{number}, 支出: {figure}" for number, figure in enumerate(figures)]
    facts = listed("项目", *items, "名称: 末", complete=complete)
    lines, tally = judged(general, line_of(facts))
    expected = states(checked(library(folder, SPENT, OTHER, CLOSING), dossier(facts)), "BUD-001")
    for state, written in ((State.FINDING, lines.findings), (State.UNKNOWN, lines.unknowns)):
        found = {row["对象"] for row in rows("".join(written).encode()) if row["规则"] == "BUD-001"}
        assert found == {subject for subject, word in expected.items() if word == state}
        assert tally["BUD-001"].get(state.name, 0) == len(found)


def test_a_department_leaves_nothing_behind_for_the_next(general: General) -> None:
    first = judged(general, line_of(ITEMS, "甲局"))
    judged(general, line_of(listed("项目"), "乙局"))
    assert judged(general, line_of(ITEMS, "甲局")) == first


def test_each_region_and_year_is_judged_by_its_own_program(general: General) -> None:
    judged(general, line_of(ITEMS, "甲局", 2022))
    judged(general, line_of(ITEMS, "甲局", 2021))
    judged(general, line_of(ITEMS, "甲局", 2021).replace(REGION.encode(), "湖南省".encode()))
    programs = {key: teller.program for key, (teller, _) in general.desks.items()}
    assert {(program.region, program.year) for program in programs.values()} == set(programs)
    assert {key for key in programs if key[1] == 2021} == {("全国", 2021)}  # no region has standards of its own


def test_what_cannot_be_read_is_refused(general: General) -> None:
    assert isinstance(general.read(b"{}"), Refusal)


def test_nothing_is_verified_unless_it_is_asked_for(general: General) -> None:
    judged(general, line_of(ITEMS))
    assert general._verifier is None


def test_rules_that_change_during_a_batch_are_not_kept_and_found_again_as_what_they_were(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JIXIAO_CACHE", str(tmp_path / "缓存"))
    library(tmp_path / "规则", SPENT)
    file = next((tmp_path / "规则").rglob("BUD-001.yaml"))
    kit, before = Kit(tmp_path / "规则", (), (), True), file.read_text(encoding="utf-8")
    file.write_text(before.replace("100元", "1元"), encoding="utf-8")
    with pytest.raises(NoResult, match="在检查期间被改动"):
        kit.known(REGION, 2022)
    file.write_text(before, encoding="utf-8")
    assert kit.known(REGION, 2022) is not None
    assert Kit(tmp_path / "规则", (), (), True).digest == kit.digest
