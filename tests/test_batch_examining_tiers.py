"""Whatever is done to a plain line, the tier that takes it says what the second evaluator says."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from batched import examiner, rows
from hypothesis import given, settings
from hypothesis import strategies as st
from mutating import EDITS, Edit, mutated
from small import OTHER, REGION, SPENT, library, rule_text

from engine.batch.examining import Examiner

COUNTED = rule_text("数量(项目 满足 支出 < 100元) ≤ 1个", kind="部门", rule="BUD-002")
FIGURES = (0, 1, 9_999, 10_000, 10_001, -1, 10**13, 10**15, 2**63, 10**30, 99.5, "100元", "约100元", "无", "", "多")
PLAIN = {
    "部门": {"名称": "甲局", "年度": 2022, "地区": REGION},
    "项目": [{"名称": f"项目{number}", "支出（分）": 9_000 + 1_000 * number, "编码": "A"} for number in range(3)],
}


@pytest.fixture(scope="module")
def tiers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Examiner]:
    """An examiner that has every department judged again, by the reference evaluator, which is quicker to ask."""
    folder = tmp_path_factory.mktemp("规则")
    library(folder, SPENT, OTHER, COUNTED)
    found = examiner(folder, (1, 1))
    found.general.verifier.worker = None
    yield found
    found.close()


def seen(tiers: Examiner, line: bytes) -> int:
    """Judges a line, twice where it can be read; returns how many departments it held."""
    part = tiers.examine([line])
    assert len(part.rejects) + len(part.names) == (1 if line.strip(b" \t\r\n") else 0)
    assert part.checked == len(part.names)
    return len(part.names)


def test_a_plain_line_is_taken_by_the_exact_tier(tiers: Examiner) -> None:
    line = json.dumps(PLAIN, ensure_ascii=False).encode()
    assert seen(tiers, line) == 1
    assert tiers.known is not None
    assert tiers.known.take(line, [], []) == ("甲局", 2022)
    tiers.known.tally()


@given(EDITS)
def test_slips_of_hand_and_program_change_no_verdict_unseen(tiers: Examiner, edits: list[Edit]) -> None:
    text = mutated(json.dumps(PLAIN, ensure_ascii=False), edits)
    seen(tiers, text.replace("\n", " ").encode(errors="replace"))


@settings(max_examples=300)
@given(
    st.lists(
        st.fixed_dictionaries(
            {"名称": st.sampled_from(["甲", "乙", "丙", "甲 ", "无", "丁（2）", 'a"b', "%s", "{0}", "\\"])},
            optional={
                "支出（分）": st.sampled_from(FIGURES),
                "支出": st.sampled_from(["90元", "1亿元", "100", "无"]),
                "编码": st.sampled_from(["A", "无", "", "没有", " B"]),
                "多余": st.just("1"),
            },
        ),
        max_size=4,
    )
    | st.just("无")
)
def test_figures_and_words_of_all_sorts_are_judged_alike_by_both(tiers: Examiner, items: Any) -> None:
    seen(tiers, json.dumps(PLAIN | {"项目": items}, ensure_ascii=False).encode())


LINES = {"全国": 9_500, "广东省": 9_600, "广东省广州市": 9_700}  # from where on a project's spending is enough, in 分
ROWS = ", ".join(f"{{地区: {region}, 值: {fen / 100}元, 依据: 甲, 核对: 已核}}" for region, fen in LINES.items())
REGIONS = ("湖南省", "广东省佛山市", "广东省广州市", "广东省广州市天河区", "湖南省长沙市", REGION, "广东省", "北京市")


@pytest.fixture(scope="module")
def regional(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A rulebook whose one standard differs by region."""
    folder = tmp_path_factory.mktemp("规则")
    library(folder, rule_text("支出 ≥ 线", rule="BUD-001"), parameters=f"线: {{取值: [{ROWS}]}}\n")
    return folder


def limit(region: str) -> int:
    """The standard of a region: that of the nearest one around it."""
    return LINES[max((name for name in LINES if region.startswith(name)), key=len, default="全国")]


@settings(max_examples=30)
@given(
    st.lists(st.tuples(st.sampled_from(REGIONS), st.sampled_from((2021, 2022)), st.booleans()), max_size=30),
    st.sampled_from((1, 2, 32)),
    st.sampled_from((None, 2021)),
)
def test_whatever_regions_and_years_stand_together_each_has_its_own_standards_and_all_are_counted(
    regional: Path, places: list[tuple[str, int, bool]], tiers: int, without: int | None
) -> None:
    amounts = [fen + step for fen in LINES.values() for step in (-1, 0)]
    lines = []
    for number, (region, year, plain) in enumerate(places):
        key = "支出（分）" if plain else "支出（元）"
        items = [{"名称": f"甲{fen}", key: fen if plain else fen / 100} for fen in amounts]
        about = {"名称": f"局{number}", "年度": year, "地区": region}
        lines.append(json.dumps({"部门": about, "项目": items}, ensure_ascii=False).encode())
    found = examiner(regional)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("engine.batch.examining._TIERS", tiers)
        known = found.kit.known
        patch.setattr(found.kit, "known", lambda region, year: None if year == without else known(region, year))
        part = found.examine(lines)
    expected = [sum(fen < limit(region) for fen in amounts) for region, _, _ in places]
    told = [(row["部门"], row["年度"], row["地区"], row["发现问题"]) for row in rows(part.departments)]
    assert told == [
        (f"局{number}", year, region, many)
        for number, ((region, year, _), many) in enumerate(zip(places, expected, strict=True))
    ]
    assert part.tally.get("BUD-001", {}).get("FINDING", 0) == sum(expected)
    assert part.tally.get("BUD-001", {}).get("PASS", 0) == sum(len(amounts) - many for many in expected)
