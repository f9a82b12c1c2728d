"""Conditions said in plain Chinese: every part of the language has its words, and none is read two ways."""

from __future__ import annotations

import pytest
from small import bench

from engine.handbook.speech import Speaker
from engine.terms import Condition

PARAMETERS = """
下限: {取值: [{值: 100元（含）, 依据: 甲, 核对: 待核}]}
期限: {取值: [{值: 30日, 依据: 甲, 核对: 已核}]}
支出率得分:
  阶梯: 比率
  取值:
    - {至: 60%（不含）, 值: 0分, 依据: 甲, 核对: 待核}
    - {自: 60%（含）, 值: 5分, 依据: 甲, 核对: 待核}
"""
DERIVED = """
项目:
  执行率: 支出 ÷ 年度预算
  年末下达: 资金来源 = 上级 且 下达日期 ≥ 本年12月1日
"""


def said(text: str, kind: str = "项目") -> str:
    """A condition or a value on a kind as it is read aloud."""
    table = bench(derived=DERIVED, parameters=PARAMETERS)
    values = {"下限": "100元，含本数", "期限": "30日"}
    speaker = Speaker(kind, lambda name: values.get(name, ""))
    found = table.condition(text, kind)
    assert isinstance(found, Condition)
    return speaker.condition(found)


@pytest.mark.parametrize(
    ("written", "aloud"),
    [
        ("支出 ≥ 100元", "支出不低于100元"),
        ("支出 达到 下限", "支出达到下限（100元，含本数）"),
        ("支出 未达到 下限", "支出未达到下限（100元，含本数）"),
        ("非 支出 达到 下限", "支出低于下限（100元，含本数）"),
        ("下达日期 < 2022-12-01", "下达日期早于2022年12月1日"),
        ("下达日期 ≤ 本年12月31日", "下达日期不晚于当年12月31日"),
        ("间隔日数(下达日期, 2022-12-31) ≤ 期限", "自下达日期至2022年12月31日的日数不超过期限（30日）"),
        ("性质 = 经常性", "性质为“经常性”"),
        ("性质 ≠ 经常性", "性质不是“经常性”"),
        ("合同付款方式 属于 {一次付清, 分年支付}", "合同付款方式为“一次付清”或“分年支付”"),
        ("合同付款方式 不属于 {一次付清, 分年支付}", "合同付款方式不属于“一次付清”“分年支付”"),
        ("编码 为无", "没有编码"),
        ("编码 不为无", "有编码"),
        ("年末下达", "符合“年末下达”"),
        ("非 年末下达", "不符合“年末下达”"),
        ("支出 相符 未支出", "支出与未支出相符"),
        ("支出 不相符 未支出", "支出与未支出不相符"),
        ("年度预算 − (支出 − 未支出) > 0元", "年度预算−（支出−未支出）高于0元"),
        ("绝对值(支出 − 未支出) > 0元", "（支出−未支出）的绝对值高于0元"),
        ("年度预算 − 支出 − 未支出 > 0元", "年度预算−支出−未支出高于0元"),
        ("(支出 + 未支出) ÷ 年度预算 > 50%", "（支出+未支出）÷年度预算高于50%"),
        ("存在 监控记录", "有本项目的监控记录"),
        ("存在 监控记录 满足（类型 属于 {年中, 重点}）", "有本项目的、类型为“年中”或“重点”的监控记录"),
        (
            "不存在 监控记录 满足（类型 = 年中 且 截止月份 ≥ 7）",
            "没有本项目的、类型为“年中”、截止月份不早于7月的监控记录",
        ),
        ("每个 监控记录 满足（截止月份 < 12）", "每一监控记录都做到（截止月份早于12月）"),
        ("数量(监控记录 满足 类型 = 年中) ≥ 2个", "本项目的、类型为“年中”的全部监控记录的个数不少于2个"),
        ("合计(未支出说明.金额) = 未支出", "本项目的全部未支出说明的金额合计等于未支出"),
        ("支出 > 0元 且 性质 = 经常性 且 编码 为无", "支出高于0元，性质为“经常性”，并且没有编码"),
        ("编码 为无 且（支出 > 0元 或 未支出 > 0元）", "没有编码，并且（支出高于0元，或者未支出高于0元）"),
        ("非 （编码 为无 或 支出 > 0元）", "并非（没有编码，或者支出高于0元）"),
        ("阶梯(执行率, 支出率得分) ≥ 3分", "执行率按“支出率得分”分档的取值不低于3分"),
        ("部门.年度 ≥ 2022", "评价年度不小于2022"),
    ],
)
def test_a_condition_is_read_aloud_in_whole_words(written: str, aloud: str) -> None:
    assert said(written) == aloud


def test_an_outer_fact_is_called_by_its_name_inside_a_list() -> None:
    text = "存在 改革事项 满足（职能 = 对象.职能 且 方向 = 划出）"
    assert said(text, "指标") == "有职能与该指标相同、方向为“划出”的改革事项"
    assert said("存在 自述措施 满足（主题 包含 对象.主题）", "扣分") == "有主题包含该扣分的主题的自述措施"


def test_conditions_too_long_to_stand_before_a_noun_follow_it() -> None:
    text = '存在 目标调整 满足（职能 = 对象.职能 或 职能 = "部门整体"）'
    told = "满足下列条件的目标调整（职能与该改革事项相同，或者职能为“部门整体”）"
    assert said(text, "改革事项") == f"有{told}"
    assert said(f"非 {text}", "改革事项") == f"没有{told}"
    text = "数量(项目 满足 支出 > 0元 且（编码 为无 或 性质 = 经常性）) > 1个"
    assert (
        said(text, "部门") == "满足下列条件的全部项目（支出高于0元，并且（没有编码，或者性质为“经常性”））的个数超过1个"
    )


def test_two_words_for_having_never_meet() -> None:
    assert said("不存在 项目 满足（编码 不为无 且 支出 > 0元）", "部门") == "没有写明编码、支出高于0元的项目"
    assert said("存在 项目 满足（编码 不为无）", "部门") == "有写明编码的项目"


def test_findings_of_other_rules_are_discovered_not_had() -> None:
    text = '存在 问题 满足（规则 属于 {"BUD-002", "BUD-010"}）'
    assert said(text, "部门") == "已发现规则为“BUD-002”或“BUD-010”的问题"
    assert said(f"非 {text}", "部门").startswith("没有发现规则为")
