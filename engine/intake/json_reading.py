"""JSON to the same tree of texts with places that YAML gives: figures keep their digits, nothing is interpreted.

A file may hold one department, or a department on every line.

Strings are read by the standard library; what stands around them is read here, since it names no places.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from pathlib import Path

from engine.bounds import HIDDEN
from engine.mistakes import Mistakes, Place
from engine.nodes import DEEPEST, Node, hides, read_text

_BLANK = re.compile(r"[ \t\r\n]*")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?(?![\w.+-])")
_WORD = re.compile(r"[^\s,:\[\]{}\"]+")
_STRINGS = json.JSONDecoder()
_LONE = re.compile("[\ud800-\udfff]")
_NOT_KNOWN = '不知道的连同键一起删去；确实没有的写 "无"。'
_LITERALS = {"true": '写成 "是"，加双引号。', "false": '写成 "否"，加双引号。', "null": _NOT_KNOWN}
RESULT = "jixiao/"  # what the `format` of our own results begins with


def read_json(path: Path, mistakes: Mistakes) -> Node | None:
    """Reads one JSON file; notes what is wrong and returns None when there is no tree."""
    text = read_text(path, mistakes)
    return None if text is None else parse_json(text, str(path), mistakes)


# What is said of a file, in the words of a line.
LINE_WORDS = {
    "文件末尾还有多余的内容": "一个部门写完以后还有多余的内容",
    "一个文件只写一个 { … }；请检查括号是否成对。": "一行只写一个 { … }；请检查括号是否成对。",
    "文件没有写完，少了收尾的括号": "这一行没有写完，少了收尾的括号",
    "可能没有存完，请重新导出；[ ] { } 要成对。": "一个部门要写在同一行里；可能没有存完，请重新导出。",
}
# Words that lines of the results of a batch have: findings and gaps, departments, lines refused.
BATCH = ({"规则", "部门"}, {"发现问题", "无法判定", "已豁免"}, {"原因", "怎么办"})
_TOO_MANY = "很多部门的，请用批量检查：cli.py batch。"


def read_lines(path: Path, mistakes: Mistakes) -> list[Node]:
    """Reads a file with a department on every line; a line with a mistake gives no tree, a blank one is passed over."""
    text, name = read_text(path, mistakes, _TOO_MANY), str(path)
    if text is None or hides(text, name, mistakes):
        return []
    found: list[Node] = []
    wrong = Mistakes()
    for number, line in enumerate(re.split(r"\r\n?|\n", text), 1):
        node = parse_json(line, name, wrong, number) if line.strip(" \t") else None
        if node is not None and _of_batch(node):
            mistakes.add(node.place, "这是批量检查的结果，不是事实文件", "请选事实文件；检查结果请放到别的文件夹。")
            return []
        found += [node] if node is not None else []
    if not found and not wrong.found:
        mistakes.add(Place(name), "文件是空的", "请写入内容，或删去这个文件。")
    for one in wrong.found:
        mistakes.add(one.place, LINE_WORDS.get(one.message, one.message), LINE_WORDS.get(one.hint, one.hint))
    return found


def _of_batch(node: Node) -> bool:
    """Whether a line is one that a batch writes."""
    return any(words <= (node.entries or {}).keys() for words in BATCH)


def parse_json(text: str, name: str, mistakes: Mistakes, first: int = 1) -> Node | None:
    """Builds the tree of a document; a result of our own is refused, for it holds no facts.

    first is the line of the file on which the text begins.
    """
    if hides(text, name, mistakes):
        return None
    if not text.strip():
        mistakes.add(Place(name), "文件是空的", "请写入内容，或删去这个文件。")
        return None
    own = Mistakes()
    builder = _Builder(name, text, own, first)
    try:
        node = builder.document()
    except _Stop as stop:
        mistakes.found += own.found
        mistakes.add(builder.place(stop.at), stop.message, stop.hint)
        return None
    form = node.get("format")
    if form is not None and (form.text or "").startswith(RESULT):
        mistakes.add(form.place, "这是检查结果，不是事实文件", "请选事实文件；检查结果请放到别的文件夹。")
        return None
    mistakes.found += own.found
    return None if own.found else node


class _Stop(Exception):
    """Raised inside the builder when the rest of the file cannot be read."""

    def __init__(self, at: int, message: str, hint: str) -> None:
        self.at, self.message, self.hint = at, message, hint


class _Builder:
    """Reads values one after the other; every method that reads returns what it read and where that ends."""

    def __init__(self, name: str, text: str, mistakes: Mistakes, first: int) -> None:
        self.name, self.text, self.mistakes, self.first = name, text, mistakes, first
        self.lines = [0, *(found.end() for found in re.finditer(r"\r\n?|\n", text))]

    def place(self, at: int) -> Place:
        line = bisect_right(self.lines, at)
        return Place(self.name, line + self.first - 1, at - self.lines[line - 1] + 1)

    def blank(self, at: int) -> int:
        found = _BLANK.match(self.text, at)
        return found.end() if found else at

    def document(self) -> Node:
        node, end = self.value(self.blank(0), 0)
        end = self.blank(end)
        if end < len(self.text):
            raise _Stop(end, "文件末尾还有多余的内容", "一个文件只写一个 { … }；请检查括号是否成对。")
        return node

    def value(self, at: int, depth: int) -> tuple[Node, int]:
        if depth > DEEPEST:
            raise _Stop(at, f"嵌套超过{DEEPEST}层", "请检查括号。")
        sign = self.text[at : at + 1]
        if sign == "{":
            return self.mapping(at, depth)
        if sign == "[":
            return self.sequence(at, depth)
        return self.string(at) if sign == '"' else self.bare(at)

    def string(self, at: int) -> tuple[Node, int]:
        try:
            value, end = _STRINGS.raw_decode(self.text, at)
        except json.JSONDecodeError as error:
            raise _Stop(*_slip(error, at)) from None
        text, written = str(value).strip(), self.text[at + 1 : end - 1]
        hidden = HIDDEN.search(text) or _LONE.search(text)
        if hidden:
            message = f"文字里有看不见的控制字符（U+{ord(hidden[0]):04X}）"
            self.mistakes.add(self.place(at), message, "请删去后重新输入。")
        return Node(self.place(at + 1), text=text, written="" if written == text else written), end

    def bare(self, at: int) -> tuple[Node, int]:
        """A figure; or a word, which JSON knows three of, and none is a word of facts."""
        number = _NUMBER.match(self.text, at)
        if number:
            return Node(self.place(at), text=number[0]), number.end()
        word = _WORD.match(self.text, at)
        if word is None:
            raise _Stop(at, *_lacking(self.text[at : at + 1]))
        if word[0] not in _LITERALS and not re.fullmatch(r"-?Infinity|NaN", word[0]):
            raise _Stop(at, f"“{word[0][:20]}”没有加引号", "键和文字都要加半角双引号；文件里不能写注释。")
        self.mistakes.add(self.place(at), f"不能写“{word[0]}”", _LITERALS.get(word[0], _NOT_KNOWN))
        return Node(self.place(at), text=word[0]), word.end()

    def sequence(self, at: int, depth: int) -> tuple[Node, int]:
        items: list[Node] = []
        end = self.blank(at + 1)
        if self.text[end : end + 1] == "]":
            return Node(self.place(at), items=()), end + 1
        while True:
            item, end = self.value(end, depth + 1)
            items.append(item)
            end, more = self.after(end, "]")
            if not more:
                return Node(self.place(at), items=tuple(items)), end

    def mapping(self, at: int, depth: int) -> tuple[Node, int]:
        entries: dict[str, Node] = {}
        keys: dict[str, Place] = {}
        end, more = self.blank(at + 1), True
        if self.text[end : end + 1] == "}":
            return Node(self.place(at), entries=entries, keys=keys), end + 1
        while more:
            start = end
            if self.text[start : start + 1] != '"':
                raise _Stop(start, "这里应是加双引号的键", '写成 "键": "值"；最后一项后面不要逗号。')
            key, end = self.string(start)
            end = self.blank(end)
            if self.text[end : end + 1] != ":":
                raise _Stop(end, "键后面少了半角冒号", '写成 "键": "值"。')
            value, end = self.value(self.blank(end + 1), depth + 1)
            self.keep(entries, keys, key.text or "", value, self.place(start))
            end, more = self.after(end, "}")
        return Node(self.place(at), entries=entries, keys=keys), end

    def keep(self, entries: dict[str, Node], keys: dict[str, Place], key: str, value: Node, place: Place) -> None:
        """Takes an entry in; one that is there already is a mistake."""
        if key in entries:
            message = f"“{key}”写了两次（第一次在第{keys[key].line}行）"
            self.mistakes.add(place, message, "请删去一个，以免后写的悄悄盖住先写的。")
            return
        entries[key], keys[key] = value, place

    def after(self, at: int, closing: str) -> tuple[int, bool]:
        """Where the next item begins, or where the list ends; and whether there is one."""
        at = self.blank(at)
        sign = self.text[at : at + 1]
        if sign == closing:
            return at + 1, False
        if sign != ",":
            raise _Stop(at, *_lacking(sign, f"这里应是逗号或 {closing}"))
        at = self.blank(at + 1)
        if self.text[at : at + 1] == closing:
            raise _Stop(at, f"{closing} 前面多了一个逗号", "最后一项后面不要逗号。")
        return at, True


def _slip(error: json.JSONDecodeError, at: int) -> tuple[int, str, str]:
    """What is wrong with a string, in Chinese."""
    if error.msg.startswith("Unterminated"):
        return at, "引号没有收尾", "请补上收尾的双引号。"
    if error.msg.startswith("Invalid control"):
        return error.pos, "引号里不能直接换行或用制表符", r"换行写成 \n，制表符写成 \t。"
    return error.pos, "反斜线后面的写法不对", r"反斜线本身写成两条 \\，引号写成 \"。"


def _lacking(sign: str, message: str = "这里少了值") -> tuple[str, str]:
    """What to say of a sign that does not belong where it stands."""
    if not sign:
        return "文件没有写完，少了收尾的括号", "可能没有存完，请重新导出；[ ] { } 要成对。"
    return message, "各项之间用半角逗号，[ ] { } 要成对，引号用半角双引号。"
