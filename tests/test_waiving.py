"""Waivers cover one subject of one rule to the end of their day, and are reported whatever becomes of them."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from forms import words_of
from small import checked, dossier, library, listed, render, rule_text, states

from engine.dossier import Waiver
from engine.mistakes import MistakesFound
from engine.verdict import State
from engine.waiving import Use, Waivers

UNTIL = date(2023, 6, 30).toordinal()
WAIVER = Waiver("BUD-002", "招商引资", "已报同意", "区财政局", UNTIL)

LOW = rule_text("执行率 不低于 90%", rule="BUD-002", problem="{名称}低。")
CLOSING = rule_text(
    '不存在 问题 满足（规则 = "BUD-002"）', kind="部门", rule="CLO-004", problem="{问题：{对象}|、}没有写。"
)
RATES = "项目:\n  执行率: 支出 ÷ 年度预算\n"
ITEMS = listed(
    "项目", "名称: 招商引资, 年度预算: 100万元, 支出: 30万元", "名称: 对口支援, 年度预算: 100万元, 支出: 95万元"
)
WAIVED = ITEMS + "豁免:\n- {规则: BUD-002, 对象: %s, 理由: 已报同意, 批准: 区财政局, 到期: %s}\n"


def on(day: date, *waivers: Waiver) -> Waivers:
    """The waivers on a day."""
    return Waivers(waivers, day.toordinal())


@pytest.mark.parametrize(("day", "state"), [(30, State.WAIVED), (29, State.WAIVED), (1, State.WAIVED)])
def test_a_finding_is_waived_up_to_and_on_the_last_day(day: int, state: State) -> None:
    assert on(date(2023, 6, day), WAIVER).state("BUD-002", "招商引资", State.FINDING) is state


def test_a_finding_is_a_finding_again_the_day_after() -> None:
    assert on(date(2023, 7, 1), WAIVER).state("BUD-002", "招商引资", State.FINDING) is State.FINDING


@pytest.mark.parametrize(
    ("rule", "subject"), [("BUD-001", "招商引资"), ("BUD-002", "对口支援"), ("招商引资", "BUD-002")]
)
def test_a_waiver_covers_no_other_rule_and_no_other_subject(rule: str, subject: str) -> None:
    assert on(date(2023, 1, 1), WAIVER).state(rule, subject, State.FINDING) is State.FINDING


@pytest.mark.parametrize("state", [State.PASS, State.NOT_APPLICABLE, State.UNKNOWN])
def test_only_findings_are_waived(state: State) -> None:
    assert on(date(2023, 1, 1), WAIVER).state("BUD-002", "招商引资", state) is state


def test_what_became_of_each_waiver_is_told() -> None:
    old = Waiver("BUD-002", "招商引资", "旧", "区财政局", date(2022, 1, 1).toordinal())
    idle = Waiver("BUD-010", "促消费", "无", "区财政局", UNTIL)
    waivers = on(date(2023, 6, 30), old, WAIVER, idle)
    found = {("BUD-002", "招商引资"): State.WAIVED, ("BUD-010", "促消费"): State.PASS}
    assert waivers.uses(found) == [(old, Use.EXPIRED), (WAIVER, Use.USED), (idle, Use.UNUSED)]


def test_a_waiver_that_waits_or_points_nowhere_is_not_said_to_be_needless() -> None:
    waiting = Waiver("BUD-010", "促消费", "无", "区财政局", UNTIL)
    astray = Waiver("BUD-010", "促销费", "无", "区财政局", UNTIL)
    idle = Waiver("BUD-001", "预算收支", "无", "区财政局", UNTIL)
    uses = on(date(2023, 6, 30), waiting, astray, idle).uses({("BUD-010", "促消费"): State.UNKNOWN})
    assert [use for _, use in uses] == [Use.WAITING, Use.ASTRAY, Use.NOT_RUN]


def test_the_date_in_the_facts_comes_before_the_day_of_the_run() -> None:
    stated = dossier("部门: {名称: 甲局, 年度: 2022, 地区: 广东省, 检查日期: 2023-02-15}\n")
    assert Waivers.of(stated, 1).day == date(2023, 2, 15).toordinal()
    assert Waivers.of(dossier(), UNTIL).day == UNTIL


@pytest.mark.parametrize(
    ("until", "state"), [("2023-03-31", "已豁免"), ("2023-03-30", "发现问题"), ("2023年3月", "已豁免")]
)
def test_a_waiver_of_the_fact_file_holds_until_its_day_and_a_month_until_its_end(
    tmp_path: Path, until: str, state: str
) -> None:
    outcome = checked(library(tmp_path, LOW, derived=RATES), WAIVED % ("招商引资", until))
    assert states(outcome, "BUD-002") == {"对口支援": "未发现问题", "招商引资": state}
    assert [use for _, use in outcome.waivers] == [Use.USED if state == "已豁免" else Use.EXPIRED]


def test_a_waived_finding_is_no_problem_for_the_rules_that_stand_on_findings(tmp_path: Path) -> None:
    books = library(tmp_path, LOW, CLOSING, derived=RATES)
    assert states(checked(books, ITEMS), "CLO-004") == {"示例部门": "发现问题"}
    assert states(checked(books, WAIVED % ("招商引资", "2023-12-31")), "CLO-004") == {"示例部门": "未发现问题"}


def test_a_waived_finding_is_not_pasted_and_keeps_its_evidence(tmp_path: Path) -> None:
    outcome = checked(library(tmp_path, LOW, derived=RATES), WAIVED % ("招商引资", "2023-12-31"))
    assert outcome.findings == ()
    (waived,) = [verdict for verdict in outcome.verdicts if verdict.state is State.WAIVED]
    assert (waived.severity, waived.margin) == ("一般", "执行率比90%低60个百分点")
    assert "执行率" in {evidence.field for evidence in waived.evidence}


def test_a_waiver_that_nothing_needed_is_reported_as_such(tmp_path: Path) -> None:
    outcome = checked(library(tmp_path, LOW, derived=RATES), WAIVED % ("对口支援", "2023-12-31"))
    assert [str(use) for _, use in outcome.waivers] == ["没有对应的问题，可以撤销"]


def test_a_waiver_of_a_rule_that_did_not_run_is_not_called_useless(tmp_path: Path) -> None:
    books = library(tmp_path, LOW, CLOSING, derived=RATES)
    outcome = checked(books, WAIVED % ("对口支援", "2023-12-31"), only=frozenset({"CLO-004"}))
    assert outcome.waivers == ()


def test_a_waiver_is_used_where_one_of_two_subjects_of_its_name_needed_it(tmp_path: Path) -> None:
    rule = LOW.replace("对象: 项目", "对象: [领域, 项目]")
    books = library(tmp_path, rule, derived=RATES + RATES.replace("项目", "领域"))
    for area, project in (("95万元", "30万元"), ("30万元", "95万元")):
        facts = listed("领域", f"名称: 招商引资, 年度预算: 100万元, 支出: {area}")
        facts += (WAIVED % ("招商引资", "2023-12-31")).replace("支出: 30万元", f"支出: {project}")
        assert [use for _, use in checked(books, facts).waivers] == [Use.USED]


ASTRAY = "没有这个对象，请核对名称"


@pytest.mark.parametrize("form", ["text", "markdown", "docx", "html", "xlsx"])
def test_every_form_names_the_subject_that_a_misspelt_waiver_may_mean(tmp_path: Path, form: str) -> None:
    outcome = checked(library(tmp_path, LOW, derived=RATES), WAIVED % ("招商引贤", "2023-12-31"))
    assert f"{ASTRAY}（是否想写“招商引资”？）" in words_of(form, render(form, [outcome]))


def test_the_state_of_a_misspelt_waiver_stays_one_word_for_other_programs(tmp_path: Path) -> None:
    outcome = checked(library(tmp_path, LOW, derived=RATES), WAIVED % ("招商引贤", "2023-12-31"))
    (department,) = json.loads(render("json", [outcome]))["departments"]
    assert [waiver["state"] for waiver in department["waivers"]] == ["astray"]


@pytest.mark.parametrize(("name", "complete"), [("办公楼", True), ("其余项目", False)])
def test_a_waiver_like_no_subject_is_not_told_a_name(tmp_path: Path, name: str, complete: bool) -> None:
    items = ITEMS if complete else listed("项目", "名称: 招商引资, 年度预算: 100万元, 支出: 30万元", complete=False)
    outcome = checked(library(tmp_path, LOW, derived=RATES), (WAIVED % (name, "2023-12-31")).replace(ITEMS, items))
    assert [outcome.became_of(*found) for found in outcome.waivers] == [ASTRAY]


def test_a_waiver_is_told_only_the_subjects_of_its_own_rule(tmp_path: Path) -> None:
    other = rule_text("支出 ≥ 1元", kind="领域", rule="BUD-003")
    facts = listed("领域", "名称: 招商引贤, 支出: 1元") + WAIVED % ("招商引咨", "2023-12-31")
    outcome = checked(library(tmp_path, LOW, other, derived=RATES), facts)
    assert [outcome.became_of(*found) for found in outcome.waivers] == [f"{ASTRAY}（是否想写“招商引资”？）"]


@pytest.mark.parametrize("lacking", ["理由", "批准", "到期", "对象", "规则"])
def test_half_a_waiver_silences_nothing(lacking: str) -> None:
    entries = {"规则": "BUD-002", "对象": "招商引资", "理由": "已报", "批准": "区财政局", "到期": "2023-06-30"}
    del entries[lacking]
    text = ITEMS + "豁免:\n- {" + ", ".join(f"{k}: {v}" for k, v in entries.items()) + "}\n"
    with pytest.raises(MistakesFound, match=f"豁免缺少“{lacking}”"):
        dossier(text)
