"""Performance management: monitoring, indicators and targets, reforms, policies and the norms that are cited."""

from __future__ import annotations

from typing import Annotated, Literal

from engine.kinds.declaring import (
    Amount,
    Cause,
    Count,
    Day,
    Facts,
    Number,
    OfIndicator,
    OfProject,
    Ratio,
    Score,
    Text,
    YesNo,
    field,
    required,
)
from engine.quantity import Dim
from engine.vocabulary import Shape


class Monitoring(Facts):
    """绩效运行监控记录"""

    word, key = "监控记录", ("对象", "类型", "项目")
    scope: Literal["项目", "部门整体"] = required("对象")
    sort: Literal["日常", "年中", "重点"] = required("类型")
    project: OfProject = field("项目", "只针对一个项目的填项目名称；针对全部项目或部门整体的填 无")
    month: Number = field("截止月份", "数据截至几月")
    done_on: Day = field("完成日期", "评价年度的监控完成的日期")


class Correction(Facts):
    """对监控发现偏差的纠正记录"""

    word, key = "纠偏记录", ("动作", "项目")
    scope: Literal["项目", "部门整体"] = required("对象")
    project: OfProject = field("项目", "只针对一个项目的填项目名称；没有具体到项目的填 无")
    action: Literal["调减预算", "调整目标", "催办", "推进会议", "暂停拨付", "其他"] = field("动作")
    day: Day = field("日期")


class Indicator(Facts):
    """绩效指标及其完成情况"""

    word, key = "指标", ("名称",)
    name: Text = required("名称")
    dimension: Literal["数量", "质量", "时效", "成本", "经济效益", "社会效益", "生态效益", "可持续影响", "满意度"] = (
        field("维度")
    )
    function: Text = field("职能", "指标所属的部门职能，用词与 改革事项、目标调整 的“职能”一致；不属于哪一项的填 无")
    project: OfProject = field("项目", "只反映一个项目的填项目名称；反映部门整体的填 无")
    in_targets: YesNo = field("列入年度目标", "是否列入本部门年度绩效目标；申报表注明本年不涉及的填 否")
    reach: Literal["部门工作", "辖区总体"] = field(
        "统计范围", "部门工作是本部门自身工作的数量和成果；辖区总体是全区、全市经济社会发展的总量或增速"
    )
    direction: Literal["越大越好", "越小越好", "定性"] = field("方向")
    wording: Text = field("目标表述", "目标的量化表述或定性表述")
    standard: Text = field("衡量标准", "目标没有数值时据以判断完成与否的等级标准、完成时限等；没有的填 无")
    target_scope: Text = field("目标口径", "目标所说的统计范围，如 全年工业增加值；没有写明的填 无")
    actual_scope: Text = field("实际口径", "完成情况所说的统计范围，如 规上工业增加值；没有写明的填 无")
    actual: Amount = field("实际值")
    change: Ratio = field("同比", "同比增减，下降写负数")
    reported_rate: Ratio = field("报告完成率")
    why_over: Text = field("超额原因", "报告对完成率偏高的原因说明；看过没有说明的填 无")
    points: Score = field("分值", "申报表或评分表所设分值；没有设分值的填 无")
    not_involved: YesNo = field("不涉及", "申报表或评分表是否注明本年不涉及；注明的，实际值填 无")
    causes: Annotated[list[Cause], Dim.TAGS] = field("偏差原因")
    inner_causes: YesNo = field("分析主观原因", "报告是否分析了部门自身可控的原因")


class Dimension(Facts):
    """各维度的绩效指标个数，一个维度一行；指标清单完整的不必填"""

    word, shape, key = "指标维度", Shape.TABLE, ("维度",)
    dimension: Literal["数量", "质量", "时效", "成本", "效益", "满意度"] = required("维度")
    indicators: Count = field(
        "指标数", "报告或申报表列明的个数；指标已按大类列出而没有这一类的填 0个，分不出个数的不填"
    )


class Target(Facts):
    """目标值在报告或申报表某处的一次出现"""

    word, key = "目标", ("指标", "位置")
    indicator: OfIndicator = required("指标")
    where: Text = required("位置", "写在何处")
    value: Amount = field("值", "没有量化的填 无；“不低于50个”“50个以上”填界限数 50个")
    approval: Text = field("批复文号", "财政部门批复文号；没有的填 无")
    used: YesNo = field("自评采用", "自评是否以这一处的目标值衡量完成情况")
    source_sort: Literal["目标申报表", "自评报告", "工作任务书", "批复文件"] = field("来源")


class Reform(Facts):
    """机构改革事项"""

    word, key = "改革事项", ("职能", "方向")
    function: Text = required("职能", "划出、划入的职能，用词与 指标 的“职能”一致")
    direction: Literal["划出", "划入"] = required("方向")
    partner: Text = field("对方单位")
    effective: Day = field("生效日期", "职能实际移交的日期")
    document: Text = field("依据文号")


class TargetChange(Facts):
    """绩效目标的年中调整记录"""

    word, key = "目标调整", ("职能", "指标")
    function: Text = field("职能", "因哪项职能变化而调整；整体调整的填 部门整体；与职能变化无关的填 无")
    indicator: OfIndicator = field("指标")
    applied_on: Day = field("申报日期")
    approved_on: Day = field("批复日期")
    approval: Text = field("批复文号", "财政部门批复调整的文号；没有的填 无")


class Policy(Facts):
    """按主题登记的制度建设情况，一个主题一行"""

    word, shape, key = "制度", Shape.TABLE, ("主题",)
    topic: Literal[
        "绩效职责分工", "绩效目标管理", "绩效运行监控", "绩效自评", "结果应用", "政府采购", "自行采购", "资产管理"
    ] = required("主题")
    name: Text = field("名称")
    document: Text = field("文号")
    state: Literal["已印发", "起草中", "未建立"] = field("状态")
    issued_on: Day = field("印发日期", "评价年度末以后才印发的，年末不算已有")
    expires_on: Day = field("失效日期", "制度不再有效的第一天；没有规定失效日期、至今有效的填 无")
    covers: Annotated[list[Literal["机关科室", "下属单位"]], Dim.TAGS] = field("覆盖")


class Cited(Facts):
    """自评引用的依据文件"""

    word, key = "引用文件", ("名称",)
    name: Text = required("名称", "不写书名号")
    document: Text = field("文号")
    expires_on: Day = field("失效日期", "仍有效的填 无")
    replaced_by: Text = field("现行文件", "不写书名号；没有的填 无")
