"""A tree to a line of JSON as a batch reads departments fastest, wherever that says the same; else as it was written.

Money written to the 分 becomes a number of 分 under a key with that unit, a whole number of 个 one under such a key,
years and months plain numbers; days are written 2022-08-31, lists that are whole stand by themselves.
"""

from __future__ import annotations

import json
from datetime import date
from fractions import Fraction
from typing import Any

from engine.intake.json_writing import plain
from engine.intake.layout import COMPLETE, ITEMS, YES_WORD
from engine.nodes import Node
from engine.notation import NotationError, read_quantity
from engine.quantity import NUMERIC, ZERO, Dim, Quantity
from engine.value_reading import FEN, SOURCE, VALUE, stated
from engine.vocabulary import NOTHING_WORD, Field, Kind, Shape, Vocabulary

_HALF_FEN = Fraction(1, 200)  # of what is written to the 分, in 元
_COUNTED = "个"


def json_line(tree: Node, vocabulary: Vocabulary) -> str:
    """Writes a tree of facts whose keys carry no units as one line, with its line break."""
    found = {
        word: _kind(vocabulary.kinds[word], node) if word in vocabulary.kinds else plain(node)
        for word, node in (tree.entries or {}).items()
    }
    return json.dumps(found, ensure_ascii=False, separators=(",", ":")) + "\n"


def _kind(kind: Kind, node: Node) -> Any:
    if kind.shape is Shape.LIST:
        return _list(kind, node)
    if kind.shape is Shape.SINGLE:
        return _fact(kind, node)
    return {row: _fact(kind, child) if row != SOURCE else plain(child) for row, child in (node.entries or {}).items()}


def _list(kind: Kind, node: Node) -> Any:
    inner, flag = node.get(ITEMS), node.get(COMPLETE)
    if inner is None:
        return _items(kind, node)
    if SOURCE in (node.entries or {}) or (flag is not None and flag.text != YES_WORD):
        return {word: _items(kind, c) if word == ITEMS else plain(c) for word, c in (node.entries or {}).items()}
    return _items(kind, inner)


def _items(kind: Kind, node: Node) -> Any:
    """The facts of a list; an empty one is what 无 says."""
    return [_fact(kind, item) for item in node.items] if node.items else NOTHING_WORD


def _fact(kind: Kind, node: Node) -> Any:
    return dict(
        _value(kind.fields[word], child) if word in kind.fields else (word, plain(child))
        for word, child in (node.entries or {}).items()
    )


def _value(field: Field, node: Node) -> tuple[str, Any]:
    """The key and the value of a field, with its source where it has one."""
    text = stated(node).text
    if text is None or field.dim not in NUMERIC:
        return field.word, plain(node)
    unit, value = _figure(field.dim, text)
    key = f"{field.word}（{unit}）" if unit else field.word
    return key, value if node.entries is None else plain(node) | {VALUE: value}


def _figure(dim: Dim, text: str) -> tuple[str, int | str]:
    """A figure as a whole number and its unit, where that is all it says; else without a unit as it is written."""
    try:
        value = read_quantity(text, dim)
    except NotationError:  # 无, or a year with its word
        return "", text
    if not value.exact or value.mark:
        return "", text
    number = value.nominal
    if dim is Dim.DATE:
        return "", date.fromordinal(int(number)).isoformat() if value.unit == "日" else text
    if dim is Dim.NUMBER:
        return "", int(number) if text == str(number) else text
    return _whole(dim, value, text)


def _whole(dim: Dim, value: Quantity, text: str) -> tuple[str, int | str]:
    """Money to the 分 and whole counts; an amount stays, which might be either."""
    fen = value.nominal * 100
    if dim is Dim.MONEY and value.unit == "元" and value.half == _HALF_FEN and fen.denominator == 1:
        return FEN, int(fen)
    counted = dim is Dim.COUNT and value.unit == _COUNTED and value.half == ZERO
    return (_COUNTED, int(value.nominal)) if counted and value.nominal.denominator == 1 else ("", text)
