"""The rows that stand in rule and fact files, with their cells and the stretch of the file that each cell is from."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from msgspec import Struct

from engine.ladder_reading import FROM, LADDER, TO
from engine.mistakes import Mistakes, Place
from engine.nodes import Node, parse, read_text
from engine.value_reading import stated
from engine.workbook.columns import (
    CASE_SHEET,
    FROM_SIDE,
    LADDERS,
    TO_SIDE,
    WAIVER_SHEET,
    Sheet,
    Sort,
    key_of,
)
from engine.workbook.layout import Layout
from engine.workbook.spelling import Unwritable, lines

ROWS, WAIVERS, CASES = "取值", "豁免", "用例"
SIDES = {FROM: FROM_SIDE, TO: TO_SIDE}
NOTE = {"备注": "说明"}  # a column that has another name in the file
_SIDE = re.compile(r"(.*?)\s*[（(](含|不含)[）)]")
_MARK = "\ufeff"


class Source(Struct, frozen=True):
    """A YAML file as it was read: its bytes, its text and its tree."""

    path: Path
    data: bytes
    text: str
    node: Node

    def encoded(self, text: str) -> bytes:
        """A changed text as it is written into the file, with its byte order mark if it has one."""
        return ((_MARK if self.data.startswith(_MARK.encode()) else "") + text).encode()


class Span(Struct, frozen=True):
    """A stretch of a file that a column is from."""

    start: int
    end: int
    column: str


class Row(Struct, frozen=True):
    """A row of a sheet: its key, its cells (empty ones left out), its node in the file and what it belongs to."""

    id: str
    cells: dict[str, str]
    node: Node
    source: Source
    owner: str = ""
    spans: tuple[Span, ...] = ()


def open_source(path: Path, mistakes: Mistakes) -> Source | None:
    """Reads a file; notes what is wrong with it as YAML."""
    text = read_text(path, mistakes)
    node = None if text is None else parse(text, str(path), mistakes)
    return None if text is None or node is None else Source(path, path.read_bytes(), text, node)


def reopened(source: Source, data: bytes) -> Source:
    """The same file with other contents; raises MistakesFound where they are no YAML."""
    mistakes = Mistakes()
    text = data.decode("utf-8-sig")
    node = parse(text, str(source.path), mistakes)
    mistakes.check()
    return Source(source.path, data, text, node or source.node)


def parameter_rows(source: Source, sheet: Sheet) -> list[Row]:
    """The rows of parameters, or of ladders, as far as they can be told."""
    found = []
    layout = Layout(source.text)
    for name, entry in (source.node.entries or {}).items():
        rows = entry.get(ROWS)
        if (LADDER in entry.keys) is (sheet.title == LADDERS) and rows is not None:
            found += [
                _parameter_row(source, layout, sheet, name, entry, item) for item in rows.items or () if item.entries
            ]
    return found


def _parameter_row(source: Source, layout: Layout, sheet: Sheet, name: str, entry: Node, item: Node) -> Row:
    cells = {"参数": name}
    at = layout.offset(source.node.keys[name])
    spans = [Span(at, layout.end(entry), ""), Span(at, at + len(name), "参数")]
    for title in ("说明", LADDER):
        child = entry.get(title)
        if child is not None and title in sheet.titles:
            cells[title] = shown(child)
            spans.append(_span(layout, entry, title, title))
    for title in sheet.titles:
        key = NOTE.get(title, title)
        child = item.get(key)
        if child is None or title in ("参数", "说明", LADDER):
            continue
        cells[title] = shown(child)
        spans.append(_span(layout, item, key, title))
        if title in SIDES:
            cells |= split_side(title, cells[title])
    cells = {title: text for title, text in cells.items() if text}
    spans.append(Span(layout.start(item), layout.end(item), ""))
    return Row(key_of(sheet, cells), cells, item, source, name, tuple(spans))


def split_side(title: str, text: str) -> dict[str, str]:
    """The edge of a step as two cells: the figure, and whether it is 含 or 不含."""
    match = _SIDE.fullmatch(text)
    return {title: match[1], SIDES[title]: match[2]} if match else {title: text}


def waiver_rows(source: Source) -> list[Row]:
    """The waivers of a fact file, as far as they can be told."""
    given = dict(zip(WAIVER_SHEET.owner, department_of(source), strict=True))
    return _rows(source, WAIVER_SHEET, WAIVERS, given)


def department_of(source: Source) -> tuple[str, ...]:
    """The department and the year of a fact file, empty where they are not written."""
    department = source.node.get("部门") or source.node
    return tuple(shown(stated(child)) if (child := department.get(word)) else "" for word in ("名称", "年度"))


def case_rows(source: Source) -> list[Row]:
    """The cases of a rule file, as far as they can be told."""
    rule = source.node.get("编号")
    given = {"规则": shown(rule)} if rule is not None else {}
    return _rows(source, CASE_SHEET, CASES, given)


def _rows(source: Source, sheet: Sheet, key: str, given: dict[str, str]) -> list[Row]:
    at, layout = source.node.get(key), Layout(source.text)
    items = (at.items or ()) if at is not None else ()
    return [_row(source, layout, sheet, item, given) for item in items if item.entries]


def _row(source: Source, layout: Layout, sheet: Sheet, item: Node, given: dict[str, str]) -> Row:
    cells, spans = (
        {title: text for title, text in given.items() if text},
        [Span(layout.start(item), layout.end(item), "")],
    )
    for title in sheet.titles:
        child = item.get(title)
        if child is not None and title not in given:
            cells[title] = shown(child, sheet.column(title).sort)
            spans.append(_span(layout, item, title, title))
    return Row(key_of(sheet, cells), cells, item, source, "", tuple(spans))


def _span(layout: Layout, owner: Node, key: str, title: str) -> Span:
    return Span(layout.offset(owner.keys[key]), layout.end((owner.entries or {})[key]), title)


def shown(node: Node, sort: Sort = Sort.TEXT) -> str:
    """A value as it stands in its cell; `cell_node` reads it back."""
    try:
        if node.text is not None and (sort is not Sort.TREE or _plain(node.text)):
            return node.text
        if sort is Sort.LIST and node.items and all(map(_listable, node.items)):
            return "、".join(item.text or "" for item in node.items)
        return lines(node)
    except Unwritable:
        return node.text or ""  # the reader of the file says what is wrong


def _plain(text: str) -> bool:
    """Whether a text in a cell of YAML can be told from YAML: one word."""
    return text[:1] not in "[{\"'" and ": " not in text


def _listable(item: Node) -> bool:
    return bool(item.text) and not re.search(r"[、\[{]", item.text or "")


def cell_node(text: str, sort: Sort, name: str, mistakes: Mistakes) -> Node | None:
    """The value that a cell stands for; notes what is wrong with its YAML."""
    if sort is Sort.LIST and text[:1] != "[":
        return Node(Place(name), items=tuple(Node(Place(name), text=word.strip()) for word in text.split("、")))
    if sort not in (Sort.TREE, Sort.LIST) or (sort is Sort.TREE and _plain(text) and "\n" not in text):
        return Node(Place(name), text=text)
    return parse(text, name, mistakes)


def numbered(rows: Iterable[Row]) -> list[Row]:
    """Gives the second row with the same key a key of its own."""
    return list(_numbered(rows))


def _numbered(rows: Iterable[Row]) -> Iterator[Row]:
    seen: Counter[str] = Counter()
    for row in rows:
        seen[row.id] += 1
        again = "" if seen[row.id] == 1 else f"｜第{seen[row.id]}行"
        yield Row(row.id + again, row.cells, row.node, row.source, row.owner, row.spans)


def words_of(source: Source | None, ladder: bool) -> list[str]:
    """The fields by which rows of parameters (or of ladders) are chosen, in the order they are met."""
    known = {"地区", "起", "止", FROM, TO, "值", "依据", "核对", "核对日期", "说明"}
    entries = (source.node.entries or {}).values() if source is not None else ()
    rows = [entry.get(ROWS) for entry in entries if (LADDER in entry.keys) is ladder]
    keys = (key for row in rows if row is not None for item in row.items or () for key in item.keys)
    return list(dict.fromkeys(key for key in keys if key not in known))
