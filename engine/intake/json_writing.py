"""A tree to JSON that reads back to the same tree: every value a text, as it was written."""

from __future__ import annotations

import json
from typing import Any

from engine.nodes import Node


def json_text(tree: Node) -> str:
    """Writes a tree as one document, indented, in the order of the tree."""
    return json.dumps(plain(tree), ensure_ascii=False, indent=2) + "\n"


def plain(node: Node) -> Any:
    """A tree as plain data: its texts, without their places."""
    if node.entries is not None:
        return {key: plain(child) for key, child in node.entries.items()}
    return node.text if node.items is None else [plain(item) for item in node.items]
