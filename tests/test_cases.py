"""Cases of rules: small facts and what must come out, by the rule alone and the findings it is given."""

from __future__ import annotations

from pathlib import Path

import pytest
from small import rule_text, write_rules

from engine.cases import Case, cases_of, run
from engine.casework import run_all
from engine.loading import load_checked
from engine.mistakes import Mistakes, MistakesFound
from engine.rulebook import Rulebook
from engine.seconding import Second
from engine.verdict import State

LINE = "下限: {取值: [{地区: 广东省, 起: 2022-01-01, 值: 90元, 依据: 甲, 核对: 待核}]}"
DUTY = "支出 ≥ 下限"
FINDING = "{规则: TST-001, 对象: 甲}"


def case_text(result: str, facts: str = "项目: [{名称: 甲, 支出: 80元}]", more: str = "", year: str = "2022") -> str:
    """One case."""
    return f"  - {{名称: 一例, 年度: {year}, 地区: 广东省广州市, 事实: {{{facts}}}, 结果: {result}{more}}}\n"


def book(folder: Path, *rules: str) -> Rulebook:
    """A rulebook without mistakes."""
    mistakes = Mistakes()
    found = load_checked(write_rules(folder, *rules, parameters=LINE), mistakes)
    mistakes.check()
    return found


def first_case(folder: Path, text: str, rule: str = "TST-001", **keys: str) -> tuple[Rulebook, Case]:
    """The first case of a rule whose cases begin with the given one."""
    others = "".join(case_text(word, "项目: 无") for word in ("发现问题", "未发现问题", "无法判定"))
    judged = {"kind": "项目", "duty": DUTY} | keys
    rules = [rule_text(**judged, rule=rule, cases=text + others)]  # type: ignore[arg-type]
    if rule != "TST-001":
        rules.append(rule_text(DUTY, "[项目, 领域]"))
    found, mistakes = book(folder, *rules), Mistakes()
    cases = cases_of(found, found.rules[rule], mistakes)
    mistakes.check()
    return found, cases[0]


def differs(folder: Path, text: str, rule: str = "TST-001", **keys: str) -> list[str]:
    """How a case comes out differently from what it says."""
    found, case = first_case(folder, text, rule, **keys)
    return [mistake.message.partition("：")[2] for mistake in run(found, case)]


def unreadable(folder: Path, text: str) -> list[str]:
    """What is wrong with a case before it is run."""
    with pytest.raises(MistakesFound) as found:
        first_case(folder, text)
    return [mistake.message for mistake in found.value.mistakes]


# The verdict


@pytest.mark.parametrize(
    ("facts", "result"),
    [
        ("项目: [{名称: 甲, 支出: 80元}]", "发现问题"),
        ("项目: [{名称: 甲, 支出: 90元}]", "未发现问题"),
        ("项目: [{名称: 甲}]", "无法判定"),
        ("", "无法判定"),
        ("项目: [{名称: 甲, 支出: 80元}, {名称: 乙, 支出: 90元}]", "{甲: 发现问题, 乙: 未发现问题}"),
        ("项目: [{名称: 甲, 支出: 80元}, {名称: 乙, 支出: 90元}]", "{乙: 未发现问题}"),
        ("项目: {清单完整: 否, 条目: [{名称: 甲, 支出: 80元}]}", "发现问题"),
    ],
)
def test_a_case_that_comes_out_as_written_says_nothing(tmp_path: Path, facts: str, result: str) -> None:
    assert differs(tmp_path, case_text(result, facts)) == []


@pytest.mark.parametrize(
    ("facts", "result", "message"),
    [
        ("项目: [{名称: 甲, 支出: 80元}]", "未发现问题", "应为未发现问题，实为甲发现问题"),
        (
            "项目: [{名称: 甲, 支出: 80元}, {名称: B, 支出: 90元}]",
            "发现问题",
            "应为发现问题，实为B未发现问题、甲发现问题",
        ),
        ("项目: [{名称: 甲, 支出: 80元}]", "{甲: 无法判定}", "“甲”应为无法判定，实为发现问题"),
        ("项目: [{名称: 甲, 支出: 80元}]", "{丙: 发现问题}", "“丙”应为发现问题，实为没有这个对象（这里有：甲）"),
        ("项目: 无", "发现问题", "应为发现问题，实为没有对象"),
    ],
)
def test_a_case_that_comes_out_differently_says_what_came_out(
    tmp_path: Path, facts: str, result: str, message: str
) -> None:
    assert differs(tmp_path, case_text(result, facts)) == [message]


