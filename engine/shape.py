"""Checks the shape of a file's tree against a pydantic model and says in Chinese, with its place, what does not fit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from engine.mistakes import Mistakes, Place, nearest, suggestion
from engine.nodes import Node
from engine.unreadable import COMMA, not_a_key

Shaped = TypeVar("Shaped", bound=BaseModel)
BLANK = "待填"  # what the file of a new rule holds where its author has yet to write


def shaped(model: type[Shaped], node: Node, mistakes: Mistakes) -> Shaped | None:
    """Returns the model filled from a tree, or None after noting every mistake in it."""
    if node.entries is None:
        mistakes.add(node.place, f"这里应是一组键值，写的是{node.sort}", "每行写“键: 值”。")
        return None
    try:
        return model.model_validate(_plain(node))
    except ValidationError as error:
        details = error.errors(include_url=False, include_context=True)
        extra = [detail["loc"] for detail in details if detail["type"] == "extra_forbidden"]
        meant = {(*loc[:-1], word) for loc in extra for word in nearest(str(loc[-1]), _keys(model, loc[:-1]))[:1]}
        for detail in details:
            if detail["type"] == "missing" and detail["loc"] in meant:
                continue  # a key with a slip of the pen is one mistake, not two
            _note(model, node, detail["type"], detail["loc"], detail.get("ctx", {}), mistakes)
        return None


def note_blanks(
    model: type[BaseModel], node: Node, options: Mapping[str, Sequence[str]], mistakes: Mistakes
) -> list[Place]:
    """Notes every text that still reads 待填 and says what belongs there; returns where they stand.

    `options` gives the words that a key of the whole file may hold.
    """
    places = []
    for loc, at in _blanks(node, ()):
        key = next(part for part in reversed(loc) if isinstance(part, str))
        info = _inner(model, loc[:-1] if isinstance(loc[-1], str) else loc[:-2]).model_fields
        field = next((field for field in info.values() if field.alias == key), None)
        mistakes.add(at.place, f"“{key}”还没有填", _wanted(field, options.get(key, ()) if len(loc) < 3 else ()))
        places.append(at.place)
    return places


def _blanks(node: Node, loc: tuple[int | str, ...]) -> Iterator[tuple[tuple[int | str, ...], Node]]:
    if node.text == BLANK and loc:
        yield loc, node
    for key, child in (node.entries or {}).items():
        yield from _blanks(child, (*loc, key))
    for number, item in enumerate(node.items or ()):
        yield from _blanks(item, (*loc, number))


def _wanted(field: FieldInfo | None, options: Sequence[str]) -> str:
    if field is None:
        return "请写上内容；用不着的键整行删去。"
    words = f"可以写：{'、'.join(options)}。" if options else ""
    examples = "；".join(map(str, field.examples or ()))
    needless = "" if field.is_required() else "没有的整行删去。"
    return f"{field.description}。{needless}" + (words or (f"例如：{examples}" if examples else ""))


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
    at, key = _walk(node, loc)
    if sort == "extra_forbidden":
        whole, known = _walk(node, loc[:-1])[0], _keys(model, loc[:-1])
        split = at.text == "" and at.place.line == whole.place.line  # nothing behind it, on the line of the { }
        hint = not_a_key(last, split) or (COMMA if split and not nearest(last, known) else suggestion(last, known))
        mistakes.add(whole.keys[last], f"不认识的键“{last}”", hint)
    elif sort == "missing":
        mistakes.add(at.place, f"缺少“{last}”", f"请补上“{last}: ……”（{_about(model, loc)}）。")
    elif at.text == "":
        mistakes.add(at.place, f"“{key}”没有写内容", "请写上内容；用不着的键整行删去。")
    elif sort == "literal_error" and at.text is not None:
        words = [w.strip("'") for w in str(ctx.get("expected", "")).replace(" or ", ", ").split(", ")]
        mistakes.add(at.place, f"“{key}”不能写“{at.text}”", suggestion(at.text, words))
    elif sort == "too_short":
        mistakes.add(at.place, f"“{key}”至少要写一条", _FORMS["清单"])
    else:
        wanted = {"list_type": "清单", "dict_type": "一组键值", "model_type": "一组键值"}.get(sort, "文字")
        which = f"“{key}”的一条" if isinstance(loc[-1], int) else f"“{key}”"
        mistakes.add(at.place, f"{which}应是{wanted}，这里是{at.sort}", _FORMS[wanted])


_FORMS = {
    "清单": "写成 [……]，或每条另起一行、以“- ”开头。",
    "一组键值": "写成“键: 值”，或 {键: 值, 键: 值}。",
    "文字": "",
}


def _walk(node: Node, loc: Sequence[int | str]) -> tuple[Node, str]:
    """The deepest node on the way that exists, and the last key that leads to it."""
    key = ""
    for part in loc:
        inner: Node | None = None
        if isinstance(part, int) and node.items is not None and part < len(node.items):
            inner = node.items[part]
        elif isinstance(part, str):
            inner = node.get(part)
        if inner is None:
            break
        node, key = inner, part if isinstance(part, str) else key
    return node, key


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
