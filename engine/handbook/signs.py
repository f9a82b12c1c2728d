"""The words for comparing things of different sorts: a day is later, a sum higher, a count more than another."""

from __future__ import annotations

from engine.quantity import Dim

_FIGURES = {"=": "等于", "≠": "不等于", "<": "低于", "≤": "不高于", ">": "高于", "≥": "不低于"}
_DAYS = {"=": "为", "≠": "不是", "<": "早于", "≤": "不晚于", ">": "晚于", "≥": "不早于"}
_COUNTS = {"=": "等于", "≠": "不等于", "<": "少于", "≤": "不超过", ">": "超过", "≥": "不少于"}
_NUMBERS = {"=": "等于", "≠": "不等于", "<": "小于", "≤": "不大于", ">": "大于", "≥": "不小于"}
_SORTS = {Dim.NUMBER: _NUMBERS, Dim.DATE: _DAYS, Dim.COUNT: _COUNTS, Dim.DAYS: _COUNTS}
_RANK = {"+": 1, "-": 1, "×": 2, "÷": 2}


def compared(op: str, dim: Dim) -> str:
    """The word for a comparison (= ≠ < ≤ > ≥) of two values of a dimension."""
    return _SORTS.get(dim, _FIGURES)[op]


def bracketed(outer: str, inner: str, right: bool) -> bool:
    """Whether an operation inside another one needs brackets to keep its meaning."""
    return _RANK[inner] < _RANK[outer] or (right and outer in "-÷" and _RANK[inner] == _RANK[outer])
