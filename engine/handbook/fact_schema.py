"""The JSON Schema of facts: every kind and field with its words, so that an editor completes and marks them.

It never refuses what the engine's readers take; figures are texts with their units, and 60 for 60% is marked. A key
may carry the unit, 年度预算（分）, and has a bare number then.
"""

from __future__ import annotations

from typing import Any

from engine.notation import EXAMPLES, MULTIPLES
from engine.quantity import COUNTERS, Dim
from engine.value_reading import SOURCE, UNITS
from engine.vocabulary import FINDING, NOTHING_WORD, Field, Kind, Shape, Vocabulary
from engine.waiver_reading import KEYS

Schema = dict[str, Any]
TEXTS = ["string", "number", "boolean"]  # what an editor may take an unquoted text for
_DIGIT = "[0-9０-９]"
_FIGURES = {
    Dim.MONEY: f"{_DIGIT}.*元",
    Dim.FOREIGN: f"{_DIGIT}.*美元",
    Dim.RATIO: f"{_DIGIT}.*[%％]",
    Dim.POINTS: f"{_DIGIT}.*百分点",
    Dim.COUNT: f"{_DIGIT}.*[^0-9０-９.,，]",
    Dim.SCORE: f"{_DIGIT}.*分",
    Dim.DATE: f"^ *{_DIGIT}{{4}} *[-－−–年]",
    Dim.DAYS: f"{_DIGIT}.*[日天]",
}
# 138,179.36万元 in braces: an editor takes what follows the comma for a key of its own, the engine does not.
_THOUSANDS = "^[0-9]{3}([^0-9]|$)"
GROUPED = "花括号里带千分位逗号的数"
GROUPED_FORM: Schema = {"type": "object", "not": {"propertyNames": {"not": {"pattern": _THOUSANDS}}}}


def text(about: str, *examples: str) -> Schema:
    """A text that is not empty."""
    return {"type": TEXTS, "minLength": 1, "description": about} | ({"examples": list(examples)} if examples else {})


def one_of(words: tuple[str, ...], about: str) -> Schema:
    """One of a closed list of words."""
    return {"enum": list(words), "description": about}


def mapping(properties: Schema, required: tuple[str, ...] = (), about: str = "") -> Schema:
    """A mapping with no other keys than these."""
    found: Schema = {"type": "object"} | ({"description": about} if about else {})
    found |= {"properties": properties, "additionalProperties": False}
    return found | ({"required": list(required)} if required else {})


def grouped(schema: Schema) -> Schema:
    """A mapping that may stand in braces and hold figures with commas, which an editor cannot tell from keys."""
    return {"anyOf": [schema, {"$ref": f"#/$defs/{GROUPED}"}]}


def either(about: str, *schemas: Schema) -> Schema:
    """One of several forms."""
    return {"description": about, "anyOf": list(schemas)}


def facts_schema(words: Vocabulary) -> Schema:
    """The schema of a fact file."""
    kinds = {word: kind for word, kind in words.kinds.items() if word != FINDING}
    properties = {word: {"$ref": f"#/$defs/{word}"} for word in kinds} | {"豁免": _waivers()}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "部门事实文件",
        **mapping(properties, ("部门",), "一个部门一个年度的事实和数字；没有写的就是不知道"),
        "$defs": definitions(words),
    }


def definitions(words: Vocabulary, complete: bool = True) -> Schema:
    """Everything that facts are made of, by name; in a case of a rule (not complete) the department is filled in."""
    kinds = [kind for word, kind in words.kinds.items() if word != FINDING]
    rows = {_row(kind): _fact(kind, (), kind.key[0]) for kind in kinds if kind.shape is Shape.TABLE}
    return {k.word: _kind(k, complete or k.word != "部门") for k in kinds} | rows | _forms(words)


def _row(kind: Kind) -> str:
    return f"{kind.word}的一行"


def _kind(kind: Kind, complete: bool) -> Schema:
    """The schema of the facts of a kind; one that is not complete need not state what it must."""
    about = f"{kind.about}（{kind.shape}）"
    fact = _fact(kind, tuple(word for word in kind.fields if word in kind.required) if complete else ())
    if kind.shape is Shape.SINGLE:
        return fact | {"description": about}
    if kind.shape is Shape.TABLE:
        rows: Schema = {word: {"$ref": f"#/$defs/{_row(kind)}", "description": word} for word in kind.rows}
        return mapping(rows | {SOURCE: _source()}, about=f"{about}；没有写的行就是不知道")
    listed: Schema = {"type": "array", "items": fact}
    nothing: Schema = {"const": NOTHING_WORD, "description": "看过了，一条也没有"}
    part = mapping(
        {
            "清单完整": one_of(("是", "否"), "还有没列出来的写 否"),
            "条目": either("列出来的各条", listed, nothing),
            SOURCE: _source(),
        },
        ("条目",),
        "清单只列出一部分",
    )
    return either(about, listed, part, nothing)


