"""YAML to a tree of texts with places: every scalar stays text, and nothing of the file is ever interpreted.

Anchors, aliases, tags, duplicate keys, several documents, deep nesting and large files are refused, so a file can
neither do harm (YAML bombs) nor mean something else than it shows (`on`, `0755`, `1.10`, keys that win silently).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from msgspec import Struct, field

from engine.mistakes import Mistakes, Place

LARGEST = 8 * 1024 * 1024  # bytes; a department's facts are a few hundred kilobytes
DEEPEST = 20
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Node(Struct, frozen=True):
    """A text, a list or a mapping of a file, and where it stands.

    `columns` says whether the text stands on one line as written, so that a column inside it can be named.
    """

    place: Place
    text: str | None = None
    items: tuple[Node, ...] | None = None
    entries: dict[str, Node] | None = None
    keys: dict[str, Place] = field(default_factory=dict)
    columns: bool = True

    @property
    def sort(self) -> str:
        """What the node is, in Chinese."""
        return "文字" if self.text is not None else "清单" if self.items is not None else "一组键值"

    def inside(self, offset: int) -> Place:
        """The place of a character of the text."""
        return self.place.moved(offset) if self.columns else self.place

    def get(self, key: str) -> Node | None:
        """The entry of a mapping, or None."""
        return self.entries.get(key) if self.entries is not None else None


def read_file(path: Path, mistakes: Mistakes) -> Node | None:
    """Reads one YAML file; notes what is wrong and returns None when there is no tree."""
    text = read_text(path, mistakes)
    return None if text is None else parse(text, str(path), mistakes)


def read_text(path: Path, mistakes: Mistakes) -> str | None:
    """Reads a file as UTF-8 text within the size limit; notes what is wrong."""
    place = Place(str(path))
    try:
        with path.open("rb") as stream:
            data = stream.read(LARGEST + 1)
    except OSError as error:
        mistakes.add(place, f"打不开文件（{_reason(error)}）", "请核对文件名和权限。")
        return None
    if len(data) > LARGEST:
        mistakes.add(place, f"文件超过{LARGEST // 2**20}MB，没有读取", "一个部门一个文件，请检查是否选错了文件。")
        return None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        data.decode("gb18030")
        mistakes.add(place, "文件不是 UTF-8 编码，看起来是 GBK", "请在编辑器里“另存为”，编码选 UTF-8。")
    except UnicodeDecodeError:
        mistakes.add(place, "文件不是文本文件，或编码无法识别", "请另存为 UTF-8 编码的 YAML 文件。")
    return None


def _reason(error: OSError) -> str:
    reasons = {FileNotFoundError: "没有这个文件", PermissionError: "没有读取权限", IsADirectoryError: "这是文件夹"}
    return reasons.get(type(error), error.strerror or "读取失败")


def parse(text: str, name: str, mistakes: Mistakes) -> Node | None:
    """Builds the tree of one document; notes what is wrong."""
    try:
        return _Builder(name, mistakes).document(yaml.parse(text, Loader=_LOADER))
    except yaml.YAMLError as error:
        mistakes.add(*_explained(error, name, text))
    return None


class _Stop(yaml.YAMLError):
    """Raised inside the builder when the rest of the file cannot be trusted."""

    def __init__(self, place: Place, message: str, hint: str) -> None:
        self.place, self.message, self.hint = place, message, hint


class _Builder:
    def __init__(self, name: str, mistakes: Mistakes) -> None:
        self.name, self.mistakes = name, mistakes

    def document(self, events: Iterator[Any]) -> Node | None:
        result = None
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                if result is not None:
                    raise _Stop(self.place(event), "一个文件里有几份文档（---）", "请分成几个文件。")
                result = self.node(next(events), events, 0)
        if result is None or (result.text == "" and not result.keys):
            self.mistakes.add(Place(self.name), "文件是空的")
            return None
        return result

    def place(self, event: Any) -> Place:
        return Place(self.name, event.start_mark.line + 1, event.start_mark.column + 1)

    def node(self, event: Any, events: Iterator[Any], depth: int) -> Node:
        place = self.place(event)
        if isinstance(event, yaml.AliasEvent) or event.anchor:
            raise _Stop(place, "不能使用锚点和别名（& 和 *）", "请把内容直接写出来；文字以 & 或 * 开头时加引号。")
        if event.tag:
            raise _Stop(place, f"不能使用标签（{event.tag}）", "文字以 ! 开头时加引号。")
        if depth > DEEPEST:
            raise _Stop(place, f"嵌套超过{DEEPEST}层", "请检查缩进。")
        if isinstance(event, yaml.ScalarEvent):
            return self.scalar(event, place)
        if isinstance(event, yaml.SequenceStartEvent):
            return Node(place, items=tuple(self.sequence(events, depth)))
        return self.mapping(place, events, depth)

    def scalar(self, event: Any, place: Place) -> Node:
        one_line = event.start_mark.line == event.end_mark.line
        quoted = event.style in ("'", '"')
        return Node(place.moved(1) if quoted else place, text=event.value.strip(), columns=one_line)

    def sequence(self, events: Iterator[Any], depth: int) -> Iterator[Node]:
        while not isinstance(event := next(events), yaml.SequenceEndEvent):
            yield self.node(event, events, depth + 1)

    def mapping(self, place: Place, events: Iterator[Any], depth: int) -> Node:
        entries: dict[str, Node] = {}
        keys: dict[str, Place] = {}
        while not isinstance(event := next(events), yaml.MappingEndEvent):
            key, at = self.node(event, events, depth + 1), self.place(event)
            value = self.node(next(events), events, depth + 1)
            if key.text is None:
                raise _Stop(at, "键必须是文字", "请检查冒号和缩进。")
            if key.text in entries:
                first = keys[key.text].line
                self.mistakes.add(
                    at, f"“{key.text}”写了两次（第一次在第{first}行）", "请删去一个，以免后写的悄悄盖住先写的。"
                )
                continue
            entries[key.text], keys[key.text] = value, at
        return Node(place, entries=entries, keys=keys)


_YAML_REASONS = (
    (
        "mapping values are not allowed",
        "这里不应该再有冒号",
        "多半是上一行缺了换行、缩进不齐，或文字里有“: ”而没有加引号。",
    ),
    ("could not find expected ':'", "缺少冒号", "键和值之间写“: ”（半角冒号加空格）。"),
    ("did not find expected ',' or", "括号里的各项没有写完整", "请检查 [ ] { } 是否成对、各项之间是否有逗号。"),
    ("did not find expected key", "缩进不齐，或引号没有成对", "同一层的键要左对齐。"),
    ("did not find expected '-'", "清单的缩进不齐", "同一清单的“- ”要左对齐。"),
    ("unexpected end of stream", "引号没有成对", "请补上收尾的引号。"),
    ("cannot start any token", "这个符号不能放在开头", "请给这段文字加上引号。"),
    ("control characters", "含有看不见的控制字符", "请删去后重新输入这一行。"),
)


def _explained(error: yaml.YAMLError, name: str, text: str) -> tuple[Place, str, str]:
    if isinstance(error, _Stop):
        return error.place, error.message, error.hint
    mark = getattr(error, "problem_mark", None)
    place = Place(name, mark.line + 1, mark.column + 1) if mark else Place(name)
    if mark and "\t" in next(iter(text.splitlines()[mark.line :]), ""):
        return place, "这一行用了制表符（Tab）", "请改用空格缩进。"
    problem = f"{getattr(error, 'problem', '') or ''} {getattr(error, 'context', '') or ''} {error}"
    for part, message, hint in _YAML_REASONS:
        if part in problem:
            return place, message, hint
    return place, "不是正确的 YAML 写法", "请检查这一行和上一行的缩进、引号、冒号。"
