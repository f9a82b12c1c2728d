"""The results of a batch as tables that Excel and WPS open at a double click, written from the lines of the results."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from msgspec.json import decode

_WHOSE: Final = ("部门", "年度", "地区")
_FOUND: Final = ("规则", "名称", "级别", "类型", "对象", "佐证", *_WHOSE)
_LACKING: Final = ("规则", "名称", "类型", "对象", "缺少", *_WHOSE)
_FEN: Final = "（分）"
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
Titles = Mapping[str, tuple[str, str]]


def write_tables(lines: Mapping[str, Path], tables: Mapping[str, Path], titles: Titles, evidence: bool) -> None:
    """Writes 问题, 无法判定 and 部门 as tables from the files of their lines; titles say the names of rules.

    Amounts of evidence are written in 万元, none rounded. Raises OSError.
    """
    found = _FOUND if evidence else tuple(word for word in _FOUND if word != "佐证")
    columns = {"问题": found, "无法判定": _LACKING, "部门": (*_WHOSE, "发现问题", "无法判定", "已豁免")}
    for name, words in columns.items():
        with lines[name].open("rb") as source, tables[name].open("w", encoding="utf-8-sig", newline="") as target:
            csv.writer(target).writerows(_rows(source, words, titles))


def _rows(lines: Iterable[bytes], words: tuple[str, ...], titles: Titles) -> Iterator[Iterable[object]]:
    yield words
    for line in lines:
        row: dict[str, Any] = decode(line)
        row["名称"] = titles.get(row.get("规则", ""), ("", ""))[0]
        yield [_cell(row.get(word, "")) for word in words]


def _cell(value: object) -> object:
    """A number as it is; else a text of one line that no program takes for a formula."""
    if isinstance(value, int):
        return value
    if isinstance(value, dict):
        text = "；".join(_stated(label, one) for label, one in value.items())
    else:
        text = "；".join(map(str, value)) if isinstance(value, list) else str(value)
    text = " ".join(text.split())
    return f"'{text}" if text.startswith(_FORMULA) else text


def _stated(label: str, value: object) -> str:
    if label.endswith(_FEN) and isinstance(value, int):
        whole, rest = divmod(abs(value), 10**6)
        amount = f"{'-' if value < 0 else ''}{whole:,}" + (f".{rest:06}".rstrip("0") if rest else "")
        return f"{label.removesuffix(_FEN)}：{amount}万元"
    return f"{label}：{'、'.join(map(str, value)) if isinstance(value, list) else value}"
