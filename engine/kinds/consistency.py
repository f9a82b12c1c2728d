"""What an inspector writes down to see whether a report agrees with itself: figures as printed and where they stand.

These facts hold no conclusion: sums, rates, differences and contradictions are worked out by the rules.
"""

from __future__ import annotations

from typing import Annotated, Literal

from engine.kinds.declaring import Amount, Count, Day, Facts, Link, Ratio, Text, YesNo, field, required
from engine.quantity import Dim


class Statement(Facts):
    """报告中的结论性表述"""

    word, key = "结论表述", ("摘要",)
    gist: Text = required("摘要", "只取原文的关键词语")
    tone: Literal["全部向好", "超额完成", "位居前列", "全面完成"] = field("类型")
    scope: Text = field("范围", "说的是哪一方面，与指标的“职能”用同样的词；说全部工作的填 部门整体，不填 无")


class Mention(Facts):
    """同一数值在报告某处的一次出现"""

    word, key = "数值", ("名称", "位置")
    name: Text = required("名称", "同一口径的数值用同一个名称")
    where: Text = required("位置")
    value: Amount = field("值", "照原文填；增速下降的写负数")


class Total(Facts):
    """报告写出的合计数，它的各项写在“分项”"""

    word, key = "合计关系", ("名称",)
    name: Text = required("名称", "合计数的名称；同一名称在几处出现的，加括号区分")
    sort: Literal["分项之和", "分项之和及增速", "其中项"] = required(
        "关系", "各项全部列出的填 分项之和；又逐项写了增速的填 分项之和及增速；只列出其中几项的填 其中项"
    )
    where: Text = field("位置")
    value: Amount = field("合计值", "照原文的数和单位填，原文的差错也照填")
    change: Ratio = field("同比", "合计数的增速，下降写负数")


class Part(Facts):
    """合计数的一个分项"""

    word, key = "分项", ("所属合计", "名称")
    total: Annotated[str, Dim.TEXT, Link("合计关系")] = required("所属合计")
    name: Text = required("名称")
    value: Amount = field("值", "照原文的数和单位填，原文的差错也照填")
    change: Ratio = field("同比", "分项的增速，下降写负数")


class Rate(Facts):
    """报告写出的比率（执行率、占比等）和它的分子、分母"""

    word, key = "比率", ("名称", "位置")
    name: Text = required("名称")
    where: Text = required("位置")
    above_name: Text = required("分子名称", "如 实际支出")
    above: Amount = field("分子")
    below_name: Text = required("分母名称", "如 年初预算")
    below: Amount = field("分母")
    reported: Ratio = field("报告值")


class Growth(Facts):
    """报告写出的增速和它的本年数、上年数"""

    word, key = "增速", ("名称", "位置")
    name: Text = required("名称")
    where: Text = required("位置")
    now: Amount = field("本年值")
    before: Amount = field("上年值")
    reported: Ratio = field("报告值", "下降写负数")


class Enumeration(Facts):
    """报告说有几个，又逐个列出"""

    word, key = "列举", ("名称", "位置")
    name: Text = required("名称", "列举的是什么")
    where: Text = required("位置")
    stated: Count = field("声明个数", "报告说有几个")
    listed: Count = field("列举个数", "数一数实际列出几个")
    manner: Literal["全部列举", "部分列举"] = field("列举方式", "以“等”字表示没有列完的填 部分列举")


class Passage(Facts):
    """报告的称谓、占位文字和模板残留，一处一条"""

    word, key = "文面", ("位置", "原文")
    where: Text = required("位置")
    words: Text = required("原文", "照原文填；空白处填写空白的是什么，如 填报日期")
    sort: Literal["机构称谓", "占位空白", "模板残留"] = required("类型")
    meant: Text = field("所指", "称谓说的是什么，如 内设机构")
    other: Text = field("对照", "报告机构设置部分对同一对象的称谓")
    other_where: Text = field("对照位置")


class Form(Facts):
    """报告中文号、数字、单位的一处写法"""

    word, key = "格式", ("原文", "位置")
    words: Text = required("原文")
    where: Text = required("位置")
    sort: Literal["发文字号", "千分位", "计量单位", "标点", "日期"] = field("类型")
    proper: Text = field("规范写法", "按公文和全文统一的写法应当怎样写；没有规定的填 无")
    remark: Text = field("说明", "为什么这样写，如 同段其余金额以万元为单位")


class Moment(Facts):
    """报告写明的数据时点"""

    word, key = "时点", ("名称", "位置")
    name: Text = required("名称", "什么数据")
    where: Text = required("位置")
    until: Day = field("截止日期", "数据截至何时；只写年份的照写年份，如 2022年")
    dated: YesNo = required("写明月日", "写到月或日的填 是；只写到年份的填 否")
