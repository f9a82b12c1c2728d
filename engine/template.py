"""Wording templates: text with figures, lists and optional clauses, as plain data.

{字段} {式子:万元} {式子:2} {式子:年}     a figure, with a unit, a number of decimals or a part of a date
{K 满足（…）：每条的文字|分隔}           one text for each fact of a kind
{唯一的类型 满足（…）：文字|}             a text that stands only where something is so
〈……〉                                  left out as a whole when something in it is unknown
{明细|、} {个数} {合计(字段)}            over all subjects of one paragraph (rules with 明细)
"""

from __future__ import annotations

from msgspec import Struct

from engine.terms import Condition, Term

DETAIL, NUMBER = "明细", "个数"


class Figure(Struct, frozen=True):
    """A term to print; total names how it is combined over all subjects of a paragraph (合计, 最大, 最小)."""

    term: Term
    unit: str = ""
    decimals: int | None = None
    total: str = ""


class Listing(Struct, frozen=True):
    """One text for each fact of a kind that meets the condition, joined by a separator."""

    kind: str
    depth: int
    condition: Condition | None
    text: Template
    separator: str


class Optional(Struct, frozen=True):
    """A clause that is left out when something in it is unknown, or a list in it is empty."""

    text: Template


class Group(Struct, frozen=True):
    """明细 (with a separator) or 个数 of all subjects of a paragraph."""

    word: str
    separator: str = "、"


Part = str | Figure | Listing | Optional | Group
Template = tuple[Part, ...]