def _fact(kind: Kind, required: tuple[str, ...], given: str = "") -> Schema:
    fields = {word: field for word, field in kind.fields.items() if word != given}
    values = {word: _field(field, word in kind.required) for word, field in fields.items()} | {SOURCE: _source()}
    form = mapping(values, required)
    alike: dict[Dim, list[str]] = {}
    for word, field in fields.items():
        if field.dim in _UNITS:
            alike.setdefault(field.dim, []).append(word)
    if alike:
        form["patternProperties"] = {_keys(d, *words): {"$ref": f"#/$defs/{_BARE}{d}"} for d, words in alike.items()}
    return grouped(form)


# The units that a key may carry, as patterns.
_UNITS = {dim: "|".join(units) for dim, units in UNITS.items()} | {
    Dim.RATIO: "[%％]",
    Dim.COUNT: f"({'|'.join(MULTIPLES)})[{''.join(sorted(COUNTERS))}]",
    Dim.AMOUNT: "[^0-9０-９（）()]+",
}
_BARE = "单位在键上·"


def _keys(dim: Dim, *words: str) -> str:
    """The pattern of the keys of some fields of a dimension with a unit."""
    return f"^({'|'.join(words)})\\s*[（(]\\s*({_UNITS[dim]})\\s*[)）]$"


def _bare(dim: Dim) -> Schema:
    """A figure whose unit its key carries: a number, be it an approximate one; the unit may be said again."""
    figure = f"^[大约近超过不足 ]*[-+＋－−–]? *{_DIGIT}[0-9０-９,，.． ]*[余多]? *({_UNITS[dim]})? *(左右|以上)? *$"
    wrong = "单位已经写在键上，这里只写数字"
    pattern = {"pattern": f"{figure}|^{NOTHING_WORD}$", "patternErrorMessage": wrong, "errorMessage": wrong}
    value: Schema = {"type": ["string", "number"]} | pattern
    about = f"值和它的出处；{wrong}"
    return either(wrong, value, grouped(mapping({"值": value, SOURCE: _source()}, ("值",), about)))


def _source() -> Schema:
    return {"$ref": f"#/$defs/{SOURCE}"}


def _field(field: Field, needed: bool) -> Schema:
    return {"$ref": f"#/$defs/{_form(field, needed)}", "description": about_field(field)}


def _form(field: Field, needed: bool) -> str:
    """The name of the form that a field's value has; many fields share one."""
    return ("" if needed or field.dim is Dim.TRUTH else "可无·") + "·".join((field.dim, *field.options))


def _forms(words: Vocabulary) -> Schema:
    """Every form that values have, by name: the value alone, or the value with where it stands."""
    found: Schema = {SOURCE: text("写在原件的哪里", "自评报告 一（三）"), GROUPED: GROUPED_FORM}
    for kind in words.kinds.values():
        for field in kind.fields.values():
            needed = field.word in kind.required
            value = _value(field, needed)
            sourced = mapping({"值": value, SOURCE: _source()}, ("值",), "值和它的出处")
            found[_form(field, needed)] = {"anyOf": [value, grouped(sourced)]}
    found |= {f"{_BARE}{dim}": _bare(dim) for dim in _UNITS}
    return found


def about_field(field: Field) -> str:
    """What a field is for, in a line."""
    sort = "" if field.dim in (Dim.TEXT, Dim.TAGS, Dim.TRUTH) else f"{field.dim}，例如：{EXAMPLES[field.dim]}"
    link = f"填{field.link}的名称" if field.link else ""
    return "；".join(filter(None, (field.about, sort, link))) or field.word


def _value(field: Field, needed: bool) -> Schema:
    nothing = [] if needed else [NOTHING_WORD]
    if field.dim is Dim.TRUTH:
        return {"enum": ["是", "否"]}
    if field.dim is Dim.TAGS:
        word: Schema = {"enum": list(field.options)} if field.options else {"type": TEXTS, "minLength": 1}
        alone: Schema = {"enum": [*field.options, *nothing]} if field.options else word
        return {"anyOf": [{"type": "array", "items": word}, alone]}
    if field.dim is Dim.TEXT:
        return {"enum": [*field.options, *nothing]} if field.options else {"type": TEXTS, "minLength": 1}
    loose = field.dim in (Dim.NUMBER, Dim.AMOUNT)
    pattern = "|".join([_DIGIT if loose else _FIGURES[field.dim], *(f"^{word}$" for word in nothing)])
    wrong = f"应是{field.dim}，例如：{EXAMPLES[field.dim]}"
    return {
        "type": ["string", "number"] if loose else "string",
        "pattern": pattern,
        "patternErrorMessage": wrong,  # what VS Code says instead of naming the pattern
        "errorMessage": wrong,
    }


_WAIVED = {
    "规则": "规则编号",
    "对象": "检查结果里印出的对象名称",
    "理由": "为什么豁免",
    "批准": "谁批准的",
    "到期": "到期日，当天仍有效，如 2023-06-30",
}


def _waivers() -> Schema:
    waiver = mapping({word: text(_WAIVED[word]) for word in KEYS} | {SOURCE: _source()}, KEYS)
    return either("批准的豁免，五项都要写", {"type": "array", "items": waiver}, {"const": NOTHING_WORD})
