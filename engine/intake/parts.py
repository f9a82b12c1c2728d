"""What one sheet tells of one kind, and several sheets of one kind put together."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from engine.intake.layout import COMPLETE, ITEMS
from engine.intake.uniting import beside, completeness
from engine.mistakes import Mistakes, Place
from engine.nodes import Node
from engine.reading import WAIVERS
from engine.value_reading import SOURCE
from engine.vocabulary import NOTHING_WORD, Kind, Shape


class Part(Struct, frozen=True):
    """The facts of one kind on one sheet: a mapping each, or for a kind that is no list one mapping with its keys.

    complete and source are what stands above the table.
    """

    kind: Kind
    place: Place
    items: Sequence[Node] = ()
    entries: dict[str, Node] = {}
    keys: dict[str, Place] = {}
    complete: Node | None = None
    source: Node | None = None


Told = tuple[dict[str, Node], dict[str, Place]]  # what a mapping says, and where its keys stand


def one_fact(kind: Kind, items: Sequence[Node], mistakes: Mistakes) -> Told:
    """The one row of a table whose columns are the fields of a kind that there is one fact of."""
    for item in items[1:]:
        message = f"“{kind.word}”只能有一行，这里有{len(items)}行"
        mistakes.add(item.place, message, "请只留部门自己的那一行；明细请放在另一张表里。")
        break
    return (dict(items[0].entries or {}), dict(items[0].keys)) if items else ({}, {})


def fixed_rows(kind: Kind, items: Sequence[Node], mistakes: Mistakes) -> Told:
    """The rows of a table with fixed rows, by their words; a row with nothing but its word says nothing."""
    entries: dict[str, Node] = {}
    keys: dict[str, Place] = {}
    named = kind.key[0]
    for item in items:
        told = {word: node for word, node in (item.entries or {}).items() if word != named}
        name = item.get(named)
        if not told:
            continue
        if name is None or not name.text:
            mistakes.add(item.place, f"这一行没有写“{named}”", f"可以写：{'、'.join(kind.rows)}。")
        elif name.text in entries:
            first = keys[name.text].cell
            mistakes.add(name.place, f"“{name.text}”写了两行（第一次在{first}）", "请删去一行。")
        else:
            entries[name.text], keys[name.text] = replace(item, entries=told), name.place
    return entries, keys


def joined(parts: Sequence[Part], mistakes: Mistakes) -> Node | None:
    """One node of the facts of a kind; None where nothing was supplied."""
    if parts[0].kind.shape is not Shape.LIST:
        return _mapping(parts, mistakes)
    given = [part for part in parts if part.items or (part.complete is not None and part.complete.text)]
    for part in given:
        if part.complete is not None and part.complete.text == NOTHING_WORD and any(other.items for other in given):
            message = f"“{COMPLETE}”写着“无”，“{part.kind.word}”却有{sum(len(other.items) for other in given)}条"
            mistakes.add(part.complete.place, message, "确实没有的请删去这些行，有的请把“无”改成“是”或“否”。")
    if not given:
        return None
    if len(given) == 1 and given[0].kind.word != WAIVERS:
        return _list(given[0].place, given[0].items, given[0].complete, given[0].source)
    items = [_with_source(item, part.source) for part in given for item in part.items]
    flags = [part.complete for part in given if part.complete is not None and part.complete.text]
    flag = completeness(flags)
    if given[0].kind.word == WAIVERS:  # of these there are no parts: each stands for itself
        flag = flag if flag is not None and flag.text == NOTHING_WORD else None
    return _list(given[0].place, items, flag, None)


def _list(place: Place, items: Sequence[Node], flag: Node | None, source: Node | None) -> Node:
    if flag is not None and flag.text == NOTHING_WORD and not items:
        if source is None:
            return Node(flag.place, NOTHING_WORD)
        flag = None
    entries = {COMPLETE: flag, ITEMS: Node(place, items=tuple(items)), SOURCE: source}
    found = {key: node for key, node in entries.items() if node is not None}
    if len(found) == 1:
        return found[ITEMS]
    return Node(place, entries=found, keys={key: node.place for key, node in found.items()})


def _with_source(item: Node, source: Node | None) -> Node:
    if source is None or item.entries is None or SOURCE in item.entries:
        return item
    return Node(item.place, entries=item.entries | {SOURCE: source}, keys=item.keys | {SOURCE: source.place})


def _mapping(parts: Sequence[Part], mistakes: Mistakes) -> Node | None:
    """The mappings of several sheets as one; what two of them say nobody can choose between."""
    given = [part for part in parts if part.entries]
    entries: dict[str, Node] = {}
    keys: dict[str, Place] = {}
    for part in given:
        for key, node in part.entries.items():
            if key in entries:
                message = f"“{part.kind.word}”的“{key}”写了两处（另一处在 {keys[key]}）"
                mistakes.add(part.keys[key], message, "请只留一处。")
                continue
            shared = part.source.text if part.source is not None and len(given) > 1 else ""
            entries[key] = _owned(part, node, shared or "")
            keys[key] = part.keys[key]
    if not given:
        return None
    source = given[0].source
    if len(given) == 1 and source is not None:
        entries[SOURCE], keys[SOURCE] = source, source.place
    return Node(given[0].place, entries=entries, keys=keys)


def _owned(part: Part, node: Node, source: str) -> Node:
    """What a sheet says together with where all of the sheet stands, when another sheet says where it stands itself."""
    if not source:
        return node
    if part.kind.shape is Shape.TABLE:
        return _with_source(node, Node(node.place, source))
    return beside(node, source)
