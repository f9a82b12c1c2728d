"""What the real report of 2022 counts, repeats, calls and claims, held against its own figures.

The numbers of rows are those of the list in the domain notes, part 1.1.
"""

from __future__ import annotations

import pytest
from repository import RETAIL, found, holds, verdict
from small import states

from engine.dossier import Dossier
from engine.outcome import Outcome, gap_text
from engine.quantity import Quantity
from engine.verdict import State

# Counts, repeated figures, forms


@pytest.mark.parametrize(
    ("subject", "number"),
    [
        pytest.param("内设科室·一（一）1", 6, id="row 1: offices"),
        pytest.param("部门整体绩效目标·一（四）1", 7, id="row 36: goals"),
        pytest.param("重点监控的预算项目·一（四）2", 4, id="row 37: monitored projects"),
    ],
)
def test_what_is_said_to_be_so_many_is_so_many(seed: Outcome, seed_facts: Dossier, subject: str, number: int) -> None:
    (own,) = [fact.values for fact in seed_facts.facts["列举"] if fact.key == subject]
    counts = [value for value in own.values() if isinstance(value, Quantity)]
    assert [count.nominal for count in counts] == [number, number]
    assert set(states(seed, "CON-008").values()) == {"未发现问题"}


def test_row_2_the_bureau_itself_is_listed_as_a_unit_below_it(seed: Outcome) -> None:
    assert verdict(seed, "CON-010", "一（一）1·下属预算单位").severity == "提示"


def test_row_10_and_16_repeated_figures_differ_by_rounding_or_commas_only(seed: Outcome) -> None:
    own = states(seed, "CON-006")
    for name in ("商品进出口总额同比", "进口同比", "出口同比", "商品进出口总额", "累计5G基站"):
        assert {own[f"{name}·{place}"] for place in ("一（二）", "二（二）")} == {"未发现问题"}


def test_row_31_nine_point_six_three_is_the_second_year_of_a_contract(seed: Outcome) -> None:
    holds(found(seed, "BUD-006").text, "9.63万元")


@pytest.mark.parametrize(
    ("words", "proper"),
    [
        pytest.param("6620座", "6,620座", id="row 16: commas"),
        pytest.param("9695.50万元", "9,695.50万元", id="row 33: commas"),
        pytest.param("5.94万", "5.94万元", id="row 38: no unit"),
        pytest.param("穗财商[2022]68号", "穗财商〔2022〕68号", id="row 39: brackets"),
        pytest.param("穗财工2020〔80〕号", "穗财工〔2020〕80号", id="row 39: the year outside the brackets"),
    ],
)
def test_con_011_forms_are_hints(seed: Outcome, words: str, proper: str) -> None:
    holds(found(seed, "CON-011", hint=True).text, f"“{words}”", f"统一写法为“{proper}”")


def test_con_010_the_offices_are_called_by_two_names(seed: Outcome) -> None:
    holds(found(seed, "CON-010", hint=True).text, "“二（四）2”写作“处室”，“一（一）1”写作“科室”")
    assert states(seed, "CON-010") == {
        "一（一）1·下属预算单位": "发现问题",
        "二（四）2·处室": "发现问题",
        "三（三）·科室": "未发现问题",
        "四·科室": "未发现问题",
    }


def test_con_012_a_date_that_names_only_the_year_is_a_hint(seed: Outcome) -> None:
    finding = found(seed, "CON-012", hint=True)
    assert finding.subjects == ("累计建成5G基站·一（二）", "累计建成5G基站·二（二）")
    holds(finding.text, "截至2022年，没有写明月、日")


# Claims


def test_con_007_the_claim_on_commerce_is_held_against_what_was_missed_and_what_fell(seed: Outcome) -> None:
    finding = found(seed, "CON-007")
    assert (finding.subjects, finding.severity) == (("重点指标增速均好于预期",), "严重")
    holds(finding.text, "“重点指标增速均好于预期”", f"{RETAIL}未完成年度目标", "餐饮业营业额同比下降")


def test_con_007_a_claim_of_rank_is_only_a_hint(seed: Outcome) -> None:
    assert found(seed, "CON-007", hint=True).subjects == ("商贸总体各项指标均增速位居广州市前列",)


def test_con_007_success_in_hiring_cannot_be_judged_while_its_targets_differ(seed: Outcome) -> None:
    own = verdict(seed, "CON-007", "主要招商指标均超额完成任务")
    assert own.state is State.UNKNOWN  # true of 6 and 4, false of 100 and 30
    holds("、".join(map(gap_text, own.missing)), "引进项目", "重大项目")


def test_what_is_pasted_of_these_rules_is_three_paragraphs(seed: Outcome, seed_text: str) -> None:
    pasted = {f.rule for f in seed.findings if f.rule.startswith("CON-") and not f.hint}
    assert pasted == {"CON-005", "CON-007", "CON-009"}
    hints = {f.rule for f in seed.findings if f.rule.startswith("CON-") and f.hint}
    assert hints == {"CON-004", "CON-007", "CON-010", "CON-011", "CON-012"}
    assert [name for name in map(seed.names.get, sorted(pasted)) if f".{name}。" not in seed_text] == []
