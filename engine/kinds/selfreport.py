"""What the department's own report says of itself: scores, deductions, problems and measures."""

from __future__ import annotations

from typing import Annotated, Literal

from engine.kinds.declaring import Day, Facts, FullScore, Link, Score, Text, Topic, Topics, YesNo, field, required
from engine.quantity import Dim
from engine.vocabulary import Shape


class SelfScore(Facts):
    """自评得分"""

    word, shape = "自评", Shape.SINGLE
    score: Score = field("得分")
    full: FullScore = field("满分")
    grade: Literal["优", "良", "中", "差"] = field("等次")


class ScorePart(Facts):
    """自评得分的一个部分"""

    word, key = "得分部分", ("名称",)
    name: Text = required("名称")
    full: FullScore = field("满分")
    score: Score = field("得分")
    lost: Score = field("扣分", "报告写出的扣分；没有写的填 无")
    itemised: YesNo = field("逐项列明扣分", "报告是否逐项写明扣分指标和扣分值")


class Deduction(Facts):
    """扣分原因，一个原因一条"""

    word, key = "扣分", ("事由",)
    reason: Text = required("事由")
    part: Annotated[str, Dim.TEXT, Link("得分部分")] = field("部分")
    indicator: Text = field("评分指标")
    topic: Topic = field("主题")
    lost: Score = field("扣分值", "报告没有分项列出的不填")


class StatedProblem(Facts):
    """报告自己写出的存在问题，一个方面一条"""

    word, key = "自述问题", ("序号", "摘要")
    number: Text = required("序号")
    gist: Text = required("摘要")
    topic: Topic = field("主题")


class StatedMeasure(Facts):
    """报告自己写出的改进措施"""

    word, key = "自述措施", ("序号", "摘要")
    number: Text = required("序号")
    gist: Text = required("摘要")
    topics: Topics = field("主题")
    office: Text = field("责任科室", "没有写明的填 无")
    due: Text = field("完成时限", "没有写明的填 无")
    result: Text = field("预期成果", "没有写明的填 无")


class LastYear(Facts):
    """上年指出的问题及其整改情况"""

    word, key = "上年问题", ("主题", "摘要")
    gist: Text = required("摘要")
    topic: Topic = field("主题")
    rule: Text = field("规则", "发现它的规则编号；不是按规则发现的填 无")
    subject: Text = field("对象", "问题所在的对象，照上年检查结果里印出的名称写；没有具体对象的填 无")
    raised_by: Text = field("指出来源", "由谁指出，如 上年自评、财政评价、审计")
    still_there: YesNo = field("本年仍存在", "经核实本年是否仍然存在")
    measure: Text = field("整改措施", "没有提出措施的填 无")
    due: Day = field("整改时限", "没有写明的填 无")
    state: Literal["已完成", "进行中", "未完成"] = field("整改状态")
