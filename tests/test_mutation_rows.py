"""Changes of the rows of 参数.yaml: figures, 含 and 不含, rows, key words, years, and the edges of ladders."""

from __future__ import annotations

from pathlib import Path

import pytest
from small import rule_text
from test_mutation_mutants import mutants, said
from test_mutation_running import BLANK, case, cases, left, results

LINE = "下限: {{取值: [{rows}]}}\n"
BASIS = "依据: 甲, 核对: 待核"


def line(*rows: str) -> str:
    """A parameter of some rows."""
    return LINE.format(rows=", ".join(f"{{{row}, {BASIS}}}" for row in rows))


def test_a_row_is_moved_both_ways_and_dropped(tmp_path: Path) -> None:
    found = mutants(tmp_path, rule_text("支出 ≥ 下限"), parameters=line("值: 100万元"))
    assert said(found, "下限") == [
        "把“100万元”改为“101万元”",
        "把“100万元”改为“99万元”",
        "把“100万元”改为“100元”",
        "去掉值为“100万元”的这一行",
    ]


def test_a_date_is_moved_by_a_day(tmp_path: Path) -> None:
    found = mutants(tmp_path, rule_text("下达日期 ≥ 下限"), parameters=line("值: 2022-01-01"))
    assert said(found, "下限")[:2] == ["把“2022-01-01”改为“2022-01-02”", "把“2022-01-01”改为“2021-12-31”"]


def test_a_parameter_that_no_rule_reads_is_left_alone(tmp_path: Path) -> None:
    assert said(mutants(tmp_path, rule_text("支出 ≥ 1元"), parameters=line("值: 1元")), "下限") == []


@pytest.mark.parametrize(
    ("duty", "value", "words"),
    [
        ("支出 达到 下限", "100元（含）", ["把“（含）”改为“（不含）”"]),
        ("支出 未达到 下限", "100元（不含）", ["把“（不含）”改为“（含）”"]),
        ("支出 达到 下限", "100元", ["把“100元”改为“100元（不含）”"]),
        ("支出 ≥ 下限", "100元（含）", []),
    ],
)
def test_the_edge_of_a_parameter_is_turned_where_a_rule_says_reach(
    tmp_path: Path, duty: str, value: str, words: list[str]
) -> None:
    found = mutants(tmp_path, rule_text(duty), parameters=line(f"值: {value}"))
    assert [mutant.words for mutant in found if mutant.owner[1] == "下限" and mutant.rules] == words


def test_a_turned_edge_turns_every_use_and_is_noticed_at_the_limit(tmp_path: Path) -> None:
    derived = "项目: {够: 支出 达到 下限}\n"
    given = cases(("发现问题", "支出: 80元"), ("未发现问题", "支出: 120元"), BLANK)
    words = "把“（含）”改为“（不含）”；请补边界用例：恰好100元"
    rows = line("值: 100元（含）")
    without = results(tmp_path / "没有", rule_text("够", cases=given), derived=derived, parameters=rows)
    assert words in left(without, "下限")
    exact = given + case("未发现问题", "支出: 100元")
    found = results(tmp_path / "有", rule_text("够", cases=exact), derived=derived, parameters=rows)
    assert words not in left(found, "下限")


def test_key_words_of_two_rows_are_exchanged(tmp_path: Path) -> None:
    rows = line("性质: 经常性, 值: 100元", "性质: 阶段性, 值: 300元")
    found = mutants(tmp_path, rule_text("支出 ≥ 下限"), parameters=rows)
    change = next(mutant for mutant in found if mutant.words == "把“经常性”与“阶段性”两行对调")
    assert [value.words for value in change.parameters["下限"].values] == [("阶段性",), ("经常性",)]


def test_the_first_year_is_moved_only_where_a_rule_may_see_it(tmp_path: Path) -> None:
    rows = line("起: 2022-01-01, 值: 100元")
    both = mutants(tmp_path / "甲", rule_text("支出 ≥ 下限"), parameters=rows)
    late = mutants(tmp_path / "乙", rule_text("支出 ≥ 下限", more="适用年度: 2022 起"), parameters=rows)
    later = "把“起”由“2022-01-01”改为“2023-01-01”"
    earlier = "把“起”由“2022-01-01”改为“2021-01-01”"
    assert {later, earlier} <= {*said(both, "下限")}
    assert later in said(late, "下限")
    assert earlier not in said(late, "下限")


