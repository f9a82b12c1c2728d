"""Several sheets of one kind: what they tell of one fact is put together, what differs is a mistake at both."""

from __future__ import annotations

from tables import grid, read

FORM = ["字段", "值", "出处", "填法"]


def test_what_two_sheets_say_of_one_field_nobody_chooses_between() -> None:
    one, two = (grid([FORM, ["年初预算", text]], title) for text, title in (("1元", "预算收支"), ("2元", "整体收支")))
    message = "“预算收支”的“年初预算”有两个不同的值：这里是“2元”，某局.xlsx!预算收支!B2 是“1元”"
    assert read(one, two)[1] == [f"B2 {message}"]


def test_a_project_on_a_sheet_of_budgets_and_one_of_spending_is_one_project() -> None:
    budgets = grid([["项目名称", "年度预算（万元）"], ["甲", 10], ["乙", 20]], "项目清单")
    spent = grid([["项目名称", "支出（万元）"], ["乙", 7], ["甲", 3]], "项目")
    found, mistakes, _ = read(budgets, spent)
    assert mistakes == []
    named = [f"某局.xlsx!项目清单!A{n}；某局.xlsx!项目!A{m}" for n, m in ((2, 3), (3, 2))]
    assert found["项目"] == [
        {"名称": {"值": "甲", "出处": named[0]}, "年度预算": "10万元", "支出": "3万元"},
        {"名称": {"值": "乙", "出处": named[1]}, "年度预算": "20万元", "支出": "7万元"},
    ]


def test_a_project_with_two_budgets_on_two_sheets_is_a_mistake_at_both() -> None:
    one, two = (grid([["项目名称", "年度预算（万元）"], ["甲", n]], t) for n, t in ((10, "项目清单"), (11, "项目")))
    message = "项目“甲”的“年度预算”有两个不同的值：这里是“11万元”，某局.xlsx!项目清单!B2 是“10万元”"
    assert read(one, two)[1] == [f"B2 {message}"]


def test_two_sheets_of_one_fact_keep_their_sources() -> None:
    one, two = (
        grid([["出处", title], FORM, [field, "1元"]], title)
        for field, title in (("年初预算", "预算收支"), ("支出", "整体收支"))
    )
    assert read(one, two)[0]["预算收支"] == {
        "年初预算": {"值": "1元", "出处": "预算收支"},
        "支出": {"值": "1元", "出处": "整体收支"},
    }
