"""Procurement, assets and disclosure."""

from __future__ import annotations

from typing import Literal

from engine.kinds.declaring import Count, Day, Facts, Money, OfProject, Text, Texts, YesNo, field, required
from engine.vocabulary import Shape


class Procurement(Facts):
    """政府采购项目"""

    word, key = "采购", ("名称",)
    name: Text = required("名称")
    item: Text = field("品目")
    project: OfProject = field("项目", "列支的预算项目；不在批复预算内的填 无")
    method: Literal["公开招标", "邀请招标", "竞争性谈判", "竞争性磋商", "询价", "单一来源", "框架协议"] = field("方式")
    small: YesNo = field("小额零星或批量集采", "属于不要求公开采购意向的情形")
    budget: Money = field("采购预算")
    intended_on: Day = field("意向公开日期")
    started_on: Day = field("采购开始日期")
    awarded_on: Day = field("通知书日期", "中标、成交通知书发出日期")
    signed_on: Day = field("合同签订日期")
    announced_on: Day = field("合同公告日期")
    filed_on: Day = field("合同备案日期")
    amount: Money = field("合同金额")
    paid: Money = field("已付金额")
    accepted_on: Day = field("验收日期", "没有验收书的填 无")


class Assets(Facts):
    """国有资产管理情况"""

    word, shape = "资产", Shape.SINGLE
    counted_on: Day = field("盘点日期")
    booked: Count = field("账面数")
    present: Count = field("实有数")
    value: Money = field("原值")
    used_value: Money = field("在用原值")
    reported: YesNo = field("编报年报")


class Disclosure(Facts):
    """信息公开情况，一类一行"""

    word, shape, key = "公开", Shape.TABLE, ("类型",)
    sort: Literal["预算", "决算", "绩效目标", "自评结果"] = required("类型")
    approved_on: Day = field("批复日期")
    published_on: Day = field("公开日期", "没有公开的填 无")
    missing: Texts = field("缺少要素")
