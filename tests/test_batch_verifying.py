"""A sample of every batch is judged by a second evaluator, and a difference is never passed over."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path
from typing import Any

import pytest
from batched import Exact, Stocked, examiner, line_of, rows
from hypothesis import given
from hypothesis import strategies as st
from small import CLOSING, ITEMS, OTHER, REGION, SPENT, TODAY, library, listed

from engine.batch import verifying
from engine.batch.examining import Examiner, Settings, digest_of, drawn
from engine.durable.failures import DurableFailed, DurableMissing
from engine.generated.known.counting import Tally
from engine.judge import EvaluatorsDisagree
from engine.verdict import NoResult, State

PLAIN = listed("项目", "名称: 甲, 支出: 90元, 编码: A", "名称: 乙, 支出: 100元, 编码: 无")
ALL = (1, 1)


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A rulebook of three rules."""
    library(tmp_path / "规则", SPENT, OTHER, CLOSING)
    return tmp_path / "规则"


@pytest.fixture
def verified(small: Path) -> Iterator[Examiner]:
    """An examiner that judges every department twice."""
    found = examiner(small, ALL)
    yield found
    found.close()


@pytest.fixture
def known(small: Path) -> Iterator[Examiner]:
    """The same with a tier for plain departments."""
    found = Examiner(Settings("", today=TODAY, verify=ALL), Stocked(library(small, SPENT, OTHER, CLOSING)))  # type: ignore[arg-type]
    yield found
    found.close()


# The sample


@given(st.text(max_size=8), st.integers(1900, 2199), st.integers(0, 100), st.integers(1, 100))
def test_a_larger_share_holds_the_smaller(name: str, year: int, first: int, more: int) -> None:
    digest = digest_of(name, year)
    assert drawn(digest, (first, 100)) <= drawn(digest, (min(first + more, 100), 100))
    assert not drawn(digest, (0, 1))
    assert drawn(digest, (1, 1))


def test_a_share_is_drawn_evenly() -> None:
    digests = [blake2b(str(number).encode(), digest_size=8).digest() for number in range(20_000)]
    assert 150 <= sum(drawn(digest, (1, 100)) for digest in digests) <= 250


def test_the_same_departments_are_drawn_however_often_and_in_whatever_order(small: Path) -> None:
    lines = [line_of(ITEMS, f"{number}局") for number in range(40)]
    found = examiner(small, (1, 4))
    counts = [found.examine(order).checked for order in (lines, lines[::-1], lines)]
    apart = sum(found.examine([line]).checked for line in lines)
    found.close()
    assert counts == [apart] * 3
    assert 0 < apart < 40


def test_who_is_not_drawn_costs_no_second_evaluator(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verifying, "judge", None)
    assert examiner(small).examine([line_of(ITEMS)]).checked == 0


# Agreement


def test_evaluators_that_agree_say_nothing(verified: Examiner, known: Examiner) -> None:
    lines = [line_of(ITEMS, "甲局"), line_of(PLAIN, "乙局")]
    for found in (verified, known):
        part = found.examine(lines)
        assert (part.checked, part.notice, len(rows(part.departments))) == (2, "", 2)


def test_one_worker_process_serves_all_departments(verified: Examiner) -> None:
    verified.examine([line_of(ITEMS, "甲局")])
    worker = verified.general.verifier.worker
    assert worker is not None
    process = worker.process
    verified.examine([line_of(PLAIN, "乙局")])
    assert worker.process is process
    verified.close()
    assert worker.process is None


# Disagreement


class _Wrong:
    """A judge that says something else of one subject."""

    def __init__(self, judge: Any) -> None:
        self.judging = judge

    def judge(self, *given: Any) -> Any:
        states = self.judging.judge(*given)
        return states | {("BUD-001", "项目", "甲"): State.PASS}


def test_a_judge_that_errs_is_found_out_with_both_answers(verified: Examiner) -> None:
    verified.examine([line_of(PLAIN, "甲局")])
    ((place, (teller, judge)),) = verified.general.desks.items()
    verified.general.desks[place] = teller, _Wrong(judge)  # type: ignore[assignment]
    with pytest.raises(EvaluatorsDisagree) as raised:
        verified.examine([line_of(PLAIN, "乙局")])
    assert "乙局2022年度 BUD-001 项目“甲”：generated 判为未发现问题，durable 判为发现问题" in str(raised.value)


def test_a_judge_that_errs_passes_where_nobody_is_drawn(small: Path) -> None:
    found = examiner(small)
    found.examine([line_of(PLAIN, "甲局")])
    ((place, (teller, judge)),) = found.general.desks.items()
    found.general.desks[place] = teller, _Wrong(judge)  # type: ignore[assignment]
    assert {row["规则"] for row in rows(found.examine([line_of(PLAIN)]).findings)} == {"MON-001", "CLO-001"}


