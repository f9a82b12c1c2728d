"""规则汇编: the whole rulebook as a document that leaders can approve, every rule an article."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256

from engine.handbook.article import article
from engine.handbook.blocks import Block, Entry, Heading, Line, Table
from engine.handbook.edition import Edition
from engine.handbook.listing import grades_of
from engine.handbook.standards import HEADERS, WIDTHS, place_words, rows_of
from engine.handbook.unchecked import unchecked
from engine.report.blocks import chinese
from engine.rule import Rule

TITLE = "部门整体支出绩效检查规则汇编"
UNCHECKED = ("标准", "取值", "地区和条件", "现在的依据", "使用它的规则")
NOTES = (
    "本汇编由规则文件生成，内容以规则文件为准；要修改，改规则文件后重新生成，不直接改本汇编。封面的核验码随内容变化：同样的规则重新生成，核验码相同。",
    "每条规则对每个对象得出一种判定：发现问题、未发现问题、不适用、无法判定或者已豁免。资料不足的判为无法判定，不当作没有问题。",
    "严重程度分严重、较大、一般、提示四级。提示只请核实，不作为问题列入报告。",
    "问题和措施的写法中，〔 〕内由事实填入；［ ］内的话在资料不全或者没有这种情形时省去。",
    "【已核】指有人对照原文核过；【待核】指还没有核过，正式使用之前应当先核对。",
)


def compendium(edition: Edition) -> list[Block]:
    """Returns the blocks of the document; its 核验码 is that of its words, so that the same rules have the same."""
    parts = _by_theme(edition)
    numbers = {rule.id: n for n, rule in enumerate((rule for _, rules in parts for rule in rules), 1)}
    blocks = [*_notes(edition), *_contents(parts, numbers)]
    for n, (title, rules) in enumerate(parts, 1):
        blocks.append(Heading(1, f"{chinese(n)}、{title}", new_page=n == 1))
        for rule in rules:
            blocks.append(Heading(2, f"{_article(numbers[rule.id])}　{rule.name}（{rule.id}）", rule.id))
            blocks.extend(article(rule, edition))
    blocks += _annexes(edition, parts)
    return [Heading(0, TITLE), _cover(edition, blocks), *blocks]


def _by_theme(edition: Edition) -> list[tuple[str, list[Rule]]]:
    """The rules in force under the titles of their themes, in the order of the themes."""
    themes = edition.book.themes
    found = [(title, [rule for rule in edition.rules() if rule.theme == theme]) for theme, title in themes.items()]
    return [(title, rules) for title, rules in found if rules]


def _cover(edition: Edition, blocks: Sequence[Block]) -> Table:
    """What the document is about, with room to sign."""
    bases, values = unchecked(edition)
    scope = place_words(edition).strip("（）") or "各地区、各年度"
    facts = (
        ("范围", scope),
        ("规则", f"{len(edition.rules())}条，分{len(_by_theme(edition))}个方面"),
        ("标准", f"{len(edition.book.parameters)}项"),
        ("待核", f"依据{len(bases)}项，标准取值{len(values)}项"),
        ("汇编核验码", sha256(repr((scope, blocks)).encode()).hexdigest()[:16].upper()),
        ("审定", ""),
        ("审定日期", ""),
    )
    return Table(("事项", "内容"), facts, (12, 28), cover=True)


def _notes(edition: Edition) -> Iterator[Block]:
    yield Heading(1, "说明", new_page=True)
    yield from (Line(f"{n}.{note}") for n, note in enumerate(NOTES, 1))
    left = [rule.id for rule in edition.book.rules.values() if rule not in edition.rules()]
    if left:
        yield Line(f"{len(NOTES) + 1}.不适用于{edition.year}年度、没有列入的规则：{'、'.join(left)}。")


def _contents(parts: Sequence[tuple[str, list[Rule]]], numbers: dict[str, int]) -> Iterator[Block]:
    yield Heading(1, "目录", new_page=True)
    for n, (title, rules) in enumerate(parts, 1):
        yield Entry(f"{chinese(n)}、{title}（{len(rules)}条）")
        for rule in rules:
            words = f"{rule.name}（{rule.id}，{'、'.join(grades_of(rule))}）"
            yield Entry(f"{_article(numbers[rule.id])}　{words}", rule.id)


def _annexes(edition: Edition, parts: Sequence[tuple[str, list[Rule]]]) -> Iterator[Block]:
    names = list(edition.book.parameters)
    ladders = [name for name in names if edition.book.parameters[name].sort.steps is not None]
    plain = [name for name in names if name not in ladders]
    bases, values = unchecked(edition)
    tables = (
        ("标准一览", Table(HEADERS, _rows(plain, edition), WIDTHS)),
        ("阶梯一览", Table(("阶梯", *HEADERS[1:]), _rows(ladders, edition), WIDTHS)),
        ("待核的依据", Table(("依据", "以它为依据的规则"), tuple(bases), (28, 20))),
        (
            "待核的标准取值",
            Table(UNCHECKED, tuple(values), (11, 9, 11, 14, 11)),
        ),
        ("主题", Table(("主题", "报告中的标题", "规则数"), _themes(edition), (12, 24, 8))),
    )
    for n, (title, table) in enumerate(((title, table) for title, table in tables if table.rows), 1):
        yield Heading(1, f"附表{chinese(n)}　{title}", new_page=n == 1)
        yield table


def _rows(names: Iterable[str], edition: Edition) -> tuple[tuple[str, ...], ...]:
    return tuple(row for name in names for row in rows_of(name, edition))


def _themes(edition: Edition) -> tuple[tuple[str, ...], ...]:
    rules = edition.rules()
    counts = {theme: sum(rule.theme == theme for rule in rules) for theme in edition.book.themes}
    return tuple((theme, title, str(counts[theme]) or "") for theme, title in edition.book.themes.items())


def _article(number: int) -> str:
    """第一条, 第一百零五条."""
    hundreds, rest = divmod(number, 100)
    high = f"{chinese(hundreds)}百" if hundreds else ""
    low = "" if high and not rest else f"零{chinese(rest)}" if high and rest < 10 else chinese(rest)
    return f"第{high}{'一' if high and 10 <= rest < 20 else ''}{low}条"


def written(blocks: Sequence[Block], form: str) -> str | bytes:
    """Returns the document as Markdown (.md) or Word (.docx); raises NotWritten where Word cannot be written here."""
    if form == ".md":
        from engine.handbook.markdown import in_markdown

        return in_markdown(blocks)
    from engine.handbook.word import in_word

    return in_word(blocks)
