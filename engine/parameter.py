"""Parameters (参数.yaml): dated values by region and fields of the subject, each with its basis and 核对 mark."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date

from msgspec import Struct

from engine.mistakes import Mistakes, Place, suggestion
from engine.nodes import Node
from engine.notation import NotationError, half_width, read_date, read_quantity
from engine.program import Row
from engine.quantity import Dim, Quantity
from engine.scope import ParameterSort
from engine.vocabulary import Field, Kind

CHECKED = ("已核", "待核")
_ROW_KEYS = ("地区", "起", "止", "值", "依据", "核对", "核对日期", "说明")
_ENTRY_KEYS = ("说明", "取值")
_DAY = re.compile(r"\d{4}-\d{1,2}-\d{1,2}")
_FIRST, _LAST = date(1949, 10, 1).toordinal(), date(9999, 12, 31).toordinal()


class Value(Struct, frozen=True):
    """One row: from a day to a day (ordinals, both included), in a region (empty: everywhere), for given field words.

    An empty word stands for any.
    """

    region: str
    start: int
    end: int
    words: tuple[str, ...]
    value: Quantity
    text: str
    basis: str
    checked: str


class Parameter(Struct, frozen=True):
    """A named threshold with all its rows."""

    name: str
    about: str
    sort: ParameterSort
    values: tuple[Value, ...]

    def rows(self, region: str, year: int) -> list[tuple[Row, Value]]:
        """Returns the rows in force on the last day of the year, first the one that wins where several fit.

        The nearest region wins, then the row that names more words, then the latest start.
        """
        day = date(year, 12, 31).toordinal()
        fitting = [v for v in self.values if v.start <= day <= v.end and region.startswith(v.region)]
        fitting.sort(key=lambda v: (-len(v.region), v.words.count(""), -v.start, v.words))
        return [(Row(value.words, value.value), value) for value in fitting]


def parameters_of(node: Node | None, mistakes: Mistakes) -> dict[str, Parameter]:
    """Reads 参数.yaml; notes every mistake."""
    if node is None:
        return {}
    if node.entries is None:
        mistakes.add(node.place, f"参数文件应是一组键值，这里是{node.sort}", "每个参数写：名称: {说明: …, 取值: [...]}")
        return {}
    found = (_parameter(name, child, mistakes) for name, child in node.entries.items())
    return {parameter.name: parameter for parameter in found if parameter is not None}


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
    read = [(value, item) for item in rows.items if (value := _value(name, item, keys, mistakes)) is not None]
    if len(read) < len(rows.items):
        return None
    first = read[0][0]
    _alike(name, read, mistakes)
    about = node.get("说明")
    sort = ParameterSort(first.value.dim, not _excluded(first.text), keys)
    return Parameter(name, (about.text or "") if about else "", sort, tuple(value for value, _ in read))


def _value(name: str, node: Node, keys: tuple[str, ...], mistakes: Mistakes) -> Value | None:
    if node.entries is None:
        mistakes.add(node.place, f"参数“{name}”的一行应是一组键值，这里是{node.sort}", _NEEDED_HINT)
        return None
    before = len(mistakes.found)
    texts = {key: child.text or "" for key, child in node.entries.items()}
    for key, child in node.entries.items():
        if not child.text:
            what = "没有写内容" if child.text == "" else f"应是文字，这里是{child.sort}"
            mistakes.add(child.place, f"参数“{name}”的“{key}”{what}", "用不着的键删去。")
    for key in _NEEDED:
        if key not in texts:
            mistakes.add(node.place, f"参数“{name}”的一行缺少“{key}”", _NEEDED_HINT)
    if texts.get("核对", "待核") not in ("", *CHECKED):
        message = f"“核对”要写“已核”或“待核”，这里是“{texts['核对']}”"
        mistakes.add(node.entries["核对"].place, message, "对照原文核过的写“已核”。")
    start, end, _ = (_read(name, node, key, read_date, mistakes) for key in ("起", "止", "核对日期"))
    value = _read(name, node, "值", _threshold, mistakes)
    first, last = int(start.low) if start else _FIRST, int(end.high) if end else _LAST
    if first > last:
        mistakes.add(node.entries["止"].place, f"参数“{name}”的“止”早于“起”", "这一行永远不会用到，请核对日期。")
    if value is None or len(mistakes.found) > before:
        return None
    words = tuple(texts.get(key, "") for key in keys)
    region = texts.get("地区", "").removeprefix("全国")
    return Value(region, first, last, words, value, texts["值"], texts["依据"], texts["核对"])


_NEEDED = ("值", "依据", "核对")
_NEEDED_HINT = "每行要写值、依据、核对（已核或待核）。"


def _read(name: str, node: Node, key: str, read: Callable[[str], Quantity], mistakes: Mistakes) -> Quantity | None:
    """Reads one quantity of a row; None where there is none, or after noting a mistake."""
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


def _alike(name: str, rows: list[tuple[Value, Node]], mistakes: Mistakes) -> None:
    """Rows must measure the same, and no two may fit alike: the outcome would be a matter of chance."""
    first, seen = rows[0][0], dict[tuple[str, tuple[str, ...], int], Place]()
    for value, node in rows:
        at = node.entries["值"].place if node.entries else node.place
        if value.value.dim is not first.value.dim:
            message = f"参数“{name}”的这一行是{value.value.dim}，第一行是{first.value.dim}"
            mistakes.add(at, message, "各行的量纲必须一致，不一致的请分成两个参数。")
        elif _excluded(value.text) != _excluded(first.text):
            message = f"参数“{name}”的这一行{_edge(value)}，第一行{_edge(first)}"
            mistakes.add(at, message, "各行的含、不含必须一致，不一致的请分成两个参数。")
        key = (value.region, value.words, value.start)
        if seen.setdefault(key, node.place) != node.place:
            where = "、".join(filter(None, (value.region or "全国", *value.words)))
            message = f"参数“{name}”的这一行与第{seen[key].line}行同地区、同起始日、同条件（{where}）"
            mistakes.add(node.place, message, "请删去一行，或写明不同的起止。")


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