def test_one_word_speaks_of_those_the_rule_applies_to(tmp_path: Path) -> None:
    facts = "项目: [{名称: 甲, 性质: 经常性, 支出: 80元}, {名称: 乙, 性质: 阶段性, 支出: 80元}]"
    scope = "性质 = 经常性"
    assert differs(tmp_path, case_text("发现问题", facts), scope=scope) == []
    assert differs(tmp_path, case_text("不适用", facts), scope=scope) != []
    assert differs(tmp_path, case_text("不适用", facts.replace("经常性", "阶段性")), scope=scope) == []


def test_a_case_has_its_year_and_region(tmp_path: Path) -> None:
    for year, result in (("2021", "无法判定"), ("2022", "发现问题")):
        assert differs(tmp_path, case_text(result, year=year)) == []
    assert differs(tmp_path, case_text("无法判定").replace("广东省广州市", "湖南省")) == []


def test_a_case_may_state_more_of_its_department(tmp_path: Path) -> None:
    facts = "部门: {内设科室数: 3个, 名称: 某局}, 项目: [{名称: 甲}]"
    assert differs(tmp_path, case_text("未发现问题", facts), duty="部门.内设科室数 = 3个 且 部门.名称 = “某局”") == []


# Severity, words and gaps


@pytest.mark.parametrize(
    ("more", "messages"),
    [
        (", 级别: 一般", []),
        (", 级别: 严重", ["级别应为严重，实为一般"]),
        (", 文字: 项目甲支出80元", []),
        (", 文字: 支出81元", ["文字应含“支出81元”"]),
        (", 级别: 提示, 文字: 没有的", ["级别应为提示，实为一般", "文字应含“没有的”"]),
    ],
)
def test_a_case_may_ask_for_the_severity_and_the_words(tmp_path: Path, more: str, messages: list[str]) -> None:
    found = differs(tmp_path, case_text("发现问题", more=more), problem="项目{名称}支出{支出}。")
    assert [message.partition("，实为“")[0] for message in found] == messages


@pytest.mark.parametrize(
    ("missing", "messages"),
    [("[支出]", []), ("[甲, 支出]", []), ("[支出, 年度预算]", ["缺少项应点出“年度预算”，实为“项目“甲”的支出”"])],
)
def test_a_case_may_ask_for_what_is_missing(tmp_path: Path, missing: str, messages: list[str]) -> None:
    assert differs(tmp_path, case_text("无法判定", "项目: [{名称: 甲}]", f", 缺少: {missing}")) == messages


# Findings given beforehand

CLOSED = "存在 问题 满足（规则 = “TST-001” 且 对象 = “甲”）"


@pytest.mark.parametrize(
    ("given", "result"),
    [
        (f"[{FINDING}]", "未发现问题"),
        ("[{规则: TST-001, 对象: 乙}]", "发现问题"),
        ("[]", "发现问题"),
        (f"[{{规则: TST-001, 对象: 乙}}, {FINDING}]", "未发现问题"),
    ],
)
def test_a_rule_on_findings_is_given_findings(tmp_path: Path, given: str, result: str) -> None:
    text = case_text(result, "", f", 先有问题: {given}")
    assert differs(tmp_path, text, "TST-002", kind="部门", duty=CLOSED) == []


def test_a_finding_given_has_the_rules_first_kind_of_subject_or_the_one_that_is_named(tmp_path: Path) -> None:
    for kind, chosen in (("项目", FINDING), ("领域", FINDING.replace("}", ", 对象类型: 领域}"))):
        text = case_text("未发现问题", "", f", 先有问题: [{chosen}]")
        duty = f"存在 问题 满足（对象类型 = “{kind}”）"
        assert differs(tmp_path, text, "TST-002", kind="部门", duty=duty) == []


