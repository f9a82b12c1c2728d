"""`rules show`: one rule as a page to read on the screen, with its standards and cases as tables."""

from __future__ import annotations

from collections.abc import Iterator

from engine.handbook.article import article
from engine.handbook.blocks import Block, Heading, Line, Table
from engine.handbook.edition import Edition, check_region
from engine.handbook.screen import on_screen
from engine.handbook.standards import HEADERS, WIDTHS, place_words, rows_of
from engine.mistakes import Mistakes, Place, suggestion
from engine.nodes import Node
from engine.rule import Rule


def page_of(rule: str, edition: Edition, mistakes: Mistakes) -> str:
    """Returns the page of the rule with an id; raises MistakesFound where there is none, or for a region cut short."""
    check_region(edition.book, edition.region, mistakes)
    if rule not in edition.book.rules:
        mistakes.add(Place("规则编号"), f"没有规则“{rule}”", suggestion(rule, edition.book.rules))
    mistakes.check()
    return on_screen(_blocks(edition.book.rules[rule], edition))


def _blocks(rule: Rule, edition: Edition) -> Iterator[Block]:
    theme = edition.book.themes.get(rule.theme, rule.theme)
    yield Heading(1, f"{rule.id}　{rule.name}　（{theme}）")
    if edition.year is not None and not rule.applies_in(edition.year):
        yield Line(f"本条不适用于{edition.year}年度。", "注意")
    yield from (line for line in article(rule, edition) if line.label != "标准")
    yield from _standards(rule, edition)
    yield from _cases(edition.book.cases.get(rule.id))
    yield Heading(2, f"文件：{rule.file}")


def _standards(rule: Rule, edition: Edition) -> Iterator[Block]:
    """The parameters in force; where no region or year is given, every row."""
    names = edition.parameters(rule)
    rows = tuple(row for name in names for row in rows_of(name, edition))
    if rows:
        yield Heading(2, f"标准{place_words(edition)}")
        yield Table(HEADERS, rows, WIDTHS)
    lacking = edition.lacking(rule)
    if lacking:
        yield Heading(2, f"缺标准：{'、'.join(lacking)}。没有适用于这个地区和年度的取值，本条判为无法判定。")


def _cases(node: Node | None) -> Iterator[Block]:
    items = node.items if node is not None and node.items else ()
    if items:
        yield Heading(2, "用例")
        yield Table(("用例", "年度", "应有的结果", "还应有"), tuple(map(_case, items)), (20, 4, 14, 20))


def _case(item: Node) -> tuple[str, ...]:
    """A case in one row: its name, year, verdicts, and what else must come out."""
    result = item.get("结果")
    verdicts = result.text if result is not None else ""
    if result is not None and result.entries is not None:
        verdicts = "，".join(f"{subject}{state.text}" for subject, state in result.entries.items())
    missing = item.get("缺少")
    lacks = "、".join(part.text or "" for part in missing.items or ()) if missing is not None else ""
    also = (
        f"级别：{text_of(item, '级别')}" if text_of(item, "级别") else "",
        f"点出缺少：{lacks}" if lacks else "",
        f"文字含：{text_of(item, '文字')}" if text_of(item, "文字") else "",
    )
    region = text_of(item, "地区")
    name = text_of(item, "名称") + (f"（{region}）" if region else "")
    return name, text_of(item, "年度"), verdicts or "", "；".join(filter(None, also))


def text_of(node: Node, key: str) -> str:
    """The text under a key; empty where there is none."""
    child = node.get(key)
    return (child.text or "") if child is not None else ""
