"""The made-up department: budgets, days and waivers on both sides of every line and exactly on it."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path

import pytest
from repository import read, verdict
from small import ROOT, checked, states

from engine.library import Library
from engine.outcome import Outcome
from engine.quantity import Quantity
from engine.verdict import State


@pytest.fixture(scope="module")
def sample(books: Library) -> Outcome:
    return checked(books, read(books, "*示例*2022*"))


FEN = Fraction(1, 100)
LINES = {"经常性": Fraction(10_000_000), "阶段性": Fraction(30_000_000)}


@pytest.mark.parametrize(
    ("project", "nature", "distance", "state"),
    [
        ("产业扶持资金", "经常性", 0 * FEN, "未发现问题"),
        ("商贸促进补助", "经常性", 0 * FEN, "发现问题"),
        ("节能降耗奖补", "经常性", FEN, "未发现问题"),
        ("外贸稳增长奖励", "经常性", FEN, "发现问题"),
        ("企业服务热线", "经常性", -FEN, "不适用"),
        ("公共检测平台", "阶段性", 0 * FEN, "未发现问题"),
        ("数据中心扩容", "阶段性", 0 * FEN, "发现问题"),
        ("标准厂房改造", "阶段性", FEN, "未发现问题"),
        ("园区道路改造", "阶段性", -FEN, "不适用"),
        ("会展中心维修", "阶段性", Fraction(-20_000_000), "不适用"),
    ],
)
def test_a_budget_on_the_line_is_inside_and_one_fen_less_is_outside(
    books: Library, sample: Outcome, project: str, nature: str, distance: Fraction, state: str
) -> None:
    (fact,) = [fact for fact in read(books, "*示例*2022*").facts["项目"] if fact.key == project]
    budget = fact.values["年度预算"]
    assert isinstance(budget, Quantity)
    assert (fact.values["性质"], budget.nominal) == (nature, LINES[nature] + distance)
    assert states(sample, "MON-001")[project] == state


def test_the_made_up_department_is_marked_as_made_up(books: Library) -> None:
    (path,) = (ROOT / "facts").glob("*示例*2022*")
    assert "虚构" in path.read_text(encoding="utf-8").splitlines()[0]
    assert "示例" in read(books, "*示例*2022*").department


def test_the_made_up_department_shows_a_waiver_and_no_gaps(sample: Outcome) -> None:
    assert verdict(sample, "BUD-002", "标准厂房改造").state is State.WAIVED
    assert [str(use) for _, use in sample.waivers] == ["已用于豁免"]
    assert sample.count(State.UNKNOWN) == 0


@pytest.mark.parametrize(
    ("rule", "subject", "state"),
    [
        ("PRO-001", "检测平台设备采购", "未发现问题"), ("PRO-001", "数据中心服务器采购", "发现问题"),
        ("PRO-001", "热线设备更新", "不适用"),
        ("PRO-002", "检测平台设备采购", "未发现问题"), ("PRO-003", "厂房改造监理", "未发现问题"),
        ("PRO-004", "厂房改造监理", "未发现问题"),
        ("PRO-003", "检测平台设备采购", "未发现问题"), ("PRO-004", "检测平台设备采购", "未发现问题"),
    ],
)  # fmt: skip
def test_time_limits_of_procurement_exactly_kept_are_kept(sample: Outcome, rule: str, subject: str, state: str) -> None:
    # exactly 30 days, 29 days, exactly 2 and 7 working days, once across 清明 and a Saturday that is worked
    assert states(sample, rule)[subject] == state


def test_the_low_project_of_the_made_up_department_is_among_its_stated_problems(sample: Outcome) -> None:
    assert verdict(sample, "BUD-002", "政务系统运维").severity == "较大"  # 120 of 200
    assert set(states(sample, "CLO-004").values()) == {"未发现问题"}


def test_seed_and_sample_are_what_make_check_looks_at() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    (pattern,) = re.findall(r"^SEED := (\S+)$", makefile, re.MULTILINE)
    assert len(list(Path(ROOT).glob(pattern))) == 1
