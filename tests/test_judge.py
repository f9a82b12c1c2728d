"""Two judges must agree, whatever the order of facts and rules; else there is no result."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from generate import pair_of, turned
from small import (
    CLOSING,
    ITEMS,
    OTHER,
    SPENT,
    TODAY,
    checked,
    dossier,
    library,
    listed,
    states,
)

from engine.checking import Checker
from engine.judge import Disagreement, EvaluatorsDisagree, States, agree, by_reference
from engine.library import Library
from engine.verdict import NoResult, State
from engine.waiving import Waivers


class Judge:
    """A second judge whose answers are given."""

    notice = ""

    def __init__(self, *answers: States | Exception | None) -> None:
        self.answers = answers

    def judge_all(self, jobs: Sequence[Any], library: Library) -> list[Callable[[], States | None]]:
        """Returns the answers, one for each department."""
        return [lambda answer=answer: self.give(answer) for answer in self.answers]  # type: ignore[misc]

    def give(self, answer: States | Exception | None) -> States | None:
        """Gives an answer, or fails."""
        if isinstance(answer, Exception):
            raise answer
        return answer


AGREED: States = {
    ("BUD-001", "项目", "甲"): State.FINDING,
    ("BUD-001", "项目", "乙"): State.PASS,
    ("BUD-001", "项目", "丙"): State.UNKNOWN,
}


def run(folder: Path, *answers: States | Exception | None) -> tuple[str, ...]:
    """The evaluators that vouch for a check of ITEMS by BUD-001."""
    checker = Checker(library(folder, SPENT), Judge(*answers), TODAY)  # type: ignore[arg-type]
    (outcome,) = checker.check([dossier(ITEMS)])
    return outcome.evaluators


def test_two_judges_that_agree_are_both_named(tmp_path: Path) -> None:
    assert run(tmp_path, AGREED) == ("durable", "reference")


def test_a_judge_that_is_not_to_be_had_is_not_named(tmp_path: Path) -> None:
    assert run(tmp_path, None) == ("reference",)


@pytest.mark.parametrize("wrong", [State.PASS, State.UNKNOWN, State.NOT_APPLICABLE, State.WAIVED, None])
def test_two_judges_that_differ_on_one_verdict_give_no_result_but_both_answers(
    tmp_path: Path, wrong: State | None
) -> None:
    key = ("BUD-001", "项目", "甲")
    other = {k: s for k, s in AGREED.items() if k != key} | ({key: wrong} if wrong else {})
    with pytest.raises(NoResult) as error:
        run(tmp_path, other)
    assert f"BUD-001 项目“甲”：reference 判为发现问题，durable 判为{wrong or '没有结果'}" in str(error.value)


def test_a_verdict_that_only_the_second_judge_gives_is_a_difference_too(tmp_path: Path) -> None:
    with pytest.raises(EvaluatorsDisagree) as error:
        run(tmp_path, AGREED | {("BUD-001", "项目", "丁"): State.FINDING})
    assert error.value.differences == [Disagreement(("BUD-001", "项目", "丁"), None, State.FINDING)]


def test_a_second_judge_that_fails_gives_no_result(tmp_path: Path) -> None:
    with pytest.raises(NoResult, match="坏了"):
        run(tmp_path, NoResult("坏了"))


def test_a_difference_in_one_department_holds_back_that_department(tmp_path: Path) -> None:
    books = library(tmp_path, SPENT)
    coming = Checker(books, Judge(AGREED, {}), TODAY).check([dossier(ITEMS), dossier(ITEMS, "乙局")])  # type: ignore[arg-type]
    assert next(coming).department == "示例部门"
    with pytest.raises(NoResult):
        next(coming)


def test_no_more_than_twenty_differences_are_printed() -> None:
    many: States = {("R", "项目", str(n)): State.PASS for n in range(30)}
    with pytest.raises(EvaluatorsDisagree) as error:
        agree(many, {})
    assert str(error.value).count("durable 判为没有结果") == 20
    assert len(error.value.differences) == 30
    agree(many, dict(reversed(many.items())))


# Order


@pytest.mark.parametrize("seed", range(80))
def test_facts_in_either_order_give_equal_states(seed: int) -> None:
    program, given = pair_of(seed)
    waivers = Waivers(given.waivers, 0)
    assert by_reference(program, given, waivers)[0] == by_reference(program, turned(given), waivers)[0]


def test_a_closing_rule_sees_the_findings_the_gaps_and_the_passes_of_the_rules_before_it(tmp_path: Path) -> None:
    both = checked(library(tmp_path, SPENT, CLOSING), ITEMS)
    assert states(both, "CLO-001") == {"示例部门": "发现问题"}
    fine = checked(library(tmp_path, SPENT, CLOSING), ITEMS.replace("90元", "100元"))
    assert states(fine, "CLO-001") == {"示例部门": "无法判定"}  # 丙 may be a finding
    fine = checked(library(tmp_path, SPENT, CLOSING), listed("项目", "名称: 甲, 支出: 100元"))
    assert states(fine, "CLO-001") == {"示例部门": "未发现问题"}


def test_a_chosen_rule_gives_the_verdicts_it_gives_among_all(tmp_path: Path) -> None:
    books = library(tmp_path, SPENT, OTHER, CLOSING)
    whole = checked(books, ITEMS)
    for rule in ("BUD-001", "MON-001", "CLO-001"):
        chosen = checked(books, ITEMS, only=frozenset({rule}))
        assert states(chosen, rule) == states(whole, rule)
        assert {verdict.rule for verdict in chosen.verdicts} == {rule}
        assert {finding.rule for finding in chosen.findings} <= {rule}
