"""What differs between two rulebooks themselves, and how a comparison is put into rows."""

from __future__ import annotations

from pathlib import Path

import pytest
from small import rule_text, write_rules

from engine.impact.change import ABSENT, Change, Department, Impact, Reason, Sort, Standing
from engine.impact.edits import edits_of
from engine.impact.rendering import rendered
from engine.library import open_library
from engine.verdict import State

FINDING, PASS = Standing(State.FINDING, "一般"), Standing(State.PASS)
ROW = "  取值:\n    - {地区: 广东省, 起: 2022-01-01, 值: 5元, 依据: 甲文, 核对: 待核}\n"
LADDER = "分档:\n  阶梯: 比率\n  取值:\n    - {自: 0%（含）, 至: 50%（不含）, 值: 1分, 依据: 甲, 核对: 待核}\n"


def edits(tmp_path: Path, old: dict[str, str], new: dict[str, str]) -> list[str]:
    """What differs between two rulebooks, each a rule (as one text) with parameters and derived figures."""
    books = []
    for name, parts in (("旧", old), ("新", new)):
        more = {word: parts[word] for word in ("derived", "parameters") if word in parts}
        books.append(
            open_library(write_rules(tmp_path / name, parts.get("rule", rule_text("支出 ≥ 1元")), **more)).book
        )
    return [str(edit) for edit in edits_of(*books)]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ({}, {}, []),
        ({}, {"rule": rule_text("支出   ≥ 1元")}, []),
        ({}, {"rule": rule_text("支出 ≥ 2元")}, ["规则 TST-001 要求（项目）：支出 ≥ 1元 → 支出 ≥ 2元"]),
        ({}, {"rule": rule_text("支出 ≥ 1元", scope="支出 高于 0元")},
         ["规则 TST-001 适用（项目）：全部 → 支出 高于 0元"]),
        ({}, {"rule": rule_text("支出 ≥ 1元", severity="较大")}, ["规则 TST-001 严重程度（项目）：一般 → 较大"]),
        ({}, {"rule": rule_text("支出 ≥ 1元", theme="绩效监控")}, ["规则 TST-001 主题：预算执行 → 绩效监控"]),
        ({}, {"rule": rule_text("支出 ≥ 1元", more="适用年度: 2021-2022\n")},
         ["规则 TST-001 适用年度：各年 → 2021-2022"]),
        ({}, {"rule": rule_text("支出 ≥ 1元", problem="不好。")}, ["规则 TST-001 文字已改"]),
        ({}, {"rule": rule_text("支出 ≥ 1元", more="责任: 财务科\n")}, ["规则 TST-001 依据、责任、期限或说明已改"]),
        ({"parameters": "下限:\n" + ROW}, {"parameters": "下限:\n" + ROW.replace("5元", "6元")},
         ["参数 下限（广东省、2022-01-01起）：5元 → 6元"]),
        ({"parameters": "下限:\n" + ROW}, {"parameters": "下限:\n" + ROW.replace("甲文", "乙文")},
         ["参数 下限（广东省、2022-01-01起）的依据：甲文【待核】 → 乙文【待核】"]),
        ({"parameters": "下限:\n" + ROW}, {}, ["参数 下限（广东省、2022-01-01起）：5元 → 没有"]),
        ({"parameters": LADDER}, {"parameters": LADDER.replace("1分", "2分")},
         ["参数 分档（0%（含）至50%（不含））：1分 → 2分"]),
        ({"derived": "项目:\n  差: 年度预算 - 支出\n"}, {"derived": "项目:\n  差: {先取: [未支出, 年度预算 - 支出]}\n"},
         ["推导 项目.差：年度预算 - 支出 → 未支出，年度预算 - 支出"]),
    ],
)  # fmt: skip
def test_every_edit_of_a_rulebook_is_said_in_one_line(
    tmp_path: Path, old: dict[str, str], new: dict[str, str], said: list[str]
) -> None:
    assert edits(tmp_path, old, new) == said


def test_comments_and_the_order_of_keys_are_no_edits(tmp_path: Path) -> None:
    lines = rule_text("支出 ≥ 1元").splitlines()
    turned = "\n".join([lines[0], "# 说明", *reversed(lines[1:5]), *lines[5:]]) + "\n"
    assert edits(tmp_path, {}, {"rule": turned}) == []


def impact(*changes: Change) -> Impact:
    """A comparison of one department."""
    return Impact("旧", "新", (), (Department("甲局", 2022, "", changes),))


def change(subject: str, old: Standing, new: Standing, *reasons: Reason) -> Change:
    """A change of one rule."""
    return Change("TST-001", "名称", "项目", subject, old, new, reasons)


def test_findings_come_first_and_subjects_with_the_same_reason_share_a_row() -> None:
    new = Reason("规则", ABSENT)
    many = [change(f"项{n:02}", Standing(), PASS, new) for n in range(12)]
    text = rendered(impact(*many, change("甲", PASS, FINDING, Reason("支出", "1元", "2元"))), "markdown")
    rows = [line for line in text.splitlines() if line.startswith("| ")][2:]
    first = "、".join(f"项{n:02}" for n in range(10))
    assert rows == [
        "| 新增发现 | TST-001 名称 | 甲 | 未发现问题 → 发现问题（一般） | 支出：1元 → 2元 |",
        f"| 改变 | TST-001 名称 | {first}等12个 | 无此判定 → 未发现问题 | 新增规则 |",
    ]
    assert "部门 1（有变化的 1）　新增发现 1　消失 0　改变 12" in text


@pytest.mark.parametrize(
    ("old", "new", "sort"),
    [
        (PASS, FINDING, Sort.APPEARED),
        (FINDING, PASS, Sort.VANISHED),
        (FINDING, Standing(State.WAIVED, "一般"), Sort.VANISHED),
        (FINDING, Standing(State.FINDING, "严重"), Sort.CHANGED),
        (PASS, Standing(State.UNKNOWN), Sort.CHANGED),
        (Standing(), FINDING, Sort.APPEARED),
        (FINDING, Standing(), Sort.VANISHED),
    ],
)
def test_a_change_is_sorted_by_what_happens_to_the_finding(old: Standing, new: Standing, sort: Sort) -> None:
    assert change("甲", old, new).sort is sort


def test_a_long_reason_is_broken_between_before_and_after() -> None:
    long = Reason(
        "年度预算 达到 重点监控下限（年度预算 999.999999万元）", "不成立（下限 1,000万元）", "成立（下限 500万元）"
    )
    text = rendered(impact(change("甲", PASS, FINDING, long)), "table")
    cells = [line.split("│")[5].strip() for line in text.splitlines() if line.startswith("│")]
    assert cells[1:4] == [f"{long.what}：", f"{long.old} →", long.new]
