"""A rulebook with 含 or 不含 turned round in a parameter, read anew, for 达到 means something else then."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory
from typing import Any

from engine.impact.sides import load_from
from engine.impact.whatif import edge_of
from engine.loading import PARAMETERS
from engine.mistakes import Mistakes
from engine.nodes import Node, read_file
from engine.rulebook import Rulebook
from engine.rulefolder import rule_files


def with_edges(folder: Path, edges: Mapping[str, bool]) -> Rulebook:
    """Reads a rule folder as if every row of the named parameters said 含 (True) or 不含; raises MistakesFound."""
    with TemporaryDirectory() as place:
        for file in rule_files(folder):
            copy = Path(place) / file.relative_to(folder)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copyfile(file, copy)
        mistakes = Mistakes()
        node = read_file(folder / PARAMETERS, mistakes)
        mistakes.check()
        tree: Any = _plain(node) if node is not None else {}
        for name, inclusive in edges.items():
            for row in tree[name]["取值"]:
                row["值"] = _marked(row["值"], "（含）" if inclusive else "（不含）")
        # What JSON writes is YAML too, every scalar a text.
        (Path(place) / PARAMETERS).write_text(json.dumps(tree, ensure_ascii=False), encoding="utf-8")
        return load_from(Path(place), str(folder))


def _marked(text: str, mark: str) -> str:
    bare = text.rstrip()
    return (bare[: max(bare.rfind("("), bare.rfind("（"))] if edge_of(text) is not None else bare) + mark


def _plain(node: Node) -> Any:
    """A tree as plain data."""
    if node.entries is not None:
        return {key: _plain(child) for key, child in node.entries.items()}
    return [_plain(item) for item in node.items] if node.items is not None else node.text
