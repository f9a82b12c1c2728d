"""Fact files of all sorts as plain data, made by hypothesis: every shape, every dimension, sources at every level."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from small import REGION, words
from trees import TEXTS

from engine.headings import folded
from engine.quantity import Dim
from engine.value_reading import EMPTY_WORDS
from engine.vocabulary import FINDING, Field, Kind, Shape

Draw = st.DrawFn
Data = dict[str, Any]
FIGURES = {
    Dim.MONEY: ("1000万元", "1,200.50万元", "126.67元", "约290万元", "380余万元", "近3亿元", "0元", "-5万元", "９万元"),
    Dim.FOREIGN: ("35,645万美元", "1美元"),
    Dim.RATIO: ("92.97%", "0%", "133.30%", "约95%"),
    Dim.POINTS: ("7.5个百分点",),
    Dim.COUNT: ("17个", "59名", "1,200家"),
    Dim.SCORE: ("91.41分", "50分"),
    Dim.NUMBER: ("7", "12", "2022年"),
    Dim.DATE: ("2022-08-31", "2022年8月", "2022年", "2022-8-3"),
    Dim.DAYS: ("30日", "7个工作日"),
    Dim.AMOUNT: ("22个", "10%", "133.8亿元", "1.10"),
    Dim.TRUTH: ("是", "否"),
}
NAMES = st.sampled_from(("甲", "乙", "丙", "丁", "甲（2）", "第3#项", "2022", "1.10")) | TEXTS.filter(
    lambda text: 0 < len(text) < 60
)
WORDS = TEXTS.filter(lambda text: text not in ("", "无") and not EMPTY_WORDS.fullmatch(text.rstrip("。")))
SOURCES = st.sampled_from(("自评报告 一（三）2", "第3行", "决算表: 第1张")) | WORDS
KINDS = [kind for word, kind in words().kinds.items() if word not in (FINDING, "部门")]
NONE = "无"


def text_of(draw: Draw, kind: Kind, field: Field, names: dict[str, list[str]]) -> Any:
    """A legal value of a field; names are those of the lists there are, which links point to."""
    if field.word not in kind.required and field.dim is not Dim.TRUTH and draw(st.integers(0, 5)) == 0:
        return NONE
    if field.link in names:
        return draw(st.sampled_from(names[field.link]))
    if field.dim is Dim.TAGS:
        return draw(st.lists(st.sampled_from(field.options) if field.options else WORDS, min_size=1, max_size=3))
    if field.options:
        return draw(st.sampled_from(field.options))
    return draw(st.sampled_from(FIGURES[field.dim]) if field.dim in FIGURES else WORDS)


def fact_of(draw: Draw, kind: Kind, names: dict[str, list[str]], given: Data) -> Data:
    """A fact with a few fields besides those given, and with sources of its own."""
    more = [word for word in kind.fields if word not in given and (word not in kind.key or word in kind.required)]
    needed = [word for word in kind.required if word not in given]
    some = draw(st.lists(st.sampled_from(more), max_size=4, unique=True)) if more else []
    fact = dict(given)
    for word in dict.fromkeys([*needed, *some]):
        fact[word] = text_of(draw, kind, kind.fields[word], names)
        if draw(st.integers(0, 3)) == 0:
            fact[word] = {"值": fact[word], "出处": draw(SOURCES)}
    return sourced(draw, fact)


def sourced(draw: Draw, data: Data) -> Data:
    """The same with a source of the whole, now and then."""
    return data | {"出处": draw(SOURCES)} if draw(st.integers(0, 3)) == 0 else data


def kind_of(draw: Draw, kind: Kind, names: dict[str, list[str]]) -> Any:
    """All facts of a kind."""
    if kind.shape is Shape.SINGLE:
        return fact_of(draw, kind, names, {})
    if kind.shape is Shape.TABLE:
        rows = draw(st.lists(st.sampled_from(kind.rows), min_size=1, max_size=3, unique=True))
        table = {row: fact_of(draw, kind, names, {}) for row in rows}
        taken = {row: {word: v for word, v in fact.items() if word not in kind.key} for row, fact in table.items()}
        return sourced(draw, taken)
    single = kind.key[0] if len(kind.key) == 1 else ""
    heads = names.get(kind.word) or draw(st.lists(WORDS, max_size=3, unique_by=folded))
    rows = [fact_of(draw, kind, names, {single: head} if single else {}) for head in heads]
    rows = [row for row in rows if row] or NONE
    if draw(st.booleans()):
        return rows
    return sourced(draw, {"清单完整": draw(st.sampled_from(("是", "否"))), "条目": rows})


@st.composite
def fact_files(draw: Draw) -> Data:
    """A fact file without mistakes."""
    kinds = draw(st.lists(st.sampled_from(KINDS), max_size=4, unique_by=lambda kind: kind.word))
    targets = {field.link for kind in KINDS for field in kind.fields.values() if field.link}
    names = {
        kind.word: draw(st.lists(NAMES.filter(lambda name: name != NONE), min_size=1, max_size=3, unique_by=folded))
        for kind in kinds
        if kind.word in targets
    }
    department = {"名称": draw(WORDS.filter(lambda name: len(name) < 60)), "年度": "2022", "地区": REGION}
    file: Data = {"部门": sourced(draw, department)}
    file |= {kind.word: kind_of(draw, kind, names) for kind in kinds}
    if draw(st.integers(0, 3)) == 0:
        waiver = {"规则": "BUD-001", "对象": draw(WORDS), "理由": draw(WORDS), "批准": "财政局", "到期": "2023-06-30"}
        file["豁免"] = draw(st.sampled_from([NONE, [waiver], [sourced(draw, waiver)]]))
    return file
