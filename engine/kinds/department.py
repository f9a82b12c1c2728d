"""The department itself and its money: people, budget, areas of work, projects and their progress."""

from __future__ import annotations

from typing import Annotated, Literal

from engine.kinds.declaring import (
    Cause,
    Count,
    Day,
    Facts,
    Money,
    Number,
    OfArea,
    OfProject,
    Ratio,
    Score,
    Text,
    Texts,
    field,
    required,
)
from engine.quantity import Dim
from engine.vocabulary import Shape


class Department(Facts):
    """被检查部门及其自评报告中的总体说明"""

    word, shape, key = "部门", Shape.SINGLE, ("名称",)
    name: Text = required("名称", "部门全称")
    year: Number = required("年度", "评价年度，如 2022")
    region: Text = required("地区", "自省级写起，如 广东省广州市增城区；参数按地区就近取值")
    checked_on: Day = field("检查日期", "检查基准日，豁免是否到期以此为准")
    offices: Count = field("内设科室数")
    goals: Count = field("整体绩效目标数")
    output_indicators: Count = field("产出指标数")
    effect_indicators: Count = field("效益指标数")
    indicator_points: Score = field("指标分值满分", "各项绩效指标分值应当合计的满分；没有设分值的填 无")
    functions: Texts = field("职能清单", "三定规定的全部职能，用词与 指标 的“职能”一致；没有列全的不填")
    key_projects: Count = field("声明重点监控项目数", "报告称实施重点监控的项目个数")


class Unit(Facts):
    """内设科室和下属单位"""

    word, key = "机构", ("名称",)
    name: Text = required("名称")
    sort: Literal["内设科室", "局本级", "下属预算单位"] = field("类型")


class Staff(Facts):
    """人员编制与实有人数"""

    word, shape = "人员", Shape.SINGLE
    posts: Count = field("编制人数", "核定编制合计，含周转编制")
    posts_admin: Count = field("行政编制")
    posts_admin_turnover: Count = field("周转行政编制")
    posts_enforcement: Count = field("行政执法专项编制")
    posts_organ: Count = field("机关事业编制")
    posts_workers: Count = field("工勤编制")
    posts_public: Count = field("事业编制")
    posts_public_turnover: Count = field("周转事业编制")
    actual: Count = field("实有人数", "实有在编人员合计")
    actual_admin: Count = field("实有行政人员")
    actual_enforcement: Count = field("实有行政执法专项人员")
    actual_organ: Count = field("实有机关事业人员")
    actual_workers: Count = field("实有工勤人员")
    actual_public: Count = field("实有事业人员")
    retired: Count = field("离退休人数")
    retired_admin: Count = field("行政退休人数")
    retired_like: Count = field("参公退休人数")
    retired_public: Count = field("事业退休人数")
    hired: Count = field("雇聘人数")
    as_of: Day = field("截止日期")


class Budget(Facts):
    """部门整体预算收支"""

    word, shape = "预算收支", Shape.SINGLE
    initial: Money = field("年初预算")
    total: Money = field("总预算", "调整后预算")
    income: Money = field("财政拨款收入", "一般公共预算财政拨款收入")
    other_income: Money = field("其他收入", "没有的填 0元")
    spent: Money = field("支出", "实际支出")
    spent_basic: Money = field("基本支出")
    spent_projects: Money = field("项目支出")
    carried_in: Money = field("上年结转结余", "上年末结转到本年的结转结余；没有的填 0元")
    carried_out: Money = field("年末结转结余", "没有的填 0元")
    why_carried: Text = field("结转口径说明", "报告对文字所述结转事项与年末结转结余口径差异的说明；没有说明的填 无")
    reported_rate: Ratio = field("报告执行率")
    denominator: Literal["年初预算", "总预算", "财政拨款收入"] = field(
        "执行率分母", "报告写明的执行率分母；报告没有写明的填 无"
    )
    why_adjusted: Text = field("预算调整说明", "报告对预算调整原因的说明；看过全文没有说明的填 无")
    three_public: Money = field("三公经费预算", "没有安排的填 0元")
    three_public_spent: Money = field("三公经费支出", "没有支出的填 0元")
    three_public_before: Money = field("上年三公经费预算", "上年没有安排的填 0元")


class Area(Facts):
    """按工作领域汇总的项目支出"""

    word, key = "领域", ("名称",)
    name: Text = required("名称")
    budget: Money = field("年度预算")
    spent: Money = field("支出", "全年没有支出的填 0元")


class Project(Facts):
    """预算项目"""

    word, key = "项目", ("名称",)
    name: Text = required("名称")
    code: Text = field("编码")
    area: OfArea = field("领域", "所属工作领域")
    nature: Literal["经常性", "阶段性"] = field("性质")
    origin: Literal["本级", "上级"] = field("资金来源")
    document: Text = field("资金文号")
    granted_on: Day = field("下达日期", "资金下达到本部门的日期")
    initial: Money = field("年初预算", "年初没有安排、年中才下达的填 0元")
    budget: Money = field("年度预算", "调整后的全年预算")
    spent: Money = field("支出", "全年没有支出的填 0元")
    unspent: Money = field("未支出", "报告直接写出的未支出金额")
    carried_in: Money = field("上年结转", "上年度预算安排、结转到本年使用的资金；没有的填 无")
    carried_in_left: Money = field(
        "上年结转年末余额", "上年结转的资金到本年末仍未用完的金额，不含本年新增的结转；用完的填 0元"
    )
    carried_over: Money = field("结转下年")
    contract: Money = field("合同总额")
    payment: Literal["一次付清", "分年支付"] = field("合同付款方式")
    budgeted: Literal["合同全额", "当年应付"] = field("合同预算编列", "当年预算按合同全额编列，还是按当年应付金额编列")


class Unspent(Facts):
    """报告对未支出金额的逐项说明"""

    word, key = "未支出说明", ("领域", "事由")
    reason: Text = required("事由", "未支出的是什么")
    area: OfArea = field("领域")
    project: OfProject = field("项目")
    amount: Money = field("金额")
    causes: Annotated[list[Cause], Dim.TAGS] = field("原因")


class Progress(Facts):
    """年度中间某月底的进度"""

    word, key = "执行进度", ("项目", "截止月份")
    project: OfProject = field("项目")
    month: Number = field("截止月份")
    spent_rate: Ratio = field("执行进度")
    goal_rate: Ratio = field("目标完成进度", "到该月底绩效目标完成的比率，按实际完成量；没有量化目标、算不出的填 无")