def test_findings_may_be_the_subjects_themselves(tmp_path: Path) -> None:
    text = case_text("{TST-001·项目·甲: 未发现问题}", "", f", 先有问题: [{FINDING}]")
    assert differs(tmp_path, text, "TST-002", kind="问题", duty="主题 = 预算执行", scope="规则 = “TST-001”") == []


# What is wrong with a case before it is run


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (case_text("发现问题", year="22"), "用例的年度应是四位数的年份，这里是“22”"),
        (case_text("{}"), "“结果”要写一个判定，或 {对象: 判定}"),
        (case_text("{甲: [发现问题]}"), "清单不是判定"),
        (case_text("已豁免"), "“已豁免”不是判定"),
        (case_text("发现问题", "项目: [{名称: 甲, 支出: 80}]"), "支出：“80”缺少单位，这里应填金额"),
        (case_text("发现问题", "部门: 某局"), "“部门”应是一组键值，这里是文字"),
        (case_text("发现问题", "豁免: 无"), "用例里不写豁免"),
        (case_text("发现问题", more=", 先有问题: [{规则: TST-009, 对象: 甲}]"), "没有规则“TST-009”"),
    ],
)
def test_a_case_that_cannot_be_read_is_a_mistake_and_never_left_out(tmp_path: Path, text: str, message: str) -> None:
    assert unreadable(tmp_path, text) == [message]


def test_a_case_of_a_year_in_which_the_rule_does_not_apply_proves_nothing(tmp_path: Path) -> None:
    with pytest.raises(MistakesFound) as found:
        first_case(tmp_path, case_text("发现问题", year="2019"), more="适用年度: 2020 起")
    assert [mistake.message for mistake in found.value.mistakes] == ["2019年度不在规则的适用年度内"]


@pytest.mark.parametrize("left_out", ["发现问题", "未发现问题", "无法判定"])
def test_a_rule_needs_a_case_of_each_kind(tmp_path: Path, left_out: str) -> None:
    words = [word for word in ("发现问题", "未发现问题", "无法判定", "不适用") if word != left_out]
    found, mistakes = book(tmp_path, rule_text(DUTY, cases="".join(case_text(word) for word in words))), Mistakes()
    cases_of(found, found.rules["TST-001"], mistakes)
    assert [mistake.message for mistake in mistakes.found] == [f"TST-001缺少结果为“{left_out}”的用例"]


# All cases


def test_two_judges_must_agree_on_every_case(tmp_path: Path) -> None:
    found, case = first_case(tmp_path, case_text("发现问题"))
    assert run(found, case, lambda *_: None) == []
    assert run(found, case, lambda *_: {("TST-001", "项目", "甲"): State.FINDING}) == []
    (mistake,) = run(found, case, lambda *_: {("TST-001", "项目", "甲"): State.PASS})
    assert mistake.message.endswith("两个求值器结果不一致：甲发现问题；甲未发现问题")


def test_the_cases_of_all_rules_are_run_or_of_those_in_the_files_named(tmp_path: Path) -> None:
    wrong = "".join(case_text(word) for word in ("发现问题", "未发现问题", "无法判定"))
    right = (
        case_text("发现问题") + case_text("无法判定", "") + case_text("未发现问题", "项目: [{名称: 甲, 支出: 90元}]")
    )
    rules = (rule_text(DUTY, cases=right), rule_text(DUTY, rule="TST-002", cases=wrong))
    folder = write_rules(tmp_path, *rules, parameters=LINE)
    mistakes = Mistakes()
    summary = run_all(folder, [folder / "类/TST-001.yaml"], Second(False), mistakes)
    assert (summary, mistakes.found) == ("1条规则的3个用例全部符合（参照求值器）。", [])
    run_all(folder, [], Second(False), mistakes)
    assert len(mistakes.found) == 2
    assert all("TST-002.yaml" in str(mistake.place) for mistake in mistakes.found)
