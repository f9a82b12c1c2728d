"""The kinds of facts a department file may hold: the one place where Chinese words meet English names.

Each class is one kind, each attribute one field; a field left out of a file is unknown, never false and never zero.
Source of the entities: the columns of 部门整体支出绩效自评 forms and exports, and the duties the rules check.
"""

from __future__ import annotations

from typing import Any, Literal, get_args, get_origin

from pydantic.fields import FieldInfo

from engine.kinds import consistency, department, performance, resources, selfreport
from engine.kinds.declaring import After, Facts, Link
from engine.quantity import Dim
from engine.vocabulary import FINDING_KIND, Field, Kind, Vocabulary

_PARTS = {
    "部门和预算": department,
    "绩效管理": performance,
    "采购、资产和公开": resources,
    "自评和整改": selfreport,
    "报告核对": consistency,
}


def vocabulary() -> Vocabulary:
    """Returns all kinds as plain data, the engine's own findings among them."""
    kinds = [
        _kind(model, part)
        for part, module in _PARTS.items()
        for model in vars(module).values()
        if isinstance(model, type) and model.__module__ == module.__name__ and issubclass(model, Facts)
    ]
    return Vocabulary({kind.word: kind for kind in (*kinds, FINDING_KIND)})


def _kind(model: type[Facts], part: str) -> Kind:
    fields = [_field(info) for info in model.model_fields.values()]
    needed = frozenset(info.alias or "" for info in model.model_fields.values() if info.is_required())
    return Kind(model.word, model.shape, model.__doc__ or "", {f.word: f for f in fields}, model.key, needed, part)


def _field(info: FieldInfo) -> Field:
    marks = info.metadata
    dim = next((m for m in marks if isinstance(m, Dim)), Dim.TEXT)
    link = next((m.kind for m in marks if isinstance(m, Link)), "")
    options = () if dim is Dim.TRUTH else _options(info.annotation)
    after = next((m.fields for m in marks if isinstance(m, After)), ())
    words = info.alias or "", dim, info.description or ""
    return Field(*words, options, link, "topic" in marks, "fixed" in marks, after)


def _options(annotation: Any) -> tuple[str, ...]:
    """Returns the words of a Literal, also inside a list."""
    if get_origin(annotation) is list:
        return _options(get_args(annotation)[0])
    return get_args(annotation) if get_origin(annotation) is Literal else ()
