"""参数.yaml to parameters and ladders: every key, figure, date and edge checked, no two rows that fit alike."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import TypeVar

from engine.ladder_reading import FROM, LADDER, TO, dim_of_ladder, step_of, value_on_step
from engine.mistakes import Mistakes, Place, suggestion
from engine.nodes import Node
from engine.notation import NotationError, half_width, read_date, read_quantity
from engine.parameter import FIRST, LAST, Parameter, Value
from engine.quantity import Dim, Quantity
from engine.region import EVERYWHERE, check_region
from engine.scope import ParameterSort
from engine.unreadable import not_a_key
from engine.vocabulary import Field, Kind

Read = TypeVar("Read")
CHECKED = ("已核", "待核")
_ROW_KEYS = ("地区", "起", "止", FROM, TO, "值", "依据", "核对", "核对日期", "说明")
_ENTRY_KEYS = ("说明", LADDER, "取值")
_DAY = re.compile(r"\d{4}-\d{1,2}-\d{1,2}")


def parameters_of(node: Node | None, mistakes: Mistakes) -> dict[str, Parameter]:
    """Reads 参数.yaml; notes every mistake."""
    if node is None:
        return {}
    if node.entries is None:
        mistakes.add(node.place, f"参数文件应是一组键值，这里是{node.sort}", "每个参数写：名称: {说明: …, 取值: [...]}")
        return {}
    found = [_parameter(name, child, mistakes) for name, child in node.entries.items()]
    _check_regions(node, mistakes)
    return {parameter.name: parameter for parameter in found if parameter is not None}


def _check_regions(node: Node, mistakes: Mistakes) -> None:
    """Every region once all are known: the others tell what is meant by one that is cut short."""
    given = [row.get("地区") for name in node.keys for row in _rows(node, name)]
    written = [(at.text, at.place) for at in given if at is not None and at.text]
    known = {text for text, _ in written}
    for text, place in written:
        check_region(text, place, mistakes, known - {text})


def _parameter(name: str, node: Node, mistakes: Mistakes) -> Parameter | None:
    for key, place in node.keys.items():
        if key not in _ENTRY_KEYS:
            mistakes.add(place, f"参数“{name}”里不认识“{key}”", suggestion(key, _ENTRY_KEYS))
    rows = node.get("取值")
    if rows is None or not rows.items:
        hint = "写成 取值: [{值: ……, 依据: ……, 核对: 待核}]。"
        mistakes.add((rows or node).place, f"参数“{name}”缺少“取值”清单", hint)
        return None
    keys = tuple(dict.fromkeys(key for item in rows.items for key in item.keys if key not in _ROW_KEYS))
    before, steps = len(mistakes.found), dim_of_ladder(name, node, mistakes)
    if len(mistakes.found) > before:
        return None
    read = [(value, item) for item in rows.items if (value := _value(name, item, keys, steps, mistakes)) is not None]
    if len(read) < len(rows.items):
        return None
    first = read[0][0]
    _alike(name, read, steps is not None, mistakes)
    about, values = node.get("说明"), tuple(value for value, _ in read)
    words = tuple(dict.fromkeys(value.value for value in values if isinstance(value.value, str)))
    sort = ParameterSort(dim_of(first), not _excluded(first.text), keys, steps, words)
    return Parameter(name, (about.text or "") if about else "", sort, values)


def dim_of(value: Value) -> Dim:
    """What a row measures; a word measures nothing."""
    return value.value.dim if isinstance(value.value, Quantity) else Dim.TEXT


def _value(name: str, node: Node, keys: tuple[str, ...], steps: Dim | None, mistakes: Mistakes) -> Value | None:
    if node.entries is None:
        mistakes.add(node.place, f"参数“{name}”的一行应是一组键值，这里是{node.sort}", _NEEDED_HINT)
        return None
    before = len(mistakes.found)
    texts = _texts(name, node, node.entries, mistakes)
    start, end, _ = (_read(name, node, key, read_date, mistakes) for key in ("起", "止", "核对日期"))
    value = _read(name, node, "值", _threshold if steps is None else value_on_step, mistakes)
    step = step_of(name, node, steps, mistakes)
    first, last = int(start.low) if start else FIRST, int(end.high) if end else LAST
    if first > last:
        mistakes.add(node.entries["止"].place, f"参数“{name}”的“止”早于“起”", "这一行永远不会用到，请核对日期。")
    if value is None or step is None or len(mistakes.found) > before:
        return None
    return Value(
        region=texts.get("地区", "").removeprefix(EVERYWHERE),
        start=first,
        end=last,
        words=tuple(texts.get(key, "") for key in keys),
        value=value,
        text=texts["值"],
        basis=texts["依据"],
        checked=texts["核对"],
        checked_on=texts.get("核对日期", ""),
        place=node.place,
        low=step.low,
        high=step.high,
    )


def _texts(name: str, node: Node, entries: dict[str, Node], mistakes: Mistakes) -> dict[str, str]:
    """The texts of a row by their keys; every key written must have one, and some must be written."""
    texts = {key: child.text or "" for key, child in entries.items()}
    slips = {key: not_a_key(key, child.text == "") for key, child in entries.items() if key not in _ROW_KEYS}
    if any(slips.values()):
        for key in filter(slips.get, slips):
            mistakes.add(node.keys[key], f"参数“{name}”的行里不认识“{key}”", slips[key])
        return texts
    for key, child in entries.items():
        if not child.text:
            what = "没有写内容" if child.text == "" else f"应是文字，这里是{child.sort}"
            mistakes.add(child.place, f"参数“{name}”的“{key}”{what}", "用不着的键删去。")
    for key in _NEEDED:
        if key not in texts:
            mistakes.add(node.place, f"参数“{name}”的一行缺少“{key}”", _NEEDED_HINT)
    if texts.get("核对", "待核") not in ("", *CHECKED):
        message = f"“核对”要写“已核”或“待核”，这里是“{texts['核对']}”"
        mistakes.add(entries["核对"].place, message, "对照原文核过的写“已核”。")
    return texts


_NEEDED = ("值", "依据", "核对")
_NEEDED_HINT = "每行要写值、依据、核对（已核或待核）。"


def _read(name: str, node: Node, key: str, read: Callable[[str], Read], mistakes: Mistakes) -> Read | None:
    """Reads one key of a row; None where there is none, or after noting a mistake."""
    child = node.get(key)
    if child is None or not child.text:
        return None
    try:
        return read(child.text)
    except NotationError as error:
        mistakes.add(child.place, f"参数“{name}”的“{key}”：{error.message}", error.hint)
        return None


def _threshold(text: str) -> Quantity:
    bare = half_width(text).replace("(含)", "").replace("(不含)", "")
    return read_date(bare) if _DAY.fullmatch(bare) else read_quantity(bare, Dim.AMOUNT)


def _excluded(text: str) -> bool:
    return "(不含)" in half_width(text)


def _alike(name: str, rows: list[tuple[Value, Node]], ladder: bool, mistakes: Mistakes) -> None:
    """Rows must measure the same, and no two may fit alike: the outcome would be a matter of chance."""
    first, seen = rows[0][0], dict[tuple[str, tuple[str, ...], int], Place]()
    for value, node in rows:
        at = node.entries["值"].place if node.entries else node.place
        if dim_of(value) is not dim_of(first):
            _unlike(name, value, at, rows, mistakes)
        elif _excluded(value.text) != _excluded(first.text):
            message = f"参数“{name}”的这一行{_edge(value)}，第一行{_edge(first)}"
            mistakes.add(at, message, "各行的含、不含必须一致，不一致的请分成两个参数。")
        key = (value.region, value.words, value.start)
        if seen.setdefault(key, node.place) != node.place and not ladder:
            where = "、".join(filter(None, (value.where, *value.words)))
            message = f"参数“{name}”的这一行与第{seen[key].line}行同地区、同起始日、同条件（{where}）"
            mistakes.add(node.place, message, "请删去一行，或写明不同的起止。")


def _unlike(name: str, value: Value, at: Place, rows: list[tuple[Value, Node]], mistakes: Mistakes) -> None:
    """Two rows that measure different things; a bare number beside figures has most likely lost its unit."""
    first, node = rows[0]
    bare = [
        (row, at) for row, at in ((value, at), (first, (node.get("值") or node).place)) if dim_of(row) is Dim.NUMBER
    ]
    if bare:
        other = first if bare[0][0] is value else value
        message = f"参数“{name}”的这一行“{bare[0][0].text}”没有单位，别的行是{dim_of(other)}"
        mistakes.add(bare[0][1], message, "数字要带单位，例如 1000万元、80%、30日。")
        return
    message = f"参数“{name}”的这一行是{dim_of(value)}，第一行是{dim_of(first)}"
    mistakes.add(at, message, "各行的量纲必须一致，不一致的请分成两个参数。")


def _edge(value: Value) -> str:
    return "不含本数" if _excluded(value.text) else "含本数"


def check_names(
    node: Node, parameters: dict[str, Parameter], kinds: Iterable[Kind], mistakes: Mistakes
) -> dict[str, Parameter]:
    """Returns the parameters not named like a field, whose rows are chosen by fields and words there are."""
    fields: dict[str, list[Field]] = {}
    for kind in kinds:
        for field in kind.fields.values():
            fields.setdefault(field.word, []).append(field)
    choosable = [word for word, known in fields.items() if any(field.options for field in known)]
    right = {}
    for name, parameter in parameters.items():
        before = len(mistakes.found)
        if name in fields:
            mistakes.add(node.keys[name], f"参数“{name}”与事实的字段同名", "参数要用另一个名字。")
        for item in _rows(node, name) if parameter.sort.keys else ():
            for key in item.keys.keys() - set(_ROW_KEYS):
                _check_key(name, item, key, fields.get(key, []), choosable, mistakes)
        if len(mistakes.found) == before:
            right[name] = parameter
    return right


def _rows(node: Node, name: str) -> tuple[Node, ...]:
    rows = (node.get(name) or node).get("取值")
    return (rows.items or ()) if rows is not None else ()


def _check_key(name: str, item: Node, key: str, known: list[Field], choosable: list[str], mistakes: Mistakes) -> None:
    options = tuple(dict.fromkeys(option for field in known for option in field.options))
    word = (item.get(key) or item).text or ""
    if not known:
        mistakes.add(item.keys[key], f"参数“{name}”的行里不认识“{key}”", suggestion(key, [*_ROW_KEYS, *choosable]))
    elif all(field.options for field in known) and word not in options:
        mistakes.add((item.get(key) or item).place, f"“{word}”不是“{key}”的可选值", suggestion(word, options))
