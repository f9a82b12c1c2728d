"""The shape of a rule file: its keys, which are needed, what each is for, and how one is written.

The descriptions and examples are read by people: in messages, in the blank of a new rule, and in an editor.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

Severity = Literal["严重", "较大", "一般", "提示"]
Text = Annotated[str, Field(min_length=1)]


def _listed(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


def _graded(value: Any) -> Any:
    return [{"级别": value}] if isinstance(value, str) else value


def key(word: str, about: str, *examples: str, **more: Any) -> Any:
    """Declares a key that must be there by its Chinese word, what it is for, and how it may be written."""
    return Field(alias=word, description=about, examples=list(examples) or None, **more)


def may(word: str, about: str, *examples: str) -> Any:
    """Declares a key that may be left out."""
    return key(word, about, *examples, default=None)


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class BasisFile(_Part):
    """一条依据"""

    document: Text = key("文件", "法律、制度或文件的全称，不写书名号", "中华人民共和国预算法")
    number: Text | None = may("文号", "文号，年份用六角括号；法律写修正的年份", "财预〔2015〕88号", "2018年修正")
    clause: Text | None = may("条款", "第几条，或者哪一项要求", "第五十七条")
    checked: Literal["已核", "待核"] = key("核对", "写 已核 或 待核：有没有人对照原文核过", "待核")
    checked_on: Text | None = may("核对日期", "最近一次对照原文核对的日期", "2026-11-23")
    note: Text | None = may("说明", "对这条依据的说明")


class GradeFile(_Part):
    """一级严重程度"""

    severity: Severity = key("级别", "这一级的严重程度：严重、较大、一般、提示", "严重")
    condition: Text | None = may("条件", "什么情况下取这一级；最后一级不写", "执行率 低于 执行率严重线")


class GivenFile(_Part):
    """一个用例之前已有的问题"""

    rule: Text = key("规则", "发现问题的规则编号")
    subject: Text = key("对象", "问题所在的对象")
    kind: Text | None = may("对象类型", "问题所在事实的类型；规则只有一种对象时不用写")


class CaseFile(_Part):
    """一个用例"""

    name: Text = key("名称", "一句话说明这个用例验证什么", "恰好95%不是问题")
    year: Text = key("年度", "评价年度", "2022")
    region: Text | None = may("地区", "自省级写起；用到地区标准时要写", "广东省广州市增城区")
    facts: dict[str, Any] | None = may(
        "事实", "写法与事实文件相同，部门的名称、年度、地区不用写", "{预算收支: {总预算: 100万元, 支出: 95万元}}"
    )
    findings: list[GivenFile] | None = may("先有问题", "规则要看其他规则的结果时，先给出的问题")
    result: Any = key(
        "结果", "应有的判定；几个对象的写成 {对象: 判定}", "发现问题", "{甲项目: 发现问题, 乙项目: 不适用}"
    )
    severity: Severity | None = may("级别", "发现问题时应有的严重程度", "一般")
    text: Text | None = may("文字", "发现问题时，报告的段落应当含有的话", "执行率94.9999%")
    missing: list[Text] | None = may("缺少", "无法判定时应当点出的缺口，写成清单", "[总预算]")


class RuleFile(_Part):
    """一条规则"""

    id: Text = key("编号", "全库唯一，如 MON-001")
    name: Text = key("名称", "问题的名词短语，不写办法", "部门整体预算执行率偏低")
    theme: Text = key("主题", "归入报告的哪个方面，用主题.yaml 里的词")
    severity: Annotated[list[GradeFile], BeforeValidator(_graded), Field(min_length=1)] = key(
        "严重程度", "严重、较大、一般、提示，或分级清单", "一般", "[{级别: 严重, 条件: 执行率 低于 50%}, {级别: 一般}]"
    )
    basis: Annotated[list[BasisFile], Field(min_length=1)] = key("依据", "至少一条：要求来自哪部法律、哪份文件")
    years: Text | None = may("适用年度", "适用于哪些评价年度；不写就是各年都适用", "2020 起", "2022", "2020-2023")
    kinds: Annotated[list[Text], BeforeValidator(_listed), Field(min_length=1)] = key(
        "对象", "规则检查的事实类型，一种或几种", "项目", "[领域, 项目]"
    )
    scope: Text | None = may("适用", "一个条件：要求适用于谁；不写就是全部", "年度预算 高于 0元")
    duty: Text = key("要求", "一个条件：应当做到什么，做不到就是问题", "执行率 不低于 部门执行率下限")
    problem: Text = key("问题", "发现问题时的文字，{字段} 处填数", '"{部门.年度}年，部门整体预算执行率{执行率}。"')
    detail: Text | None = may("明细", "写了就把几个对象合成一段，这是每个对象的写法", '"{名称}（执行率{执行率}）"')
    effect: Text | None = may("影响", "接在问题后面的一句", "预算安排与实际支出需求存在差距。")
    amount: Text | None = may(
        "涉及金额", "一个算出金额的式子：问题涉及一个对象的多少钱；不写就不列", "未支出", "总预算 − 支出"
    )
    measure: Text = key("措施", "改进措施，以动词开头", "按月通报预算执行进度，对进度滞后的项目逐项调度。")
    office: Text | None = may("责任", "责任科室；不写就留空待填", "财务管理科室")
    due: Text | None = may("期限", "完成时限；不写就留空待填", "自评报告报送前")
    caution: Text | None = may("误报提示", "什么情况下可能判错，印在供核对的部分")
    indicator: Text | None = may("评分指标", "对应评分表的哪个指标", "部门预算资金支出率")
    cases: Annotated[list[CaseFile], Field(min_length=1)] = key(
        "用例", "至少各有一个发现问题、未发现问题、无法判定的用例"
    )
