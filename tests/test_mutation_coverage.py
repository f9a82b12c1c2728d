"""What the cases reach: verdicts, grades, conditions each way and rows; and what they miss, in the author's words."""

from __future__ import annotations

from pathlib import Path

from small import rule_text, write_rules
from test_mutation_running import cases

from engine.mistakes import Mistakes
from engine.mutation.coverage import Point, points_of, report, table_of

GRADES = "[{级别: 较大, 条件: 支出 < 50元}, {级别: 一般}]"
ROWS = (
    "下限: {取值: [{性质: 经常性, 值: 100元, 依据: 甲, 核对: 待核}, {性质: 阶段性, 值: 300元, 依据: 甲, 核对: 待核}]}\n"
)
LOW = ("发现问题", "性质: 经常性, 支出: 80元")
HIGH = ("未发现问题", "性质: 经常性, 支出: 120元")
BLANK = ("无法判定", "")


def points(folder: Path, *given: tuple[str, ...], derived: str = "", **more: str) -> list[Point]:
    """The points of a rule with some cases."""
    rule = rule_text(more.pop("duty", "支出 ≥ 下限"), cases=cases(*given), **more)  # type: ignore[arg-type]
    mistakes = Mistakes()
    found = points_of(write_rules(folder, rule, parameters=ROWS, derived=derived), (), mistakes)
    mistakes.check()
    return found


def missed(found: list[Point]) -> list[str]:
    """What no case reached."""
    return [point.words for point in found if not point.reached]


def test_verdicts_and_grades_that_no_case_comes_to_are_named(tmp_path: Path) -> None:
    found = points(tmp_path, LOW, HIGH, BLANK, scope="性质 为无 或 性质 = 经常性", severity=GRADES)
    assert "判定“不适用”" in missed(found)
    assert "级别“较大”" in missed(found)
    assert {"判定“发现问题”", "判定“未发现问题”", "判定“无法判定”", "级别“一般”"}.isdisjoint(missed(found))


def test_a_rule_for_all_need_not_come_to_not_applicable(tmp_path: Path) -> None:
    assert "判定“不适用”" not in [point.words for point in points(tmp_path, LOW, HIGH, BLANK)]


def test_each_comparison_is_seen_true_false_and_unknown(tmp_path: Path) -> None:
    duty = "支出 ≥ 下限 或 编码 为无"
    few = missed(points(tmp_path / "少", LOW, HIGH, BLANK, duty=duty))
    assert {"“编码 为无”成立", "“编码 为无”不成立"} <= {*few}
    assert {"“支出 ≥ 下限”成立", "“支出 ≥ 下限”不成立", "“支出 ≥ 下限”不能确定", "“编码 为无”不能确定"}.isdisjoint(few)
    both = ((LOW[0], f"{LOW[1]}, 编码: A1"), ("未发现问题", f"{LOW[1]}, 编码: 无"))
    more = missed(points(tmp_path / "多", HIGH, BLANK, *both, duty=duty))
    assert {"“编码 为无”成立", "“编码 为无”不成立"}.isdisjoint(more)


def test_a_denied_condition_is_reached_as_it_reads(tmp_path: Path) -> None:
    there, nothing = ("未发现问题", "编码: A1"), ("发现问题", "编码: 无")
    found = points(tmp_path / "甲", nothing, BLANK, there, duty="编码 不为无")
    ways = {point.words: point.reached for point in found if point.sort in ("成立", "不成立", "不能确定")}
    assert ways == {"“编码 不为无”成立": True, "“编码 不为无”不成立": True, "“编码 不为无”不能确定": True}
    few = points(tmp_path / "乙", there, BLANK, ("发现问题", "支出: 1元"), duty="编码 不为无 且 支出 > 1元")
    assert "“编码 不为无”成立" not in missed(few)
    assert "“编码 不为无”不成立" in missed(few)


def test_a_condition_within_each_is_reached_as_it_reads(tmp_path: Path) -> None:
    few = ("发现问题", "支出: 9元"), ("未发现问题", "支出: 1元"), BLANK
    rule = "存在 项目 满足（支出 < 5元） 或 每个 项目 满足（支出 ≥ 100元）"
    found = points(tmp_path, *few, kind="部门", duty=rule)
    assert "“支出 ≥ 100元”不成立" not in missed(found)
    assert "“支出 ≥ 100元”成立" in missed(found)


def test_what_only_the_words_read_is_reached_by_a_finding(tmp_path: Path) -> None:
    derived = "项目: {大: 支出 > 50元}\n"
    found = points(tmp_path, LOW, HIGH, BLANK, derived=derived, problem="{项目 满足（大）：{名称}}有问题。")
    assert [point.words for point in found if point.owner == "推导 项目.大" and point.reached] == ["“支出 > 50元”成立"]


def test_a_row_that_no_case_uses_is_named(tmp_path: Path) -> None:
    assert "值为“300元”的一行（阶段性）" in missed(points(tmp_path / "少", LOW, HIGH, BLANK))
    more = ("发现问题", "性质: 阶段性, 支出: 120元")
    assert missed(points(tmp_path / "多", LOW, HIGH, BLANK, more)) == []


def test_the_conditions_of_derived_figures_are_looked_at_too(tmp_path: Path) -> None:
    derived = "项目: {大: 支出 > 1000元}\n"
    found = points(tmp_path, LOW, HIGH, BLANK, duty="支出 ≥ 下限 或 大", derived=derived)
    own = [point for point in found if point.owner == "推导 项目.大"]
    assert [(point.words, point.reached) for point in own] == [
        ("“支出 > 1000元”成立", False),
        ("“支出 > 1000元”不成立", True),
        ("“支出 > 1000元”不能确定", True),
    ]


def test_a_fact_that_an_index_leaves_out_was_told_apart_all_the_same(tmp_path: Path) -> None:
    one, two = "{名称: 甲}", "{名称: 乙}"
    record = "监控记录: [{对象: 项目, 类型: 年中, 项目: 甲}]"
    verdict = "{甲: 未发现问题, 乙: 发现问题}"
    text = (
        f"  - {{名称: 两个, 年度: 2022, 事实: {{项目: [{one}, {two}], {record}}}, 结果: {verdict}}}\n"
        f"  - {{名称: 没有提供, 年度: 2022, 事实: {{项目: [{one}]}}, 结果: 无法判定}}\n"
    )
    mistakes = Mistakes()
    rule = rule_text("存在 监控记录 满足（类型 = 年中）", cases=text)
    found = points_of(write_rules(tmp_path, rule), (), mistakes)
    mistakes.check()
    assert "“存在 监控记录 满足（类型 = 年中）”不成立" not in missed(found)
    assert "“类型 = 年中”不成立" in missed(found)


def test_the_table_and_the_list_say_the_same(tmp_path: Path) -> None:
    found = points(tmp_path, LOW, HIGH, BLANK, severity=GRADES)
    text, left = report(found), missed(found)
    assert table_of(found) in text
    assert "3/3" in table_of(found)
    assert all(words in text for words in left)
    assert "没有一个用例得出级别“较大”" in text
    assert text.endswith(f"{len(found)}处可以用到的，用例用到了{len(found) - len(left)}处，没有用到{len(left)}处。\n")
