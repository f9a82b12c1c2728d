"""What the real report must not show, what cannot be judged, and how the pasted text reads."""

from __future__ import annotations

import re
from fractions import Fraction

import pytest
from repository import AWARDS, COMMERCE, PARKS, PROMOTION, holds, verdict
from small import states

from engine.dossier import Dossier
from engine.library import Library
from engine.outcome import Outcome, gap_text
from engine.quantity import Quantity
from engine.report import renderer
from engine.verdict import State
from engine.vocabulary import Shape

# What could not be judged


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("BUD-008", ("三公经费支出", "三公经费预算", "上年三公经费预算")),
        *((f"PRO-00{number}", ("采购清单",)) for number in range(1, 8)),
        ("MON-005", ("执行进度清单",)),
    ],
)
def test_rules_without_facts_cannot_be_judged_and_say_what_is_missing(
    seed: Outcome, rule: str, words: tuple[str, ...]
) -> None:
    assert set(states(seed, rule).values()) == {"无法判定"}
    missing = "、".join(gap_text(gap) for v in seed.verdicts if v.rule == rule for gap in v.missing)
    holds(missing, *words)
    assert all(v.missing for v in seed.verdicts if v.rule == rule)


def test_mon_001_cannot_be_judged_without_the_budgets_of_the_projects(seed: Outcome) -> None:
    own = states(seed, "MON-001")
    # 27.5万元 lies below 1000万元 and 3000万元 alike, whatever the project's nature; nothing is known of the others
    assert {subject for subject, state in own.items() if state != "无法判定"} <= {PROMOTION}
    assert own[PROMOTION] in ("不适用", "无法判定")
    assert {AWARDS, PARKS, COMMERCE, "（其余项目）"} < set(own)
    assert {gap_text(gap) for gap in verdict(seed, "MON-001", AWARDS).missing} >= {f"项目“{AWARDS}”的年度预算"}
    assert [gap_text(gap) for gap in verdict(seed, "MON-001", "（其余项目）").missing] == ["项目清单不完整"]


def test_every_verdict_that_could_not_be_reached_names_what_is_missing(seed: Outcome) -> None:
    assert [v for v in seed.verdicts if (v.state is State.UNKNOWN) is not bool(v.missing)] == []


# False alarms that must not be


def test_con_002_a_remainder_of_126_67_yuan_fits_a_difference_of_0_02_wan(seed: Outcome) -> None:
    assert states(seed, "CON-002") == {"预算收支": "未发现问题"}


def test_con_006_rounding_makes_no_finding(seed: Outcome) -> None:
    assert set(states(seed, "CON-006").values()) == {"未发现问题"}
    subjects = set(states(seed, "CON-006"))
    assert {"商品进出口总额同比·一（二）", "商品进出口总额同比·二（二）", "累计5G基站·二（二）"} <= subjects


# Facts and text


def test_every_fact_of_the_report_says_where_it_stands(books: Library, seed_facts: Dossier) -> None:
    rows = {word: kind.key for word, kind in books.book.vocabulary.kinds.items() if kind.shape is Shape.TABLE}
    nowhere = [
        (fact.kind, fact.key, word)
        for group in seed_facts.facts.values()
        for fact in group
        for word in fact.values
        if not re.search(r"[一二三四]|标题|通读", fact.sources.get(word, "")) and word not in rows.get(fact.kind, ())
    ]
    assert nowhere == []


@pytest.mark.parametrize(
    ("kind", "key", "word", "low", "high"),
    [
        ("预算收支", "", "年初预算", "1381793600", "1381793600"), ("预算收支", "", "总预算", "914707900", "914707900"),
        ("预算收支", "", "支出", "850383700", "850383700"), ("预算收支", "", "年末结转结余", "126.67", "126.67"),
        ("人员", "", "编制人数", "59", "59"), ("人员", "", "实有人数", "52", "52"),
        ("人员", "", "离退休人数", "124", "124"),
        ("自评", "", "得分", "91.41", "91.41"), ("项目", COMMERCE, "未支出", "34200000", "37800000"),
        ("项目", "增城区超高清视频及新型显示产业专项资金", "未支出", "3800000", "3900000"),
    ],
)  # fmt: skip
def test_figures_of_the_report_stand_in_the_facts(
    seed_facts: Dossier, kind: str, key: str, word: str, low: str, high: str
) -> None:
    value = next(fact for fact in seed_facts.facts[kind] if key in ("", fact.key)).values[word]
    assert isinstance(value, Quantity)
    assert (value.low, value.high) == (Fraction(low), Fraction(high))


def test_what_is_pasted_is_clean_prose(seed_text: str) -> None:
    blemishes = "〔待补〕 【待核】 〔设计〕 未提供 提示 。。 ，， ；； 、、 ，。 ；。 None"
    assert [blemish for blemish in blemishes.split() if blemish in seed_text] == []
    assert not re.search("[A-Z]{3}-[0-9]", seed_text)  # no ids of rules
    # no half-width signs between Chinese words
    assert not re.search("[一-鿿][,;:()?!]|[,;:()?!][一-鿿]", seed_text)


def test_every_paragraph_is_answered_by_a_measure(seed: Outcome, seed_text: str) -> None:
    problems, _, measures = seed_text.partition("四、下一步改进措施")
    numbered = re.compile(r"^(?:（[一二三四五六七八九十]+）.*|\d+)(?=\.|$)", re.MULTILINE)
    assert numbered.findall(problems) == numbered.findall(measures)
    pasted = [finding for finding in seed.findings if not finding.hint]
    assert len(re.findall(r"^\d+\.", problems, re.MULTILINE)) == len(pasted)
    assert all(
        "责任科室：" in line and "完成时限：" in line for line in re.findall(r"^\d+\..*", measures, re.MULTILINE)
    )


def test_unverified_sources_are_kept_below_the_line(seed: Outcome, seed_text: str) -> None:
    whole = renderer("text")([seed])
    unverified = {b.document for f in seed.findings for b in f.basis if b.checked != "已核"}
    assert unverified
    for document in unverified:
        assert f"《{document}》" not in seed_text
        assert f"《{document}》" in whole
