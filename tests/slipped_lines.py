"""Department lines with a slip in each: what people, exports and programs get wrong, and what hardly looks wrong."""

from __future__ import annotations

import json
import re
from copy import deepcopy
from random import Random
from typing import Any

from plain_lines import Data

WORDS = [
    *("", " ", "无", "暂无", "没有。", "—", "不详", "2022", "是", "否", "是 ", "5", "５", "5万元", "约5元"),
    *("甲 ", " 甲", "甲\u200b", "甲\u3000", "甲\u00a0乙", "甲\u2028乙", "甲\x7f", "\ufeff甲", "甲\ufffe", "甲\x85"),
    *("甲\t乙", "甲\n", '甲"乙', "甲\\乙", "甲（2）", "甲·乙", "甲\ud800", "Ａ", "a", "A", "①", "ß", "ﬁ", ":", "甲:乙"),
    *("2022-02-30", "2022-8-1", "2022-08-31 ", "２０２２-01-01", "2022年8月", "2022-08-31T00:00:00", "0000-01-01"),
    *("9999-12-31", "广东省广州市", "广东省广州市增城区 ", "日常", "未建立", "，"),
]
NUMBERS = [0, -1, 1, 5, 1899, 2200, 2021, 10**15, 10**15 + 1, -(10**15), 10**30, 10**400, 1.0, 1.5, 1e3, -0.0, 1e400]
OTHERS: list[Any] = [
    *(True, False, None, [], {}, [[]], [{}], ["甲"]),
    *({"值": 5}, {"值": 5, "出处": "报告"}, {"清单完整": "是", "条目": []}),
]
KEYS = [
    *("出处", "值", "豁免", "性 质", "名称 ", "名称\u200b", "支出", "支出(分)", "支出（元）", "支出（分） "),
    *("format", "甲", "清单完整"),
]
SIGNS: list[str] = [*' \t\r\n\x00\x1f\x7f\xa0\u200b\u2028\ufeff,:"\\{}[]０-.e\ud800', "\\u7532", "\\n"]


def slipped(data: Data, random: Random) -> bytes:
    """The line of a department with one slip, or a few."""
    data = deepcopy(data)
    for _ in range(random.choice((0, 1, 1, 1, 2))):
        _in_data(data, random)
    text = json.dumps(data, ensure_ascii=False, separators=random.choice(((",", ":"), (", ", ": "))))
    if random.random() < 0.5:
        text = _in_text(text, random)
    line = text.encode(errors="surrogatepass")
    if random.random() < 0.05:
        at = random.randrange(len(line))
        line = line[:at] + bytes([random.randrange(256)]) + line[at + random.randrange(2) :]
    return line


def _places(value: Any) -> list[tuple[Any, Any]]:
    """Every mapping or list of a tree with every key or index in it."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [place for key, item in items for place in ((value, key), *_places(item))]


def _in_data(data: Data, random: Random) -> None:
    """Changes, moves, doubles or takes away a value or a key."""
    holder, key = random.choice(_places(data))
    sort = random.randrange(8)
    if sort == 0:
        del holder[key]
    elif sort == 1 and isinstance(holder, dict):
        holder[random.choice((*KEYS, key + " ", key.replace("（", "("), key.removesuffix("（分）")))] = holder.pop(key)
    elif sort == 2 and isinstance(holder, list):
        holder.append(deepcopy(holder[key]))
    elif sort == 3 and isinstance(holder, dict):
        holder[random.choice(KEYS)] = _value(random)
    elif sort == 4:
        _swap(data, random)
    else:
        own = holder[key]
        near = (f"{own} ", own.upper(), own.swapcase(), f"{own}\u200b", f" {own}") if isinstance(own, str) else ()
        holder[key] = random.choice(near) if near and random.random() < 0.3 else _value(random)


def _swap(data: Data, random: Random) -> None:
    """Puts the value of one place into another one."""
    (one, key), (other, place) = random.choice(_places(data)), random.choice(_places(data))
    one[key] = deepcopy(other[place])


def _value(random: Random) -> Any:
    return random.choice(random.choice((WORDS, WORDS, NUMBERS, OTHERS)))


def _in_text(text: str, random: Random) -> str:
    """Inserts, takes out or repeats something; says a key twice, with or without blanks."""
    at = random.randrange(len(text))
    sort = random.randrange(6)
    if sort == 0:
        return text[:at] + random.choice(SIGNS) + text[at:]
    if sort == 1:
        return text[:at] + text[at + 1 :]
    if sort == 2:
        return text + random.choice(["", ",", " ", "\n", "{}", "\x00", "\ufeff", " // 甲"])
    pairs: list[re.Match[str]] = list(re.finditer(r'("[^"]+"): ?(-?\d+|"[^"]*")', text))
    if sort == 3 or not pairs:
        return random.choice(SIGNS) + text
    pair = random.choice(pairs)
    blank, value = (
        random.choice(["", "", " ", "\t", "  ", "\n"]),
        random.choice([pair[2], '"甲"', "5", '"a:b"', '" :"']),
    )
    return f"{text[: pair.start()]}{pair[1]}{blank}:{value},{text[pair.start() :]}"
