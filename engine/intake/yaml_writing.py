"""A tree to YAML that reads back to the same tree, in the style of the fact files: a value a line, sources in braces.

Whatever YAML would take otherwise than as the text it is stands in double quotes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from engine.nodes import Node
from engine.value_reading import SOURCE, VALUE

# What begins with these, holds them or ends in them is more than a text to YAML.
_START = re.compile(r"[-?:,\[\]{}#&*!|>'\"%@`=<~.]")
_INSIDE = re.compile(r": | #|[\t\r\n]|:$")
_IN_BRACES = re.compile(r"[,\[\]{}:?#]")
# What other readers of YAML (editors, other programs) take for something else than text. A date and a whole number are
# left as they stand in every fact file.
_WORDS = re.compile(r"(?:null|true|false|yes|no|on|off|y|n)", re.IGNORECASE)
_FIGURE = re.compile(r"[+-]?[0-9][0-9_,]*(?:[.:][0-9_:]*)?(?:e[+-]?[0-9]+)?|0[xo][0-9a-f]+", re.IGNORECASE)
_WHOLE = re.compile(r"0|[1-9][0-9]*")
_SIGNED = re.compile(r"-[0-9]")


def yaml_text(tree: Node) -> str:
    """Writes a tree; its texts must be such as a file can hold (no characters that nobody sees)."""
    if not tree.entries:
        return "\n".join(_block(tree, "") if tree.items else [_inline(tree)]) + "\n"
    return "\n\n".join("\n".join(_entry(key, node, "")) for key, node in tree.entries.items()) + "\n"


def _block(node: Node, indent: str) -> Iterator[str]:
    """The lines of a mapping or a list that is not written in one line."""
    for key, child in (node.entries or {}).items():
        yield from _entry(key, child, indent)
    for item in node.items or ():
        if _fits(item):
            yield f"{indent}- {_inline(item)}"
            continue
        first, *more = _block(item, f"{indent}  ")
        yield f"{indent}- {first[len(indent) + 2 :]}"
        yield from more


def _entry(key: str, node: Node, indent: str) -> Iterator[str]:
    name = f"{indent}{_scalar(key, False)}:"
    if _fits(node):
        yield f"{name} {_inline(node)}"
        return
    yield name
    yield from _block(node, f"{indent}  ")


def _fits(node: Node) -> bool:
    """Whether a node is written in one line: a text, what is empty, words in a row, a value with its source."""
    if node.entries:
        return node.entries.keys() == {VALUE, SOURCE} and all(map(_fits, node.entries.values()))
    return all(item.text is not None for item in node.items or ())


def _inline(node: Node, braces: bool = False) -> str:
    if node.text is not None:
        return _scalar(node.text, braces)
    if node.items is not None:
        return "[" + ", ".join(_inline(item, True) for item in node.items) + "]"
    entries = (node.entries or {}).items()
    return "{" + ", ".join(f"{_scalar(key, True)}: {_inline(child, True)}" for key, child in entries) + "}"


def _scalar(text: str, braces: bool) -> str:
    """A text as it is, or in double quotes where it would not be read back as it is."""
    return text if _plain(text, braces) else json.dumps(text, ensure_ascii=False)


def _plain(text: str, braces: bool) -> bool:
    if not text or text != text.strip() or _INSIDE.search(text) or (braces and _IN_BRACES.search(text)):
        return False
    if _START.match(text) and not _SIGNED.match(text):
        return False
    return not (_WORDS.fullmatch(text) or _FIGURE.fullmatch(text)) or _WHOLE.fullmatch(text) is not None
