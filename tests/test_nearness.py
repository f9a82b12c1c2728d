"""Near misses: in order, or out of the rule's reach, and close to the limit; margins as shares of it."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import pytest
import small
from commands import Run, Runner, write
from small import TODAY, dossier, library, listed, rule_text

from engine.checking import Checker
from engine.margin import Margin
from engine.outcome import Near
from engine.quantity import Dim, exactly
from engine.seconding import Second

LOW = rule_text("支出 ÷ 年度预算 不低于 90% 且 未支出 不高于 10万元", rule="BUD-002", scope="年度预算 高于 10万元")
EITHER = rule_text("支出 高于 100元 或 年度预算 高于 100元", rule="MON-001")
WATCHED = rule_text("编码 不为无", rule="MON-002", scope="年度预算 不低于 1000万元")


def near(folder: Path, rule: str, item: str, share: Fraction = Fraction(1, 20)) -> list[tuple[str, str]]:
    """What lies close to the limit of a rule for one project: its verdict and the margin."""
    books = library(folder, rule)
    with Second(False) as second:
        checker = Checker(books, second, TODAY, near=share)
        (outcome,) = checker.check([dossier(listed("项目", f"名称: 甲, {item}"))])
    assert outcome.near is not None
    assert all(isinstance(found, Near) and found.subject == "甲" for found in outcome.near)
    return [(found.state, found.margin) for found in outcome.near]


def test_what_passes_by_a_hair_is_near_and_what_passes_by_far_is_not(tmp_path: Path) -> None:
    assert near(tmp_path / "1", LOW, "年度预算: 20万元, 支出: 18.1万元, 未支出: 1元") == [
        ("未发现问题", "支出 ÷ 年度预算比90%高0.5个百分点")
    ]
    assert near(tmp_path / "2", LOW, "年度预算: 20万元, 支出: 20万元, 未支出: 1元") == []


def test_the_share_itself_is_near(tmp_path: Path) -> None:
    item = "年度预算: 100万元, 支出: 99万元, 未支出: 9.5万元"
    assert near(tmp_path / "1", LOW, item) == [("未发现问题", "未支出比10万元低0.50万元")]
    assert near(tmp_path / "2", LOW, item.replace("9.5万元", "9.49万元")) == []
    assert near(tmp_path / "3", LOW, item, Fraction(1, 21)) == []


def test_what_is_a_finding_already_or_cannot_be_judged_is_not_near(tmp_path: Path) -> None:
    assert near(tmp_path / "1", LOW, "年度预算: 20万元, 支出: 17.9万元, 未支出: 1元") == []
    assert near(tmp_path / "2", LOW, "年度预算: 20万元, 支出: 18.1万元") == []


def test_of_two_reasons_each_enough_the_farther_counts(tmp_path: Path) -> None:
    assert near(tmp_path / "1", EITHER, "年度预算: 104元, 支出: 101元") == [("未发现问题", "年度预算比100元高4元")]
    assert near(tmp_path / "2", EITHER, "年度预算: 200元, 支出: 101元") == []
    assert near(tmp_path / "3", EITHER, "年度预算: 1元, 支出: 101元") == [("未发现问题", "支出比100元高1元")]


def test_a_subject_just_out_of_reach_is_near_where_it_would_be_a_finding(tmp_path: Path) -> None:
    just = "年度预算: 990万元"
    assert near(tmp_path / "1", WATCHED, f"{just}, 编码: 无") == [("不适用", "年度预算比1,000万元低10万元")]
    assert near(tmp_path / "2", WATCHED, f"{just}, 编码: A") == []
    assert near(tmp_path / "3", WATCHED, just) == [("不适用", "年度预算比1,000万元低10万元")]  # may be one


@pytest.mark.parametrize(
    ("dim", "left", "right", "text", "closeness"),
    [
        (Dim.MONEY, 990, 1000, "预算比0.10万元低0万元", Fraction(1, 100)),
        (Dim.RATIO, Fraction(93, 100), Fraction(90, 100), "预算比90%高3个百分点", Fraction(1, 30)),
        (Dim.DAYS, 29, 30, "预算比30日少1日", Fraction(1, 30)),
        (Dim.COUNT, 3, 2, "预算比2个多1个", Fraction(1, 2)),
        (Dim.COUNT, 3, 0, "预算比0个多3个", Fraction(3)),
    ],
)
def test_a_margin_is_a_share_of_its_limit(
    dim: Dim, left: Fraction, right: Fraction, text: str, closeness: Fraction
) -> None:
    points = Dim.POINTS if dim is Dim.RATIO else dim
    gap = exactly(points, (Fraction(left) - right) * (100 if dim is Dim.RATIO else 1))
    margin = Margin("预算", exactly(dim, left), exactly(dim, right), gap)
    assert margin.closeness == closeness
    if dim is not Dim.MONEY:
        assert str(margin) == text


# The command line


def checked(check: Runner, folder: Path, *arguments: str) -> Run:
    """A check of one project that passes by a hair."""
    return check(write(folder / "甲.yaml", listed("项目", "名称: 甲, 支出: 102元, 编码: A")), *arguments)


@pytest.mark.parametrize("form", ["table", "text"])
def test_near_misses_are_listed_only_when_they_are_asked_for(check: Runner, tmp_path: Path, form: str) -> None:
    assert "支出比100元高2元" not in checked(check, tmp_path, "--format", form).out
    asked = checked(check, tmp_path, "--format", form, "--near", "5%")
    assert (asked.code, "支出比100元高2元" in asked.out) == (0, True)
    assert "支出比100元高2元" not in checked(check, tmp_path, "--format", form, "--near", "1%").out


def test_the_data_hold_near_misses_as_a_list_of_their_own(check: Runner, tmp_path: Path) -> None:
    def listed_near(*arguments: str) -> object:
        return json.loads(checked(check, tmp_path, "--format", "json", *arguments).out)["departments"][0]["near"]

    assert listed_near() == []
    assert listed_near("--near", "5%") == [
        {"rule": "BUD-001", "kind": "项目", "subject": "甲", "verdict": "pass", "margin": "支出比100元高2元"}
    ]


@pytest.mark.parametrize(
    ("share", "words"), [("5", "“5”缺少单位"), ("很近", "“很近”不是比率"), ("200%", "应在 0% 与 100% 之间")]
)
def test_a_share_that_is_none_is_refused_in_chinese(check: Runner, tmp_path: Path, share: str, words: str) -> None:
    found = checked(check, tmp_path, "--near", share)
    assert (found.code, words in found.err) == (2, True)


def test_what_is_in_order_is_told_by_the_limit_that_is_closest(tmp_path: Path) -> None:
    rule = rule_text("支出 ÷ 年度预算 不低于 60% 且 支出 ÷ 年度预算 不高于 100%")
    facts = listed("项目", *(f"名称: {spent}, 年度预算: 100元, 支出: {spent}元" for spent in (61, 99, 100, 110)))
    found = small.checked(library(tmp_path, rule), facts).verdicts
    assert {verdict.subject: verdict.margin.removeprefix("支出 ÷ 年度预算") for verdict in found} == {
        "61": "比60%高1个百分点", "99": "比100%低1个百分点", "100": "恰为100%", "110": "比100%高10个百分点"
    }  # fmt: skip
