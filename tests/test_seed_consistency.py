"""What the real report of 2022 shows about itself: its sums and rates, worked out by hand.

The numbers before the relations are those of the list in the domain notes, part 1.1.
"""

from __future__ import annotations

from fractions import Fraction

import pytest
from repository import FOREIGN, HIRING, PROMOTION, TRADE, found, holds, verdict
from small import states

from engine.dossier import Dossier, Fact
from engine.outcome import Outcome
from engine.quantity import Dim, Quantity, combine, exactly, overlap
from engine.truth import NO, YES, Truth
from engine.verdict import State

LODGING = "住餐业营业额"
RATED = "分项之和及增速"


def fact(facts: Dossier, kind: str, key: str) -> Fact:
    """The fact of a kind with a key."""
    return next(fact for fact in facts.facts[kind] if fact.key == key)


def figure(facts: Dossier, kind: str, key: str, word: str) -> Quantity:
    """A figure of the report."""
    value = fact(facts, kind, key).values[word]
    assert isinstance(value, Quantity)
    return value


def evidence(outcome: Outcome, rule: str, subject: str) -> dict[str, str]:
    """The figures that a verdict rests on."""
    return {e.field: e.value for e in verdict(outcome, rule, subject).evidence}


# Sums and differences


@pytest.mark.parametrize(
    ("total", "parts", "whole"),
    [
        pytest.param("人员编制", "18 2 10 6 23", "59", id="row 3: posts"),
        pytest.param("实有在编人员", "17 1 9 6 19", "52", id="row 4: staff"),
        pytest.param("离退休人员", "107 2 15", "124", id="row 5: retired"),
        pytest.param("工业投资", "34.3", "163.3", id="row 6: renewal within industrial investment"),
        pytest.param("商品销售总额", "9366.36 366.02", "9732.38", id="row 7: sales"),
        pytest.param("商品进出口总额", "346.36 143.12", "489.48", id="row 9: trade"),
        pytest.param("商品进出口总额（一位小数）", "346.4 143.1", "489.5", id="row 10: trade to one decimal"),
        pytest.param("2022年总预算", "85038.37 0.012667", "91470.79", id="row 22: spent and carried over"),
        pytest.param("工业经济年度项目支出预算", "35723.77 720.73", "36444.5", id="row 25: industry"),
        pytest.param("工业经济未支出", "380 290 46.56", "720.73", id="row 26: industry unspent, with 余 and 约"),
        pytest.param("商贸扶持资金年度项目支出预算", "30711.97 3600 27.5", "34373.85", id="row 27: commerce"),
        pytest.param("外资外贸工作年度项目支出预算", "2222.20 783.77 450", "3481.65", id="row 29: foreign trade"),
        pytest.param("信息基础建设年度项目支出预算", "627.93 9.63 5.94", "644.10", id="row 30: information"),
        pytest.param("招商引资年度预算", "10.12 20", "32.41", id="row 32: investment promotion"),
        pytest.param("对口支援年度项目支出预算", "9695.50", "9697.79", id="row 33: partner regions"),
        pytest.param(
            "部门整体总预算与六个领域预算", "36444.5 34373.85 3481.65 644.10 32.41 9697.79", "91470.79",
            id="row 34: six areas within the budget",
        ),
        pytest.param(
            "部门整体实际支出与六个领域支出", "35723.77 30711.97 2222.20 627.93 10.12 9695.50", "85038.37",
            id="row 34: six areas within what was spent",
        ),
        pytest.param("对口支援实际支出", "8753.7 400", "9695.50", id="row 35: funds for partner regions"),
    ],
)  # fmt: skip
def test_sums_of_the_report_hold(seed: Outcome, seed_facts: Dossier, total: str, parts: str, whole: str) -> None:
    unit = 10**8 if "亿" in figure(seed_facts, "合计关系", total, "合计值").unit else 10**4
    unit = 1 if figure(seed_facts, "合计关系", total, "合计值").dim is Dim.COUNT else unit
    own = [f.values["值"] for f in seed_facts.facts["分项"] if f.values["所属合计"] == total]
    assert sorted(q.nominal for q in own if isinstance(q, Quantity)) == sorted(
        Fraction(p) * unit for p in parts.split()
    )
    assert figure(seed_facts, "合计关系", total, "合计值").nominal == Fraction(whole) * unit
    assert verdict(seed, "CON-001", total).state is State.PASS


def test_con_001_passes_for_every_total_but_the_one_with_a_doubtful_unit(seed: Outcome) -> None:
    own = states(seed, "CON-001")
    assert len(own) == 25
    assert {total for total, state in own.items() if state != "未发现问题"} == {LODGING}
    assert own[LODGING] == "不适用"  # told once, by CON-005


def test_row_8_lodging_in_yuan_fits_the_total_only_in_hundred_millions(seed: Outcome) -> None:
    finding = found(seed, "CON-005")
    assert (finding.subjects, finding.severity) == ((LODGING,), "较大")
    holds(finding.text, "40.72亿元", "12.31元", "28.41亿元", "推算为12.31亿元", "计量单位不同")
    assert set(states(seed, "CON-005").values()) == {"发现问题", "未发现问题", "不适用"}


def test_row_8_the_finding_does_not_say_which_figure_is_wrong(seed: Outcome) -> None:
    texts = "".join(f.text for f in seed.findings if f.rule.startswith("CON-"))
    assert not any(word in texts for word in ("有误", "错误", "写错", "应为", "应改", "误写"))


