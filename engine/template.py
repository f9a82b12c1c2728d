"""Wording templates: text with figures, lists and optional clauses, as plain data.

{字段} {式子:万元} {式子:2} {式子:年}     a figure, with a unit, a number of decimals or a part of a date
{K 满足（…）：每条的文字|分隔}           one text for each fact of a kind
{若 条件：文字|不成立时的文字}            one text where something is so, another (or none) where it is not
〈……〉                                  left out as a whole when something in it is unknown
{明细|、} {个数} {合计(字段)}            over all subjects of one paragraph (rules with 明细)
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from engine.terms import Condition, Node, Term

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


class Choice(Struct, frozen=True):
    """One text where a condition holds, another where it does not, nothing where that is not known."""

    condition: Condition
    held: Template
    failed: Template


class Optional(Struct, frozen=True):
    """A clause that is left out when something in it is unknown, or a list in it is empty."""

    text: Template


class Group(Struct, frozen=True):
    """明细 (with a separator) or 个数 of all subjects of a paragraph."""

    word: str
    separator: str = "、"


Part = str | Figure | Listing | Choice | Optional | Group
Template = tuple[Part, ...]


def nodes_in(template: Template) -> Iterator[Node]:
    """Yields every term and condition that stands in a wording."""
    for part in template:
        if isinstance(part, Figure):
            yield part.term
        elif isinstance(part, Choice):
            yield part.condition
            yield from nodes_in((*part.held, *part.failed))
        elif isinstance(part, Listing):
            yield from filter(None, (part.condition,))
            yield from nodes_in(part.text)
        elif isinstance(part, Optional):
            yield from nodes_in(part.text)
