"""Looking facts up by an equality of texts gives what trying every fact gives."""

from __future__ import annotations

from pathlib import Path

import pytest
from generate import pair_of
from small import bench, checked, library, listed, rule_text, states

from engine import valuing
from engine.dossier import NOTHING, Fact
from engine.joins import Index, join_of
from engine.judge import by_reference
from engine.truth import YES
from engine.waiving import Waivers


@pytest.mark.parametrize("seed", range(150))
def test_the_evaluator_agrees_with_one_that_tries_every_fact(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    program, dossier = pair_of(seed, size=6)
    waivers = Waivers(dossier.waivers, 0)
    states, evaluator = by_reference(program, dossier, waivers)
    monkeypatch.setattr(valuing, "join_of", lambda node: None)
    slow, plain = by_reference(program, dossier, waivers)
    assert not plain.indexes
    assert states == slow
    assert evaluator.findings == plain.findings


def test_some_random_programs_do_use_the_index() -> None:
    used = 0
    for seed in range(30):
        program, dossier = pair_of(seed)
        used += bool(by_reference(program, dossier, Waivers((), 0))[1].indexes)
    assert used > 10


def test_a_link_is_looked_up_and_not_searched_for() -> None:
    found = bench(
        listed("项目", "名称: 甲", "名称: 乙")
        + listed(
            "监控记录", "对象: 项目, 类型: 重点, 项目: 甲", "对象: 项目, 类型: 日常, 项目: 乙", "对象: 项目, 类型: 年中"
        )
    )
    assert found.truth("存在 监控记录 满足（类型 = 重点）", "项目", "甲") is YES
    (index,) = found.evaluator.indexes.values()
    assert [fact.key for fact in index.get("甲")] == ["项目·年中", "项目·重点·甲"]


def test_findings_are_looked_up_anew_after_every_stratum(tmp_path: Path) -> None:
    def reads(rule: str) -> str:
        return f'不存在 问题 满足（规则 = "{rule}"）'

    books = library(
        tmp_path / "规则",
        rule_text("支出 ≥ 100元", rule="BUD-001"),
        rule_text("支出 ≥ 10元", rule="MON-001"),
        rule_text(reads("BUD-001"), kind="部门", rule="CLO-001", theme="问题整改"),
        rule_text(reads("CLO-001"), kind="部门", rule="CLO-002", theme="问题整改"),
        rule_text(reads("MON-001"), kind="部门", rule="CLO-004", theme="问题整改"),
    )
    outcome = checked(books, listed("项目", "名称: 甲, 支出: 90元"))
    assert [list(states(outcome, f"CLO-00{number}").values()) for number in (1, 2, 4)] == [
        ["发现问题"], ["发现问题"], ["未发现问题"],
    ]  # fmt: skip


FACTS = (
    Fact("甲", "一", {"色": "红"}),
    Fact("甲", "二", {}),
    Fact("甲", "三", {"色": "黄"}),
    Fact("甲", "四", {"色": "红"}),
    Fact("甲", "五", {"色": NOTHING}),
)


@pytest.mark.parametrize(("word", "keys"), [("红", "一二四"), ("黄", "二三"), ("蓝", "二"), (NOTHING, "二五")])
def test_a_fact_without_the_field_may_have_any_word_and_all_keep_their_order(word: object, keys: str) -> None:
    assert "".join(fact.key for fact in Index(FACTS, "色").get(word)) == keys  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("words", "keys"), [(("黄", "红"), "一二三四"), (("蓝", "黄", "黄"), "二三"), (("红", NOTHING), "一二四五")]
)
def test_one_of_several_words_finds_each_fact_once_in_order(words: tuple[object, ...], keys: str) -> None:
    assert "".join(fact.key for fact in Index(FACTS, "色").get(*words)) == keys  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("condition", "field"),
    [
        ("存在 监控记录", "项目"),
        ("存在 监控记录 满足（类型 = 重点）", "项目"),
        ("存在 目标 满足（位置 = 对象.编码 且 值 不为无）", "位置"),
        ("存在 目标 满足（对象.编码 = 位置）", "位置"),
        ('存在 目标 满足（位置 = "一"）', "位置"),
        ("存在 目标 满足（位置 ≠ 对象.编码）", None),
        ("存在 目标 满足（位置 = 批复文号）", None),
        ("存在 目标 满足（位置 = 对象.编码 或 值 不为无）", None),
        ("存在 目标", None),
        ('存在 问题 满足（对象 = 对象.名称 且 规则 属于 {"甲", "乙"}）', "规则"),
        ('存在 问题 满足（对象 = 对象.名称 且 规则 不属于 {"甲", "乙"}）', "对象"),
        ('存在 问题 满足（对象 = 对象.名称 或 规则 属于 {"甲", "乙"}）', None),
        ("存在 监控记录 满足（类型 属于 {年中, 重点}）", "项目"),
    ],
)
def test_only_an_equality_that_every_fact_must_meet_leads_to_an_index(condition: str, field: str | None) -> None:
    found = join_of(bench(listed("项目", "名称: 甲")).condition(condition, "项目"))  # type: ignore[arg-type]
    assert (found and found[0]) == field