Altered = tuple[list[str], list[str], Tally]


def _silent(findings: list[str], departments: list[str], tally: Tally) -> None:
    del findings[0]


def _miscounted(findings: list[str], departments: list[str], tally: Tally) -> None:
    tally["BUD-001"]["PASS"] += 1


def _milder(findings: list[str], departments: list[str], tally: Tally) -> None:
    findings[0] = findings[0].replace("一般", "提示")


def _richer(findings: list[str], departments: list[str], tally: Tally) -> None:
    findings[0] = findings[0].replace("9000", "9001")


def _merrier(findings: list[str], departments: list[str], tally: Tally) -> None:
    departments[0] = departments[0].replace('"发现问题":3', '"发现问题":2')


@pytest.mark.parametrize(
    ("alter", "said"),
    [
        (_silent, "甲局2022年度 BUD-001 项目“甲”：generated 判为没有发现问题，durable 判为发现问题"),
        (
            _miscounted,
            "BUD-001 各种判定的个数：generated 判为发现问题1个、未发现问题2个，durable 判为发现问题1个、未发现问题1个",
        ),
        (_milder, '甲局2022年度 写出的内容：generated 判为{"规则":"BUD-001","级别":"提示"'),
        (_richer, '"佐证":{"支出（分）":9001}'),
        (_merrier, '"发现问题":2,"无法判定":0,"已豁免":0}，durable 判为'),
    ],
)
def test_lines_of_plain_departments_that_err_are_found_out(
    known: Examiner, monkeypatch: pytest.MonkeyPatch, alter: Any, said: str
) -> None:
    take, tally = Exact.take, Exact.tally
    changed: list[tuple[list[str], list[str]]] = []

    def wrong(self: Exact, line: bytes, findings: list[str], departments: list[str]) -> tuple[str, int] | None:
        own: tuple[list[str], list[str]] = ([], [])
        name = take(self, line, *own)
        alter(*own, {"BUD-001": {"PASS": 0}})
        changed.append(own)
        findings += own[0]
        departments += own[1]
        return name

    def counted(self: Exact) -> Tally:
        found = tally(self)
        if found and alter is _miscounted:
            alter([], [], found)
        return found

    monkeypatch.setattr(Exact, "take", wrong)
    monkeypatch.setattr(Exact, "tally", counted)
    with pytest.raises(EvaluatorsDisagree) as raised:
        known.examine([line_of(PLAIN, "甲局")])
    assert said in str(raised.value)
    assert changed


def test_a_line_that_only_one_reader_takes_gives_no_result(known: Examiner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Exact, "take", lambda self, line, findings, departments: ("甲局", 2022))
    with pytest.raises(NoResult, match="一处读得懂、一处读不懂"):
        known.examine([f'{{"部门": {{"地区": "{REGION}", "年度": 2022}}}}'.encode()])


# durable-rules is not there, or fails


def test_where_durable_rules_is_missing_the_reference_judges_and_that_is_said(
    verified: Examiner, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []

    def missing(*given: Any) -> None:
        asked.append(1)
        raise DurableMissing("没有安装")

    monkeypatch.setattr(verifying, "judge", missing)
    part = verified.examine([line_of(ITEMS, "甲局"), line_of(PLAIN, "乙局")])
    assert (part.checked, len(asked)) == (2, 1)
    assert part.notice.startswith("提示：推理引擎 durable-rules 不可用（没有安装）")
    assert part.notice.endswith("抽查的部门由参照求值器再判一遍。")


def test_where_durable_rules_is_missing_a_judge_that_errs_is_found_out_all_the_same(
    verified: Examiner, monkeypatch: pytest.MonkeyPatch
) -> None:
    verified.examine([line_of(PLAIN, "甲局")])
    ((place, (teller, judge)),) = verified.general.desks.items()
    verified.general.desks[place] = teller, _Wrong(judge)  # type: ignore[assignment]
    verified.close()
    verified.general.verifier.worker = None
    with pytest.raises(EvaluatorsDisagree, match="generated 判为未发现问题，reference 判为发现问题"):
        verified.examine([line_of(PLAIN, "乙局")])


def test_a_second_evaluator_that_fails_gives_no_result(verified: Examiner, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(*given: Any) -> None:
        raise DurableFailed("判定进程被信号9终止")

    monkeypatch.setattr(verifying, "judge", failing)
    with pytest.raises(NoResult, match=r"甲局2022年度：.*判定进程被信号9终止"):
        verified.examine([line_of(PLAIN, "甲局")])


def test_plans_of_many_regions_are_not_all_kept(verified: Examiner) -> None:
    lines = [line_of(PLAIN, "甲局", year) for year in range(2000, 2020)]
    assert verified.examine(lines).checked == 20
    assert len(verified.general.verifier.plans) <= 8
    assert len(verified.general.desks) <= 16
