"""The JSON Schema of rule files, made from the models that read them, and of the files that stand beside them."""

from __future__ import annotations

from typing import Any

from engine.handbook.fact_schema import (
    GROUPED,
    GROUPED_FORM,
    Schema,
    definitions,
    either,
    grouped,
    mapping,
    one_of,
    text,
)
from engine.quantity import NUMERIC, Dim
from engine.rule import SEVERITIES
from engine.rulebook import Rulebook
from engine.rulefile import BasisFile, CaseFile, GivenFile, GradeFile, RuleFile
from engine.verdict import State
from engine.vocabulary import FINDING, Field, Vocabulary

DRAFT = "https://json-schema.org/draft/2020-12/schema"
_DAY = "^ *[0-9０-９]{4} *[-－−–年]"
_YEARS = "^ *[0-9]{4}( *起| *[-—至] *[0-9]{4})? *$"
_YEAR = {"type": ["string", "integer"], "pattern": "^ *(19|20|21)[0-9]{2} *$", "minimum": 1900, "maximum": 2199}
_EDGE = "[（(](含|不含)[）)] *$"


def rule_schema(book: Rulebook) -> Schema:
    """The schema of a rule file."""
    words = book.vocabulary
    verdicts = one_of(tuple(str(state) for state in State if state is not State.WAIVED), "判定")
    facts = {word: {"$ref": f"#/$defs/{word}"} for word in words.kinds if word != FINDING}
    basis, grade, given = _model(BasisFile), _model(GradeFile), _model(GivenFile)
    basis["properties"]["核对日期"] |= {"type": "string", "pattern": _DAY}
    case = _model(CaseFile)
    _put(case, "年度", _YEAR)
    _put(case, "事实", mapping(facts))
    _put(case, "先有问题", {"type": "array", "items": given})
    _put(case, "结果", {"anyOf": [verdicts, {"type": "object", "additionalProperties": verdicts, "minProperties": 1}]})
    _put(case, "级别", {"enum": list(SEVERITIES)})
    _put(case, "缺少", {"type": "array", "items": text("一个缺口里的字")})
    rule = _model(RuleFile)
    kinds: Schema = {"enum": list(words.kinds)}
    _put(rule, "主题", {"enum": list(book.themes)})
    _put(rule, "严重程度", {"anyOf": [{"enum": list(SEVERITIES)}, {"type": "array", "items": grade, "minItems": 1}]})
    _put(rule, "依据", {"type": "array", "items": basis, "minItems": 1})
    _put(rule, "适用年度", {"type": ["string", "integer"], "pattern": _YEARS})
    _put(rule, "对象", {"anyOf": [kinds, {"type": "array", "items": kinds, "minItems": 1}]})
    _put(rule, "用例", {"type": "array", "items": case, "minItems": 1})
    return {"$schema": DRAFT, "title": "规则文件"} | rule | {"$defs": definitions(words, complete=False)}


def _model(model: type[RuleFile | CaseFile | BasisFile | GradeFile | GivenFile]) -> Schema:
    """The keys of a model: what each is for, how it is written, and which are needed."""
    fields = {field.alias or name: field for name, field in model.model_fields.items()}
    keys: Schema = {}
    for word, field in fields.items():
        keys[word] = text(field.description or word, *map(str, field.examples or ()))
        if _choices(field.annotation):
            keys[word] = one_of(_choices(field.annotation), field.description or word)
    return mapping(keys, tuple(word for word, field in fields.items() if field.is_required()), model.__doc__ or "")


def _choices(annotation: Any) -> tuple[str, ...]:
    """The words of a Literal; empty for anything else."""
    words = getattr(annotation, "__args__", ())
    return words if words and all(isinstance(word, str) for word in words) else ()


def _put(schema: Schema, word: str, form: Schema) -> None:
    """Gives a key a form of its own and keeps what is said of it."""
    said = schema["properties"][word]
    schema["properties"][word] = {name: said[name] for name in ("description", "examples") if name in said} | form


