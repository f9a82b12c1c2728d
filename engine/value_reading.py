"""One value of a fact file: its text to a quantity, a word, a yes or no, or the knowledge that there is none.

A key may carry the unit of its value, 年度预算（分）: 1234500; that is 年度预算: 12345.00元 before anything is typed.
"""

from __future__ import annotations

import re

from msgspec.structs import replace

from engine.bounds import EMPTY_WORDS
from engine.dossier import NOTHING, Value
from engine.mistakes import Mistakes, Place, nearest, suggestion
from engine.nodes import Node
from engine.notation import MULTIPLES, NotationError, half_width, read_quantity
from engine.quantity import COUNTERS, ZERO, Dim
from engine.truth import NO, YES
from engine.vocabulary import NOTHING_WORD, SOURCE_WORD, Field, Kind, Shape, Vocabulary

VALUE, SOURCE = "值", SOURCE_WORD  # the keys of a value that is written with its source

FEN = "分"  # of money, in keys alone: in a text 12分 is a score
# The units that a key may carry, the usual ones first; an amount (Dim.AMOUNT) takes whatever a figure may have.
UNITS = {
    Dim.MONEY: (FEN, *(f"{multiple}元" for multiple in MULTIPLES)),
    Dim.FOREIGN: tuple(f"{multiple}美元" for multiple in MULTIPLES),
    Dim.RATIO: ("%",),
    Dim.POINTS: ("个百分点", "百分点"),
    Dim.COUNT: tuple(f"{multiple}{word}" for multiple in MULTIPLES for word in ("个", *sorted(COUNTERS - {"个", ""}))),
    Dim.SCORE: ("分",),
    Dim.DAYS: ("日", "天", "个工作日", "工作日"),
}
_KEY = re.compile(r"(.+?)\s*[（(]\s*([^（()）]*?)\s*[)）]")
_BARE = re.compile(
    r"(大约|约|近|超过|超|不足)?([+-]?)((?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+))(\.[0-9]+)?(余|多)?(.*?)(左右|以上)?"
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


def with_plain_keys(tree: Node, vocabulary: Vocabulary, mistakes: Mistakes) -> Node:
    """Returns a tree of facts none of whose keys carries a unit: the values have them; notes what is wrong with keys.

    The same tree where no key has one. What is no fact is left to the reader of facts.
    """
    found = {
        word: _of_kind(vocabulary.kinds[word], node, mistakes) if word in vocabulary.kinds else node
        for word, node in (tree.entries or {}).items()
    }
    return replace(tree, entries=found) if found else tree


def _of_kind(kind: Kind, node: Node, mistakes: Mistakes) -> Node:
    if kind.shape is Shape.SINGLE:
        return _plain_fact(kind, node, mistakes)
    if node.items is not None:
        return replace(node, items=tuple(_plain_fact(kind, item, mistakes) for item in node.items))
    inside = ("条目",) if kind.shape is Shape.LIST else kind.rows
    facts = {word: child for word, child in (node.entries or {}).items() if word in inside}
    if not facts:
        return node
    plain = _of_kind if kind.shape is Shape.LIST else _plain_fact
    return replace(node, entries=(node.entries or {}) | {w: plain(kind, c, mistakes) for w, c in facts.items()})


def _plain_fact(kind: Kind, node: Node, mistakes: Mistakes) -> Node:
    if not any(key.endswith(("）", ")")) and key not in kind.fields for key in node.entries or ()):
        return node
    entries: dict[str, Node] = {}
    keys: dict[str, Place] = {}
    first: dict[str, tuple[str, Place]] = {}
    for key, child in (node.entries or {}).items():
        place = node.keys[key]
        word, value = (key, child) if key in kind.fields else _plain_key(kind, key, child, place, mistakes)
        written, at = first.setdefault(word, (key, place))
        if written != key:
            message = f"“{key}”和第{at.line}行的“{written}”是同一个字段，写了两次"
            mistakes.add(place, message, "请删去一个，只留一种单位。")
        elif value is not None:
            entries[word], keys[word] = value, place
    return replace(node, entries=entries, keys=keys)


def _plain_key(kind: Kind, key: str, node: Node, place: Place, mistakes: Mistakes) -> tuple[str, Node | None]:
    """The key without its unit and the value with it (None after noting a mistake); what has no unit stays."""
    match = _KEY.fullmatch(key)
    word, unit = (match[1], half_width(match[2]).replace(" ", "")) if match else (key, "")
    field = kind.fields.get(word)
    if match is None or field is None:
        near = [one for one in nearest(word, kind.fields) if match and _fits(unit, kind.fields[one].dim)]
        if not near:
            return key, node  # the reader of facts says that there is no such field
        mistakes.add(place, f"“{kind.word}”没有字段“{key}”", suggestion(key, [f"{one}（{unit}）" for one in near]))
        return key, None
    if field.dim not in (*UNITS, Dim.AMOUNT):
        mistakes.add(place, f"“{word}”是{field.dim}，键上不写单位", f"写成“{word}”。")
        return word, node
    if not _fits(unit, field.dim):
        hint = suggestion(key, [f"{word}（{one}）" for one in UNITS.get(field.dim, ("个", "%", "万元"))])
        mistakes.add(place, f"“{unit}”不是{field.dim}的单位", hint)
        return word, None
    inner = stated(node)
    if inner.text in (None, "", NOTHING_WORD):
        return word, node
    text = _with_unit(inner.text or "", unit, field.dim)
    if text is None:
        hint = f"单位已经写在键上，值只写数字；要连单位写的，键写成“{word}”。"
        mistakes.add(inner.place, f"“{key}”的值应是不带单位的数，这里是“{inner.text}”", hint)
        return word, None
    value = replace(inner, text=text, written="")
    return word, value if inner is node else replace(node, entries=(node.entries or {}) | {VALUE: value})


def _fits(unit: str, dim: Dim) -> bool:
    """Whether a bare figure of a dimension may be in a unit."""
    if dim is not Dim.AMOUNT:
        return unit in UNITS.get(dim, ())
    try:
        return not re.match(r"[0-9.,]|$", unit) and not read_quantity(f"1{unit}", dim).mark
    except NotationError:
        return False


def _with_unit(text: str, unit: str, dim: Dim) -> str | None:
    """A bare figure as it is written with its unit, 380余 as 380余万元; None where it has another unit of its own.

    A figure in 分 is one in 元 with two decimals more: 1234500 is 12345.00元.
    """
    match = _BARE.fullmatch(half_width(text).replace(" ", ""))
    if match is None or match[6] not in ("", unit):
        return None
    before, sign, whole, part, more, _, after = (group or "" for group in match.groups())
    if dim is Dim.MONEY and unit == FEN:
        digits = whole.replace(",", "").rjust(3, "0")
        whole, part, unit = digits[:-2], f".{digits[-2:]}{part[1:]}", "元"
    return f"{before}{sign}{whole}{part}{more}{unit}{after}"
