"""The trees of rule and fact files as they shall be, from the rows as they shall be; what stays keeps its place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from msgspec.structs import replace

from engine.ladder_reading import LADDER
from engine.mistakes import Mistakes, suggestion
from engine.nodes import Node
from engine.workbook.columns import LADDERS, SHARED, Sheet
from engine.workbook.merging import Target
from engine.workbook.reading import side_text
from engine.workbook.rows import CASES, NOTE, ROWS, SIDES, WAIVERS, Source, cell_node
from engine.workbook.spelling import NOWHERE, same, text_node
from engine.workbook.table import Table

Trees = dict[Path, Node]


def item_node(sheet: Sheet, target: Target) -> Node:
    """The node of a row: as it was, with the cells changed that changed."""
    old = target.row.cells if target.row is not None else {}
    node = target.row.node if target.row is not None else Node(NOWHERE, entries={})
    entries = dict(node.entries or {})
    skipped = {*sheet.owner, *SIDES.values(), *(SHARED if sheet.owner == ("参数",) else ())}
    order = [NOTE.get(title, title) for title in sheet.titles if title not in skipped]
    for title in sheet.titles:
        key = NOTE.get(title, title)
        parts = (title, SIDES[title]) if title in SIDES and SIDES[title] in sheet.titles else (title,)
        if title in skipped or all(target.cells.get(part, "") == old.get(part, "") for part in parts):
            continue
        text = side_text(target.cells, title) if len(parts) > 1 else target.cells.get(title, "")
        value = cell_node(text, sheet.column(title).sort, "", Mistakes()) if text else None
        entries = _with(entries, key, value, order)
    return replace(node, entries=entries)


def _with(entries: dict[str, Node], key: str, value: Node | None, order: Sequence[str]) -> dict[str, Node]:
    """A mapping with an entry set, taken out (None), or put in where it belongs."""
    if value is None:
        return {word: child for word, child in entries.items() if word != key}
    if key in entries:
        return entries | {key: value}
    before = set(order[: order.index(key)])
    at = max((n for n, word in enumerate(entries, 1) if word in before), default=0)
    items = list(entries.items())
    return dict([*items[:at], (key, value), *items[at:]])


def items_of(sheet: Sheet, items: Sequence[Node], targets: Sequence[Target]) -> tuple[Node, ...]:
    """The items of a list as they shall be: those without a target go, new ones come behind the one before them."""
    kept = {t.row.node.place: t for t in targets if t.row is not None}
    new = [t for t in targets if t.row is None]
    found: list[Node] = []
    places = {item.place for item in items}
    for item in items:
        if item.entries is None:
            found.append(item)
        elif item.place in kept:
            found.append(item_node(sheet, kept[item.place]))
        found += [item_node(sheet, t) for t in new if t.after is not None and t.after.node.place == item.place]
    return (*found, *(item_node(sheet, t) for t in new if t.after is None or t.after.node.place not in places))


def settled(targets: Sequence[Target], sheet: Sheet) -> list[Target]:
    """A row that now belongs to something else goes there and comes as a new one."""

    def moved(t: Target) -> bool:
        return t.row is not None and any(t.row.cells.get(o) != t.cells.get(o) for o in sheet.owner)

    return [Target(None, t.cells, t.line, None) if moved(t) else t for t in targets]


def shared(table: Table, targets: Sequence[Target], mistakes: Mistakes) -> list[Target]:
    """Gives all rows of a parameter the same 说明 and 阶梯: the one that was changed, where one was."""
    names = dict.fromkeys(t.cells.get("参数", "") for t in targets)
    found = {(name, title): _said(table, name, title, targets, mistakes) for name in names for title in SHARED}
    result = []
    for target in targets:
        said = {title: found[target.cells.get("参数", ""), title] for title in SHARED if title in table.sheet.titles}
        cells = {**target.cells, **said}
        result.append(replace(target, cells={title: cells[title] for title in cells if cells[title]}))
    return result


def _said(table: Table, name: str, title: str, targets: Sequence[Target], mistakes: Mistakes) -> str:
    mine = [t for t in targets if t.cells.get("参数", "") == name]
    before = next((t.row.cells.get(title, "") for t in mine if t.row is not None and t.row.owner == name), "")
    given = {t.cells[title]: t for t in reversed(mine) if t.cells.get(title)}
    others = [text for text in given if text != before]
    if len(others) > 1:
        line = given[others[0]].line
        if line is not None:
            message = f"参数“{name}”的“{title}”写了几样：{'；'.join(f'“{text[:30]}”' for text in sorted(others))}"
            mistakes.add(table.place(title, line.number), message, "它属于整个参数，请只写一样。")
    return others[0] if others else before if given else ""


class Applier:
    """Collects the changed trees of files; notes rows that belong to nothing there is."""

    def __init__(self, mistakes: Mistakes) -> None:
        self.mistakes = mistakes
        self.trees: Trees = {}

    def parameters(self, source: Source, tables: Sequence[tuple[Table, Sequence[Target]]]) -> None:
        """Sets the rows of parameters and ladders."""
        entries: dict[str, Node] = {}
        for name, entry in (source.node.entries or {}).items():
            table, targets = next(t for t in tables if (t[0].sheet.title == LADDERS) is (LADDER in entry.keys))
            mine = [t for t in targets if t.cells.get("参数") == name]
            node = self._parameter(entry, table, mine)
            if node is not None:
                entries[name] = node
        for table, targets in tables:
            for target in targets:
                name = target.cells.get("参数", "")
                if name not in entries:
                    mine = [t for t in targets if t.cells.get("参数") == name]
                    entries = _behind(entries, target, name, self._new_parameter(table.sheet, mine))
                elif (entries[name].get(LADDER) is not None) is not (table.sheet.title == LADDERS) and target.line:
                    where = "阶梯" if table.sheet.title != LADDERS else "参数"
                    message = f"“{name}”在工作表“{where}”里，不能也写在这里"
                    self.mistakes.add(
                        table.place("参数", target.line.number), message, "请换一个名称，或者写到那张表里。"
                    )
        self.trees[source.path] = replace(source.node, entries=entries)

    def _parameter(self, entry: Node, table: Table, targets: Sequence[Target]) -> Node | None:
        """A parameter as it shall be; None where it has no rows left."""
        rows = entry.get(ROWS)
        if rows is None or not rows.items:
            return entry
        items = items_of(table.sheet, rows.items, targets)
        if not items:
            return None
        entries = dict(entry.entries or {}) | {ROWS: replace(rows, items=items)}
        for title in SHARED:
            text = targets[0].cells.get(title, "") if targets else ""
            at = entry.get(title)
            if title in table.sheet.titles and targets and (at.text if at is not None else "") != text:
                value = replace(at, text=text, written="") if at is not None and text else text_node(text)
                entries = _with(entries, title, value if text else None, (*SHARED, ROWS))
        return replace(entry, entries=entries)

    def _new_parameter(self, sheet: Sheet, targets: Sequence[Target]) -> Node:
        said = {title: text_node(text) for title in SHARED if (text := targets[0].cells.get(title, ""))}
        items = tuple(item_node(sheet, target) for target in targets)
        return Node(NOWHERE, entries=said | {ROWS: Node(NOWHERE, items=items)})

    def listed(
        self, table: Table, key: str, sources: Mapping[tuple[str, ...], Source], targets: Sequence[Target]
    ) -> None:
        """Sets the waivers or the cases; `sources` tells which file a row belongs to."""
        by_owner: dict[tuple[str, ...], list[Target]] = {owner: [] for owner in sources}
        for target in targets:
            owner = tuple(target.cells.get(title, "") for title in table.sheet.owner)
            if owner in by_owner:
                by_owner[owner].append(target)
            elif target.row is None and target.line is not None:
                self._nowhere(table, target.line.number, owner, list(sources))
        for owner, source in sources.items():
            node = self.trees.get(source.path, source.node)
            at = node.get(key)
            before = (at.items or ()) if at is not None else ()
            items = items_of(table.sheet, before, by_owner[owner])
            if len(items) == len(before) and all(map(same, items, before)):
                continue
            value = (
                Node(NOWHERE, text="无")
                if not items and key == WAIVERS
                else Node(at.place if at else NOWHERE, items=items)
            )
            self.trees[source.path] = replace(node, entries=dict(node.entries or {}) | {key: value})

    def _nowhere(self, table: Table, number: int, owner: tuple[str, ...], owners: list[tuple[str, ...]]) -> None:
        first = table.sheet.owner[0]
        names = list(dict.fromkeys(name[0] for name in owners))
        if owner[0] not in names:
            what = f"没有规则“{owner[0]}”" if table.sheet.title == CASES else f"没有部门“{owner[0]}”的事实文件"
            self.mistakes.add(table.place(first, number), what, suggestion(owner[0], names))
            return
        years = [name[1] for name in owners if name[0] == owner[0]]
        message = f"“{owner[0]}”没有{owner[1]}年度的事实文件"
        self.mistakes.add(table.place("年度", number), message, suggestion(owner[1], years))


def _behind(entries: dict[str, Node], target: Target, name: str, node: Node) -> dict[str, Node]:
    """The parameters with a new one, behind the one that stands before it in the workbook."""
    names = list(entries)
    at = names.index(target.after.owner) + 1 if target.after is not None and target.after.owner in names else len(names)
    items = list(entries.items())
    return dict([*items[:at], (name, node), *items[at:]])
