"""What the pictures of the page show: counts that add up, values and limits in their places, and the same in words."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import many
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markup import read
from msgspec.structs import replace
from small import checked, library, listed, render, rule_text

from engine.margin import Margin
from engine.outcome import Outcome, Verdict
from engine.quantity import Dim, Quantity, combine, exactly
from engine.report.charts import MOST, Bars, ratios, severities, verdicts
from engine.verdict import State


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    return many.outcome(tmp_path_factory.mktemp("rules"))


def measured(outcome: Outcome, *values: Quantity, limits: tuple[Quantity, ...] = (), missed: int = 0) -> Outcome:
    """The outcome with verdicts of one rule on so many subjects, the first `missed` of them problems."""
    made = []
    for number, value in enumerate(values):
        limit = limits[number] if limits else ratio(90)
        gap = combine("-", value, limit)
        assert isinstance(gap, Quantity)
        state = State.FINDING if number < missed else State.PASS
        made.append(Verdict("R", "项目", f"第{number}", state, "", (), (), Margin("执行率", value, limit, gap)))
    return replace(outcome, verdicts=tuple(made), names={"R": "名称"}, topics={"R": "预算执行"})


def ratio(percent: int | Fraction) -> Quantity:
    """So many percent."""
    return exactly(Dim.RATIO, Fraction(percent) / 100)


def totals(bars: Bars | None) -> dict[str, tuple[int, ...]]:
    """The counts by row."""
    assert bars is not None
    return {row.name: row.counts for row in bars.rows}


# Bars


def test_problems_are_counted_by_theme_and_severity(outcome: Outcome) -> None:
    bars = severities(outcome)
    assert totals(bars) == {"预算执行方面": (0, 0, 1, 1), "绩效监控方面": (0, 1, 0, 0)}
    assert bars is not None
    assert bars.told == "预算执行方面一般1、提示1；绩效监控方面较大1。"


def test_verdicts_are_counted_by_theme_with_those_that_could_not_be_made(outcome: Outcome) -> None:
    counted = totals(verdicts(outcome))
    assert counted["问题整改方面"] == (0, 0, 1, 0)
    judged = len(outcome.verdicts) - outcome.count(State.NOT_APPLICABLE)
    assert sum(map(sum, counted.values())) == judged


def test_the_bars_of_a_row_lie_end_to_end(outcome: Outcome) -> None:
    bars = verdicts(outcome)
    assert bars is not None
    for row in bars.rows:
        ends = [(float(bar.start[:-1]), float(bar.width[:-1])) for bar in row.bars]
        assert ends[0][0] == 0
        assert all(abs(a + w - b) < 0.02 for (a, w), (b, _) in pairwise(ends))
        assert abs(sum(ends[-1]) - 100) < 0.02
        assert sum(bar.count for bar in row.bars) == sum(row.counts)


def test_there_is_no_picture_of_nothing(outcome: Outcome) -> None:
    empty = replace(outcome, verdicts=(), findings=())
    assert severities(empty) is None
    assert verdicts(empty) is None
    assert ratios(empty) == []


# Dots


def test_values_stand_where_they_are_between_nothing_and_all(outcome: Outcome) -> None:
    (dots,) = ratios(measured(outcome, ratio(50), ratio(95), missed=1))
    assert [(dot.name, dot.state, dot.value, dot.at, dot.line) for dot in dots.table] == [
        ("第0", State.FINDING, "50%", "50.00%", "90.00%"),
        ("第1", State.PASS, "95%", "95.00%", "90.00%"),
    ]
    assert dots.limit == "90%"
    assert dots.ticks == tuple((f"{at}.00%", f"{at}%") for at in (0, 25, 50, 75, 100))
    assert dots.told == "共2个对象，界限90%；发现问题1个，未发现问题1个：第0（50%）。"


def test_subjects_with_limits_of_their_own_keep_them(outcome: Outcome) -> None:
    (dots,) = ratios(measured(outcome, ratio(2), ratio(3), limits=(ratio(10), ratio(8)), missed=2))
    assert dots.limit == ""
    assert [(dot.value, dot.limit, dot.line) for dot in dots.table] == [
        ("2%", "10%", "100.00%"),
        ("3%", "8%", "80.00%"),
    ]
    assert "界限各不相同" in dots.told


def test_one_subject_alone_makes_no_picture(outcome: Outcome) -> None:
    assert ratios(measured(outcome, ratio(50))) == []


def test_a_figure_known_only_as_a_range_is_drawn_from_end_to_end(outcome: Outcome) -> None:
    wide = replace(ratio(50), low=Fraction(45, 100), high=Fraction(55, 100), mark="约")
    (dots,) = ratios(measured(outcome, wide, ratio(95), missed=1))
    assert (dots.table[0].low, dots.table[0].at, dots.table[0].high) == ("45.00%", "50.00%", "55.00%")


def test_of_very_many_subjects_the_problems_and_the_closest_are_drawn(outcome: Outcome) -> None:
    values = [ratio(Fraction(n, 100)) for n in range(1, 10)] + [ratio(91 + Fraction(n, 1000)) for n in range(5000)]
    found = measured(outcome, *values, missed=9)
    (dots,) = ratios(found)
    assert len(dots.table) == 5009
    assert len(dots.dots) == MOST
    assert {dot.name for dot in dots.dots} == {f"第{number}" for number in range(MOST)}
    assert "图中只画40个：发现问题的和离界限最近的；全部5009个在下面的表里。" in render("html", [found])


def test_pictures_with_problems_come_before_those_without(outcome: Outcome) -> None:
    good = measured(outcome, ratio(95), ratio(96)).verdicts
    bad = [replace(v, rule="S") for v in measured(outcome, ratio(5), ratio(96), missed=1).verdicts]
    names = {"R": "甲规则", "S": "乙规则"}
    found = replace(measured(outcome), verdicts=(*good, *bad), names=names)
    assert [dots.title for dots in ratios(found)] == ["S 乙规则：各项目的执行率", "R 甲规则：各项目的执行率"]
    page = read(render("html", [found]))
    (more,) = [one for one in page.all("details", css="more") if one.all("figure")]
    assert "甲规则" in more.text
    assert "乙规则" not in more.text


@given(st.lists(st.fractions(-50, 10**6), min_size=2, max_size=6))
def test_everything_lies_within_the_picture_and_the_ticks_rise(values: list[Fraction]) -> None:
    empty = Outcome("部门", 2022, "", "", (), (), (), {}, {}, (), (), ())
    (dots,) = ratios(measured(empty, *map(ratio, values)))
    places = [float(at[:-1]) for dot in dots.table for at in (dot.at, dot.low, dot.high, dot.line)]
    assert all(0 <= place <= 100 for place in places)
    ticks = [float(at[:-1]) for at, _ in dots.ticks]
    assert (ticks[0], ticks[-1]) == (0, 100)
    assert ticks == sorted(set(ticks))
    assert len(ticks) <= 8


def test_a_share_of_money_is_drawn_for_the_projects_of_a_department(tmp_path: Path) -> None:
    low = rule_text("支出 ÷ 年度预算 不低于 90%", problem="{名称}低。")
    facts = listed("项目", "名称: 甲, 年度预算: 100元, 支出: 31元", "名称: 乙, 年度预算: 100元, 支出: 95元", "名称: 丙")
    (dots,) = ratios(checked(library(tmp_path, low), facts))
    assert [(dot.name, str(dot.state)) for dot in dots.table] == [("甲", "发现问题"), ("乙", "未发现问题")]
