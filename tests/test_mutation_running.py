"""Which changes the cases notice: a boundary case kills its change; without it the change survives and is told."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from small import rule_text, write_rules
from test_cases import case_text, first_case

from engine.cases import met, run
from engine.mistakes import Mistakes, MistakesFound
from engine.mutation.reporting import enough, report, rows_of, survivor
from engine.mutation.running import Tried, plan_of, tried

LOW = ("发现问题", "支出: 80元")
HIGH = ("未发现问题", "支出: 120元")
BLANK = ("无法判定", "")


def case(
    result: str, fields: str, name: str = "", more: str = "", year: int = 2022, region: str = "广东省广州市"
) -> str:
    """One case of one project."""
    item = ", ".join(filter(None, ("名称: 甲", fields)))
    head = f"名称: {name or result + fields.replace(': ', '')}, 年度: {year}, 地区: {region}"
    return f"  - {{{head}, 事实: {{项目: [{{{item}}}]}}, 结果: {result}{more}}}\n"


def cases(*given: tuple[str, ...]) -> str:
    """Cases of one project each: the result, the fields, and what else must come out."""
    return "".join(case(result, fields, f"第{n}例", *more) for n, (result, fields, *more) in enumerate(given))


def results(
    folder: Path, *rules: str, derived: str = "", parameters: str = "", paths: Sequence[Path] = ()
) -> list[Tried]:
    """What came of every change of a rulebook."""
    mistakes = Mistakes()
    plan = plan_of(write_rules(folder, *rules, derived=derived, parameters=parameters), paths, mistakes)
    mistakes.check()
    return list(tried(plan))


def left(found: list[Tried], name: str = "TST-001") -> list[str]:
    """The changes of one rule, figure or parameter that nobody noticed, each with the case that would."""
    return [f"{one.mutant.words}；{one.mutant.hint}" for one in found if one.surviving and one.mutant.owner[1] == name]


def wrong(folder: Path, *rules: str) -> list[str]:
    """Why nothing can be tried."""
    with pytest.raises(MistakesFound) as found:
        results(folder, *rules)
    return [mistake.message for mistake in found.value.mistakes]


# Boundaries


@pytest.mark.parametrize(
    ("duty", "boundary", "lacking"),
    [
        ("支出 ≥ 100元", "支出: 100元", "把“≥”改为“>”；请补边界用例：支出恰好100元"),
        ("支出 不低于 100元", "支出: 100元", "把“不低于”改为“高于”；请补边界用例：支出恰好100元"),
        ("支出 ≥ 100元", "支出: 100元", "把“100元”改为“101元”；请补边界用例：支出恰好100元"),
        ("支出 > 99元", "支出: 100元", "把“99元”改为“100元”；请补边界用例：支出99.10元"),
    ],
)
def test_a_boundary_case_notices_what_goes_unnoticed_without_it(
    tmp_path: Path, duty: str, boundary: str, lacking: str
) -> None:
    without = results(tmp_path / "没有", rule_text(duty, cases=cases(LOW, HIGH, BLANK)))
    assert lacking in left(without)
    given = cases(LOW, HIGH, BLANK, ("未发现问题", boundary))
    assert lacking not in left(results(tmp_path / "有", rule_text(duty, cases=given)))


def test_a_figure_just_below_the_limit_notices_a_limit_that_is_too_low(tmp_path: Path) -> None:
    lacking = "把“100元”改为“99元”；请补边界用例：支出99.90元"
    some = cases(LOW, HIGH, BLANK, ("未发现问题", "支出: 100元"))
    assert left(results(tmp_path / "没有", rule_text("支出 ≥ 100元", cases=some))) == [lacking]
    all_ = some + case("发现问题", "支出: 99.90元")
    assert left(results(tmp_path / "有", rule_text("支出 ≥ 100元", cases=all_))) == []


LINE = "下限: {取值: [{值: 60%, 依据: 甲, 核对: 待核}]}\n"
RATE = "项目: {执行率: 支出 ÷ 年度预算}\n"
RATES = (("发现问题", "支出: 5元, 年度预算: 10元"), ("未发现问题", "支出: 9元, 年度预算: 10元"), BLANK)


def test_a_parameter_names_both_figures_at_its_limit(tmp_path: Path) -> None:
    found = results(tmp_path, rule_text("执行率 ≥ 下限", cases=cases(*RATES)), derived=RATE, parameters=LINE)
    assert left(found, "下限") == [
        "把“60%”改为“61%”；请补边界用例：执行率恰好60%",
        "把“60%”改为“59%”；请补边界用例：执行率59.9%",
    ]
    assert "把“≥”改为“>”；请补边界用例：执行率恰好60%" in left(found)


def test_a_parameter_is_noticed_by_any_rule_that_reads_it(tmp_path: Path) -> None:
    exact = (("未发现问题", "支出: 60元, 年度预算: 100元"), ("发现问题", "支出: 59.9元, 年度预算: 100元"))
    rules = [
        rule_text("执行率 ≥ 下限", cases=cases(*RATES)),
        rule_text("执行率 ≥ 下限", rule="TST-002", cases=cases(*RATES, *exact)),
    ]
    found = results(tmp_path, *rules, derived=RATE, parameters=LINE)
    assert left(found, "下限") == left(found, "项目.执行率") == []
    assert left(found) == ["把“≥”改为“>”；请补边界用例：执行率恰好60%"]


def test_the_rules_of_one_file_are_tried_with_the_cases_of_all_that_read_the_same(tmp_path: Path) -> None:
    exact = (("未发现问题", "支出: 60元, 年度预算: 100元"), ("发现问题", "支出: 59.9元, 年度预算: 100元"))
    rules = [
        rule_text("执行率 ≥ 下限", cases=cases(*RATES)),
        rule_text("执行率 ≥ 下限", rule="TST-002", cases=cases(*RATES, *exact)),
        rule_text("支出 ≥ 1元", rule="TST-003", cases=cases(("发现问题", "支出: 0元"), HIGH, BLANK)),
    ]
    only = tmp_path / "类" / "TST-001.yaml"
    found = results(tmp_path, *rules, derived=RATE, parameters=LINE, paths=[only])
    assert {one.mutant.owner[1] for one in found} == {"TST-001", "项目.执行率", "下限"}
    assert left(found, "下限") == []


# Everything that a case may ask for


def test_words_severity_and_gaps_of_a_case_notice_changes_too(tmp_path: Path) -> None:
    derived = "项目: {余额: 年度预算 − 支出}\n"
    rule = {"severity": "[{级别: 较大, 条件: 年度预算 > 100元}, {级别: 一般}]", "problem": "余额{余额}。"}
    plain = ("发现问题", "支出: 80元, 年度预算: 200元")
    bare = rule_text("支出 ≥ 100元", **rule, cases=cases(plain, HIGH, BLANK))  # type: ignore[arg-type]
    without = results(tmp_path / "没有", bare, derived=derived)
    assert "去掉“较大”这一级；请补用例：发现问题、级别为“较大”" in left(without)
    assert "把“−”改为“+”；请补用例：“年度预算 − 支出”的两项都写明，支出不为零" in left(without, "项目.余额")
    asking = (*plain, ", 级别: 较大, 文字: 余额120元")
    full = rule_text("支出 ≥ 100元", **rule, cases=cases(asking, HIGH, BLANK))  # type: ignore[arg-type]
    found = results(tmp_path / "有", full, derived=derived)
    assert not [words for words in left(found) if "级" in words]
    assert left(found, "项目.余额") == []


def test_a_rule_on_findings_is_tried_with_the_findings_it_is_given(tmp_path: Path) -> None:
    given = "先有问题: [{规则: TST-001, 对象: 甲}]"
    closing = (
        f"  - {{名称: 缺, 年度: 2022, 事实: {{}}, {given}, 结果: 无法判定}}\n"
        "  - {名称: 没有, 年度: 2022, 事实: {}, 结果: 未发现问题}\n"
        f"  - {{名称: 少, 年度: 2022, 事实: {{部门: {{内设科室数: 3个}}}}, {given}, 结果: 发现问题}}\n"
    )
    duty = "不存在 问题 满足（规则 = “TST-001”） 或 部门.内设科室数 > 3个"
    rules = [
        rule_text("支出 ≥ 100元", cases=cases(LOW, HIGH, BLANK)),
        rule_text(duty, "部门", "TST-002", theme="问题整改", cases=closing),
    ]
    found = left(results(tmp_path, *rules), "TST-002")
    assert "把“3个”改为“4个”；请补边界用例：部门.内设科室数4个" in found
    assert not [words for words in found if "不存在" in words]


def test_cases_that_are_not_met_as_they_stand_are_mistakes(tmp_path: Path) -> None:
    bad = cases(("未发现问题", "支出: 80元"), HIGH, BLANK, ("发现问题", "支出: 1元"))
    assert wrong(tmp_path, rule_text("支出 ≥ 100元", cases=bad)) == ["TST-001用例“第0例”现在就不符合"]


# What is said


def test_a_survivor_is_told_with_its_place_its_words_and_the_case_that_lacks(tmp_path: Path) -> None:
    found = results(tmp_path, rule_text("支出 ≥ 100元", cases=cases(LOW, HIGH, BLANK)))
    one = next(one for one in found if one.mutant.words == "把“≥”改为“>”")
    file = tmp_path / "类" / "TST-001.yaml"
    assert survivor(one) == f"{file}:7:9  把“≥”改为“>”，没有一个用例失败；请补边界用例：支出恰好100元"
    text = report(found)
    assert survivor(one) in text
    assert rows_of(found) == [("TST-001", 5, 2, 0, 3)]
    assert text.endswith("改动5处，用例发现2处（40.0%），还有3处没有用例发现。\n")


def test_enough_is_noticed_only_when_nothing_is_left(tmp_path: Path) -> None:
    few = results(tmp_path / "少", rule_text("支出 ≥ 100元", cases=cases(LOW, HIGH, BLANK)))
    edges = (("未发现问题", "支出: 100元"), ("发现问题", "支出: 99.90元"))
    all_ = results(tmp_path / "多", rule_text("支出 ≥ 100元", cases=cases(LOW, HIGH, BLANK, *edges)))
    assert not enough(few)
    assert enough(all_)
    explained = [Tried(one.mutant, one.noticed, "" if one.noticed else "有理由") for one in few]
    assert not any(one.surviving for one in explained)
    assert not enough(explained)  # reasons are no cases: fewer than 95 of 100 were noticed


@pytest.mark.parametrize("result", ["发现问题", "未发现问题", "{甲: 发现问题}", "{甲: 无法判定}"])
@pytest.mark.parametrize(
    "more", ["", ", 级别: 一般", ", 级别: 严重", ", 文字: 项目甲", ", 文字: 项目乙", ", 缺少: [支出]"]
)
def test_a_case_is_met_exactly_when_running_it_says_nothing(tmp_path: Path, result: str, more: str) -> None:
    book, one = first_case(tmp_path, case_text(result, more=more), problem="项目{名称}支出{支出}。")
    assert met(book, one) is (run(book, one) == [])