def parameters_schema(words: Vocabulary) -> Schema:
    """The schema of 参数.yaml."""
    day: Schema = {"type": "string", "pattern": _DAY}
    edge: Schema = {"type": "string", "pattern": _EDGE}
    row = {
        "地区": text("自省级写起；不写就是全国", "广东省广州市增城区"),
        "起": day | {"description": "从哪一天起，按评价年度12月31日取值", "examples": ["2022-01-01"]},
        "止": day | {"description": "到哪一天止"},
        "自": edge | {"description": "阶梯的这一档从哪里起，写明含、不含", "examples": ["10%（不含）"]},
        "至": edge | {"description": "阶梯的这一档到哪里止，写明含、不含", "examples": ["30%（含）"]},
        "值": text("带单位的数，可写明（含）（不含）；阶梯也可以写词", "1000万元（含）", "95%", "30日", "3分"),
        "依据": text("取自哪里；没有制度来源的写〔设计〕"),
        "核对": one_of(("已核", "待核"), "有没有人对照原文核过"),
        "核对日期": day | {"description": "最近一次对照原文核对的日期"},
        "说明": text("对这一行的说明"),
    }
    rows = {
        "type": "array",
        "minItems": 1,
        "description": "各地区、各时期、各种对象的取值，一行一个",
        "items": grouped(mapping(_choosing(words) | row, ("值", "依据", "核对"), "一行取值")),
    }
    ladder = tuple(str(dim) for dim in Dim if dim in NUMERIC - {Dim.DATE, Dim.AMOUNT})
    entry = {"说明": text("这个标准用在哪里"), "阶梯": one_of(ladder, "按什么量纲的数分档"), "取值": rows}
    about = "标准和阶梯：名称、说明、各地区各时期的取值"
    return {"$schema": DRAFT, "title": "参数.yaml", "description": about, "type": "object"} | {
        "additionalProperties": mapping(entry, ("取值",), "一个标准或阶梯"),
        "$defs": {GROUPED: GROUPED_FORM},
    }


def _choosing(words: Vocabulary) -> Schema:
    """The fields of facts that may choose a row of a parameter."""
    known: dict[str, list[Field]] = {}
    for kind in words.kinds.values():
        for field in kind.fields.values():
            known.setdefault(field.word, []).append(field)
    return {
        word: one_of(
            tuple(dict.fromkeys(option for field in fields for option in field.options)), "按对象的这个字段取行"
        )
        for word, fields in known.items()
        if all(field.options for field in fields)
    } | {word: text("按对象的这个字段取行") for word, fields in known.items() if not all(f.options for f in fields)}


def derived_schema(words: Vocabulary) -> Schema:
    """The schema of 推导.yaml."""
    formula = text("由字段算出的数字或条件", "支出 ÷ 总预算")
    first: Schema = {"type": "array", "items": formula, "minItems": 1, "description": "依次取第一个知道的"}
    several = mapping({"取": formula, "先取": first, "说明": text("说明")}) | {
        "anyOf": [{"required": ["取"]}, {"required": ["先取"]}]
    }
    kinds = {
        word: {
            "type": "object",
            "description": kind.about,
            "additionalProperties": {"$ref": "#/$defs/推导"},
        }
        for word, kind in words.kinds.items()
        if word != FINDING
    }
    about = "由事实算出来的数字和条件，按事实类型写"
    return (
        {"$schema": DRAFT, "title": "推导.yaml"}
        | mapping(kinds, about=about)
        | {"$defs": {"推导": either("名称: 式子", formula, several)}}
    )


def themes_schema() -> Schema:
    """The schema of 主题.yaml."""
    theme = mapping(
        {"主题": text("规则和事实里用的词"), "标题": text("报告里的标题"), "说明": text("说明")},
        ("主题", "标题"),
        "一个主题",
    )
    return {"$schema": DRAFT, "title": "主题.yaml", "type": "array", "items": theme, "minItems": 1} | {
        "description": "顺序就是报告里的顺序"
    }


def acknowledged_schema() -> Schema:
    """The schema of 已知提示.yaml, which explains notes of lint."""
    name = text("规则编号、参数名或文件名，就是提示里说到的那个")
    entry = mapping(
        {
            "代码": text("提示的代码", "L401") | {"type": "string", "pattern": "^ *L[0-9]{3} *$"},
            "位置": either("这条说明管哪里，一处或几处", name, {"type": "array", "items": name, "minItems": 1}),
            "理由": text("为什么不用改"),
        },
        ("代码", "位置", "理由"),
    )
    return _list("已知提示.yaml", "lint 的提示里看过、不用改的", entry)


def explained_schema() -> Schema:
    """The schema of 变异说明.yaml, which explains changes that no case can notice."""
    owners = {"规则": "规则编号", "推导": "类型.名称，如 指标.一致目标", "参数": "参数的名称"}
    entry = mapping(
        {word: text(about) for word, about in owners.items()}
        | {
            "改动": text("命令印出的改动", "把“最小”改为“最大”"),
            "位置": text("改动所在的原文；只有一处的不用写"),
            "理由": text("为什么没有用例能看出差别"),
        },
        ("改动", "理由"),
    ) | {"oneOf": [{"required": [word]} for word in owners]}
    return _list("变异说明.yaml", "改了也不可能看出差别的地方，逐条写明理由", entry)


def _list(title: str, about: str, entry: Schema) -> Schema:
    return {"$schema": DRAFT, "title": title, "description": about, "type": "array", "items": entry}
