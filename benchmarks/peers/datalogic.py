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


def _val(*path: Logic) -> Logic:
    return {"val": list(path)}


def _times(term: Logic, factor: int) -> Logic:
    return {"*": [term, factor]}


def _find(kind: Logic, when: Logic, *shown: Logic) -> Logic:
    return {"map": [{"filter": [kind, when]}, [*shown]]}


def _names(kind: str, field: str, when: Logic) -> Logic:
    return {"map": [{"filter": [_val(kind), when]}, _val(field)]}


def _with(gathered: Logic, found: Logic) -> Logic:
    """What is found with the gathered list at hand: it is the element of a list of one."""
    return {"reduce": [{"map": [[gathered], found]}, _val("current"), []]}


def _sum(field: str) -> Logic:
    return {"reduce": [_val("项目"), {"+": [_val("accumulator"), _val("current", field)]}, 0]}


def _when(condition: Logic, *shown: Logic) -> Logic:
    return {"if": [condition, [["", *shown]], []]}


_UP = [2]  # one list further out
_NAME, _BUDGET, _SPENT, _SOURCE = _val("名称"), _val("年度预算（分）"), _val("支出（分）"), _val("资金来源")
_MONTH, _SORT, _OF = _val("截止月份"), _val("类型"), _val("项目")
_TOTAL, _WHOLE = _val("预算收支", "总预算（分）"), _val("预算收支", "支出（分）")
_KEY = {"===": [_SOURCE, "上级"]}
_RATE, _RECORD = _times(_SPENT, 1000), {"cat": [_val("对象"), "·", _SORT, "·", _OF]}
_MARKED = {"===": [_SORT, "重点"]}
_MIDDLE = _names("监控记录", "项目", {"and": [{">=": [_MONTH, 6]}, {"<=": [_MONTH, 8]}]})
_KNOWN = _names("项目", "名称", {"or": [_KEY, {"<": [_BUDGET, 0]}]})
_OPEN = {"length": {"filter": [_val(_UP), {"===": [_val(), _val(_UP, "名称")]}]}}
_VAGUE = {"length": {"filter": [_val("列举"), {"===": [_val("列举方式"), "部分列举"]}]}}
_ACTUAL, _TARGET = _val("列举个数（个）"), _val("声明个数（个）")
_INDICATOR = {"cat": [_NAME, "·", _val("位置")]}


def _project(when: Logic, *shown: Logic) -> Logic:
    return _find(_val("项目"), when, _NAME, *shown)


def _not_key(nature: str, limit: int) -> Logic:
    return _project({"and": [{">=": [_BUDGET, limit]}, {"===": [_val("性质"), nature]}, {"!": _KEY}]}, _BUDGET)


def _below(limit: int) -> Logic:
    return {"<": [_RATE, _times(_BUDGET, limit)]}


def _indicators(operator: str, limit: int) -> Logic:
    exact = {"===": [_val("列举方式"), "全部列举"]}
    beyond = {operator: [_times(_ACTUAL, 1000), _times(_TARGET, limit)]}
    return _find(_val("列举"), {"and": [exact, beyond]}, _INDICATOR, _ACTUAL, _TARGET)


def _policy(topic: str) -> Logic:
    missing = {"!==": [_val("制度", topic, "状态"), "已印发"]}
    return _when({"and": [missing, {">=": [_TOTAL, 0]}]}, _TOTAL)


_RULES: dict[str, Logic] = {
    "R01-000": _not_key("经常性", 10**9),
    "R02-000": _not_key("阶段性", 3 * 10**9),
    "R03-000": _with(
        _MIDDLE,
        _find(
            _val(_UP, "项目"), {"and": [_KEY, {">=": [_BUDGET, 0]}, {"!": {"in": [_NAME, _val(_UP)]}}]}, _NAME, _BUDGET
        ),
    ),
    "R04-000": _project({"and": [_below(800), {"!": _below(600)}]}, _SPENT, _BUDGET),
    "R05-000": _project(_below(600), _SPENT, _BUDGET),
    "R06-000": _project({">": [_SPENT, _BUDGET]}, _SPENT, _BUDGET),
    "R07-000": _project({"and": [{"===": [_SPENT, 0]}, {">=": [_BUDGET, 1]}]}, _BUDGET),
    "R08-000": _project(
        {">": [_times(_BUDGET, 1000), _times(_val(_UP, "预算收支", "总预算（分）"), 250)]},
        _BUDGET,
        _val(_UP, "预算收支", "总预算（分）"),
    ),
    "R09-000": _find(_val("监控记录"), {"and": [_MARKED, {"<=": [_MONTH, 9]}]}, _RECORD, _MONTH),
    "R10-000": _with(
        _names("监控记录", "项目", _MARKED),
        _find(_val(_UP, "项目"), {"and": [{"in": [_NAME, _val(_UP)]}, {">=": [_OPEN, 2]}]}, _NAME, _OPEN),
    ),
    "R11-000": _with(_KNOWN, _find(_val(_UP, "监控记录"), {"!": {"in": [_OF, _val(_UP)]}}, _RECORD, _MONTH)),
    "R12-000": {
        "if": [
            {"and": [{"!==": [_val("改革事项"), "无"]}, {"===": [_val("目标调整"), "无"]}, {">=": [_TOTAL, 0]}]},
            _find(_val("改革事项"), {"===": [_val("方向"), "划出"]}, "", _val("生效日期")),
            [],
        ]
    },
    "R13-000": _policy("政府采购"),
    "R14-000": _policy("绩效职责分工"),
    "R15-000": _when({"<": [_times(_WHOLE, 1000), _times(_TOTAL, 800)]}, _WHOLE, _TOTAL),
    "R16-000": _when({">": [_sum("支出（分）"), _WHOLE]}, _sum("支出（分）"), _WHOLE),
    "R17-000": _when({">": [_sum("年度预算（分）"), _TOTAL]}, _sum("年度预算（分）"), _TOTAL),
    "R18-000": _when(
        {">": [_times(_VAGUE, 1000), _times({"length": _val("列举")}, 300)]}, _VAGUE, {"length": _val("列举")}
    ),
    "R19-000": _indicators("<", 900),
    "R20-000": _indicators(">", 1300),
}


def _findings(file: str) -> Iterator[Finding]:
    engine = Engine()
    rule = engine.compile([_val("部门", "名称"), list(_RULES.values())])
    session, decode = engine.session(), msgspec.json.Decoder(tuple[str, list[list[list[Any]]]]).decode
    with open(file, encoding="utf-8") as lines:
        for line in lines:
            name, answers = decode(session.evaluate_data_str(rule, DataHandle(line)))
            for id_, rows in zip(_RULES, answers, strict=True):
                for subject, a, *b in rows:
                    yield id_, name, subject, a, b[0] if b else None


if __name__ == "__main__":
    with open(sys.argv[2], "wb") as found:
        found.write(msgspec.json.Encoder().encode_lines(_findings(sys.argv[1])))