def test_a_case_of_the_year_before_notices_that_a_row_begins_too_early(tmp_path: Path) -> None:
    rows = line("起: 2022-01-01, 值: 100元")
    given = cases(("发现问题", "支出: 80元"), ("未发现问题", "支出: 100元"), BLANK)
    earlier = "把“起”由“2022-01-01”改为“2021-01-01”；请补用例：2021年度、地区为全国"
    assert earlier in left(results(tmp_path / "没有", rule_text("支出 ≥ 下限", cases=given), parameters=rows), "下限")
    before = given + case("无法判定", "支出: 80元", "上年没有标准", year=2021)
    found = results(tmp_path / "有", rule_text("支出 ≥ 下限", cases=before), parameters=rows)
    assert earlier not in left(found, "下限")


def test_a_region_is_taken_for_the_one_around_it(tmp_path: Path) -> None:
    rows = line("地区: 广东省广州市增城区, 值: 100元", "地区: 湖南省, 值: 100元")
    found = mutants(tmp_path, rule_text("支出 ≥ 下限"), parameters=rows)
    assert {
        "把“地区”由“广东省广州市增城区”改为“广东省广州市”",
        "把“地区”由“湖南省”改为“全国”",
    } <= {*said(found, "下限")}


# Ladders

LADDER = f"""得分表:
  阶梯: 比率
  取值:
    - {{自: 0%（含）, 至: 10%（含）, 值: 2分, {BASIS}}}
    - {{自: 10%（不含）, 值: 0分, {BASIS}}}
"""
RATE = "项目: {占比: 未支出 ÷ 年度预算}\n"
DUTY = "阶梯(占比, 得分表) ≥ 1分"


def test_an_edge_between_two_steps_moves_for_both(tmp_path: Path) -> None:
    found = mutants(tmp_path, rule_text(DUTY), derived=RATE, parameters=LADDER)
    change = next(mutant for mutant in found if mutant.words == "把“10%（含）”改为“11%（含）”")
    first, second = change.parameters["得分表"].values
    assert first.high is not None
    assert second.low is not None
    assert first.high.value.nominal == second.low.value.nominal
    turned = next(mutant for mutant in found if mutant.words == "把“10%（含）”改为“10%（不含）”")
    first, second = turned.parameters["得分表"].values
    assert first.high is not None
    assert second.low is not None
    assert (first.high.included, second.low.included) == (False, True)


def test_cases_on_both_sides_of_an_edge_notice_that_it_moves(tmp_path: Path) -> None:
    some = cases(
        ("未发现问题", "未支出: 5元, 年度预算: 100元"), ("发现问题", "未支出: 50元, 年度预算: 100元"), ("无法判定", "")
    )
    lacking = [
        "把“10%（含）”改为“11%（含）”；请补边界用例：占比10.1%",
        "把“10%（含）”改为“9%（含）”；请补边界用例：占比恰好10%",
        "把“10%（含）”改为“10%（不含）”；请补边界用例：占比恰好10%",
    ]
    without = results(tmp_path / "没有", rule_text(DUTY, cases=some), derived=RATE, parameters=LADDER)
    assert {*lacking} <= {*left(without, "得分表")}
    exact = some + case("未发现问题", "未支出: 10元, 年度预算: 100元", "恰好")
    exact += case("发现问题", "未支出: 10.1元, 年度预算: 100元", "刚过")
    found = results(tmp_path / "有", rule_text(DUTY, cases=exact), derived=RATE, parameters=LADDER)
    assert not {*lacking} & {*left(found, "得分表")}


def test_beside_a_ladder_steps_are_asked_for_not_figures_between_them(tmp_path: Path) -> None:
    found = mutants(tmp_path, rule_text(DUTY), derived=RATE, parameters=LADDER)
    hints = {mutant.hint for mutant in found if mutant.words in ("把“1分”改为“2分”", "把“1分”改为“0分”")}
    assert hints == {"请补用例：占比落在“得分表”里值为1分的一档，和与它相邻的两档"}


def test_words_on_the_steps_are_taken_for_one_another(tmp_path: Path) -> None:
    ladder = LADDER.replace("2分", "好").replace("0分", "差")
    found = mutants(tmp_path, rule_text("阶梯(占比, 得分表) = 好"), derived=RATE, parameters=ladder)
    assert {"把“好”改为“差”", "把“差”改为“好”"} <= {*said(found, "得分表")}
