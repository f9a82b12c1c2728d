"""YAML to a tree of texts with places: every scalar stays text, and nothing of the file is ever interpreted.

Anchors, aliases, tags, duplicate keys, several documents, deep nesting and large files are refused, so a file can
neither do harm (YAML bombs) nor mean something else than it shows (`on`, `0755`, `1.10`, keys that win silently).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from errno import EACCES, EISDIR, ENAMETOOLONG, ENOENT, ENOTDIR
from pathlib import Path
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from engine.bounds import HIDDEN, LARGEST
from engine.mistakes import Mistakes, Place
from engine.unreadable import ANCHORS, TAG_HINT, explained

DEEPEST = 20


class Node(Struct, frozen=True, gc=False):  # a tree has no circles: a million cells are no work for the collector
    """A text, a list or a mapping of a file, and where it stands.

    `written` is the text as it stands in the file where that is not the same (several lines, spaces at the ends).
    """

    place: Place
    text: str | None = None
    items: tuple[Node, ...] | None = None
    entries: dict[str, Node] | None = None
    keys: dict[str, Place] = field(default_factory=dict)
    written: str = ""

    @property
    def sort(self) -> str:
        """What the node is, in Chinese."""
        return "文字" if self.text is not None else "清单" if self.items is not None else "一组键值"

    def inside(self, offset: int) -> Place:
        """The place of a character of the text; the beginning where the two cannot be laid side by side."""
        if not self.written:
            return self.place.moved(offset)
        at = _alongside(self.text or "", self.written, offset)
        line = self.written.count("\n", 0, at)
        if not line:
            return self.place.moved(at)
        return Place(self.place.file, self.place.line + line, at - self.written.rindex("\n", 0, at))

    def get(self, key: str) -> Node | None:
        """The entry of a mapping, or None."""
        return self.entries.get(key) if self.entries is not None else None


def read_file(path: Path, mistakes: Mistakes) -> Node | None:
    """Reads one YAML file; notes what is wrong and returns None when there is no tree."""
    text = read_text(path, mistakes)
    return None if text is None else parse(text, str(path), mistakes)


_ONE_EACH = "一个部门一个文件，请检查是否选错了文件。"


def read_text(path: Path, mistakes: Mistakes, advice: str = _ONE_EACH) -> str | None:
    """Reads a file as UTF-8 text within the size limit; notes what is wrong, and what to do with a larger one."""
    place = Place(str(path))
    try:
        with path.open("rb") as stream:
            data = stream.read(LARGEST + 1)
    except OSError as error:
        mistakes.add(place, f"打不开文件（{_reason(error)}）", "请核对文件名和权限。")
        return None
    if len(data) > LARGEST:
        mistakes.add(place, f"文件超过{LARGEST // 2**20}MB，没有读取", advice)
        return None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        cut = error.end == len(data) and error.reason == "unexpected end of data" and error.start > 0
        mistakes.add(place, *(CUT_OFF if cut else _other_encoding(data)))
    return None


CUT_OFF = ("文件在半个字处断了，可能没有存完", "请重新保存，或从备份取回完整的文件。")


def _other_encoding(data: bytes) -> tuple[str, str]:
    """What a file that is not UTF-8 looks like."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "文件不是 UTF-8 编码，看起来是 UTF-16", SAVE_AS
    try:
        data.decode("gb18030")
    except UnicodeDecodeError:
        return "文件不是文本文件，或编码无法识别", "请检查是否选错了文件；文本文件请另存为 UTF-8 编码。"
    return "文件不是 UTF-8 编码，看起来是 GBK", SAVE_AS


SAVE_AS = "请在编辑器里“另存为”，编码选 UTF-8。"


def _reason(error: OSError) -> str:
    reasons = {
        ENOENT: "没有这个文件",
        ENOTDIR: "没有这个文件",
        EACCES: "没有读取权限",
        EISDIR: "这是文件夹",
        ENAMETOOLONG: "文件名太长",
    }
    return reasons.get(error.errno or 0, "读取失败")


def hides(text: str, name: str, mistakes: Mistakes) -> bool:
    """Whether a file holds a character that nobody sees; notes where the first one stands."""
    hidden = HIDDEN.search(text)
    if hidden is None:
        return False
    start = text.rfind("\n", 0, hidden.start()) + 1
    place = Place(name, text.count("\n", 0, start) + 1, hidden.start() - start + 1)
    mistakes.add(place, f"含有看不见的字符（U+{ord(hidden[0]):04X}）", "请把前后几个字删去重新输入。")
    return True


def parse(text: str, name: str, mistakes: Mistakes) -> Node | None:
    """Builds the tree of one document; notes what is wrong."""
    if hides(text, name, mistakes):
        return None
    import yaml  # takes as long to load as to read a file: not before there is one

    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        events = iter(loader(text).get_event, None)  # as yaml.parse does, in half the calls
        return _Builder(name, text, mistakes, yaml).document(events)
    except _Stop as stop:
        mistakes.add(stop.place, stop.message, stop.hint)
    except yaml.YAMLError as error:
        mistakes.add(*explained(error, name, text))
    return None


