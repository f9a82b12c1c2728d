"""The shape of a rule file: its keys, which are needed, and what each is for."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

Severity = Literal["严重", "较大", "一般", "提示"]


def _listed(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


def _graded(value: Any) -> Any:
    return [{"级别": value}] if isinstance(value, str) else value


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class BasisFile(_Part):
    """一条依据"""

    document: str = Field(alias="文件", description="法律、制度或文件的全称")
    number: str | None = Field(default=None, alias="文号")
    clause: str | None = Field(default=None, alias="条款")
    checked: Literal["已核", "待核"] = Field(alias="核对", description="写 已核 或 待核：有没有人对照原文核过")
    checked_on: str | None = Field(default=None, alias="核对日期")
    note: str | None = Field(default=None, alias="说明")


class GradeFile(_Part):
    """一级严重程度"""

    severity: Severity = Field(alias="级别")
    condition: str | None = Field(default=None, alias="条件")


class CaseFile(_Part):
    """一个用例"""

    name: str = Field(alias="名称", description="一句话说明这个用例验证什么")
    year: str = Field(alias="年度", description="评价年度")
    region: str | None = Field(default=None, alias="地区")
    facts: dict[str, Any] | None = Field(default=None, alias="事实")
    findings: list[dict[str, str]] | None = Field(default=None, alias="先有问题")
    result: Any = Field(alias="结果", description="应有的判定")
    severity: Severity | None = Field(default=None, alias="级别")
    text: str | None = Field(default=None, alias="文字")
    missing: list[str] | None = Field(default=None, alias="缺少")


class RuleFile(_Part):
    """一条规则"""

    id: str = Field(alias="编号", description="全库唯一，如 MON-001")
    name: str = Field(alias="名称", description="问题的名词短语")
    theme: str = Field(alias="主题", description="见 主题.yaml")
    severity: Annotated[list[GradeFile], BeforeValidator(_graded), Field(min_length=1)] = Field(
        alias="严重程度", description="严重、较大、一般、提示，或分级清单"
    )
    basis: Annotated[list[BasisFile], Field(min_length=1)] = Field(alias="依据", description="至少一条")
    years: str | None = Field(default=None, alias="适用年度")
    kinds: Annotated[list[str], BeforeValidator(_listed), Field(min_length=1)] = Field(
        alias="对象", description="规则检查的事实类型"
    )
    scope: str | None = Field(default=None, alias="适用")
    duty: str = Field(alias="要求", description="应当做到的条件")
    problem: str = Field(alias="问题", description="发现问题时的文字")
    detail: str | None = Field(default=None, alias="明细")
    effect: str | None = Field(default=None, alias="影响")
    measure: str = Field(alias="措施", description="改进措施")
    office: str | None = Field(default=None, alias="责任")
    due: str | None = Field(default=None, alias="期限")
    caution: str | None = Field(default=None, alias="误报提示")
    indicator: str | None = Field(default=None, alias="评分指标")
    cases: Annotated[list[CaseFile], Field(min_length=1)] = Field(alias="用例", description="至少一个")
