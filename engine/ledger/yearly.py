"""The problems of a kept year as a fact file for the next: 上年问题, with what a machine cannot know left out."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence

from engine.dossier import NOTHING, Dossier, Fact
from engine.intake.layout import COMPLETE, ITEMS, NO_WORD
from engine.intake.yaml_writing import yaml_text
from engine.kinds.selfreport import LastYear
from engine.ledger.comparing import standing
from engine.ledger.run import heads
from engine.ledger.verifying import facts_of
from engine.mistakes import Place
from engine.nodes import Node
from engine.notation import show
from engine.quantity import Quantity
from engine.vocabulary import NOTHING_WORD

_OWN = ("摘要", "主题", "规则", "对象", "指出来源", "整改措施", "整改时限")
Entry = dict[str, str]


def last_year(connection: sqlite3.Connection, department: str, year: int) -> str:
    """Returns the text of the fact file of a year of which a run is kept; raises Damaged.

    Hints are left out, and what was waived; a problem of an earlier year that was found to remain is carried over as
    it was stated then. The list says that it is not complete: others may have found more.
    """
    codes = [head.code for head in heads(connection, department) if head.year == year]
    entries = list(_entries(connection, department, year))
    remarks = [
        f"# {department}{year}年度检查发现的问题，由台账生成（核验码 {codes[-1]}），放进下一年度的事实文件夹，",
        "# 或把下面的内容粘贴到下一年度的事实文件里。请逐条核实后补上：",
        "#   本年仍存在: 是 或 否；整改措施、整改时限（没有的填 无）；整改状态: 已完成、进行中 或 未完成。",
        "# 财政、审计等另外指出的问题也请补上；全部列出了，把“清单完整”改写为“是”。",
    ]
    return "\n".join(remarks) + "\n" + yaml_text(_tree(entries))


def _tree(entries: Sequence[Entry]) -> Node:
    """The problems as a fact file holds them."""
    at = Place("台账")
    items = tuple(Node(at, entries={word: Node(at, text) for word, text in entry.items()}) for entry in entries)
    listed = Node(at, items=items) if items else Node(at, NOTHING_WORD)
    return Node(at, entries={LastYear.word: Node(at, entries={COMPLETE: Node(at, NO_WORD), ITEMS: listed})})


def _entries(connection: sqlite3.Connection, department: str, year: int) -> Iterator[Entry]:
    """One entry for each problem; a problem told twice (found anew, and carried over) once."""
    found = [item for item in standing(connection, department, year) if item[1].severity != "提示"]
    seen: set[tuple[str | None, str | None]] = set()
    for (rule, kind, subject), finding, _ in found:
        if kind != LastYear.word and (rule, subject) not in seen:
            seen.add((rule, subject))
            gist = finding.title if subject in (kind, department) else f"{finding.title}（{subject}）"
            words = (gist, finding.theme, rule, subject, f"{year}年度绩效自评检查")
            yield dict(zip(_OWN, words, strict=False))
    dossiers: dict[str, Dossier] = {}
    told: set[str] = set()
    for (_, kind, subject), _, code in found:
        if kind == LastYear.word and subject not in told:
            told.add(subject)
            dossier = dossiers.get(code) or dossiers.setdefault(code, facts_of(connection, code))
            entry = _carried(dossier.facts.get(kind, ()), subject)
            if (entry.get("规则"), entry.get("对象")) not in seen:
                yield entry


def _carried(facts: Iterable[Fact], subject: str) -> Entry:
    """What was stated of an earlier problem, as far as it was."""
    values = next((fact.values for fact in facts if fact.key == subject), {})
    return {
        word: NOTHING_WORD if value is NOTHING else show(value) if isinstance(value, Quantity) else str(value)
        for word in _OWN
        if (value := values.get(word)) is not None
    }
