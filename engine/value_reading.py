"""One value of a fact file: its text to a quantity, a word, a yes or no, or the knowledge that there is none."""

from __future__ import annotations

import re

from msgspec.structs import replace

from engine.dossier import NOTHING, Value
from engine.mistakes import Mistakes, suggestion
from engine.nodes import Node
from engine.notation import NotationError, read_quantity
from engine.quantity import ZERO, Dim
from engine.truth import NO, YES
from engine.vocabulary import NOTHING_WORD, Field

VALUE, SOURCE = "值", "出处"  # the keys of a value that is written with its source
# Words that people write for 无 or for what they do not know: taken as text they would pass for a statement.
EMPTY_WORDS = re.compile(
    r"(?:自评|自评报告|报告|全文|文中)?(?:没有|尚未|暂未|未|无)(?:作|予)?(?:说明|写明|注明|明确|列明|提及|提出|提供|写)(?:原因)?"
    r"|没有|暂无|未见|不详|不明|不清楚|未知|空|空白|[-—–－/／]+"
)


def source_of(node: Node, mistakes: Mistakes) -> str:
    """Where the facts of a mapping stand, in the words of its 出处; empty where it names none."""
    where = node.get(SOURCE)
    if where is not None and not where.text:
        mistakes.add(where.place, f"“{SOURCE}”要写文字", "例如：出处: 自评报告 一（三）。")
    return (where.text or "") if where is not None else ""


def stated(node: Node) -> Node:
    """The value itself where it is written with its source: {值: …, 出处: …}."""
    return node.get(VALUE) or node


def value_of(field: Field, node: Node, mistakes: Mistakes) -> tuple[Value | None, str]:
    """Returns the typed value (None after noting a mistake) and the source written with it."""
    if node.entries is None:
        return _typed(field, node, mistakes), ""
    for key, place in node.keys.items():
        if key not in (VALUE, SOURCE):
            mistakes.add(place, f"“{field.word}”里不认识“{key}”", suggestion(key, (VALUE, SOURCE)))
    source, inner = source_of(node, mistakes), node.get(VALUE)
    if inner is None:
        mistakes.add(node.place, f"“{field.word}”缺少“值”", "写成 {值: ……, 出处: ……}。")
        return None, ""
    return _typed(field, inner, mistakes), source


def _typed(field: Field, node: Node, mistakes: Mistakes) -> Value | None:
    if node.items is not None and field.dim is Dim.TAGS:
        return _tags(field, node.items, mistakes)
    if node.text is None:
        mistakes.add(node.place, f"“{field.word}”应是{field.dim}，这里是{node.sort}")
        return None
    if node.text == "":
        mistakes.add(node.place, f"“{field.word}”没有写值", f"不知道的{_left(node)}；确实没有的写“无”。")
        return None
    if node.text == NOTHING_WORD and field.dim is not Dim.TRUTH:
        return frozenset() if field.dim is Dim.TAGS else NOTHING
    if field.dim is Dim.TAGS:
        return _tags(field, (node,), mistakes)
    return _scalar(field, node, node.text, mistakes)


def _left(node: Node) -> str:
    """What to do with what is not known: a row of a table holds more than one value."""
    return "空着" if node.place.tabular else "整行删去"


def _tags(field: Field, items: tuple[Node, ...], mistakes: Mistakes) -> frozenset[str]:
    words = set()
    for item in items:
        if item.text == NOTHING_WORD:
            mistakes.add(item.place, "“无”不能写在方括号里", f"一个也没有，写成“{field.word}: 无”。")
        elif (word := _word(field, item, mistakes)) is not None:
            words.add(word)
    return frozenset(words)


def _scalar(field: Field, node: Node, text: str, mistakes: Mistakes) -> Value | None:
    if field.dim is Dim.TEXT:
        return _word(field, node, mistakes)
    if field.dim is Dim.TRUTH:
        if text in ("是", "否"):
            return YES if text == "是" else NO
        mistakes.add(node.place, f"“{field.word}”要写“是”或“否”，这里是“{text}”", f"不知道的{_left(node)}。")
        return None
    try:
        found = read_quantity(text.removesuffix("年") if field.dim is Dim.NUMBER else text, field.dim)
        return replace(found, half=ZERO) if field.fixed else found
    except NotationError as error:
        hint = f"{field.about}。" if field.dim is Dim.NUMBER and field.about else error.hint
        mistakes.add(node.place, f"{field.word}：{error.message}", hint)
        return None


def _word(field: Field, node: Node, mistakes: Mistakes) -> str | None:
    if not node.text:
        mistakes.add(node.place, f"“{field.word}”应是文字，这里{f'是{node.sort}' if node.text is None else '是空的'}")
    elif field.options and node.text not in field.options:
        several = [word for word in re.split("[、，,；;/和及与]", node.text) if word in field.options]
        shown = "、".join(several) if node.place.tabular else f"[{', '.join(several)}]"
        joined = f"是否想写“{shown}”？" if len(several) > 1 and field.dim is Dim.TAGS else ""
        hint = joined or suggestion(node.text, field.options)
        mistakes.add(node.place, f"“{node.text}”不是“{field.word}”的可选值", hint)
    elif f"填 {NOTHING_WORD}" in field.about and EMPTY_WORDS.fullmatch(node.text.rstrip("。")):
        hint = f"看过了确实没有的写“{NOTHING_WORD}”；不知道的{_left(node)}。"
        mistakes.add(node.place, f"“{field.word}”写着“{node.text}”，会当作有内容", hint)
    else:
        return node.text
    return None
