"""The JSON Schema of 表头.yaml, which says how the tables of exports are titled and headed."""

from __future__ import annotations

from engine.column_reading import COLUMN_KEYS, NAMES, NUMBER, SIGNS, TITLED, UNIT, UNIT_NAMES
from engine.handbook.fact_schema import Schema, either, mapping, one_of, text
from engine.heading_reading import (
    BESIDE,
    FIELDS,
    IGNORED,
    IGNORED_SHEETS,
    SAME,
    SHEETS,
    SUPPLIER,
    TABLES,
    kinds_with_tables,
)
from engine.headings import FRACTION, PERCENT
from engine.vocabulary import Kind, Shape, Vocabulary

_DRAFT = "https://json-schema.org/draft/2020-12/schema"
_FORM = "一列"


def headings_schema(words: Vocabulary) -> Schema:
    """The schema of 表头.yaml."""
    kinds = kinds_with_tables(words)
    lists = tuple(word for word, kind in kinds.items() if kind.shape is Shape.LIST)
    keys = {
        TABLES: mapping({word: _table(kind, lists) for word, kind in kinds.items()}, about="每种事实一节"),
        IGNORED: _names("有意不读的列"),
        IGNORED_SHEETS: _names("有意不读的工作表"),
        SAME: _names("各行必须相同的列，如部门、年度：一个文件只能是一个部门一个年度的"),
        SIGNS: _signs("所有的表里，格子里的记号是什么意思"),
    }
    about = "各种表格怎样对应到事实：工作表叫什么、由谁提供、各列叫什么"
    return {"$schema": _DRAFT, "title": "表头.yaml"} | mapping(keys, about=about) | {"$defs": {_FORM: _column()}}


def _table(kind: Kind, lists: tuple[str, ...]) -> Schema:
    fields: Schema = {
        word: {"$ref": f"#/$defs/{_FORM}", "description": field.about or word} for word, field in kind.fields.items()
    }
    keys = {
        SHEETS: _names("工作表的名称，第一个是本程序的工作簿用的"),
        SUPPLIER: text("谁通常提供这类资料，印在取数清单上", "财务科室（预算管理一体化系统导出）"),
        FIELDS: mapping(fields, about="各字段的其他列名"),
        IGNORED: _names("这类表里有意不读的列"),
        SIGNS: _signs("这类表里，格子里的记号是什么意思"),
    }
    if kind.shape is Shape.LIST:
        keys[BESIDE] = one_of(tuple(word for word in lists if word != kind.word), "也可以从哪一类的表里取")
    return mapping(keys, about=kind.about)


def _column() -> Schema:
    """What may be said of a field: its other column names alone, or more."""
    said = {
        NAMES: _names("其他列名"),
        UNIT: text("表上没有写单位时，光写一个数是什么单位", "万元", "人"),
        NUMBER: one_of((PERCENT, FRACTION), "光写一个数的比率：百分数（97就是97%）或小数（0.97就是97%）"),
        UNIT_NAMES: _names("逐行写单位的列"),
        SIGNS: _signs("这一列里，格子里的记号是什么意思"),
        TITLED: one_of(("是", "否"), "表里没有这一列时，是否取工作表的名称"),
    }
    return either("其他列名，或写明更多", _names("其他列名"), mapping({key: said[key] for key in COLUMN_KEYS}))


def _names(about: str) -> Schema:
    return either(about, text(about), {"type": "array", "items": text(about)})


def _signs(about: str) -> Schema:
    return {"type": "object", "description": about, "additionalProperties": text("意思；当作没有填的写 不知道", "是")}
