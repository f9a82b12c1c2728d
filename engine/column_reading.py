"""What 表头.yaml says of one column: its other names, what its bare numbers are measured in, what signs in it mean."""

from __future__ import annotations

from collections.abc import Iterable

from engine.headings import FRACTION, PERCENT, UNKNOWN_WORD, Column
from engine.mistakes import Mistakes, suggestion
from engine.nodes import Node
from engine.notation import NotationError, read_quantity
from engine.quantity import Dim
from engine.vocabulary import NOTHING_WORD, Field

NAMES, UNIT, NUMBER, UNIT_NAMES, TITLED, SIGNS = "列名", "单位", "数", "单位列", "取工作表名", "符号"
COLUMN_KEYS = (NAMES, UNIT, NUMBER, UNIT_NAMES, SIGNS, TITLED)
MEASURED = frozenset({Dim.MONEY, Dim.FOREIGN, Dim.COUNT, Dim.SCORE, Dim.POINTS, Dim.DAYS, Dim.AMOUNT})


def is_mapping(node: Node, what: str, known: Iterable[str], mistakes: Mistakes) -> bool:
    """Whether a node is a mapping; keys that are not known are noted."""
    if node.entries is None:
        mistakes.add(node.place, f"{what}应是一组键值，这里是{node.sort}", suggestion("", known))
        return False
    for key in node.keys.keys() - set(known):
        mistakes.add(node.keys[key], f"{what}里不认识“{key}”", suggestion(key, known))
    return True


def listed(node: Node | None) -> list[Node]:
    """The texts of a list, or the one text; what is no text is left out."""
    found = [] if node is None else [node] if node.items is None else list(node.items)
    return [child for child in found if child.text]


def texts(node: Node | None, what: str, mistakes: Mistakes) -> tuple[str, ...]:
    """A list of texts, or one text, as texts; what is no text is noted."""
    for child in () if node is None else (node.items or (node,)):
        if not child.text:
            told = "这里是空的" if child.text == "" else f"这里是{child.sort}"
            mistakes.add(child.place, f"“{what}”应是文字，{told}", f"写成 {what}: [……, ……]。")
    return tuple(child.text or "" for child in listed(node))


def signs_of(node: Node, mistakes: Mistakes, options: tuple[str, ...] = ()) -> dict[str, str]:
    """What signs mean; where a field has a closed list of words, they mean one of these."""
    given = node.get(SIGNS)
    if given is None:
        return {}
    if given.entries is None:
        message = f"“{SIGNS}”应是一组键值，这里是{given.sort}"
        mistakes.add(given.place, message, f"写成 {SIGNS}: {{√: 是, —: {UNKNOWN_WORD}}}。")
        return {}
    allowed = (*options, NOTHING_WORD, UNKNOWN_WORD)
    for sign, child in given.entries.items():
        if not child.text:
            mistakes.add(child.place, f"“{sign}”没有写意思", f"当作没有填的写“{UNKNOWN_WORD}”。")
        elif options and child.text not in allowed:
            message = f"“{sign}”的意思“{child.text}”不是这个字段的可选值"
            mistakes.add(child.place, message, suggestion(child.text, allowed))
    return {sign: child.text for sign, child in given.entries.items() if child.text}


def column_of(field: Field, node: Node, mistakes: Mistakes) -> Column:
    """What is said of one field; a list is its column names alone."""
    if node.entries is None:
        return Column(texts(node, field.word, mistakes))
    is_mapping(node, f"“{field.word}”", COLUMN_KEYS, mistakes)
    unit, ratio, titled, unit_names = (node.get(key) for key in (UNIT, NUMBER, TITLED, UNIT_NAMES))
    if unit_names is not None and field.dim not in MEASURED:
        mistakes.add(unit_names.place, f"“{field.word}”是{field.dim}，没有单位", f"请删去“{UNIT_NAMES}”。")
    return Column(
        texts(node.get(NAMES), NAMES, mistakes),
        _unit(field, unit, mistakes) if unit is not None else "",
        _ratio(field, ratio, mistakes) if ratio is not None else "",
        texts(unit_names, UNIT_NAMES, mistakes),
        signs_of(node, mistakes, ("是", "否") if field.dim is Dim.TRUTH else field.options),
        titled is not None and _titled(field, titled, mistakes),
    )


def _unit(field: Field, node: Node, mistakes: Mistakes) -> str:
    """The unit of the bare numbers of a field; one that the field cannot have is noted."""
    text = node.text or ""
    if field.dim is Dim.RATIO:
        hint = f"写成 {NUMBER}: {PERCENT}（97就是97%）或 {NUMBER}: {FRACTION}（0.97就是97%）。"
        mistakes.add(node.place, f"“{field.word}”是比率，没有“{UNIT}”", hint)
        return ""
    try:
        if field.dim not in MEASURED:
            raise NotationError(f"“{field.word}”是{field.dim}，没有单位", f"请删去“{UNIT}”。")
        read_quantity(f"1{text}", field.dim)
    except NotationError as error:
        mistakes.add(node.place, f"“{field.word}”的“{UNIT}”：{error.message}", error.hint)
        return ""
    return text


def _ratio(field: Field, node: Node, mistakes: Mistakes) -> str:
    """How the bare numbers of a ratio are meant."""
    if field.dim is not Dim.RATIO:
        mistakes.add(node.place, f"“{field.word}”是{field.dim}，只有比率才写“{NUMBER}”", "请删去这一行。")
    elif node.text not in (PERCENT, FRACTION):
        hint = f"写“{PERCENT}”（97就是97%）或“{FRACTION}”（0.97就是97%）。"
        mistakes.add(node.place, f"“{NUMBER}”不能是“{node.text or ''}”", hint)
    else:
        return node.text
    return ""


def _titled(field: Field, node: Node, mistakes: Mistakes) -> bool:
    """Whether the title of the sheet stands for the field where there is no column."""
    if field.dim is not Dim.TEXT or field.options or field.link:
        mistakes.add(node.place, f"“{field.word}”不能取工作表的名称", "只有自由填写的文字才可以，请删去这一行。")
    elif node.text not in ("是", "否"):
        mistakes.add(node.place, f"“{TITLED}”要写“是”或“否”")
    return node.text == "是"
