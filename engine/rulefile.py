"""The shape of a rule file: its keys, which are needed, and what each is for."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

Severity = Literal["严重", "较大", "一般", "提示"]
Text = Annotated[str, Field(min_length=1)]


def _listed(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


def _graded(value: Any) -> Any:
    return [{"级别": value}] if isinstance(value, str) else value


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class BasisFile(_Part):
    """一条依据"""

    document: Text = Field(alias="文件", description="法律、制度或文件的全称")
    number: Text | None = Field(default=None, alias="文号")
    clause: Text | None = Field(default=None, alias="条款")
    checked: Literal["已核", "待核"] = Field(alias="核对", description="写 已核 或 待核：有没有人对照原文核过")
    checked_on: Text | None = Field(default=None, alias="核对日期")
    note: Text | None = Field(default=None, alias="说明")


class GradeFile(_Part):
    """一级严重程度"""

    severity: Severity = Field(alias="级别")
    condition: Text | None = Field(default=None, alias="条件")


class GivenFile(_Part):
    """一个用例之前已有的问题"""

    rule: Text = Field(alias="规则", description="发现问题的规则编号")
    subject: Text = Field(alias="对象", description="问题所在的对象")
    kind: Text | None = Field(default=None, alias="对象类型")


class CaseFile(_Part):
    """一个用例"""

    name: Text = Field(alias="名称", description="一句话说明这个用例验证什么")
    year: Text = Field(alias="年度", description="评价年度")
    region: Text | None = Field(default=None, alias="地区")
    facts: dict[str, Any] | None = Field(default=None, alias="事实")
    findings: list[GivenFile] | None = Field(default=None, alias="先有问题")
    result: Any = Field(alias="结果", description="应有的判定")
    severity: Severity | None = Field(default=None, alias="级别")
    text: Text | None = Field(default=None, alias="文字")
    missing: list[Text] | None = Field(default=None, alias="缺少")


class RuleFile(_Part):
    """一条规则"""

    id: Text = Field(alias="编号", description="全库唯一，如 MON-001")
    name: Text = Field(alias="名称", description="问题的名词短语")
    theme: Text = Field(alias="主题", description="见 主题.yaml")
    severity: Annotated[list[GradeFile], BeforeValidator(_graded), Field(min_length=1)] = Field(
        alias="严重程度", description="严重、较大、一般、提示，或分级清单"
    )
    basis: Annotated[list[BasisFile], Field(min_length=1)] = Field(alias="依据", description="至少一条")
    years: Text | None = Field(default=None, alias="适用年度")
    kinds: Annotated[list[Text], BeforeValidator(_listed), Field(min_length=1)] = Field(
        alias="对象", description="规则检查的事实类型"
    )
    scope: Text | None = Field(default=None, alias="适用")
    duty: Text = Field(alias="要求", description="应当做到的条件")
    problem: Text = Field(alias="问题", description="发现问题时的文字")
    detail: Text | None = Field(default=None, alias="明细")
    effect: Text | None = Field(default=None, alias="影响")
    measure: Text = Field(alias="措施", description="改进措施")
    office: Text | None = Field(default=None, alias="责任")
    due: Text | None = Field(default=None, alias="期限")
    caution: Text | None = Field(default=None, alias="误报提示")
    indicator: Text | None = Field(default=None, alias="评分指标")
    cases: Annotated[list[CaseFile], Field(min_length=1)] = Field(alias="用例", description="至少一个")
