"""Checks the shape of a file's tree against a pydantic model and says in Chinese, with its place, what does not fit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from engine.mistakes import Mistakes, Place, suggestion
from engine.nodes import Node

Shaped = TypeVar("Shaped", bound=BaseModel)


def shaped(model: type[Shaped], node: Node, mistakes: Mistakes) -> Shaped | None:
    """Returns the model filled from a tree, or None after noting every mistake in it."""
    if node.entries is None:
        mistakes.add(node.place, f"这里应是一组键值，写的是{node.sort}")
        return None
    try:
        return model.model_validate(_plain(node))
    except ValidationError as error:
        for detail in error.errors(include_url=False, include_context=True):
            _note(model, node, detail["type"], detail["loc"], detail.get("ctx", {}), mistakes)
        return None


def _plain(node: Node) -> Any:
    if node.entries is not None:
        return {key: _plain(child) for key, child in node.entries.items()}
    if node.items is not None:
        return [_plain(item) for item in node.items]
    return node.text


def _note(
    model: type[BaseModel], node: Node, sort: str, loc: Sequence[int | str], ctx: dict[str, Any], mistakes: Mistakes
) -> None:
    """Puts one of pydantic's findings into words; pydantic keeps `sort` stable between versions, its messages not."""
    last = str(loc[-1]) if loc else ""
    if sort == "extra_forbidden":
        parent = _walk(node, loc[:-1])
        place = parent.keys.get(last, parent.place)
        mistakes.add(place, f"不认识的键“{last}”", suggestion(last, _keys(model, loc[:-1])))
        return
    at = _walk(node, loc)
    if sort == "missing":
        mistakes.add(at.place, f"缺少“{last}”", _about(model, loc))
    elif sort in ("literal_error", "enum"):
        words = [w.strip("'") for w in str(ctx.get("expected", "")).replace(" or ", ", ").split(", ")]
        mistakes.add(at.place, f"“{at.text}”不能用在这里", suggestion(at.text or "", words))
    elif sort == "too_short":
        mistakes.add(at.place, f"“{last}”至少要写一条")
    else:
        wanted = {"list_type": "清单", "dict_type": "一组键值", "model_type": "一组键值"}.get(sort, "文字")
        key = next((str(part) for part in reversed(loc) if isinstance(part, str)), "")
        mistakes.add(at.place, f"“{key}”应是{wanted}，这里是{at.sort}")


def _walk(node: Node, loc: Sequence[int | str]) -> Node:
    """The deepest node on the way that exists."""
    for part in loc:
        inner: Node | None = None
        if isinstance(part, int) and node.items is not None and part < len(node.items):
            inner = node.items[part]
        elif isinstance(part, str):
            inner = node.get(part)
        if inner is None:
            break
        node = inner
    return node


def _keys(model: type[BaseModel], loc: Sequence[int | str]) -> list[str]:
    return [info.alias or name for name, info in _inner(model, loc).model_fields.items()]


def _about(model: type[BaseModel], loc: Sequence[int | str]) -> str:
    fields = {info.alias or name: info for name, info in _inner(model, loc[:-1]).model_fields.items()}
    info = fields.get(str(loc[-1]))
    return (info.description or "") if info else ""


def _inner(model: type[BaseModel], loc: Sequence[int | str]) -> type[BaseModel]:
    """The model that describes the mapping at a location."""
    for part in loc:
        if isinstance(part, int):
            continue
        info = next((i for n, i in model.model_fields.items() if part in (i.alias, n)), None)
        nested = _model_in(info.annotation) if info else None
        if nested is None:
            return model
        model = nested
    return model


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((m for a in getattr(annotation, "__args__", ()) if (m := _model_in(a)) is not None), None)


def place_of(node: Node, *path: int | str) -> Place:
    """The place of the deepest part of a path that exists."""
    return _walk(node, path).place
