"""What the department's own report says: scores, deductions, problems, measures, claims and repeated figures."""

from __future__ import annotations

from typing import Annotated, Literal

from engine.kinds.declaring import Amount, Day, Facts, Link, Score, Text, Topic, Topics, field, required
from engine.quantity import Dim
from engine.vocabulary import Shape


class SelfScore(Facts):
    """自评得分"""

    word, shape = "自评", Shape.SINGLE
    score: Score = field("得分")
    full: Score = field("满分")
    grade: Literal["优", "良", "中", "差"] = field("等次")


class ScorePart(Facts):
    """自评得分的一个部分"""

    word, key = "得分部分", ("名称",)
    name: Text = required("名称")
    full: Score = field("满分")
    score: Score = field("得分")
    lost: Score = field("扣分")


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
    rule: Text = field("规则")
    measure: Text = field("整改措施")
    due: Day = field("整改时限")
    state: Literal["已完成", "进行中", "未完成"] = field("整改状态")


class Statement(Facts):
    """报告中的结论性表述"""

    word, key = "结论表述", ("摘要",)
    gist: Text = required("摘要")
    tone: Literal["全部向好", "超额完成", "位居前列", "全面完成"] = field("类型")
    scope: Text = field("范围")


class Mention(Facts):
    """同一数值在报告某处的一次出现"""

    word, key = "数值", ("名称", "位置")
    name: Text = required("名称", "同一口径的数值用同一个名称")
    where: Text = required("位置")
    value: Amount = field("值")
