"""A run begins with the right rules, and its digest stands for its input."""

from __future__ import annotations

from pathlib import Path

import pytest
from small import (
    CLOSING,
    ITEMS,
    OTHER,
    SPENT,
    TODAY,
    checked,
    facts_text,
    library,
    listed,
)

from engine import checking
from engine.checking import chosen_rules
from engine.library import Library, open_library
from engine.mistakes import Mistakes

# Rules


@pytest.mark.parametrize(
    ("rules", "themes", "chosen"),
    [
        ([], [], None),
        (["BUD-001"], [], {"BUD-001"}),
        ([], ["绩效监控"], {"MON-001"}),
        (["CLO-001"], ["绩效监控", "预算执行"], {"CLO-001", "MON-001", "BUD-001"}),
        ([], ["采购内控"], set()),
    ],
)
def test_rules_are_chosen_by_id_and_by_theme(
    tmp_path: Path, rules: list[str], themes: list[str], chosen: set[str] | None
) -> None:
    mistakes = Mistakes()
    assert chosen_rules(library(tmp_path, SPENT, OTHER, CLOSING).book, rules, themes, mistakes) == chosen
    assert not mistakes.found


def test_a_rule_and_a_theme_there_are_not_are_mistakes_with_the_nearest(tmp_path: Path) -> None:
    mistakes = Mistakes()
    chosen_rules(library(tmp_path, SPENT, OTHER).book, ["BUD-002"], ["预算执形"], mistakes)
    assert [(m.message, m.hint) for m in mistakes.found] == [
        ("没有规则“BUD-002”", "是否想写“BUD-001”？"),
        ("没有主题“预算执形”", "是否想写“预算执行”？"),
    ]


def test_several_behind_one_option_are_answered_with_how_to_write_them(tmp_path: Path) -> None:
    mistakes = Mistakes()
    chosen_rules(library(tmp_path, SPENT, OTHER).book, ["BUD-001、MON-001"], ["预算执行,绩效监控"], mistakes)
    assert [m.hint for m in mistakes.found] == [
        "请分开写：--rule BUD-001 --rule MON-001",
        "请分开写：--theme 预算执行 --theme 绩效监控",
    ]


def test_the_name_of_a_rule_where_its_number_belongs_is_answered_with_the_number(tmp_path: Path) -> None:
    mistakes = Mistakes()
    chosen_rules(library(tmp_path, SPENT, OTHER).book, ["BUD-001的名"], [], mistakes)
    assert [(m.message, m.hint) for m in mistakes.found] == [
        ("没有规则“BUD-001的名”", "要写规则的编号，是否想写“BUD-001”（BUD-001的名称）？")
    ]


# The digest


def digest(books: Library, facts: str, only: frozenset[str] | None = None, today: int = TODAY) -> str:
    """The 核验码 of a check."""
    return checked(books, facts, only, today).digest


@pytest.mark.parametrize(
    "changed",
    [
        ITEMS.replace("90元", "91元"), ITEMS.replace("90元", "90.0元"), ITEMS.replace("90元", "约90元"),
        ITEMS.replace("甲", "丁"), ITEMS.replace("编码: 无", "编码: 甲"), ITEMS.replace(", 编码: 无", ""),
        ITEMS + "监控记录: 无\n",
        listed("项目", "名称: 甲, 支出: 90元", "名称: 乙, 支出: 100元, 编码: 无", "名称: 丙", complete=False),
        ITEMS + "豁免:\n- {规则: BUD-001, 对象: 丙, 理由: 已批, 批准: 财政局, 到期: 2023-12-31}\n",
    ],
)  # fmt: skip
def test_the_digest_changes_with_every_fact(tmp_path: Path, changed: str) -> None:
    books = library(tmp_path, SPENT)
    assert changed != ITEMS
    assert digest(books, changed) != digest(books, ITEMS)


def test_the_digest_changes_with_department_year_and_region(tmp_path: Path) -> None:
    books = library(tmp_path, SPENT)
    others = ((), ("乙局",), ("示例部门", 2021), ("示例部门", 2022, "北京市"))
    assert len({digest(books, facts_text(ITEMS, *more)) for more in others}) == 4


def test_the_digest_is_of_what_verdicts_rest_on_not_of_how_tables_are_read(tmp_path: Path) -> None:
    first = library(tmp_path, SPENT)
    (tmp_path / "表头.yaml").write_text("不读的列: [序号]\n", encoding="utf-8")
    second = open_library(tmp_path)
    assert second.book.headings != first.book.headings
    assert second.digest == first.digest
    (tmp_path / "主题.yaml").write_text("- {主题: 预算执行, 标题: 另一个标题}\n", encoding="utf-8")
    assert open_library(tmp_path).digest != first.digest


def test_the_digest_does_not_change_with_order_comments_and_sources(tmp_path: Path) -> None:
    books = library(tmp_path, SPENT)
    same = [
        "# 注释\n" + ITEMS + "# 又一条\n",
        listed("项目", "名称: 丙", "编码: 无, 支出: 100元, 名称: 乙", "支出: 90元, 名称: 甲"),
        ITEMS.replace("支出: 90元", "支出: {值: 90元, 出处: 第3行}"),
        ITEMS.replace("90元", "\"90元\""),
    ]  # fmt: skip
    assert {digest(books, facts) for facts in same} == {digest(books, ITEMS)}


def test_the_digest_changes_with_the_rules_the_choice_of_rules_and_the_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    base = digest(library(tmp_path / "甲", SPENT, OTHER), ITEMS)
    assert digest(library(tmp_path / "乙", SPENT, OTHER), ITEMS) == base  # the same files elsewhere
    assert digest(library(tmp_path / "丙", SPENT), ITEMS) != base
    assert digest(library(tmp_path / "丁", SPENT.replace("100元", "100.0元"), OTHER), ITEMS) != base
    assert digest(library(tmp_path / "甲", SPENT, OTHER), ITEMS, frozenset({"BUD-001"})) != base
    parameters = "线:\n  取值: [{值: 1元, 依据: 甲, 核对: 待核}]\n"
    assert digest(library(tmp_path / "戊", SPENT, OTHER, parameters=parameters), ITEMS) != base
    monkeypatch.setattr(checking, "VERSION", "9.9.9")
    assert digest(library(tmp_path / "甲", SPENT, OTHER), ITEMS) != base


def test_the_digest_depends_on_the_day_only_where_waivers_do(tmp_path: Path) -> None:
    books = library(tmp_path, SPENT)
    waived = ITEMS + "豁免:\n- {规则: BUD-001, 对象: 甲, 理由: 已批, 批准: 财政局, 到期: 2023-12-31}\n"
    days = (TODAY, TODAY + 1)
    assert len({digest(books, ITEMS, today=day) for day in days}) == 1
    assert len({digest(books, waived, today=day) for day in days}) == 2
