"""JSONLogic by datalogic-py: one compiled rule that holds all twenty, one call a department.

The host hands over each line as it is and reads the findings of each rule. Joins are in the language too: names that
another list is looked up in are gathered first, in a list that the rule then steps through.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

import msgspec
from datalogic_py import DataHandle, Engine

from benchmarks.peers.reading import Finding

Logic = Any


def val(*path: Logic) -> Logic:
    """A field of the element at hand, or of one further out."""
    return {"val": list(path)}


def times(term: Logic, factor: int) -> Logic:
    """A product."""
    return {"*": [term, factor]}


def find(kind: Logic, met: Logic, *shown: Logic) -> Logic:
    """What is shown of the elements that meet a condition."""
    return {"map": [{"filter": [kind, met]}, [*shown]]}


def _names(kind: str, field: str, met: Logic) -> Logic:
    return {"map": [{"filter": [val(kind), met]}, val(field)]}


def _with(gathered: Logic, found: Logic) -> Logic:
    """What is found with the gathered list at hand: it is the element of a list of one."""
    return {"reduce": [{"map": [[gathered], found]}, val("current"), []]}


def _sum(field: str) -> Logic:
    return {"reduce": [val("项目"), {"+": [val("accumulator"), val("current", field)]}, 0]}


def when(condition: Logic, *shown: Logic) -> Logic:
    """What is shown of a department that meets a condition."""
    return {"if": [condition, [["", *shown]], []]}


_UP = [2]  # one list further out
_NAME, _BUDGET, _SPENT, _SOURCE = val("名称"), val("年度预算（分）"), val("支出（分）"), val("资金来源")
_MONTH, _SORT, _OF = val("截止月份"), val("类型"), val("项目")
TOTAL, WHOLE = val("预算收支", "总预算（分）"), val("预算收支", "支出（分）")
KEY = {"===": [_SOURCE, "上级"]}
_RATE, RECORD = times(_SPENT, 1000), {"cat": [val("对象"), "·", _SORT, "·", _OF]}
_MARKED = {"===": [_SORT, "重点"]}
_MIDDLE = _names("监控记录", "项目", {"and": [{">=": [_MONTH, 6]}, {"<=": [_MONTH, 8]}]})
_KNOWN = _names("项目", "名称", {"or": [KEY, {"<": [_BUDGET, 0]}]})
_OPEN = {"length": {"filter": [val(_UP), {"===": [val(), val(_UP, "名称")]}]}}
_VAGUE = {"length": {"filter": [val("列举"), {"===": [val("列举方式"), "部分列举"]}]}}
_ACTUAL, _TARGET = val("列举个数（个）"), val("声明个数（个）")
_INDICATOR = {"cat": [_NAME, "·", val("位置")]}


def project(met: Logic, *shown: Logic) -> Logic:
    """What is shown of the projects that meet a condition."""
    return find(val("项目"), met, _NAME, *shown)


def _not_key(nature: str, limit: int) -> Logic:
    return project({"and": [{">=": [_BUDGET, limit]}, {"===": [val("性质"), nature]}, {"!": KEY}]}, _BUDGET)


def _below(limit: int) -> Logic:
    return {"<": [_RATE, times(_BUDGET, limit)]}


def _indicators(operator: str, limit: int) -> Logic:
    exact = {"===": [val("列举方式"), "全部列举"]}
    beyond = {operator: [times(_ACTUAL, 1000), times(_TARGET, limit)]}
    return find(val("列举"), {"and": [exact, beyond]}, _INDICATOR, _ACTUAL, _TARGET)


def _policy(topic: str) -> Logic:
    missing = {"!==": [val("制度", topic, "状态"), "已印发"]}
    return when({"and": [missing, {">=": [TOTAL, 0]}]}, TOTAL)


RULES: dict[str, Logic] = {
    "R01-000": _not_key("经常性", 10**9),
    "R02-000": _not_key("阶段性", 3 * 10**9),
    "R03-000": _with(
        _MIDDLE,
        find(val(_UP, "项目"), {"and": [KEY, {">=": [_BUDGET, 0]}, {"!": {"in": [_NAME, val(_UP)]}}]}, _NAME, _BUDGET),
    ),
    "R04-000": project({"and": [_below(800), {"!": _below(600)}]}, _SPENT, _BUDGET),
    "R05-000": project(_below(600), _SPENT, _BUDGET),
    "R06-000": project({">": [_SPENT, _BUDGET]}, _SPENT, _BUDGET),
    "R07-000": project({"and": [{"===": [_SPENT, 0]}, {">=": [_BUDGET, 1]}]}, _BUDGET),
    "R08-000": project(
        {">": [times(_BUDGET, 1000), times(val(_UP, "预算收支", "总预算（分）"), 250)]},
        _BUDGET,
        val(_UP, "预算收支", "总预算（分）"),
    ),
    "R09-000": find(val("监控记录"), {"and": [_MARKED, {"<=": [_MONTH, 9]}]}, RECORD, _MONTH),
    "R10-000": _with(
        _names("监控记录", "项目", _MARKED),
        find(val(_UP, "项目"), {"and": [{"in": [_NAME, val(_UP)]}, {">=": [_OPEN, 2]}]}, _NAME, _OPEN),
    ),
    "R11-000": _with(_KNOWN, find(val(_UP, "监控记录"), {"!": {"in": [_OF, val(_UP)]}}, RECORD, _MONTH)),
    "R12-000": {
        "if": [
            {"and": [{"!==": [val("改革事项"), "无"]}, {"===": [val("目标调整"), "无"]}, {">=": [TOTAL, 0]}]},
            find(val("改革事项"), {"===": [val("方向"), "划出"]}, "", val("生效日期")),
            [],
        ]
    },
    "R13-000": _policy("政府采购"),
    "R14-000": _policy("绩效职责分工"),
    "R15-000": when({"<": [times(WHOLE, 1000), times(TOTAL, 800)]}, WHOLE, TOTAL),
    "R16-000": when({">": [_sum("支出（分）"), WHOLE]}, _sum("支出（分）"), WHOLE),
    "R17-000": when({">": [_sum("年度预算（分）"), TOTAL]}, _sum("年度预算（分）"), TOTAL),
    "R18-000": when({">": [times(_VAGUE, 1000), times({"length": val("列举")}, 300)]}, _VAGUE, {"length": val("列举")}),
    "R19-000": _indicators("<", 900),
    "R20-000": _indicators(">", 1300),
}


class Asking:
    """The compiled rules, and what they find in a department."""

    def __init__(self, engine: Engine, rules: dict[str, Logic]) -> None:
        self.rule = engine.compile([val("部门", "名称"), list(rules.values())])
        self.ids, self.session = list(rules), engine.session()
        self.decode = msgspec.json.Decoder(tuple[str, list[list[list[Any]]]]).decode

    def of(self, department: DataHandle) -> Iterator[Finding]:
        """Yields the findings of one department."""
        name, answers = self.decode(self.session.evaluate_data_str(self.rule, department))
        for id_, rows in zip(self.ids, answers, strict=True):
            for subject, a, *b in rows:
                yield id_, name, subject, a, b[0] if b else None


def _findings(file: str) -> Iterator[Finding]:
    ask = Asking(Engine(), RULES)
    with open(file, encoding="utf-8") as lines:
        for line in lines:
            yield from ask.of(DataHandle(line))


if __name__ == "__main__":
    with open(sys.argv[2], "wb") as found:
        found.write(msgspec.json.Encoder().encode_lines(_findings(sys.argv[1])))