def test_row_21_income_less_spending_fits_what_is_left_and_its_unit_is_a_hint(seed: Outcome) -> None:
    assert states(seed, "CON-002") == {"预算收支": "未发现问题"}
    assert verdict(seed, "CON-011", "126.67元·一（三）2").severity == "提示"


def test_row_23_450_wan_carried_over_does_not_fit_126_67_yuan(seed: Outcome) -> None:
    finding = found(seed, "CON-009")
    assert finding.severity == "较大"
    holds(finding.text, "126.67元", "2022年省级进一步促进外贸稳定增长资金450万元", "未见说明")


@pytest.mark.parametrize(("part", "lost"), [("履职效能", "5.49分"), ("管理效率", "3.1分")])
def test_row_24_scores_and_deductions_close_but_are_not_itemised(seed: Outcome, part: str, lost: str) -> None:
    assert verdict(seed, "CON-004", "自评").state is State.PASS  # 44.51 + 46.9 = 91.41
    own = verdict(seed, "CON-004", part)
    assert (own.state, own.severity) == (State.FINDING, "提示")
    assert evidence(seed, "CON-004", part)["数值闭合"] == "是"
    clause = next(c for c in found(seed, "CON-004", hint=True).text.split("；") if part in c)
    holds(clause, f"满分减得分为{lost}", "未逐项列明扣分指标和扣分值")


def test_row_24_5_49_points_have_one_reason(seed: Outcome) -> None:
    holds(found(seed, "CON-004", hint=True).text, "所列扣分原因为“工业、商贸、外贸、外资增长未达预期”，")


# Rates


@pytest.mark.parametrize(
    ("rule", "subject", "rate"),
    [
        pytest.param("CON-003", "预算收支", "92.97%", id="row 18: spent of the whole budget"),
        pytest.param("BUD-003", "预算收支", "-33.80%", id="row 20: change of the budget"),
        pytest.param("BUD-002", "工业经济", "98.02%", id="row 25: industry"),
        pytest.param("BUD-002", TRADE, "89.35%", id="row 27: commerce"),
        pytest.param("BUD-002", PROMOTION, "0%", id="row 28: promotion"),
        pytest.param("BUD-002", FOREIGN, "63.83%", id="row 29: foreign trade"),
        pytest.param("BUD-002", "信息基础建设", "97.49%", id="row 30: information"),
        pytest.param("BUD-002", HIRING, "31.22%", id="row 32: investment promotion"),
        pytest.param("BUD-002", "对口支援", "99.98%", id="row 33: partner regions"),
    ],
)
def test_rates_are_worked_out_as_by_hand(seed: Outcome, rule: str, subject: str, rate: str) -> None:
    assert rate in evidence(seed, rule, subject).values()


def test_row_18_the_stated_rate_follows_from_the_budget(seed: Outcome) -> None:
    assert verdict(seed, "CON-003", "预算收支").state is State.PASS


def test_row_19_against_the_first_budget_the_rate_would_be_another(seed: Outcome) -> None:
    holds(found(seed, "BUD-011", hint=True).text, "61.54%")


@pytest.mark.parametrize(
    ("total", "rate"),
    [
        pytest.param("商品销售总额", "39.40%", id="row 7: sales"),
        pytest.param("商品进出口总额", "8.45%", id="row 9: trade"),
        pytest.param("商品进出口总额（一位小数）", "8.41%", id="row 10: trade to one decimal"),
    ],
)
def test_growth_of_a_total_follows_from_that_of_its_parts(
    seed: Outcome, seed_facts: Dossier, total: str, rate: str
) -> None:
    assert verdict(seed, "CON-003", total).state is State.PASS
    before = Fraction()
    for part in (f for f in seed_facts.facts["分项"] if f.values["所属合计"] == total):
        value, change = part.values["值"], part.values["同比"]
        assert isinstance(value, Quantity)
        assert isinstance(change, Quantity)
        before += value.nominal / (1 + change.nominal)
    growth = figure(seed_facts, "合计关系", total, "合计值").nominal / before - 1
    assert f"{float(growth):.2%}" == rate


def test_row_8_growth_is_not_worked_out_while_the_unit_is_in_doubt(seed: Outcome) -> None:
    assert verdict(seed, "CON-003", LODGING).state is State.NOT_APPLICABLE


@pytest.mark.parametrize(
    ("indicator", "target", "agrees"),
    [
        pytest.param("签约项目", 13, YES, id="row 11: 17 of 13"),
        pytest.param("注册项目", 13, YES, id="row 12: 18 of 13"),
        pytest.param("注册项目协议投资总额", 130 * 10**8, YES, id="row 13: 133.8 of 130"),
        pytest.param("注册项目协议达产年产值或营收", 240 * 10**8, NO, id="row 14: 341.67 of 240 is 142.36%"),
        pytest.param("新增5G基站", 1569, YES, id="row 15: 1,616 of a target never stated"),
        pytest.param("智慧灯杆", 900, YES, id="row 17: 1,149 of 900"),
    ],
)
def test_stated_completion_rates_point_to_targets_that_are_not_stated(
    seed: Outcome, seed_facts: Dossier, indicator: str, target: int, agrees: Truth
) -> None:
    actual, rate = (figure(seed_facts, "指标", indicator, word) for word in ("实际值", "报告完成率"))
    quotient = combine("÷", actual.written(), exactly(actual.dim, target, actual.unit))
    assert isinstance(quotient, Quantity)
    assert overlap(quotient, rate.written()) is agrees
    assert verdict(seed, "TGT-003", indicator).state is State.NOT_APPLICABLE  # no target to work with
