"""What is wrong with a file that is not YAML, or is too long: in words for somebody who knows no YAML, at its place."""

from __future__ import annotations

from typing import Any

from engine.bounds import MOST_FACTS
from engine.mistakes import Place

ANCHORS = ("不能使用锚点和别名（& 和 *）", "请把内容直接写出来；文字以 & 或 * 开头时加引号。")
TAG_HINT = "文字以 ! 开头时加引号。"
_TAGS = ("不能使用标签（!）", TAG_HINT)
_QUOTE = ("引号没有收尾", "请补上收尾的引号。")
_ESCAPE = ("双引号里的反斜线有特别的意思", "请去掉反斜线，或改用单引号。")
_SIGN = ("这个符号不能放在开头", "请给这段文字加上引号。")
_INDENT = ("缩进不齐", "同一层的键要左对齐，下一层多空两格。")
_GUESS = ("不是正确的 YAML 写法", "请检查这一行和上一行的缩进、引号、冒号。")

# Words of libyaml's messages, and what they come to; those of a scanner at work stand in its context.
_REASONS = (
    ("scanning an anchor", ANCHORS),
    ("scanning an alias", ANCHORS),
    ("ing a tag", _TAGS),
    ("tag handle", _TAGS),
    ("escape", _ESCAPE),
    ("hexdecimal", _ESCAPE),
    ("found unexpected end of stream", _QUOTE),
    ("found unexpected document indicator", _QUOTE),
    ("cannot start any token", _SIGN),
    ("directive", _SIGN),
    ("found unexpected ':'", ("冒号后面要空一格", "写成“键: 值”。")),
    ("block sequence entries", ("清单的“- ”不能写在这里", "“- ”要另起一行。")),
    ("mapping keys are not allowed", ("这里不能写问号", "请给这段文字加上引号。")),
    ("scanning a block scalar", ("| 和 > 后面只能换行", "文字以 | 或 > 开头时加引号。")),
    ("expected node content", ("这里少了内容，或多了一个逗号、括号", "请检查 [ ] { } 是否成对、逗号是否多余。")),
    ("expected '-' indicator", ("清单的缩进不齐", "同一清单的“- ”要左对齐，里面的键再多空两格。")),
    ("expected <document start>", _INDENT),
)


COMMA = "花括号里的逗号分隔各项：式子或文字里有逗号的，整个加引号。"


def not_a_key(key: str, empty: bool) -> str:
    """What became of a word in { } that was taken for a key by a slip of the pen; nothing where it looks like a key.

    empty: nothing is written behind it.
    """
    if "：" in key:
        return "这里的冒号是全角的“：”；键和值之间要用半角冒号加空格，各项之间用半角逗号。"
    if empty and ":" in key:
        return "冒号后面要空一格。"
    return COMMA if empty and not key.isidentifier() else ""


def explained(error: Exception, name: str, text: str) -> tuple[Place, str, str]:
    """Returns the place, the message and the hint for an error of the YAML reader."""
    mark: Any = getattr(error, "problem_mark", None)
    context: Any = getattr(error, "context_mark", None) or mark
    if mark is None:
        return Place(name), *_GUESS
    line = _line(text, mark.line)
    indent = line[: len(line) - len(line.lstrip())]
    if "\t" in indent:
        return Place(name, mark.line + 1, indent.index("\t") + 1), "这一行用了制表符（Tab）", "请改用空格缩进。"
    problem = f"{getattr(error, 'context', '') or ''}；{getattr(error, 'problem', '') or ''}"
    here, start = _place(name, mark, text), _place(name, context, text)
    if "could not find expected ':'" in problem:
        return start, "缺少冒号", _colon_hint(_line(text, context.line))
    if "mapping values are not allowed" in problem:
        return here, *_second_colon(line[: mark.column])
    if "expected ',' or" in problem:
        message = f"第{start.line}行第{start.column}列的括号没有收尾，或者各项之间少了逗号"
        return here, message, "请检查 [ ] { } 是否成对、各项之间是否有逗号。"
    if "did not find expected key" in problem:
        return here, *(_INDENT if mark.column == len(indent) else _AFTER)
    found = next((words for part, words in _REASONS if part in problem), _GUESS)
    return (start if found is _QUOTE else here), *found


_AFTER = ("引号或括号后面还有文字", "文字里有引号或以 { [ 开头时，整段用另一种引号括起来。")


def _place(name: str, mark: Any, text: str) -> Place:
    """The place of a mark; the end of the last line where it stands behind the whole text."""
    lines = text.rstrip().splitlines() or [""]
    if mark.line < len(lines):
        return Place(name, mark.line + 1, mark.column + 1)
    return Place(name, len(lines), len(lines[-1]) + 1)


def _line(text: str, number: int) -> str:
    return next(iter(text.splitlines()[number:]), "")


def _colon_hint(line: str) -> str:
    if "：" in line:
        return "键和值之间的冒号要用半角的“: ”，这里是全角的“：”。"
    return "冒号后面要空一格。" if ":" in line else "键和值之间写“: ”（半角冒号加空格）。"


def _second_colon(before: str) -> tuple[str, str]:
    if ": " in before:
        return "一行里有两个“: ”", "文字里有半角冒号时，整段文字加引号。"
    return "这里不应该有冒号", "多半是这一行的缩进多了，或上一行缺了冒号。"


def too_many(kind: str, count: int) -> tuple[str, str]:
    """What to say of a list that is longer than any department's."""
    return f"“{kind}”有{count:,}条，最多读{MOST_FACTS:,}条", "请核对是不是选错了文件；只留本部门本年度的。"
