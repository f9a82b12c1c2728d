"""Parameters (参数.yaml): dated values by region and fields of the subject, each with its basis and 核对 mark."""

from __future__ import annotations

import re
from datetime import date

from msgspec import Struct

from engine.mistakes import Mistakes, suggestion
from engine.nodes import Node
from engine.notation import NotationError, half_width, read_date, read_quantity
from engine.program import Row
from engine.quantity import Dim, Quantity
from engine.scope import ParameterSort

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
        mistakes.add(node.place, "参数文件应是一组键值", "每个参数写：名称: {说明: …, 取值: [...]}")
        return {}
    found = (_parameter(name, child, mistakes) for name, child in node.entries.items())
    return {parameter.name: parameter for parameter in found if parameter is not None}


def _parameter(name: str, node: Node, mistakes: Mistakes) -> Parameter | None:
    rows = node.get("取值")
    if rows is None or not rows.items:
        mistakes.add(node.place, f"参数“{name}”缺少“取值”清单")
        return None
    for key, place in node.keys.items():
        if key not in _ENTRY_KEYS:
            mistakes.add(place, f"参数里不认识“{key}”", suggestion(key, _ENTRY_KEYS))
    keys = _keys(rows.items)
    read = [_value(name, item, keys, mistakes) for item in rows.items]
    values = [value for value in read if value is not None]
    if not values:
        return None
    if len({v.value.dim for v in values}) > 1 or len({_excluded(v.text) for v in values}) > 1:
        mistakes.add(node.place, f"参数“{name}”各行的量纲和（含）（不含）必须一致", "不一致的请分成两个参数。")
    _no_twins(name, values, node, mistakes)
    about = node.get("说明")
    sort = ParameterSort(values[0].value.dim, not _excluded(values[0].text), keys)
    return Parameter(name, (about.text or "") if about else "", sort, tuple(values))


def _keys(items: tuple[Node, ...]) -> tuple[str, ...]:
    """The keys that name fields of the subject: all that are not the row's own."""
    return tuple(dict.fromkeys(key for item in items for key in (item.entries or {}) if key not in _ROW_KEYS))


def _value(name: str, node: Node, keys: tuple[str, ...], mistakes: Mistakes) -> Value | None:
    texts = {key: child.text or "" for key, child in (node.entries or {}).items()}
    for key in ("值", "依据", "核对"):
        if not texts.get(key):
            mistakes.add(node.place, f"参数“{name}”的一行缺少“{key}”", "每行要写值、依据、核对（已核或待核）。")
            return None
    if texts["核对"] not in CHECKED:
        mistakes.add(node.place, f"“核对”写 已核 或 待核，这里是“{texts['核对']}”")
    inner = node.get("值") or node
    try:
        start = int(read_date(texts["起"]).low) if texts.get("起") else _FIRST
        end = int(read_date(texts["止"]).high) if texts.get("止") else _LAST
        if texts.get("核对日期"):
            read_date(texts["核对日期"])
        value = _threshold(texts["值"])
    except NotationError as error:
        mistakes.add(inner.place, f"参数“{name}”：{error.message}", error.hint)
        return None
    words = tuple(texts.get(key, "") for key in keys)
    region = texts.get("地区", "").removeprefix("全国")
    return Value(region, start, end, words, value, texts["值"], texts["依据"], texts["核对"])


def _threshold(text: str) -> Quantity:
    bare = half_width(text).replace("(含)", "").replace("(不含)", "")
    return read_date(bare) if _DAY.fullmatch(bare) else read_quantity(bare, Dim.AMOUNT)


def _excluded(text: str) -> bool:
    return "(不含)" in half_width(text)


def _no_twins(name: str, values: list[Value], node: Node, mistakes: Mistakes) -> None:
    """Two rows for the same region, words and start would make the outcome a matter of chance."""
    seen = set()
    for value in values:
        key = (value.region, value.words, value.start)
        if key in seen:
            where = "、".join(filter(None, (value.region or "全国", *value.words)))
            mistakes.add(
                node.place, f"参数“{name}”有两行同地区、同起始日、同条件（{where}）", "请删去一行，或写明不同的起止。"
            )
        seen.add(key)