class _Stop(Exception):
    """Raised inside the builder when the rest of the file cannot be trusted."""

    def __init__(self, place: Place, message: str, hint: str) -> None:
        self.place, self.message, self.hint = place, message, hint


class _Builder:
    def __init__(self, name: str, source: str, mistakes: Mistakes, yaml: Any) -> None:
        self.name, self.source, self.mistakes, self.yaml = name, source, mistakes, yaml

    def document(self, events: Iterator[Any]) -> Node | None:
        result = None
        for event in events:
            if isinstance(event, self.yaml.DocumentStartEvent):
                if result is not None:
                    raise _Stop(self.place(event), "一个文件里有几份文档（---）", "请分成几个文件。")
                result = self.node(next(events), events, 0)
        if result is None or (result.text == "" and not result.keys):
            self.mistakes.add(Place(self.name), "文件是空的", "请写入内容，或删去这个文件。")
            return None
        return result

    def place(self, event: Any) -> Place:
        mark = event.start_mark
        return Place(self.name, mark.line + 1, mark.column + 1)

    def node(self, event: Any, events: Iterator[Any], depth: int) -> Node:
        place = self.place(event)
        if event.anchor:  # an alias has one too
            raise _Stop(place, *ANCHORS)
        if event.tag:
            tag = self.source[event.start_mark.index :].split(maxsplit=1)[0]
            raise _Stop(place, f"不能使用标签（{tag}）", TAG_HINT)
        if depth > DEEPEST:
            raise _Stop(place, f"嵌套超过{DEEPEST}层", "请检查缩进。")
        if isinstance(event, self.yaml.ScalarEvent):
            return self.scalar(event, place)
        if isinstance(event, self.yaml.SequenceStartEvent):
            return Node(place, items=tuple(self.sequence(events, depth)))
        return self.mapping(place, events, depth)

    def scalar(self, event: Any, place: Place) -> Node:
        text, quote = event.value.strip(), event.style
        hidden = HIDDEN.search(text) if quote == '"' else None  # nothing else says what does not stand in the file
        if hidden:
            raise _Stop(place, f"文字里有看不见的控制字符（U+{ord(hidden[0]):04X}）", "请删去后重新输入。")
        written = self.source[event.start_mark.index : event.end_mark.index]
        if quote in ("'", '"'):
            place, written = place.moved(1), written[1:-1]
        return Node(place, text=text, written="" if written == text else written)

    def sequence(self, events: Iterator[Any], depth: int) -> Iterator[Node]:
        while not isinstance(event := next(events), self.yaml.SequenceEndEvent):
            yield self.node(event, events, depth + 1)

    def mapping(self, place: Place, events: Iterator[Any], depth: int) -> Node:
        entries: dict[str, Node] = {}
        keys: dict[str, Place] = {}
        last = ""
        while not isinstance(event := next(events), self.yaml.MappingEndEvent):
            key = self.node(event, events, depth + 1)
            at = self.place(event)
            value = self.node(next(events), events, depth + 1)
            if key.text is None:
                raise _Stop(at, "键必须是文字", "请检查冒号和缩进。")
            if value.text == "" and _goes_on(entries.get(last), key):
                entries[last] = replace(entries[last], text=f"{entries[last].text},{key.text}")
                continue
            last = key.text
            if key.text in entries:
                first = keys[key.text].line
                self.mistakes.add(
                    at, f"“{key.text}”写了两次（第一次在第{first}行）", "请删去一个，以免后写的悄悄盖住先写的。"
                )
                continue
            entries[key.text], keys[key.text] = value, at
        return Node(place, entries=entries, keys=keys)


def _goes_on(last: Node | None, key: Node) -> bool:
    """Whether the comma of 138,179.36万元 in { } was taken for the one between entries; it is one figure everywhere."""
    if last is None or not last.text or not last.text[-1].isdigit() or last.written:
        return False
    return last.place.moved(len(last.text) + 1) == key.place and _THOUSANDS.match(key.text or "") is not None


_THOUSANDS = re.compile(r"\d{3}(?!\d)")


def _alongside(text: str, written: str, offset: int) -> int:
    """Where in the text as written a character stands: the same number of characters that are not spaces before it."""
    start = written.find("\n") + 1 if written[:1] in ("|", ">") else 0
    spots = [at for at, sign in enumerate(written) if at >= start and not sign.isspace()]
    if "".join(written[at] for at in spots) != "".join(text.split()):
        return 0
    before = len("".join(text[:offset].split()))
    return spots[before] if before < len(spots) else spots[-1] + 1 if spots else 0
