"""What one sheet tells of one kind, as a fact file would tell it."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from engine.intake.layout import COMPLETE, ITEMS
from engine.intake.uniting import Part as Origin
from engine.intake.uniting import sourced
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


def told(part: Part, mistakes: Mistakes) -> Node | None:
    """What a sheet says of its kind, as a fact file says it; None where it was left empty."""
    if part.kind.shape is not Shape.LIST:
        return _mapping(part)
    flag, source, items = part.complete, part.source, part.items
    if not items and (flag is None or not flag.text):
        return None
    none = flag if flag is not None and flag.text == NOTHING_WORD else None
    if none is not None and items:
        message = f"“{COMPLETE}”写着“无”，“{part.kind.word}”却有{len(items)}条"
        mistakes.add(none.place, message, "确实没有的请删去这些行，有的请把“无”改成“是”或“否”。")
    if part.kind.word == WAIVERS:  # of these there are no parts: each stands for itself
        own = tuple(sourced(Origin(item, source.text or "" if source else "")) for item in items)
        return Node(part.place, NOTHING_WORD) if none is not None and not own else Node(part.place, items=own)
    if none is not None and not items and source is None:
        return Node(none.place, NOTHING_WORD)
    entries = {COMPLETE: flag if none is None else None, ITEMS: Node(part.place, items=tuple(items)), SOURCE: source}
    found = {key: node for key, node in entries.items() if node is not None}
    if len(found) == 1:
        return found[ITEMS]
    return Node(part.place, entries=found, keys={key: node.place for key, node in found.items()})


def _mapping(part: Part) -> Node | None:
    if not part.entries:
        return None
    source = {} if part.source is None else {SOURCE: part.source}
    keys = part.keys | {key: node.place for key, node in source.items()}
    return Node(part.place, entries=part.entries | source, keys=keys)
