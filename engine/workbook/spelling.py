"""Texts and trees written as YAML, so that the engine's reader gives back exactly what was written."""

from __future__ import annotations

import json
import re
from enum import StrEnum

from engine.mistakes import Mistakes, Place
from engine.nodes import Node, parse

# Written as they stand, wherever they stand: no sign in them means anything to YAML.
_SAFE = re.compile(r"[\w（《〔“〈±][\w.%（）《》〔〕“”〈〉、，。；：·/+±×÷℃-]*")
NOWHERE = Place("")


class Unwritable(Exception):
    """Raised for a text that cannot be written into a YAML file: signs that nobody sees."""


def text_node(text: str) -> Node:
    """A text that stands in no file yet."""
    return Node(NOWHERE, text=text)


class Spot(StrEnum):
    """Where a text is to stand: what follows it decides which signs would end it."""

    LINE = "key: …"
    MAPPING = "{key: …}"
    ANY = "any of them, or an item of a list"


_FORMS = {
    Spot.LINE: ("a: {}\nz: 1\n",),
    Spot.MAPPING: ("{{a: {}, z: 1}}",),
    Spot.ANY: ("a: {}\nz: 1\n", "{{a: {}, z: 1}}", "- {}\n- 1\n", "[{}, 1]"),
}


def scalar(text: str, quote: str = "", spot: Spot = Spot.ANY) -> str:
    """Writes a text, in the quotes it had where it had some, else bare if it may be; raises Unwritable."""
    if not quote and _SAFE.fullmatch(text):
        return text
    bare = [text] if not quote and "\n" not in text else []
    quoted = [f'"{text}"'] if not re.search(r'["\\\n]', text) else []
    single = ["'" + text.replace("'", "''") + "'"] if "\n" not in text else []
    choices = [*bare, *(single + quoted if quote == "'" else quoted + single), json.dumps(text, ensure_ascii=False)]
    for written in choices:
        if all(_reads_back(form.format(written), text) for form in _FORMS[spot]):
            return written
    raise Unwritable(text)


def _reads_back(written: str, text: str) -> bool:
    """Whether what was written is read as the text, and what follows it as what follows it."""
    node = parse(written, "", Mistakes())
    if node is None:
        return False
    items = [item.text for item in node.items or ()]
    return items == [text, "1"] or _texts(node) == {"a": text, "z": "1"}


def _texts(node: Node) -> dict[str, str | None]:
    return {key: child.text for key, child in (node.entries or {}).items()}


def flow(node: Node) -> str:
    """Writes a tree on one line; raises Unwritable."""
    if node.entries is not None:
        return "{" + ", ".join(f"{scalar(key)}: {_behind_key(child)}" for key, child in node.entries.items()) + "}"
    if node.items is not None:
        return "[" + ", ".join(map(flow, node.items)) + "]"
    return scalar(node.text or "")


def _behind_key(node: Node) -> str:
    return flow(node) if node.text is None else scalar(node.text, spot=Spot.MAPPING)


def lines(node: Node) -> str:
    """Writes a tree for reading: one line for each key, and for each item of a list of several; raises Unwritable."""
    if not node.entries:
        return flow(node)
    written = []
    for key, child in node.entries.items():
        if child.items and len(child.items) > 1 and child.items[0].entries is not None:
            written += [f"{scalar(key)}:", *(f"- {flow(item)}" for item in child.items)]
        else:
            written.append(f"{scalar(key)}: {flow(child)}")
    return "\n".join(written)


def block(node: Node, indent: str, width: int = 110) -> str:
    """Writes a mapping as it stands in a file, a key on each line; the first line without its indent."""
    written = []
    for key, child in (node.entries or {}).items():
        name = scalar(key)
        line = f"{name}: {flow(child) if child.text is None else scalar(child.text, spot=Spot.LINE)}"
        if child.items and (_rows(child) or len(indent + line) > width):
            line = f"{name}:" + "".join(f"\n{indent}  - {flow(item)}" for item in child.items)
        elif child.entries and (any(map(_rows, child.entries.values())) or len(indent + line) > width):
            line = f"{name}:\n{indent}  {block(child, indent + '  ', width)}"
        written.append(line)
    return f"\n{indent}".join(written)


def _rows(node: Node) -> bool:
    """Whether a list is one of mappings, which stand on lines of their own."""
    return bool(node.items) and all(item.entries for item in node.items or ())


def same(one: Node | None, other: Node | None) -> bool:
    """Whether two trees say the same, wherever they stand."""
    if one is None or other is None:
        return one is other
    if one.entries is not None and other.entries is not None:
        return list(one.entries) == list(other.entries) and all(map(same, one.entries.values(), other.entries.values()))
    if one.items is not None and other.items is not None:
        return len(one.items) == len(other.items) and all(map(same, one.items, other.items))
    return one.text is not None and one.text == other.text
