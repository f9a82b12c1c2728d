"""One line of a batch to a dossier, by the same readers as a fact file, or to the reasons why it is none.

A line without mistakes is read without places, which is quicker; only a line with any is read again, to say where.
"""

from __future__ import annotations

import json
import re
from typing import Any

from engine.batch.line_words import of_a_line
from engine.batch.sources import MARK
from engine.batch.written import Refusal
from engine.bounds import HIDDEN, LARGEST
from engine.dossier import Dossier
from engine.intake.json_reading import RESULT, parse_json
from engine.mistakes import Mistake, Mistakes, Place
from engine.nodes import CUT_OFF, DEEPEST, SAVE_AS, Node
from engine.reading import dossier_of
from engine.rulebook import Rulebook

_SHOWN = 3  # mistakes of a line
_WIDEST = 200  # characters of one of them: a line may quote itself
_LONE = re.compile("[\ud800-\udfff]")
_LAST = "请重新导出这一行；文件的最后一行断了，多半是没有存完。"


def read_line(line: bytes, book: Rulebook) -> Dossier | Refusal:
    """Reads one line; whatever it holds, the answer is a dossier or a refusal in Chinese."""
    if len(line) > LARGEST:
        return Refusal(f"这一行超过{LARGEST // 2**20}MB，没有读取", "一个部门一行，请检查是不是少了换行。")
    try:
        text = line.removeprefix(MARK).decode()
    except UnicodeDecodeError as error:
        return _undecoded(line, error)
    tree = quick_tree(text)
    if tree is not None:
        mistakes = Mistakes()
        dossier = _dossier(tree, book, mistakes)
        if dossier is not None and not mistakes.found:
            return dossier
    return _read_again(text, book)


def _dossier(tree: Node, book: Rulebook, mistakes: Mistakes) -> Dossier | None:
    return dossier_of(tree, book.vocabulary, mistakes, "", book.check_rule, book.regions)


def _read_again(text: str, book: Rulebook) -> Dossier | Refusal:
    """Reads a line with places: what it says counts."""
    mistakes = Mistakes()
    tree = parse_json(text, "", mistakes)
    dossier = None if tree is None else _dossier(tree, book, mistakes)
    if dossier is not None and not mistakes.found:
        return dossier
    return _refusal(text, mistakes.found)


def _refusal(text: str, found: list[Mistake]) -> Refusal:
    """All mistakes of a line in the order of their places, at most a few, each told once."""
    ordered = sorted(set(found), key=lambda one: (one.place.line, one.place.column, one.message))
    shown = ordered[:_SHOWN]
    reasons = [_placed(text, one) for one in shown] or ["没有写明部门的名称、年度和地区"]
    more = f"；另有{len(ordered) - _SHOWN}处" if len(ordered) > _SHOWN else ""
    hints = dict.fromkeys(_clipped(of_a_line(one, text[_at(text, one.place) :])[1]) for one in shown)
    return Refusal("；".join(reasons) + more, "".join(hints) or "请改正后重新运行。")


def _at(text: str, place: Place) -> int:
    """Where in a line a place is; within a line every line number is 1, unless breaks of other systems are in it."""
    starts = [0, *(found.end() for found in re.finditer(r"\r\n?|\n", text))]
    return starts[place.line - 1] + place.column - 1 if place.line else 0


def _placed(text: str, mistake: Mistake) -> str:
    """A mistake with its column."""
    at = _at(text, mistake.place)
    message = _clipped(of_a_line(mistake, text[at:])[0])
    return f"第{at + 1}列：{message}" if mistake.place.line else message


def _clipped(text: str) -> str:
    return text if len(text) <= _WIDEST else text[:_WIDEST] + "……"


def _undecoded(line: bytes, error: UnicodeDecodeError) -> Refusal:
    """A line that is no UTF-8: cut off within a character, or of another encoding."""
    if error.reason == "unexpected end of data" and error.start > 0:
        return Refusal(CUT_OFF[0].replace("文件", "这一行"), _LAST)
    message = f"第{error.start + 1}个字节起不是 UTF-8 编码"
    try:
        line.decode("gb18030")
    except UnicodeDecodeError:
        return Refusal(message, "请检查文件是否损坏，或选错了文件。")
    return Refusal(f"{message}，看起来是 GBK", SAVE_AS)


# The tree without places


class _Doubt(Exception):
    """Raised where a line is not plainly right: `parse_json` will say what is wrong with it."""


def quick_tree(text: str) -> Node | None:
    """Returns the tree that `parse_json` builds, but for places; None where it may find a mistake.

    Each mapping and what stands in it has a place of its own, by which facts are told apart.
    """
    if HIDDEN.search(text):
        return None
    try:
        # What an escape stands for has not been seen yet.
        return _Grower("\\" in text).node(_DECODER.decode(text), 0, Place("", 1, 1))
    except (_Doubt, ValueError, RecursionError):
        return None


class _Grower:
    """Turns what the standard library read into nodes."""

    def __init__(self, escapes: bool) -> None:
        self.escapes, self.mappings = escapes, 0

    def node(self, value: Any, depth: int, place: Place) -> Node:
        if depth > DEEPEST:
            raise _Doubt
        if isinstance(value, str):
            return Node(place, text=self.text(value))
        if isinstance(value, dict):
            return self.mapping(value, depth)
        if isinstance(value, list):
            return Node(place, items=tuple([self.node(item, depth + 1, place) for item in value]))
        raise _Doubt  # true, false and null

    def mapping(self, value: dict[str, Any], depth: int) -> Node:
        self.mappings += 1
        place = Place("", 1, self.mappings)
        entries = {self.text(key): self.node(item, depth + 1, place) for key, item in value.items()}
        form = entries.get("format") if depth == 0 else None
        if len(entries) < len(value) or (form is not None and (form.text or "").startswith(RESULT)):
            raise _Doubt
        return Node(place, entries=entries, keys=dict.fromkeys(entries, place))

    def text(self, text: str) -> str:
        found = text.strip()
        if self.escapes and (HIDDEN.search(found) or _LONE.search(found)):
            raise _Doubt
        return found


def _single(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise _Doubt
    return found


def _doubtful(word: str) -> Any:
    raise _Doubt(word)


# Figures keep their digits: what is written is handed on as it stands.
_DECODER = json.JSONDecoder(object_pairs_hook=_single, parse_int=str, parse_float=str, parse_constant=_doubtful)
