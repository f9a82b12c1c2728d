"""Good files with a few things done to them that hands and programs do, to see what the readers say."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from hypothesis import strategies as st

from engine.mistakes import Mistake

GOOD = Path(__file__).parent / "broken" / "good"
SNIPPETS = (
    *"（）(){}[]〈〉:：，,、|>&*!#-−+×÷=≠<≤>≥\"'“”%@`?\\~$^;. \n\t\r\x00\u200b\u3000²①é😀",
    *(
        "项目",
        "支出",
        "且",
        "或",
        "非",
        "满足",
        "存在",
        "不属于",
        "包含",
        "为无",
        "无",
        "万元",
        "约",
        "0",
        "1200",
        "2022-02-30",
    ),
    *(": ", " #", "- ", "  ", "---\n", "...\n", "{{", "|-\n", "''", "对象.", "本年2月29日", "达到"),
)
Edit = tuple[str, int, int, str]
EDITS = st.lists(
    st.tuples(
        st.sampled_from(("drop", "put", "replace", "repeat", "drop line", "copy line", "swap line", "swap word")),
        st.integers(0, 9999),
        st.integers(0, 9999),
        st.sampled_from(SNIPPETS),
    ),
    min_size=1,
    max_size=3,
)


def mutated(text: str, edits: Iterable[Edit]) -> str:
    """The text after all edits; numbers stand for places, counted round and round."""
    for what, first, second, snippet in edits:
        text = _mutated(text or "\n", what, first, second, snippet)
    return text


def _mutated(text: str, what: str, first: int, second: int, snippet: str) -> str:
    at, length = first % len(text), second % 20 + 1
    if what == "swap word":
        words = re.findall(r"\w+", text) or ["甲"]
        return text.replace(words[first % len(words)], words[second % len(words)], 1)
    if what in ("drop line", "copy line", "swap line"):
        lines = text.split("\n")
        here, there = first % len(lines), second % len(lines)
        changed = {"drop line": [], "copy line": [lines[here], lines[there]], "swap line": [lines[there]]}[what]
        return "\n".join([*lines[:here], *changed, *lines[here + 1 :]])
    middle = {"drop": "", "put": snippet + text[at], "replace": snippet, "repeat": text[at : at + length] * 2}[what]
    return text[:at] + middle + text[at + (length if what in ("drop", "repeat") else 1) :]


# What a message may hold besides Chinese: names of formats and files, and what it quotes from the file.
FOREIGN = re.compile(r"YAML|UTF-\d+|GBK|MB|Tab|U\+[0-9A-F]{4,}|MON-001|[\w/]*\.ya?ml|--\w+")


def complaints(mistake: Mistake, texts: dict[str, str]) -> list[str]:
    """What is wrong with a message itself: its language, or a place that is not in the file (texts by file name)."""
    words = f"{mistake.message}\n{mistake.hint}"
    plain = FOREIGN.sub("", re.sub(r"“[^”]*”|（[^）]*）", "", words, flags=re.DOTALL))
    found = re.findall(r"[A-Za-z_]{2,}", plain) + re.findall("None|Error|object at", words)
    if not re.search(r"[\u4e00-\u9fff]", mistake.message):
        found.append("没有汉字")
    place, lines = mistake.place, texts.get(mistake.place.file, "").split("\n")
    if place.line > len(lines) or (place.line and place.column > len(lines[place.line - 1]) + 1):
        found.append("位置不在文件里")
    return found
