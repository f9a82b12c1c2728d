"""Trees and fact files of all sorts, made by hypothesis, and what is compared of them."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from engine.bounds import HIDDEN
from engine.dossier import Dossier
from engine.mistakes import Place
from engine.nodes import Node

# Texts that YAML takes for something else when they stand bare, and what else may stand in a cell or a file.
TRICKY = (
    *("", "无", "是", "null", "~", "true", "No", "on", "0755", "1.10", "1e3", "2022", "2022-08-31", "12:30", "0x1F"),
    *("- 甲", "-甲", "-5%", "---", "...", "--- 甲", "? 甲", "?", ": 甲", "甲: 乙", "甲:", ":甲", "甲:乙", "http://甲"),
    *(
        "甲 # 乙",
        "# 甲",
        "甲#乙",
        "&甲",
        "*甲",
        "!甲",
        "|",
        ">",
        "|-\n",
        "'甲'",
        '"甲"',
        "甲'乙",
        '甲"乙',
        "甲\\n乙",
        "%甲",
    ),
    *(
        "@甲",
        "`甲`",
        "[甲]",
        "甲]",
        "{甲: 乙}",
        "}",
        "甲, 乙",
        ",",
        "1,200万元",
        "138,179.36万元",
        "=1+1",
        "<<",
        "＝甲",
    ),
    *(
        "甲\n乙",
        "甲\n\n乙\n 丙",
        "甲\r\n乙",
        "甲\t乙",
        "甲  乙",
        "甲　乙",
        "\u3000",
        "\xa0甲",
        "😀𠮷",
        "ｅ\u0301",
        "长" * 2000,
    ),
)
SIGNS = st.characters(exclude_categories=["Cs", "Cn"]).filter(lambda sign: not HIDDEN.match(sign))
TEXTS = (st.sampled_from(TRICKY) | st.text(SIGNS, max_size=12) | st.text("-:#,[]{} \n'\"甲", max_size=8)).map(str.strip)
KEYS = TEXTS.filter(lambda text: len(text) < 100)
PLACE = Place("甲.yaml", 1, 1)


def made(value: Any) -> Node:
    """The tree of plain data."""
    if isinstance(value, dict):
        entries = {key: made(child) for key, child in value.items()}
        return Node(PLACE, entries=entries, keys=dict.fromkeys(entries, PLACE))
    return Node(PLACE, value) if isinstance(value, str) else Node(PLACE, items=tuple(map(made, value)))


def plain(node: Node) -> Any:
    """A tree as plain data: its texts, without their places."""
    if node.entries is not None:
        return {key: plain(child) for key, child in node.entries.items()}
    return node.text if node.items is None else [plain(item) for item in node.items]


TREES = st.dictionaries(
    KEYS,
    st.recursive(
        TEXTS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3), max_leaves=12
    ),
    max_size=4,
)


def told(found: Dossier) -> tuple[object, ...]:
    """All that a dossier says and where it stands, without what belongs to its file: its name and its lines."""
    facts = {
        kind: [(f.key, f.values, f.present, {w: s for w, s in f.sources.items() if w}) for f in facts]
        for kind, facts in found.facts.items()
    }
    return found.department, found.year, found.region, facts, found.waivers, found.checked_on
