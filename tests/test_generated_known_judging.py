"""What was once judged wrongly, shrunk: truths side by side, names that point to nothing, constants, families."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from plain_lines import Data, desk, desk_of, fact_line, projects
from small import library, rule_text

RECORD: Data = {"对象": "项目", "类型": "日常", "项目": "甲"}
NOWHERE: Data = RECORD | {"项目": "无"}
AREA: Data = {"名称": "领", "支出（分）": 5, "年度预算（分）": 4}
OWN = projects(("甲", 100, 50, {"领域": "领"}), ("乙", 200, 250, {"领域": "领"}))


@pytest.mark.parametrize(
    "second", ["存在 采购 满足（项目 = 对象.名称）", "不存在 采购", "支出 ≥ 1元", "性质 为无", "非 支出 ≥ 1元"]
)
def test_two_truths_are_the_same_or_not(tmp_path: Path, second: str) -> None:
    derived = f"项目:\n  大: '存在 监控记录 满足（项目 = 对象.名称）'\n  小: '{second}'\n"
    own = projects(("甲", 1, 500, {"性质": "无"}), ("乙", 1, 1, {"性质": "经常性"}))
    facts: dict[str, Any] = {"项目": own, "监控记录": [RECORD]}
    facts |= {"采购": [{"名称": "一", "项目": "乙"}]} if "采购" in second else {}
    for duty in ("大 = 小", "大 ≠ 小", "非 大 = 小"):
        assert desk(tmp_path / duty, rule_text(duty), derived=derived).check(fact_line(**facts))


# Nothing is known of what a name that is 无 points to, even where a figure does not look at it


@pytest.mark.parametrize(
    ("duty", "derived"),
    [
        ("项目.支出 为无", ""),
        ("项目.支出 × 0 ≤ 0元", ""),
        ("项目.支出 = 0.005元", ""),
        ("项目.支出 ≠ 0.005元", ""),
        ("项目.推 ≤ 100%", "项目:\n  推: 3元 ÷ 2元\n"),
        ("项目.推 = 是", "项目:\n  推: 部门.年度 ≥ 1\n"),
        ("项目.推 = 是", "项目:\n  推: 部门.年度 ≥ 1 或 支出 ≥ 1元\n"),
        ("项目.推 ≥ 0个", "项目:\n  推: 数量(监控记录 满足 （类型 = 重点）)\n"),
        ("项目.推 为无", "项目:\n  推: 领域.支出 ÷ 支出\n"),
    ],
)
def test_a_name_that_points_to_nothing_leaves(tmp_path: Path, duty: str, derived: str) -> None:
    facts: dict[str, Any] = {
        "项目": OWN if "领域" in derived else projects(("甲", 1, 1), ("乙", 1, 2)),
        "监控记录": [NOWHERE],
    }
    facts |= {"领域": [AREA]} if "领域" in derived else {}
    one = desk_of(library(tmp_path, rule_text(duty, "监控记录"), derived=derived), evidence=False)
    if one is not None:  # without a form every line is left
        assert not one.check(fact_line(**facts))
        one.check(fact_line(**facts | {"监控记录": [RECORD]}))


def test_a_divisor_two_names_away_is_asked_for_each_fact(tmp_path: Path) -> None:
    derived = "项目:\n  率: 支出 ÷ 领域.支出\n"
    one = desk(tmp_path, rule_text("项目.率 ≤ 50%", "监控记录"), derived=derived, evidence=False)
    assert one.check(fact_line(项目=OWN, 领域=[AREA], 监控记录=[RECORD, RECORD]))
    assert not one.check(fact_line(项目=OWN, 领域=[AREA | {"支出（分）": 0}], 监控记录=[RECORD]))


def test_what_never_holds_or_always_does_is_judged_too(tmp_path: Path) -> None:
    own: list[Data] = [{"名称": name, "支出（分）": n, "性质": "无"} for n, name in enumerate("甲乙")]
    for number, duty in enumerate(
        ("1元 ≥ 2元", "1元 ≤ 2元", "支出 ≥ 1元 或 1元 ≤ 2元", "数量(制度) ≥ 9个", "存在 制度")
    ):
        second = rule_text("性质 = 经常性 且 支出 ≥ 0.01元", rule="TST-002", scope=duty)
        rules = (rule_text(duty), second, rule_text(f"性质 为无 或 {duty}", rule="TST-003"))
        tables: dict[str, Any] = {"制度": {}} if "制度" in duty else {}
        assert desk(tmp_path / str(number), *rules).check(fact_line(项目=own, **tables))


def test_what_never_holds_is_not_the_opposite_of_what_is_counted_anyway(tmp_path: Path) -> None:
    families = [rule_text("编报年报 = 是", "资产", f"TST-00{n}", scope=f"账面数 ≥ {n}个") for n in range(1, 6)]
    one = desk(tmp_path, rule_text("1元 ≤ 2元", "资产", "TST-000"), *families)
    for reported in "是否":
        assert one.check(fact_line(资产={"账面数（个）": 3, "编报年报": reported}))


LIMITS = [
    *("支出 + 年度预算 {} 0.0{}元", "支出 ÷ 年度预算 {} {}3.3%", "绝对值(支出 − 年度预算) {} 0.0{}元"),
    *("支出 × 33% {} 0.0{}元", "支出 ÷ 年度预算 − 年度预算 ÷ 支出 {} {}个百分点", "1元 − 支出 {} 0.9{}元"),
    *("下达日期 {} 2022-03-0{}", "年度预算 ÷ (支出 + 0.01元) {} {}0%"),
]


@pytest.mark.parametrize("sign", ["<", "≤", ">", "≥"])
@pytest.mark.parametrize("limit", LIMITS)
def test_a_family_holds_exactly_from_each_limit_on(tmp_path: Path, limit: str, sign: str) -> None:
    alike = [limit.format(sign, number) for number in (7, 1, 3, 3, 5, 2)]
    duties = [rule_text(text, rule=f"TST-0{n}") for n, text in enumerate(alike)]
    scopes = [rule_text("编码 为无", rule=f"TST-1{n}", scope=text) for n, text in enumerate(alike)]
    one = desk(tmp_path, *duties, *scopes)
    assert sum(bool(group.limits) for group in one.known.spec.groups) == 2
    for budget in (1, 2, 3, 100):
        for spent in range(1, 12):
            own: Data = {"名称": "甲", "编码": "乙"}
            own |= {"下达日期": f"2022-03-{spent:02}"} if "日期" in limit else {"支出（分）": spent}
            own |= {"年度预算（分）": budget} if "年度预算" in limit else {}
            assert one.check(fact_line(项目=[own]))


@pytest.mark.parametrize(
    "duty",
    [
        "支出 ÷ 年度预算 + 5个百分点 ≥ 55%",
        "支出 ÷ 年度预算 − 5个百分点 < 45%",
        "5个百分点 ≤ 支出 ÷ 年度预算 − 45%",
        "50% > 支出 ÷ 年度预算",
        "0.50元 ≤ 支出",
        "-0.50元 ≥ -支出",
        "合计(项目.倍) < 1.50元",
        "合计(项目.负) ≥ -0.50元",
        "下达日期 + 3日 > 2022-03-04",
        "2022-03-01 ≥ 下达日期 − 1日",
    ],
)
def test_points_constants_on_either_side_and_multiples_keep_their_worth(tmp_path: Path, duty: str) -> None:
    derived = "项目:\n  倍: 支出 × 3\n  负: -支出\n"
    one = desk(tmp_path, rule_text(duty), derived=derived)
    read = one.known.spec.fields["项目"]
    for spent in (48, 49, 50, 51, 52, 100):
        every = {"支出（分）": spent, "年度预算（分）": 100, "下达日期": f"2022-03-0{spent % 9 + 1}"}
        own = {word: value for word, value in every.items() if word.removesuffix("（分）") in read}
        assert one.check(fact_line(项目=[{"名称": "甲"} | own]))


def test_a_sum_of_quotients_has_no_form(tmp_path: Path) -> None:
    derived = "项目:\n  率: 支出 ÷ 年度预算\n"
    books = library(tmp_path, rule_text("合计(项目.率) ≥ 100%", "部门"), derived=derived)
    assert desk_of(books, evidence=False) is None
