"""Procurement, assets and disclosure."""

from __future__ import annotations

from typing import Annotated, Literal

from engine.kinds.declaring import After, Count, Day, Facts, Money, OfProject, Text, YesNo, field, required
from engine.quantity import Dim
from engine.vocabulary import Shape


class Procurement(Facts):
    """评价年度开展的政府采购项目；限额标准以下自行采购的、涉及国家秘密的、往年已经办完的不登记"""

    word, key = "采购", ("名称",)
    name: Text = required("名称")
    item: Text = field("品目", "货物、服务的政府采购品目，同类的写成一样；工程另有招标标准，填 无")
    project: OfProject = field("项目", "列支的预算项目；从基本支出列支、没有对应预算项目的填 无")
    method: Literal["公开招标", "邀请招标", "竞争性谈判", "竞争性磋商", "询价", "单一来源", "框架协议"] = field("方式")
    small: YesNo = field(
        "小额零星或批量集采", "按规定可以不公开采购意向的填 是，如协议供货、定点采购、批量集中采购、不可预见的急需采购"
    )
    budget: Money = field(
        "采购预算", "批复的采购预算，追加、调剂的按批复后的数，一次签订多年合同的填各年合计；没有批复预算的填 无"
    )
    intended_on: Day = field("意向公开日期", "采购意向公开的日期；查过，没有公开的填 无")
    started_on: Day = field("采购开始日期", "采购活动开始的日期，如发布采购公告的日期；还没有开始的填 无")
    awarded_on: Day = field("通知书日期", "中标、成交通知书发出日期；没有通知书的填 无")
    signed_on: Day = field("合同签订日期", "合同最后一方签章的日期；没有签合同的填 无")
    announced_on: Day = field("合同公告日期", "在指定媒体公告合同的日期；没有公告的填 无")
    filed_on: Day = field("合同备案日期", "报同级政府采购监督管理部门备案的日期；没有备案的填 无")
    amount: Money = field("合同金额", "没有签合同的填 无")
    paid: Money = field("已付金额", "截至年末累计已付的合同款；没有付过的填 0元")
    accepted_on: Day = field("验收日期", "没有验收书的填 无")
    order: Annotated[Literal["属实"], After("通知书日期", "合同签订日期", "合同公告日期", "合同备案日期")] = field(
        "日期核对", "登记的日期前后颠倒（如合同签订早于通知书、公告早于合同），核对原件确实如此的填 属实；其余不填"
    )


class Assets(Facts):
    """行政事业性国有资产管理情况"""

    word, shape = "资产", Shape.SINGLE
    as_of: Day = field("截止日期", "账面数、实有数和原值截至哪一天")
    counted_on: Day = field(
        "盘点日期", "评价年度最近一次资产盘点完成的日期；查过，全年没有盘点的填 无；没有固定资产的不填"
    )
    booked: Count = field("账面数", "盘点时资产卡片或台账登记的固定资产项数，盘点后调账以前的数")
    present: Count = field("实有数", "盘点时实际清点到的固定资产项数，与账面数用同一个计数单位")
    value: Money = field("原值", "固定资产账面原值合计")
    used_value: Money = field("在用原值", "其中正在使用的固定资产原值；全部在用的照填原值，没有一项在用的填 0元")
    reported: YesNo = field(
        "编报年报", "评价年度的国有资产管理情况报告：已按规定编制上报填 是，没有编报填 否，还没有布置编报的不填"
    )


class Disclosure(Facts):
    """信息公开情况，一类一行；决算、自评结果填评价年度内批复、公开的上一年度决算和自评"""

    word, shape, key = "公开", Shape.TABLE, ("类型",)
    sort: Literal["预算", "决算", "所属单位预算", "所属单位决算", "绩效目标", "自评结果"] = required(
        "类型", "所属单位各行：几个单位不一样的，填间隔最长的一个；没有公开的，填没有公开的一个"
    )
    approved_on: Day = field(
        "批复日期", "部门填财政部门批复的日期，所属单位填部门批复的日期；没有批复、没有这类单位的填 无"
    )
    published_on: Day = field("公开日期", "向社会公开的日期；查过，没有公开的填 无")
    withheld: Annotated[YesNo, After("公开日期")] = field(
        "依法不公开", "没有公开的才填：因涉及国家秘密等依法不公开的填 是，其余填 否"
    )
    order: Annotated[Literal["属实"], After("批复日期", "公开日期")] = field(
        "日期核对", "登记的公开早于批复，核对原件确实如此的填 属实；其余不填"
    )
    missing: Annotated[
        list[
            Literal[
                "三公经费三项支出",
                "公务用车购置和运行费",
                "机关运行经费",
                "政府采购总额和货物工程服务金额",
                "授予中小企业合同金额和占比",
                "名词解释",
            ]
        ],
        Dim.TAGS,
    ] = field("缺少要素", "只填决算一行：公开的部门决算里没有说明的事项；逐项看过，一项不缺的填 无")
