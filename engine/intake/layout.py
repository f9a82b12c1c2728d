"""How our own workbook of facts looks, for whoever writes it and whoever reads it: titles, labels, headers, units.

A sheet holds one kind: its title in the first row, then labels (A) with their values (B), notes, the header, the facts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from engine.headings import Headings
from engine.quantity import Dim
from engine.reading import WAIVERS
from engine.value_reading import SOURCE, VALUE
from engine.vocabulary import FINDING, NOTHING_WORD, Field, Kind, Shape, Vocabulary
from engine.waiver_reading import KEYS

GUIDE: Final = "说明"  # the first sheet: how to fill in the others
COMPLETE, UNIT = "清单完整", "单位"
LABELS: Final = (COMPLETE, SOURCE, UNIT)  # above the header, in column A; what they say stands in column B
YES_WORD, NO_WORD = "是", "否"
COMPLETE_WORDS: Final = (YES_WORD, NO_WORD, NOTHING_WORD)  # 无: an empty list; blank and no rows: not supplied
FIELD, HOW = "字段", "填法"
SINGLE_HEADER: Final = (FIELD, VALUE, SOURCE, HOW)  # the table of a kind that there is one fact of
# A 取数清单: what is wanted, of which kind and of which fact, with room for the answer.
WANTED, SETTLED = "绩效自评取数清单", "另行核对"  # how its title ends; the sheet beside it, which asks for nothing
ASKED_KIND, ASKED_FOR, ASKED_OF, ANSWER = "资料", "缺什么", "涉及对象", "请填写"
ASKED_LIST: Final = "整张清单"
ELSEWHERE: Final = "不在这里填，见备注"  # stands where the answer would, of what one cell cannot answer
_COUNTED: Final = re.compile(r"[0-9]+条[:：]")  # 15条：甲、乙等
ITEMS: Final = "条目"  # where the facts of a list stand in the tree, beside 清单完整

# What a bare number in our workbook is measured in; a ratio has none, for 97 and 0.97 would both look right.
UNITS: Final = {Dim.MONEY: "万元", Dim.SCORE: "分", Dim.COUNT: "个", Dim.NUMBER: ""}
_SHOWN: Final = frozenset({Dim.MONEY, Dim.SCORE})  # 编制人数（个） would read oddly, and 17 can mean nothing else
_JOIN, _PARTING = "、", re.compile(r"[、，,；;\n]")

WAIVER: Final = Kind(
    WAIVERS,
    Shape.LIST,
    "经批准、到期以前不再作为问题列出的事项",
    {
        field.word: field
        for field in (
            Field(KEYS[0], Dim.TEXT, "规则编号"),
            Field(KEYS[1], Dim.TEXT, "照检查结果里印出的名称写"),
            Field(KEYS[2], Dim.TEXT, "为什么可以豁免"),
            Field(KEYS[3], Dim.TEXT, "批准的单位或人"),
            Field(KEYS[4], Dim.DATE, "到期日当天仍有效"),
        )
    },
    KEYS[:2],
    frozenset(KEYS),
    WAIVERS,
)


def known_kinds(vocabulary: Vocabulary) -> dict[str, Kind]:
    """Every kind that a fact file may hold, by its word; 豁免 among them."""
    return {word: kind for word, kind in vocabulary.kinds.items() if word != FINDING} | {WAIVERS: WAIVER}


def kinds_of(vocabulary: Vocabulary, headings: Headings) -> list[Kind]:
    """Every kind that has a sheet, 豁免 among them: those the headings name in their order, then the others."""
    known = known_kinds(vocabulary)
    first = [known[word] for word in headings.sheets if word in known]
    return first + [kind for kind in known.values() if kind not in first]


def title_of(kind: Kind, headings: Headings) -> str:
    """The title of a kind's sheet in our workbook."""
    return next(iter(headings.sheets.get(kind.word, ())), kind.word)


def named(kind: Kind, headings: Headings) -> str:
    """A kind as people who fill in our workbook know it: 信息公开（公开）, by its sheet where that has another name."""
    title = title_of(kind, headings)
    return title if title == kind.word else f"{title}（{kind.word}）"


def several_named(text: str) -> bool:
    """Whether the facts that a line of a 取数清单 names may be more than one."""
    return "、" in text or _COUNTED.match(text) is not None


def answerable(kind: Kind, asked: str, subjects: Sequence[str]) -> bool:
    """Whether a cell of a 取数清单 can answer: 无 of a whole list, one field of one fact that one name tells apart."""
    if asked not in kind.fields:
        return asked == ASKED_LIST and kind.shape is Shape.LIST
    alone = len(kind.key) == 1 and len(subjects) == 1 and not several_named(subjects[0])
    return alone or kind.shape is Shape.SINGLE


def unit_of(field: Field) -> str | None:
    """What a bare number under a field of our workbook is measured in (empty: nothing); None where it has no unit."""
    return UNITS.get(field.dim)


def header_of(field: Field, declared: str = "") -> str:
    """The header of a field: its word, and the unit where it has to be said: 年度预算（万元）.

    declared is the unit of a bare number in 表头.yaml, which our headers must not contradict.
    """
    unit = declared or (UNITS[field.dim] if field.dim in _SHOWN else "")
    return f"{field.word}（{unit}）" if unit and field.dim in UNITS else field.word


def source_header(field: Field) -> str:
    """The header of the column that says where the single values of a field stand: 支出（出处）."""
    return f"{field.word}（{SOURCE}）"


def labelled(text: str) -> tuple[str, str]:
    """The label that a cell above the header holds, and what it says behind a colon; empty where it holds none."""
    label, _, said = text.replace("：", ":").partition(":")
    label = "".join(label.split())
    return (label, said.strip()) if label in LABELS else ("", "")


def joined(words: Iterable[str]) -> str:
    """Several words of one field in one cell."""
    return _JOIN.join(words)


def parted(text: str) -> list[str]:
    """The words of a cell of a field that holds several, whatever sign they are parted by."""
    return [word for part in _PARTING.split(text) if (word := part.strip())]


def joinable(words: Sequence[str]) -> bool:
    """Whether the words come back as they are: none has a parting sign of its own."""
    return parted(joined(words)) == list(words)
