"""How a kind of facts is declared: one pydantic class a kind, one attribute a field, annotated with its dimension."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal

import pydantic
from pydantic import BaseModel, ConfigDict

from engine.quantity import Dim
from engine.vocabulary import Shape

Money = Annotated[str, Dim.MONEY]
Ratio = Annotated[str, Dim.RATIO]
Count = Annotated[str, Dim.COUNT]
Score = Annotated[str, Dim.SCORE]
FullScore = Annotated[str, Dim.SCORE, "fixed"]  # 50分 is 50, not something between 49.5 and 50.5
Number = Annotated[str, Dim.NUMBER]
Day = Annotated[str, Dim.DATE]
Amount = Annotated[str, Dim.AMOUNT]
Text = Annotated[str, Dim.TEXT]
Texts = Annotated[list[str], Dim.TAGS]
YesNo = Annotated[Literal["是", "否"], Dim.TRUTH]
Topic = Annotated[str, Dim.TEXT, "topic"]
Topics = Annotated[list[str], Dim.TAGS, "topic"]


class Link:
    """Marks a text field that names a fact of another kind."""

    def __init__(self, kind: str) -> None:
        self.kind = kind


class After:
    """Marks a field that is filled in only in a case that other fields of the same fact decide: these come first."""

    def __init__(self, *fields: str) -> None:
        self.fields = fields


OfProject = Annotated[str, Dim.TEXT, Link("项目")]
OfArea = Annotated[str, Dim.TEXT, Link("领域")]
OfIndicator = Annotated[str, Dim.TEXT, Link("指标")]

Cause = Literal[
    "疫情影响",
    "政策调整",
    "市场环境",
    "未达支付条件",
    "合同分年支付",
    "年末下达",
    "实际需求减少",
    "工作推迟",
    "活动未开展",
    "用地未落实",
    "内部管理",
]


def field(word: str, about: str = "") -> Any:
    """Declares an optional field by its Chinese word."""
    return pydantic.Field(default=None, alias=word, description=about)


def required(word: str, about: str = "") -> Any:
    """Declares a field that every fact of the kind must state."""
    return pydantic.Field(alias=word, description=about)


class Facts(BaseModel):
    """A kind of facts."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)
    word: ClassVar[str]
    shape: ClassVar[Shape] = Shape.LIST
    key: ClassVar[tuple[str, ...]] = ()
