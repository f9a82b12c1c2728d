"""The words of cells: what nobody sees is taken out, a name stands on one line, a bare sign says nothing by itself."""

from __future__ import annotations

import re

from engine.headings import folded
from engine.intake.tables.tally import Refused

SIGNS = frozenset(
    map(folded, ("—", "——", "–", "-", "--", "−", "/", "//", "\\", "*", "**", "…", "……", "?", "·", "、", "."))
) | {"不涉及", "不适用", "n/a", "na"}
ERRORS = frozenset({"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#SPILL!", "#CALC!"})
SIGN_HINT = "不知道的空着，确实没有的写“无”，是零的写0；总是这样用的，请在 表头.yaml 的“符号”里写明意思。"
# Signs of zero width and what exports leave behind; and the control characters that change how a text reads.
_DROPPED = re.compile("[\u200b-\u200d\u2060\ufeff\xad]|_x000D_|\r")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\ufffe\uffff]")
_STRANGE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u200b-\u200f\u2028-\u202e\u2060\ufeff\ufffe\uffff]|_x000D_")
_DITTO = frozenset(("同上", "同前", "同左", "〃", "″", '"', "”"))
_BREAK = re.compile(r"[^\S\n]*\n\s*")


def clean(cell: str) -> str:
    """The text of a cell without what nobody sees; raises Refused where that would change how it reads."""
    if (not cell.isprintable() or "_x000D_" in cell) and _STRANGE.search(cell):
        cell = _DROPPED.sub("", cell)
        hidden = _CONTROL.search(cell)
        if hidden is not None:
            raise Refused(f"里有看不见的字符（U+{ord(hidden[0]):04X}）", "请把这一格的内容删去重新输入。")
    return cell.strip()


def on_one_line(text: str) -> str:
    """A name that was broken over lines inside its cell; only words of Latin letters need a space between them."""
    if "\n" not in text:
        return text
    parts = _BREAK.split(text)
    line = parts[0]
    for part in parts[1:]:
        apart = line[-1:].isascii() and part[:1].isascii() and line[-1:].isalnum() and part[:1].isalnum()
        line += (" " if apart else "") + part
    return line


def refuse_ditto(text: str) -> None:
    """Raises Refused for a mark that stands for what is written above: which row that is changes with every sorting."""
    if text in _DITTO:
        raise Refused(f"写着“{text}”", "请照写一遍：表格排序、删行以后，就不知道指的是哪一行。")


def says_nothing(text: str) -> bool:
    """Whether a text is a sign that may mean none, unknown or zero; raises Refused for an error of a formula."""
    if text in ERRORS:
        raise Refused(f"的公式出错（{text}）", "请在电子表格里改好公式，或直接填上数。")
    return len(text) <= 4 and folded(text) in SIGNS


def refuse_sign(text: str) -> None:
    """Raises what is said of such a sign."""
    raise Refused(f"写着“{text}”，看不出是没有、不知道还是零", SIGN_HINT)
